"""What was told outside of the chain, how far it can be relied on, and how whole the chain is."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import ssl
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning
from django.utils.translation import gettext as _

from comity.answers import wording
from comity.core import evidence, evidence_check
from comity.core.errors import WrongState
from comity.core.evidence_check import RFC3161, Report
from comity.core.stamp_signatures import signature
from comity.exports.pdf import pdf
from comity.store import chain
from comity.store.access import Scope
from comity.store.models import Anchor

LIMIT = 100
_MOST_ROOTS = 1000


@dataclass(frozen=True, slots=True)
class AnchorLine:
    """An anchor. signed: of a time stamp how its signature can be relied on (`core.stamp_signatures`), else ""."""

    id: str
    number: int
    digest: str
    kind: str
    at: dt.datetime
    to: str
    signed: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the chain as it is told outside: the entry's number, its digest in groups, and when this was made."""

    number: int
    digest: str
    groups: str
    at: int
    made: dt.datetime


def checked(scope: Scope) -> Report:
    """The whole chain looked through, locked or not."""
    return evidence_check.check(chain.stored(scope.book_id), chain.anchored(scope.book_id))


def anchors(scope: Scope, *, limit: int = LIMIT) -> tuple[AnchorLine, ...]:
    """What was told outside, the latest first."""
    rows = Anchor.objects.filter(book_id=scope.book_id).order_by("-at", "-id")[:limit]
    return tuple(
        AnchorLine(
            str(row.uuid),
            row.number,
            row.digest,
            row.kind,
            scope.moment(row.at),
            row.to,
            signature(bytes(row.token), row.digest, roots()) if row.kind == RFC3161 and row.token else "",
        )
        for row in rows
    )


def head(scope: Scope) -> Head:
    """The head as it stands now.

    Raises:
        WrongState: there is no entry yet.
    """
    row, now = chain.last(scope.book_id), int(time.time())
    if row is None:
        raise WrongState("chain", "empty")
    return Head(row.number, row.digest, evidence.grouped(row.digest), now, scope.moment(now))


def head_page(scope: Scope) -> tuple[Head, bytes]:
    """The head, and a page with it to be printed, signed and put away.

    Raises:
        WrongState: there is no entry yet.
    """
    import segno

    found = head(scope)
    code = io.BytesIO()
    told = f"comity-chain:{found.number}:{found.digest}"
    segno.make(told, error="m", micro=False).save(code, kind="svg", scale=4, border=4)
    made = _written(found)
    values = {
        "title": _("The head of a chain of notes"),
        "made": _("Made on %(day)s") % {"day": made},
        "foot": f"{found.number} · {found.digest[:16]}",
        "number": _("Entry %(number)d") % {"number": found.number},
        "groups": [evidence.grouped(found.digest[:32]), evidence.grouped(found.digest[32:])],
        "code": code.getvalue().decode("utf-8"),
        "what": _(
            "This number stands for every note up to this entry. It says nothing of what is in them. Whoever changes, removes "
            "or puts in one of them later cannot make it come out the same."
        ),
        "how": _(
            "Give this page to somebody who will still have it in a year: a lawyer, a notary, a friend. Let them write the date "
            "and sign. Then say in Comity that it was printed."
        ),
        "sign": [_("Received on"), _("Name"), _("Signature")],
    }
    return found, pdf("head", values)


def head_mail(scope: Scope, to: str) -> tuple[Head, str]:
    """The head, and a link that opens the user's mail program with a mail that holds it; nothing is sent by itself.

    Raises:
        WrongState: there is no entry yet.
    """
    found = head(scope)
    subject = _("Please keep: number of entry %(number)d") % {"number": found.number}
    body = _(
        "Please keep this mail. The number below stands for notes of mine up to now; it says nothing of what is in them. If I ever "
        "need to show that they are as old as I say, this mail helps.\n\nEntry %(number)d, %(day)s\n%(groups)s"
    ) % {"number": found.number, "day": _written(found), "groups": found.groups}
    href = f"mailto:{quote(to.strip(), safe='@+.-_')}?subject={quote(subject)}&body={quote(body)}"
    return found, href.replace("%0A", "%0D%0A")


@cache
def roots() -> tuple[x509.Certificate, ...]:
    """The certificates that this machine trusts: those of its one file, or of its folder of many."""
    found: dict[bytes, x509.Certificate] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        for data in islice(_trusted(), _MOST_ROOTS):
            with contextlib.suppress(ValueError):
                found[data] = x509.load_der_x509_certificate(data)
    return tuple(found.values())


def _trusted() -> Iterator[bytes]:
    yield from ssl.create_default_context().get_ca_certs(binary_form=True)
    folder = Path(ssl.get_default_verify_paths().capath or "")
    for path in sorted(folder.glob("[0-9a-f]*.[0-9]")) if folder.is_absolute() else ():
        with contextlib.suppress(OSError, ValueError):
            yield ssl.PEM_cert_to_DER_cert(path.read_text(encoding="ascii"))


def _written(found: Head) -> str:
    return f"{wording.long_date(found.made.date())}, {found.made:%H:%M} {found.made.tzname()}"
