"""One message to one interaction, judged by the standard library's own parser where that can judge."""

from __future__ import annotations

import email
from email.header import Header, decode_header, make_header
from email.utils import format_datetime, formataddr, getaddresses, parsedate_to_datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core.keys import short_hash
from comity.core.records import Flag, Handle, Interaction, Party, Problem
from comity.sources._message import read_message
from comity.sources._plain import TEXT_LIMIT

HEAD = b"From: Ama Osei <ama@quill.example>\nDate: Mon, 1 Jan 2024 10:00:00 +0100\nSubject: Tea\n"
TO = b"To: Bo <bo@quill.example>\n"


def _read(raw: bytes, envelope: bytes = b"") -> Interaction:
    found = read_message(raw, 7, envelope)
    assert isinstance(found, Interaction), found
    return found


def _emails(found: Interaction) -> list[str]:
    return [party.handle.value for party in found.parties]


def _problem(raw: bytes) -> str:
    found = read_message(raw, 7)
    assert isinstance(found, Problem)
    assert found.position == 7
    return found.code


def test_a_plain_message_is_read_whole() -> None:
    found = _read(
        HEAD + TO + b"Message-ID: <1@quill.example>\nIn-Reply-To: <0@quill.example>\n\nGood day,\nBo.\n"
    )
    assert (found.at, found.offset, found.subject) == (1_704_099_600, 60, "Tea")
    assert (found.text, found.snippet, found.flags) == ("Good day,\nBo.", "Good day, Bo.", 0)
    assert (found.ref, found.parent) == (short_hash("1@quill.example"), short_hash("0@quill.example"))
    assert found.parties == (
        Party(1, Handle("email", "ama@quill.example"), "Ama Osei"),
        Party(2, Handle("email", "bo@quill.example"), "Bo"),
    )
    assert found.position == 7


def test_line_ends_and_blank_lines_at_the_end_make_no_other_message() -> None:
    plain = _read(HEAD + TO + b"\nOne\nTwo\n")
    assert _read((HEAD + TO + b"\nOne\nTwo\n").replace(b"\n", b"\r\n")) == plain
    assert _read(HEAD + TO + b"\nOne\nTwo\n\n\n") == plain


def test_a_copy_with_other_marks_is_the_same_message_with_another_digest() -> None:
    raw = HEAD + TO + b"Message-ID: <1@quill.example>\n\nHi\n"
    plain, marked = _read(raw), _read(b"Precedence: bulk\n" + raw)
    assert plain.key == marked.key
    assert plain.digest != marked.digest


def test_without_an_id_the_content_tells_messages_apart() -> None:
    one, same, other = (
        _read(HEAD + b"\nHi\n"),
        _read(b"Precedence: bulk\n" + HEAD + b"\nHi"),
        _read(HEAD + b"\nHo\n"),
    )
    assert one.key == same.key
    assert one.key != other.key
    assert one.ref == 0


@pytest.mark.parametrize("raw", [b"", b"\n", b"no header at all\nreally\n", b"X-Other: thing\n\nbody\n"])
def test_what_has_no_header_of_a_message_is_reported(raw: bytes) -> None:
    assert _problem(raw) == "no-headers"


@pytest.mark.parametrize(
    "date", [b"", b"Date:\n", b"Date: soon\n", b"Date: Mon, 99 Foo 2024\n", b"Date: 1 Jan 99999 10:00\n"]
)
def test_a_message_without_any_date_is_reported(date: bytes) -> None:
    assert _problem(b"From: a@quill.example\n" + date + b"\nhi\n") == "no-date"


def test_the_last_hop_dates_a_message_that_does_not() -> None:
    raw = b"From: a@quill.example\nReceived: by mx.example; Mon, 1 Jan 2024 10:00:00 +0100\n\nhi\n"
    assert _read(raw).at == 1_704_099_600


@pytest.mark.parametrize(
    "line",
    [
        b"From a@quill.example Mon Jan  1 09:00:00 2024",
        b"From - Mon Jan 1 09:00 2024",
        b"From 1@xxx Mon Jan 01 09:00:00 +0000 2024",
    ],
)
def test_the_separator_of_a_mailbox_dates_a_message_that_nothing_else_dates(line: bytes) -> None:
    assert _read(b"From: a@quill.example\n\nhi\n", line).at == 1_704_099_600


