"""People who are in a book twice are proposed to be one, with their evidence; a person decides."""

from __future__ import annotations

from typing import Any

import pytest

from comity.actions import duplicates, imports, merging
from comity.analysis import describing
from comity.analysis import duplicates as analysis
from comity.core.records import Card, Handle, Part, Party, Record
from comity.store import noticed
from comity.store.access import Scope
from comity.store.models import Claim, Identifier, IdentityLink, Person, Proposal
from tests.made_up import ME, TODAY
from tests.small_book import card, id_of, mail, put

ZELDA, PRIVATE, OTHER = "zelda@quill.example", "zquirkendale@post.example", "z.quirkendale@post.example"


def twice() -> list[Record]:
    """Zelda Quirkendale on a card, and as somebody who writes from another address."""
    return [card(ZELDA, name="Zelda Quirkendale"), mail(TODAY, PRIVATE, ME, name="Quirkendale, Zelda")]


def asked(scope: Scope, kind: str = noticed.SAME_PERSON) -> list[Proposal]:
    return list(Proposal.objects.filter(book_id=scope.book_id, kind=kind, state=Proposal.OPEN).order_by("id"))


def identifier(scope: Scope, address: str) -> Identifier:
    return Identifier.objects.get(book_id=scope.book_id, value=address)


def test_an_import_proposes_who_may_be_one(scope: Scope) -> None:
    put(scope, twice())
    [proposal] = asked(scope)
    left, right = sorted((identifier(scope, ZELDA).pk, identifier(scope, PRIVATE).pk))
    assert proposal.key == f"{left}:{right}"
    assert {proposal.evidence["left"], proposal.evidence["right"]} == {left, right}
    assert proposal.batch is None
    assert proposal.probability is not None
    assert 0.6 < proposal.probability < 1
    assert "family_same" in [what for what, _, _, _ in proposal.evidence["evidence"]]
    assert Person.objects.filter(book_id=scope.book_id, merged_into=None, is_me=False).count() == 2


def test_a_second_import_proposes_pairs_with_the_first(scope: Scope) -> None:
    put(scope, twice()[:1])
    assert not asked(scope)
    put(scope, twice()[1:])
    assert len(asked(scope)) == 1


def test_looking_lists_the_pairs_with_names_and_evidence(scope: Scope) -> None:
    put(scope, twice())
    [found] = duplicates.find_duplicates(scope)
    assert {found.left, found.right} == {id_of(scope, ZELDA), id_of(scope, PRIVATE)}
    assert {found.left_name, found.right_name} == {"Zelda Quirkendale"}
    assert found.proposal == str(asked(scope)[0].uuid)
    assert sum(e.bits for e in found.evidence) > 0


def test_undoing_the_import_withdraws_what_rested_on_it(scope: Scope) -> None:
    first = put(scope, twice()[:1])
    put(scope, twice()[1:])
    imports.undo(scope, first)
    assert not asked(scope)


def test_undoing_an_import_keeps_what_others_still_show(scope: Scope) -> None:
    put(scope, twice())
    again = put(scope, twice())
    imports.undo(scope, again)
    assert len(asked(scope)) == 1


def test_who_is_one_already_is_not_proposed(scope: Scope) -> None:
    put(scope, twice())
    merging.merge_people(scope, [id_of(scope, ZELDA), id_of(scope, PRIVATE)])
    assert duplicates.find_duplicates(scope) == ()
    assert not asked(scope)


@pytest.mark.parametrize("by", ["link", "proposal"])
def test_what_the_user_refused_is_not_proposed_again(scope: Scope, by: str) -> None:
    put(scope, twice())
    [proposal] = asked(scope)
    if by == "link":
        ends = (identifier(scope, ZELDA), identifier(scope, PRIVATE))
        IdentityLink.objects.create(book_id=scope.book_id, left=ends[0], right=ends[1], same=False)
        proposal.delete()
    else:
        Proposal.objects.filter(pk=proposal.pk).update(state=Proposal.DECLINED)
    assert duplicates.find_duplicates(scope) == ()


def test_what_is_proposed_follows_what_the_book_says(scope: Scope) -> None:
    put(scope, twice())
    before = asked(scope)[0].evidence["evidence"]
    put(scope, [card(ZELDA, name="Zelda Quirkendale", phone="+44 20 7946 0123", birthday=(3, 9, 1980))])
    put(scope, [card(PRIVATE, name="Zelda Quirkendale", phone="020 7946 0123", birthday=(3, 9, 1980))])
    [proposal] = asked(scope)
    assert sum(bits for *_, bits in proposal.evidence["evidence"]) > sum(bits for *_, bits in before)
    assert {"phone_same", "birthday_same"} < {what for what, *_ in proposal.evidence["evidence"]}


def test_people_entered_by_hand_take_part(scope: Scope) -> None:
    put(scope, twice()[:1])
    person = Person.objects.create(book_id=scope.book_id, name="Zelda Quirkendale", by_hand=True)
    [found] = duplicates.find_duplicates(scope)
    assert str(person.uuid) in (found.left, found.right)
    assert Identifier.objects.get(person=person).kind == "entry"


def test_nicknames_pages_organisations_and_addresses_of_cards_count(scope: Scope) -> None:
    def full(handle: str, name: str, nickname: str, **more: str) -> Card:
        values = [
            ("nickname", nickname),
            ("url", "https://forge.example/zelda"),
            ("address", "12 Harbour Lane, Quilton"),
        ]
        blank = card(handle, name=name, organisation=more["organisation"])
        return blank._replace(values=tuple(values), handles=(Handle("email", handle),))

    put(
        scope,
        [
            full(ZELDA, "Zelda Quirkendale", "Zaza", organisation="Quill GmbH"),
            full(PRIVATE, "Zaza Quirkendale", "Aunt Zelda", organisation="Quill"),
        ],
    )
    [proposal] = asked(scope)
    assert {"given_same", "profile_same", "address_same", "organisation_same"} <= {
        what for what, *_ in proposal.evidence["evidence"]
    }


