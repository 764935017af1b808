"""What fills any mailbox and is no contact: letters to many, mail from machines, a mailing list."""

from __future__ import annotations

from random import Random
from typing import Any

from comity.core.records import Flag, Interaction, Part
from comity.sources.sample import make
from comity.sources.sample.diary import Diary, minutes_of, rhythm
from comity.sources.sample.make import Who
from comity.sources.sample.script import SPAN_DAYS, cast, table
from comity.sources.sample.weave import me, other
from comity.sources.sample.wording import Moment, capital

_FLAGS = {"bulk": Flag.BULK, "automatic": Flag.AUTOMATIC}
_AWAY_MINUTES = 2
_MOST_AWAY = 24


def letters(seed: int, diary: Diary) -> list[Interaction]:
    """Newsletters and notifications to the owner, flagged BULK or AUTOMATIC; nothing later than now."""
    found = []
    for one in table("bulk")["letter"]:
        rng = Random(f"{seed}:letter:{one['email']}")
        for day in rhythm(rng, one["every"], -SPAN_DAYS, 0):
            at = diary.instant(day, minutes_of(one["at"]), rng.randrange(60))
            parties = (
                Who(one["name"], one["email"]).party(Part.SENDER),
                me(bool(one.get("private"))).party(Part.TO),
            )
            found.append(_letter(rng, diary, one, at, parties, _FLAGS[one["flag"]]))
    return [one for one in found if one.at <= diary.now]


def list_mail(seed: int, diary: Diary) -> list[Interaction]:
    """Mail through a mailing list that does not name the owner; nothing later than now."""
    found = []
    for one in table("bulk")["list"]:
        rng = Random(f"{seed}:list:{one['email']}")
        for day in rhythm(rng, one["every"], -SPAN_DAYS, 0):
            author = cast()[rng.choice(one["authors"])]
            if not author.flows or author.flows[0].start > day:
                continue
            at = diary.instant(day, 9 * 60 + rng.randrange(500))
            parties = (other(author).party(Part.SENDER), Who(one["name"], one["email"]).party(Part.LIST))
            found.append(_letter(rng, diary, one, at, parties, Flag.LIST))
    return [one for one in found if one.at <= diary.now]


def away_notices(seed: int, diary: Diary, mails: list[Interaction]) -> list[Interaction]:
    """Some out-of-office answers to the owner's mails of a summer or the turn of a year."""
    away = table("bulk")["away"]
    absent = {cast()[key].email: other(cast()[key]) for key in away["people"]}
    rng = Random(f"{seed}:away")
    found: list[Interaction] = []
    own = {me(True).email, me(False).email}
    for one in mails:
        sender, *readers = one.parties
        month = diary.date(diary.local(one.at)[0]).month
        who = absent.get(readers[0].handle.value)
        if month not in (7, 8, 12) or who is None or sender.handle.value not in own or rng.random() > 0.25:
            continue
        at = one.at + _AWAY_MINUTES * 60
        parties = (who.party(Part.SENDER), sender._replace(part=int(Part.TO)))
        subject = f"{away['subject']}: {one.subject}"
        notice = make.mail(
            at, diary.offset(at), parties, subject, away["text"], away["text"], one.ref, Flag.AUTOMATIC
        )
        if at <= diary.now:
            found.append(notice)
    return found[:_MOST_AWAY]


def _letter(
    rng: Random, diary: Diary, one: dict[str, Any], at: int, parties: tuple[Any, ...], flags: Flag
) -> Interaction:
    wording = Moment(rng, diary, diary.local(at)[0])
    subject = capital(wording.fill(rng.choice(one["subjects"])))
    text = wording.fill(one["text"])
    return make.mail(at, diary.offset(at), parties, subject, text, text, flags=flags)
