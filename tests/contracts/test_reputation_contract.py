"""What my reliability is read from, who fits a request, and how promises are counted, on every engine."""

from __future__ import annotations

import pytest

from comity.actions import commitments, exchanges, people, requests
from comity.answers import commitments as promises
from comity.answers import requests as asked
from comity.answers.reputation import made_of, reputation, span
from comity.core.errors import Invalid, NotFound
from comity.core.records import Flag, Handle, Interaction, Kind, Part, Party, Record
from comity.store.access import Scope
from comity.store.models import Relationship
from tests.made_up import ME, TODAY, new_scope, on_day
from tests.small_book import INES, TOMAS, bulk, card, date, id_of, mail, mark_dead, met, put

pytestmark = pytest.mark.django_db


def pair(day: int, who: str, hours: int, number: int = 0, flags: int = 0) -> list[Record]:
    """A mail to me, and my answer so many hours later."""
    first = mail(day, who, ME, hour=0, number=number)._replace(flags=flags)
    later = mail(day, ME, who, hour=hours, number=number)
    return [first, later._replace(parent=first.ref)]


def test_my_answers_to_personal_mail_of_the_last_year_are_counted() -> None:
    scope = new_scope()
    records = [one for n in range(12) for one in pair(TODAY - 9, INES, n + 1, n)]
    records += pair(TODAY - 400, INES, 9, 50)
    records += pair(TODAY - 8, TOMAS, 9, 60, int(Flag.LIST))
    first, answer = pair(TODAY - 7, TOMAS, 2, 70)
    assert isinstance(answer, Interaction)
    again = answer._replace(key=b"x" * 16, at=answer.at + 7200, ref=answer.ref ^ 1, digest=5)
    aside = mail(TODAY - 7, ME, INES, hour=1, number=71)._replace(parent=first.ref)  # type: ignore[union-attr]
    mine = mail(TODAY - 6, ME, INES, number=80)
    myself = mail(TODAY - 5, ME, INES, number=81)._replace(parent=mine.ref)
    put(scope, [*records, first, answer, again, aside, mine, myself, bulk(TODAY - 3, INES)])
    with on_day(TODAY):
        found = reputation(scope)
        made = made_of(scope, "replies")
    hours = sorted([*range(1, 13), 2])
    assert (found.replies.n, found.replies.half) == (13, hours[6])
    assert (found.replies.quarter, found.replies.three_quarters) == (hours[3], hours[9])
    assert "Half of your 13 answers" in found.replies.words
    assert (made.total, made.pieces[0].face is not None) == (13, True)
    assert {piece.note for piece in made.pieces if piece.face and piece.face.name.startswith("Tom")} == {
        "answered after 2 hours"
    }
    assert found.since == date(TODAY - 365)


def test_few_answers_are_no_usual_time() -> None:
    scope = new_scope()
    put(scope, pair(TODAY - 9, INES, 3))
    with on_day(TODAY):
        found = reputation(scope)
    assert (found.replies.n, found.replies.half) == (1, None)
    assert "too few" in found.replies.words


def called_by(other: Interaction, who: str) -> Interaction:
    """The same meeting, called by somebody else."""
    parties = (Party(Part.ORGANIZER, Handle("email", who), ""), Party(Part.ATTENDEE, Handle("email", ME), ""))
    return other._replace(parties=parties)