def test_of_doubled_headers_the_first_counts() -> None:
    raw = (
        b"From: One <one@quill.example>\nFrom: two@quill.example\nDate: Mon, 1 Jan 2024 10:00:00 +0100\n"
        b"date: Tue, 2 Jan 2024 10:00:00 +0000\nMessage-ID: <1@x>\nMessage-Id: <2@x>\nSubject: A\nSUBJECT: B\n\nhi\n"
    )
    found = _read(raw)
    assert (_emails(found), found.at, found.offset) == (["one@quill.example"], 1_704_099_600, 60)
    assert (found.ref, found.subject) == (short_hash("1@x"), "A")


def test_names_and_subjects_in_encoded_words_are_read() -> None:
    raw = (
        b"From: =?iso-8859-1?Q?J=F6rg_M=FCller?= <joerg@quill.example>\nDate: Mon, 1 Jan 2024 10:00:00 +0100\n"
        b"To: =?utf-8?b?xb1vZmll?= =?utf-8?q?_Nov=C3=A1?= <zofie@quill.example>\n"
        b"Subject: =?utf-8?q?Caf=C3=A9?=\n =?utf-8?q?_au_lait?=\n\nhi\n"
    )
    found = _read(raw)
    assert [party.name for party in found.parties] == ["Jörg Müller", "Žofie Nová"]
    assert found.subject == "Café au lait"


def test_control_characters_hidden_in_encoded_words_do_not_pass() -> None:
    raw = HEAD.replace(b"Tea", b"=?utf-8?q?a=00b=0D=0ABcc:_evil=40x=2Eexample?=") + (
        b'To: =?utf-8?q?J=00=0D=0Ao?= <jo@quill.example>, "x\0y" <b\0c@quill.example>\n\nhi\0there\n'
    )
    found = _read(raw)
    assert not any(c in found.subject + found.text for c in "\0\r\n")
    assert "evil@x.example" not in _emails(found)
    assert all(c.isprintable() for address in _emails(found) for c in address)


@pytest.mark.parametrize(
    "encoding", [b"=?nope?q?ab?=", b"=?utf-8?x?ab?=", b"=?utf-8?b?!!!?=", b"=?utf-8?q?=C3?=", b"=?="]
)
def test_an_encoded_word_that_cannot_be_read_does_no_harm(encoding: bytes) -> None:
    found = _read(HEAD.replace(b"Tea", encoding).replace(b"Ama Osei", encoding) + b"\nhi\n")
    assert _emails(found) == ["ama@quill.example"]
    assert found.text == "hi"


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        (b"utf-8", "Žofie".encode(), "Žofie"),
        (b"iso-8859-2", "Žofie".encode("iso-8859-2"), "Žofie"),
        (b"windows-1252", b"\x93quoted\x94", "“quoted”"),
        (b"koi8-r", "Привет".encode("koi8-r"), "Привет"),
        (b"iso-2022-jp", "日本".encode("iso-2022-jp"), "日本"),
        (b"gb18030", "中文".encode("gb18030"), "中文"),
    ],
)
def test_the_body_is_read_in_its_charset(charset: bytes, body: bytes, text: str) -> None:
    assert _read(HEAD + b"Content-Type: text/plain; charset=" + charset + b"\n\n" + body + b"\n").text == text


def test_an_unknown_charset_is_read_as_well_as_can_be() -> None:
    assert _read(HEAD + b"Content-Type: text/plain; charset=nope\n\nh\xe9llo\n").text.startswith("h")


def test_a_body_that_is_not_what_it_says_is_read_by_the_patient_parser() -> None:
    raw = HEAD + (
        b"To: =?utf-8?b?xb1vZmll?= <zofie@quill.example>\n"
        b"Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html; charset=nope\n\n<p>Hello</p>\n"
        b"--b\nContent-Transfer-Encoding: base64\nContent-Type: image/png\n\n!!!!\n--b--\n"
    )
    found = _read(raw)
    assert (found.text, found.subject) == ("Hello", "Tea")
    assert found.parties[1] == Party(2, Handle("email", "zofie@quill.example"), "Žofie")


