"""Of the twenty-five inputs that no importer may choke on, those of mail."""

from __future__ import annotations

from comity.core.records import Flag, Part
from comity.store.models import Interaction, Participant
from tests.hostile.desk import Brought, Desk

HEAD = b"From: Ines Falk <ines@falk.example>\nDate: Mon, 30 Sep 2024 10:00:00 +0000\nMessage-ID: <a@falk.example>\n"


def mail(desk: Desk, more: bytes, body: bytes = b"Good day.\n", head: bytes = HEAD) -> Brought:
    """What comes of a mail with these header lines and this body."""
    return desk.bring(desk.write("a.eml", head + more + b"\n" + body))


def alone(number: int) -> bytes:
    """The header of a mail of its own, its subject the number."""
    return HEAD.replace(b"<a@", b"<a%d@" % number) + b"Subject: %d\n" % number


def parties(found: Brought) -> list[tuple[int, str]]:
    """(part, address) of all in the one mail."""
    rows = Participant.objects.filter(book_id=found.book).exclude(interaction__subject="I was there too")
    return sorted(rows.values_list("part", "identifier__value"))


def test_09_an_address_line_with_20000_opening_brackets(desk: Desk) -> None:
    brackets = (b"(", b"<", b"[", b'"', b"<(:[", b"=?")
    files = [
        desk.write(
            f"{number}.eml", alone(number) + b"To: " + bracket * 20_000 + b" ama@quill.example\n\nGood day.\n"
        )
        for number, bracket in enumerate(brackets)
    ]
    found = desk.bring(*files)
    assert (sorted(found.subjects()), found.codes) == ([str(number) for number in range(len(brackets))], [])
    assert found.addresses() >= {"ines@falk.example"}


def test_10_forty_thousand_recipients(desk: Desk) -> None:
    people = b",\n ".join(b"P%d <p%d@crowd.example>" % (number, number) for number in range(40_000))
    found = mail(desk, b"Subject: crowd\nTo: " + people + b"\n")
    assert (found.subjects(), found.codes) == (["crowd"], [])
    assert len(parties(found)) == 40_001
    assert Interaction.objects.get(book_id=found.book, subject="crowd").flags & Flag.BULK
    assert found.names() <= {"Ines Falk"}


def test_11_a_multipart_3000_deep(desk: Desk) -> None:
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number)
        for number in range(3000)
    )
    found = mail(
        desk, b"Subject: deep\nMIME-Version: 1.0\n" + deep[:-1], b"Content-Type: text/plain\n\nThe bottom.\n"
    )
    assert (found.subjects(), found.codes) == ([], ["unreadable"])


def test_12_an_encoded_word_that_hides_a_nul_a_line_end_or_a_bcc(desk: Desk) -> None:
    words = (
        b"=?utf-8?q?a=00b?=",
        b"=?utf-8?q?a=0D=0ABcc:_bo@quill.example?=",
        b"=?utf-8?b?Qg0KQmNjOiB4QHkuejsA?=",
    )
    files = [
        desk.write(
            f"{number}.eml",
            alone(number)[:-1] + word + b"\nTo: " + word + b" <ama@quill.example>\n\nGood day.\n",
        )
        for number, word in enumerate(words)
    ]
    found = desk.bring(*files)
    assert (len(found.subjects()), found.codes) == (len(words), [])
    assert not set("".join([*found.subjects(), *found.names()])) & set("\0\r\n")
    assert set(parties(found)) == {
        (int(Part.SENDER), "ines@falk.example"),
        (int(Part.TO), "ama@quill.example"),
    }


def test_13_a_charset_that_does_not_exist(desk: Desk) -> None:
    files = []
    for number, charset in enumerate(
        (b"nope", b"x" * 5000, b"", b"utf-7", b"idna", b"rot13", b"\xff\xfe", b'"', b"hex")
    ):
        subject = alone(number)[:-1] + b" =?" + charset + b"?q?odd?= caf\xe9\n"
        kind = b"MIME-Version: 1.0\nContent-Type: text/plain; charset=" + charset + b"\n\n"
        files.append(desk.write(f"{number}.eml", subject + kind + b"Gr\xfc\xdfe, caf\xe9 and words.\n"))
    found = desk.bring(*files)
    assert (len(found.subjects()), found.codes) == (len(files), [])
    assert all("words" in text for text in found.texts())


def test_14_two_from_date_or_message_id_lines(desk: Desk) -> None:
    again = (
        b"From: bo@quill.example\nDate: Tue, 1 Oct 2024 10:00:00 +0000\nMessage-ID: <b@quill.example>\n"
        b"Subject: one\nSubject: two\n"
    )
    found = mail(desk, again)
    assert (found.subjects(), found.codes) == (["one"], [])
    assert [address for part, address in parties(found) if part == Part.SENDER] == ["ines@falk.example"]
    assert mail(desk, again, head=HEAD).counts["known"] == 2


def test_15_a_mailbox_with_body_lines_from_a_truncated_end_and_mixed_line_ends(desk: Desk) -> None:
    line = b"From ines@falk.example Mon Sep 30 10:00:00 2024\n"
    one = line + HEAD + b"Subject: one\n\nFrom the beginning,\nFrom Monday 2024 on\n>From quoted\n\n"
    two = (line + HEAD.replace(b"<a@", b"<b@") + b"Subject: two\n\nSecond.\n\n").replace(b"\n", b"\r\n")
    three = (
        line
        + HEAD.replace(b"<a@", b"<c@")
        + b"Subject: three\nContent-Type: multipart/mixed; boundary=x\n\n--x\nThir"
    )
    found = desk.bring(desk.write("a.mbox", one + two + three))
    assert sorted(found.subjects()) == ["one", "three", "two"]
    assert found.codes == []
    (text,) = [text for text in found.texts() if "beginning" in text]
    assert text.splitlines() == ["From the beginning,", "From Monday 2024 on", "From quoted"]