def test_meetings_count_as_kept_unless_i_had_called_them_and_they_were_cancelled() -> None:
    scope = new_scope()
    off, planned = int(Flag.OFF), int(Flag.PLANNED)
    absent = met(TODAY - 6, INES, subject="f")
    records = [
        met(TODAY - 2, INES, subject="a"),
        called_by(met(TODAY - 3, INES, subject="b"), TOMAS),
        met(TODAY - 4, INES, subject="c", flags=off),
        called_by(met(TODAY - 5, INES, subject="d", flags=off), TOMAS),
        met(TODAY - 5, INES, subject="e", flags=planned),
        absent._replace(parties=tuple(p for p in absent.parties if p.handle.value != ME)),
        met(TODAY - 7, INES, subject="g", flags=int(Flag.BULK)),
        met(TODAY - 7, INES, subject="h", kind=Kind.EVENT),
        met(TODAY + 3, INES, subject="i"),
        met(TODAY - 400, INES, subject="j"),
        met(TODAY - 8, subject="k"),
    ]
    put(scope, records)
    with on_day(TODAY):
        found = reputation(scope).meetings
        listed = {number.of: [p.text for p in made_of(scope, number.of).pieces] for number in found.numbers}
        again = made_of(scope, "meetings_held", offset=1)
    assert (found.share.part, found.share.of) == (2, 3)
    assert listed == {
        "meetings_held": ["a", "b"],
        "meetings_cancelled": ["c"],
        "meetings_called_off": ["d"],
        "meetings_absent": ["f"],
        "meetings_unknown": ["e"],
    }
    assert ([p.text for p in again.pieces], again.total) == (["b"], 2)


def test_thanks_within_a_week_are_in_time_and_what_came_lately_waits() -> None:
    scope = new_scope()
    with on_day(TODAY):
        ada = people.add_person(scope, name="Ada")

        def received(ago: int, kind: str = "advice", direction: bool = False) -> str:
            on = date(TODAY - ago)
            return exchanges.note(scope, ada, given=direction, kind=kind, text=f"{ago}", on=on)

        exchanges.thank(scope, received(7))
        exchanges.thank(scope, received(8))
        for ago in (0, 7, 30, 400):
            received(ago)
        received(3, direction=True)
        found = reputation(scope).thanks
        owed = made_of(scope, "thanks_owed")
    assert [number.n for number in found.numbers] == [1, 1, 1]
    assert (found.share.part, found.share.of, [p.text for p in owed.pieces]) == (1, 3, ["30"])


def test_there_is_no_other_number() -> None:
    with on_day(TODAY), pytest.raises(Invalid):
        made_of(new_scope(), "speed")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(20, "1 minute"), (7199, "120 minutes"), (7200, "2 hours"), (172_799, "48 hours"), (172_800, "2 days")],
)
def test_times_are_told_as_people_say_them(seconds: int, words: str) -> None:
    assert span(seconds) == words


def test_who_has_to_do_with_what_was_asked_is_proposed_and_nobody_else() -> None:
    scope = new_scope()
    put(
        scope,
        [
            card("bo@x.example", name="Bo", title="Lantern maker"),
            card("cy@x.example", name="Cy", labels=("Lanterns",)),
            card("di@x.example", name="Di", title="Lantern maker"),
            card("ed@x.example", name="Ed", title="Lantern maker"),
            card("flo@x.example", name="Flo", organisation="Lantern & Co"),
            card(INES, name="Ines", title="Lantern maker"),
            card("gus@x.example", name="Gus", title="100% baker"),
        ],
    )
    with on_day(TODAY):
        bo, cy, di, ed, ines = (
            id_of(scope, f"{name}@x.example") if name != "ines" else id_of(scope, INES)
            for name in ("bo", "cy", "di", "ed", "ines")
        )
        people.add_fact(scope, cy, "Collects paper lanterns")
        people.add_fact(scope, bo, "Once failed with paper", "private")
        mark_dead(scope, di, TODAY - 9)
        people.set_relationship(scope, ed, standing="stepped_back")
        id = requests.note_request(scope, ines, "Do you know somebody for paper lanterns?")
        found = asked.who_fits(scope, id)
        nobody = asked.who_fits(scope, id, words="for the")
        wild = asked.who_fits(scope, id, words="100% %%%%")
    assert [fit.face.name for fit in found] == ["Cy", "Bo", "Flo"]
    assert found[1].reasons == ("works as Lantern maker",)
    assert found[1].email == "bo@x.example"
    assert (nobody, [fit.face.name for fit in wild]) == ((), [])
    assert Relationship.objects.filter(book_id=scope.book_id, standing="stepped_back").count() == 1


