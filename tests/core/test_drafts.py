"""Drafts: nothing is left unfilled, no header can be added, and the link says what the draft does."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core import drafts
from comity.core.drafts import templates
from comity.core.drafts.mailto import whole_characters

NAMES = sorted(
    {name for code in drafts.LANGUAGES for t in drafts.packaged(code).values() for name in t.names}
)
HOSTILE = st.text(max_size=60) | st.sampled_from(
    [
        "a\r\nBcc: eve@evil.example",
        "a&cc=eve@evil.example",
        "x?subject=y#z",
        "{me}",
        "100%0d%0aTo: x",
        "\ud800",
        ".",
    ]
)
KNOWN = st.dictionaries(st.sampled_from(NAMES), HOSTILE, max_size=len(NAMES))


def parts(href: str) -> tuple[list[str], dict[str, list[str]]]:
    """Addresses and headers of a link, read as a mail program does."""
    split = urlsplit(href)
    assert split.scheme == "mailto"
    assert not split.fragment
    return [unquote(a) for a in split.path.split(",") if a], parse_qs(split.query, keep_blank_values=True)


def template(body: str, subject: str = "S") -> drafts.Template:
    found, faults = drafts.read(f"[write]\nsubject = '''{subject}'''\nbody = '''\n{body}\n'''\n")
    assert not faults
    return found["write"]


def fault(text: str) -> str:
    found, faults = drafts.read(text)
    assert not found
    return faults[0].why


@pytest.mark.parametrize("code", drafts.LANGUAGES)
def test_every_language_has_a_template_for_every_kind(code: str) -> None:
    assert set(drafts.packaged(code)) == set(drafts.KINDS)


@given(st.sampled_from(drafts.LANGUAGES), st.sampled_from(drafts.KINDS), KNOWN)
def test_no_hole_is_ever_left(code: str, kind: str, known: dict[str, str]) -> None:
    plain = {name: value.replace("{", "(").replace("}", ")") for name, value in known.items()}
    subject, body = drafts.packaged(code)[kind].fill(plain)
    assert not {"{", "}", "[", "]", "|"} & set(subject + body) - set("".join(plain.values()))
    assert subject
    assert body
    assert "\n" not in subject
    assert "\n\n\n" not in body
    assert not any(line != line.strip() or "  " in line for line in body.split("\n"))


@given(st.sampled_from(drafts.KINDS), KNOWN, st.lists(HOSTILE, max_size=3))
def test_the_link_says_what_the_draft_does_and_nothing_else(
    kind: str, known: dict[str, str], to: list[str]
) -> None:
    subject, body = drafts.packaged("en")[kind].fill(known)
    link = drafts.mailto([*to, "ada@quill.example"], subject, body)
    addresses, headers = parts(link.href)
    assert len(link.href) <= drafts.MOST
    assert set(headers) <= {"subject", "body"}
    assert addresses == list(link.to)
    assert headers["body"][0].replace("\r\n", "\n") + link.rest == whole_characters(body)
    assert len(subject) > 200 or headers["subject"] == [whole_characters(subject)]


@given(st.text(max_size=4000), st.text(max_size=400))
def test_a_link_never_grows_too_long_and_loses_nothing(body: str, subject: str) -> None:
    link = drafts.mailto(["ada@quill.example"], subject, body)
    assert len(link.href) <= drafts.MOST
    _, headers = parts(link.href)
    shown = headers.get("body", [""])[0].replace("\r\n", "\n")
    assert shown + link.rest == whole_characters(body)


def test_lines_end_as_mail_wants_them() -> None:
    link = drafts.mailto(["ada+lists@quill.example"], "a b", "one\ntwo")
    assert link.href == "mailto:ada%2Blists@quill.example?subject=a%20b&body=one%0D%0Atwo"


def test_a_long_body_is_cut_between_lines_and_the_rest_is_kept() -> None:
    lines = "".join(f"line {n} of a long letter\n" for n in range(100))
    link = drafts.mailto([], "S", lines)
    assert link.rest.startswith("line ")
    assert link.rest.endswith("line 99 of a long letter\n")
    assert link.to == ()


def test_a_body_without_lines_is_cut_between_words_or_else_anywhere() -> None:
    assert drafts.mailto([], "S", "word " * 900).rest.startswith("word ")
    assert set(drafts.mailto([], "S", "x" * 4000).rest) == {"x"}
    assert set(drafts.mailto([], "S", "ß" * 4000).rest) == {"ß"}


def test_a_subject_that_is_too_long_is_cut_between_words() -> None:
    _, headers = parts(drafts.mailto([], "word " * 100, "b").href)
    assert headers["subject"][0].endswith("word…")
    assert len(headers["subject"][0]) <= 201


def test_more_addresses_than_have_room_are_left_out() -> None:
    link = drafts.mailto([f"{'x' * 50}{n}@quill.example" for n in range(40)], "S", "b")
    assert 0 < len(link.to) < 40
    assert len(link.href) <= drafts.MOST


def test_a_sentence_with_something_unknown_is_left_out() -> None:
    said = template("[Thank you for {what}.] [It was {worth}.]\nWe met at {event}.\nBye\n{me}")
    assert (
        said.fill({"what": "the paper", "event": "", "me": "Noor"})[1]
        == "Thank you for the paper.\nBye\nNoor"
    )


def test_of_several_ways_the_first_that_is_known_counts() -> None:
    said = template("[Dear {name}, | Hello,]")
    assert said.fill({"name": "Ada"})[1] == "Dear Ada,"
    assert said.fill({})[1] == "Hello,"


def test_a_backslash_takes_the_meaning_away() -> None:
    assert template(r"\[x\] \{y\} a\|b [c\|d]").fill({})[1] == "[x] {y} a|b c|d"


def test_a_bar_outside_of_brackets_needs_a_backslash() -> None:
    assert "does not belong" in fault("[write]\nsubject='S'\nbody='a | b'")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no toml at all", "no TOML"),
        ("[nonsense]\nsubject='S'\nbody='B'", "no such kind"),
        ("write = 3", "needs a table"),
        ("[write]\nsubject='S'", "must both be texts"),
        ("[write]\nsubject='S'\nbody=' '", "must both be texts"),
        ("[write]\nsubject='S'\nbody='B'\ncc='x'", "'cc'"),
        ("[write]\nsubject='S'\nbody='[never'", "never closed"),
        ("[write]\nsubject='S'\nbody='[[x]]'", "does not belong"),
        ("[write]\nsubject='S'\nbody='{Name}'", "no name of a value"),
        ("[write]\nsubject='S'\nbody='{name'", "does not belong"),
        ("[write]\nsubject='S'\nbody='x\\'", "needs a character after it"),
        (f"[write]\nsubject='S'\nbody='{'x' * 20_001}'", "longer than"),
        ("#" * 400_000, "the file is longer"),
        ("x=" + "[" * 100_000, "no TOML"),
    ],
)
def test_what_is_wrong_with_a_template_is_said(text: str, words: str) -> None:
    assert words in fault(text)


@given(st.text(max_size=300))
def test_no_file_of_templates_breaks_the_reader(text: str) -> None:
    drafts.read(text)
    found, faults = drafts.read("[write]\nsubject='S'\nbody='''\n" + text.replace("'''", "") + "\n'''")
    assert found or faults


def test_a_language_that_is_not_spoken_has_no_templates() -> None:
    assert drafts.packaged("tlh") == {}


def test_values_are_one_line_without_what_steers_or_turns() -> None:
    assert drafts.tidy(" a\r\nb\u202e\x00 c. ") == "a b c"
    assert drafts.tidy("and so on...") == "and so on..."
    assert len(drafts.tidy("x" * 5000)) == 500


@pytest.mark.parametrize(
    ("name", "given_name"),
    [
        ("Ada Quill", "Ada"),
        ("Dr. Ama Osei", "Ama"),
        ("Prof. Dr. Ines Varga", "Ines"),
        ("J. Hollis", ""),
        ("ada@quill.example", ""),
        ("PhD", ""),
        ("", ""),
        ("Žofie", "Žofie"),
        ("(unknown) x", "unknown"),
        ("Dr.", ""),
    ],
)
def test_the_name_to_greet_with_is_the_given_one(name: str, given_name: str) -> None:
    assert drafts.given_name(name) == given_name


def test_german_mails_tell_sie_from_du() -> None:
    assert drafts.form_of_address(["Kannst du mir das schicken? Ich danke dir."]) == "du"
    assert drafts.form_of_address(["Könnten Sie mir das schicken? Ich danke Ihnen."]) == "sie"
    assert drafts.form_of_address(["Guten Tag"]) == "sie"
    assert drafts.form_of_address([]) == "sie"


def test_the_names_that_a_template_asks_for_are_known() -> None:
    assert template("[{what} | {why}] x").names == {"what", "why"}
    assert templates.LANGUAGE.fullmatch("de-du")
