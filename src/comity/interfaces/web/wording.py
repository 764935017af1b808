"""Our errors and keys in words; the one place of the web that does so."""

from __future__ import annotations

from collections.abc import Mapping

from django.forms import BaseForm
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from comity.answers.wording import DATES as DATES
from comity.answers.wording import EXCHANGES as EXCHANGES
from comity.answers.wording import KINDS as KINDS
from comity.answers.wording import SOURCES as SOURCES
from comity.core.errors import (
    Ambiguous,
    Busy,
    ComityError,
    Invalid,
    Locked,
    NotFound,
    NoVault,
    TooSoon,
    WrongState,
)
from comity.core.sealing import CannotOpen

Words = Mapping[str, str | Promise]

DRAFTS: Words = {
    "write": later("A word"),
    "thank": later("Thanks"),
    "decline": later("A kind no"),
    "pass_on": later("Passing a request on"),
    "introduce_request": later("Asking for an introduction"),
    "introduce_ask_one": later("Asking the one: may I introduce you?"),
    "introduce_ask_other": later("Asking the other: somebody would like to meet you"),
    "introduce_make": later("Making an introduction"),
    "introduce_thank": later("Thanks for an introduction"),
    "follow_up": later("Following up"),
    "share": later("Sharing something"),
    "ask_feedback": later("Asking for feedback"),
    "ask_advice": later("Asking for advice"),
    "congratulate": later("Congratulations"),
    "birthday": later("Happy birthday"),
    "condole": later("Condolences"),
    "ask_reference": later("Asking for a reference"),
    "renew": later("Going on together"),
}
VALUES_OF_DRAFTS: Words = {
    "what": later("About what?"),
    "when": later("When?"),
    "why": later("Why?"),
    "worth": later("What did it do for you?"),
    "purpose": later("What is it for?"),
    "event": later("Where did you meet?"),
    "link": later("A link"),
    "instead": later("What can you offer instead?"),
    "other": later("The other person"),
    "last": later("When you were last in touch"),
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
    "time": later("time"),
    "end_day": later("end: date"),
    "end_time": later("end: time"),
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
    "request": later("Requests"),
    "my_promise": later("Promised by you"),
    "their_promise": later("Promised to you"),
    "thanks": later("Thanks to you"),
    "my_thanks": later("Thanks from you"),
    "introduction": later("Introductions"),
    "personal_news": later("Personal news"),
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
    "dismiss": later("Left out this time"),
    "never": later("Will not come again"),
}

