"""Made-up people as address books and mailboxes would hold them, with known doubles and with people easily mistaken.

Nothing here comes from the product's own tables of names: short forms, endings and frequencies are this file's.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

GIVEN = (
    "James Maria John Anna Robert Laura David Elena Thomas Julia Michael Sofia Daniel Emma Peter Katharina William Nina Andrea "
    "Martin Irina Paul Claire Alexander Marta Stefan Helen Nicolas Ingrid George Monika Ivan Olga Ahmed Fatima Wei Yuki Carlos "
    "Lucia Pierre Chloé Jürgen Sabine Søren Freja Łukasz Zofia Björn Åsa Dmitri Tatiana Giorgos Eleni Rajesh Priya Kofi Ama "
    "Edward Elizabeth Richard Margaret Joseph Susan Samuel Patricia Anthony Rebecca Matthew Jennifer Christopher Deborah "
    "Benjamin Victoria Gregory Abigail Timothy Catherine Frederick Jessica Leonard Amanda Vincent Theresa Nathan Beatrix "
    "Oskar Matilda Ruben Saskia Tobias Wilma Hugo Linnea Emil Agathe Rafael Noemi Kasper Ottilie Joaquín Ximena Tarek Leila"
).split()
FAMILY = (
    "Smith Garcia Müller Johnson Silva Ivanov Brown Rossi Kowalski Nguyen Martin Jones Schmidt Lopez Novák Andersson Williams "
    "Fernández Dubois Weber Petrov Davis Hansen Costa Nagy Taylor Papadopoulos Khan Larsson Fischer Moreau Wilson Schäfer "
    "Kumar Jansen Romano Popescu Walker Horváth Virtanen Sørensen Bauer Lefèvre Clark Marín Özdemir Kowalczyk Haas Byrne"
).split()
SHORT = {
    "James": "Jim Jamie", "Robert": "Bob Rob", "William": "Bill Will", "Michael": "Mike", "Thomas": "Tom", "Daniel": "Dan",
    "Elizabeth": "Liz Beth", "Richard": "Dick Rick", "Margaret": "Peggy Maggie", "Joseph": "Joe", "Samuel": "Sam",
    "Patricia": "Pat Trish", "Anthony": "Tony", "Rebecca": "Becky", "Matthew": "Matt", "Jennifer": "Jen", "Edward": "Ted Ed",
    "Christopher": "Chris", "Deborah": "Debbie", "Benjamin": "Ben", "Victoria": "Vicky", "Gregory": "Greg", "Timothy": "Tim",
    "Abigail": "Abby", "Catherine": "Kate Cathy", "Frederick": "Fred", "Alexander": "Alex Sasha", "Katharina": "Kathi Katja",
    "Nicolas": "Nick", "Dmitri": "Dima", "Tatiana": "Tanya", "Susan": "Sue", "David": "Dave", "Leonard": "Len",
}  # fmt: skip
CYRILLIC = {
    "Ivan": "Иван",
    "Olga": "Ольга",
    "Dmitri": "Дмитрий",
    "Irina": "Ирина",
    "Tatiana": "Татьяна",
    "Elena": "Елена",
}
CYRILLIC_FAMILY = {"Ivanov": "Иванов", "Petrov": "Петров"}
ASCII = str.maketrans(
    {
        "ü": "ue",
        "ö": "oe",
        "ä": "ae",
        "å": "a",
        "ø": "o",
        "é": "e",
        "è": "e",
        "á": "a",
        "í": "i",
        "Ł": "L",
        "Å": "A",
        "Ö": "O",
    }
)
_ONSETS = "b br d dr f g gr h k kl l m n p pr r s sk st t tr v w z".split()
_VOWELS = "a e i o u ei au ie".split()
_CODAS = "l n r s t k m nd rt lt ck sch".split()
_ENDINGS = "er mann sen ov ski ini ez son berg stad wick ley ton ic u".split()


@dataclass(frozen=True)
class Entry:
    """One entry: who it really is, what sort of case it is, and what it says."""

    person: int
    sort: str
    given: str
    family: str
    name: str
    emails: tuple[str, ...] = ()
    phone: str = ""
    organisation: str = ""
    address: str = ""
    born: tuple[int, int, int] | None = None


class Maker:
    """Draws people from one stream of chance, so that the same seed gives the same people.

    Two people share a given name about once in a hundred, a family name once in a thousand, as in a census.
    """

    def __init__(self, seed: int, people: int) -> None:
        self.chance = random.Random(seed)
        self.firms = max(20, people // 60)
        self.number = 0
        self.givens = [*GIVEN, *(self._rare(600))]
        self.given_weights = list(itertools.accumulate(1 / (n + 12) for n in range(len(self.givens))))
        self.families = [*FAMILY, *self._rare(4 * people + 2000)]
        self.family_weights = list(itertools.accumulate(1 / (n + 60) for n in range(len(self.families))))
        self.taken: set[str] = set()

    def _rare(self, count: int) -> list[str]:
        """Names beside those that everybody knows: half of all people bear one of these, as in most countries."""
        draw = self.chance.choice
        return [
            (
                draw(_ONSETS)
                + draw(_VOWELS)
                + draw(_CODAS)
                + draw(("", draw(_VOWELS) + draw(_CODAS)))
                + draw(_ENDINGS)
            ).capitalize()
            for _ in range(count)
        ]

    def person(self, sort: str = "ordinary") -> Entry:
        """Somebody new, as their employer's directory would list them."""
        self.number += 1
        chance = self.chance
        given = chance.choices(self.givens, cum_weights=self.given_weights)[0]
        family = chance.choices(self.families, cum_weights=self.family_weights)[0]
        firm = int(self.firms * chance.random() ** 2)
        likely = chance.random
        return Entry(
            self.number,
            sort,
            given,
            family,
            f"{given} {family}",
            (self.address(given, family, f"firm{firm}.example"),),
            self.phone() if likely() < 0.5 else "",
            f"Firm {firm}" if likely() < 0.6 else "",
            self.place() if likely() < 0.15 else "",
            self.birthday() if likely() < 0.2 else None,
        )

    def address(self, given: str, family: str, domain: str) -> str:
        """An address as companies make them, with a number where chance would have it taken."""
        one, two = plain(given), plain(family)
        forms = (
            f"{one}.{two}",
            f"{one}.{two}",
            f"{one[0]}{two}",
            f"{one}",
            f"{one[0]}.{two}",
            f"{two}{one[0]}",
        )
        form = self.chance.choice(forms)
        if form == one:
            form += str(self.chance.randint(2, 9999))
        elif self.chance.random() < 0.15:
            form += str(self.chance.randint(2, 99))
        return self.free(f"{form}@{domain}")

    def free(self, address: str) -> str:
        """The address, or where somebody has it already, one with a number."""
        local, _, domain = address.partition("@")
        numbers = itertools.count(2)
        while address in self.taken:
            address = f"{local}{next(numbers)}@{domain}"
        self.taken.add(address)
        return address

    def phone(self) -> str:
        return f"+{self.chance.choice((44, 49, 33, 1, 39))} {self.chance.randint(20, 999)} {self.chance.randint(1000000, 9999999)}"

    def place(self) -> str:
        street = self.chance.choice(self.families[:400])
        town = self.chance.choice(self.families[:60])
        return (
            f"{self.chance.randint(1, 200)} {street} Street, {town}ville, {self.chance.randint(1000, 9999)}"
        )

    def birthday(self) -> tuple[int, int, int]:
        return self.chance.randint(1945, 2002), self.chance.randint(1, 12), self.chance.randint(1, 28)

    def again(self, first: Entry) -> Entry:
        """The same person from another source: another address, often another form of the name, parts of the rest."""
        likely = self.chance.random
        given, family, name = self._renamed(first)
        domain = self.chance.choice(
            ("gmail.com", "outlook.com", "web.de", "gmail.com", "post.example", "firm")
        )
        if domain == "firm":
            domain = f"firm{int(self.firms * likely() ** 2)}.example"
        email = self.address(first.given, family, domain)
        if domain != first.emails[0].rpartition("@")[2] and likely() < 0.3:
            email = self.free(first.emails[0].partition("@")[0] + "@" + domain)
        moved = likely() < 0.25
        return Entry(
            first.person,
            first.sort if first.sort != "ordinary" else "double",
            given,
            family,
            name,
            (email,),
            first.phone if likely() < 0.6 else "",
            (f"Firm {int(self.firms * likely() ** 2)}" if moved else first.organisation)
            if likely() < 0.6
            else "",
            first.address if likely() < 0.6 else "",
            self._misread(first.born) if likely() < 0.6 else None,
        )

    def _renamed(self, first: Entry) -> tuple[str, str, str]:
        given, family = first.given, first.family
        form = self.chance.random()
        if form < 0.10 and given in SHORT:
            given = self.chance.choice(SHORT[given].split())
        elif form < 0.16:
            return given, family, f"{given[0]}. {family}"
        elif form < 0.21:
            return given, family, f"{family}, {given}"
        elif form < 0.26:
            family = slipped(self.chance, family)
        elif form < 0.34:
            given, family = given.translate(ASCII), family.translate(ASCII)
        elif form < 0.38 and given in CYRILLIC:
            return given, family, f"{CYRILLIC[given]} {CYRILLIC_FAMILY.get(family, family)}"
        elif form < 0.42:
            family = (
                f"{family}-{self.chance.choice(self.families)}"
                if form < 0.4
                else self.chance.choice(self.families)
            )
        elif form < 0.47:
            return given, family, f"{given} {self.chance.choice(GIVEN)} {family}"
        elif form < 0.55:
            return given, family, ""
        return given, family, f"{given} {family}"

    def _misread(self, born: tuple[int, int, int] | None) -> tuple[int, int, int] | None:
        if born and self.chance.random() < 0.1:
            return born[0], min(12, born[2]), born[1]
        return born


