"""An introduction from ask to thanks, and a draft changed before it opens the mail program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.serving import Served, comity, serving

pytestmark = pytest.mark.slow
PEOPLE = "".join(
    f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEMAIL:{email}\nEND:VCARD\n"
    for name, email in (
        ("Ada Quill", "ada@quill.example"),
        ("Bo Marsh", "bo@marsh.example"),
        ("Eve Tarn", "eve@tarn.example"),
    )
)


@pytest.fixture
def desk(home: Path, tmp_path: Path, chromium: str, page: Page) -> Iterator[Page]:
    (tmp_path / "people.vcf").write_text(PEOPLE, encoding="utf-8")
    comity(home, "import", str(tmp_path / "people.vcf"), "--me", "me@example.org", "--mine")
    with serving(home) as served:
        signed_in(page, served)
        yield page


def signed_in(page: Page, served: Served) -> None:
    page.goto(served.origin + served.link)
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def ask(desk: Page, **fields: str) -> Locator:
    """Notes a new introduction on its page; gives its card in the list."""
    desk.get_by_role("link", name="Matters").click()
    desk.get_by_text("Give and take", exact=True).click()
    desk.get_by_role("link", name="Introductions").click()
    desk.get_by_role("link", name="A new introduction").click()
    for name, value in fields.items():
        desk.locator(f"[name={name}]:visible").fill(value)
    desk.get_by_role("button", name="Note it").click()
    return desk.locator(".intro")


def draft_of(desk: Page, button: str) -> dict[str, list[str]]:
    """Opens a draft from the card and reads what its link would bring to the mail program; goes back."""
    desk.locator(".intro").get_by_role("link", name=button, exact=True).click()
    expect(desk.get_by_role("link", name="Open in your mail program")).to_be_visible()
    href = desk.get_by_role("link", name="Open in your mail program").get_attribute("href") or ""
    desk.go_back()
    split = urlsplit(href)
    return {"to": [split.path], **parse_qs(split.query)}


def test_two_people_are_asked_brought_together_and_meet(desk: Page) -> None:
    card = ask(desk, one="Ada", other="Bo", purpose="Looms")
    expect(card).to_contain_text("Waiting for Ada Quill and Bo Marsh to say yes.")
    to_ada = draft_of(desk, "Write to Ada Quill")
    assert to_ada["to"] == ["ada@quill.example"]
    assert to_ada["subject"] == ["May I introduce you to Bo Marsh?"]
    assert "Looms" in to_ada["body"][0]
    assert draft_of(desk, "Write to Bo Marsh")["subject"] == ["Ada Quill would like to meet you"]
    card.get_by_role("button", name="Ada Quill agreed", exact=True).click()
    expect(card).to_contain_text("Waiting for Bo Marsh to say yes.")
    card.get_by_role("button", name="Bo Marsh agreed", exact=True).click()
    expect(card).to_contain_text("Both have agreed. Bring them together.")
    both = draft_of(desk, "Write to Ada Quill and Bo Marsh")
    assert both["to"] == ["ada@quill.example,bo@marsh.example"]
    card.get_by_role("button", name="Introduced", exact=True).click()
    desk.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(card).to_contain_text("Both have agreed.")
    card.get_by_role("button", name="Introduced", exact=True).click()
    card.get_by_role("button", name="Met", exact=True).click()
    expect(card).to_have_count(0)
    desk.get_by_role("link", name="Given and received").click()
    expect(desk.locator(".ledger")).to_contain_text("Given: an introduction to Bo Marsh")


def test_i_am_introduced_meet_and_thank(desk: Page) -> None:
    card = ask(desk, one="Ada", introducer="Eve", purpose="Oak")
    expect(card).to_contain_text("Waiting for Ada Quill to say yes.")
    assert draft_of(desk, "Write to Eve Tarn")["subject"] == ["Would you introduce me to Ada Quill?"]
    for button in ("Ada Quill agreed", "Introduced", "Met"):
        card.get_by_role("button", name=button, exact=True).click()
    expect(card).to_contain_text("You have met. Thank Eve Tarn.")
    assert draft_of(desk, "Write to Eve Tarn")["subject"] == ["Thank you for introducing me to Ada Quill"]
    desk.get_by_role("link", name="Given and received").click()
    expect(desk.get_by_role("heading", name="Not thanked for yet")).to_be_visible()
    desk.get_by_role("link", name="Introductions").click()
    card.get_by_role("button", name="Thanked", exact=True).click()
    expect(card).to_have_count(0)
    desk.get_by_role("link", name="Given and received").click()
    expect(desk.get_by_role("heading", name="Not thanked for yet")).to_have_count(0)
    ask(desk, one="Bo", introducer="Eve")
    expect(desk.get_by_role("alert")).to_contain_text("You asked Eve Tarn once this quarter.")
    desk.get_by_role("button", name="Ask all the same").click()
    expect(card).to_contain_text("Waiting for Bo Marsh to say yes.")


def test_the_link_follows_what_is_typed(desk: Page) -> None:
    desk.get_by_role("link", name="People").click()
    desk.locator(".person .name", has_text="Ada").click()
    desk.get_by_role("link", name="Write", exact=True).click()
    link = desk.get_by_role("link", name="Open in your mail program")
    desk.get_by_label("Subject").fill("Tea & cake? 100%")
    desk.get_by_label("What you write").fill(
        "Dear Ada,\nit's (almost) *ready*! \U0001f375\nBcc: eve@evil.example"
    )
    expect(link).to_have_attribute("href", re.compile("Tea"))
    typed = link.get_attribute("href") or ""
    assert parse_qs(urlsplit(typed).query) == {
        "subject": ["Tea & cake? 100%"],
        "body": ["Dear Ada,\r\nit's (almost) *ready*! \U0001f375\r\nBcc: eve@evil.example"],
    }
    desk.locator("form[data-mailto]").evaluate("form => form.requestSubmit()")
    expect(desk.get_by_text("Your changes are in the link.")).to_be_visible()
    assert (link.get_attribute("href") or "").lower() == typed.lower()
    desk.get_by_label("What you write").fill("word " * 1000)
    expect(desk.get_by_text("too long for a link")).to_be_visible()
    assert len(link.get_attribute("href") or "") <= 1900
