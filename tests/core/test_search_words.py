"""What is typed becomes a tree with places, or an error that says where."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comity.core import folding
from comity.core.errors import Unreadable
from comity.core.search import (
    FIELDS,
    MOST_TERMS,
    Either,
    Field,
    Node,
    Not,
    Period,
    Query,
    Words,
    parse,
    plain,
)

TODAY = dt.date(2024, 10, 4)


def words(*found: str, begun: bool = True, subject: bool = False, at: tuple[int, int]) -> Words:
    return Words(found, begun, subject, *at)


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("", ()),
        ("lantern", (words("lantern", at=(0, 7)),)),
        ("lantern harb", (words("lantern", at=(0, 7)), words("harb", at=(8, 12)))),
        (
            '"the harbour" lant',
            (words("the", "harbour", begun=False, at=(0, 13)), words("lant", at=(14, 18))),
        ),
        ("„kind regards“", (words("kind", "regards", begun=False, at=(0, 14)),)),
        ("e-mail", (words("e", "mail", at=(0, 6)),)),
        ('""', ()),
        ("NEAR(a b)", (words("near", "a", at=(0, 6)), words("b", at=(7, 9)))),
        ("a\0b", (words("a", "b", at=(0, 3)),)),
        ("?! -- -", ()),
        ("naïve Žofie", (words("naive", at=(0, 5)), words("zofie", at=(6, 11)))),
        ("-wall", (Not(words("wall", at=(0, 5))),)),
        ("subject:fee", (words("fee", subject=True, at=(0, 11)),)),
        ("a OR b OR c", (Either(tuple(words(c, at=(n * 5, n * 5 + 1)) for n, c in enumerate("abc"))),)),
        ("or and not", (words("or", at=(0, 2)), words("and", at=(3, 6)), words("not", at=(7, 10)))),
        ("from:Ana", (Field("from", "Ana", ("ana",), 0, 8),)),
        (
            'x -with:"Ana Ruiz"',
            (words("x", at=(0, 1)), Not(Field("with", "Ana Ruiz", ("ana", "ruiz"), 2, 18))),
        ),
        ("IS:Meeting", (Field("kind", "meeting", ("meeting",), 0, 10),)),
        (
            "https://x.example 12:30",
            (words("https", "x", "example", at=(0, 17)), words("12", "30", at=(18, 23))),
        ),
        ("before:2024", (Period(None, dt.date(2024, 1, 1), 0, 11),)),
        ("after:2024-12", (Period(dt.date(2025, 1, 1), None, 0, 13),)),
        ("since:2024-12", (Period(dt.date(2024, 12, 1), None, 0, 13),)),
        ("on:2024/02/29", (Period(dt.date(2024, 2, 29), dt.date(2024, 3, 1), 0, 13),)),
        ("on:yesterday", (Period(dt.date(2024, 10, 3), dt.date(2024, 10, 4), 0, 12),)),
        ("before:2w", (Period(None, dt.date(2024, 9, 20), 0, 9),)),
    ],
)
def test_a_query_is_a_tree_with_places(text: str, nodes: tuple[Node, ...]) -> None:
    assert parse(text, TODAY).nodes == nodes


@pytest.mark.parametrize(
    ("text", "where", "why"),
    [
        ("harbour colour:red", (8, 18), "field"),
        ("re:budget", (0, 9), "field"),
        ("x from:", (2, 7), "nothing"),
        ("subject:?", (0, 9), "nothing"),
        ("kind:party", (5, 10), "value"),
        ("role:nobody", (5, 11), "value"),
        ("a before:soon", (9, 13), "date"),
        ("on:2024-02-30", (3, 13), "date"),
        ("after:2024-13", (6, 13), "date"),
        ("before:9999y", (7, 12), "date"),
        ("on:9999", (3, 7), "date"),
        ('lantern "never closed', (8, 21), "quote"),
        ("OR a", (0, 2), "or"),
        ("a OR", (2, 4), "or"),
        ("a OR OR b", (5, 7), "or"),
        ("a OR from:b", (5, 11), "or"),
        ("from:b OR a", (7, 9), "or"),
        ("a OR -b", (5, 7), "or"),
        ("a " * 40, (MOST_TERMS * 2, MOST_TERMS * 2 + 1), "too_many"),
    ],
)
def test_what_cannot_be_read_says_where(text: str, where: tuple[int, int], why: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(text, TODAY)
    assert ((caught.value.start, caught.value.end), caught.value.why) == (where, why)


def test_a_long_text_is_cut() -> None:
    (term,) = parse("x" * 5000, TODAY).nodes
    assert isinstance(term, Words)
    assert term.words == ("x" * 1000,)


@pytest.mark.parametrize("example", FIELDS.values())
def test_every_example_can_be_read(example: str) -> None:
    assert len(parse(example, TODAY).nodes) == 1


@given(st.text() | st.text(alphabet='ab:-"O R20from'))
def test_whatever_is_typed_is_a_tree_or_an_error_with_a_place(text: str) -> None:
    query, trouble = _read(text)
    if trouble is not None:
        assert 0 <= trouble.start < trouble.end <= len(text)
    for group in query.wanted():
        assert all(word.isalnum() or not word.isascii() for term in group for word in term.words)


def _read(text: str) -> tuple[Query, Unreadable | None]:
    try:
        return parse(text, TODAY), None
    except Unreadable as error:
        return Query(()), error


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Straße", "strasse"),
        ("ﬁne ＦＵＬＬ", "fine full"),
        ("ŁÓDŹ Ærø", "lodz aero"),
        ("Žofie\u0301 İstanbul", "zofie istanbul"),
        ("the_under-score", "the under score"),
        ("東京タワー x", "東 京 タ ワ ー x"),
        ("हिन्दी", "हिनदी"),
        ("soft\u00adhyphen", "softhyphen"),
        ("“q” — w…", "q w"),
        ("\0a\tb\n", "a b"),
        ("🙂", ""),
    ],
)
def test_words_are_folded(text: str, folded: str) -> None:
    assert folding.spaced(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folding.spaced(folding.spaced(text)) == folding.spaced(text)
    assert folding.loose(text).split() == folding.words(text)


@given(st.text(max_size=30))
def test_of_each_character_it_is_known_what_it_became(text: str) -> None:
    ends = folding.ends(text)
    assert [folding.loose(text[: at + 1]) for at in range(len(text))] == [
        folding.loose(text)[:end] for end in ends
    ]


def test_a_name_is_known_in_the_ways_it_is_typed() -> None:
    assert folding.spellings("Jürgen Müller") == {"jurgen", "muller", "juergen", "mueller"}
    assert folding.spellings("Ana Ruiz") == {"ana", "ruiz"}


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("wall", True),
        ("wal", True),
        ('"harbour wall"', True),
        ('"wall the"', False),
        ('"bou wall"', False),
        ("subject:wall", False),
        ("subject:fee", True),
        ("nothing OR wall", True),
        ("-wall", False),
        ('-"wall harbour"', True),
        ('"fee the"', False),
    ],
)
def test_a_text_fits_or_not(query: str, fits: bool) -> None:
    assert parse(query, TODAY).matcher()("Your fee", "The harbour wall, at last.") is fits


LETTERS = st.text("ab é.\n-я", max_size=20)


@given(LETTERS, LETTERS, LETTERS.filter(folding.words), st.booleans(), st.booleans())
@example("", "aba ba b", "ba b", False, False)
@example("", "b aé", "b a", True, True)
def test_words_stand_where_they_follow_one_another_as_whole_words(
    subject: str, text: str, asked: str, quoted: bool, refused: bool
) -> None:
    phrase = folding.words(asked)

    def stands(words: list[str]) -> bool:
        parts = (words[at : at + len(phrase)] for at in range(len(words) - len(phrase) + 1))
        last = str.startswith if not quoted else str.__eq__
        return any(part[:-1] == phrase[:-1] and last(part[-1], phrase[-1]) for part in parts)

    term = Words(tuple(phrase), not quoted, False, 0, 0)
    fits = Query((Not(term) if refused else term,)).matcher()(subject, text)
    assert fits is ((stands(folding.words(subject)) or stands(folding.words(text))) != refused)


@given(st.text("ab1 é.\n-я京", max_size=20), st.data())
def test_of_words_that_stand_side_by_side_so_do_the_letters_that_are_kept(
    text: str, data: st.DataObject
) -> None:
    words = folding.words(text)
    first = data.draw(st.integers(0, len(words)))
    last = data.draw(st.integers(first, len(words)))
    assert folding.order(" ".join(words[first:last])) in folding.order(text)


@given(st.text(max_size=30), st.text(max_size=30))
def test_letters_of_any_texts_stand_as_the_texts_do(before: str, after: str) -> None:
    both = folding.order(f"{before}\n{after}")
    assert both == folding.order(before) + folding.order(after)
    assert folding.order(folding.spaced(before)) == folding.order(before)


def test_the_first_and_last_letter_of_each_word_are_kept() -> None:
    assert folding.order("Harbour\nwall, the WALL. A 2024 x1y Straße") == b"HRWLTEWLAXYSE"
    assert folding.order("hÉtel я") == folding.order("hEtel") + b"L"


@pytest.mark.parametrize(("counted", "seen"), [(0, (0, [0, 0])), (2, (2, [1, 2])), (9, (3, [2, 3]))])
def test_of_the_first_texts_it_is_told_how_many_have_the_words_wherever_they_stand(
    counted: int, seen: tuple[int, list[int]]
) -> None:
    matcher = parse('"harbour wall" the', TODAY).matcher(counted)
    for text in ("The wall of a harbour", "There is no wall", "The harbour wall"):
        matcher("", text)
    assert (matcher.read, matcher.seen) == seen


def test_text_is_plain_without_nul_and_without_halves_of_characters() -> None:
    assert plain("a\0b\udcffc é🙂") == "a bc é🙂"


@given(st.text(max_size=30))
def test_folding_is_that_of_the_whole_text(text: str) -> None:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    assert folding.spaced(text) == folding.spaced(apart)
    assert folding.loose(text).split() == folding.words(text)
