"""`comity mentoring`, `clients`, `providers` and `playbooks`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from comity.actions import access, people
from comity.answers import books
from comity.store.playbooks import folder
from tests.cli.conftest import Asked

TODAY = dt.datetime.now(dt.UTC).date()


@pytest.fixture
def ada(comity: Asked) -> Asked:
    people.add_person(books.scope_for(access.first_user()), name="Ada Quill", email="ada@quill.example")
    return comity


def test_mentoring_from_its_beginning_to_its_end(ada: Asked) -> None:
    assert "None yet" in ada("mentoring")
    one = ada.json("mentoring", "begin", "Ada", "--as", "mentee", "--aim", "Lead", "--every", "30")["id"]
    assert "No session is planned" in ada("mentoring")
    session = ada.json("mentoring", "plan", one, "today", "--agenda", "Fees")["id"]
    action = ada.json("mentoring", "agree", session, "Read it", "--due", "tomorrow")["id"]
    ada("mentoring", "agree", session, "Introduce me", "--theirs")
    listed = ada("mentoring", "--with", "Ada")
    assert "Fees" in listed
    assert "Open: Read it (you, by" in listed
    assert "Held." in ada("mentoring", "held", session, "--notes", "Good")
    assert "take it back" in ada.refused("mentoring", "held", session).lower()
    ada("mentoring", "held", session, "--undo")
    ada("promises", "keep", action)
    ada("mentoring", "end", one, "--say", "A team")
    (found,) = ada.json("mentoring")
    assert (found["ending"], found["kept"], found["agreed"], found["person"]["name"]) == (
        "A team",
        1,
        2,
        "Ada Quill",
    )
    assert found["sessions"][0]["agreed"][0]["text"] in ("Read it", "Introduce me")
    ada("mentoring", "end", one, "--undo")
    ada("mentoring", "remove", one)
    assert ada.json("mentoring") == []
    assert "is no date" in ada.refused("mentoring", "plan", one, "x", code=2)


@pytest.mark.parametrize("side", ["clients", "providers"])
def test_work_from_its_beginning_to_its_end(ada: Asked, side: str) -> None:
    assert "None yet" in ada(side)
    work = ada.json(side, "add", "Ada", "The atlas", "--brief", "Maps", "--renewal", str(TODAY))["id"]
    delivery = ada.json(side, "agree", work, "Proofs", "--due", "tomorrow")["id"]
    bill = ada.json(side, "invoice", work, "1200.50", "EUR", "--number", "7", "--due", str(TODAY))["id"]
    listed = ada(side)
    assert "Proofs, due" in listed
    assert "Invoice 7 1\u202f200.50\u00a0EUR" in listed
    assert "Delivered." in ada(side, "deliver", delivery)
    assert "Accepted." in ada(side, "deliver", delivery, "--accepted")
    ada(side, "deliver", delivery, "--undo")
    assert "Paid." in ada(side, "pay", bill)
    assert "1 of 1" in ada(side)
    ada(side, "pay", bill, "--undo")
    assert "currency" in ada.refused(side, "invoice", work, "5")
    assert "Noted." in ada(side, "satisfied", work, "4", "--say", "Good")
    assert "Satisfied: 4 of 5 Good" in ada(side, "--with", "Ada")
    ada(side, "end", work, "--say", "Printed")
    (found,) = ada.json(side)
    assert (found["ending"], found["invoices"][0]["amount"], found["satisfaction"][0]["score"]) == (
        "Printed",
        "1200.50",
        4,
    )
    ada(side, "end", work, "--undo")
    ada(side, "remove", work)
    assert ada.json(side) == []


def test_of_a_client_who_was_not_asked_it_is_said(ada: Asked) -> None:
    from comity.actions import engagements

    scope = books.scope_for(access.first_user())
    engagements.begin(scope, ada.json("people")[0]["id"], "client", "x", since=TODAY - dt.timedelta(days=100))
    assert "Ask how satisfied they are." in ada("clients")


def test_playbooks_are_listed_shown_taken_and_checked(comity: Asked) -> None:
    assert "Senior stakeholder" in comity("playbooks")
    assert len(comity.json("playbooks")) == 12
    assert "Report back what came of their advice" in comity("playbooks", "show", "mentor")
    assert comity.json("playbooks", "show", "mentor")["rhythm_days"] == 30
    assert "comity playbooks" in comity.refused("playbooks", "show", "ally")
    path = Path(comity("playbooks", "edit", "ally").strip())
    try:
        assert path == folder() / "ally.toml"
        assert "Nothing is wrong" in comity("playbooks", "check")
        assert "your own" in comity("playbooks")
        path.write_text("title = 'Ally'\nrhythm_days = 0\n", "utf-8")
        assert "ally.toml, line 2: rhythm_days" in comity("playbooks", "check", code=1)
        assert "comity playbooks check" in comity.run("playbooks").output
    finally:
        path.unlink()
    assert "letters" in comity.refused("playbooks", "edit", "An-Ally")


def test_verbs_of_one_side_refuse_the_work_of_the_other(ada: Asked) -> None:
    work = ada.json("providers", "add", "Ada", "Printing")["id"]
    bill = ada.json("providers", "invoice", work, "5", "EUR")["id"]
    delivery = ada.json("providers", "agree", work, "Proofs")["id"]
    for verb in (
        ("agree", work, "x"),
        ("deliver", delivery),
        ("invoice", work),
        ("edit-invoice", bill),
        ("pay", bill),
        ("satisfied", work, "3"),
        ("renew", work),
        ("end", work),
        ("remove", work),
        ("remove", delivery),
    ):
        assert "comity providers" in ada.refused("clients", *verb, code=2)
    assert "There is no work" in ada.refused("clients", "remove", "x")
    assert "comity clients" in ada.refused(
        "providers", "end", ada.json("clients", "add", "Ada", "Maps")["id"], code=2
    )


def test_an_invoice_is_changed_and_what_is_removed_comes_back(ada: Asked) -> None:
    work = ada.json("clients", "add", "Ada", "The atlas", "--renewal", str(TODAY))["id"]
    bill = ada.json("clients", "invoice", work, "5", "EUR", "--due", str(TODAY))["id"]
    ada(
        "clients",
        "edit-invoice",
        bill,
        "--number",
        "9",
        "--amount",
        "7.50",
        "--due",
        "none",
        "--paid",
        str(TODAY),
    )
    ada("clients", "edit-invoice", bill, "--due", "tomorrow")
    (found,) = ada.json("clients")[0]["invoices"]
    assert (found["number"], found["amount"], found["paid_on"]) == ("9", "7.50", str(TODAY))
    assert found["due"] == str(TODAY + dt.timedelta(1))
    assert "Renewed" in ada("clients", "renew", work)
    assert ada.json("clients")[0]["renewal_on"] > str(TODAY)
    for id in (bill, work):
        before = ada.json("clients")
        told = ada.run("clients", "remove", id).stderr
        assert ada.json("clients") != before
        ada("clients", "back", told.split()[-1])
        assert ada.json("clients") == before
    one = ada.json("mentoring", "begin", "Ada", "--as", "mentee")["id"]
    session = ada.json("mentoring", "plan", one, "today")["id"]
    for id in (session, one):
        before = ada.json("mentoring")
        told = ada.run("mentoring", "remove", id).stderr
        assert ada.json("mentoring") != before
        ada("mentoring", "back", told.split()[-1])
        assert ada.json("mentoring") == before
    assert "brings nothing back" in ada.refused("clients", "back", "x")
    assert "There is no mentoring" in ada.refused("mentoring", "remove", "x")


def test_a_date_is_changed(ada: Asked) -> None:
    id = str(ada.json("dates", "add", "Ada", "milestone", f"{TODAY:%m-%d}", "--label", "Shop")["id"])
    assert ", 1 year" not in ada("dates")
    ada("dates", "edit", id, f"{TODAY.year - 1}-{TODAY:%m-%d}", "--lead", "9")
    (one,) = ada.json("dates")
    assert (one["called"], one["years"], one["lead_days"], one["what"]) == ("Shop", 1, 9, "milestone")
    assert "Shop, 1 year" in ada("dates")
    assert "1 years" not in ada("dates")
    ada("dates", "edit", id, "--what", "birthday", "--label", "", "--lead", "usual", "--once")
    (one,) = ada.json("dates") or [None]
    assert one is None
    ada("dates", "edit", id, "--yearly")
    assert ada.json("dates")[0]["what"] == "birthday"
    assert "There is no date" in ada.refused("dates", "edit", "999999", "05-17")
    assert "is no date" in ada.refused("dates", "edit", id, "x", code=2)
    assert "no number of days" in ada.refused("dates", "edit", id, "--lead", "x", code=2)
