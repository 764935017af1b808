"""Books that hold something of everything, and ways to export them and read them back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from django.db import connection

from comity.actions import (
    exporting,
    imports,
    interactions,
    me,
    merging,
    people,
    reminders,
    restoring,
    sample,
    today,
)
from comity.actions.dates import add_date
from comity.core.records import Card, Dated, Handle, Kind, Record
from comity.exports.shapes import MANIFEST, SHAPES, file_of
from comity.sources._message import read_message
from comity.store import finishing
from comity.store.access import Scope
from comity.store.models import (
    Batch,
    BatchFile,
    BatchProblem,
    Book,
    Claim,
    CsvMapping,
    Exchange,
    Fact,
    Group,
    GroupMember,
    Identifier,
    Interaction,
    Person,
    Proposal,
    Relationship,
    Role,
)
from tests import practised
from tests.made_up import ME, MY_OTHER, PEOPLE, TODAY, Mail, bring, new_scope, on_day, written

INES, TOMAS, TOMAS_AT_HOME = (address for _, address in PEOPLE[:3])


def mailbox() -> list[Record]:
    """A few mails to and fro, one of them in three differing copies, one through a list."""
    mails = [
        Mail(1, INES, (ME,), (), 3, "lantern", None, True, ()),
        Mail(2, ME, (INES,), (TOMAS,), 5, "harbour", 1, True, ()),
        Mail(3, TOMAS_AT_HOME, (ME,), (), 40, "quilt", None, False, ()),
        Mail(4, "ama@quill.example", ("gardeners@lists.example",), (), 60, "orchard", None, True, ()),
        Mail(5, ME, ("gardeners@lists.example",), (), 61, "orchard", 4, True, ()),
        Mail(6, "news@quill.example", (ME,), (), 70, "orchard", None, True, ("Precedence: bulk",)),
    ]
    copies = [(mail, "") for mail in mails] + [(mails[0], "footer"), (mails[0], "bcc")]
    found = (read_message(written(mail, copy), place) for place, (mail, copy) in enumerate(copies))
    return [record for record in found if record is not None]


def card(*addresses: str, name: str, organisation: str = "Quill Ltd") -> Card:
    """An address book's entry with all that one can say."""
    return Card(
        handles=tuple(Handle("email", address) for address in addresses),
        name=name,
        given="",
        family="",
        values=(("phone", "+49 30 1234"), ("nickname", "=Quilly"), ("note", "two\nlines")),
        organisation=organisation,
        title="Editor",
        department="Maps",
        position_since=19_000,
        dates=(Dated("birthday", 2, 29, 1980),),
        labels=("Friends", "Žofie's"),
        known_on=18_000,
        changed_at=1_700_000_000,
        is_me=False,
        position=1,
    )


def full_book() -> Scope:
    """A book with imports, one of them undone, and with something written by hand of every kind."""
    scope = new_scope()
    bring(scope, [mailbox(), mailbox()[:2]])
    bring(
        scope,
        [[card(TOMAS, TOMAS_AT_HOME, name="Tomas Lindqvist"), card("zoe@lund.example", name="Zoë Lund")]],
    )
    bring(scope, [mailbox()[2:4]])
    undone = bring(scope, [[card("gone@away.example", name="Gone Away", organisation="Nowhere")]])
    with on_day(TODAY):
        imports.undo(scope, undone)
        _by_hand(scope)
        finishing.rebuild(scope.book_id, TODAY)
    return scope


def id_of(scope: Scope, address: str) -> str:
    """The id of the person behind an address."""
    person = Identifier.objects.get(book_id=scope.book_id, value=address).person
    assert person is not None
    return str((person.merged_into or person).uuid)


