"""What machines notice and people decide, apart from the questions of an import: the kinds and their evidence.

One proposal is open for each (kind, key); one that was declined keeps its row, so that it is never asked again.
Evidence is plain JSON:

* `detail`: a phone, title or organisation read from a signature. Key `<identifier id>:<field>:<folded value>`;
  {"identifier", "field": "phone" | "title" | "organisation", "value", "line", "interaction", "at", "current"};
* `new_job`: somebody's title, organisation or work address changed. Key as above with the field `job`;
  {"identifier", "organisation", "title", "before_organisation", "before_title", "why", "interaction", "at"};
* `address_dead`: mail to an address came back for good. Key: the identifier id and the instant of the last mail from it,
  so that the question comes again only if they wrote since;
  {"identifier", "address", "status", "why", "interaction", "at"};
* `address_away`: an automatic answer says that somebody is away. Key: the identifier id and the answer's instant;
  {"identifier", "address", "until": ISO date or "", "why", "interaction", "at"}. It is shown, and asks for no answer;
* `same_person`: two handles may be one person's. Key `<smaller identifier id>:<larger identifier id>`;
  {"left", "right", "evidence": [[what, left value, right value, weight in bits], …]};
* `shared_address`: several people write from one address. Key `<identifier id>`; {"identifier", "address", "names"};
* `request`, `my_promise`, `their_promise`, `thanks`, `my_thanks`, `introduction`, `personal_news`, and `new_job` from
  a sentence rather than a signature (`core.asks.Told`): a sentence of a recent mail. Key as `told_key` makes it;
  {"identifier", "sentence", "start": place in the text, "due": day number or None, "due_words", "interaction", "at",
  "by_me": whether I wrote it}, and of introductions "one" and "other", identifiers (0: me, or not told).

`interaction` is the key of the interaction as 32 hexadecimal digits, "" if there is none; `at` is in epoch seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

from comity.core.asks import Told
from comity.store.models import Proposal
from comity.store.sql import chunks

DETAIL = "detail"
NEW_JOB = "new_job"
ADDRESS_DEAD = "address_dead"
ADDRESS_AWAY = "address_away"
SAME_PERSON = "same_person"
SHARED_ADDRESS = "shared_address"

TOLD = tuple(kind.value for kind in Told)
"""Those that a sentence of a recent mail may give; `new_job` may come from a signature too."""
KINDS = (
    *(kind for kind in TOLD if kind != NEW_JOB),
    *(SAME_PERSON, NEW_JOB, DETAIL, ADDRESS_DEAD, SHARED_ADDRESS, ADDRESS_AWAY),
)
"""All of them, in the order in which a person wants to see them."""
ASKED = tuple(kind for kind in KINDS if kind != ADDRESS_AWAY)
"""Those that wait for an answer; `address_away` is only shown."""
FROM_MAIL = (DETAIL, NEW_JOB, ADDRESS_DEAD, ADDRESS_AWAY)
"""Those that signatures and notices write, and take back where their reason is gone."""

_STEP = 400
_SAID = ":said:"
_TELLING = 6
"""Words from which a sentence says enough that it is the same matter in any mail; "Will do." is not."""


class Noticed(NamedTuple):
    """A proposal to be written: kind, key, evidence, probability (None: not measured) and its batch."""

    kind: str
    key: str
    evidence: Mapping[str, Any]
    probability: float | None
    batch: int | None


def pair_key(left: int, right: int) -> str:
    """The key of `same_person`: it does not depend on the order of the two."""
    return f"{min(left, right)}:{max(left, right)}"


def value_key(identifier: int, field: str, value: str) -> str:
    """The key of `detail` and `new_job`: case and white space do not count; long values are cut."""
    return f"{identifier}:{field}:{' '.join(value.casefold().split())}"[:500]


def moment_key(identifier: int, at: int) -> str:
    """The key of `address_dead` and `address_away`."""
    return f"{identifier}:{at}"


def told_key(identifier: int, interaction: str, sentence: str) -> str:
    """The key of what a sentence tells: whom it is about, its mail, and a digest of its words.

    The digest begins with `s` where they are too few to be known again in another mail, else with `t`.
    """
    words = sentence.casefold().split()
    length = "t" if len(words) >= _TELLING else "s"
    return f"{identifier}{_SAID}{interaction}:{length}{blake2b(' '.join(words).encode(), digest_size=8).hexdigest()}"


def is_told(key: str) -> bool:
    """Whether a key is one that `told_key` made."""
    return key.split(":", 2)[1:2] == ["said"]


def told_parts(key: str) -> tuple[str, str, str]:
    """The identifier, the interaction and the digest in a key that `told_key` made."""
    identifier, _, rest = key.partition(_SAID)
    interaction, _, digest = rest.partition(":")
    return identifier, interaction, digest


def write(book: int, found: Iterable[Noticed]) -> int:
    """Write what was noticed; what was asked before, whatever became of it, stays as it is.

    Returns how many are new.
    """
    added = 0
    for part in chunks({(n.kind, n.key): n for n in found}.values(), _STEP):
        asked = set(
            Proposal.objects.filter(
                book_id=book, kind__in={n.kind for n in part}, key__in=[n.key for n in part]
            ).values_list("kind", "key")
        )
        fresh = [n for n in part if (n.kind, n.key) not in asked]
        Proposal.objects.bulk_create(
            (
                Proposal(
                    book_id=book,
                    kind=n.kind,
                    key=n.key,
                    evidence=dict(n.evidence),
                    probability=n.probability,
                    batch_id=n.batch,
                )
                for n in fresh
            ),
            ignore_conflicts=True,
        )
        added += len(fresh)
    return added


def withdraw(book: int, kind: str, keys: Iterable[str]) -> None:
    """Remove open proposals of a kind whose reason is gone."""
    for part in chunks(keys, _STEP):
        Proposal.objects.filter(book_id=book, kind=kind, key__in=part, state=Proposal.OPEN).delete()
