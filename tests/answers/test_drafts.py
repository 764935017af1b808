"""Drafts from what the book knows: language, names, the user's own templates."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils.translation import override

from comity.actions import people
from comity.actions.me import set_my_name
from comity.answers import drafts
from comity.core import days
from comity.core.errors import Invalid, NotFound
from comity.core.records import Problem, Record
from comity.sources._message import read_message
from comity.store.access import Scope
from tests.made_up import ME, bring, new_scope

GERMAN = "Hallo, kannst du mir bitte das Papier schicken? Ich danke dir und freue mich auf dich, wenn wir uns sehen."
FORMAL = (
    "Guten Tag, können Sie mir bitte das Papier schicken? Ich danke Ihnen und freue mich, wenn wir uns sehen."
)
ENGLISH = "Hello, could you please send me the paper? I would be glad to see you when you are in town."


@pytest.fixture
def home(tmp_path: Path, settings: object) -> Path:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    (tmp_path / "drafts").mkdir()
    return tmp_path / "drafts"


@pytest.fixture
def ada(scope: Scope) -> str:
    set_my_name(scope, "Noor Hollis")
    return people.add_person(
        scope, name="Dr. Ada Quill", email="ada@quill.example", organisation="Quill & Co", title="Weaver"
    )


def mail(text: str, day: int, number: int = 1) -> Record:
    """A mail from Ines."""
    at = dt.datetime.combine(days.date_from_day(day), dt.time(9), dt.UTC)
    lines = (
        "From: Ines Varga <ines@varga.example>",
        f"To: Noor <{ME}>",
        f"Date: {format_datetime(at)}",
        f"Message-ID: <{number}@varga.example>",
        "Subject: The paper",
        "Content-Type: text/plain; charset=utf-8",
        "",
        text,
    )
    record = read_message("\n".join(lines).encode(), 0)
    assert not isinstance(record, Problem)
    return record


def test_a_draft_uses_what_is_known(scope: Scope, ada: str) -> None:
    draft = drafts.draft(scope, "thank", ada, {"what": "the paper"})
    assert draft.to == "ada@quill.example"
    assert draft.subject == "Thank you: the paper"
    assert draft.body.startswith("Dear Ada,\n\nThank you for this: the paper.")
    assert draft.body.endswith("\nNoor Hollis")
    query = parse_qs(urlsplit(draft.href).query)
    assert query["body"] == [draft.body.replace("\n", "\r\n")]
    assert ("worth", "") in draft.asks


def test_a_second_person_is_named_and_an_introduction_goes_to_both(scope: Scope, ada: str) -> None:
    bo = people.add_person(scope, name="Bo Marsh", email="bo@marsh.example")
    ask = drafts.draft(scope, "introduce_ask_other", bo, {"purpose": "looms"}, other=ada)
    assert ask.to == "bo@marsh.example"
    assert (
        "Dr. Ada Quill would like to get to know you. Weaver, Quill & Co. What it is about: looms."
        in ask.body
    )
    make = drafts.draft(scope, "introduce_make", ada, other=bo)
    assert make.to == "ada@quill.example, bo@marsh.example"
    assert make.body.startswith("Dear Ada, dear Bo,")
    assert urlsplit(make.href).path == "ada@quill.example,bo@marsh.example"


def test_dates_are_written_out_in_the_language_of_the_draft(scope: Scope, ada: str) -> None:
    assert "4 October 2024" in drafts.draft(scope, "renew", ada, {"when": "2024-10-04"}, "en").body.replace(
        "Oct. 4, 2024", "4 October 2024"
    )
    assert "4. Oktober 2024" in drafts.draft(scope, "renew", ada, {"when": "2024-10-04"}, "de").body
    assert "2024-99-99" in drafts.draft(scope, "renew", ada, {"when": "2024-99-99"}, "de").body


@pytest.mark.parametrize(
    ("language", "what", "line"),
    [
        ("en", "Could you read it?", "Thank you for thinking of me: “Could you read it?”."),
        ("en", "An hour of your time.", "Thank you for thinking of me: An hour of your time."),
        ("de", "Können Sie kommen?", "danke, dass Sie an mich gedacht haben: „Können Sie kommen?“."),
    ],
)
def test_a_question_stands_in_quotation_marks(
    scope: Scope, ada: str, language: str, what: str, line: str
) -> None:
    made = drafts.draft(scope, "decline", ada, {"what": what, "why": "too much this week"}, language)
    assert line in made.body
    assert "too much this week" in made.body
    assert dict(made.asks)["what"] == what


def test_without_an_address_the_mail_program_asks_for_one(scope: Scope) -> None:
    nobody = people.add_person(scope, name="Bo Marsh")
    draft = drafts.draft(scope, "write", nobody)
    assert draft.to == ""
    assert draft.href.startswith("mailto:?subject=")


@pytest.mark.parametrize(("text", "code"), [(GERMAN, "de-du"), (FORMAL, "de"), (ENGLISH, "en")])
def test_the_language_is_that_of_the_last_mails(scope: Scope, text: str, code: str) -> None:
    bring(scope, [[mail(text, 19_990)]])
    with override("en"):
        draft = drafts.draft(scope, "write", "ines@varga.example")
    assert draft.language == code


def test_without_mails_it_is_the_readers_own_or_english(scope: Scope, ada: str) -> None:
    with override("de"):
        assert drafts.draft(scope, "write", ada).language == "de"
    with override("fr"):
        assert drafts.draft(scope, "write", ada).language == "en"
    assert drafts.draft(scope, "write", ada, language="de-at").language == "de"


def test_a_long_silence_is_mentioned_and_a_short_one_is_not(scope: Scope) -> None:
    bring(scope, [[mail(ENGLISH, 19_000)]])
    assert "in January 2022" in drafts.draft(scope, "write", "ines@varga.example").body
    bring(scope, [[mail(ENGLISH, 19_990, 2)]])
    assert "last in touch" not in drafts.draft(scope, "write", "ines@varga.example").body


def test_the_users_own_templates_come_first(scope: Scope, ada: str, home: Path) -> None:
    (home / "en.toml").write_text("[thank]\nsubject = 'Cheers'\nbody = 'Cheers, {name}!'\n", "utf-8")
    (home / "fr.toml").write_text("[thank]\nsubject = 'Merci'\nbody = 'Merci, {name}.'\n", "utf-8")
    assert drafts.draft(scope, "thank", ada).body == "Cheers, Ada!"
    assert drafts.draft(scope, "write", ada).body.startswith("Dear Ada,")
    with override("fr"):
        assert drafts.draft(scope, "thank", ada).subject == "Merci"
    assert "fr" in drafts.languages()
    assert drafts.troubles() == ()


def test_what_is_wrong_with_ones_own_templates_is_said_and_counts_as_not_written(
    scope: Scope, ada: str, home: Path
) -> None:
    (home / "en.toml").write_text("[thank]\nsubject = 'S'\nbody = '[never'\n", "utf-8")
    (home / "de.toml").write_bytes(b"\xff\xfe")
    (home / "fr.toml").write_text("#" * 400_001, "utf-8")
    (home / "My words.toml").write_text("", "utf-8")
    (home / "it.toml").mkdir()
    said = drafts.troubles()
    assert [line.split(":")[0] for line in said] == ["My words.toml", "de.toml", "en.toml", "fr.toml"]
    assert "[thank]" in said[2]
    assert drafts.draft(scope, "thank", ada).subject == "Thank you"


@pytest.mark.parametrize(
    ("kind", "about", "language"),
    [("shout", {}, None), ("write", {"Not a name": "x"}, None), ("write", {}, "../../etc")],
)
def test_what_makes_no_sense_is_refused(
    scope: Scope, ada: str, kind: str, about: dict[str, str], language: str | None
) -> None:
    with pytest.raises(Invalid):
        drafts.draft(scope, kind, ada, about, language)


def test_too_many_values_are_refused(scope: Scope, ada: str) -> None:
    with pytest.raises(Invalid):
        drafts.draft(scope, "write", ada, {"v" + "a" * n: "x" for n in range(31)})


def test_nobody_elses_people_are_written_to(scope: Scope, ada: str) -> None:
    stranger = new_scope()
    theirs = people.add_person(stranger, name="Bo Marsh")
    for person, other in ((ada, None), (theirs, ada)):
        with pytest.raises(NotFound):
            drafts.draft(stranger, "introduce_make", person, other=other)


def test_a_draft_changed_by_hand_has_a_link_of_its_own(scope: Scope) -> None:
    made = drafts.edited(scope, "ada@quill.example, nonsense", "A & B", "Dear Ada\r\n")
    href, rest = made.href, made.rest
    assert href == "mailto:ada@quill.example?subject=A%20%26%20B&body=Dear%20Ada%0D%0A"
    assert rest == ""
