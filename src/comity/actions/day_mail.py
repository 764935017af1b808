"""The day's list by mail: switched on by an address that answered, sent once a day, tried again where that fails.

The truth is the row: due and not sent. A sweep takes it by a lease that only one can get, and gives it back with what
came of it; one that was killed meanwhile loses the lease, and the next one sends. Once the server listens, and right
before the mail is handed over, the row says that the day is sent; only a clear no takes that back. So a day's list
comes at most once: where nobody knows whether the server took it, it is told and not sent again.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import smtplib
import ssl
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from email.utils import parseaddr
from uuid import UUID, uuid5

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from comity.core import day_mail as core
from comity.core.errors import Invalid, NotFound
from comity.exports import letter as writer
from comity.exports.letter import Letter
from comity.store.access import Scope, scope_of
from comity.store.models import Book, DayMail

logger = logging.getLogger(__name__)
CODE_SECONDS = 24 * 3600
"""For how long a code that was mailed is good."""
UNSURE = "unsure"
"""What came of a mail of which nobody knows whether the server took it."""
_PAUSE = 60
"""Seconds between two codes that are mailed."""
_UNREACHED = (OSError, smtplib.SMTPException)
Composes = Callable[[Scope, str], Letter]


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one mail in a sweep; trouble: why it did not go well.

    outcome: sent, nothing (to do today), refused (for today), failed, or unsure (whether the server took it).
    """

    book: str
    address: str
    outcome: str
    trouble: str = ""


def ask(scope: Scope, address: str, *, origin: str = "", minute: int | None = None) -> None:
    """Mail a code to an address; the day's list goes there once the code was given back, and till then to nowhere.

    The mail tells nothing of the book: the address could be mistyped.

    Raises:
        Invalid: it is no address, a code was mailed a moment ago, or the server did not take the mail.
    """
    _server()
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid("address", address, "this is no e-mail address") from None
    now, before = int(time.time()), _rows(scope).first()
    if before and before.code and before.code_until - CODE_SECONDS + _PAUSE > now:
        raise Invalid("address", address, "a code was sent a moment ago; wait a minute")
    code = secrets.token_hex(5)
    kept = {} if minute is None else {"minute": _checked(minute)}
    row, _made = DayMail.objects.update_or_create(
        book_id=scope.book_id,
        user_id=scope.user_id,
        defaults={
            "address": address,
            "code": _digest(code),
            "code_until": now + CODE_SECONDS,
            "origin": origin,
            "failures": 0,
            "trouble": "",
            **kept,
        },
    )
    trouble = _tell(_code_letter(code), row, f"code {code}")
    if trouble:
        _rows(scope).update(trouble=trouble, code_until=0)
        raise Invalid("mail", "", trouble.rstrip("."))


def confirm(scope: Scope, code: str) -> None:
    """The code came back: from its next minute on the day's list is mailed.

    Raises:
        NotFound: no code was asked for; Invalid: it is another one, or too old.
    """
    row = _one(scope)
    if not row.code:
        return
    given = _digest("".join(code.split()).lower())
    if row.code_until < time.time() or not hmac.compare_digest(row.code, given):
        raise Invalid("code", code, "this is not the code of the last mail, or it is older than a day")
    _rows(scope).filter(code=row.code).update(
        code="", trouble="", failures=0, **_from_next(scope, row.minute)
    )


def change(scope: Scope, *, minute: int, when_empty: bool, origin: str | None = None) -> None:
    """At which minute of the day it is sent from its next time on, and whether also where nothing is to be done.

    Raises:
        NotFound: it is not on; Invalid: no such minute.
    """
    row, changed = _one(scope), _checked(minute)
    more = {} if origin is None else {"origin": origin}
    _rows(scope).update(minute=changed, when_empty=when_empty, **more)
    if changed != row.minute:
        _rows(scope).filter(lease="").update(**_from_next(scope, changed))


def stop(scope: Scope) -> bool:
    """Switch it off; the address is forgotten. Returns whether it was on."""
    return bool(_rows(scope).delete()[0])