def _by_hand(scope: Scope) -> None:
    ines, zoe = id_of(scope, INES), id_of(scope, "zoe@lund.example")
    day = dt.date(2024, 3, 1)
    me.add_address(scope, MY_OTHER, "employer", day, None)
    ada = people.add_person(
        scope, name="Ada\u2028 Quist", organisation="Lathe & Co", title="Turner", role="mentor"
    )
    bob = people.add_person(scope, name="Bob", email="bob@lund.example")
    people.edit_person(scope, ines, name="Inês Varga", phone="+351 21", title="Head of Quilts")
    people.set_relationship(
        scope, ines, standing="trusted", rhythm_days=30, purpose="Learn", note="likes\ttabs"
    )
    people.add_role(scope, ines, "client", day, dt.date(2024, 5, 1))
    people.add_role(scope, ines, "peer", None, None)
    people.add_tag(scope, ines, "Harbour")
    people.add_fact(scope, ines, "Has two lanterns", Fact.PRIVATE, "herself")
    add_date(scope, zoe, "name day", 5, 1, None)
    merging.merge_people(scope, [bob, ada])
    interactions.record(
        scope,
        [ines, ada],
        kind="call",
        at=dt.datetime(2024, 10, 1, 9, 30, tzinfo=dt.UTC),
        subject="",
        text="Hm\n\nyes",
    )
    reminder = reminders.add_reminder(scope, "Ask", dt.date(2025, 1, 1), ines)
    reminders.finish_reminder(scope, reminders.add_reminder(scope, "Nobody's", dt.date(2025, 1, 2)))
    today.snooze(scope, "reminder-" + reminder.replace("-", ""), 3)
    _rows(scope, ines)


def _rows(scope: Scope, ines: str) -> None:
    """Rows for which there is no verb yet."""
    book, person = scope.book_id, Person.objects.get(uuid=ines)
    meeting = Interaction.objects.create(
        book_id=book,
        key=b"\x01" * 16,
        kind=Kind.MEETING,
        at=1_727_000_000,
        zone="Europe/Lisbon",
        by_hand=True,
        subject="=Tea",
    )
    Exchange.objects.create(
        book_id=book, person=person, direction="given", kind="advice", on=19_000, asks_thanks=False
    )
    group = Group.objects.create(book_id=book, name="Quilters", kind="circle", aim="Quilts")
    GroupMember.objects.create(
        book_id=book, group=group, relationship=Relationship.objects.get(person=person)
    )
    zoe = Person.objects.get(uuid=id_of(scope, "zoe@lund.example"))
    practised.one_of_each(book, person, zoe, meeting, group)
    batch = Batch.objects.get(book_id=book, number=2)
    file = BatchFile.objects.filter(batch=batch).first()
    mapping = {"holds": "people", "fields": ["name", "ignore"], "order": "dmy", "header": True}
    CsvMapping.objects.create(book_id=book, fingerprint="0123456789abcdef" * 2, columns=mapping)
    for place in (file, None):
        BatchProblem.objects.create(
            book_id=book, batch=batch, file=place, position=7, code="odd", reason="It is odd."
        )
    Proposal.objects.create(
        book_id=book,
        kind="source_owner",
        key="2",
        batch=batch,
        evidence={"n": [1, None, "a", 0.5]},
        probability=0.25,
    )


def export(scope: Scope, folder: Path) -> Path:
    """Export a book to a folder, on the day of the tests."""
    with on_day(TODAY):
        exporting.export_book(scope, folder)
    return folder


def read_back(scope: Scope, folder: Path) -> dict[str, int]:
    """Read an export into a book, on the day of the tests."""
    with on_day(TODAY):
        return restoring.import_export(scope, folder)


def without(scope: Scope) -> Scope:
    """A new empty book, once this one is gone with all that it held."""
    if connection.vendor == "sqlite":
        sample._drop_index(scope.book_id)
    Book.objects.get(pk=scope.book_id).delete()
    return new_scope()


def rows_of(folder: Path) -> dict[str, bytes]:
    """The files of rows of an export, by kind."""
    return {kind: (folder / file_of(kind)).read_bytes() for kind in SHAPES}


def tamper(folder: Path, kind: str, change: Callable[[bytes], bytes]) -> None:
    """Change a file of an export and its digest in the manifest, as somebody might who means it."""
    path, manifest = folder / file_of(kind), folder / MANIFEST
    path.write_bytes(change(path.read_bytes()))
    told = json.loads(manifest.read_text())
    told["files"][path.name]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(told))


def small_export(folder: Path) -> Path:
    """The export of a small book that is in this database no more."""
    scope = new_scope()
    bring(scope, [mailbox()])
    bring(scope, [[card(TOMAS, name="Tomas Lindqvist")]])
    with on_day(TODAY):
        people.add_role(scope, id_of(scope, INES), "client", None, None)
    written_to = export(scope, folder / "small")
    without(scope)
    return written_to


def is_bare(scope: Scope) -> bool:
    """Whether a book holds nothing at all."""
    models = (Batch, Identifier, Person, Claim, Proposal, Role)
    return not any(model.objects.filter(book_id=scope.book_id).exists() for model in models)