def plain(text: str) -> str:
    """Small letters as addresses have them."""
    return "".join(c for c in text.translate(ASCII).lower() if c.isascii() and c.isalpha())


def slipped(chance: random.Random, word: str) -> str:
    """The word with two letters exchanged, one left out, or one other."""
    place = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(3)
    if kind == 0:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + ("" if kind == 1 else chance.choice("aeinrst")) + word[place + 1 :]


def father_and_son(make: Maker) -> list[Entry]:
    """One name, one house, a generation apart; half of them marked by what follows the name."""
    father = replace(
        make.person("father and son"), address=make.place(), born=(make.chance.randint(1940, 1960), 3, 9)
    )
    son = replace(
        make.person("father and son"),
        given=father.given,
        family=father.family,
        name=father.name,
        emails=(make.address(father.given, father.family, "gmail.com"),),
        address=father.address,
        phone=father.phone,
        born=(make.chance.randint(1978, 1990), 11, 20),
    )
    if make.chance.random() < 0.5:
        return [
            replace(father, name=f"{father.name} Sr.", born=None),
            replace(son, name=f"{son.name} Jr.", born=None),
        ]
    return [father, son]


def namesakes_at_work(make: Maker) -> list[Entry]:
    """Two colleagues of one common name; the second got a number or an initial."""
    one = make.person("namesakes at one company")
    given, family = make.chance.choice(GIVEN[:8]), make.chance.choice(FAMILY[:8])
    domain = one.emails[0].rpartition("@")[2]
    local = f"{plain(given)}.{plain(family)}"
    one = replace(
        one, given=given, family=family, name=f"{given} {family}", emails=(f"{local}@{domain}",), born=None
    )
    second = make.chance.choice((f"{local}2", f"{local}1", f"{plain(given)[0]}{plain(family)}"))
    other = replace(one, person=make.person().person, emails=(make.free(f"{second}@{domain}"),))
    return [one, replace(other, phone=make.phone(), address="")]


