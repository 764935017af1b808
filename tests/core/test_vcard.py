"""The vCard codec keeps every line it does not change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.contentline import (
    Property,
    escape,
    fields_of,
    list_of,
    make_property,
    param,
    parse_property,
    plain_value,
    text_of,
    unescape,
)
from comity.core.vcard import (
    MAX_CHARACTERS,
    VCard,
    added,
    card_text,
    parse,
    parse_card,
    replaced,
    serialise,
    split,
)

CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Falk;Ines;;Dr.;\r\nFN:Ines Falk\r\n"
    "item1.EMAIL;type=INTERNET:ines@example.org\r\nitem1.X-ABLabel:_$!<Work>!$_\r\n"
    "X-UNKNOWN;x-a=b:kept\r\nNOTE:one\\ntwo\\, three\r\n  folded\r\nEND:VCARD\r\n"
)
LINES = st.sampled_from(
    """BEGIN:VCARD|END:VCARD|AGENT:|VERSION:2.1|FN:Bo Ek| folded|NOTE;QUOTED-PRINTABLE:a=|=41|begin:vcard |
    |PHOTO;ENCODING=b:AAAA|AAAA||no property|N;X="a;b:c|item1.TEL:1""".replace("\n    ", "").split("|")
)
ENDS = st.sampled_from(["\r\n", "\n", "\r"])
FILES = st.lists(st.tuples(LINES, ENDS)).map(lambda pairs: "".join(line + end for line, end in pairs))


def only(text: str) -> VCard:
    (card,) = parse(text).cards
    return card


def named(card: VCard, name: str) -> Property:
    return next(item for item in card.properties if item.name == name)


@given(FILES)
def test_any_sequence_of_lines_survives(text: str) -> None:
    assert serialise(parse(text)) == text


@given(st.text())
def test_any_text_survives(text: str) -> None:
    assert serialise(parse(text)) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\n")))
def test_escaped_text_comes_back(text: str) -> None:
    assert unescape(escape(text)) == text
    item = make_property("NOTE", escape(text))
    assert text_of(only(f"BEGIN:VCARD\r\n{item.raw}END:VCARD\r\n").properties[1]) == text
    assert all(len(line.encode()) <= 75 for line in item.raw.split("\r\n"))


def test_a_long_line_is_folded_between_characters() -> None:
    item = make_property("NOTE", "ü" * 100)
    assert [len(line.encode()) for line in item.raw.splitlines()] == [75, 75, 57]
    assert parse_property(item.raw.splitlines(keepends=True)).value == "ü" * 100


def test_groups_parameters_and_values_are_told_apart() -> None:
    card = only(CARD)
    email = named(card, "EMAIL")
    assert (email.group, param(email, "TYPE"), email.value) == ("item1", "INTERNET", "ines@example.org")
    assert param(email, "PREF") == ""
    assert named(card, "X-ABLABEL").group == "item1"
    assert fields_of(named(card, "N")) == ["Falk", "Ines", "", "Dr.", ""]
    assert (card.version, card.line) == ("3.0", 1)


def test_a_folded_line_keeps_its_text() -> None:
    assert text_of(named(only(CARD), "NOTE")) == "one\ntwo, three folded"


def test_a_fold_of_version_2_keeps_its_white_space() -> None:
    card = only("BEGIN:VCARD\nVERSION:2.1\nNOTE:one\n two\nPHOTO;BASE64:AA\n BB\n\nEND:VCARD\n")
    assert text_of(named(card, "NOTE")) == "one two"
    assert named(card, "PHOTO").value == "AABB"


def test_quoted_printable_goes_on_after_a_soft_break() -> None:
    card = only(
        "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCl=\nler;J=F6rg\nTEL:1\nEND:VCARD\n"
    )
    assert fields_of(named(card, "N")) == ["Müller", "Jörg"]
    assert named(card, "TEL").value == "1"


def test_a_soft_break_never_swallows_the_end() -> None:
    card = only("BEGIN:VCARD\nNOTE;QUOTED-PRINTABLE:a=\nEND:VCARD\n")
    assert text_of(named(card, "NOTE")) == "a"


@pytest.mark.parametrize("charset", ["nope", "zip", "punycode", "", "ascii\0"])
def test_a_charset_that_is_none_falls_back(charset: str) -> None:
    item = Property("", "NOTE", (("ENCODING", "QUOTED-PRINTABLE"), ("CHARSET", charset)), "=C3=A4", "")
    assert plain_value(item) == "ä"
    assert plain_value(item._replace(value="=E4")) == "ä"


def test_a_photo_is_kept_as_it_is_even_unindented() -> None:
    text = "BEGIN:VCARD\nPHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/\nAAAA\nBBBB\n\nFN:Bo\nEND:VCARD\n"
    card = only(text)
    assert named(card, "PHOTO").raw == "PHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/\nAAAA\nBBBB\n"
    assert named(card, "FN").value == "Bo"


