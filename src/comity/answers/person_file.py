"""Everything that is held on one person, in one file, for them: without other people, and without what was told in
confidence or is sealed, each with the reason.

Rows are those of an export (docs/export-format.md), read as they are asked for, so that 40,000 mails need no more memory
than one. In place of an id of somebody stands who it is to the reader: "them", "me", or "[another person 1]".
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO
from uuid import UUID

from django.utils.translation import gettext as _

import comity
from comity.answers import guarding
from comity.answers.finding import find
from comity.core import audience
from comity.core.errors import Invalid, Locked, NoVault
from comity.core.mailtext import may_answer, own_words
from comity.core.others import Others
from comity.core.records import Kind, Part
from comity.core.redaction import without
from comity.core.sealing import CannotOpen
from comity.exports.shapes import SHAPES, write_row
from comity.store import forgetting, practice, proposals, sealed_words, sealing
from comity.store.access import Scope
from comity.store.models import Attention, Identifier, IncidentEntry, Organisation, Person, Proposal
from comity.store.queries import export, held
from comity.store.queries.person import members
from comity.store.sql import chunks

FORMAT, VERSION = "comity-person-file", 1
_TOGETHER = 200
_SEALED = ("wrapped_key", "ciphertext")
_NEVER = ("confidence_audience", "confidence_covers")
"""Kinds that tell what others confided, and to whom."""
Told = Callable[[int], None]


@dataclass
class Writing:
    """The state of a file being made: what was withheld so far, and which imports told something."""

    scope: Scope
    person: Person
    members: list[int]
    others: Others
    guard: guarding.Guard
    withheld: Counter[tuple[str, str]] = field(default_factory=Counter)
    imports: set[int] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    beyond: int = 0

    @property
    def locked(self) -> int:
        """How many things were not looked at, since they are sealed and locked."""
        return sum(
            count for (_, why), count in self.withheld.items() if why in ("sealed", "sealed_chain", "locked")
        )

    def leave_out(self, what: str, why: str, count: int = 1) -> None:
        if count:
            self.withheld[what, why] += count


def begin(scope: Scope, who: str) -> Writing:
    """Prepare the file of a person.

    Raises:
        NotFound: nobody fits; Ambiguous: several do; Invalid: it is me.
    """
    person = find(scope, who)
    if person.is_me:
        raise Invalid("person", person.name, "this is you; everything is in comity export")
    everybody = members(person.pk)
    guard = guarding.guard(scope, audience.of(person.pk))
    return Writing(scope, person, everybody, _others(scope, everybody), guard)


def _others(scope: Scope, everybody: list[int]) -> Others:
    mine = Person.objects.filter(book_id=scope.book_id, is_me=True).values_list("pk", flat=True)
    ours = [*everybody, *mine]
    names = Person.objects.filter(book_id=scope.book_id).exclude(pk__in=ours).exclude(name="")
    handles = Identifier.objects.filter(book_id=scope.book_id).exclude(person__in=ours).exclude(kind="entry")
    keep = [*Person.objects.filter(pk__in=ours).values_list("name", flat=True)]
    keep += Identifier.objects.filter(person__in=ours).values_list("value", flat=True)
    heads = names.values_list("merged_into", "pk", "name")
    owners = handles.values_list("person__merged_into", "person", "value")
    return Others(
        ((into or pk, name) for into, pk, name in heads.iterator(chunk_size=2000)),
        ((into or pk or value, value) for into, pk, value in owners.iterator(chunk_size=2000)),
        keep,
    )


def sections(writing: Writing, latest: int | None = None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(section, row) of everything, section by section; `withheld` and `sources` come last, for they sum the rest up.

    latest: of what happened only so many, the latest; None: everything.
    """
    for kind in held.KINDS:
        where = held.about(kind, writing.members)
        if where is not None and kind not in _NEVER:
            yield from ((kind, row) for row in _rows(writing, kind, where))
    yield from (("attention", row) for row in _attention(writing))
    yield from (("proposals", row) for row in _proposals(writing))
    yield from (("interactions", row) for row in _interactions(writing, latest))
    for source in held.imports(sorted(writing.imports), writing.scope.book_id):
        files = [writing.others.text(label) for label in source["files"]]
        yield "sources", {**source, "started_at": source["started_at"].isoformat(), "files": files}
    _count_incidents(writing)
    for one in writing.guard.withheld:
        writing.leave_out(one.what, one.why)
    for (what, why), count in sorted(writing.withheld.items()):
        yield "withheld", {"what": what, "why": why, "reason": reason(why), "count": count}