def couple(make: Maker) -> list[Entry]:
    """Two of one family name, house and telephone, with mailboxes at one provider."""
    one = replace(make.person("couple"), address=make.place(), phone=make.phone(), organisation="")
    two = make.person("couple")
    while two.given == one.given:
        two = make.person("couple")
    provider = make.chance.choice(("gmail.com", "web.de"))
    two = replace(
        two,
        family=one.family,
        name=f"{two.given} {one.family}",
        address=one.address,
        phone=one.phone,
        organisation="",
    )
    return [
        replace(one, emails=(make.address(one.given, one.family, provider),)),
        replace(two, emails=(make.address(two.given, two.family, provider),)),
    ]


def assistant(make: Maker) -> list[Entry]:
    """Somebody and their assistant, who has their telephone, company and a mailbox with their name in it."""
    chief = replace(make.person("assistant"), phone=make.phone())
    chief = replace(chief, organisation="Firm " + chief.emails[0].partition("@firm")[2].partition(".")[0])
    other = make.person("assistant")
    box = make.chance.choice(
        (f"office.{plain(chief.family)}", f"assistant-{plain(chief.family)}", plain(other.family))
    )
    domain = chief.emails[0].rpartition("@")[2]
    return [
        chief,
        replace(
            other, emails=(make.free(f"{box}@{domain}"),), phone=chief.phone, organisation=chief.organisation
        ),
    ]


def siblings(make: Maker) -> list[Entry]:
    """Brother and sister whose addresses begin with the same letter."""
    one = replace(make.person("siblings"), address=make.place())
    other = make.chance.choice(
        [name for name in GIVEN if name[0] == one.given[0] and name != one.given] or ["Zara"]
    )
    two = replace(
        make.person("siblings"),
        given=other,
        family=one.family,
        name=f"{other} {one.family}",
        address=one.address,
    )
    box = f"{plain(one.given)[0]}{plain(one.family)}"
    return [
        replace(one, emails=(make.free(f"{box}@gmail.com"),)),
        replace(two, emails=(make.free(f"{box}@outlook.com"),)),
    ]


CASES: tuple[Callable[[Maker], list[Entry]], ...] = (
    father_and_son,
    namesakes_at_work,
    couple,
    assistant,
    siblings,
)


def entries(seed: int, people: int) -> list[Entry]:
    """A book of about so many entries: one in ten a double, one in ten easily mistaken for somebody else."""
    make = Maker(seed, people)
    found: list[Entry] = []
    while len(found) < people:
        luck = make.chance.random()
        if luck < 0.1:
            first = make.person()
            found += [first, make.again(first)]
        elif luck < 0.15:
            found += make.chance.choice(CASES)(make)
        else:
            found.append(make.person())
    make.chance.shuffle(found)
    return found[:people]
