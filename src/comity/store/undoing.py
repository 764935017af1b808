"""Taking a batch out again: exactly what only it brought, and nothing that the user did."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from comity.store import derive, finishing, fulltext, owner, practice, proposals, understanding, variants
from comity.store.cards import UNNAMED
from comity.store.intake import Intake, nature_of
from comity.store.models import Batch, Identifier
from comity.store.sql import ints, rows
from comity.store.understanding import asks

_STEP = 500


def take_out(batch: Batch, today: int, state: str) -> None:
    """Undo a batch in short transactions; one that was interrupted is taken up again by the next call.

    Sightings go first; an interaction goes with its last one, unless the user's own work rests on it; the
    batch's claims and links go; then whatever rested on them is derived anew. What an interrupted call had
    touched is not known any more, so that the next one derives the whole book.
    """
    resumed = batch.state == Batch.UNDOING
    Batch.objects.filter(pk=batch.pk).update(state=Batch.UNDOING)
    changed: set[int] = set()
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            done, touched = _some_sightings(cursor, batch)
        changed |= touched
        if done:
            break
    with transaction.atomic(), connection.cursor() as cursor:
        changed |= {
            i
            for (i,) in rows(
                cursor, "SELECT DISTINCT identifier_id FROM store_claim WHERE batch_id = %s", [batch.pk]
            )
        }
        links = rows(
            cursor, "SELECT left_id, right_id FROM store_identitylink WHERE batch_id = %s", [batch.pk]
        )
        changed |= {i for pair in links for i in pair}
        cursor.execute("DELETE FROM store_claim WHERE batch_id = %s", [batch.pk])
        cursor.execute("DELETE FROM store_identitylink WHERE batch_id = %s", [batch.pk])
    if resumed:
        changed = set(Identifier.objects.filter(book_id=batch.book_id).values_list("id", flat=True))
    gone = owner.release(batch.book_id, changed) | _no_longer_lists(batch.book_id, changed)
    if resumed:
        finishing.rebuild(batch.book_id, today)
    else:
        finishing.redirect(batch.book_id, gone, today)
        finishing.settle(batch.book_id, changed, today)
    with transaction.atomic(), connection.cursor() as cursor:
        _forget_identifiers(cursor, changed)
        _forget_organisations(cursor, batch.book_id)
        asked = understanding.asked_by(batch)
        asks.forget_of(batch)
        cursor.execute("DELETE FROM store_proposal WHERE batch_id = %s AND state = 'open'", [batch.pk])
    understanding.look(batch.book_id, changed | asked)
    proposals.drop_vanished(batch.book_id)
    proposals.ask_again(batch.book_id)
    Batch.objects.filter(pk=batch.pk).update(state=state)


def _some_sightings(cursor: CursorWrapper, batch: Batch) -> tuple[bool, set[int]]:
    """Remove some sightings of the batch; whether none is left, and the identifiers this touched."""
    found = rows(
        cursor,
        "SELECT id, interaction_id FROM store_sighting WHERE batch_id = %s ORDER BY interaction_id LIMIT %s",
        [batch.pk, _STEP],
    )
    if not found:
        return True, set()
    cursor.execute(f"DELETE FROM store_sighting WHERE id IN {ints([i for i, _ in found])}")
    ids = sorted({interaction for _, interaction in found})
    orphans = [
        i
        for (i,) in rows(
            cursor,
            f"SELECT i.id FROM store_interaction i WHERE i.id IN {ints(ids)} AND i.by_hand = %s "
            "AND NOT EXISTS (SELECT 1 FROM store_sighting s WHERE s.interaction_id = i.id)",
            [False],
        )
    ]
    changed = drop(cursor, batch.book_id, orphans)
    changed |= _fall_back(cursor, batch, sorted(set(ids) - set(orphans)))
    return False, changed


def drop(cursor: CursorWrapper, book: int, ids: list[int]) -> set[int]:
    """Delete interactions with everything that hangs on them; returns the identifiers that took part."""
    if not ids:
        return set()
    listed = ints(ids)
    answers = rows(
        cursor,
        "SELECT i.id FROM store_interaction p CROSS JOIN store_interaction i WHERE i.book_id = p.book_id "
        f"AND i.parent = p.ref AND i.parent > 0 AND p.ref > 0 AND p.id IN {listed} AND i.id NOT IN {listed}",
    )
    changed = {
        i
        for (i,) in rows(
            cursor, f"SELECT DISTINCT identifier_id FROM store_participant WHERE interaction_id IN {listed}"
        )
    }
    twins = rows(
        cursor,
        "SELECT o.ref, MIN(o.id), COUNT(*) FROM store_interaction o WHERE o.book_id = %s AND o.kind = 1 AND o.ref > 0 "
        f"AND o.ref IN (SELECT ref FROM store_interaction WHERE twin = %s AND id IN {listed}) AND o.id NOT IN {listed} "
        "GROUP BY o.ref HAVING COUNT(*) = 1",
        [book, True],
    )
    cursor.execute(
        f"UPDATE store_interaction SET twin = %s WHERE id IN {ints(i for _, i, _ in twins)}", [False]
    )
    fulltext.remove(cursor, ids)
    for table in ("store_content", "store_participant", "store_variant", "store_mailread"):
        cursor.execute(f"DELETE FROM {table} WHERE interaction_id IN {listed}")
    for table, column in practice.about_interactions():
        cursor.execute(f"UPDATE {table} SET {column} = NULL WHERE {column} IN {listed}")
    cursor.execute(f"DELETE FROM store_interaction WHERE id IN {listed}")
    return changed | derive.directions(book, {i for (i,) in answers})


def _fall_back(cursor: CursorWrapper, batch: Batch, ids: list[int]) -> set[int]:
    """Where a copy that is gone differed from those that stay, show the best of what is left."""
    stale = rows(
        cursor,
        f"SELECT v.id, v.interaction_id FROM store_variant v WHERE v.interaction_id IN {ints(ids)} AND NOT EXISTS "
        "(SELECT 1 FROM store_sighting s WHERE s.interaction_id = v.interaction_id AND s.digest = v.digest)",
    )
    if not stale:
        return set()
    cursor.execute(f"DELETE FROM store_variant WHERE id IN {ints([i for i, _ in stale])}")
    intake = Intake(batch.book_id, batch.pk)
    interactions = {interaction for _, interaction in stale}
    before = _parties(cursor, interactions)
    for interaction in sorted(interactions):
        variants.settle(cursor, intake, interaction)
    changed = before | _parties(cursor, interactions)
    return changed | derive.directions(batch.book_id, interactions)


def _parties(cursor: CursorWrapper, interactions: set[int]) -> set[int]:
    found = rows(
        cursor, f"SELECT identifier_id FROM store_participant WHERE interaction_id IN {ints(interactions)}"
    )
    return {i for (i,) in found}


def _no_longer_lists(book: int, identifiers: set[int]) -> set[int]:
    """Addresses that were taken for mailing lists only because of what is gone now."""
    with transaction.atomic(), connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT d.id, d.kind, d.value FROM store_identifier d "
            "WHERE d.book_id = %s AND d.nature = 2 AND d.nature_by_hand = %s "
            f"AND d.id IN {ints(identifiers)} AND NOT EXISTS "
            "(SELECT 1 FROM store_participant p WHERE p.identifier_id = d.id AND p.part = 9)",
            [book, False],
        )
        cursor.executemany(
            "UPDATE store_identifier SET nature = %s WHERE id = %s",
            [(nature_of(kind, value), i) for i, kind, value in found],
        )
    return {i for i, _, _ in found}


def _forget_identifiers(cursor: CursorWrapper, identifiers: set[int]) -> None:
    listed = sorted(identifiers)
    for start in range(0, len(listed), 5000):
        part = ints(listed[start : start + 5000])
        cursor.execute(
            f"DELETE FROM store_identifier WHERE id IN {part} AND person_id IS NULL AND own = 0 AND nature_by_hand = %s "
            "AND NOT EXISTS (SELECT 1 FROM store_participant p WHERE p.identifier_id = store_identifier.id) "
            "AND NOT EXISTS (SELECT 1 FROM store_claim c WHERE c.identifier_id = store_identifier.id) "
            "AND NOT EXISTS (SELECT 1 FROM store_identitylink l WHERE l.left_id = store_identifier.id "
            "OR l.right_id = store_identifier.id)",
            [False],
        )


def _forget_organisations(cursor: CursorWrapper, book: int) -> None:
    cursor.execute(f"DELETE FROM store_organisation WHERE book_id = %s {UNNAMED}", [book])
    cursor.execute(
        "DELETE FROM store_tag WHERE book_id = %s AND NOT EXISTS "
        "(SELECT 1 FROM store_tagging t WHERE t.tag_id = store_tag.id)",
        [book],
    )


def forget(book: int, interaction: int, today: int) -> None:
    """Delete one interaction and derive anew what rested on it."""
    with transaction.atomic(), connection.cursor() as cursor:
        changed = drop(cursor, book, [interaction])
    finishing.settle(book, changed, today)