def test_the_patient_parser_reads_plain_text_in_its_charset() -> None:
    raw = (
        HEAD + b"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: base64\n\n!!6Q==\n"
    )
    assert _read(raw).text == "é"


def test_of_html_alone_the_words_are_kept() -> None:
    body = (
        b"<html><style>p{}</style><p>Dear&nbsp;Bo,</p><script>evil()</script><div>see <b>you</b></div></html>"
    )
    found = _read(HEAD + b"Content-Type: text/html\n\n" + body)
    assert found.text.split() == ["Dear", "Bo,", "see", "you"]


def test_plain_text_is_preferred_to_html() -> None:
    raw = HEAD + (
        b"Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>no</p>\n"
        b"--b\nContent-Type: text/plain\n\nyes\n--b--\n"
    )
    assert _read(raw).text == "yes"


def test_a_multipart_that_never_ends_is_read_so_far() -> None:
    assert _read(HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhalf a").text == "half a"


def test_mailmans_veiled_addresses_are_read() -> None:
    raw = b"From: ama at quill.example (Ama Osei)\nDate: Mon, 1 Jan 2024 10:00:00 +0100\nSubject: Tea\n\nhi\n"
    assert _read(raw).parties == (Party(1, Handle("email", "ama@quill.example"), "Ama Osei"),)


def test_nobody_is_named_twice_and_the_weightier_part_counts() -> None:
    raw = HEAD + b"To: bo@quill.example, BO@Quill.example\nCc: bo@quill.example, ama@quill.example\n\nhi\n"
    assert [(p.part, p.handle.value) for p in _read(raw).parties] == [
        (1, "ama@quill.example"),
        (2, "bo@quill.example"),
    ]


def test_what_is_no_address_is_nobody() -> None:
    raw = (
        HEAD
        + b'To: undisclosed-recipients:;, nobody, @x.example, a@, <>, "a b"@x.example, bo@quill.example\n\nhi\n'
    )
    assert _emails(_read(raw))[-1] == "bo@quill.example"
    assert len(_emails(_read(raw))) == 2


def test_long_text_is_cut_and_flagged() -> None:
    found = _read(HEAD + b"\n" + b"x" * (TEXT_LIMIT + 1))
    assert (len(found.text), found.flags) == (TEXT_LIMIT, Flag.TRUNCATED)


def test_the_answered_message_is_the_last_reference_where_nothing_else_says() -> None:
    assert _read(HEAD + b"References: <1@x> <2@x>\n\nhi\n").parent == short_hash("2@x")
    assert _read(HEAD + b"References: none\n\nhi\n").parent == 0


@pytest.mark.parametrize(
    ("zone", "offset"), [(b"+0530", 330), (b"-0800 (PST)", -480), (b"GMT", None), (b"+1400", 840)]
)
def test_the_senders_offset_is_kept(zone: bytes, offset: int | None) -> None:
    assert _read(HEAD.replace(b"+0100", zone) + b"\nhi\n").offset == offset


_WORD = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=12)
_NAME = st.lists(_WORD, max_size=3).map(" ".join)
_ADDRESS = st.from_regex(r"[a-z][a-z0-9.+_-]{0,8}[a-z0-9]@[a-z]{1,8}\.example", fullmatch=True)
_PERSON = st.tuples(_NAME, _ADDRESS)
_DATE = st.datetimes(
    min_value=parsedate_to_datetime("1 Jan 1971 00:00:00 -0000"),
    max_value=parsedate_to_datetime("1 Jan 2037 00:00:00 -0000"),
    timezones=st.timezones().filter(lambda zone: zone.key.startswith(("Europe", "Asia", "America"))),
).map(lambda moment: moment.replace(microsecond=0))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    sender=_PERSON,
    to=st.lists(_PERSON, max_size=4),
    cc=st.lists(_PERSON, max_size=3),
    moment=_DATE,
    subject=st.lists(_WORD, max_size=5).map(" ".join),
    identity=_ADDRESS,
)
def test_a_normal_message_is_read_as_the_standard_library_reads_it(
    sender: Any, to: list[Any], cc: list[Any], moment: Any, subject: str, identity: str
) -> None:
    lines = [
        f"From: {formataddr(sender)}",
        f"Date: {format_datetime(moment)}",
        f"Subject: {Header(subject, 'utf-8').encode()}",
        f"Message-ID: <{identity}>",
    ]
    for field, people in (("To", to), ("Cc", cc)):
        if people:
            lines.append(f"{field}: " + ",\n ".join(formataddr(person) for person in people))
    raw = ("\n".join(lines) + "\n\nhi\n").encode()
    _assert_as_the_standard_library(raw, _read(raw))


