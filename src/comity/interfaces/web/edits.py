"""What can be changed on a person's page: the form, what it does, and the section that shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from comity.actions import exchanges, interactions, merging, people, remembering, reminders, values
from comity.answers import boundaries_said
from comity.answers import person as answers
from comity.answers.books import Scope
from comity.answers.boundaries import Notice
from comity.interfaces.web import forms as sent

Sent = Mapping[str, Any]
_NOON = dt.time(12)


@dataclass(frozen=True, slots=True)
class Edit:
    """form: checks what was sent; apply: does it; section: the id of the section that shows it; notices: what it
    crosses of boundaries, to be said beside it."""

    form: type[forms.Form]
    apply: Callable[[Scope, str, Sent], None]
    section: str
    notices: Callable[[Scope, str, Sent], tuple[Notice, ...]] | None = None


def _record(scope: Scope, who: str, data: Sent) -> None:
    at = _noon(scope, data)
    interactions.record(
        scope, [who], kind=data["kind"], at=at, subject=data["subject"], text=data["text"], day_only=True
    )


def _noon(scope: Scope, data: Sent) -> dt.datetime:
    return dt.datetime.combine(data["day"], _NOON, ZoneInfo(scope.zone))


def _record_notices(scope: Scope, who: str, data: Sent) -> tuple[Notice, ...]:
    words = f"{data['subject']}\n{data['text']}"
    return boundaries_said.of_record(scope, who, data["kind"], _noon(scope, data), words)


def _remind_notices(scope: Scope, who: str, data: Sent) -> tuple[Notice, ...]:
    return boundaries_said.of_reminder(scope, who, data["due"], data["text"])


def _remind(scope: Scope, who: str, data: Sent) -> None:
    reminders.add_reminder(scope, data["text"], data["due"], who)


def _reminder(scope: Scope, who: str, data: Sent) -> None:
    act = {
        "finish": reminders.finish_reminder,
        "reopen": reminders.reopen_reminder,
        "remove": reminders.remove_reminder,
    }[data["act"]]
    act(scope, str(data["reminder"]))


def _exchange(scope: Scope, who: str, data: Sent) -> None:
    act = {
        "thank": exchanges.thank,
        "unthank": exchanges.unthank,
        "remove": exchanges.remove_exchange,
    }[data["act"]]
    act(scope, str(data["exchange"]))


def _expectations(scope: Scope, who: str, data: Sent) -> None:
    people.set_relationship(scope, who, **data)


def _relationship(scope: Scope, who: str, data: Sent) -> None:
    people.set_relationship(scope, who, **data)


def _died(scope: Scope, who: str, data: Sent) -> None:
    remembering.died(scope, who, data["on"])


def _details(scope: Scope, who: str, data: Sent) -> None:
    """Only what differs is written, because what is written counts as the user's own word over any import."""
    person = answers.person(scope, who)
    shown = {
        "name": person.row.face.name,
        "organisation": person.row.organisation,
        "title": person.row.title,
        "phone": person.phones[0] if person.phones else "",
    }
    changed = {field: value for field, value in data.items() if value != shown[field]}
    if changed:
        people.edit_person(scope, who, **changed)


def _role(scope: Scope, who: str, data: Sent) -> None:
    since, until = data["since"], data["until"]
    if data["act"] == "add":
        people.add_role(scope, who, data["key"], since, until)
    elif data["act"] == "remove":
        people.remove_role(scope, who, data["role"])
    else:
        people.change_role(scope, who, data["role"], since, scope.today() if data["act"] == "end" else until)


def _fact(scope: Scope, who: str, data: Sent) -> None:
    sensitivity = "private" if data["private"] else "open"
    if data["fact"] is None:
        people.add_fact(scope, who, data["text"], sensitivity, data["source"], hearsay=data["hearsay"])
    elif data["act"] == "remove":
        people.remove_fact(scope, str(data["fact"]))
    else:
        people.edit_fact(scope, str(data["fact"]), data["text"], sensitivity, hearsay=data["hearsay"])


def _tag(scope: Scope, who: str, data: Sent) -> None:
    if data["remove"]:
        people.remove_tag(scope, who, data["remove"])
    else:
        people.add_tag(scope, who, data["name"])


def _choose(scope: Scope, who: str, data: Sent) -> None:
    if data["act"] == "follow":
        values.follow_sources(scope, who, data["field"])
    else:
        values.choose_value(scope, who, data["field"], data["value"])


def _split(scope: Scope, who: str, data: Sent) -> None:
    merging.split_part(scope, who, str(data["part"]))


EDITS: Mapping[str, Edit] = {
    "record": Edit(sent.RecordForm, _record, "timeline", _record_notices),
    "remind": Edit(sent.RemindForm, _remind, "open", _remind_notices),
    "reminder": Edit(sent.ReminderForm, _reminder, "open"),
    "exchange": Edit(sent.ExchangeForm, _exchange, "exchanges"),
    "expectations": Edit(sent.ExpectationsForm, _expectations, "expectations"),
    "relationship": Edit(sent.RelationshipForm, _relationship, "relationship"),
    "died": Edit(sent.DiedForm, _died, "relationship"),
    "details": Edit(sent.DetailsForm, _details, "reach"),
    "role": Edit(sent.RoleForm, _role, "roles"),
    "fact": Edit(sent.FactForm, _fact, "facts"),
    "tag": Edit(sent.TagForm, _tag, "tags"),
    "choose": Edit(sent.ChooseForm, _choose, "sources"),
    "split": Edit(sent.SplitForm, _split, "merged"),
}
"""By the last part of the address."""
