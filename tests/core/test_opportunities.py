"""What a pasted text seems to be, whom it would help, and whom to turn to for advice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core import advice, helping, opportunities, topics
from comity.core.helping import Thing
from comity.core.opportunities import Tie

TODAY = dt.date(2026, 11, 22)
OPENING = """Head of Print at Quill Press
We are looking for somebody who knows letterpress and bookbinding. Full-time, in Porto.
Please apply by 15 December: https://quill.example/jobs/head-of-print.
"""


@pytest.mark.parametrize(
    ("text", "kind", "title", "url", "until"),
    [
        (
            OPENING,
            "opening",
            "Head of Print at Quill Press",
            "https://quill.example/jobs/head-of-print",
            dt.date(2026, 12, 15),
        ),
        (
            "https://press.example/blog/2026/10/how-lanterns-are-made.html",
            "article",
            "How lanterns are made",
            "https://press.example/blog/2026/10/how-lanterns-are-made.html",
            None,
        ),
        ("https://quill.example/", "article", "quill.example", "https://quill.example/", None),
        ("https://[quill", "article", "https://[quill", "https://[quill", None),
        (
            "Hi all,\nSubject: Call for proposals: community atlas. Deadline: 3 January 2027",
            "project",
            "Call for proposals: community atlas",
            "",
            dt.date(2027, 1, 3),
        ),
        (
            "Hallo zusammen,\nwir suchen eine Setzerin (m/w/d) in Leipzig. Bewerbungen bis 30. November.",
            "opening",
            "wir suchen eine Setzerin (m/w/d) in Leipzig",
            "",
            dt.date(2026, 11, 30),
        ),
        ("Paper Fair: tickets, speakers. Register until 2020-02-01.", "event", "Paper Fair: tickets, speakers", "", None),
        ("Lanterns", "other", "Lanterns", "", None),
        ("", "other", "", "", None),
    ],
)  # fmt: skip
def test_a_pasted_text_says_what_it_is(
    text: str, kind: str, title: str, url: str, until: dt.date | None
) -> None:
    assert opportunities.guess(text, TODAY) == opportunities.Guess(kind, title, url, until)


def test_a_long_title_is_cut_between_words() -> None:
    title = opportunities.guess("lantern " * 60, TODAY).title
    assert len(title) <= opportunities.LONGEST_TITLE
    assert title.endswith("lantern…")


@given(st.text(max_size=300))
def test_any_text_can_be_pasted(text: str) -> None:
    found = opportunities.guess(text, TODAY)
    assert found.kind in opportunities.KINDS
    assert len(found.title) <= opportunities.LONGEST_TITLE
    assert found.until is None or found.until >= TODAY
    assert all(
        times in (1.0, opportunities.TITLE_TIMES)
        for times in opportunities.wanted(found.title, text).values()
    )


def helped(
    things: Sequence[Thing], ties: Sequence[Tie], title: str = "", text: str = OPENING, people: int = 100
) -> list[int]:
    """Numbers of the people whom a text would help, in order."""
    matches = helping.matching(opportunities.wanted(title, text), things, people, {})
    found = opportunities.whom_it_helps(title, matches, {tie.person: tie for tie in ties}, 1000, 10)
    return [one.person for one in found]


def test_rare_words_weigh_more_and_the_relationship_decides_between_equals() -> None:
    things = [
        Thing(1, "title", "Bookbinder"),
        Thing(2, "skill", "Letterpress and bookbinding"),
        Thing(3, "fact", "Likes letterpress"),
        *(Thing(n, "title", "Print technician") for n in range(4, 24)),
    ]
    ties = [Tie(n, f"Person {n:02}", "", 990) for n in range(1, 24)]
    assert helped(things, ties)[0] == 2
    assert 5 not in helped(things, ties)
    trusted = [*ties[:2], Tie(3, "Person 03", "trusted", 990)]
    assert helped(things, trusted) == [2, 3]
    assert helped([Thing(1, "skill", "letterpress"), Thing(2, "skill", "letterpress")], ties) == [1, 2]
    quiet = [Tie(1, "Ada", "", 1), Tie(2, "Bo", "", 500)]
    assert helped([Thing(1, "skill", "letterpress"), Thing(2, "skill", "letterpress")], quiet) == [2, 1]


def test_reasons_are_told_and_the_score_is_their_product() -> None:
    things = [
        Thing(1, "skill", "Letterpress"),
        Thing(1, "tag", "letterpress"),
        Thing(1, "organisation", "Porto Printers"),
    ]
    matches = helping.matching(opportunities.wanted("", OPENING), things, 50, {})
    (one,) = opportunities.whom_it_helps("", matches, {1: Tie(1, "Ada", "trusted", 990)}, 1000, 10)
    assert one.reasons[0] == ("skill", "Letterpress")
    assert one.reasons[-2:] == (("standing", "trusted"), ("recent", ""))
    assert one.score == pytest.approx(sum(shared.weight for shared in one.match.shared) * one.times)
    assert ("tag", "letterpress") not in one.reasons
    (never,) = opportunities.whom_it_helps("", matches, {1: Tie(1, "Ada", "", None)}, 1000, 10)
    assert never.reasons[-1] == ("quiet", "")


def test_who_holds_exactly_that_post_is_not_told_of_it() -> None:
    title = "Head of Print at Quill Press"
    exactly = opportunities.holds_exactly
    assert exactly(title, [("Head of Print", "Quill Press")])
    assert exactly("Head of Print", [("", ""), ("Head of Print", "Marsh Books")])
    assert not exactly(title, [("Head of Print", "Marsh Books")])
    assert not exactly(title, [("Bookbinder", "Quill Press")])
    assert not exactly(title, [])
    things = [Thing(1, "title", "Head of Print"), Thing(2, "skill", "print")]
    ties = [Tie(1, "Ada", "", 990, (("Head of Print", "Quill Press"),)), Tie(2, "Bo", "", 990)]
    assert helped(things, ties, title) == [2]


def test_people_merged_are_one_and_people_without_a_tie_are_left_out() -> None:
    things = [
        Thing(1, "skill", "letterpress"),
        Thing(2, "skill", "bookbinding"),
        Thing(3, "skill", "letterpress"),
    ]
    (first, second) = helping.matching(opportunities.wanted("", OPENING), things, 20, {2: 1})
    assert (first.person, len(first.shared), second.person) == (1, 2, 3)
    assert helped(things, [Tie(3, "Cleo", "", 990)]) == [3]


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.sampled_from(list(helping.WORTH)), st.text("letrpsbok ", max_size=14))
    ),
    st.randoms(),
)
def test_the_order_in_which_things_come_changes_nothing(
    things: list[tuple[int, str, str]], random: object
) -> None:
    wanted = {"letterpress": 1.0, "book": 2.0, "press": 1.0}
    told = [Thing(*thing) for thing in things]
    shuffled = list(told)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert helping.matching(wanted, told, 30, {}) == helping.matching(wanted, shuffled, 30, {})


def test_words_of_a_text_are_those_that_name_what_it_is_about() -> None:
    found = topics.words("We are looking for a UX designer with C++ who knows SQL, in September. THE END")
    assert {"designer", "user experience", "c++", "sql"} <= set(found)
    assert not {"looking", "september", "the"} & set(found)
    assert topics.words("ALL IN CAPITALS") == ("capital",)


@pytest.mark.parametrize(
    ("word", "other", "same"),
    [("print", "printing", True), ("printing", "print", True), ("sql", "sql", True), ("sql", "sqlite", False),
     ("mark", "marketing", False), ("print", "paint", False), ("price", "pricing", True), ("plane", "planning", False),
     ("writer", "write", True), ("plane", "planed", True), ("work", "workshop", False),
     ("works", "workshop", False), ("develop", "development", True), ("campus", "campuses", True)],
)  # fmt: skip
def test_words_are_alike_up_to_a_short_ending(word: str, other: str, same: bool) -> None:
    assert helping.alike(word, other) == same


def test_advice_is_asked_of_who_knows_was_generous_and_is_not_burdened() -> None:
    things = [Thing(n, "skill", "Pricing") for n in (1, 2, 3)]
    matches = helping.matching({"pricing": 1.0}, things, 50, {})
    past = {
        1: advice.Past("Ada", "", received=("advice", "introduction"), asked=1),
        2: advice.Past("Bo", "trusted", received=("advice",) * 9, asked=3, waiting=1, unanswered=2),
        3: advice.Past("Cleo", ""),
    }
    found = advice.advisers(matches, past, 10)
    assert [one.person for one in found] == [1, 3, 2]
    assert [one.ease_off for one in found] == [False, False, True]
    assert found[0].reasons == (("skill", "Pricing", 0), ("advised", "", 1), ("generous", "", 1))
    assert found[2].burdens == (("asked", "", 3), ("waiting", "", 1), ("unanswered", "", 2))
    assert ("standing", "trusted", 0) in found[2].reasons
    assert advice.advisers(matches, {}, 10) == ()
    assert len(advice.advisers(matches, past, 1)) == 1


WANTED = topics.words(
    "Data analyst for bird counts\nWe seek somebody with machine learning, statistics and ornithology; you lead a project team."
)


def shared(*things: Thing, text: Sequence[str] = WANTED, people: int = 100) -> dict[int, tuple[str, ...]]:
    """The words that count for each person."""
    found = helping.matching(dict.fromkeys(text, 1.0), things, people, {})
    return {one.person: tuple(word.word for word in one.shared) for one in found}


def test_a_stray_word_is_no_reason_and_two_words_are() -> None:
    assert shared(Thing(1, "fact", "Told me about the statistics of her marriage")) == {}
    assert shared(Thing(1, "organisation", "Bird & Sons"), Thing(2, "department", "Statistics")) == {}
    both = shared(Thing(1, "organisation", "Bird & Sons"), Thing(1, "department", "Statistics"))
    assert both == {1: ("statistic", "bird")}
    assert shared(Thing(1, "fact", "Has counted birds for years")) == {1: ("bird", "count")}


@pytest.mark.parametrize(
    ("kind", "text", "counts"),
    [
        ("skill", "Statistics", True),
        ("tag", "ornithology", True),
        ("title", "Statistician", True),
        ("title", "Project lead", False),
        ("skill", "Team leadership", False),
        ("fact", "Interested in birds", True),
        ("fact", "Mag Statistik, liebt Ornithology", True),
        ("fact", "Birds on the wallpaper", False),
    ],
)
def test_one_word_is_enough_where_it_names_a_skill_an_interest_or_a_title(
    kind: str, text: str, counts: bool
) -> None:
    assert bool(shared(Thing(1, kind, text))) == counts


def test_what_many_people_have_counts_for_nobody() -> None:
    many = [Thing(n, "skill", "Statistics") for n in range(12)]
    assert shared(*many) == {}
    assert len(shared(*many, people=1000)) == 12
    wanted = dict.fromkeys(("statistic", "ornithology"), 1.0)
    found = helping.matching(wanted, many, 20, {}, asked=True)
    assert len(found) == 12, "a question that has no other words is about what many do"
    found = helping.matching(wanted, [*many, Thing(1, "tag", "ornithology")], 20, {}, asked=True)
    assert [match.person for match in found] == [1]
    with_one = shared(*many, Thing(1, "tag", "ornithology"))
    assert with_one == {1: ("ornithology",)}


def test_of_a_brief_question_every_word_is_what_it_is_about() -> None:
    assert shared(Thing(1, "fact", "Prints at home"), text=topics.words("print?")) == {1: ("print",)}
    assert shared(Thing(1, "mail", "The workshop"), text=topics.words("workshop")) == {1: ("workshop",)}


@pytest.mark.parametrize(
    ("text", "said", "same"),
    [
        ("Machine learning for birds", "ML", True),
        ("ML engineer", "Machine learning", True),
        ("Wir suchen Erfahrung in maschinellem Lernen", "machine learning", True),
        ("Machine learning for birds", "Machine operator", False),
        ("Machine learning for birds", "ml per bottle", False),
        ("We hire a dev", "Software engineer", True),
        ("Wir suchen eine Entwicklerin", "Developer", True),
        ("Wir suchen Öffentlichkeitsarbeit", "PR", True),
        ("Head of HR", "Leiterin Personalabteilung", True),
        ("It is about trees", "IT", False),
        ("IT for trees", "Information technology", True),
        ("Grants for R&D", "Forschung und Entwicklung", True),
        ("Steuerrecht und Datenschutz", "GDPR", True),
    ],
)
def test_words_that_mean_the_same_are_the_same(text: str, said: str, same: bool) -> None:
    assert bool(shared(Thing(1, "skill", said), text=topics.words(text))) == same


def test_every_group_of_synonyms_says_its_words_once() -> None:
    phrases = [
        (phrase.words, phrase.capitals) for found in topics.topics().phrases.values() for phrase in found
    ]
    assert len(phrases) == len(set(phrases))
    assert not topics.topics().says_nothing & topics.topics().alone_nothing
    assert not {words[0] for words, _ in phrases if len(words) == 1} & topics.topics().says_nothing