def test_names_that_others_write_count_only_where_there_is_no_better(scope: Scope) -> None:
    named = mail(TODAY, ME, PRIVATE, name="Noor Adler")
    party = named.parties[1]._replace(name="Zelda Quirkendale")
    put(scope, [card(ZELDA, name="Zelda Quirkendale"), named._replace(parties=(named.parties[0], party))])
    assert len(asked(scope)) == 1
    put(scope, [mail(TODAY, PRIVATE, ME, hour=11, name="Kofi Osei")])
    assert not asked(scope)


def test_a_position_that_is_no_json_is_passed_over(scope: Scope) -> None:
    put(scope, twice())
    for value in ("[]", "{", '{"organisation": ""}'):
        Claim.objects.create(
            book_id=scope.book_id,
            identifier=identifier(scope, ZELDA),
            field="position",
            value=value,
            origin=Claim.CARD,
            first_at=0,
            last_at=0,
        )
    assert len(duplicates.find_duplicates(scope)) == 1


def test_in_a_large_book_only_people_whom_the_import_touched_are_looked_at(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "SMALL", 0)
    monkeypatch.setattr(duplicates, "LARGE_PART", 2)
    put(scope, twice())
    strangers = [card(f"{n}@x.example", name=f"{n} {n}") for n in ("Kofi", "Ama", "Bo")]
    Proposal.objects.all().delete()
    put(scope, strangers)
    assert not asked(scope)
    put(scope, [card(ZELDA, name="Zelda Quirkendale", title="Editor")])
    assert len(asked(scope)) == 1
    last = put(scope, [mail(TODAY, OTHER, ME, name="Zelda Quirkendale")])
    assert len(asked(scope)) == 3
    imports.undo(scope, last)
    assert len(asked(scope)) == 1


def test_nobody_touched_means_nobody_looked_at(scope: Scope) -> None:
    put(scope, twice())
    assert analysis.find_pairs(scope.book_id, {0}) == []
    put(scope, [])
    assert len(asked(scope)) == 1


def test_a_failure_is_logged_and_fails_no_import_and_no_undo(
    scope: Scope, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(analysis, "find_pairs", broken)
    number = put(scope, twice())
    imports.undo(scope, number)
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
    assert not asked(scope)


def test_somebody_who_is_gone_before_it_is_written_is_left_out(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(scope, twice())
    known = Person.objects.filter(book_id=scope.book_id, is_me=False).order_by("id")[0].pk
    gone = [analysis.Pair(known, 10**9, 0.9, ())]
    monkeypatch.setattr(analysis, "find_pairs", lambda book, among, index: gone)
    assert duplicates.find_duplicates(scope) == ()


def test_an_address_under_several_names_is_noticed(scope: Scope) -> None:
    put(
        scope,
        [
            mail(TODAY, "home@quill.example", ME, name="Ana Ruiz"),
            mail(TODAY - 1, "home@quill.example", ME, name="Tom Ruiz"),
            mail(TODAY, PRIVATE, ME, name="Zelda Quirkendale"),
            mail(TODAY - 1, PRIVATE, ME, name="Z. Quirkendale"),
        ],
    )
    [proposal] = asked(scope, noticed.SHARED_ADDRESS)
    shared = identifier(scope, "home@quill.example")
    assert proposal.key == str(shared.pk)
    assert proposal.evidence == {
        "identifier": shared.pk,
        "address": "home@quill.example",
        "names": ["Ana Ruiz", "Tom Ruiz"],
    }


def test_a_name_that_others_wrote_first_counts_once_its_bearer_writes_it(scope: Scope) -> None:
    put(scope, [mail(TODAY - 9, "home@quill.example", ME, name="Ute Quirke")])
    put(scope, [mail(TODAY - 8, ME, "home@quill.example")._replace(parties=_written_to("Hans Falk"))])
    assert not asked(scope, noticed.SHARED_ADDRESS)
    put(scope, [mail(TODAY - 7, "home@quill.example", ME, name="Hans Falk")])
    [proposal] = asked(scope, noticed.SHARED_ADDRESS)
    assert proposal.evidence["names"] == ["Hans Falk", "Ute Quirke"]


def _written_to(name: str) -> tuple[Party, ...]:
    return (
        Party(Part.SENDER, Handle("email", ME), ""),
        Party(Part.TO, Handle("email", "home@quill.example"), name),
    )


def test_an_address_of_which_the_user_spoke_is_left_alone(scope: Scope) -> None:
    records = [
        mail(TODAY - n, "home@quill.example", ME, name=name)
        for n, name in enumerate(("Ana Ruiz", "Tom Ruiz"))
    ]
    put(scope, records)
    Identifier.objects.filter(value="home@quill.example").update(nature_by_hand=True)
    duplicates.find_duplicates(scope)
    assert not asked(scope, noticed.SHARED_ADDRESS)


def test_the_day_of_birth_is_the_one_shown(scope: Scope) -> None:
    put(scope, [card(ZELDA, name="Zelda Quirkendale", birthday=(3, 9, None)), *twice()[1:]])
    [person] = [p for p in describing.people(scope.book_id) if p.born]
    assert person.born == (None, 3, 9)
