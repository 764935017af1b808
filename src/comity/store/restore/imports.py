"""Imports, their files and problems: as they were, so that each can still be undone."""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper
from django.db.models import Max

from comity.core.errors import Invalid
from comity.core.tables.mapping import as_json, from_json
from comity.store.models import Batch, BatchFile, BatchProblem, CsvMapping
from comity.store.restore.state import Placed, State, known, places


def imports(state: State, cursor: CursorWrapper, found: Placed) -> None:
    """Imports keep their numbers in an empty book, and get the next ones in another.

    One that is here but was undone or cancelled counts as done again, as its rows come back.
    """
    chosen = places(state, Batch, [row["id"] for _, row in found])
    last = Batch.objects.filter(book_id=state.book).aggregate(Max("number"))["number__max"] or 0
    fresh = []
    for place, row in found:
        uuid, here = chosen[row["id"]]
        if row["number"] in state.numbers:
            raise Invalid(place, "number", "stands twice")
        if here is not None:
            if row["state"] == Batch.DONE:
                Batch.objects.filter(pk=here).exclude(state=Batch.DONE).update(state=Batch.DONE, error="")
            state.batches[row["number"]] = here
            state.numbers[row["number"]] = Batch.objects.values_list("number", flat=True).get(pk=here)
            continue
        last += 1
        state.numbers[row["number"]] = row["number"] if state.was_empty else last
        values = {name: value for name, value in row.items() if name not in ("id", "number")}
        idle = {"lease_until": 0, "process": "", "stop_asked": False, "files_state": ""}
        fresh.append({"uuid": uuid, "number": state.numbers[row["number"]], **values, **idle})
    ids = state.add("imports", cursor, Batch, fresh)
    by_number = {row["number"]: i for row, i in zip(fresh, ids, strict=True)}
    state.batches |= {
        told: by_number[new] for told, new in state.numbers.items() if told not in state.batches
    }
    state.fresh_batches.update(ids)


def files(state: State, cursor: CursorWrapper, found: Placed) -> None:
    """Files of an import that is new here; those of one that is known are its own, by their numbers."""
    fresh, keys = [], []
    for place, row in found:
        batch = known(state.batches, row["import"], place, "import")
        key = row["import"], row["number"]
        if batch not in state.fresh_batches and key not in state.files:
            own = BatchFile.objects.filter(batch_id=batch).order_by("id").values_list("id", flat=True)
            state.files |= {(row["import"], number): i for number, i in enumerate(own, 1)}
        if key not in state.files:
            keys.append(key)
            fresh.append(
                {"batch": batch, "label": row["label"], "source": row["source"], "size": row["size"]}
            )
    state.files |= dict(zip(keys, state.add("files", cursor, BatchFile, fresh), strict=True))


def problems(state: State, cursor: CursorWrapper, found: Placed) -> None:
    """What could not be read, of imports that are new here."""
    fresh = []
    for place, row in found:
        batch = known(state.batches, row["import"], place, "import")
        file = None
        if row["file"] is not None:
            file = known(state.files, (row["import"], row["file"]), place, "file")
        if batch in state.fresh_batches:
            told = {name: row[name] for name in ("position", "code", "reason")}
            fresh.append({"batch": batch, "file": file, **told})
    state.add("problems", cursor, BatchProblem, fresh)


def mappings(state: State, cursor: CursorWrapper, found: Placed) -> None:
    """What the columns of tables hold; what is said here too stays as it is here."""
    here = set(CsvMapping.objects.filter(book_id=state.book).values_list("fingerprint", flat=True))
    fresh = {}
    for place, row in found:
        try:
            columns = as_json(from_json(row["columns"]))
        except Invalid as error:
            raise Invalid(place, error.field, error.reason) from None
        if row["fingerprint"] not in here:
            fresh[row["fingerprint"]] = {"fingerprint": row["fingerprint"], "columns": columns}
    state.add("mappings", cursor, CsvMapping, list(fresh.values()))