def furnished() -> tuple[Scope, str]:
    """Promises of every kind with two people, one of them entered twice."""
    scope = new_scope()
    with on_day(TODAY):
        ada, bo = people.add_person(scope, name="Ada"), people.add_person(scope, name="Bo")

        def made(who: str, text: str, due: int | None, by: str = "mine") -> str:
            day = None if due is None else date(TODAY + due)
            return commitments.promise(scope, who, text, by=by, due=day, made_on=date(TODAY - 200))

        commitments.keep(scope, made(ada, "on time", -5), on=date(TODAY - 5))
        commitments.keep(scope, made(ada, "late", -5), on=date(TODAY - 4))
        commitments.keep(scope, made(bo, "no day", None), on=date(TODAY - 120))
        moved = made(bo, "moved", -30)
        commitments.move(scope, moved, date(TODAY - 9), asked_by="theirs")
        commitments.keep(scope, moved, on=date(TODAY - 9))
        commitments.break_promise(scope, made(ada, "broken", -3), on=date(TODAY - 3))
        commitments.drop(scope, made(ada, "dropped", -3), on=date(TODAY - 3))
        commitments.keep(scope, made(ada, "theirs", -3, "theirs"), on=date(TODAY - 3))
        made(ada, "overdue", -1)
        made(ada, "today", 0)
        made(bo, "open", None)
    return scope, ada


def test_follow_through_counts_what_ended_and_opens_to_it() -> None:
    scope, ada = furnished()
    with on_day(TODAY):
        whole = promises.follow_through(scope, "mine")
        with_ada = promises.follow_through(scope, "mine", who=ada)
        lately = promises.follow_through(scope, "mine", since=date(TODAY - 100))
        texts = {
            how: [p.text for p in promises.promises(scope, by="mine", how=how).rows]
            for how in ("on_time", "late", "moved", "broken", "dropped", "overdue", "open")
        }
        quarter = promises.promises(scope, quarter=whole.quarters[-1].key)
        everything = promises.promises(scope, limit=3)
        rest = promises.promises(scope, limit=3, offset=9)
    assert whole.counts == (3, 1, 1, 1, 1)
    assert (whole.share.part, whole.share.of, whole.open, whole.overdue) == (4, 5, 3, 1)
    assert sum(one.counts.kept for one in whole.quarters) == 4
    assert (with_ada.share, with_ada.words) == (
        with_ada.counts.share,
        "You kept 2 of 3 promises, 1 of them late.",
    )
    assert lately.counts.kept == 3
    assert texts == {
        "on_time": ["on time", "moved", "no day"],
        "late": ["late"],
        "moved": ["moved"],
        "broken": ["broken"],
        "dropped": ["dropped"],
        "overdue": ["overdue"],
        "open": ["overdue", "today", "open"],
    }
    assert {p.text for p in quarter.rows} == {"broken", "dropped", "theirs"}
    assert ([p.text for p in everything.rows], everything.total) == (["overdue", "today", "open"], 10)
    assert ([p.text for p in rest.rows], rest.total) == (["no day"], 10)


def test_a_list_of_promises_is_narrowed_by_what_there_is() -> None:
    scope, ada = furnished()
    with on_day(TODAY):
        theirs = promises.promises(scope, by="theirs", who="Ada")
        assert [p.text for p in theirs.rows] == ["theirs"]
        assert promises.promise(scope, theirs.rows[0].id) == theirs.rows[0]
        for wrong in ({"by": "ours"}, {"how": "gladly"}, {"quarter": "Q3"}):
            with pytest.raises(Invalid):
                promises.promises(scope, **wrong)  # type: ignore[arg-type]
        for missing in ("no id", ada):
            with pytest.raises(NotFound):
                promises.promise(scope, missing)
        with pytest.raises(NotFound):
            promises.promises(scope, who="Zork")


def test_many_promises_have_a_share_and_its_interval() -> None:
    scope = new_scope()
    with on_day(TODAY):
        ada = people.add_person(scope, name="Ada")
        for n in range(12):
            id = commitments.promise(scope, ada, f"{n}", by="theirs")
            (commitments.keep if n < 9 else commitments.break_promise)(scope, id)
        found = promises.follow_through(scope, "theirs")
    assert found.words == "9 of 12 promises to you were kept."
    assert found.notes[0].startswith("That is 75 %")
    assert "47 %" in found.notes[0]
