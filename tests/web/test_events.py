"""Events, cards and the page for the phone: what is sent is done, what strangers hand over is only text."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from comity.actions import card, events
from comity.actions.newcomers import Told
from comity.answers import card as card_answers
from comity.answers import events as answers
from comity.answers.finding import find
from comity.core.errors import NotFound
from comity.exports import my_card
from comity.store.models import Event, Guest, Person
from tests.web.conftest import HOSTILE, Desk

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nEMAIL:{email}\r\nURL:https://linkedin.com/in/rosa\r\nEND:VCARD\r\n"


def photo(*texts: str, kind: str = "PNG") -> SimpleUploadedFile:
    from PIL import Image

    pages = []
    for text in texts:
        out = io.BytesIO()
        segno.make_qr(text, error="m", encoding="utf-8").save(out, kind="png", scale=5, border=4)
        pages.append(Image.open(out).convert("RGB"))
    whole = Image.new("RGB", (sum(p.width for p in pages) + 100, max(p.height for p in pages) + 100), "white")
    left = 20
    for page in pages:
        whole.paste(page, (left, 40))
        left += page.width + 20
    out = io.BytesIO()
    whole.save(out, kind)
    return SimpleUploadedFile("photo.png", out.getvalue())


@pytest.fixture
def fair(desk: Desk) -> str:
    today = desk.scope.today()
    return events.plan(desk.scope, "Paper Fair", today - dt.timedelta(days=1), today + dt.timedelta(days=1))


def shown(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_an_event_is_planned_changed_and_removed(client: Client, desk: Desk) -> None:
    sent = {"name": "Fair", "starts": "2030-01-02", "place": "Porto", "url": "https://fair.example"}
    answer = client.post(reverse("events"), sent)
    event = Event.objects.get()
    assert answer.headers["Location"] == reverse("event", args=[event.uuid])
    assert "Fair" in shown(client, reverse("events"))
    at = reverse("event_act", args=[event.uuid, "edit"])
    client.post(at, sent | {"name": "Fair II", "starts": "2030-02-01"})
    event.refresh_from_db()
    assert (event.name, event.starts == event.ends) == ("Fair II", True)
    client.post(reverse("event_act", args=[event.uuid, "remove"]))
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"name": "x"},
        {"name": "x", "starts": "soon"},
        {"name": "x", "starts": "2030-01-01", "url": "javascript:x"},
    ],
)
def test_what_is_no_event_is_said_on_the_page(client: Client, sent: dict[str, str]) -> None:
    client.post(reverse("events"), sent)
    assert "note warn" in shown(client, reverse("events"))
    assert not Event.objects.exists()


def test_a_link_of_an_event_that_is_none_of_the_web_is_refused(client: Client, fair: str) -> None:
    sent = {"name": "x", "starts": "2030-01-01", "url": "ftp://x.example"}
    client.post(reverse("event_act", args=[fair, "edit"]), sent)
    assert Event.objects.get().url == ""


def test_whom_i_want_to_meet_is_put_on_the_list_and_taken_off_by_undo(
    client: Client, desk: Desk, fair: str
) -> None:
    at = reverse("event_act", args=[fair, "want"])
    client.post(at, {"who": "ada@quill.example", "why": "Her lanterns"})
    page = shown(client, reverse("event", args=[fair]))
    assert "Her lanterns" in page
    undo = re.findall(r'action="(/guests/[^"]+/remove)"', page)[0]
    assert page.index(undo) < page.index("<h1>")
    client.post(undo)
    assert not Guest.objects.exists()
    client.post(reverse("event_act", args=[fair, "expect"]), {"who": desk.ada})
    guest = Guest.objects.get()
    for act, wanted in (("want", True), ("unwant", False)):
        client.post(reverse("guest_act", args=[guest.uuid, act]))
        guest.refresh_from_db()
        assert guest.wanted is wanted
    client.post(reverse("guest_act", args=[guest.uuid, "note"]), {"why": "Maps"})
    guest.refresh_from_db()
    assert guest.why == "Maps"


@pytest.mark.parametrize("act", ["attend", "miss", "plan"])
def test_one_says_whether_one_was_there(client: Client, fair: str, act: str) -> None:
    client.post(reverse("event_act", args=[fair, act]))
    assert Event.objects.get().state == {"attend": "attended", "miss": "missed", "plan": "planned"}[act]


def test_somebody_is_added_in_one_step_followed_up_and_all_is_taken_back(client: Client, fair: str) -> None:
    answer = client.post(
        reverse("event_met", args=[fair]),
        {"name": "Rosa Lind", "note": "The plate", "back": "there"},
        follow=True,
    )
    page = answer.content.decode()
    assert "new in your book: Rosa Lind" in page
    assert "The plate" in page
    listed = shown(client, reverse("events"))
    guest = Guest.objects.get()
    rosa = guest.person.uuid
    assert f"/write/{rosa}?kind=follow_up&amp;event=Paper%20Fair&amp;what=The%20plate" in listed
    client.post(reverse("guest_act", args=[guest.uuid, "follow"]), {"back": "events"})
    page = shown(client, reverse("events"))
    assert "Followed up: Rosa Lind." in page
    assert "follow-ups" not in page
    client.post(reverse("guest_act", args=[guest.uuid, "unfollow"]))
    client.post(reverse("guest_act", args=[guest.uuid, "note"]), {"note": "The plates"})
    client.post(reverse("guest_act", args=[guest.uuid, "unmet"]))
    guest.refresh_from_db()
    assert (guest.met_on, guest.note) == (None, "")


def test_the_draft_of_a_follow_up_opens_with_what_was_spoken_of(
    client: Client, desk: Desk, fair: str
) -> None:
    done = events.met(desk.scope, fair, Told("Rosa Lind", "rosa@lind.example"), note="the plate")
    page = shown(client, reverse("event", args=[fair]))
    (link,) = re.findall(rf'href="(/write/{done.person}[^"]+)"', page)
    draft = shown(client, link.replace("&amp;", "&"))
    assert "Paper Fair" in draft
    assert "the plate" in draft


def test_a_name_that_is_known_is_asked_about_on_the_spot(client: Client, desk: Desk, fair: str) -> None:
    at = reverse("event_met", args=[fair])
    page = client.post(at, {"name": "Ada Quill", "note": "Maps", "day": ""}).content.decode()
    assert "Is it this Ada Quill?" in page
    assert 'name="note" value="Maps"' in page
    client.post(at, {"name": "Ada Quill", "note": "Maps", "person": desk.ada})
    assert str(Guest.objects.get().person.uuid) == desk.ada
    client.post(at, {"name": "Ada Quill", "new": "on"})
    assert Guest.objects.count() == 2


def test_meeting_somebody_twice_and_a_foreign_person_are_refused(
    client: Client, desk: Desk, stranger: Desk, fair: str
) -> None:
    at = reverse("event_met", args=[fair])
    client.post(at, {"person": desk.ada})
    client.post(at, {"person": desk.ada})
    assert "You noted already that you met them here." in shown(client, reverse("event", args=[fair]))
    assert client.post(at, {"person": stranger.ada}).status_code == 404
    client.post(at, {"name": "x", "email": "no address"})
    assert Guest.objects.count() == 1


def test_what_is_no_verb_is_not_found(client: Client, desk: Desk, fair: str) -> None:
    guest = events.expect(desk.scope, fair, desk.ada)
    assert client.post(reverse("event_act", args=[fair, "burn"])).status_code == 404
    assert client.post(reverse("guest_act", args=[guest, "burn"])).status_code == 404
    for act in ("want", "edit"):
        client.post(reverse("event_act", args=[fair, act]), {})
    client.post(reverse("guest_act", args=[guest, "note"]), {"note": "x" * 30_000})
    assert "note warn" in shown(client, reverse("event", args=[fair]))


def test_a_foreign_guest_cannot_be_reached(client: Client, desk: Desk, stranger: Desk, fair: str) -> None:
    theirs = events.plan(stranger.scope, "Theirs", stranger.scope.today())
    guest = events.met(stranger.scope, theirs, person_id=stranger.ada).guest
    for act in ("unmet", "remove", "follow", "note", "want", "unwant", "unfollow"):
        assert client.post(reverse("guest_act", args=[guest, act])).status_code == 404
    for name in ("event", "event_there"):
        assert client.get(reverse(name, args=[theirs])).status_code == 404
    assert client.get(f"{reverse('card_read')}?event={theirs}").status_code == 404
    assert Guest.objects.get().met_on


def test_suggestions_before_an_event_are_added_with_a_click(client: Client, desk: Desk) -> None:
    soon = events.plan(desk.scope, "PyCon", desk.scope.today() + dt.timedelta(days=9))
    page = shown(client, reverse("event", args=[soon]))
    assert "tagged “pycon”" in page
    client.post(reverse("event_act", args=[soon, "want"]), {"who": desk.ada})
    assert "tagged" not in shown(client, reverse("event", args=[soon]))
    assert "It has not begun yet" in shown(client, reverse("event_there", args=[soon]))


def test_pages_of_events_ask_no_more_often_with_more_guests(
    client: Client, desk: Desk, fair: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(9):
        events.met(desk.scope, fair, Told(f"Guest {n}"))
    with django_assert_max_num_queries(20):
        client.get(reverse("event", args=[fair]))
    with django_assert_max_num_queries(16):
        client.get(reverse("event_there", args=[fair]))


def test_names_are_offered_as_one_types(client: Client, desk: Desk, stranger: Desk) -> None:
    assert shown(client, reverse("names") + "?who=Ada") == '<option value="Ada Quill"></option>'
    assert shown(client, reverse("names") + "?who=a") == ""
    assert "&lt;svg" in shown(client, reverse("names") + "?name=svg")


def test_my_card_shows_what_i_choose_and_leaves_as_a_file(client: Client, desk: Desk) -> None:
    assert "Say what you are called" in shown(client, reverse("card"))
    client.post(
        reverse("card_me"),
        {"name": "Noor", "phone": "+49 30 1", "link": "https://noor.example", "title": "Editor"},
    )
    page = shown(client, reverse("card"))
    assert "<svg" in page
    assert "Until you choose" in page
    client.post(reverse("card"), {"on": ["phone:+49 30 1", "evil:x"]})
    found = card_answers.my_page(desk.scope)
    assert (found.card.phones, found.card.title, found.decided) == (("+49 30 1",), "", True)
    for kind, begins in (("svg", b"<svg"), ("png", b"\x89PNG"), ("vcf", b"BEGIN:VCARD")):
        answer = client.get(reverse("card_file", args=[kind]))
        assert answer.content.startswith(begins)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="card.{kind}"'
    assert client.get("/card/card.pdf").status_code == 404
    client.post(reverse("card_forget"), {"detail": "phone:+49 30 1"})
    assert card_answers.my_page(desk.scope).card.phones == ()
    client.post(reverse("card_me"), {"name": ""})
    assert "note warn" in shown(client, reverse("card"))


def test_a_card_with_too_much_on_it_says_so(
    client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    card.describe_me(desk.scope, name="Noor")
    code = my_card.code
    monkeypatch.setattr(my_card, "code", lambda text: code(text + "x" * 2400))
    assert "this is too much for one code" in shown(client, reverse("card"))


def test_a_photographed_card_is_shown_and_taken_over_only_when_confirmed(
    client: Client, desk: Desk, fair: str
) -> None:
    text = CARD.format(name="Rosa Lind", email="rosa@lind.example")
    before = Person.objects.count()
    page = client.post(reverse("card_read"), {"photo": photo(text), "event": fair}).content.decode()
    assert 'value="Rosa Lind"' in page
    assert 'value="rosa@lind.example"' in page
    assert f'action="{reverse("event_met", args=[fair])}"' in page
    assert Person.objects.count() == before
    sent = {"name": "Rosa Lind", "email": "rosa@lind.example", "link": "https://linkedin.com/in/rosa"}
    client.post(reverse("event_met", args=[fair]), sent)
    assert find(desk.scope, "rosa@lind.example").name == "Rosa Lind"
    again = client.post(reverse("card_read"), {"file": photo(text)}).content.decode()
    assert "This address is Rosa Lind’s, who is in your book" in again


def test_a_contact_file_is_taken_over_without_an_event_too(client: Client, desk: Desk) -> None:
    text = CARD.format(name="Ada Quill", email="other@quill.example").encode()
    page = client.post(reverse("card_read"), {"file": SimpleUploadedFile("a.vcf", text)}).content.decode()
    assert 'value="other@quill.example"' in page
    at = reverse("card_take")
    asked = client.post(at, {"name": "Ada Quill", "email": "other@quill.example"}).content.decode()
    assert "Is it this Ada Quill?" in asked
    client.post(at, {"name": "Ada Quill", "email": "other@quill.example", "person": desk.ada})
    assert str(find(desk.scope, "other@quill.example").uuid) == desk.ada
    answer = client.post(at, {"name": "Rosa", "email": "rosa@lind.example"}, follow=True)
    assert b"They are in your book now." in answer.content
    client.post(at, {"email": "no address"})
    with pytest.raises(NotFound):
        find(desk.scope, "no address")


def test_two_codes_in_one_photograph_are_both_shown(client: Client, desk: Desk) -> None:
    texts = [CARD.format(name=name, email=f"{name}@x.example".lower()) for name in ("Rosa", "Jun")]
    page = client.post(reverse("card_read"), {"photo": photo(*texts)}).content.decode()
    assert 'value="Rosa"' in page
    assert 'value="Jun"' in page


def test_a_hostile_card_is_shown_as_text(client: Client, desk: Desk) -> None:
    text = CARD.format(name=HOSTILE + '"><script>x</script>', email="x@evil.example")
    page = client.post(reverse("card_read"), {"photo": photo(text)}).content.decode()
    assert HOSTILE not in page
    assert "<script>x" not in page
    assert "&lt;svg onload=alert(1)&gt;" in page


def test_a_code_that_is_no_card_is_shown_and_nothing_is_opened(client: Client, desk: Desk) -> None:
    page = client.post(reverse("card_read"), {"photo": photo("WIFI:S:net;P:secret;;")}).content.decode()
    assert "WIFI:S:net;P:secret;;" in page
    assert "Nothing was opened" in page


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"no picture", "neither a JPEG"), (b"", "is empty"), (b"\xff\xd8\xff\xe0broken", "damaged")],
)
def test_what_cannot_be_read_says_what_to_do(client: Client, desk: Desk, content: bytes, words: str) -> None:
    answer = client.post(reverse("card_read"), {"photo": SimpleUploadedFile("p.jpg", content)})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_without_a_file_nothing_is_read(client: Client, desk: Desk) -> None:
    client.post(reverse("card_read"), {})
    assert "Choose a photograph or a file first." in shown(client, reverse("card_read") + "?event=nonsense")


def test_an_event_of_earlier_years_is_counted(client: Client, desk: Desk) -> None:
    past = events.plan(desk.scope, "Old Fair", desk.scope.today() - dt.timedelta(days=400))
    events.met(desk.scope, past, person_id=desk.ada)
    page = shown(client, reverse("event", args=[past]))
    assert "became a relationship" in page
    assert answers.event(desk.scope, past).came.became == 0