OPPORTUNITIES: Words = {
    "opening": later("an opening"),
    "project": later("a project"),
    "article": later("something to read"),
    "event": later("an event"),
    "other": later("something else"),
}
FEEDBACK: Words = {
    "waiting": later("not here yet"),
    "to_decide": later("not decided what follows"),
    "to_do": later("to be done"),
    "acted_on": later("acted on"),
    "owed": later("asked of you"),
    "given": later("given"),
}
PROMISES: Words = {
    "open": later("open"),
    "ended": later("ended"),
    "kept": later("kept"),
    "on_time": later("kept on time"),
    "late": later("kept late"),
    "moved": later("kept on another day agreed on"),
    "counted": later("kept or broken"),
    "broken": later("broken"),
    "dropped": later("dropped"),
    "overdue": later("overdue"),
}
REQUESTS: Words = {
    "open": later("open"),
    "accepted": later("accepted"),
    "declined": later("declined"),
    "passed_on": later("passed on"),
    "left": later("left without an answer"),
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
        case NotFound(what="person", wanted=wanted):
            return _(
                "Nobody in this book is called “%(wanted)s”. Try a part of the name, or add them first: People."
            ) % {"wanted": wanted[:80]}
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
        case WrongState():
            return _words_for_state(error)
        case Locked():
            return _("This is sealed, and it is locked now. Open it with your passphrase, then do it again.")
        case NoVault():
            return _("Nothing can be sealed yet. Set a passphrase first: Guard, Sealed.")
        case TooSoon(seconds):
            return _("That was wrong a few times. Try again in %(seconds)s seconds.") % {"seconds": seconds}
        case CannotOpen():
            return _("It does not open: this is another passphrase or key, or what is sealed was changed.")
    return _("That did not work, and nothing was changed.")


_WRONG: Mapping[tuple[str, str], str | Promise] = {
    ("chain", "empty"): later("There is no note yet, so there is nothing to anchor."),
    ("anchor", ""): later("A time stamp stays: it proves what was there."),
    ("incident", "closed"): later("It was closed already. It can still be corrected, and files attached."),
    ("passphrase", ""): later("There is a passphrase already. You can change it here."),
    ("proposal", "gone"): later("What this was about is no longer in the book: an import was undone since."),
    ("proposal", "open"): later("This was not answered yet."),
    ("proposal", "changed"): later(
        "What came of it was changed since. Take that back first, or remove it where it stands."
    ),
    ("proposal", ""): later("This was answered already. Take that back first, if it was wrong."),
    ("idea", "shown"): later(
        "Somebody saw this idea, so its record matters. Take that back first, if it was wrong."
    ),
    ("guest", "met"): later("You noted already that you met them here."),
    ("goal", "open"): later("It is open."),
    ("goal", ""): later("This goal has ended. Open it again first."),
    ("work", "ended"): later("This has ended. Say first that it goes on."),
    ("mentoring", "ended"): later("This has ended. Say first that it goes on."),
    ("work", ""): later("It goes on, so there is nothing to take back."),
    ("mentoring", ""): later("It goes on, so there is nothing to take back."),
    ("interest", "ended"): later("This has ended. Say first that it goes on."),
    ("interest", ""): later("There is nothing to take back here."),
    ("tie", "ended"): later("This has ended. Say first that it goes on."),
    ("tie", ""): later("There is nothing to take back here."),
    ("gift", ""): later("There is nothing to take back here."),
    ("decision", "answered"): later(
        "It is noted already what you did. Take that back first, if it was wrong."
    ),
    ("decision", ""): later("There is nothing to take back here."),
    ("delivery", ""): later("It is so already."),
    ("invoice", ""): later("It is so already."),
    ("session", ""): later("It is so already."),
    ("event", ""): later("You met people there. Take that back first, if it was wrong."),
    ("promise", "open"): later("This is open, so there is nothing to take back."),
    ("request", "open"): later("This is open, so there is nothing to take back."),
    ("opportunity", "closed"): later("This is closed. Open it again first."),
    ("opportunity", "shared"): later(
        "You shared this with them already. Take that back first, if it was wrong."
    ),
    ("opportunity", ""): later("There is nothing to take back here."),
}
"""What is wrong with a thing in a state; "" for any other state."""


def _words_for_state(error: WrongState) -> str:
    known = _WRONG.get((error.what, error.state)) or _WRONG.get((error.what, ""))
    if known:
        return str(known)
    match error:
        case WrongState(what="promise", state=state):
            return _("That cannot be done: this promise was %(state)s. Open it again first.") % {
                "state": words_of(PROMISES, state)
            }
        case WrongState(what="request", state=state):
            return _("That cannot be done: this request was %(state)s. Open it again first.") % {
                "state": words_of(REQUESTS, state)
            }
        case WrongState(what="feedback", state=state):
            return _("That cannot be done: this feedback is %(state)s.") % {
                "state": words_of(FEEDBACK, state)
            }
        case _:
            return _("That cannot be done now: it is %(state)s.") % {"state": words_of(BATCHES, error.state)}


def words_for_form(form: BaseForm) -> str:
    """What is wrong with a form, each field by its label."""
    lines = []
    for name, errors in form.errors.items():
        label = form.fields[name].label or name if name in form.fields else ""
        lines.append(" ".join([f"{label}:" if label else "", *map(str, errors)]).strip())
    return " ".join(lines)
