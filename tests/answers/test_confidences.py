"""What was told in confidence: lists, what it covers, what would give it away, and the guard's own cost."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from comity.actions import commitments, covering, interactions, introductions, opportunities, people, requests
from comity.actions import confidences as actions
from comity.answers import confidences as answers
from comity.answers import day_mail, drafts, feed, for_others, guarding, search
from comity.answers import opportunities as opportunity_answers
from comity.answers import requests as request_answers
from comity.core import feed as kinds
from comity.core.audience import ANYBODY, ME, of
from comity.core.errors import NotFound
from comity.exports import letter
from comity.store.access import Scope
from comity.store.models import Person
from tests import small_book
from tests.made_up import ME as MY_ADDRESS
from tests.made_up import new_scope
from tests.sealed import OpenVault
from tests.small_book import mail, met, put

TEXT = "Ada leaves the bindery in spring to found a press"


@pytest.fixture
def ada(scope: Scope) -> str:
    return people.add_person(scope, name="Ada Quill", email="ada@quill.example")


@pytest.fixture
def bo(scope: Scope) -> str:
    return people.add_person(scope, name="Bo Lind", email="bo@lind.example")


@pytest.fixture
def eve(scope: Scope) -> str:
    return people.add_person(scope, name="Eve Stone", email="eve@stone.example")


def head(id: str) -> int:
    return Person.objects.get(uuid=id).pk


def test_they_are_listed_by_whoever_has_a_part_in_them(scope: Scope, ada: str, bo: str, eve: str) -> None:
    one = actions.keep(scope, "First thing told", source=ada, audience=[bo])
    two = actions.keep(scope, "Second thing told", subject=ada)
    actions.keep(new_scope(), "Somebody else's")
    assert [line.id for line in answers.confidences(scope)] == [two, one]
    assert [line.id for line in answers.confidences(scope, who=ada)] == [two, one]
    assert [line.id for line in answers.confidences(scope, who=bo)] == [one]
    assert not answers.confidences(scope, who=eve)
    with pytest.raises(NotFound):
        answers.confidences(scope, who="Nobody")


def test_on_a_person_s_page_the_never_mentioned_stand_first(scope: Scope, ada: str, bo: str) -> None:
    never = actions.keep(scope, "First thing told", subject=ada, nobody=True)
    later = actions.keep(scope, "Second thing told", source=ada)
    actions.release(scope, actions.keep(scope, "Third thing told", source=ada))
    actions.keep(scope, "Fourth thing told", source=ada, until=scope.today())
    assert [line.id for line in answers.of_person(scope, ada)] == [never, later]
    assert answers.of_person(scope, bo) == ()
    assert answers.of_person(scope, small_book.ANYBODY) == ()


def test_what_gives_it_away_is_found_all_over_the_book_and_can_be_covered(
    scope: Scope, ada: str, eve: str
) -> None:
    put(
        scope,
        [
            mail(19_990, "ada@quill.example", MY_ADDRESS, subject=f"Re: {TEXT}", text="x"),
            mail(19_991, "ada@quill.example", MY_ADDRESS, text=f"So,\n> {TEXT.upper()}", number=1),
            mail(19_992, "ada@quill.example", MY_ADDRESS, text="She leaves the bindery.", number=2),
            met(19_993, "eve@stone.example", subject="On the new press"),
        ],
    )
    at = dt.datetime(2024, 10, 2, 12, tzinfo=dt.UTC)
    interactions.record(scope, [ada], kind="note", at=at, subject="", text=f"{TEXT}.")
    fact = people.add_fact(scope, ada, f"she says: {TEXT}")
    promise = commitments.promise(scope, eve, "Ask about the new press")
    commitments.promise(scope, eve, "Ask about the press")
    id = actions.keep(scope, TEXT, signs=["new press"], source=ada)
    page = answers.confidence(scope, id)
    assert [one.kind for one in page.proposed] == [*["interactions"] * 4, "facts", "commitments"]
    assert {one.row for one in page.proposed} >= {fact, promise}
    assert [one.own for one in page.proposed] == [True, False, False, False, True, True]
    assert not page.more
    covering.cover(scope, id, [(one.kind, one.row) for one in page.proposed])
    page = answers.confidence(scope, id)
    assert (len(page.covers), page.proposed, page.line.covers) == (6, (), 6)
    people.remove_fact(scope, fact)
    assert len(answers.confidence(scope, id).covers) == 5


def test_more_is_said_where_more_would_give_it_away(
    scope: Scope, eve: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "PROPOSED", 2)
    for _ in range(4):
        people.add_fact(scope, eve, TEXT)
    page = answers.confidence(scope, actions.keep(scope, TEXT))
    assert (len(page.proposed), page.more) == (2, True)


def test_while_it_is_locked_nothing_can_be_looked_for(vault: OpenVault) -> None:
    ada = people.add_person(vault.opened, name="Ada Quill", email="ada@quill.example")
    people.add_fact(vault.opened, ada, TEXT)
    id = actions.keep(vault.opened, TEXT, seal=True)
    assert answers.confidence(vault.opened, id).proposed
    assert not answers.confidence(vault.locked, id).proposed


def test_a_thing_is_known_by_its_kind_and_id(scope: Scope, ada: str) -> None:
    fact = people.add_fact(scope, ada, "Rows on Sundays")
    assert answers.thing(scope, "facts", fact).text == "Rows on Sundays"
    for kind, row in (("facts", small_book.ANYBODY), ("facts", "x"), ("people", ada)):
        with pytest.raises(NotFound):
            answers.thing(scope, kind, row)
    assert answers.told_by(scope, ada) is not None
    from comity.store.owner import person_of_owner

    assert answers.told_by(scope, str(person_of_owner(scope.book_id).uuid)) is None


def test_a_text_is_checked_for_those_who_would_read_it(scope: Scope, ada: str, bo: str, eve: str) -> None:
    id = actions.keep(scope, TEXT, source=ada, audience=[bo])
    assert answers.check(scope, f"Hear: {TEXT}!", [ada]).may_go
    assert answers.check(scope, TEXT, ["Bo Lind", ada]).may_go
    assert answers.check(scope, "Ada is well", []).may_go
    for readers in ([eve], [bo, eve], [], ["anybody"]):
        found = answers.check(scope, TEXT, readers)
        assert not found.may_go
        assert [one.of for one in found.gives_away] == [id]
        assert guarding.why(found.gives_away[0]) == "It was told in confidence, and not to them."


def test_a_guard_costs_one_query_without_confidences_two_with_many_and_none_for_me(
    scope: Scope, ada: str, eve: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert not guarding.guard(scope, ANYBODY)
    for n in range(30):
        id = actions.keep(scope, f"{TEXT} {n}", source=ada, audience=[ada])
        covering.cover(scope, id, [("facts", people.add_fact(scope, ada, f"Fact {n}"))])
    to_eve, to_ada = of(head(eve)), of(head(ada))
    with django_assert_num_queries(2):
        found = guarding.guard(scope, to_eve)
    with django_assert_num_queries(0):
        assert guarding.guard(scope, ME).text(TEXT) == TEXT
        assert found
        assert found.text(TEXT) is None
    with django_assert_num_queries(2):
        watch = guarding.watch(scope)
        assert watch.is_closed(watch.gives_away(TEXT), to_eve)
        assert not watch.is_closed(watch.gives_away(TEXT), to_ada)


def test_a_guard_tells_what_it_left_out_and_why_but_never_the_words(vault: OpenVault) -> None:
    scope = vault.opened
    ada = people.add_person(scope, name="Ada Quill", email="ada@quill.example")
    never = actions.keep(scope, "Harbour Press is to be sold", nobody=True)
    sealed = actions.keep(scope, TEXT, subject=ada, seal=True)
    found = guarding.guard(vault.locked, ANYBODY)
    assert found.locked == {head(ada)}
    assert found.text("The Harbour Press is to be sold", what="note") is None
    assert not found.lets("Well.", about=[head(ada), None], what="fact")
    assert not found.lets("Ada Quill is here", what="fact")
    assert not found.lets("Ada Quill", what="names", names=True)
    assert found.lets("Eve Stone", names=True)
    assert found.lets("Dear Ada Quill,", greets=True)
    assert found.text("The hedgehogs are asleep", what="anything") is None
    assert found.lets("", what="nothing")
    assert [(one.what, one.why, one.of) for one in found.withheld] == [
        ("note", "never", never),
        ("note", "locked", sealed),
        ("fact", "locked", sealed),
        ("names", "locked", sealed),
        ("anything", "locked", sealed),
    ]
    assert (found.count, found.by_reason) == (6, {"locked": 5, "never": 1})
    assert guarding.left_out(found.withheld) == "Left out: 2 things told in confidence."
    assert guarding.left_out(()) == ""


def test_a_draft_leaves_it_out_says_so_and_takes_it_in_where_it_is_released(
    scope: Scope, ada: str, bo: str, eve: str
) -> None:
    id = actions.keep(scope, TEXT, source=ada, audience=[bo])
    about = {"what": f"what I heard: {TEXT}"}
    assert "bindery" in drafts.draft(scope, "write", bo, about).body
    made = drafts.draft(scope, "write", eve, about)
    assert "bindery" not in f"{made.subject}{made.body}{made.href}{made.asks}"
    assert [one.of for one in made.withheld] == [id]
    assert "bindery" in drafts.draft(scope, "write", eve, about, release=[id]).body
    both = drafts.draft(scope, "introduce_make", bo, {"purpose": TEXT}, other=eve)
    assert "bindery" not in both.body
    assert both.withheld
    assert "bindery" not in drafts.draft(scope, "write", eve, {"name": TEXT}).body


def test_what_only_the_whole_says_is_left_out_as_well(scope: Scope, eve: str) -> None:
    actions.keep(scope, "zum Beispiel", signs=["Eve I hope you are well"])
    made = drafts.draft(scope, "write", eve, language="en")
    assert (made.subject, made.body) == ("", "")
    assert made.withheld


def test_a_draft_changed_by_hand_is_held_against_those_it_goes_to(
    scope: Scope, ada: str, bo: str, eve: str
) -> None:
    id = actions.keep(scope, TEXT, source=ada, audience=[bo])
    for to, may in (
        ("bo@lind.example", True),
        ("Bo@Lind.example, ada@quill.example", True),
        ("bo@lind.example, eve@stone.example", False),
        ("bo@lind.example, stranger@post.example", False),
        ("", False),
    ):
        made = drafts.edited(scope, to, "News", TEXT)
        assert bool(made.href) == may, to
        assert bool(made.withheld) != may
    assert drafts.edited(scope, "eve@stone.example", "News", TEXT, release=[id]).href


def test_the_calendar_and_the_day_s_mail_leave_it_out_and_the_mail_says_so(
    scope: Scope, ada: str, eve: str
) -> None:
    commitments.promise(scope, eve, f"Tell that {TEXT}", due=scope.today())
    commitments.promise(scope, eve, "Bring the plums", due=scope.today())
    put(scope, [met(20_000, "ada@quill.example", subject=f"About: {TEXT}", hour=15)])
    actions.keep(scope, TEXT, source=ada)
    told = feed.feed_days(scope, kinds.KINDS, True)
    assert ["plums" in day.summary for day in told] == [True]
    assert feed.left_out(scope, kinds.KINDS, True) == 1
    assert len(feed.feed_days(scope, kinds.KINDS, True, ME)) == 2
    sent = letter.text(day_mail.letter(scope, ""))
    assert "bindery" not in sent
    assert "plums" in sent
    assert "Left out: one thing told in confidence." in sent
    assert "bindery" in letter.text(day_mail.letter(scope, "", ME))


def test_looking_something_up_for_others_leaves_mails_out_whole(scope: Scope, ada: str, eve: str) -> None:
    put(
        scope,
        [
            mail(19_990, "ada@quill.example", MY_ADDRESS, subject="Spring", text=f"Lanterns. {TEXT}."),
            mail(19_991, "ada@quill.example", MY_ADDRESS, subject="Autumn", text="Lanterns.", number=1),
        ],
    )
    assert len(search.search(scope, "lanterns").hits) == 2
    actions.keep(scope, TEXT, source=ada)
    found = search.search(scope, "lanterns", audience=of(head(eve)))
    assert [hit.title for hit in found.hits] == ["Autumn"]
    assert [one.what for one in found.withheld] == ["mail"]
    assert len(search.search(scope, "lanterns", audience=of(head(ada))).hits) == 2


def test_while_it_is_locked_no_mail_of_theirs_is_shown_to_others(vault: OpenVault) -> None:
    scope = vault.opened
    put(scope, [mail(19_990, "ada@quill.example", MY_ADDRESS, subject="Autumn", text="Lanterns.")])
    ada = people.add_person(scope, name="Ada Quill", email="ada@quill.example")
    actions.keep(scope, TEXT, source=ada, seal=True)
    assert search.search(scope, "lanterns", audience=ANYBODY).hits
    found = search.search(vault.locked, "lanterns", audience=ANYBODY)
    assert not found.hits
    assert [one.why for one in found.withheld] == ["locked"]


def test_files_for_others_hold_no_view_of_mine_and_say_what_was_left_out(
    scope: Scope, ada: str, eve: str
) -> None:
    people.add_tag(scope, eve, "difficult")
    people.add_role(scope, eve, "manager", None, None)
    people.edit_person(scope, eve, title="to found a press in spring", organisation="Quill & Co")
    put(
        scope,
        [
            met(19_990, "eve@stone.example", subject=f"Re: {TEXT}"),
            met(19_991, "eve@stone.example", subject="Plums", hour=9)._replace(text=f"{TEXT}!"),
            met(19_992, "eve@stone.example", subject="Pears"),
        ],
    )
    actions.keep(scope, TEXT, signs=["found a press"], source=ada)
    made = for_others.for_others(scope, [eve])
    whole = "".join(made.files.values())
    assert made.counts == {"contacts": 2, "meetings": 2}
    assert made.by_reason == {"confidence": 3}
    for words in ("difficult", "manager", "bindery", "found a press"):
        assert words not in whole
    for words in ("Quill & Co", "Plums", "Pears", '"Eve Stone"', '"confidence": 3'):
        assert words in whole.replace("\\", "")
    assert for_others.for_others(scope, ["anybody", ada]).by_reason == {"confidence": 3}
    assert for_others.for_others(scope, [ada]).by_reason == {}
    assert for_others.in_clear(scope) == for_others.InClear(1, 0)


def test_of_whom_nothing_may_be_told_nothing_is_in_files_for_others(vault: OpenVault) -> None:
    scope = vault.opened
    ada = people.add_person(scope, name="Ada Quill", email="ada@quill.example")
    people.add_person(scope, name="Eve Stone", email="eve@stone.example")
    put(scope, [met(19_990, "ada@quill.example"), met(19_991, "eve@stone.example")])
    actions.keep(scope, TEXT, subject=ada, seal=True)
    assert for_others.for_others(scope, []).counts == {"contacts": 2, "meetings": 2}
    made = for_others.for_others(vault.locked, [])
    assert made.counts == {"contacts": 1, "meetings": 0}
    assert "eve@stone.example" not in made.files["people.vcf"]
    assert made.by_reason == {"locked": 4}
    assert for_others.in_clear(scope) == for_others.InClear(0, 1)


def test_nobody_is_suggested_for_what_they_must_not_learn_of(
    scope: Scope, ada: str, bo: str, eve: str
) -> None:
    for who in (bo, eve):
        people.add_fact(scope, who, "knows letterpress and bookbinding well")
    id = opportunities.note(scope, f"Letterpress bookbinding wanted. {TEXT}.", source_id=ada)
    request = requests.note_request(scope, ada, f"Who knows letterpress? {TEXT}.")
    confidence = actions.keep(scope, TEXT, source=ada, audience=[bo])
    helped = opportunity_answers.opportunity(scope, id).would_help
    assert [one.known.face.id for one in helped] == [bo]
    assert [one.face.id for one in request_answers.who_fits(scope, request)] == [bo]
    actions.release(scope, confidence)
    assert len(opportunity_answers.opportunity(scope, id).would_help) == 2
    assert len(request_answers.who_fits(scope, request)) == 2


def test_what_was_told_of_somebody_makes_them_not_come_to_mind(scope: Scope, ada: str, eve: str) -> None:
    people.add_fact(scope, eve, "looks for letterpress work in secret these days")
    id = opportunities.note(scope, "Letterpress work in Porto. Apply now.")
    assert opportunity_answers.opportunity(scope, id).would_help
    actions.keep(scope, "Eve looks for letterpress work in secret these days", source=ada, subject=eve)
    assert not opportunity_answers.opportunity(scope, id).would_help


def test_an_introduction_s_purpose_stays_behind_with_its_mail(
    scope: Scope, ada: str, bo: str, eve: str
) -> None:
    at = dt.datetime(2024, 10, 2, 12, tzinfo=dt.UTC)
    note = interactions.record(scope, [ada], kind="note", at=at, subject="", text="They should meet.")
    introductions.add(scope, bo, eve, purpose="Two looms and a kiln", interaction_id=note)
    about = {"purpose": "Two looms and a kiln"}
    assert "looms" in drafts.draft(scope, "introduce_ask_one", bo, about, other=eve).body
    actions.keep(scope, TEXT, rows=[("interactions", note)])
    assert "looms" not in drafts.draft(scope, "introduce_ask_one", bo, about, other=eve).body
