"""Whom a mail speaks to, what of it is asked, and what a sentence says of work, gifts and introductions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core.asks import Letter, Party, Told, edition, may_tell, work_in, worth_asking, worth_in
from comity.core.asks.addressing import greeted, named, names, speaks_to
from comity.core.asks.wording import FAVOUR, makes_introduction
from comity.core.asks.worth_asking import MANY

ASKS = "Could you please send me the figures by Friday?"
PROMISES = "I'll send you the contract tomorrow."
THANKS = "Thank you so much for your help with the move."
BORN = "Our daughter was born on Sunday."
JOB = "I've started as head of design at Harbour Press."
ADA, BO, CLEO = Party(1, "Ada Quill"), Party(2, "Bo Lind"), Party(3, "Cleo Osei")
EMPTY = Letter("", 1_790_000_000, 0, ADA, (), ("Noor Hollis",), True, False)


def _kinds(letter: Letter) -> list[Told]:
    return [worth.kind for worth in worth_asking(letter)]


def _mail(text: str, **given: Any) -> Letter:
    return EMPTY._replace(text=text, **given)


def _mine(text: str, *others: Party) -> Letter:
    return EMPTY._replace(text=text, writer=None, others=others or (ADA, BO))


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Hi Noor,\n\nhow are you?", "Noor"),
        ("Dear Ada and Bo,\nplease read this.", "Ada and Bo"),
        ("Sehr geehrte Frau Lind,\n\nvielen Dank.", "Frau Lind"),
        ("Noor,\nplease call.", "Noor"),
        ("Good morning Bo! How are you?", "Bo"),
        ("How are you?\n\nHi Noor, yes.", "Noor"),
        ("> Hi Noor,\n\nYes.", ""),
        ("The figures are here.", ""),
        ("", ""),
    ],
)
def test_the_greeting_tells_who_is_meant(text: str, who: str) -> None:
    assert greeted(text) == who


def test_names_are_compared_word_by_word_and_folded() -> None:
    assert names("Liebe jose,", "José van der Berg")
    assert not names("van der", "José van der Berg")
    assert not names("Josephine", "José")
    assert named("Ada or Ada?", ["Ada Quill", "Bo", "Ada Lind"]) == [0, 2]


@pytest.mark.parametrize(
    ("text", "sentence", "by_name", "to_me"),
    [
        ("Hi Noor,\nx", "x", True, True),
        ("Hi all,\nx", "x", False, True),
        ("Hi all,\nx", "x", True, False),
        ("Dear Bo,\nx", "x", False, False),
        ("Dear Bo,\nx", "And Noor, please call.", True, True),
        ("Dear Bo and Noor,\nx", "x", True, True),
        ("x", "x", False, True),
    ],
)
def test_a_sentence_is_said_to_me_by_name_or_where_nobody_else_is_meant(
    text: str, sentence: str, by_name: bool, to_me: bool
) -> None:
    assert speaks_to(text, sentence, ["Noor Hollis"], ["Bo Lind"], by_name=by_name) == to_me


def test_what_somebody_writes_to_me_is_asked() -> None:
    found = worth_asking(_mail(f"{ASKS} {PROMISES} {THANKS} {JOB} {BORN}"))
    kinds = [Told.REQUEST, Told.THEIR_PROMISE, Told.THANKS, Told.NEW_JOB]
    assert [(worth.kind, worth.about) for worth in found] == [(kind, 1) for kind in kinds]


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ({"to_me": False}, 0),
        ({"by_list": True}, 0),
        ({"others": (BO,) * (MANY - 1)}, 0),
        ({"others": (BO._replace(direct=False),) * (MANY - 1)}, 1),
        ({"writer": ADA._replace(silent=True)}, 0),
        ({}, 1),
    ],
)
def test_a_request_counts_where_it_is_mine_to_answer(given: dict[str, Any], count: int) -> None:
    assert len(worth_asking(_mail(ASKS, **given))) == count


def test_personal_news_and_known_jobs_depend_on_the_writer() -> None:
    assert _kinds(_mail(BORN, writer=ADA._replace(personal=True))) == [Told.PERSONAL_NEWS]
    assert _kinds(_mail(BORN)) == []
    assert _kinds(_mail(JOB, writer=ADA._replace(moved=True))) == []


def test_what_i_promise_is_for_whom_i_greet_else_for_the_first() -> None:
    (one,) = worth_asking(_mine(PROMISES))
    (other,) = worth_asking(_mine(f"Dear Bo,\n{PROMISES}"))
    (copied,) = worth_asking(_mine(PROMISES, ADA._replace(direct=False)))
    assert [(worth.kind, worth.about) for worth in (one, other, copied)] == [
        (Told.MY_PROMISE, 1),
        (Told.MY_PROMISE, 2),
        (Told.MY_PROMISE, 1),
    ]
    assert worth_asking(_mine(PROMISES, *[Party(n, "") for n in range(MANY)])) == []
    assert worth_asking(_mine(f"Dear Bo,\n{PROMISES}", ADA, BO._replace(silent=True))) == []
    assert not may_tell(_mine(PROMISES, BO._replace(silent=True)))


def test_my_thanks_are_asked_where_something_is_owed() -> None:
    assert _kinds(_mine(THANKS, ADA)) == []
    assert _kinds(_mine(THANKS, ADA._replace(owed=True))) == [Told.MY_THANKS]
    assert _kinds(_mine(ASKS)) == []


@pytest.mark.parametrize(
    ("letter", "people"),
    [
        (_mine("Ada, meet Bo Lind."), (1, 1, 2)),
        (_mine("Ada, meet Bo Lind. Bo, meet Ada. You both print."), (1, 1, 2)),
        (_mail("Noor, meet Bo Lind. Bo, meet Noor.", others=(BO,)), (1, 2, None)),
        (_mail("I'd also like to introduce you to Bo Lind, who runs the lab.", others=(BO,)), (1, 2, None)),
        (_mine("Ada, meet Bo Lind.", ADA, CLEO, BO), (1, 1, 2)),
        (_mine("I'd like to introduce you both.", ADA, CLEO, BO), (1, 1, None)),
        (_mine("I'd like to introduce you to our head of research.", ADA), (1, 1, None)),
        (_mail("Noor, meet Bo Lind.", others=(BO,)), (1, 2, None)),
        (_mail("Noor, meet Bo Lind.", others=(CLEO, BO)), (1, 2, None)),
        (_mail("I'd like to introduce you both.", others=(CLEO, BO)), (1, None, None)),
        (_mail("I'd like to introduce you to Bo.", others=()), (1, None, None)),
        (_mail("Noor, meet Cleo and Bo.", others=(CLEO, BO)), (1, None, None)),
    ],
)
def test_an_introduction_is_of_those_whom_the_mail_tells(
    letter: Letter, people: tuple[int | None, ...]
) -> None:
    (worth,) = worth_asking(letter)
    assert (worth.kind, worth[2:]) == (Told.INTRODUCTION, people)


@pytest.mark.parametrize(
    "letter",
    [
        _mail("Cleo, meet Bo Lind.", others=(CLEO, BO)),
        _mine("Ada, meet Bo Lind.", ADA, BO._replace(silent=True)),
        _mine("I'd be happy to be introduced to her by mail.", ADA, BO),
        _mail("Thank you, Ada, for introducing us.", others=(BO,), to_me=False),
    ],
)
def test_other_introductions_are_not_asked(letter: Letter) -> None:
    assert worth_asking(letter) == []


@pytest.mark.parametrize(
    ("sentence", "title", "organisation", "leaves"),
    [
        (JOB, "head of design", "Harbour Press", False),
        ("I am delighted to join the team at Quill Labs as director of research.", *("director of research",), "Quill Labs", False),
        ("I have been promoted to director.", "director", "", False),
        ("I started a new job at Quill last week.", "", "Quill", False),
        ("Ich wechsle im Mai als Leiterin Vertrieb zu Nordlicht.", "Leiterin Vertrieb", "Nordlicht", False),
        ("Ich habe bei Quill als Redakteurin angefangen.", "Redakteurin", "Quill", False),
        ("My last day at Quill is 3 May.", "", "", True),
        ("Mein letzter Arbeitstag ist der 3. Mai.", "", "", True),
        ("I'm leaving Quill to join Harbour Press as editor.", "editor", "Harbour Press", False),
        ("The garden was green.", "", "", False),
    ],
)  # fmt: skip
def test_the_new_title_and_place_are_read(sentence: str, title: str, organisation: str, leaves: bool) -> None:
    assert work_in(sentence) == (title, organisation, leaves)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Thank you for the introduction to Bo.", "introduction"),
        ("Thanks for reviewing my draft.", "feedback"),
        ("Danke für deine Tipps.", "advice"),
        ("Thanks for the lift.", FAVOUR),
    ],
)
def test_what_is_thanked_for_is_told_by_its_words(sentence: str, kind: str) -> None:
    assert worth_in(sentence) == kind


@pytest.mark.parametrize(
    ("sentence", "makes"),
    [
        ("Darf ich dir meinen Kollegen Bo vorstellen?", True),
        ("Kannst du uns vorstellen?", False),
        ("May I introduce my colleague Bo?", True),
        ("Thanks for the introduction.", False),
        ("Ada, meet Bo.", True),
        ("Merci pour votre message, je vous présente Bo et les chiffres.", True),
    ],
)
def test_a_question_or_thanks_make_no_introduction(sentence: str, makes: bool) -> None:
    assert makes_introduction(sentence) == makes


def test_the_edition_is_that_of_the_files() -> None:
    assert edition() == edition() > 0


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([ASKS, PROMISES, THANKS, BORN, JOB, "Ada, meet Bo.", "Hi Bo,\n", "\n\n"]) | st.text(max_size=40)
    ).map(" ".join),
    st.none() | st.builds(Party, st.just(1), st.text(max_size=10), silent=st.booleans(), personal=st.booleans()),
    st.lists(st.builds(Party, st.integers(2, 9), st.text(max_size=10), st.booleans(), st.booleans()), max_size=8),
    st.booleans(),
    st.booleans(),
)  # fmt: skip
def test_any_mail_is_asked_only_about_people_in_it_who_are_not_left_in_peace(
    text: str, writer: Party | None, others: list[Party], to_me: bool, by_list: bool
) -> None:
    letter = _mail(text, writer=writer, others=tuple(others), to_me=to_me, by_list=by_list)
    silent = {p.number for p in (*others, *([writer] if writer else [])) if p.silent}
    heard = {p.number for p in (*others, *([writer] if writer else [])) if not p.silent}
    for worth in worth_asking(letter):
        assert worth.about in heard
        assert worth.about not in silent - heard
        assert text[worth.notice.start : worth.notice.end] == worth.notice.sentence
