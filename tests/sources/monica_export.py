"""A made-up export of Monica 4 with something of every kind."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

WRITTEN = "2024-06-15T10:00:00Z"
_MADE = "2020-02-03T04:05:06Z"


def uid(name: str) -> str:
    """A UUID that stands for a name."""
    return str(uuid5(NAMESPACE_URL, name))


def thing(id: str, /, **properties: Any) -> dict[str, Any]:
    """Something with a UUID and properties, as Monica writes it."""
    return {"uuid": uid(id), "created_at": _MADE, "updated_at": _MADE, "properties": properties}


def collection(kind: str, *values: Any) -> dict[str, Any]:
    """A collection of an account or a contact."""
    return {"count": len(values), "type": kind, "values": list(values)}


def special(date: str, *, age: bool = False, yearless: bool = False) -> dict[str, Any]:
    """A special date."""
    return {"uuid": uid(date), "is_age_based": age, "is_year_unknown": yearless, "date": date}


def ada() -> dict[str, Any]:
    """A contact with all that one can have."""
    contact = thing(
        "ada",
        first_name="Ada",
        middle_name="M.",
        last_name="Quist",
        nickname="Addi",
        description="Met her in Lund.\nKnows lamps.",
        is_starred=True,
        is_partial=False,
        is_active=True,
        is_dead=False,
        job="Engineer",
        company="Nordlicht",
        food_preferences="No nuts",
        stay_in_touch_frequency=30,
        tags=["rowing", "Starred"],
        gender="F",
        birthdate=special("1985-05-12"),
        first_met_date=special("2019-03-01T00:00:00.000000Z"),
        first_met_through=uid("bo"),
        first_met_where="At the fair",
        first_met_additional_info="by the lamps",
    )
    contact["data"] = [*_reached_by(), *_asked_of_the_owner(), *_known_of_her()]
    return contact


def _reached_by() -> list[dict[str, Any]]:
    """Where she is reached, and what passed with her."""
    return [
        collection(
            "contact_field",
            thing("f1", data="Ada@Quist.example", type=uid("email")),
            thing("f2", data="+46 70 123 45 67", type=uid("phone")),
            thing("f3", data="https://www.linkedin.com/in/ada-quist", type=uid("linkedin")),
            thing("f4", data="@ada", type=uid("chat")),
            thing("f5", data="https://quist.example", type=uid("unknown")),
        ),
        collection("address", thing("a1", name="Home", street="Hill 1", city="Lund", country="SE")),
        collection(
            "call",
            thing("c1", called_at="2023-01-02T03:04:05Z", content="About lamps", contact_called=True),
            thing("c2", called_at="never"),
        ),
        collection("activity", uid("act"), uid("lost")),
        collection(
            "conversation",
            thing(
                "talk",
                happened_at="2023-02-03",
                messages=[
                    thing("m1", content="Hi Ada", written_at="2023-02-03T00:00:00Z", written_by_me=True),
                    thing("m2", content="Hi you", written_at="2023-02-03T00:00:00Z", written_by_me=False),
                    thing("m3", content="No day", written_at=None, written_by_me=False),
                    thing("m4", content="", written_by_me=False),
                ],
            ),
        ),
    ]


def _asked_of_the_owner() -> list[dict[str, Any]]:
    """Notes, what is to be remembered, and what is to be done."""
    return [
        collection("note", thing("n1", body="Likes the sea", is_favorite=True), thing("n2", body="")),
        collection(
            "reminder",
            thing(
                "r1",
                initial_date="2020-06-20",
                title="Anniversary",
                frequency_type="year",
                frequency_number=1,
            ),
            thing(
                "r2", initial_date="2020-06-20", title="Once", frequency_type="one_time", frequency_number=1
            ),
            thing(
                "r3", initial_date="2024-07-01", title="Soon", description="Ring", frequency_type="one_time"
            ),
            thing("r4", initial_date="2024-07-01", title="Off", frequency_type="week", inactive=True),
            thing("r5", initial_date="1985-05-12", title="Birthday", frequency_type="year", delible=False),
            thing("r6", title="No day", frequency_type="year"),
        ),
        collection(
            "task",
            thing("t1", title="Send the atlas", description="Blue one", completed=False),
            thing("t2", title="Done", completed=True),
        ),
    ]


def _known_of_her() -> list[dict[str, Any]]:
    """Gifts, debts, what happened in her life, and what no reader knows."""
    return [
        collection(
            "gift",
            thing("g1", name="Atlas", status="offered", date="2022-12-24", amount=20.5, currency="EUR"),
            thing("g2", name="Lamp", status="received", comment="Warm", date="2023-05-01"),
            thing("g3", name="Boat", status="idea", recipient=uid("tim")),
            thing("g4"),
        ),
        collection(
            "debt",
            thing("d1", in_debt=True, amount=50, currency={"iso": "SEK"}, status="inprogress", reason="Taxi"),
            thing("d2", in_debt="no", amount=10, currency="SEK", status="complete"),
        ),
        collection("pet", thing("p1", name="Rex", category="Dog"), thing("p2", category={"name": "Cat"})),
        collection(
            "life_event",
            thing("l1", name="Moved", note="to Lund", happened_at="2018-01-01", type=uid("move")),
        ),
        collection("photo", uid("photo")),
        collection("hologram", {"properties": {}}),
    ]


def export(**changed: Any) -> dict[str, Any]:
    """The whole export; `changed` replaces keys of the account."""
    bo = thing("bo", first_name="Bo", last_name="Falk", is_dead=True, deceased_date=special("2021-04-05"))
    me = thing("me", first_name="Noor", last_name="Hollis")
    tim = thing("tim", first_name="Tim", is_partial=True, birthdate=special("2015-03-04"))
    family = thing("r", type="child", contact_is=uid("ada"), of_contact=uid("tim"))
    account: dict[str, Any] = {
        "uuid": uid("account"),
        "created_at": _MADE,
        "updated_at": WRITTEN,
        "data": [
            collection(
                "user",
                {
                    **thing("user", me_contact=uid("me")),
                    "email": "noor@hollis.example",
                    "first_name": "Noor",
                },
                {**thing("other"), "email": "other@hollis.example"},
            ),
            collection("contact", ada(), bo, me, tim),
            collection("relationship", family, thing("gone", type="friend", contact_is=uid("x"))),
            collection("addressbook", thing("book")),
            collection("photo", thing("photo")),
            collection("document", thing("document")),
            collection(
                "activity",
                thing("act", summary="", description="Rain", happened_at="2023-03-04", type=uid("rowing")),
                thing("alone", summary="Alone", happened_at="2023-03-04"),
            ),
        ],
        "properties": {"journal_entries": [thing("j", title="Day", post="Long")]},
        "instance": {
            "activity_types": [thing("rowing", translation_key="went_rowing")],
            "contact_field_types": [
                thing("email", name="Email", protocol="mailto:", type="email"),
                thing("phone", name="Phone", protocol="tel:", type="phone"),
                thing("linkedin", name="LinkedIn"),
                thing("chat", name="Chat"),
            ],
            "life_event_types": [thing("move", name="Moved")],
        },
    }
    return {
        "version": "1.0-preview.1",
        "app_version": "4.0.0",
        "export_date": WRITTEN,
        "url": "https://monica.example",
        "exported_by": uid("user"),
        "account": {**account, **changed},
    }
