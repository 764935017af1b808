"""The day's list by mail: asked for, confirmed, sent once a day to a real mail server, tried again."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from comity.actions import day_mail as acts
from comity.actions import people, reminders
from comity.answers.day_mail import letter, state
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import Book, DayMail, Member, User
from tests.made_up import TODAY, new_scope, on_day
from tests.mailing import ADDRESS, ORIGIN, certified, code_in, mail_server, naming, parts, switch_on
from tests.small_book import date
from tests.smtp_sink import Sink, smtp_sink


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mail_server() as running:
        yield running


@pytest.fixture
def busy(scope: Scope) -> Scope:
    """A book with something to do today."""
    reminders.add_reminder(scope, "Send the agenda", date(TODAY))
    return scope


def outcomes() -> list[str]:
    return [one.outcome for one in acts.sweep(letter)]


def row(scope: Scope) -> DayMail:
    return DayMail.objects.get(book_id=scope.book_id)


def test_nothing_is_sent_to_an_address_before_its_code_came_back(busy: Scope, sink: Sink) -> None:
    acts.ask(busy, ADDRESS)
    (asked,) = sink.messages
    assert "agenda" not in asked.as_string()
    assert state(busy).waits
    assert outcomes() == []
    with pytest.raises(Invalid, match="code that was mailed"):
        acts.send_now(busy, letter)
    with pytest.raises(Invalid, match="not the code"):
        acts.confirm(busy, "0000000000")
    acts.confirm(busy, f" {code_in(asked).upper()} ")
    acts.confirm(busy, "once is enough")
    assert state(busy).on


def test_a_code_is_good_for_a_day_and_mailed_once_a_minute(busy: Scope, sink: Sink) -> None:
    acts.ask(busy, ADDRESS)
    with pytest.raises(Invalid, match="wait a minute"):
        acts.ask(busy, ADDRESS)
    with on_day(TODAY + 2), pytest.raises(Invalid, match="older than a day"):
        acts.confirm(busy, code_in(sink.messages[0]))


def test_the_list_is_mailed_once_a_day(busy: Scope, sink: Sink) -> None:
    switch_on(busy, sink)
    assert [outcomes(), outcomes()] == [["sent"], []]
    with on_day(TODAY + 1):
        assert [outcomes(), outcomes()] == [["sent"], []]
    assert len(sink.messages) == 2
    assert sink.messages[0]["Message-ID"] != sink.messages[1]["Message-ID"]
    assert state(busy).sent_on == date(TODAY + 1)


def test_what_is_mailed_is_the_list_of_today_in_words_and_with_links(scope: Scope, sink: Sink) -> None:
    ada = people.add_person(scope, name="Ada <b>Quill</b>", email="ada@quill.example")
    words = "Send & sign\r\nBcc: all@evil.example"
    page = f"{ORIGIN}/reminders#reminder-{reminders.add_reminder(scope, words, date(TODAY), ada)}"
    switch_on(scope, sink)
    assert outcomes() == ["sent"]
    (message,) = sink.messages
    assert message["Subject"] == "1 thing for today"
    assert (message["To"], message["From"]) == (ADDRESS, "Comity <comity@hollis.example>")
    assert (message["Auto-Submitted"], message["Bcc"]) == ("auto-generated", None)
    assert sink.recipients[-1] == ADDRESS
    plain, rich = parts(message)
    assert "Send & sign Bcc: all@evil.example" in plain
    assert page in plain
    assert f'<a href="{page}">Send &amp; sign' in rich
    assert "<b>Quill" not in rich
    assert "src=" not in rich


def test_a_day_with_nothing_to_do_is_mailed_only_where_that_is_wanted(scope: Scope, sink: Sink) -> None:
    switch_on(scope, sink)
    assert [outcomes(), outcomes()] == [["nothing"], []]
    acts.change(scope, minute=420, when_empty=True)
    with on_day(TODAY + 1):
        assert outcomes() == ["sent"]
    assert sink.messages[0]["Subject"] == "Nothing needs you today"


def test_it_begins_with_its_next_time_and_a_new_time_does_too(busy: Scope, sink: Sink) -> None:
    switch_on(busy, sink, minute=700, due=False)
    assert outcomes() == []
    acts.change(busy, minute=710, when_empty=False, origin="https://comity.example")
    assert outcomes() == []
    acts.change(busy, minute=1000, when_empty=False)
    assert row(busy).leased_until == 0
    assert row(busy).origin == "https://comity.example"
    with on_day(TODAY + 1):
        acts.change(busy, minute=715, when_empty=False)
        assert outcomes() == []
    with on_day(TODAY + 2):
        assert outcomes() == ["sent"]


def test_a_server_that_is_down_is_tried_again_at_growing_distances(busy: Scope, sink: Sink) -> None:
    switch_on(busy, sink)
    now = TODAY * 86_400 + 43_200
    with smtp_sink() as gone:
        port = gone.port
    waits = []
    with naming(f"smtp://127.0.0.1:{port}"):
        for _ in range(4):
            with patch.object(time, "time", lambda at=now: float(at)):
                assert outcomes() == ["failed"]
                assert outcomes() == []
            waits.append(row(busy).leased_until - now)
            now = row(busy).leased_until
    assert waits == [60, 120, 240, 480]
    assert "cannot be reached" in state(busy).trouble
    with patch.object(time, "time", lambda: float(now)):
        assert outcomes() == ["sent"]
    assert (state(busy).trouble, state(busy).failures) == ("", 0)


@pytest.mark.parametrize(
    ("refuse", "fail", "outcome", "words"),
    [
        ("550 nobody here", "", "refused", "refuses this address"),
        ("450 later", "", "failed", "refuses this address"),
        ("", "554 spam", "refused", "refused the mail (554)"),
        ("", "451 later", "failed", "refused the mail (451)"),
    ],
)
def test_what_is_refused_for_good_waits_for_the_next_day(
    busy: Scope, sink: Sink, refuse: str, fail: str, outcome: str, words: str
) -> None:
    switch_on(busy, sink)
    sink.refuse, sink.fail = refuse, fail
    (sent,) = acts.sweep(letter)
    assert (sent.outcome, words in sent.trouble) == (outcome, True)
    sink.refuse = sink.fail = ""
    with on_day(TODAY + 1):
        assert outcomes() == ["sent"]


def test_a_password_is_given_and_a_wrong_one_is_told(busy: Scope) -> None:
    with smtp_sink() as sink:
        sink.user, sink.password = "noor", "geh:eim@"
        with naming(f"smtp://noor:geh%3Aeim%40@127.0.0.1:{sink.port}/?tls=none"):
            switch_on(busy, sink)
            acts.send_now(busy, letter)
        with (
            naming(f"smtp://noor:other@127.0.0.1:{sink.port}/?tls=none"),
            pytest.raises(Invalid, match="does not accept"),
        ):
            acts.send_now(busy, letter)
        assert (sink.authenticated, len(sink.messages)) == (2, 1)
    assert "other" not in state(busy).trouble


def test_a_server_without_tls_is_not_spoken_to_where_tls_is_asked_for(busy: Scope, sink: Sink) -> None:
    with naming(f"smtp://127.0.0.1:{sink.port}/?tls=starttls"), pytest.raises(Invalid, match="STARTTLS"):
        acts.ask(busy, ADDRESS)
    assert sink.messages == []


def test_a_certificate_that_nobody_vouches_for_is_not_spoken_to(
    busy: Scope, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with smtp_sink() as sink:
        sink.tls, vouched = certified(tmp_path)
        with naming(f"smtp://localhost:{sink.port}/?tls=starttls"):
            with pytest.raises(Invalid, match=r"cannot be trusted \(self-signed certificate\)"):
                acts.ask(busy, ADDRESS)
            assert sink.messages == []
            monkeypatch.setenv("SSL_CERT_FILE", str(vouched))
            acts.ask(busy, ADDRESS)
        with (
            naming(f"smtp://127.0.0.1:{sink.port}/?tls=starttls"),
            pytest.raises(Invalid, match=r"not valid for '127\.0\.0\.1'"),
        ):
            acts.ask(new_scope(), ADDRESS)
        assert len(sink.messages) == 1


def test_a_list_that_the_server_may_have_taken_is_not_sent_again(busy: Scope, sink: Sink) -> None:
    switch_on(busy, sink)
    sink.fail = "gone"
    assert [outcomes(), outcomes()] == [["unsure"], []]
    assert "fell silent before it said yes" in state(busy).trouble
    assert (state(busy).failures, state(busy).tries) == (0, "")
    sink.fail = ""
    with on_day(TODAY + 1):
        assert outcomes() == ["sent"]
    assert state(busy).trouble == ""


def test_a_sweep_that_ended_while_it_handed_over_is_told_and_not_repeated(busy: Scope, sink: Sink) -> None:
    switch_on(busy, sink)
    with (
        patch.object(EmailMultiAlternatives, "send", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        acts.sweep(letter)
    assert outcomes() == [], "its lease still holds"
    DayMail.objects.update(leased_until=1)
    (told,) = acts.sweep(letter)
    assert (told.outcome, told.trouble) == ("unsure", state(busy).trouble)
    assert "it may not have arrived" in told.trouble
    assert (outcomes(), sink.messages) == ([], [])
    acts.send_now(busy, letter)
    assert (len(sink.messages), state(busy).trouble) == (1, "")


def test_a_sweep_that_ended_before_it_handed_over_is_made_good(busy: Scope, sink: Sink) -> None:
    switch_on(busy, sink)
    with (
        patch.object(acts, "get_connection", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        acts.sweep(letter)
    DayMail.objects.update(leased_until=1)
    assert [outcomes(), outcomes()] == [["sent"], []]
    assert len(sink.messages) == 1


def test_one_can_be_sent_at_once_and_the_days_own_comes_all_the_same(busy: Scope, sink: Sink) -> None:
    switch_on(busy, sink)
    acts.send_now(busy, letter)
    acts.send_now(busy, letter)
    assert outcomes() == ["sent"]
    assert len({message["Message-ID"] for message in sink.messages}) == 3


def test_switched_off_nothing_is_sent_and_the_address_is_forgotten(busy: Scope, sink: Sink) -> None:
    switch_on(busy, sink)
    assert (acts.stop(busy), acts.stop(busy)) == (True, False)
    assert outcomes() == []
    assert not DayMail.objects.exists()
    with pytest.raises(NotFound):
        acts.confirm(busy, "x")


def test_what_is_no_address_or_no_time_of_day_is_refused(busy: Scope, sink: Sink) -> None:
    for address in ("nobody", "a@b.example\nBcc: x@y.example", "a@b.example, c@d.example"):
        with pytest.raises(Invalid, match="no e-mail address"):
            acts.ask(busy, address)
    with pytest.raises(Invalid, match="07:00"):
        acts.ask(busy, ADDRESS, minute=1440)
    assert sink.messages == []


def test_a_server_that_takes_no_code_is_told_and_a_new_try_is_free(busy: Scope, sink: Sink) -> None:
    sink.refuse = "550 nobody here"
    with pytest.raises(Invalid, match="refuses this address"):
        acts.ask(busy, ADDRESS)
    sink.refuse = ""
    acts.ask(busy, ADDRESS)
    assert len(sink.messages) == 1


def test_without_a_server_the_next_step_is_said(busy: Scope) -> None:
    with naming(""):
        with pytest.raises(Invalid, match="COMITY_MAIL_URL"):
            acts.ask(busy, ADDRESS)
        assert acts.sweep(letter) == []
        assert not settings.MAIL.named


def test_who_may_not_open_the_book_any_more_gets_no_mail(busy: Scope, sink: Sink) -> None:
    switch_on(busy, sink)
    User.objects.filter(pk=busy.user_id).update(is_active=False)
    assert outcomes() == []
    User.objects.filter(pk=busy.user_id).update(is_active=True)
    Member.objects.all().delete()
    assert outcomes() == []


def test_a_fault_in_one_book_keeps_no_other_from_its_mail(
    busy: Scope, sink: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    switch_on(busy, sink)
    other = new_scope()
    reminders.add_reminder(other, "Water the plants", date(TODAY))
    switch_on(other, sink)

    def compose(scope: Scope, origin: str) -> Any:
        if scope.book_id == busy.book_id:
            raise ZeroDivisionError
        return letter(scope, origin)

    assert [one.outcome for one in acts.sweep(compose)] == ["failed", "sent"]
    assert "Water the plants" in parts(sink.messages[0])[0]
    assert "agenda" not in sink.messages[0].as_string()
    assert "itself failed" in state(busy).trouble


def test_it_is_sent_at_its_minute_in_the_zone_of_the_book(busy: Scope, sink: Sink) -> None:
    Book.objects.filter(pk=busy.book_id).update(zone="Pacific/Auckland")
    switch_on(busy, sink, minute=90)
    assert outcomes() == [], "there it is one o'clock at night, and a new day"
    DayMail.objects.update(minute=30)
    assert outcomes() == ["sent"]
    assert row(busy).sent_on == TODAY + 1


def test_what_came_of_it_is_late_where_nothing_sweeps(busy: Scope, sink: Sink) -> None:
    switch_on(busy, sink)
    assert state(busy).late
    assert outcomes() == ["sent"]
    assert not state(busy).late
    assert row(busy).sent_on == TODAY
    assert date(TODAY) == dt.date(2024, 10, 4)
