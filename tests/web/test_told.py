"""What mail tells, on the Review page: corrected and confirmed in place; how much is read, in Settings."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.test import Client
from django.urls import reverse

from comity.actions import me
from comity.answers import books
from comity.core.days import day_of
from comity.core.records import Interaction
from comity.store.access import Scope
from comity.store.models import Commitment, Exchange, Introduction, Position, Proposal, Request
from tests import asked, made_up
from tests.web.conftest import Desk

HTMX = {"HX-Request": "true"}


@pytest.fixture
def book(client: Client, desk: Desk) -> Scope:
    return desk.scope


def _bring(scope: Scope, monkeypatch: pytest.MonkeyPatch, *mails: Interaction) -> dict[str, str]:
    """Mails of the last days in the book; the ids of the proposals by kind."""
    today = day_of(int(time.time()))
    moved = [mail._replace(at=mail.at + (today - made_up.TODAY) * 86_400) for mail in mails]
    monkeypatch.setattr(made_up, "TODAY", today)
    made_up.bring(scope, [moved])
    return {row.kind: str(row.uuid) for row in asked.rows(scope)}


def _post(client: Client, id: str, **data: str) -> str:
    return client.post(reverse("decide", args=[id]), {"answer": "yes"} | data, headers=HTMX).content.decode()


def _shown(client: Client) -> str:
    return client.get(reverse("review")).content.decode()


def test_a_promise_stands_with_its_sentence_and_mail_and_is_corrected(
    client: Client, book: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = _bring(
        book,
        monkeypatch,
        asked.mail(1, "I'll send you the contract by 3/4.", sender=made_up.ME, to=(asked.ADA, asked.BO)),
    )
    page = _shown(client)
    for words in (
        "Did you promise this to Ada Quill?",
        "contract by 3/4.",
        "Which day is “by 3/4”?",
        "likely",
        "Read it",
    ):
        assert words in page
    done = _post(client, ids["my_promise"], text="The contract", due="2031-04-03", who=asked.BO)
    assert "Undo" in done
    row = Commitment.objects.get(book_id=book.book_id)
    assert (row.text, row.person.name) == ("The contract", "Bo Lind")
    again = _post(client, ids["my_promise"], answer="undo")
    assert "Did you promise this to Ada Quill?" in again
    assert not Commitment.objects.filter(book_id=book.book_id).exists()


def test_an_untouched_form_takes_what_was_read(
    client: Client, book: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = _bring(book, monkeypatch, asked.mail(1, "Please send me the figures tomorrow."))
    due = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
    assert f'value="{due.isoformat()}"' in _shown(client)
    _post(client, ids["request"], due=due.isoformat(), text="Please send me the figures tomorrow.", who="")
    row = Request.objects.get(book_id=book.book_id)
    assert (row.text, row.due) == ("Please send me the figures tomorrow.", day_of(int(time.time())) - 1)


def test_wrong_corrections_are_said_and_nothing_is_done(
    client: Client, book: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = _bring(book, monkeypatch, asked.mail(1, "Please send me the figures tomorrow."))
    assert "valid date" in _post(client, ids["request"], due="soon")
    assert "Nobody in this book is called" in _post(client, ids["request"], who="nobody at all")
    assert not Request.objects.filter(book_id=book.book_id).exists()


def test_the_other_kinds_are_shown_and_confirmed(
    client: Client, book: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    me.set_personal_news(book, True)
    ids = _bring(
        book,
        monkeypatch,
        asked.mail(1, "Noor, meet Bo Lind.", cc=(asked.BO,)),
        asked.mail(
            2, "Thank you so much for your comments. I've started as head of design at Harbour Press."
        ),
        asked.mail(3, "Our daughter was born on Sunday.", sender=asked.CLEO),
    )
    page = _shown(client)
    for words in (
        "Did Ada Quill introduce you to Bo Lind",
        "Does Ada Quill thank you for something you gave?",
        "Does Ada Quill have a new job?",
        'value="Harbour Press"',
        "tell you this of their own life",
        "feedback",
    ):
        assert words in page
    _post(client, ids["introduction"])
    assert Introduction.objects.get(book_id=book.book_id).one.name == "Bo Lind"
    _post(client, ids["new_job"], title="", organisation="Harbour Press")
    assert Position.objects.get(book_id=book.book_id, since__isnull=False).title == ""
    _post(client, ids["thanks"], kind="time")
    assert Exchange.objects.get(book_id=book.book_id, direction="given").kind == "time"
    _post(client, ids["personal_news"], answer="no")
    assert Proposal.objects.get(uuid=ids["personal_news"]).state == Proposal.DECLINED


def test_who_was_introduced_is_asked_where_the_mail_does_not_tell(
    client: Client, book: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "I'd like to introduce you to our head of research."
    ids = _bring(book, monkeypatch, asked.mail(1, words, sender=made_up.ME, to=(asked.BO,)))
    assert "With whom did you bring Bo Lind together?" in _shown(client)
    assert "say who was introduced" in _post(client, ids["introduction"])
    _post(client, ids["introduction"], with_who="ada@quill.example")
    other = Introduction.objects.get(book_id=book.book_id).other
    assert other is not None
    assert other.name == "Ada Quill"


def test_recent_mail_is_read_again_by_hand(client: Client, book: Scope) -> None:
    assert "is read" in client.post(reverse("review_read"), follow=True).content.decode()


def test_a_long_reading_goes_on_when_asked(
    client: Client, book: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    from comity.interfaces.web.views import review
    from comity.store.understanding import asks

    with monkeypatch.context() as paused:
        paused.setattr(asks, "look", lambda *given: asks.Run(0, False))
        _bring(book, paused, asked.mail(1, "Yes."), asked.mail(2, "No."))
    monkeypatch.setattr(review, "_MOST_READ", 1)
    assert "press again" in client.post(reverse("review_read"), follow=True).content.decode()
    monkeypatch.setattr(review, "_MOST_READ", 5)
    assert "All mail" in client.post(reverse("review_read"), follow=True).content.decode()


def test_what_is_read_is_chosen_in_settings(client: Client, book: Scope) -> None:
    change = reverse("settings_change", args=["reading"])
    assert "Saved" in client.post(change, {"days": "90"}, follow=True).content.decode()
    assert books.book_info(book).propose_days == 90
    assert "3650" in client.post(change, {"days": "9999"}, follow=True).content.decode()
    personal = reverse("settings_change", args=["personal"])
    assert " checked" in client.post(personal, {"wanted": "on"}, follow=True).content.decode()
    client.post(personal)
    assert not books.book_info(book).personal_news
