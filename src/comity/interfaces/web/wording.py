"""Our errors and keys in words; the one place of the web that does so."""

from __future__ import annotations

from collections.abc import Mapping

from django.forms import BaseForm
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from comity.answers.wording import SOURCES as SOURCES
from comity.core.errors import Ambiguous, Busy, ComityError, Invalid, NotFound, WrongState

Words = Mapping[str, str | Promise]

KINDS: Words = {
    "mail": later("mail"),
    "meeting": later("meeting"),
    "call": later("call"),
    "chat": later("chat"),
    "letter": later("letter"),
    "event": later("event"),
    "comment": later("comment"),
    "note": later("note"),
    "person": later("person"),
}
EXCHANGES: Words = {
    "recommendation": later("a recommendation"),
    "gift": later("a gift"),
    "loan": later("a loan"),
    "advice": later("advice"),
    "introduction": later("an introduction"),
    "referral": later("a referral"),
    "feedback": later("feedback"),
    "resource": later("something useful"),
    "opportunity": later("an opportunity"),
    "time": later("time"),
    "favour": later("a favour"),
}
STATES: Words = {
    "known": later("known"),
    "new": later("new"),
    "active": later("in touch"),
    "drifting": later("drifting away"),
    "lost_touch": later("lost touch"),
    "quiet": later("quiet"),
    "dormant": later("dormant"),
}
STANDINGS: Words = {
    "targeted": later("someone to meet"),
    "met": later("met"),
    "tentative": later("tentative"),
    "developing": later("developing"),
    "trusted": later("trusted"),
    "dormant": later("dormant"),
    "stepped_back": later("stepped back"),
    "ended": later("ended"),
}
NATURES: Words = {
    "professional": later("professional"),
    "personal": later("personal"),
    "both": later("professional and personal"),
}
PARTS: Words = {
    "sender": later("From"),
    "from": later("From"),
    "to": later("To"),
    "cc": later("Copy"),
    "bcc": later("Blind copy"),
    "organizer": later("Called by"),
    "attendee": later("Took part"),
    "invited": later("Invited"),
    "present": later("There"),
    "answered": later("Answered by"),
    "list": later("List"),
}
FLAGS: Words = {
    "bulk": later("sent to many"),
    "automatic": later("sent by a machine"),
    "list": later("through a mailing list"),
    "planned": later("planned"),
    "off": later("cancelled"),
    "truncated": later("cut: too long"),
}
DATES: Words = {
    "birthday": later("Birthday"),
    "anniversary": later("Anniversary"),
    "work_anniversary": later("Work anniversary"),
}
BATCHES: Words = {
    "running": later("running"),
    "done": later("done"),
    "undone": later("undone"),
    "cancelled": later("stopped"),
    "undoing": later("being taken back"),
}
FIELDS: Words = {
    "ignore": later("– leave out –"),
    "name": later("name"),
    "given": later("first name"),
    "middle": later("middle name"),
    "family": later("last name"),
    "prefix": later("title before the name"),
    "suffix": later("after the name"),
    "nickname": later("nickname"),
    "email": later("e-mail"),
    "profile": later("LinkedIn profile"),
    "organisation": later("organisation"),
    "title": later("job title"),
    "department": later("department"),
    "phone": later("phone"),
    "url": later("website"),
    "street": later("street"),
    "postcode": later("postcode"),
    "city": later("city"),
    "region": later("state or region"),
    "country": later("country"),
    "address": later("whole address"),
    "birthday": later("birthday"),
    "anniversary": later("anniversary"),
    "labels": later("tags"),
    "note": later("note"),
    "met_on": later("known since"),
    "last_contact": later("last contact"),
    "day": later("date"),
    "what": later("kind of contact"),
    "direction": later("in or out"),
    "state": later("done or not"),
    "subject": later("subject"),
}
CHANGES: Words = {
    "new": later("new"),
    "changed": later("changed"),
    "same": later("the same"),
    "card": later("contact"),
}
OWN: Words = {
    "personal": later("personal"),
    "employer": later("an employer’s"),
    "shared": later("shared with others"),
}
PROPOSALS: Words = {
    "own_address": later("Your addresses"),
    "source_owner": later("Whose files"),
    "same_person": later("One person or two"),
    "new_job": later("New jobs"),
    "detail": later("Details"),
    "address_dead": later("Addresses that fail"),
    "shared_address": later("Shared addresses"),
}
ANSWERS: Words = {
    "yes": later("Yes"),
    "no": later("No"),
    "mine": later("Mine"),
    "employer": later("My employer’s"),
}
ANSWERED: Words = {"accepted": later("yes"), "declined": later("no"), "gone": later("no longer there")}
VALUES: Words = {
    "name": later("Name"),
    "organisation": later("Organisation"),
    "title": later("Title"),
    "email": later("E-mail"),
    "phone": later("Phone"),
    "url": later("Link"),
    "birthday": later("Birthday"),
    "address": later("Address"),
    "nickname": later("Called"),
}
SAID: Words = {
    "done": later("Done"),
    "snooze-1": later("Back in a day"),
    "snooze-7": later("Back in a week"),
    "snooze-30": later("Back in a month"),
    "dismiss": later("Will not come again"),
}


def words_of(words: Words, key: str) -> str:
    """The words for a stored key; the key itself, readable, where there are none."""
    return str(words.get(key) or key.replace("_", " "))


def words_for(error: ComityError) -> str:
    """What went wrong and what to do next."""
    match error:
        case Invalid(field, value, reason):
            return _("“%(value)s” was not taken: %(reason)s") % {
                "value": value[:80] or field,
                "reason": reason,
            }
        case NotFound(wanted=wanted):
            return _("There is no “%(wanted)s” in this book.") % {"wanted": wanted[:80]}
        case Ambiguous(wanted, candidates):
            names = ", ".join(f"{name} ({hint})" if hint else name for _id, name, hint in candidates)
            return _("Several people fit “%(wanted)s”: %(names)s. Say more of the name.") % {
                "wanted": wanted,
                "names": names,
            }
        case Busy(batch):
            return _("Import %(number)s is still running. Wait for it, or stop it first.") % {"number": batch}
        case WrongState(what="proposal", state="gone"):
            return _("What this was about is no longer in the book: an import was undone since.")
        case WrongState(what="proposal", state="open"):
            return _("This was not answered yet.")
        case WrongState(what="proposal"):
            return _("This was answered already. Take that back first, if it was wrong.")
        case WrongState(state=state):
            return _("That cannot be done now: it is %(state)s.") % {"state": words_of(BATCHES, state)}
    return _("That did not work, and nothing was changed.")


def words_for_form(form: BaseForm) -> str:
    """What is wrong with a form, each field by its label."""
    lines = []
    for name, errors in form.errors.items():
        label = form.fields[name].label or name if name in form.fields else ""
        lines.append(" ".join([f"{label}:" if label else "", *map(str, errors)]).strip())
    return " ".join(lines)
