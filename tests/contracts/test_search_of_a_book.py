"""Every field, alias and script of a search, in any combination, against a reading of the whole book by other rules."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import replace
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.actions import people
from comity.actions.commitments import promise
from comity.answers.search import search
from comity.core.records import Handle, Interaction, Part, Party
from comity.store.access import Scope
from tests.made_up import ME, new_scope, on_day
from tests.small_book import AMA, INES, NAMES, TODAY, TOMAS, card, date, id_of, mail, met, put

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Pacific/Auckland")
"""Half a day ahead of UTC, where a summer time began a week before the day on which the tests say it is."""
NOW = dt.date(2024, 10, 5)
WORDS = (
    *("harbour", "harbours", "Straße", "naïve", "zofie", "Z\u030cofie", "ﬁne", "İzmir", "ŁÓDŹ", "Ærø", "soft\u00adhyphen"),
    *("Θεσσαλονίκης", "ΘΕΣΣΑΛΟΝΊΚΗ", "ёлка", "Елка", "Київ", "東京都", "京", "カタカナ", "ｶﾀｶﾅ", "ประชุม", "น้ำ", "ມື້"),
    *("القاهرة", "المُدِير", "שָׁלוֹם", "हिन्दी", "회의록", "회의", "Nguyễn", "x1", "1,000", "C++", "don’t", "OR", "от"),
)  # fmt: skip
PARTED = (
    " ",
    "\n",
    "\r\n",
    "\t",
    " \n > ",
    ", ",
    "-",
    "/",
    " — ",
    "\u00a0",
    "\u3000",
    "。",
    "_",
    "...",
    "\u2028",
    " “",
    "” ",
)
BESIDE = {"ł": "l", "ø": "o", "æ": "ae", "ı": "i", "đ": "d"}
"""Letters that are no others with marks, as they are typed in English."""
KNOWN = {
    INES: ("ines", "varga", "quill", "press"),
    TOMAS: ("tomas", "lindqvist", "mueller", "muller", "quill", "zabka", "sa"),
    AMA: ("ama", "osei"),
}
"""The words by which people are known: of names, addresses (without their last label) and organisations."""
ORGANISATION = {INES: ("quill", "press"), TOMAS: ("zabka", "sa")}
ROLE = {INES: "mentor"}
TAG = {INES: "printers’ club", AMA: "café"}


class Stored(NamedTuple):
    """An interaction: when (hours after the beginning of a day in UTC), by whom, to whom, in copy, and whether it was a meeting."""

    at: int
    sender: str
    to: str
    copy: str
    meeting: bool
    subject: str
    text: str
    promised: bool


class Asked(NamedTuple):
    """A piece of a query: the name of its field ("" for words), its value, whether in quotes, whether refused."""

    field: str
    value: str
    quoted: bool
    refused: bool

    def __str__(self) -> str:
        value = f'"{self.value}"' if self.quoted else self.value
        return f"{'-' if self.refused else ''}{self.field and self.field + ':'}{value}"


def _words(text: str) -> list[str]:
    """Words as the documentation tells: without case, marks and punctuation, signs of scripts without spaces one by one."""
    found = [""]
    for char in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()):
        sort = unicodedata.category(char)
        if unicodedata.combining(char) or sort == "Cf":
            continue
        name = unicodedata.name(char, "")
        if name.startswith(("CJK UNIFIED", "KATAKANA", "HIRAGANA", "THAI", "LAO")):
            found += [char, ""] if sort[0] in "LNM" else [""]
        elif sort[0] in "LNM":
            found[-1] += BESIDE.get(char, char)
        else:
            found.append("")
    return list(filter(None, found))


def _stands(asked: Asked, text: str) -> bool:
    sought, words = _words(asked.value), _words(text)
    for start in range(len(words) - len(sought) + 1):
        here = words[start : start + len(sought)]
        ends = here[-1] == sought[-1] if asked.quoted else here[-1].startswith(sought[-1])
        if here[:-1] == sought[:-1] and ends:
            return True
    return False


def _known_by(person: str, value: str) -> bool:
    """Whether a person other than me is found by a name or an address."""
    if "@" in value:
        return person.casefold() == value.casefold()
    return all(any(word.startswith(sought) for word in KNOWN.get(person, ())) for sought in _words(value))


def _is(person: str, field: str, value: str) -> bool:
    """Whether a person is of an organisation, in a role, has a tag."""
    match field:
        case "role":
            return ROLE.get(person) == value
        case "tag":
            return _words(TAG.get(person, "")) == _words(value)
        case _:
            words = ORGANISATION.get(person, ())
            return all(any(word.startswith(sought) for word in words) for sought in _words(value))


def _span(value: str) -> tuple[dt.date, dt.date]:
    """The first day of what a date names, and the day after its last."""
    if value in ("today", "yesterday", "3d", "1w"):
        first = NOW - dt.timedelta({"today": 0, "yesterday": 1, "3d": 3, "1w": 7}[value])
        return first, first + dt.timedelta(1)
    year, *rest = map(int, value.replace("/", "-").split("-"))
    if not rest:
        return dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    first = dt.date(year, rest[0], rest[1] if len(rest) > 1 else 1)
    return first, first + dt.timedelta(1) if len(rest) > 1 else (first + dt.timedelta(31)).replace(day=1)


def _fits(asked: Asked, one: Stored) -> bool:
    return _says(asked, one) is not asked.refused


def _says(asked: Asked, one: Stored) -> bool:
    people = {"from": [one.sender], "to": [person for person in (one.to, one.copy) if person]}
    people["with"] = [*people["from"], *people["to"]]
    match asked.field:
        case "":
            return _stands(asked, one.subject) or _stands(asked, one.text)
        case "subject":
            return _stands(asked, one.subject)
        case "from" | "to" if asked.value.lower() == "me":
            return ME in people[asked.field]
        case "from" | "to" | "with":
            return any(_known_by(person, asked.value) for person in people[asked.field])
        case "kind" | "is":
            return asked.value.lower() == ("meeting" if one.meeting else "mail")
        case "has":
            return one.promised
        case "before" | "after" | "since" | "on":
            day = dt.datetime.fromtimestamp(one.at, ZONE).date()
            return _when(asked.field, day, *_span(asked.value))
        case _:
            return any(_is(person, asked.field, asked.value) for person in people["with"])


def _when(field: str, day: dt.date, first: dt.date, end: dt.date) -> bool:
    return {"before": day < first, "after": day >= end, "since": day >= first, "on": first <= day < end}[
        field
    ]


def _finds(asked: Asked, person: str, promised: set[str]) -> bool:
    """Whether a piece finds a person."""
    if not asked.field:
        return all(any(word.startswith(sought) for word in KNOWN[person]) for sought in _words(asked.value))
    return person in promised if asked.field == "has" else _is(person, asked.field, asked.value)


def _texts(words: list[str], most: int = 5, least: int = 0) -> st.SearchStrategy[str]:
    pairs = st.tuples(st.sampled_from(words), st.sampled_from(PARTED))
    return st.lists(pairs, min_size=least, max_size=most).map(lambda pairs: "".join(map("".join, pairs)))


def _stored(words: list[str]) -> st.SearchStrategy[Stored]:
    return st.builds(
        Stored,
        st.integers(0, 24 * 10).map(lambda hours: (TODAY - 9) * 86_400 + hours * 3600),
        st.sampled_from((INES, TOMAS, AMA, ME)),
        st.sampled_from((INES, TOMAS, AMA)),
        st.sampled_from(("", "", AMA)),
        st.booleans(),
        _texts(words),
        _texts(words),
        st.booleans(),
    )


_field = st.one_of(
    st.tuples(
        st.sampled_from(("from", "to", "with")),
        st.sampled_from(
            ("ines", "in", "lind", "müller", "mueller", "t", "quill", "press", "example", "osei ama", INES, TOMAS.upper())
        ),
    ),
    st.tuples(st.sampled_from(("from", "to")), st.sampled_from(("me", "ME"))),
    st.tuples(
        st.sampled_from(("org", "company", "organisation", "organization")),
        st.sampled_from(("quill", "QUILL pr", "żabka", "zab", "press quill", "varga")),
    ),
    st.tuples(st.just("role"), st.sampled_from(("mentor", "client"))),
    st.tuples(st.just("tag"), st.sampled_from(("Printers’ Club", "printers' club", "cafe", "CAFÉ", "print"))),
    st.tuples(st.sampled_from(("kind", "is")), st.sampled_from(("mail", "Meeting", "call"))),
    st.just(("has", "promise")),
    st.tuples(
        st.sampled_from(("before", "after", "since", "on")),
        st.sampled_from(("2024-10-02", "2024/9/30", "2024-09", "2024-10", "2024", "2023", "today", "yesterday", "3d", "1w")),
    ),
)  # fmt: skip
_refused = st.sampled_from((False, False, False, True))


def _asked(words: list[str]) -> st.SearchStrategy[list[Asked]]:
    """A piece of a query, or several with OR between them."""
    begun = st.tuples(st.sampled_from((*words, *words, "ines", "Tomás", "var")), st.integers(1, 12))
    plain = begun.map(lambda pair: pair[0][: pair[1]]).filter(
        lambda text: bool(_words(text)) and text != "OR"
    )
    phrase = _texts(words, 3, 1).map(lambda text: text.replace("“", "").replace("”", "")).filter(_words)
    sought = st.one_of(
        st.builds(Asked, st.just(""), plain, st.just(False), st.just(False)),
        st.builds(Asked, st.just(""), phrase, st.just(True), st.just(False)),
    )
    return st.one_of(
        st.lists(sought, min_size=1, max_size=3),
        st.builds(lambda asked, refused: [asked._replace(refused=refused)], sought, _refused),
        st.builds(
            lambda asked, refused: [asked._replace(field="subject", refused=refused)], sought, _refused
        ),
        st.builds(lambda pair, refused: [Asked(pair[0], pair[1], " " in pair[1], refused)], _field, _refused),
        st.builds(lambda pair: [Asked(pair[0], pair[1], " " in pair[1], False)], _field),
    )


Case = tuple[list[Stored], list[list[Asked]]]


def _cases(words: list[str]) -> st.SearchStrategy[Case]:
    return st.tuples(
        st.lists(_stored(words), min_size=1, max_size=8), st.lists(_asked(words), min_size=1, max_size=3)
    )


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=4).flatmap(_cases))
def test_a_search_finds_what_a_reading_of_the_whole_book_finds(case: Case) -> None:
    stored = [one._replace(subject=f"{one.subject} №{n}") for n, one in enumerate(case[0])]
    pieces = case[1]
    scope = replace(new_scope(), zone=str(ZONE))
    query = " ".join(" OR ".join(map(str, group)) for group in pieces)
    with on_day(TODAY):
        _put(scope, stored)
        hits = search(scope, query, limit=50).hits
    newest_first = sorted(range(len(stored)), key=lambda n: (-stored[n].at, -n))
    wanted = [n for n in newest_first if all(any(_fits(a, stored[n]) for a in group) for group in pieces)]
    found = [int(hit.title.rpartition("№")[2]) for hit in hits if hit.face is None]
    assert (sorted(found), [stored[n].at for n in found]) == (
        sorted(wanted),
        [stored[n].at for n in wanted],
    ), query
    asked = [piece for group in pieces for piece in group]
    of_people = all(len(group) == 1 for group in pieces) and all(
        not piece.refused and piece.field in ("", "role", "tag", "has", "org", "company", "organisation", "organization")
        for piece in asked
    )  # fmt: skip
    promised = {INES} if any(one.promised for one in stored) else set()
    shown = {
        NAMES[who] for who in KNOWN if of_people and all(_finds(piece, who, promised) for piece in asked)
    }
    assert {hit.title for hit in hits if hit.face} == shown, query


def _put(scope: Scope, stored: list[Stored]) -> None:
    """A book of three people and these interactions, the number of each in its subject."""
    cards = [
        card(INES, name=NAMES[INES], organisation="Quill Press"),
        card(TOMAS, name=NAMES[TOMAS], organisation="Żabka S.A.")._replace(values=(("nickname", "Müller"),)),
        card(AMA, name=NAMES[AMA]),
    ]
    records = [_recorded(n, one) for n, one in enumerate(stored)]
    put(scope, [*cards, *records])
    people.add_role(scope, id_of(scope, INES), "mentor", date(TODAY - 30), None)
    people.add_role(scope, id_of(scope, TOMAS), "client", None, date(TODAY - 2))
    people.add_tag(scope, id_of(scope, INES), "Printers’ Club")
    people.add_tag(scope, id_of(scope, AMA), "Café")
    for one, record in zip(stored, records, strict=True):
        if one.promised:
            promise(scope, id_of(scope, INES), "a lantern", interaction=record.key.hex())


def _recorded(number: int, one: Stored) -> Interaction:
    day, hour = divmod(one.at // 3600, 24)
    if one.meeting:
        found = met(day, subject=one.subject, hour=hour)
        parties = [Party(Part.ORGANIZER, Handle("email", one.sender), NAMES[one.sender])]
        parties.append(Party(Part.ATTENDEE, Handle("email", one.to), NAMES[one.to]))
    else:
        found = mail(day, one.sender, one.to, subject=one.subject, text=one.text, hour=hour, number=number)
        parties = list(found.parties)
    if one.copy:
        parties.append(Party(Part.CC, Handle("email", one.copy), NAMES[one.copy]))
    return found._replace(parties=tuple(parties), text=one.text)
