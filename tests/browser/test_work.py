"""Mentoring from a session to an action that counts; work for a client from a delivery to its renewal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.serving import comity, serving

pytestmark = pytest.mark.slow
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Quill\nEMAIL:ada@quill.example\nEND:VCARD\n"


@pytest.fixture
def desk(home: Path, tmp_path: Path, chromium: str, page: Page) -> Iterator[Page]:
    """A book that holds Ada, open at Matters."""
    (tmp_path / "ada.vcf").write_text(CARD, encoding="utf-8")
    comity(home, "import", str(tmp_path / "ada.vcf"), "--me", "me@example.org", "--mine")
    with serving(home) as served:
        page.goto(served.origin + served.link)
        page.get_by_role("link", name="Matters").click()
        yield page


def tab(desk: Page, group: str, name: str) -> None:
    """Opens a page of Matters whose group is folded."""
    tabs = desk.get_by_role("navigation", name="Matters")
    tabs.get_by_text(group, exact=True).click()
    tabs.get_by_role("link", name=name, exact=True).click()


def unfold(within: Page | Locator, words: str) -> None:
    within.locator("summary", has_text=words).first.click()


def test_a_session_is_held_and_what_was_agreed_in_it_is_done_and_counted(desk: Page) -> None:
    tab(desk, "Work", "Mentoring")
    desk.get_by_label("With whom?").fill("Ada Quill")
    desk.get_by_label("I am").select_option("mentor")
    desk.get_by_label("What for?").fill("A first team of her own")
    desk.get_by_role("button", name="Begin").click()
    expect(desk.get_by_role("heading", name="You mentor Ada Quill")).to_be_visible()
    desk.get_by_label("What do you want to speak about?").fill("Saying no")
    desk.get_by_role("button", name="Plan it").click()
    coming = desk.locator("#next")
    expect(coming).to_contain_text("Saying no")
    unfold(coming, "It was held")
    coming.get_by_label("What was said").fill("Two ways to say it")
    coming.get_by_role("button", name="Held").click()
    expect(desk.get_by_text("One session held", exact=True)).to_be_visible()
    sessions = desk.locator("#sessions")
    unfold(sessions, "Note what was agreed")
    sessions.get_by_label("What?").fill("Try it once")
    sessions.get_by_label("By whom").select_option("theirs")
    sessions.get_by_role("button", name="Add").click()
    expect(desk.get_by_text("0 of 1 action done")).to_be_visible()
    desk.locator("#open").get_by_role("button", name="Done: Try it once").click()
    expect(desk.get_by_text("One session held, 1 of 1 action done")).to_be_visible()
    desk.get_by_role("link", name="Ada Quill").click()
    expect(desk.get_by_role("heading", name="Ada Quill")).to_be_visible()
    expect(desk.locator("#mentoring")).to_contain_text("You mentor them")


def test_work_for_a_client_is_delivered_paid_and_renewed(desk: Page) -> None:
    today = dt.datetime.now(dt.UTC).date()
    soon, late = today + dt.timedelta(days=10), today + dt.timedelta(days=375)
    tab(desk, "Work", "Clients")
    desk.get_by_label("Who?").fill("Ada Quill")
    desk.get_by_label("What is the work?").fill("The atlas")
    desk.get_by_label("Renewal").fill(str(soon))
    desk.get_by_role("button", name="Note it").click()
    delivered = desk.locator("#deliveries")
    delivered.get_by_label("To be delivered").fill("Twelve plates")
    delivered.get_by_role("button", name="Add").click()
    delivered.get_by_role("button", name="Delivered").click()
    expect(delivered).to_contain_text("delivered today")
    delivered.get_by_role("button", name="Accepted").click()
    expect(delivered).to_contain_text("accepted today")
    invoices = desk.locator("#invoices")
    unfold(invoices, "Note an invoice")
    invoices.get_by_label("Number").last.fill("A-7")
    invoices.get_by_label("Amount").last.fill("1200.50")
    invoices.get_by_label("Currency").last.fill("EUR")
    invoices.get_by_label("To be paid by").last.fill(str(today))
    invoices.get_by_role("button", name="Note it").click()
    expect(invoices).to_contain_text("to be paid today")
    desk.get_by_role("link", name="Clients", exact=True).click()
    bill = desk.locator(".bill")
    expect(bill).to_contain_text("Invoice A-7: 1\u202f200.50\u00a0EUR to be paid today")
    bill.get_by_role("button").click()
    expect(bill).to_have_count(0)
    expect(desk.get_by_text("1 of 1 of your invoices were paid on time.")).to_be_visible()
    desk.get_by_role("link", name="The atlas").click()
    expect(invoices).to_contain_text("paid today")
    desk.locator("#renewal [name=until]").fill(str(late))
    desk.get_by_role("button", name="Renewed").click()
    expect(desk.locator(".across").filter(has=desk.get_by_role("heading"))).to_contain_text(str(late.year))
    expect(desk.locator("#renewal [name=until]")).to_be_empty()


def test_a_form_that_was_refused_keeps_what_was_typed(desk: Page) -> None:
    tab(desk, "Work", "Clients")
    desk.get_by_label("Who?").fill("Nobody Known")
    desk.get_by_label("What is the work?").fill("The atlas")
    desk.get_by_role("button", name="Note it").click()
    expect(desk.locator("#messages .warn")).to_contain_text("Nobody in this book is called “Nobody Known”.")
    expect(desk.locator("#messages .warn")).to_be_in_viewport()
    expect(desk.get_by_label("What is the work?")).to_have_value("The atlas")
