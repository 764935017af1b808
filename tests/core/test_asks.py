"""What is noticed in a mail: which sentences, where they stand, how sure, and by when."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core.asks import USUAL, Ask, Notice, noticed, requests, sentences
from comity.core.asks.grammar import LANGUAGES, language
from comity.core.asks.noticing import chance
from comity.core.asks.wording import makes_introduction
from comity.core.days import date_from_day

AT = int(dt.datetime(2026, 3, 11, 12, tzinfo=dt.UTC).timestamp())
PROMISES = Path(__file__).parents[1] / "data" / "promises.tsv"
PIECES = (
    "I'll send it by Friday. ",
    "Could you call me tomorrow? ",
    "Thanks for the book.\n",
    "Bo, meet Ada Quill.\n\n",
    "- I will book it\n",
    "My last day is Friday.",
    "> I'll send it by Friday.\n",
    "On Mon, 4 Mar 2024 at 10:00 Ama <ama@quill.example> wrote:\n",
    "Ich schicke es bis Freitag. ",
    "z.B. am 3. Mai, ",
    "\r\n",
    "“",
    '"',
    "\ud800",
)


def _kinds(text: str, kinds: frozenset[Ask] = USUAL) -> list[tuple[Ask, str]]:
    return [(notice.kind, notice.sentence) for notice in noticed(text, AT, kinds=kinds)]


def _of(text: str, kind: Ask) -> list[Notice]:
    return [notice for notice in noticed(text, AT, kinds=frozenset(Ask)) if notice.kind == kind]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two!\nThree?", ["One.", "Two!", "Three?"]),
        (
            "I spoke to Dr. Quill and Mr. Moreno. They agree.",
            ["I spoke to Dr. Quill and Mr. Moreno.", "They agree."],
        ),
        (
            "See https://quill.example/a.b?c=d. Then call.",
            ["See https://quill.example/a.b?c=d.", "Then call."],
        ),
        (
            "Das geht, z.B. am 3. Mai um 10 Uhr. Bis dann.",
            ["Das geht, z.B. am 3. Mai um 10 Uhr.", "Bis dann."],
        ),
        ("Hi Bo,\nI'll send it.", ["Hi Bo,", "I'll send it."]),
        ("Two things:\n- book it\n- pay it\n1. call her", ["Two things:", "book it", "pay it", "call her"]),
        ("This is a long line that the mail program has\nwrapped at some width.", None),
        ("It costs 3.50 euros. J. Quill pays.", ["It costs 3.50 euros.", "J. Quill pays."]),
        ("We sell pens, ink etc. Order now.", ["We sell pens, ink etc.", "Order now."]),
        ("We meet on May 4. We will return.", ["We meet on May 4.", "We will return."]),
        ("Das 1. Quartal und der 2. Entwurf.", ["Das 1. Quartal und der 2. Entwurf."]),
        ("“Wait.” She left.", ["“Wait.”", "She left."]),
        ("Read no. 5 in full. Or not.", ["Read no. 5 in full.", "Or not."]),
        ("---\n\n***\n12345\n", []),
        ("", []),
    ],
)
def test_a_text_falls_into_sentences(text: str, parts: list[str] | None) -> None:
    assert [sentence.text for sentence in sentences(text)] == ([text] if parts is None else parts)


def test_what_never_ends_is_cut() -> None:
    found = list(sentences("word " * 1_000 + "x" * 2_000))
    assert max(len(sentence.text) for sentence in found) <= 600
    assert "".join(sentence.text for sentence in found).replace(" ", "") == "word" * 1_000 + "x" * 2_000


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Could you please send me the figures by Friday?", Ask.REQUEST),
        ("Please let me know what time works best for you.", Ask.REQUEST),
        ("Könnten Sie mir bitte die Zahlen schicken?", Ask.REQUEST),
        ("Wann passt es dir nächste Woche?", Ask.REQUEST),
        ("I'll send you the figures.", Ask.PROMISE),
        ("Ich schicke Ihnen die Zahlen.", Ask.PROMISE),
        ("Thank you so much for your help with the move.", Ask.THANKS),
        ("Vielen Dank für deine Hilfe beim Umzug.", Ask.THANKS),
        ("Ada, meet Bo Lind.", Ask.INTRODUCTION),
        ("I'd like to introduce you to our head of research.", Ask.INTRODUCTION),
        ("I would be happy to be introduced to her.", Ask.INTRODUCTION),
        ("Ich möchte dir Frau Lind vorstellen.", Ask.INTRODUCTION),
        ("I've started as head of design at Quill.", Ask.JOB),
        ("My last day at Quill is 3 May.", Ask.JOB),
        ("I am delighted to join the team at Quill.", Ask.JOB),
        ("I have been promoted to director.", Ask.JOB),
        ("Mein letzter Arbeitstag ist der 3. Mai.", Ask.JOB),
        ("Our daughter was born on Sunday.", Ask.PERSONAL),
        ("My father passed away last week.", Ask.PERSONAL),
        ("Unsere Tochter ist da und wir sind glücklich.", Ask.PERSONAL),
    ],
)
def test_a_sentence_is_noticed_for_what_it_is(text: str, kind: Ask) -> None:
    assert [notice.sentence for notice in _of(text, kind)] == [text]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Thanks in advance.", Ask.THANKS),
        ("No, thank you very much.", Ask.THANKS),
        ("Thank you for your order.", Ask.THANKS),
        ("Let us meet at nine.", Ask.INTRODUCTION),
        ("Das kann ich mir vorstellen.", Ask.INTRODUCTION),
        ("Have I been promoted to director?", Ask.JOB),
        ("She said, “I'll send it by Friday”.", Ask.PROMISE),
        ("The weather in Bergen was grey.", Ask.REQUEST),
        ("Es regnet in Bergen und die Straßen sind leer.", Ask.REQUEST),
    ],
)
def test_what_only_looks_like_it_is_passed_over(text: str, kind: Ask) -> None:
    assert _of(text, kind) == []


def test_personal_news_is_told_only_to_those_who_want_it() -> None:
    text = "My father passed away last week."
    assert _kinds(text) == []
    assert _kinds(text, frozenset({Ask.PERSONAL})) == [(Ask.PERSONAL, text)]


def test_only_what_the_writer_says_themselves_is_read() -> None:
    text = "Fine.\n\nOn Mon, 4 Mar 2024 at 10:00 Ama <ama@quill.example> wrote:\n> I'll send it by Friday.\n"
    assert _kinds(text) == []


def test_a_sentence_can_be_two_things_at_once() -> None:
    text = "I'll call you at 3pm, thank you so much for offering."
    assert [kind for kind, _ in _kinds(text)] == [Ask.PROMISE, Ask.THANKS]


def test_in_another_language_nothing_is_noticed() -> None:
    assert _kinds("Merci pour votre message, je vous envoie le contrat demain et les chiffres.") == []
    assert noticed("I'll send it by Friday.", AT, code="fr") == ()
    assert noticed("On it.", AT)[0].kind == Ask.PROMISE


def test_a_language_that_is_named_is_not_guessed() -> None:
    assert noticed("Wird erledigt.", AT, code="de")[0].kind == Ask.PROMISE
    assert noticed("Wird erledigt.", AT, code="en") == ()


@pytest.mark.parametrize(
    ("hour", "offset", "day"),
    [(23, 60, "2026-03-13"), (22, 60, "2026-03-12"), (3, -300, "2026-03-11"), (12, None, "2026-03-12")],
)
def test_tomorrow_is_counted_from_the_senders_day(hour: int, offset: int | None, day: str) -> None:
    at = int(dt.datetime(2026, 3, 11, hour, 30, tzinfo=dt.UTC).timestamp())
    (notice,) = noticed("I'll send it tomorrow.", at, offset, kinds={Ask.PROMISE})
    assert notice.due is not None
    assert date_from_day(notice.due) == dt.date.fromisoformat(day)
    assert notice.due_words == "tomorrow"


def test_words_that_name_no_single_day_are_told_without_one() -> None:
    (notice,) = _of("I'll send it by 3/4.", Ask.PROMISE)
    assert (notice.due, notice.due_words) == (None, "by 3/4")


@pytest.mark.parametrize("at", [-(10**15), 10**15])
def test_a_mail_from_no_calendar_day_is_passed_over(at: int) -> None:
    assert noticed("I'll send it tomorrow.", at, 0) == ()


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=30), max_size=20).map("".join),
    st.integers(-(10**12), 10**12),
    st.none() | st.integers(-900, 900),
)
def test_any_text_is_read_and_every_sentence_stands_where_it_is_said_to(
    text: str, at: int, offset: int | None
) -> None:
    found = noticed(text, at, offset, kinds=frozenset(Ask))
    assert all(notice.sentence == text[notice.start : notice.end] for notice in found)
    assert all(0.5 <= notice.probability <= 1 for notice in found)
    assert [notice.start for notice in found] == sorted(notice.start for notice in found)


@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES)).map("".join))
def test_sentences_stand_in_order_and_never_overlap(text: str) -> None:
    end = 0
    for sentence in sentences(text):
        assert sentence.start >= end
        assert text[sentence.start : sentence.end] == sentence.text
        end = sentence.end
    assert end <= len(text)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "piece",
    [
        "I ",
        "I will ",
        "a. ",
        "please ",
        ".",
        "“",
        "\n- ",
        "ich werde ",
        "in the next ",
        "x",
        "will be happy to ",
        "1.2.",
        "thank you ",
        "Ada Quill ",
        "? ",
        "wer du ",
        "\n",
        "I have started my ",
    ],
)
def test_endless_repetition_is_read_in_time_that_grows_no_faster_than_the_text(piece: str, code: str) -> None:
    text = piece * (200_000 // len(piece))
    found = noticed(text, AT, 0, code, frozenset(Ask))
    assert len({notice.start for notice in found}) <= 400


def test_the_shipped_model_is_small_and_names_no_words() -> None:
    model = requests.shipped()
    assert len(model.weights) < 3_000_000
    assert requests.probability("Could you please call me?") > 0.8
    assert requests.probability("The garden was green.") < 0.3
    assert requests.probability("") < 1
    assert requests.probability("Click here: https://quill.example/sale") < requests.probability(
        "Call me, please?"
    )


@pytest.mark.parametrize("raw", [b"", b"x" * 15, requests.HEADER.pack(b"nope", 1, 1, 1.0, 0.0) + b"ab"])
def test_what_is_no_model_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="weights"):
        requests.read(raw)


def test_a_models_weights_are_added_up() -> None:
    raw = requests.HEADER.pack(requests.MAGIC, requests.VERSION, 0, 0.0, 1.0) + b"\x05"
    assert requests.probability("Any words", requests.read(raw)) == pytest.approx(1 / (1 + math.exp(-1)))


def test_a_language_without_a_grammar_is_refused() -> None:
    with pytest.raises(KeyError):
        language("xx")


def test_the_sentences_for_promises_are_many_varied_and_unlike_one_another() -> None:
    rows = [line.split("\t") for line in PROMISES.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len({row[3] for row in rows}) == len(rows) >= 300
    assert sum(row[1] == "de" for row in rows) >= 70
    assert all(row[0] in ("seen", "blind") and row[2] in ("Yes", "No") for row in rows)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("name", "kind"), [("introductions", Ask.INTRODUCTION), ("jobs", Ask.JOB)])
def test_introductions_and_new_jobs_in_view_are_told_from_what_looks_like_them(
    name: str, kind: Ask, code: str
) -> None:
    lines = (PROMISES.parent / f"{name}.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    known = [(row[3], row[2] == "Yes") for row in rows if row[0] != "blind" and row[1] == code]
    wrong = [
        text
        for text, label in known
        if (chance(text, kind, code) >= 0.5 and (kind != Ask.INTRODUCTION or makes_introduction(text)))
        != label
    ]
    assert wrong == []


def test_the_sentences_for_personal_news_are_many_and_unlike_one_another() -> None:
    lines = (PROMISES.parent / "personal.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert len({row[3] for row in rows}) == len(rows) == 120
    assert {row[0] for row in rows} == {"blind"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_promises_seen_while_the_rules_were_written_are_told_from_what_looks_like_them(code: str) -> None:
    rows = [line.split("\t") for line in PROMISES.read_text("utf-8").splitlines() if not line.startswith("#")]
    known = [(row[3], row[2] == "Yes") for row in rows if row[:2] == ["seen", code]]
    wrong = [text for text, label in known if (chance(text, Ask.PROMISE, code) >= 0.5) != label]
    assert wrong == []