def _count_incidents(writing: Writing) -> None:
    """How many entries of the sealed record name them, where it is open; else that there is one."""
    if writing.scope.key is None:
        if IncidentEntry.objects.filter(book_id=writing.scope.book_id).exists():
            writing.leave_out("incidents", "sealed_chain")
        return
    named = forgetting.held(writing.scope.book_id, writing.members).traces().pattern()
    looked = sealed_words.recorded(writing.scope, lambda text: without(text, [named]))
    writing.leave_out("incidents", "recorded", looked.recorded)
    writing.leave_out("incidents", "sealed_chain", looked.shut)


def reason(why: str) -> str:
    """Why something is left out, in words for the person whose file it is."""
    return {
        "never": _("Told in confidence, not to be mentioned to anybody."),
        "locked": _("It may hold something told in confidence that is sealed."),
        "confidence": _("Told in confidence by somebody else, whose right it is that it stays so."),
        "sealed": _(
            "A private note of the owner, sealed with a passphrase and locked when this was made; what it says was not"
            " looked at."
        ),
        "recorded": _(
            "An entry of a sealed record of incidents that names them; it may be held to establish or defend legal claims."
        ),
        "sealed_chain": _(
            "There is a sealed record of incidents. Whether it names anybody cannot be seen without its passphrase; it"
            " may be held to establish or defend legal claims."
        ),
    }.get(why, why)


def _rows(writing: Writing, kind: str, where: Any) -> Iterator[dict[str, Any]]:
    shape = SHAPES[kind]
    for part in chunks(export.some(writing.scope.book_id, kind, where), _TOGETHER):
        _learn_names(writing, kind, part)
        for row in part:
            if row.get("ciphertext") is not None and not _open(writing.scope, kind, row):
                writing.leave_out(kind, "sealed")
                continue
            if kind == "confidences" and not _told_by_them(writing, row):
                writing.leave_out(kind, "confidence")
                continue
            plain = write_row(shape, row)
            texts = [value for value in plain.values() if isinstance(value, str)]
            if not writing.guard.lets(*texts, rows=((kind, str(plain.get("id", ""))),), what=kind):
                continue
            if plain.get("import"):
                writing.imports.add(plain["import"])
            yield {key: _shown(writing, key, value) for key, value in plain.items() if key not in _SEALED}


def _open(scope: Scope, kind: str, row: dict[str, Any]) -> bool:
    """Put what is sealed of a row where it stands in a row that is not; False where it is locked or does not open."""
    model: Any = practice.TABLES[kind]
    try:
        sealed = model(uuid=row["id"], wrapped_key=row["wrapped_key"], ciphertext=row["ciphertext"])
        body = sealing.opened(scope, sealed)
    except (Locked, NoVault, CannotOpen):
        return False
    row.update((name, body[name]) for name in ("text", "signs") if name in row and name in body)
    return True


def _told_by_them(writing: Writing, row: Mapping[str, Any]) -> bool:
    return row["source"] is not None and writing.names.get(str(row["source"])) == "them"


def _learn_names(writing: Writing, kind: str, part: list[dict[str, Any]]) -> None:
    """What stands for each id in these rows: people by who they are to the reader, other things by their names."""
    ids = {value for row in part for value in row.values() if isinstance(value, UUID)}
    missing = [uuid for uuid in ids if str(uuid) not in writing.names]
    for uuid, pk, head, is_me in Person.objects.filter(uuid__in=missing).values_list(
        "uuid", "pk", "merged_into", "is_me"
    ):
        theirs = pk in writing.members
        writing.names[str(uuid)] = "them" if theirs else "me" if is_me else writing.others.called(head or pk)
    model = practice.TABLES.get(kind)
    targets: list[Any] = [column.to for column in practice.columns(model)] if model else [Organisation]
    for target in {to for to in targets if to is not None and to is not Person and hasattr(to, "uuid")}:
        named = next((f for f in ("name", "title", "text", "what", "matter") if hasattr(target, f)), None)
        if named:
            for uuid, name in target.objects.filter(uuid__in=missing).values_list("uuid", named):
                writing.names[str(uuid)] = name