def _assert_as_the_standard_library(raw: bytes, found: Interaction) -> None:
    judge = email.message_from_bytes(raw)
    assert found.at == int(parsedate_to_datetime(judge["Date"]).timestamp())
    assert found.subject == " ".join(str(make_header(decode_header(judge["Subject"] or ""))).split())[:1000]
    assert found.ref == short_hash((judge["Message-ID"] or "").strip().strip("<>"))
    people = [
        [address for _, address in getaddresses(judge.get_all(field, [])) if "@" in address]
        for field in ("From", "To", "Cc", "Bcc")
    ]
    expected = dict.fromkeys(address.lower() for part in (people[0][:1], *people[1:]) for address in part)
    assert _emails(found) == list(expected)


@pytest.mark.slow
def test_public_mail_is_read_as_the_standard_library_reads_it(shared_data: Any) -> None:
    from comity.sources import Place
    from comity.sources.mbox import source

    path = shared_data / "mail" / "r-lists.mbox"
    if not path.is_file():
        pytest.skip("No public mailbox here.")
    content = path.read_bytes()
    starts: list[Interaction] = []
    for record in source.read(Place(path, path.name)):
        assert isinstance(record, Interaction)
        starts.append(record)
    assert len(starts) == 9_076
    unlike = 0
    for number in range(0, len(starts), 25):
        start = starts[number].position
        end = starts[number + 1].position if number + 1 < len(starts) else len(content)
        raw = content[start:end].partition(b"\n")[2]
        if any("@" in address for _, address in getaddresses([email.message_from_bytes(raw)["From"] or ""])):
            _assert_as_the_standard_library(raw, starts[number])
        else:
            unlike += 1
    assert unlike * 100 < len(starts) / 25


PART = (
    b"Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n%s\n"
    b"--b\nContent-Type: text/html\n\n%s\n--b--\n"
)


def test_a_plain_part_of_blanks_does_not_hide_the_words_of_the_other() -> None:
    assert _read(HEAD + TO + PART % (b" \n\n", b"<p>Real words</p>")).text == "Real words"


def test_what_html_quotes_is_marked_as_quoted_and_what_it_indents_is_not() -> None:
    html = (
        b"<div>Yes.</div><div>On Mon, 1 Jan 2024, Bo &lt;bo@quill.example&gt; wrote:<br></div>"
        b'<blockquote class="gmail_quote">One?<blockquote>older</blockquote>Two?</blockquote>Both.'
        b'<blockquote style="margin: 0 0 0 40px; border: none">a list</blockquote>'
    )
    lines = [line for line in _read(HEAD + TO + PART % (b"", html)).text.split("\n") if line.strip("> ")]
    assert lines[2:] == ["> One?", "> > older", "> Two?", "Both.", "a list"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (b"a<blockquote>b", "a\n> b"),
        (b"a</blockquote>b", "a\nb"),
        (b"<blockquote>" * 50 + b"c", "> " * 20 + "c"),
    ],
)
def test_quotations_in_html_that_do_not_end_or_never_began_hurt_nothing(html: bytes, text: str) -> None:
    lines = _read(HEAD + TO + PART % (b"", html)).text.split("\n")
    assert "\n".join(line for line in lines if line.strip("> ")) == text


def test_a_text_without_a_charset_is_utf_8_if_it_can_be() -> None:
    assert _read(HEAD + TO + "\nGrüße “hier” – Žofie\n".encode()).text == "Grüße “hier” – Žofie"
    assert _read(HEAD + TO + "\nGrüße\n".encode("cp1252")).text == "Grüße"


