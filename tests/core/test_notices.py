"""Bounces and absences: what counts, in which words, and what had better not count."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.notices import Away, away, bounces, left

SENT = dt.date(2024, 3, 4)
REPORT = """Sorry.

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}
"""


def _report(
    status: str, words: str = "550 said no", action: str = "failed", address: str = "Bo@Quill.example"
) -> list[str]:
    text = REPORT.format(address=address, action=action, status=status, words=words)
    return [bounce.address for bounce in bounces("Undelivered Mail Returned to Sender", text)]


def test_a_report_names_the_address_the_status_and_the_reason() -> None:
    (found,) = bounces(
        "",
        REPORT.format(address="bo@quill.example", action="failed", status="5.1.1", words="550 no such user"),
    )
    assert found == ("bo@quill.example", "5.1.1", "550 no such user")


@pytest.mark.parametrize(
    ("status", "words", "action", "dead"),
    [
        ("5.1.1", "550 5.1.1 user unknown", "failed", True),
        ("5.1.10", "550 RecipientNotFound", "failed", True),
        ("5.4.4", "no host", "failed", True),
        ("5.0.0", "550 No such user here", "failed", True),
        ("5.0.0", "550 5.1.1 something", "failed", True),
        ("5.7.1", "550 user does not exist", "failed", True),
        ("5.7.1", "550 blocked as spam, address rejected", "failed", False),
        ("5.2.2", "552 mailbox full", "failed", False),
        ("5.2.3", "552 message too large", "failed", False),
        ("5.0.0", "554 said no", "failed", False),
        ("4.4.1", "user unknown", "failed", False),
        ("4.4.1", "connection timed out", "delayed", False),
        ("2.0.0", "ok", "delivered", False),
    ],
)
def test_only_what_is_final_and_about_the_address_counts(
    status: str, words: str, action: str, dead: bool
) -> None:
    assert _report(status, words, action) == (["bo@quill.example"] if dead else [])


@pytest.mark.parametrize(
    ("subject", "text", "found"),
    [
        (
            "failure notice",
            "Hi. This is the qmail-send program.\n<bo@quill.example>:\n550 No such user here\n",
            ["bo@quill.example"],
        ),
        (
            "Mail delivery failed",
            "  bo@quill.example\n    host mx.quill.example: 550 5.1.1 Unknown user\n",
            ["bo@quill.example"],
        ),
        ("Unzustellbar: Tee", "bo@quill.example\nDer Empfänger ist unbekannt.\n", ["bo@quill.example"]),
        ("Undeliverable: Tea", "bo@quill.example\nThe mailbox is full, quota exceeded.\n", []),
        ("Lunch", "bo@quill.example has left, user unknown to me.\n", []),
        ("Returned mail", "no address here, user unknown\n", []),
        ("failure notice", "550 ok\n--- Original message follows\nbo@quill.example user unknown\n", []),
    ],
)
def test_older_servers_say_it_in_words(subject: str, text: str, found: list[str]) -> None:
    assert [bounce.address for bounce in bounces(subject, text)] == found


def test_own_addresses_are_left_out() -> None:
    text = REPORT.format(address="bo@quill.example", action="failed", status="5.1.1", words="no")
    assert bounces("", text, frozenset(("bo@quill.example",))) == ()
    assert bounces("", text.replace("bo@quill.example", "nobody"), frozenset()) == ()


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("I am out of the office until 15 March 2024.", "2024-03-15"),
        ("I will be out of the office from 4 March to 8 March.", "2024-03-08"),
        ("I'm on vacation until March 22nd, 2024", "2024-03-22"),
        ("I am on annual leave, returning on Monday, 18 March.", "2024-03-18"),
        ("Out of office until 2024-04-02.", "2024-04-02"),
        ("Ich bin bis zum 15.03.2024 nicht im Büro.", "2024-03-15"),
        ("Ich bin vom 04.03. bis 17.03. im Urlaub.", "2024-03-17"),
        ("Ich bin bis einschließlich 20. März abwesend.", "2024-03-20"),
        ("Je suis absent du bureau jusqu'au 15 mars 2024.", "2024-03-15"),
        ("Je suis en congés du 4 au 12 mars.", "2024-03-12"),
        ("Estaré fuera de la oficina hasta el 15 de marzo de 2024.", "2024-03-15"),
        ("Sono in ferie fino al 15 marzo.", "2024-03-15"),
        ("Ik ben afwezig tot en met 15 maart.", "2024-03-15"),
        ("Estou de férias até 15 de março.", "2024-03-15"),
        ("Jag är på semester till och med 15/3/2024.", "2024-03-15"),
        ("I am on vacation until 3 January.", "2025-01-03"),
        ("I am out of the office until 31 February.", ""),
        ("I am out of the office until 1 March 2020.", ""),
        ("I am out of the office and will answer late.", ""),
        ("I am on vacation until Friday.", ""),
        ("I am on vacation until 3/25/24.", "2024-03-25"),
    ],
)
def test_an_absence_is_read_with_its_end(text: str, until: str) -> None:
    found = away("Automatic reply", text, SENT)
    assert found is not None
    assert found.until == until


def test_the_words_that_say_so_are_kept() -> None:
    assert away("Re: Tea", "Hello,\nI am on vacation.\nBo", SENT) == Away("", "I am on vacation.")


def test_other_automatic_mail_is_no_absence() -> None:
    assert away("Your order", "Thank you for your order. It will be sent until 15 March.", SENT) is None


@given(st.text(max_size=400), st.text(max_size=2000))
def test_whatever_the_text_it_is_read(subject: str, text: str) -> None:
    bounces(subject, text)
    away(subject, f"out of office until {text}", SENT)


@pytest.mark.parametrize(
    "text", ["bo@quill.example user unknown " * 6000, "a." * 90_000, "until " * 30_000, "- " * 90_000]
)
def test_long_notices_are_read_within_bounds(text: str) -> None:
    bounces("failure notice", text)
    away("out of office", text, SENT)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("Jsem mimo kancelář do 30.3.2024.", "2024-03-30"),
        ("Jsem na dovolené do 30. března.", "2024-03-30"),
        ("Я в отпуске до 30 апреля 2024.", "2024-04-30"),
        ("Yıllık izindeyim.", ""),
        ("休暇をいただいております。", ""),
        ("I am out of office from 03/21/2024 to 04/02/2024", "2024-04-02"),
        ("I am out of office to 04/22/2024", "2024-04-22"),
    ],
)
def test_absences_in_further_languages_and_with_the_month_first(text: str, until: str) -> None:
    found = away("x", text, SENT)
    assert found is not None
    assert found.until == until


@pytest.mark.parametrize(
    "text",
    [
        "Ihre Nachricht wurde nicht an bo@quill.example zugestellt, da die Adresse nicht gefunden wurde.\n\nDie Antwort "
        "lautet:\n\n550 5.1.1 Gone",
        "I wasn't able to deliver your message.\n\n<bo@quill.example>:\nSorry, no mailbox here by that name. (#5.1.1)",
    ],
)
def test_a_dead_address_is_known_in_the_words_of_more_servers(text: str) -> None:
    assert [bounce.address for bounce in bounces("failure notice", text)] == ["bo@quill.example"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Hello.\nBo Ek is no longer with Quill Inc. Write to help@quill.example.",
            "Bo Ek is no longer with Quill Inc. Write to help@quill.example.",
        ),
        ("Bo has left Quill.", "Bo has left Quill."),
        ("Bo Ek arbeitet nicht mehr bei uns.", "Bo Ek arbeitet nicht mehr bei uns."),
        ("Bo ne travaille plus ici.", "Bo ne travaille plus ici."),
        ("I have left my phone at home; I am out of the office.", ""),
        ("My old number no longer works.", ""),
        ("I am no longer at my desk.", ""),
        ("Bo a quitté le bureau pour aujourd'hui.", ""),
        ("x" * 2000 + " Bo has left the company.", ""),
    ],
)
def test_whoever_left_is_told_from_whoever_is_away(text: str, words: str) -> None:
    assert left("Automatic reply", text) == words
