"""The page of dates, and dates on a person's page."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from comity.actions import dates, people
from comity.actions.dates import Day
from comity.store.models import ImportantDate
from tests.web.conftest import Desk

FATHER = {
    "what": "hard_time",
    "label": "Her father",
    "day": "1",
    "month": "3",
    "year": "2020",
    "lead_days": "7",
}


def shown(client: Client, path: str = "/dates") -> str:
    return client.get(path).content.decode()


def said(client: Client, path: str, came_from: str, **sent: str) -> str:
    """What the page says on which one ends after sending a form from another."""
    return client.post(
        path, sent, follow=True, headers={"referer": f"http://testserver{came_from}"}
    ).content.decode()


def the_date(desk: Desk) -> ImportantDate:
    return ImportantDate.objects.get(person__uuid=desk.ada)


def test_all_dates_stand_by_their_months_with_those_that_are_over(client: Client, desk: Desk) -> None:
    today = desk.scope.today()
    far, over = today + dt.timedelta(days=700), today - dt.timedelta(days=9)
    dates.note_date(
        desk.scope, desk.ada, "milestone", Day(far.month, far.day, far.year, "Her jubilee", once=True)
    )
    dates.note_date(desk.scope, desk.ada, "new_job", Day(over.month, over.day, over.year, once=True))
    page = shown(client)
    assert far.strftime("%B %Y") in page
    assert "Her jubilee" in page
    assert "Over <small>1</small>" in page
    assert page.index("Birthday") < page.index("Her jubilee") < page.index("Over <small>")
    assert 'aria-current="page">Dates' in page


def test_a_date_is_noted_changed_removed_and_brought_back(client: Client, desk: Desk) -> None:
    dates.remove_date(desk.scope, the_date(desk).pk)
    assert "None to come." in shown(client)
    assert "Noted for Ada Quill." in said(client, reverse("date_add"), "/dates", who="Ada", **FATHER)
    row = the_date(desk)
    assert (row.month, row.day, row.year, row.lead_days) == (3, 1, 2020, 7)
    page = said(client, reverse("date_act", args=[row.pk, "edit"]), "/dates", **(FATHER | {"day": "2"}))
    assert "Changed." in page
    assert "2 March 2020" in page
    page = said(client, reverse("date_act", args=[row.pk, "remove"]), "/dates")
    assert "The date is gone." in page
    assert "Her father" not in page
    (undo,) = re.findall(r'action="(/removed/[^"]+)"', page)
    page = said(client, undo, "/dates")
    assert "Her father" in page
    assert the_date(desk).lead_days == 7


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"day": "30", "month": "2"}, "There is no such day."),
        ({"what": ""}, "What is on that day?"),
        ({"once": "on", "year": ""}, "needs its year"),
        ({"lead_days": "99"}, "Days before"),
        ({"who": "Nobody at all"}, "Nobody in this book is called"),
    ],
)
def test_what_is_no_date_is_said(client: Client, desk: Desk, sent: dict[str, str], words: str) -> None:
    page = said(client, reverse("date_add"), "/dates", **({"who": "Ada", **FATHER} | sent))
    assert words in page
    assert ImportantDate.objects.filter(person__uuid=desk.ada).count() == 1


def test_a_date_is_changed_on_the_person_s_page(client: Client, desk: Desk) -> None:
    home = reverse("person", args=[desk.ada])
    row = the_date(desk)
    page = said(client, reverse("date_act", args=[row.pk, "edit"]), home, **FATHER)
    assert "Her father" in page
    assert "shown 7 days before" in page
    assert "kind=condole" in page
    once = {"what": "new_job", "day": "1", "month": "3", "year": "2020", "once": "on"}
    assert "past" in said(client, reverse("date_add"), home, who=desk.ada, **once)
    assert "The date is gone." in said(client, reverse("date_act", args=[row.pk, "remove"]), home)
    assert the_date(desk).what == "new_job"
    assert client.post(reverse("date_act", args=[the_date(desk).pk, "burn"])).status_code == 404


def test_dates_of_others_and_of_other_books_stay_where_they_are(
    client: Client, desk: Desk, stranger: Desk
) -> None:
    bo = people.add_person(desk.scope, name="Bo Marsh")
    dates.add_date(desk.scope, bo, "birthday", 5, 6, None)
    page = shown(client, f"/dates?who={bo}")
    assert "6 May" in page
    assert "29 February" not in page.split("<aside")[0]
    for act in ("edit", "remove"):
        address = reverse("date_act", args=[the_date(stranger).pk, act])
        assert client.post(address, FATHER).status_code == 404
    assert the_date(stranger).what == "birthday"
    assert client.get(f"/dates?who={stranger.ada}").status_code == 404
