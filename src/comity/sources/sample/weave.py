"""What passes between the owner and one person: threads, chats, calls and coffees in the person's rhythm."""

from __future__ import annotations

from random import Random

from comity.core.records import Interaction, Kind, Part
from comity.sources.sample import make
from comity.sources.sample.diary import Diary, rhythm
from comity.sources.sample.make import Who
from comity.sources.sample.script import OWNER, Flow, Member, Talk, cast, table, talks
from comity.sources.sample.wording import Moment, capital, farewell, greeting, quotation, signature

_OPENS_OFFICE, _CLOSES_OFFICE = 7 * 60 + 40, 18 * 60 + 40
_QUICK, _SLOW = 95.0, 520.0
"""Median minutes to a reply, at work and in private."""
_UNSIGNED = ("friend", "mentor", "mentee", "alumni")
_IN_COPY = ("peer", "report", "client")


def me(private: bool) -> Who:
    """The owner, by the address used in private or at work."""
    return Who(OWNER.name, OWNER.private_email if private else OWNER.work_email)


def other(person: Member, private: bool = False) -> Who:
    """A person, by the second address where they have one and the matter is private."""
    return Who(person.shown, person.emails[-1] if private and not person.private else person.email)


def flows_of(seed: int, person: Member, diary: Diary) -> list[Interaction]:
    """Everything that comes by rhythm between the owner and a person; nothing later than now."""
    found: list[Interaction] = []
    for number, flow in enumerate(person.flows):
        rng = Random(f"{seed}:{person.key}:{number}")
        wordings = _Wordings(rng, flow.voice) if flow.do == "mail" else None
        for day in rhythm(rng, flow.every, flow.start, flow.until):
            day = day if flow.private else diary.before(day)
            if wordings is not None:
                found += _thread(rng, diary, person, flow, day, wordings.next())
            elif flow.do == "chat":
                found += _chat(rng, diary, person, day)
            elif flow.do == "call":
                found.append(_call(rng, diary, person, flow, day))
            else:
                found.append(_coffee(rng, diary, person, flow, day))
    return [one for one in found if one.at <= diary.now]


class _Wordings:
    """Deals the wordings of a voice: none again before all were used, some never again."""

    def __init__(self, rng: Random, voice: str) -> None:
        self._rng = rng
        self._all = talks()[voice]
        self._left: list[Talk] = list(self._all)
        rng.shuffle(self._left)

    def next(self) -> Talk:
        """The next wording."""
        if not self._left:
            self._left = [talk for talk in self._all if not talk.once]
            self._rng.shuffle(self._left)
        return self._left.pop()


def _thread(rng: Random, diary: Diary, person: Member, flow: Flow, day: int, talk: Talk) -> list[Interaction]:
    mine = talk.opens == "me" or (talk.opens == "any" and rng.random() < 0.5)
    moment = Moment(rng, diary, day, person.key)
    subject = capital(moment.fill(talk.subject))
    copied = _copied(rng, person, flow, day)
    at = _first(rng, diary, day, flow.private)
    found: list[Interaction] = []
    earlier = ""
    for turn, wording in enumerate(talk.turns):
        if turn:
            at = _reply(rng, diary, at, flow.private)
        if at > diary.now:
            break
        sent_day = diary.local(at)[0]
        own = capital(moment.fill(wording))
        near = person.post(day)[0] == OWNER.organisation
        body = _body(rng, None if mine else person, person.called if mine else OWNER.given, own, turn, near)
        if not turn and flow.voice not in _UNSIGNED and rng.random() < (0.25 if near else 0.8):
            body += signature(None if mine else person, sent_day)
        text = body
        if earlier and rng.random() < 0.35:
            last = found[-1]
            text += quotation(diary, last.at, last.parties[0].name, earlier)
        ends = [me(flow.private), other(person, flow.private)]
        sender, reader = ends if mine else reversed(ends)
        parties = (sender.party(Part.SENDER), reader.party(Part.TO), *(w.party(Part.CC) for w in copied))
        title = f"Re: {subject}" if turn else subject
        parent = found[-1].ref if turn else 0
        found.append(make.mail(at, diary.offset(at), parties, title, own, text, parent))
        earlier = body
        mine = not mine
    return found