def test_a_name_in_a_comment_is_read_as_mails_of_old_wrote_it() -> None:
    raw = (
        HEAD.replace(b"Ama Osei <ama@quill.example>", b"ama@quill.example (Ama Osei)")
        + b"To: bo@quill.example (=?utf-8?q?B=C3=B6?=)\nCc: eva@quill.example\n\nhi\n"
    )
    assert [party.name for party in _read(raw).parties] == ["Ama Osei", "Bö", ""]


def test_a_computer_without_a_clock_does_not_date_its_mail() -> None:
    received = b"Received: from a by b; Mon, 1 Jan 2024 09:00:00 +0000\n"
    raw = HEAD.replace(b"Mon, 1 Jan 2024", b"Thu, 1 Jan 1970") + TO
    assert _read(received + raw + b"\nhi\n").at == 1_704_099_600
    assert _read(raw + b"\nhi\n").at == 9 * 3600


@pytest.mark.parametrize(
    ("date", "hops", "line"),
    [
        (b"Tue, 1 Jan 2069", b"Received: from a by b; Mon, 1 Jan 2024 09:00:00 +0000\n", b""),
        (b"Tue, 1 Jan 2069", b"", b"From a@quill.example Mon Jan  1 09:00:00 2024"),
        (
            b"Mon, 1 Jan 2069",
            b"Received: by b; Mon, 1 Jan 2070 09:00:00 +0000\n",
            b"From - Mon Jan 1 09:00 2024",
        ),
        (b"Sun, 1 Feb 2026", b"Received: from a by b; Mon, 1 Jan 2024 09:00:00 +0000\n", b""),
        (
            b"Sun, 31 Dec 2028",
            b"Received: by b;\n\tMon, 1 Jan 2024 09:00:00 +0000 (UTC)\nReceived: by c\n",
            b"",
        ),
    ],
    ids=["hop", "separator", "a hop ahead too", "years after its hop", "folded"],
)
def test_a_clock_that_is_ahead_does_not_date_its_mail(date: bytes, hops: bytes, line: bytes) -> None:
    raw = hops + HEAD.replace(b"Mon, 1 Jan 2024", date) + TO + b"\nhi\n"
    assert _read(raw, line).at == 1_704_099_600


def test_a_date_is_believed_where_nothing_tells_a_better_one() -> None:
    ahead = HEAD.replace(b"Mon, 1 Jan 2024", b"Tue, 1 Jan 2069") + TO
    assert _read(ahead + b"\nhi\n").at == 3_124_256_400
    assert _read(b"Received: by b; soon\n" + ahead + b"\nhi\n").at == 3_124_256_400


@pytest.mark.parametrize(
    ("hop", "line"),
    [
        (b"Received: by b; Mon, 25 Dec 2023 09:00:00 +0000\n", b""),
        (b"Received: by b; Mon, 1 Jan 2074 09:00:00 +0000\n", b""),
        (b"Received: by b; Thu, 1 Jan 1970 00:00:00 +0000\n", b""),
        (
            b"Received: by b; Wed, 1 Jan 2020 00:00:00 +0000\nReceived: by c; Mon, 1 Jan 2024 09:00:00 +0000\n",
            b"",
        ),
        (b"", b"From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001"),
    ],
    ids=[
        "a week before",
        "a later hop",
        "a hop without a clock",
        "one of two hops",
        "a separator that is no date",
    ],
)
def test_a_date_that_could_be_is_believed_before_hops_and_separators(hop: bytes, line: bytes) -> None:
    assert _read(hop + HEAD + TO + b"\nhi\n", line).at == 1_704_099_600


@pytest.mark.parametrize(
    "line",
    [
        b"X-Unsent: 1\n",
        b"X-Mozilla-Draft-Info: internal/draft; vcard=0\n",
        b"X-Uniform-Type-Identifier: com.apple.mail-draft\n",
    ],
)
def test_a_draft_is_no_message_unless_it_was_received(line: bytes) -> None:
    assert _problem(line + HEAD + TO + b"\nhi\n") == "draft"
    received = b"Received: from a by b; Mon, 1 Jan 2024 09:00:00 +0000\n"
    assert _read(received + line + HEAD + TO + b"\nhi\n").subject == "Tea"