def send_now(scope: Scope, compose: Composes) -> None:
    """Mail today's list at once, whatever was sent before.

    Raises:
        NotFound: it is not on; Invalid: the address was not confirmed, or the server did not take the mail.
    """
    _server()
    row = _one(scope)
    if row.code:
        raise Invalid("address", row.address, "give back the code that was mailed there first")
    trouble = _tell(compose(scope, row.origin), row, f"now {secrets.token_hex(8)}")
    _rows(scope).update(trouble=trouble, failures=0)
    if trouble:
        raise Invalid("mail", "", trouble.rstrip("."))


def sweep(compose: Composes) -> list[Sent]:
    """Send what is due and not sent in every book; returns what came of it. Two at once send nothing twice."""
    if not settings.MAIL.named:
        return []
    found = []
    waiting = DayMail.objects.filter(code="", user__is_active=True).select_related("book").order_by("id")
    for row in waiting:
        try:
            scope = scope_of(row.user_id, book=str(row.book.uuid))
        except NotFound:
            continue
        try:
            sent = _send(scope, row, compose)
        except Exception:
            logger.exception("The day's mail of book %s failed", row.book_id)
            words = gettext("Comity itself failed; it tries again in a quarter of an hour.")
            sent = Sent(row.book.name, row.address, "failed", words)
            DayMail.objects.filter(pk=row.pk).update(trouble=words)
        if sent:
            found.append(sent)
    return found


def _send(scope: Scope, row: DayMail, compose: Composes) -> Sent | None:
    now = int(time.time())
    day = core.local_day(now, scope.zone)
    if _cut_short(row, day, now):
        return Sent(row.book.name, row.address, UNSURE, _cut_short_words())
    lease = _take(scope, row, now)
    if lease is None:
        return None
    letter = compose(scope, row.origin)
    held = DayMail.objects.filter(pk=row.pk, lease=lease)
    if not letter.lines and not row.when_empty:
        held.update(sent_on=day, leased_until=0, lease="", failures=0, trouble="")
        return Sent(row.book.name, row.address, "nothing")
    outcome, trouble = _try(letter, row, f"day {day}", lambda: held.update(sent_on=day))
    if outcome in ("sent", UNSURE):
        held.update(sent_on=day, leased_until=0, lease="", failures=0, trouble=trouble)
        return Sent(row.book.name, row.address, outcome, trouble)
    until = (
        core.day_ends(now, scope.zone) if outcome == "refused" else now + core.wait_after(row.failures + 1)
    )
    failures = min(row.failures + 1, 30_000)
    held.update(sent_on=row.sent_on, leased_until=until, lease="", failures=failures, trouble=trouble)
    return Sent(row.book.name, row.address, outcome, trouble)


def _cut_short(row: DayMail, day: int, now: int) -> bool:
    """Whether a sweep ended while it handed today's mail over: its lease is over, and the day counts as sent."""
    if not row.lease or row.sent_on != day or core.is_held(now, row.leased_until):
        return False
    same = DayMail.objects.filter(pk=row.pk, lease=row.lease, sent_on=day)
    return bool(same.update(lease="", leased_until=0, trouble=_cut_short_words()))


def _cut_short_words() -> str:
    return gettext("Comity was stopped while it handed today’s list over: it may not have arrived.")


def _take(scope: Scope, row: DayMail, now: int) -> str | None:
    """The lease on a mail that is due; None where it is not, or somebody else has it."""
    if not core.is_due(now, scope.zone, row.minute, row.sent_on, row.leased_until):
        return None
    lease, today = secrets.token_hex(16), core.local_day(now, scope.zone)
    free = Q(leased_until__lte=now) | Q(leased_until__gt=now + core.LONGEST)
    unsent = Q(sent_on=None) | ~Q(sent_on__range=(today, today + 1))
    same = DayMail.objects.filter(free, unsent, pk=row.pk, code="", address=row.address)
    return lease if same.update(lease=lease, leased_until=now + core.LEASE) else None


