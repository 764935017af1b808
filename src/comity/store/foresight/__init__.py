"""What an import would do, told beforehand: records are compared with the book, and nothing is written to it.

What a reader sends is kept in a scratch file of its own (`scratch`), so that memory stays flat however much there
is; messages (`things`) and what cards say (`told`) are compared chunk by chunk; who would be new among the people
(`people`) is derived at the end from the same rules as an import's (`core.contact`, `core.identity`).
"""

from comity.store.foresight.people import People, foresee, likely_own
from comity.store.foresight.scratch import CHANGED, NEW, SAME, Scratch
from comity.store.foresight.things import take
from comity.store.foresight.told import take_cards, take_entries

__all__ = [
    "CHANGED",
    "NEW",
    "SAME",
    "People",
    "Scratch",
    "foresee",
    "likely_own",
    "take",
    "take_cards",
    "take_entries",
]
