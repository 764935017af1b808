"""What mail says of people becomes proposals: the current signature, new jobs, dead addresses, absences; undone exactly."""

from __future__ import annotations

from typing import Any

import pytest

from comity.answers.proposals import review
from comity.core.records import Card, Handle, Interaction, Record
from comity.sources._message import read_message
from comity.store import noticed
from comity.store.access import Scope
from comity.store.models import Identifier, Participant, Proposal
from tests.made_up import ME, bring, new_scope, take_back

pytestmark = pytest.mark.django_db

JAN = "jan@nordlicht.example"
SIGNATURE = "Kind regards\n\nJan Tannhauser\nHead of Tea\nNordlicht GmbH\nTel. +49 431 5550188\n"
REPORT = (
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nSorry.\n"
    "--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; {address}\nAction: failed\nStatus: {status}\n\n"
    "--b--\n"
)
Asked = dict[tuple[str, str], dict[str, Any]]


def _mail(
    day: int,
    text: str = f"Hello Noor,\n\nshall we meet?\n\n{SIGNATURE}",
    *,
    sender: str = JAN,
    name: str = "Jan Tannhauser",
    subject: str = "Tea",
    lines: str = "",
    body: str = "",
) -> Interaction:
    raw = (
        f"From: {name} <{sender}>\nTo: {ME}\nDate: {1 + day % 28} {'Jul' if day < 28 else 'Aug'} 2024 10:00:00 +0000\n"
        f"Subject: {subject}\nMessage-ID: <{day}.{sender}>\n{lines}" + (body or f"\n{text}")
    )
    return _read(raw, day)


def _read(raw: str, day: int) -> Interaction:
    found = read_message(raw.encode(), day)
    assert isinstance(found, Interaction)
    return found


def _to(address: str, day: int) -> Interaction:
    raw = f"From: {ME}\nTo: {address}\nDate: {1 + day} Jul 2024 10:00:00 +0000\nSubject: Tea\nMessage-ID: <to{day}>\n\nHi\n"
    return _read(raw, day)


def _bounce(day: int, address: str = JAN, status: str = "5.1.1") -> Interaction:
    body = REPORT.format(address=address, status=status)
    return _mail(day, sender="mailer-daemon@mx.example", name="", subject="Undeliverable: Tea", body=body)


def _card(organisation: str, title: str, phone: str = "") -> Card:
    values = (("phone", phone),) if phone else ()
    return Card(
        (Handle("email", JAN),),
        "Jan Tannhauser",
        "",
        "",
        values,
        organisation,
        title,
        "",
        None,
        (),
        (),
        None,
        1,
        False,
        1,
    )


def _asked(scope: Scope) -> Asked:
    """What is open, by kind and what is said, with the evidence."""
    found = Proposal.objects.filter(book_id=scope.book_id, state=Proposal.OPEN, kind__in=noticed.FROM_MAIL)
    return {
        (
            p.kind,
            str(p.evidence.get("value") or p.evidence.get("organisation") or p.evidence.get("address")),
        ): p.evidence
        for p in found
    }


DETAILS = {("detail", "+49 431 5550188"), ("detail", "Head of Tea"), ("detail", "Nordlicht GmbH")}


def test_a_signature_proposes_phone_title_and_organisation() -> None:
    scope = new_scope()
    bring(scope, [[_mail(1)]])
    asked = _asked(scope)
    assert set(asked) == DETAILS
    phone = asked["detail", "+49 431 5550188"]
    jan = Identifier.objects.get(book_id=scope.book_id, value=JAN)
    assert (phone["identifier"], phone["field"], phone["line"]) == (jan.pk, "phone", "Tel. +49 431 5550188")
    assert (len(phone["interaction"]), phone["current"]) == (32, "")


def test_only_the_latest_signature_counts() -> None:
    scope = new_scope()
    old = f"Hello,\n\nshall we meet?\n\n{SIGNATURE}".replace("Head of Tea", "Clerk").replace("188", "177")
    bring(scope, [[_mail(1, old), _mail(5), _mail(6, "Thanks, yes."), _mail(7, "See you then.")]])
    assert set(_asked(scope)) == DETAILS
    bring(scope, [[_mail(day, "Yes.") for day in (8, 9, 10)]])
    assert _asked(scope) == {}


def test_a_signature_that_is_old_beside_the_newest_mail_says_nothing() -> None:
    scope = new_scope()
    old = _mail(1)
    bring(
        scope,
        [[old._replace(at=old.at - 800 * 86_400)], [_mail(3, "Hi", sender="bo@quill.example", name="Bo")]],
    )
    assert _asked(scope) == {}