def _shown(writing: Writing, key: str, value: Any) -> Any:
    """A value as the reader may see it."""
    if isinstance(value, str):
        if key == "id":
            return value
        known = writing.names.get(value)
        if known is not None:
            return known if known in ("them", "me") else writing.others.text(known)
        kind, colon, handle = value.partition(":")
        if key in ("identifier", "left", "right") and colon:
            return f"{kind}:{writing.others.address(handle)}"
        return writing.others.text(value)
    if isinstance(value, list):
        return [_shown(writing, key, each) for each in value]
    if isinstance(value, dict):
        return {name: _shown(writing, name, each) for name, each in value.items()}
    return value


def _attention(writing: Writing) -> Iterator[dict[str, Any]]:
    """What was done with items of Today about them."""
    uuids = Person.objects.filter(pk__in=writing.members).values_list("uuid", flat=True)
    for uuid in uuids:
        found = Attention.objects.filter(book_id=writing.scope.book_id, key__contains=uuid.hex).order_by(
            "key"
        )
        for row in found:
            yield {"key": row.key.partition("-")[0], "act": row.act, "created_at": row.created_at.isoformat()}


def _proposals(writing: Writing) -> Iterator[dict[str, Any]]:
    """What the book noticed about them, with the words that it noticed it by."""
    ids = set(Identifier.objects.filter(person__in=writing.members).values_list("pk", flat=True))
    asked = Proposal.objects.filter(book_id=writing.scope.book_id).order_by("pk")
    for row in asked.iterator(chunk_size=_TOGETHER):
        if not ids & set(proposals.named(row.evidence)):
            continue
        words = {
            name: value
            for name, value in row.evidence.items()
            if isinstance(value, str) and name not in proposals.ENDS
        }
        if writing.guard.lets(*words.values(), what="proposals"):
            shown = {name: writing.others.text(value) for name, value in words.items()}
            yield {
                "kind": row.kind,
                "state": row.state,
                "created_at": row.created_at.isoformat(),
                "words": shown,
            }


def _interactions(writing: Writing, latest: int | None) -> Iterator[dict[str, Any]]:
    ids = held.interaction_ids(writing.members)
    shown = ids if latest is None else ids[-latest:]
    writing.beyond = len(ids) - len(shown)
    for part in chunks(shown, _TOGETHER):
        for passed in held.passed(part):
            row = _interaction(writing, passed)
            if row is not None:
                yield row


def _interaction(writing: Writing, passed: held.Passed) -> dict[str, Any] | None:
    """One thing that happened; of a mail that somebody else wrote, what it quotes is left out with its other readers."""
    uuid = str(UUID(bytes=passed.key))
    beside = [
        (party.person or party.handle, party.name)
        for party in passed.parties
        if not party.is_me and party.person not in writing.members
    ]
    about = {party.person for party in passed.parties}
    if not writing.guard.lets(
        passed.subject,
        passed.text,
        about=about - set(writing.members),
        rows=(("interactions", uuid),),
        what="interactions",
    ):
        return None
    writing.imports.update(passed.imports)
    text = passed.text
    if beside and passed.kind == Kind.MAIL:
        text = own_words(text, may_answer(passed.parent, passed.subject))
    return {
        "id": uuid,
        "kind": Kind(passed.kind).name.lower(),
        "at": dt.datetime.fromtimestamp(passed.at, dt.UTC).isoformat().replace("+00:00", "Z"),
        "subject": writing.others.text(passed.subject, beside),
        "participants": [
            {"part": Part(party.part).name.lower(), "who": _who(writing, party)} for party in passed.parties
        ],
        "text": writing.others.text(text, beside),
        "imports": list(passed.imports),
    }


def _who(writing: Writing, party: held.Party) -> str:
    if party.is_me:
        return "me"
    if party.person in writing.members:
        return f"them ({party.handle})"
    return writing.others.called(party.person or party.handle)


def head(writing: Writing, now: dt.datetime) -> dict[str, Any]:
    """What stands at the top of the file."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_by": f"comity {comity.__version__}",
        "made_at": now.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "about": writing.person.name,
    }


def write_json(writing: Writing, file: TextIO, now: dt.datetime, *, told: Told = lambda rows: None) -> int:
    """Write the file as one JSON object, a line for each row; returns how many rows there are."""
    file.write(json.dumps(head(writing, now), ensure_ascii=False)[:-1])
    section, count = "", 0
    for name, row in sections(writing):
        if name != section:
            file.write(f'{"]" if section else ""},\n"{name}": [\n')
            section = name
        else:
            file.write(",\n")
        file.write(json.dumps(row, ensure_ascii=False))
        count += 1
        if count % _TOGETHER == 0:
            told(count)
    file.write("]}\n" if section else "}\n")
    return count
