"""Somebody is erased for good: what goes, what stays, and that no file brings them back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, connection, transaction

from comity.actions import erasing, people, rights, sifting
from comity.actions.erasing import again, ahead, erase, let_in
from comity.answers import rights as rights_words
from comity.answers.search import search
from comity.core import days
from comity.core.errors import Invalid, NotFound
from comity.core.records import Exchange, Fact, Handle, OwnPosition, Problem
from comity.store import forgetting, forgotten, rewriting, traces
from comity.store.access import Scope
from comity.store.models import (
    Batch,
    BatchProblem,
    CalendarFeed,
    DayMail,
    Erased,
    Erasure,
    Feeling,
    Gift,
    Group,
    Identifier,
    IncidentEntry,
    Interaction,
    Organisation,
    Person,
    Proposal,
    Tag,
)
from comity.store.sql import on_sqlite
from tests.made_up import ME, TODAY, bring, new_scope
from tests.practised import one_of_each
from tests.small_book import ANYBODY, INES, TOMAS, card, mail, met

QUOTE = "Fine.\n\nOn Monday Ines Varga <ines@varga.example> wrote:\n> The harbour is closed.\n"


def records() -> list[Any]:
    return [
        mail(TODAY - 9, INES, ME, subject="Only us", text="A lantern of mine."),
        mail(
            TODAY - 8,
            ME,
            INES,
            TOMAS,
            subject="Ines Varga and you",
            text="Ines, Tomas: meet. ines@varga.example",
        ),
        mail(TODAY - 7, INES, ME, TOMAS, subject="My own words", text="Secret orchard."),
        mail(TODAY - 6, TOMAS, ME, subject="Re: harbour", text=QUOTE),
        mail(TODAY - 5, TOMAS, ME, subject="Other", text="Varga, Ines was there; Inessa was not."),
        met(TODAY - 4, INES, TOMAS, subject="Plans with Ines Varga"),
        card(INES, name="Ines Varga", phone="+49 30 1234 5678", birthday=(2, 3, 1980)),
    ]


@pytest.fixture
def book(scope: Scope) -> Scope:
    bring(scope, [records()])
    return scope


def texts(scope: Scope) -> str:
    """Every word of a book that is in any column, as one text."""
    found = []
    with connection.cursor() as cursor:
        for column in traces.columns(everywhere=True):
            found += [text for _, text in traces.found_in(cursor, scope.book_id, column, [])]
    return "\n".join(found)


def gone(scope: Scope) -> bool:
    said = texts(scope).casefold()
    return not any(trace in said for trace in ("ines@varga", "ines varga", "varga, ines", "1234 5678"))


def person(scope: Scope, address: str) -> Person:
    found = Identifier.objects.get(book_id=scope.book_id, value=address).person
    assert found is not None
    return found


def uuid_of(scope: Scope, address: str) -> str:
    return str(person(scope, address).uuid)


def test_what_goes_and_what_stays_is_said_before(book: Scope) -> None:
    found = ahead(book, uuid_of(book, INES))
    assert (found.name, found.goes["interactions"], found.holds) == ("Ines Varga", 1, ())
    assert "shared:3" in found.stays
    assert found.looked_for == (INES, "Ines Varga")
    assert ("originals", "") in found.unreached


def test_everything_of_them_goes_and_what_others_wrote_stays_without_their_name(book: Scope) -> None:
    done = erase(book, uuid_of(book, INES), "  ines  varga ", asked_by="them")
    assert gone(book)
    assert not Person.objects.filter(book_id=book.book_id, name="Ines Varga").exists()
    assert not Interaction.objects.filter(book_id=book.book_id, subject="Only us").exists()
    kept = dict(Interaction.objects.filter(book_id=book.book_id).values_list("subject", "content__text"))
    assert kept["[erased] and you"] == "[erased], Tomas: meet. [erased]"
    assert kept["[erased]"] == "[erased]"
    assert kept["Re: harbour"] == "Fine.\n\n[erased]"
    assert kept["Other"] == "[erased] was there; Inessa was not."
    assert kept["Plans with [erased]"] == ""
    assert done.counts["interactions"] == 1
    assert Erasure.objects.get(book_id=book.book_id).asked_by == "them"


def test_others_keep_their_contact_and_numbers_equal_a_rebuild(book: Scope) -> None:
    from comity.store.checking import check_book

    erase(book, uuid_of(book, INES), "Ines Varga")
    assert all(well for _, well, _, _ in check_book(book.book_id))
    tomas = person(book, TOMAS)
    assert tomas.relationship.metrics.interactions == 4


def test_their_words_are_found_by_no_search(book: Scope) -> None:
    erase(book, uuid_of(book, INES), "Ines Varga")
    for word in ("varga", "orchard", "lantern"):
        assert not search(book, word).hits


def test_files_that_have_them_do_not_bring_them_back(book: Scope) -> None:
    erase(book, uuid_of(book, INES), "Ines Varga")
    before = Interaction.objects.filter(book_id=book.book_id).count()
    more = [
        mail(TODAY - 3, ME, TOMAS, subject="News", text="Ask Ines Varga at ines@varga.example."),
        card("new@varga.example", name="Ines Varga", phone="030 12345678"),
        Exchange(Handle("email", INES), "Ines Varga", "k" * 32, True, "gift", "A book", TODAY, False, 1),
    ]
    number = bring(book, [records() + more])
    assert gone(book)
    assert Batch.objects.get(book_id=book.book_id, number=number).counts["erased"] == 10
    assert Interaction.objects.filter(book_id=book.book_id).count() == before + 1
    assert not Identifier.objects.filter(book_id=book.book_id, value__contains="varga").exists()


def test_an_address_can_be_let_in_again(book: Scope) -> None:
    erase(book, uuid_of(book, INES), "Ines Varga")
    assert let_in(book, "email", INES)
    assert not let_in(book, "email", INES)
    bring(book, [[mail(TODAY - 1, INES, ME)]])
    assert person(book, INES).relationship is not None
    assert again(book) == 0


def test_a_hold_keeps_everything(book: Scope) -> None:
    who = uuid_of(book, INES)
    rights.set_purpose(book, who, purpose="Contract", hold="A court asked for it")
    with pytest.raises(Invalid, match="hold"):
        erase(book, who, "Ines Varga")
    assert ahead(book, who).holds == ("A court asked for it",)


def test_the_name_must_be_typed_and_i_am_not_erased(book: Scope) -> None:
    who = uuid_of(book, INES)
    with pytest.raises(Invalid, match="type the name"):
        erase(book, who, "Ines")
    with pytest.raises(Invalid, match="none of"):
        erase(book, who, "Ines Varga", asked_by="somebody")
    me = Person.objects.get(book_id=book.book_id, is_me=True, merged_into=None)
    with pytest.raises(Invalid, match="this is you"):
        ahead(book, str(me.uuid))
    with pytest.raises(NotFound):
        erase(book, ANYBODY, "")


def test_a_name_that_another_bears_too_stays(book: Scope) -> None:
    bring(book, [[card("other@home.example", name="Ines Varga")]])
    found = ahead(book, uuid_of(book, INES))
    assert (found.namesakes, found.looked_for) == (("Ines Varga",), (INES,))
    erase(book, uuid_of(book, INES), "Ines Varga")
    assert person(book, "other@home.example").name == "Ines Varga"


def test_rows_of_every_kind_go(book: Scope) -> None:
    ines, tomas = person(book, INES), person(book, TOMAS)
    group = Group.objects.create(book_id=book.book_id, name="G")
    meeting = Interaction.objects.filter(book_id=book.book_id).latest("at")
    one_of_each(book.book_id, ines, tomas, meeting, group)
    rights.set_purpose(book, str(ines.uuid), hold="")
    Gift.objects.create(
        book_id=book.book_id, direction="given", kind="gift", person=ines, what="For Ines Varga", on=TODAY
    )
    erase(book, str(ines.uuid), "Ines Varga")
    for model, lookup in forgetting.direct():
        assert not model._default_manager.filter(**{lookup: ines.pk}).exists(), model
    assert Gift.objects.filter(book_id=book.book_id, person=None, what="For [erased]").exists()
    assert gone(book)


def test_only_digests_are_kept_and_their_key_lies_outside_the_database(book: Scope) -> None:
    erase(book, uuid_of(book, INES), "Ines Varga")
    key = settings.HOME / forgotten.KEYS
    assert key.stat().st_mode & 0o777 == 0o600
    lines = [json.loads(line) for line in (settings.HOME / forgotten.LIST).read_text().splitlines()]
    assert set(lines[-1]["digests"]) == set(
        Erased.objects.filter(book_id=book.book_id).values_list("digest", flat=True)
    )
    assert "arga" not in (settings.HOME / forgotten.LIST).read_text()


def test_a_line_that_was_cut_off_harms_no_other(book: Scope) -> None:
    path = settings.HOME / forgotten.LIST
    with open(path, "a") as file:
        file.write('{"book": "cut')
    erase(book, uuid_of(book, INES), "Ines Varga")
    assert forgotten.listed(book.book_id)[-1]["erasure"] == str(
        Erasure.objects.get(book_id=book.book_id).uuid
    )


def test_a_database_from_before_is_told_of_the_erasure(book: Scope) -> None:
    erase(book, uuid_of(book, INES), "Ines Varga")
    Erasure.objects.filter(book_id=book.book_id).delete()
    bring(book, [records()])
    assert person(book, INES).name == "Ines Varga"
    assert again(book) == 1
    assert gone(book)
    assert again(book) == 0


def test_somebody_who_is_nobody_in_an_older_copy_goes_too(book: Scope) -> None:
    erase(book, uuid_of(book, INES), "Ines Varga")
    Erasure.objects.filter(book_id=book.book_id).delete()
    bring(book, [[mail(TODAY - 1, TOMAS, ME, INES, text="Hello Ines Varga")]])
    assert Identifier.objects.get(book_id=book.book_id, value=INES).person is None
    assert again(book) == 1
    assert gone(book)


def test_what_waits_to_be_imported_goes(book: Scope) -> None:
    folder = Path(settings.HOME, "uploads", "waiting")
    folder.mkdir()
    (folder / "cards.vcf").write_text("x")
    erase(book, uuid_of(book, INES), "Ines Varga")
    assert not folder.exists()


def test_questions_about_them_go(book: Scope) -> None:
    identifier = Identifier.objects.get(book_id=book.book_id, value=INES)
    Proposal.objects.create(
        book_id=book.book_id, kind="request", key="x", evidence={"identifier": identifier.pk}
    )
    Proposal.objects.create(
        book_id=book.book_id, kind="other", key="y", evidence={"words": "from Ines Varga"}
    )
    erase(book, uuid_of(book, INES), "Ines Varga")
    assert not Proposal.objects.filter(book_id=book.book_id, key__in=("x", "y")).exists()


def test_merged_people_go_together_and_split_ones_stay(book: Scope) -> None:
    from comity.actions.merging import merge_people

    merge_people(book, [uuid_of(book, INES), uuid_of(book, TOMAS)])
    head = person(book, INES).merged_into or person(book, INES)
    erase(book, str(head.uuid), head.name)
    assert not Identifier.objects.filter(book_id=book.book_id, value__in=(INES, TOMAS)).exists()


def test_files_are_looked_through_to_their_last_byte(tmp_path: Path) -> None:
    path = tmp_path / "big"
    path.write_bytes(b"x" * ((1 << 20) - 4) + "Zoë Åberg".encode())
    assert erasing.stands_in(path, ("zoë åberg".encode(), "Zoë Åberg".encode().lower()))
    assert not erasing.stands_in(path, (b"nobody",))
    assert not erasing.stands_in(tmp_path / "none", (b"x",))


def test_an_employee_entered_by_hand_alone_goes(scope: Scope) -> None:
    who = people.add_person(scope, name="Bo Falk")
    people.add_fact(scope, who, "Bo Falk likes tea")
    erase(scope, who, "Bo Falk")
    assert "Bo Falk" not in texts(scope)
    assert days.date_from_day(Erasure.objects.get(book_id=scope.book_id).on) == scope.today()


def test_what_it_says_of_seals_feeds_incidents_and_servers(
    book: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    ines = person(book, INES)
    Feeling.objects.create(book_id=book.book_id, person=ines, on=TODAY, wrapped_key=b"k", ciphertext=b"c")
    IncidentEntry.objects.create(
        book_id=book.book_id, number=1, incident=ines.uuid, header=b"{}", digest="0" * 64, ciphertext=b"c"
    )
    CalendarFeed.objects.create(book_id=book.book_id, user_id=book.user_id, digest="f" * 64)
    DayMail.objects.create(book_id=book.book_id, user_id=book.user_id, address="a@b.example")
    Gift.objects.create(
        book_id=book.book_id, direction="given", kind="gift", person=ines, what="Tea", on=TODAY
    )
    former = settings.HOME / "comity-before-x.sqlite3"
    former.write_text("ines@varga.example")
    monkeypatch.setattr(erasing, "on_sqlite", lambda: False)
    found = ahead(book, str(ines.uuid))
    assert {code.partition(":")[0] for code in found.stays} == {
        "shared",
        "incidents",
        "registers",
        "sealed",
        "digests",
    }
    assert [code for code, _ in found.unreached] == [
        *("exports", "backups", "originals", "feed", "day_mail", "evidence", "server", "former")
    ]
    assert all(rights_words.stays_words(code) != code for code in found.stays)
    assert all(rights_words.unreached_words(*pair) != pair[0] for pair in found.unreached)
    done = erase(book, str(ines.uuid), "Ines Varga")
    former.unlink()
    assert str(former) in done.found
    assert IncidentEntry.objects.filter(book_id=book.book_id).exists()


def test_messages_that_wait_to_be_shown_are_forgotten(book: Scope) -> None:
    named, other = SessionStore(), SessionStore()
    named["_messages"], named["book"] = "Hello Ines Varga", "x"
    other["book"] = "y"
    named.save()
    other.save()
    erase(book, uuid_of(book, INES), "Ines Varga")
    assert dict(SessionStore(named.session_key).items()) == {"book": "x"}
    assert dict(SessionStore(other.session_key).items()) == {"book": "y"}


def test_somebody_without_a_name_or_address_is_erased_too(scope: Scope) -> None:
    who = people.add_person(scope, name="Cher")
    found = erase(scope, who, "Cher")
    assert (found.looked_for, found.files) == ((), 0)
    assert not Person.objects.filter(book_id=scope.book_id, name="Cher").exists()


def test_a_meeting_without_others_by_name_and_a_mail_they_sent_to_many_are_sifted(book: Scope) -> None:
    erase(book, uuid_of(book, INES), "Ines Varga")
    more = [
        mail(TODAY - 2, INES, ME, TOMAS, subject="To many", text="Mine"),
        mail(TODAY - 1, TOMAS, ME, subject="Plain", text="x"),
    ]
    own = OwnPosition("Works Ltd", "Editor", "", None, None, 1)
    bring(book, [[*more, own, Fact(Handle("email", TOMAS), "k" * 32, "Sails", "Cards", TODAY, False, 1)]])
    texts_of = dict(Interaction.objects.filter(book_id=book.book_id).values_list("subject", "content__text"))
    assert (texts_of["[erased]"], texts_of["Plain"]) == ("[erased]", "x")


@pytest.mark.django_db(transaction=True)
def test_free_pages_are_rewritten_unless_somebody_reads() -> None:
    scope = new_scope()
    assert erasing.clean(scope)

    def busy(*_: object) -> None:
        raise DatabaseError

    with patch.object(rewriting, "_sqlite" if on_sqlite() else "_postgresql", busy):
        assert not erasing.clean(scope)
    with transaction.atomic():
        assert not erasing.clean(scope)
        assert not rewriting.rewrite()


def test_words_of_others_in_cards_facts_and_file_names_come_back_without_them(book: Scope) -> None:
    erase(book, uuid_of(book, INES), "Ines Varga")
    tomas = Handle("email", TOMAS)
    told = card(TOMAS, name="Tomas Lindqvist")
    number = bring(
        book,
        [
            [
                told._replace(
                    values=(("note", "Married to VARGA Ines"), ("nickname", "Tom")),
                    labels=("Friends of ines varga", "Sailing"),
                ),
                Fact(tomas, "f" * 32, "Knows Inês Varga, 030 12345678", "Cards", TODAY, False, 1),
                mail(TODAY - 1, TOMAS, ME, subject="Call", text="Ring +49 (30) 1234-5678, or IÑES VARGA."),
                Problem(7, "odd", "ines varga <INES@VARGA.EXAMPLE> is odd"),
            ]
        ],
    )
    assert gone(book)
    assert "12345678" not in texts(book).replace("-", "").replace(" ", "")
    assert BatchProblem.objects.get(batch__number=number).reason == "[erased] <[erased]> is odd"
    assert Tag.objects.filter(book_id=book.book_id, name="Friends of [erased]").exists()
    assert Batch.objects.get(book_id=book.book_id, number=number).counts["erased"] == 3
    assert sifting.label(forgotten.Forgotten(book.book_id), "Ines Varga.vcf") == "[erased].vcf"


def test_an_organisation_that_only_they_were_at_goes_too(scope: Scope) -> None:
    bring(
        scope,
        [[card(INES, name="Ines Varga", organisation="Varga Lamps"), card(TOMAS, organisation="Quill")]],
    )
    assert Organisation.objects.filter(book_id=scope.book_id).count() == 2
    erase(scope, uuid_of(scope, INES), "Ines Varga")
    assert [one.name for one in Organisation.objects.filter(book_id=scope.book_id)] == ["Quill"]