def test_what_is_known_is_not_asked() -> None:
    scope = new_scope()
    bring(scope, [[_card("Nordlicht", "Head of Tea", "0431 5550188")], [_mail(1)]])
    assert _asked(scope) == {}


def test_a_card_that_comes_later_answers_the_question() -> None:
    scope = new_scope()
    bring(scope, [[_mail(1)]])
    bring(scope, [[_card("Nordlicht", "Head of Tea", "0431 5550188")]])
    assert _asked(scope) == {}


def test_another_firm_than_the_known_one_proposes_a_new_job() -> None:
    scope = new_scope()
    bring(scope, [[_card("Quill Ltd", "Clerk", "0431 5550188")], [_mail(1)]])
    ((key, evidence),) = _asked(scope).items()
    assert key == ("new_job", "Nordlicht GmbH")
    assert (evidence["title"], evidence["before_title"], evidence["before_organisation"]) == (
        "Head of Tea",
        "Clerk",
        "Quill Ltd",
    )
    assert evidence["why"] == "Head of Tea / Nordlicht GmbH"


AT_MAIL = 1_719_914_400
"""10:00 on 2 July 2024, when `_mail(1)` was written."""
QUILL = _card("Quill Ltd", "Clerk", "0431 5550188")._replace(changed_at=None)
CONNECTED = QUILL._replace(handles=(Handle("linkedin", "in/jan"), Handle("email", JAN)))