def test_an_edit_touches_only_its_own_lines() -> None:
    card = only(CARD)
    at = next(index for index, item in enumerate(card.properties) if item.name == "FN")
    edited = added(replaced(card, at, make_property("FN", "Ines Ek")), make_property("TITLE", "Physicist"))
    expected = CARD.replace("FN:Ines Falk", "FN:Ines Ek").replace("END:", "TITLE:Physicist\r\nEND:")
    assert card_text(edited) == expected


def test_a_new_line_carries_its_group_and_quotes_its_parameters() -> None:
    item = make_property("tel", "1", [("type", 'a:b "c" ^\n')], group="item2", newline="\n")
    assert item.raw == "item2.tel;TYPE=\"a:b ^'c^' ^^^n\":1\n"
    assert param(parse_property([item.raw]), "TYPE") == 'a:b "c" ^\n'


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [("A B", "1", "X"), ("A", "1\nB:2", "X"), ("A", "1", "X=1;Y"), ("A", "1", "X.Y")],
)
def test_nothing_that_would_break_a_line_is_written(name: str, value: str, key: str) -> None:
    with pytest.raises(ValueError, match=r"name|line breaks"):
        make_property(name, value, [(key, "1")])


def test_lists_split_only_where_nothing_escapes_the_comma() -> None:
    assert list_of(Property("", "NICKNAME", (), r"Ada\, the first,Addie\\,B", "")) == [
        "Ada, the first",
        "Addie\\",
        "B",
    ]


@pytest.mark.parametrize("line", ["no colon", ":no name", "TEL;;=x", 'N;a"b=1:2'])
def test_a_line_that_is_no_property_is_kept_without_name(line: str) -> None:
    assert parse_property([line]) == Property("", "", (), line, line)


def test_a_quote_that_stays_open_ends_with_its_parameter() -> None:
    assert parse_property(['TEL;TYPE="open:1']).params == (("TYPE", "open"),)


def test_bare_types_and_empty_parameters_are_taken() -> None:
    item = parse_property(["TEL;;HOME;8BIT:1"])
    assert item.params == (("TYPE", "HOME"), ("ENCODING", "8BIT"))


def test_a_missing_end_costs_one_card_only() -> None:
    text = "BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\nbetween\nBEGIN:VCARD\nFN:C\n"
    parsed = parse(text)
    assert [text_of(named(card, "FN")) for card in parsed.cards] == ["B"]
    assert [(broken.line, broken.fault) for broken in parsed.broken] == [
        (1, "unterminated"),
        (7, "unterminated"),
    ]
    assert parsed.cards[0].before == "BEGIN:VCARD\nFN:A\n"


def test_an_agent_holds_a_card_of_its_own() -> None:
    text = "BEGIN:VCARD\nVERSION:2.1\nAGENT:\nBEGIN:VCARD\nFN:Agent\nEND:VCARD\nFN:Boss\nEND:VCARD\n"
    card = only(text)
    assert [text_of(item) for item in card.properties if item.name == "FN"] == ["Boss"]
    assert "FN:Agent" in named(card, "AGENT").raw


def test_two_thousand_cards_within_one_another_are_one_broken_card() -> None:
    text = "BEGIN:VCARD\nAGENT:\n" * 2000 + "FN:A\n" + "END:VCARD\n" * 2000
    parsed = parse(text)
    assert parsed.cards == ()
    assert [(broken.line, broken.fault) for broken in parsed.broken] == [(1, "too-deep")]


def test_two_thousand_begins_without_end_are_as_many_broken_cards() -> None:
    parsed = parse("BEGIN:VCARD\n" * 2000 + "FN:A\nEND:VCARD\n")
    assert (len(parsed.cards), len(parsed.broken)) == (1, 1999)


def test_a_card_beyond_all_bounds_is_cut_off_and_reported() -> None:
    note = "NOTE:" + "x" * (MAX_CHARACTERS // 2)
    chunks = list(split(["BEGIN:VCARD\n", note, note, "END:VCARD\n", "BEGIN:VCARD\n", "END:VCARD\n"]))
    assert [(chunk.line, chunk.fault) for chunk in chunks] == [(1, "too-long"), (4, "outside"), (5, "")]


def test_long_stretches_without_cards_come_in_pieces() -> None:
    chunks = list(split(["junk\n"] * 2500))
    assert [len(chunk.lines) for chunk in chunks] == [1000, 1000, 500]


def test_an_empty_file_has_no_cards() -> None:
    assert parse("") == ((), (), "")
    assert parse_card([]) == VCard("", (), 1, "")