def _body(rng: Random, writer: Member | None, reader: str, own: str, turn: int, near: bool) -> str:
    greets = rng.random() < ((0.3 if near else 0.5) if turn else 0.95)
    hello = greeting(rng, writer, reader, near) + "\n\n" if greets else ""
    return f"{hello}{own}\n\n{farewell(rng, writer, near)}"


def _copied(rng: Random, person: Member, flow: Flow, day: int) -> list[Who]:
    if flow.voice not in _IN_COPY or flow.private or rng.random() > 0.09:
        return []
    near = [
        member
        for member in cast().values()
        if member.key != person.key and member.key in _colleagues() and member.post(day)[0]
        if member.flows and member.flows[0].start <= day < member.flows[0].until
    ]
    return [other(rng.choice(near))] if near else []


def _colleagues() -> frozenset[str]:
    return frozenset(
        raw["id"] for raw in table("people-colleagues")["person"] if raw["roles"][0][0] != "sponsor"
    )


def _first(rng: Random, diary: Diary, day: int, private: bool) -> int:
    """When a thread begins on a day: in office hours, or in the evening and on free days."""
    if not private:
        minutes = int(rng.triangular(_OPENS_OFFICE, _CLOSES_OFFICE - 30, 10 * 60 + 15))
    elif diary.working(day):
        minutes = int(rng.triangular(18 * 60 + 15, 23 * 60, 20 * 60 + 30))
    else:
        minutes = int(rng.triangular(9 * 60 + 30, 22 * 60, 16 * 60))
    return diary.instant(day, minutes, rng.randrange(60))


def _reply(rng: Random, diary: Diary, at: int, private: bool) -> int:
    """When the answer to something written at `at` is sent, moved out of the night."""
    wait = rng.lognormvariate(0, 0.9) * (_SLOW if private else _QUICK)
    day, minutes = diary.local(at + int(wait * 60))
    if private:
        if minutes < 8 * 60:
            minutes = 8 * 60 + rng.randrange(50)
        return max(at + 120, diary.instant(day, minutes, rng.randrange(60)))
    if minutes > _CLOSES_OFFICE:
        day, minutes = day + 1, _OPENS_OFFICE + rng.randrange(120)
    elif minutes < _OPENS_OFFICE:
        minutes = _OPENS_OFFICE + rng.randrange(120)
    if not diary.working(day):
        day, minutes = diary.after(day), _OPENS_OFFICE + rng.randrange(150)
    return max(at + 120, diary.instant(day, minutes, rng.randrange(60)))


def _chat(rng: Random, diary: Diary, person: Member, day: int) -> list[Interaction]:
    lines: list[str] = rng.choice(table("chats")["chats"])
    moment = Moment(rng, diary, day, person.key)
    at = _first(rng, diary, day, private=False)
    ends = [me(private=False), other(person)]
    if rng.random() < 0.5:
        ends.reverse()
    found = []
    for number, line in enumerate(lines):
        sender, reader = ends[number % 2], ends[1 - number % 2]
        parties = (sender.party(Part.SENDER), reader.party(Part.TO))
        found.append(make.moment(Kind.CHAT, at, diary.offset(at), 0, parties, "", moment.fill(line)))
        at += rng.randint(15, 260)
    return found


def _call(rng: Random, diary: Diary, person: Member, flow: Flow, day: int) -> Interaction:
    title, text = rng.choice(table("notes")["calls"][flow.voice])
    moment = Moment(rng, diary, day, person.key)
    at = _first(rng, diary, day, flow.private)
    parties = (me(flow.private).party(Part.PRESENT), other(person).party(Part.PRESENT))
    minutes = rng.choice((10, 15, 20, 25, 25, 30, 35, 45))
    title = f"{moment.fill(title)}, {minutes} min"
    return make.moment(Kind.CALL, at, diary.offset(at), minutes, parties, title, moment.fill(text))


def _coffee(rng: Random, diary: Diary, person: Member, flow: Flow, day: int) -> Interaction:
    at = diary.instant(day, rng.choice((10, 15, 16)) * 60)
    host, guest = me(flow.private), other(person)
    parties = (host.party(Part.ORGANIZER), guest.party(Part.ATTENDEE))
    text = f"At {flow.place}." if flow.place else ""
    return make.meeting(at, diary.offset(at), 75, str(diary.zone), parties, flow.title, text)