@pytest.mark.parametrize(
    ("card", "asks"),
    [
        (QUILL, True),
        (QUILL._replace(changed_at=AT_MAIL - 1), True),
        (QUILL._replace(changed_at=AT_MAIL), False),
        (QUILL._replace(changed_at=AT_MAIL + 86_400), False),
        (QUILL._replace(position_since=AT_MAIL // 86_400), True),
        (QUILL._replace(position_since=AT_MAIL // 86_400 + 1), False),
        (QUILL._replace(position_since=AT_MAIL // 86_400 + 1, changed_at=AT_MAIL - 1), False),
        (CONNECTED, False),
    ],
    ids=["undated", "older", "same", "newer", "begun before", "begun since", "noted before", "connection"],
)
@pytest.mark.parametrize("card_first", [True, False], ids=["card first", "mail first"])
def test_only_a_signature_newer_than_what_is_known_proposes_a_new_job(
    card: Card, asks: bool, card_first: bool
) -> None:
    scope = new_scope()
    records: list[Record] = [card, _mail(1)]
    for record in records if card_first else reversed(records):
        bring(scope, [[record]])
    assert set(_asked(scope)) == ({("new_job", "Nordlicht GmbH")} if asks else set())


def test_a_signature_is_asked_about_again_when_the_newer_card_is_taken_back() -> None:
    scope = new_scope()
    bring(scope, [[QUILL, _mail(1)]])
    newer = bring(scope, [[CONNECTED]])
    assert _asked(scope) == {}
    take_back(scope, newer)
    assert set(_asked(scope)) == {("new_job", "Nordlicht GmbH")}


def test_an_older_signature_adds_no_title_to_a_newer_firm() -> None:
    scope = new_scope()
    titled = "Hello,\n\nshall we meet?\n\nKind regards\n\nJan Tannhauser\nHead of Tea\nTel. +49 431 5550188\n"
    bring(scope, [[_card("Quill Ltd", "")._replace(changed_at=AT_MAIL + 1), _mail(1, titled)]])
    assert set(_asked(scope)) == {("detail", "+49 431 5550188")}


def test_writing_from_another_firms_domain_proposes_a_new_job() -> None:
    scope = new_scope()
    both = _card("", "")._replace(handles=(Handle("email", JAN), Handle("email", "jan@teahouse.example")))
    bring(scope, [[both], [_mail(1, "Hi"), _mail(5, "Hi", sender="jan@teahouse.example")]])
    ((key, evidence),) = _asked(scope).items()
    assert key == ("new_job", "teahouse.example")
    assert evidence["why"] == "writes from teahouse.example"
    bring(scope, [[_mail(6, "Hi again")]])
    assert _asked(scope) == {}


def test_what_was_declined_is_never_asked_again() -> None:
    scope = new_scope()
    bring(scope, [[_mail(1)]])
    Proposal.objects.filter(book_id=scope.book_id, kind="detail").update(state=Proposal.DECLINED)
    bring(scope, [[_mail(2)]])
    assert _asked(scope) == {}
    assert Proposal.objects.filter(book_id=scope.book_id, kind="detail").count() == 3


def test_an_automatic_answer_that_somebody_left_asks_whether_the_address_is_dead() -> None:
    scope = new_scope()
    gone = _mail(
        2,
        "Jan is no longer with Nordlicht.",
        subject="Automatic reply: Tea",
        lines="Auto-Submitted: auto-replied\n",
    )
    bring(scope, [[_to(JAN, 1), gone]])
    ((key, evidence),) = _asked(scope).items()
    assert key == ("address_dead", JAN)
    assert (evidence["left"], evidence["why"]) == (True, "Jan is no longer with Nordlicht.")
    assert [one.why.partition(" on ")[0] for one in review(scope).proposals] == [
        "An automatic answer from it says"
    ]
    bring(scope, [[_mail(5, "Hi, still here")]])
    assert _asked(scope) == {}


def test_a_hard_bounce_asks_whether_the_address_is_dead() -> None:
    scope = new_scope()
    bring(scope, [[_to(JAN, 1), _bounce(2)]])
    ((key, evidence),) = _asked(scope).items()
    assert key == ("address_dead", JAN)
    assert evidence["status"] == "5.1.1"


@pytest.mark.parametrize(
    "records",
    [
        [_to(JAN, 1), _bounce(2, status="5.2.2")],
        [_to(JAN, 1), _bounce(2, status="4.4.1")],
        [_to(JAN, 1), _bounce(2), _mail(3, "I am still here.")],
        [_to(JAN, 1), _bounce(2, address="stranger@quill.example")],
        [_bounce(2, address=ME)],
    ],
    ids=["full", "for now", "wrote since", "a stranger", "mine"],
)
def test_other_bounces_ask_nothing(records: list[Record]) -> None:
    scope = new_scope()
    bring(scope, [records])
    assert _asked(scope) == {}


def test_mail_that_comes_later_voids_a_bounce() -> None:
    scope = new_scope()
    bring(scope, [[_to(JAN, 1), _bounce(2)]])
    bring(scope, [[_mail(3, "I am still here.")]])
    assert _asked(scope) == {}


def test_an_absence_is_noted_with_its_end_and_is_no_contact() -> None:
    scope = new_scope()
    away = _mail(2, "I am out of the office until 20 July 2024.", subject="Automatic reply: Tea")
    bring(scope, [[_to(JAN, 1), away]])
    ((key, evidence),) = _asked(scope).items()
    assert key == ("address_away", JAN)
    assert (evidence["until"], evidence["why"]) == (
        "2024-07-20",
        "I am out of the office until 20 July 2024.",
    )
    assert not Participant.objects.filter(identifier__value=JAN, part=1, contact__gt=0).exists()
    bring(scope, [[_mail(25, "Hi", sender="bo@quill.example", name="Bo")]])
    assert _asked(scope) == {}


def test_an_absence_without_an_end_is_noted_while_it_is_fresh() -> None:
    scope = new_scope()
    bring(scope, [[_to(JAN, 1), _mail(2, "I am out of the office.", subject="Automatic reply: Tea")]])
    assert set(_asked(scope)) == {("address_away", JAN)}
    bring(scope, [[_mail(40, "Hi", sender="bo@quill.example", name="Bo")]])
    assert _asked(scope) == {}


def test_undo_takes_the_questions_along() -> None:
    scope = new_scope()
    number = bring(scope, [[_mail(1), _to("bo@quill.example", 1), _bounce(2, address="bo@quill.example")]])
    assert len(_asked(scope)) == 4
    take_back(scope, number)
    assert _asked(scope) == {}


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_imports_that_hold_the_mail_undoing_one_leaves_what_the_other_asks(first: int) -> None:
    scope, alone = new_scope(), new_scope()
    mails = [_mail(1), _to("bo@quill.example", 1), _bounce(2, address="bo@quill.example")]
    numbers = [bring(scope, [mails]), bring(scope, [mails])]
    take_back(scope, numbers[first])
    bring(alone, [mails])
    assert set(_asked(scope)) == set(_asked(alone)) != set()
    batches = set(
        Proposal.objects.filter(book_id=scope.book_id, kind="detail").values_list("batch__number", flat=True)
    )
    assert batches == {numbers[1 - first]}


def test_a_later_signature_is_forgotten_with_its_import() -> None:
    scope = new_scope()
    bring(scope, [[_mail(1)]])
    other = f"Hello,\n\nI moved.\n\n{SIGNATURE}".replace("188", "199")
    later = bring(scope, [[_mail(5, other)]])
    assert ("detail", "+49 431 5550199") in _asked(scope)
    assert ("detail", "+49 431 5550188") not in _asked(scope)
    take_back(scope, later)
    assert set(_asked(scope)) == DETAILS