def _try(letter: Letter, row: DayMail, what: str, handing: Callable[[], object]) -> tuple[str, str]:
    """Send a letter: what came of it, as in `Sent`, and why it did not go well.

    handing: called once the server listens, right before the mail is handed over.
    """
    message = _message(letter, row, what)
    handed = False
    try:
        with closing(get_connection()) as message.connection:
            message.connection.open()
            handing()
            handed = True
            message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        outcome = "refused" if all(code >= 500 for code in codes) else "failed"
        return outcome, gettext("The mail server refuses this address.")
    except smtplib.SMTPAuthenticationError:
        return "failed", gettext("The mail server does not accept the user or the password.")
    except smtplib.SMTPResponseException as error:
        words = gettext("The mail server refused the mail (%(code)d).") % {"code": error.smtp_code}
        return "refused" if 500 <= error.smtp_code < 600 else "failed", words
    except _UNREACHED as error:
        if handed:
            return UNSURE, gettext(
                "The mail server fell silent before it said yes: the list may not have arrived."
            )
        return "failed", _unreached(error)[:500]
    return "sent", ""


def _message(letter: Letter, row: DayMail, what: str) -> EmailMultiAlternatives:
    book = Book.objects.only("uuid").get(pk=row.book_id)
    sender = settings.DEFAULT_FROM_EMAIL
    name = uuid5(UUID(str(book.uuid)), f"{row.user_id} {row.address} {what}")
    return EmailMultiAlternatives(
        writer.subject(letter),
        writer.text(letter),
        f"Comity <{sender}>",
        [row.address],
        headers={
            "Message-ID": f"<{name}@{parseaddr(sender)[1].rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
        alternatives=[(writer.html(letter), "text/html")],
    )


def _unreached(error: Exception) -> str:
    """Why there is no talk with the server, and where one can do something about it, what."""
    if isinstance(error, ssl.SSLCertVerificationError):
        words = gettext(
            "The mail server’s certificate cannot be trusted (%(why)s). Name the server as its certificate does, or name "
            "the file of your own authority in SSL_CERT_FILE, and start Comity again."
        )
        return words % {"why": error.verify_message.rstrip(".")}
    if isinstance(error, smtplib.SMTPNotSupportedError):
        words = gettext("The mail server does not offer what COMITY_MAIL_URL asks for (%(why)s).")
        return words % {"why": str(error).rstrip(".")}
    why = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return gettext("The mail server cannot be reached (%(why)s).") % {"why": why}


def _tell(letter: Letter, row: DayMail, what: str) -> str:
    return _try(letter, row, what, lambda: None)[1]


def _code_letter(code: str) -> Letter:
    return Letter(
        subject=gettext("Your code for Comity"),
        opening=gettext(
            "Somebody, probably you, asked Comity to mail the day’s list here. To say yes, type this code in its "
            "Settings within a day: %(code)s"
        )
        % {"code": code},
        lines=(),
        ahead=(),
        ahead_title="",
        end=gettext("If it was not you, nothing needs to be done."),
        link="",
        link_words="",
    )


def _from_next(scope: Scope, minute: int) -> dict[str, int]:
    """Where today's minute is over already, that it begins tomorrow."""
    now = int(time.time())
    over = core.due_at(now, scope.zone, minute) <= now
    return {"leased_until": core.day_ends(now, scope.zone) if over else 0}


def _server() -> None:
    if not settings.MAIL.named:
        reason = (
            settings.MAIL.trouble or "name a mail server in COMITY_MAIL_URL first, and start Comity again"
        )
        raise Invalid("mail", "", reason)


def _checked(minute: int) -> int:
    if not 0 <= minute < core.MINUTES:
        raise Invalid("at", str(minute), "say a time of day, like 07:00")
    return minute


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()


def _one(scope: Scope) -> DayMail:
    row = _rows(scope).first()
    if row is None:
        raise NotFound("day mail", "")
    return row


def _rows(scope: Scope) -> QuerySet[DayMail]:
    return DayMail.objects.filter(book_id=scope.book_id, user_id=scope.user_id)
