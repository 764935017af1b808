"""A small book with some words planted wherever words can stand, and every way by which they could leave it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from comity.actions import (
    card,
    commitments,
    events,
    exchanges,
    goals,
    interactions,
    introductions,
    opportunities,
    people,
    reminders,
    requests,
)
from comity.answers import (
    advice,
    day_mail,
    drafts,
    feed,
    for_others,
    search,
    today,
    who_fits,
)
from comity.answers import card as card_answers
from comity.answers import goals as goal_answers
from comity.answers import introductions as introduction_answers
from comity.answers import opportunities as opportunity_answers
from comity.answers import requests as request_answers
from comity.answers.confidences import audience_of
from comity.core import feed as feed_kinds
from comity.core.records import Record
from comity.exports import letter
from comity.store.access import Scope
from tests.declaring_all import Declared, declare
from tests.leaving_documents import DOCUMENTS
from tests.made_up import ME
from tests.small_book import mail, met, put

INES, DANA, BO, EVE, ODA = (
    "ines@varga.example",
    "dana@reed.example",
    "bo@lind.example",
    "eve@stone.example",
    "oda@fjord.example",
)
NAMES = {
    INES: "Ines Varga",
    DANA: "Dana Reed",
    BO: "Bo Lind",
    EVE: "Eve Stone",
    ODA: "Oda Fjord",
}
HARMLESS = "Bring the pumpkins along"
"""Said by nobody in confidence, and about somebody whom it does not concern."""


@dataclass(slots=True)
class Planted:
    """A book: ids of its people by address, of some things in it, and the texts in which the words stand."""

    scope: Scope
    who: dict[str, str]
    opportunity: str
    request: str
    goal: str
    declared: Declared
    texts: list[str] = field(default_factory=list)


def plant(scope: Scope, day: int, words: Sequence[str], *, uncovered: bool = True) -> Planted:
    """Put words into mails, notes, facts, promises and all the rest; uncovered: also where a cover cannot reach."""
    at, said = dt.date(1970, 1, 1) + dt.timedelta(day), " ".join(words)
    put(scope, list(_records(day, said)), day=day)
    who = {address: people.add_person(scope, name=name, email=address) for address, name in NAMES.items()}
    texts = [f"Oh, {said}!", f"{said}, you know", f"About this: {said}. So it is."]
    interactions.record(
        scope,
        [who[DANA]],
        kind="note",
        at=dt.datetime.combine(at, dt.time(8)),
        subject="Wednesday",
        text=texts[1],
    )
    people.add_fact(scope, who[EVE], texts[1])
    commitments.promise(scope, who[EVE], texts[2], due=at, sentence=texts[0])
    commitments.promise(scope, who[EVE], texts[1], by="theirs", due=at - dt.timedelta(1))
    request = requests.note_request(scope, who[ODA], texts[1], due=at)
    introductions.add(scope, who[EVE], who[BO], purpose=texts[0])
    exchanges.note(scope, who[EVE], given=False, kind="advice", text=texts[2])
    exchanges.note(scope, who[EVE], given=True, kind="endorsement", text=texts[0])
    opportunity = opportunities.note(scope, f"{texts[1]}\nMore of it.", title=texts[0], kind="project")
    reminders.add_reminder(scope, texts[0], at, who[EVE])
    events.plan(scope, texts[1][:200], at, place="Porto")
    goal = goals.set_goal(scope, texts[2][:200])
    goals.add_step(scope, goal, texts[0], due=at, person_id=who[EVE])
    goals.add_need(scope, goal, texts[1][:150])
    reminders.add_reminder(scope, HARMLESS, at, who[ODA])
    commitments.promise(scope, who[ODA], HARMLESS, due=at)
    card.describe_me(scope, name="Noor Adler", title="Printer")
    if uncovered:
        people.edit_person(scope, who[EVE], title=said[:250])
        card.describe_me(scope, title=said[:250])
        card.choose(scope, [("title", said[:250])])
    return Planted(scope, who, opportunity, request, goal, declare(scope, who[EVE], texts), texts)


def _records(day: int, said: str) -> Iterator[Record]:
    lead = "It was a long day in the garden, and we sat under the trees until it was late. "
    yield mail(
        day - 3, INES, ME, subject=f"Re: {said}"[:900], text=f"{lead * 2}\nOh, {said}.\nYours", number=1
    )
    yield mail(day - 2, ME, INES, subject="Tuesday", text=f"You said: {said}", number=2)
    yield mail(day - 2, ODA, ME, subject="Pumpkins", text=HARMLESS, number=3)
    yield met(day, EVE, subject=f"On {said}"[:900], hour=15)
    yield met(day, ODA, subject="Pumpkins", hour=16)


Way = Callable[[Planted, Sequence[str]], str]
"""What comes out for people of these addresses, or for anybody; "" where this way does not lead to them."""


def _draft(book: Planted, readers: Sequence[str]) -> str:
    if len(readers) != 1:
        return _both(book, readers) if len(readers) == 2 else ""
    me, out = book.who[readers[0]], []
    for kind, text in zip(("write", "thank", "follow_up", "write"), (*book.texts, HARMLESS), strict=True):
        out.append(drafts.draft(book.scope, kind, me, {"what": text, "event": text}))
    other = book.who[EVE if readers[0] != EVE else BO]
    out.append(drafts.draft(book.scope, "introduce_ask_one", me, {"purpose": book.texts[0]}, other=other))
    for one in introduction_answers.introductions(book.scope).rows:
        for writing in one.drafts:
            if writing.to.id == me:
                second = writing.other.id if writing.other else None
                out.append(
                    drafts.draft(book.scope, writing.kind, me, {"purpose": writing.purpose}, other=second)
                )
    for item in today.today(book.scope).items:
        if item.draft and item.draft.to.id == me:
            out.append(drafts.draft(book.scope, item.draft.kind, me, dict(item.draft.about)))
    return "\n".join(_said(one) for one in out)


def _both(book: Planted, readers: Sequence[str]) -> str:
    one, two = (book.who[address] for address in readers)
    return _said(drafts.draft(book.scope, "introduce_make", one, {"purpose": book.texts[0]}, other=two))


def _said(made: drafts.Draft) -> str:
    return "\n".join((made.to, made.subject, made.body, made.rest, *(value for _, value in made.asks)))


def _edited(book: Planted, readers: Sequence[str]) -> str:
    to = ", ".join(readers)
    made = [drafts.edited(book.scope, to, "News", f"Dear all,\n{text}\n") for text in book.texts]
    return "\n".join(f"{one.href and text}{one.rest}" for one, text in zip(made, book.texts, strict=True))


def _feed(book: Planted, readers: Sequence[str]) -> str:
    audience = audience_of(book.scope, [book.who[one] for one in readers])
    told = [feed.feed_days(book.scope, feed_kinds.KINDS, details, audience) for details in (False, True)]
    return "\n".join(f"{day.summary}\n{day.place}" for days_told in told for day in days_told)


def _letter(book: Planted, readers: Sequence[str]) -> str:
    made = day_mail.letter(book.scope, "", audience_of(book.scope, [book.who[one] for one in readers]))
    return letter.subject(made) + letter.text(made) + letter.html(made)


def _card(book: Planted, readers: Sequence[str]) -> str:
    page = card_answers.my_page(book.scope, audience_of(book.scope, [book.who[one] for one in readers]))
    return str(page.card)


def _card_file(book: Planted, readers: Sequence[str]) -> str:
    return "" if readers else card_answers.my_file(book.scope, "vcf").decode().replace("\r\n ", "")


def _search(book: Planted, readers: Sequence[str]) -> str:
    audience = audience_of(book.scope, [book.who[one] for one in readers])
    asked = [book.texts[0].split()[1].strip("!,."), "garden", "pumpkins", "Eve"]
    found = [search.search(book.scope, words, audience=audience) for words in asked]
    return "\n".join(f"{hit.title}\n{hit.context}" for one in found for hit in one.hits)


def _files(book: Planted, readers: Sequence[str]) -> str:
    made = for_others.for_others(book.scope, [book.who[one] for one in readers] or ["anybody"])
    files = {name: text.replace("\r\n ", "") for name, text in made.files.items()}
    told = json.loads(files.pop(for_others.MANIFEST))
    return "\n".join(files.values()) + json.dumps({**told, "made_at": "", "left_out": ""})


def _suggested(book: Planted, readers: Sequence[str], found: Sequence[object]) -> str:
    """What stands beside these people where they are suggested."""
    ids = {book.who[one] for one in readers}
    shown = [one for one in found if one.known.face.id in ids]  # type: ignore[attr-defined]
    return "\n".join(f"{one.reasons} {getattr(one, 'made_of', '')}" for one in shown)  # type: ignore[attr-defined]


def _helps(book: Planted, readers: Sequence[str]) -> str:
    page = opportunity_answers.opportunity(book.scope, book.opportunity)
    return _suggested(book, readers, page.would_help) if len(readers) == 1 else ""


def _advice(book: Planted, readers: Sequence[str]) -> str:
    if len(readers) != 1:
        return ""
    return "\n".join(
        _suggested(book, readers, advice.whom_to_ask(book.scope, text))
        for text in (book.texts[0], "pumpkins")
    )


def _fits_request(book: Planted, readers: Sequence[str]) -> str:
    ids = {book.who[one] for one in readers} if len(readers) == 1 else set()
    found = request_answers.who_fits(book.scope, book.request)
    return "\n".join(f"{one.face.name} {one.reasons}" for one in found if one.face.id in ids)


def _fits_goal(book: Planted, readers: Sequence[str]) -> str:
    page = goal_answers.goal(book.scope, book.goal)
    found = who_fits.who_fits(book.scope, page.needs)
    every = [one for some in found.values() for one in some]
    return _suggested(book, readers, every) if len(readers) == 1 else ""


WAYS: Mapping[str, Way] = {
    "draft": _draft,
    "draft as changed": _edited,
    "calendar feed": _feed,
    "day mail": _letter,
    "my card": _card,
    "my card as a file": _card_file,
    "search for others": _search,
    "files for others": _files,
    "whom an opportunity would help": _helps,
    "whom to ask": _advice,
    "who fits a request": _fits_request,
    "who fits a goal": _fits_goal,
    **DOCUMENTS,
}
"""How each of `answers.guarding.ways_out.WAYS_OUT` is tried."""
