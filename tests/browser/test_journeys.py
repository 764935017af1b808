"""What somebody does with the desk, from the first minute on, in a real browser and with the real server."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Served, serving

pytestmark = pytest.mark.slow
ME = "me@example.org"
PASSWORD = "a long walk by the sea"


def mailbox(path: Path) -> Path:
    """A made-up mailbox: Ada fell silent two months ago after a letter every twelve days; Bo wrote last week."""
    now = dt.datetime.now(dt.UTC)
    mails = []
    for name, silent in (("Ada Quill", 60), ("Bo Marsh", 7)):
        address = f"{name.split()[0].lower()}@friends.example"
        for n in range(20):
            sender, to = (f"{name} <{address}>", ME) if n % 2 else (f"Me <{ME}>", f"{name} <{address}>")
            mails.append(
                f"From x Thu Jan  1 00:00:00 2026\nFrom: {sender}\nTo: {to}\n"
                f"Date: {format_datetime(now - dt.timedelta(days=silent + 12 * n))}\n"
                f"Message-ID: <{address}-{n}>\nSubject: Letter {n}\n\n"
                f"Dear friend, <img src=x onerror=alert(1)> this is letter {n}.\n\n"
            )
    path.write_text("".join(mails), encoding="utf-8")
    return path


@pytest.fixture
def served(home: Path, chromium: str) -> Iterator[Served]:
    with serving(home) as running:
        yield running


@pytest.fixture
def desk(served: Served, page: Page) -> Page:
    """Signed in by the link that the server printed, at the first run."""
    page.goto(served.origin + served.link)
    expect(page).to_have_url(f"{served.origin}/welcome")
    return page


@pytest.fixture
def imported(desk: Page, tmp_path: Path) -> Page:
    """At the summary of an import of the made-up mailbox."""
    desk.set_input_files("input[type=file]", mailbox(tmp_path / "letters.mbox"))
    expect(desk.locator("[data-chosen]")).to_contain_text("letters.mbox")
    desk.fill("[name=me]", ME)
    desk.get_by_role("button", name="Look at them").click()
    expect(desk.get_by_role("heading", name="This would change")).to_be_visible(timeout=30_000)
    expect(desk.locator(".tally")).to_contain_text("40")
    desk.get_by_role("button", name="Bring them in").click()
    expect(desk.get_by_role("heading", name="Your files are in")).to_be_visible(timeout=30_000)
    return desk


def test_a_table_is_put_right_before_it_is_brought_in(desk: Page, served: Served, tmp_path: Path) -> None:
    table = tmp_path / "odd.csv"
    table.write_text("k,l,m\nAda Quill,ada@friends.example,Baker\nBo Marsh,bo@friends.example,Smith\n")
    desk.set_input_files("input[type=file]", table)
    desk.get_by_role("button", name="Look at them").click()
    expect(desk.get_by_text("A table is left out")).to_be_visible(timeout=30_000)
    job = desk.get_by_label("What “m” holds")
    job.focus()
    job.select_option("title")
    expect(desk.get_by_text("Ada Quill · Baker · ada@friends.example")).to_be_visible(timeout=30_000)
    expect(desk.get_by_text("A table is left out")).to_have_count(0)
    expect(desk.locator(".tally")).to_contain_text("new contacts")
    desk.reload()
    expect(desk.get_by_label("What “m” holds")).to_have_value("title")
    desk.set_viewport_size({"width": 390, "height": 780})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    address = desk.url
    desk.get_by_role("button", name="Bring them in").dblclick()
    expect(desk.get_by_role("heading", name="Your files are in")).to_be_visible(timeout=30_000)
    desk.goto(address)
    expect(desk.get_by_role("heading", name="Your files are in")).to_be_visible()
    desk.goto(f"{served.origin}/people")
    expect(desk.get_by_role("link", name="Bo Marsh")).to_be_visible()


def test_files_are_thrown_away_without_a_trace(desk: Page, tmp_path: Path) -> None:
    desk.set_input_files("input[type=file]", mailbox(tmp_path / "letters.mbox"))
    desk.get_by_role("button", name="Look at them").click()
    expect(desk.get_by_role("heading", name="This would change")).to_be_visible(timeout=30_000)
    desk.get_by_role("button", name="Throw them away").click()
    expect(desk.get_by_text("The file was deleted, and nothing was changed.")).to_be_visible()
    press(desk, "p")
    expect(desk.get_by_text("Nobody is here yet.")).to_be_visible()
    assert list((tmp_path / "home" / "uploads").iterdir()) == []


def test_from_files_to_the_first_thing_put_off(imported: Page) -> None:
    expect(imported.locator(".tally")).to_contain_text("40")
    imported.get_by_role("link", name="See what is due today").click()
    row = imported.locator(".row", has_text="Ada Quill")
    expect(row).to_contain_text("you two usually speak every 12 days")
    expect(row.get_by_role("link", name="Write")).to_have_attribute(
        "href", re.compile(r"/write/.*kind=write")
    )
    row.get_by_role("link", name="Ada Quill").click()
    expect(imported.get_by_role("img", name="A year of contact by week")).to_be_visible()
    imported.get_by_role("link", name="Letter 0").click()
    expect(imported.locator(".mail")).to_contain_text("<img src=x onerror=alert(1)> this is letter 0.")
    press(imported, "t")
    row.get_by_text("Later").click()
    row.get_by_role("button", name="In a week").click()
    expect(imported.get_by_text("Back in a week: Ada Quill")).to_be_visible()
    expect(imported.get_by_role("button", name="Undo")).to_be_focused()
    imported.reload()
    expect(imported.locator(".row", has_text="Ada Quill")).to_have_count(0)


def test_an_item_comes_back_by_undo_without_leaving_the_page(imported: Page) -> None:
    press(imported, "t")
    imported.locator(".row", has_text="Ada Quill").get_by_role("button", name="Done").click()
    imported.get_by_role("button", name="Undo").click()
    expect(imported.locator(".row", has_text="you two usually speak every 12 days")).to_be_visible()


def test_an_import_is_undone(imported: Page) -> None:
    imported.get_by_role("link", name="Undo this import").click()
    imported.get_by_role("button", name="Undo it").click()
    expect(imported.get_by_role("heading", name="This import was undone")).to_be_visible()
    press(imported, "p")
    expect(imported.get_by_text("Nobody is here yet.")).to_be_visible()


def test_the_sample_book_is_opened_and_removed(desk: Page, served: Served) -> None:
    desk.get_by_role("button", name="Open the sample book").click()
    expect(desk.get_by_text("This is the sample book.")).to_be_visible(timeout=60_000)
    press(desk, "p")
    expect(desk.locator(".person").first).to_be_visible()
    desk.get_by_role("button", name="Remove the sample").click()
    expect(desk).to_have_url(f"{served.origin}/welcome", timeout=60_000)
    expect(desk.get_by_text("The sample book is gone.")).to_be_visible()


def press(page: Page, key: str) -> None:
    """A key, once the page is ready to hear it."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def sign_in(page: Page) -> None:
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("Name or e-mail").fill("owner")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_in_by_a_link_then_out_and_in_again_by_a_password(desk: Page, served: Served) -> None:
    desk.get_by_role("link", name="Settings").click()
    desk.get_by_role("link", name="Set a password").click()
    desk.fill("[name=password1]", PASSWORD)
    desk.fill("[name=password2]", PASSWORD)
    desk.get_by_role("button", name="Set Password").click()
    desk.wait_for_load_state()
    desk.goto(f"{served.origin}/settings")
    desk.get_by_role("link", name="Sign out").click()
    desk.get_by_role("button", name="Sign Out").click()
    desk.goto(f"{served.origin}/people")
    sign_in(desk)
    expect(desk.get_by_role("heading", name="People")).to_be_visible()
    desk.goto(served.origin + served.link)
    expect(desk.get_by_role("heading", name="This link no longer works")).to_be_visible()


def test_everything_is_found_and_recorded_from_the_keyboard(imported: Page) -> None:
    press(imported, "/")
    imported.keyboard.type("bo m")
    expect(imported.locator("#finds").get_by_role("link", name="Bo Marsh")).to_be_visible()
    expect(imported.locator('#finds[data-words="bo m"]')).to_be_visible()
    press(imported, "Enter")
    expect(imported.get_by_role("heading", name="Bo Marsh")).to_be_visible()
    press(imported, "n")
    imported.keyboard.type("coffee with Bo Marsh yesterday")
    expect(imported.locator("#log .understood mark").first).to_be_visible()
    imported.get_by_role("button", name="Record").click()
    expect(imported.locator("#log .log-box")).to_contain_text(
        re.compile(r"Recorded:\s+Meeting with Bo Marsh")
    )
    press(imported, "Escape")
    press(imported, "?")
    expect(imported.get_by_role("heading", name="Keys")).to_be_visible()
    imported.get_by_role("button", name="Close").click()
    press(imported, "p")
    imported.get_by_role("searchbox", name="Search people").press_sequentially("quill")
    expect(imported.locator(".person")).to_have_count(1)
    expect(imported).to_have_url(re.compile(r"/people\?q=quill$"))


def test_a_role_is_added_in_place_and_the_head_of_the_page_follows(imported: Page) -> None:
    press(imported, "p")
    imported.get_by_role("link", name="Bo Marsh").click()
    imported.get_by_text("Add a role").click()
    imported.select_option("#roles select[name=key]", "mentor")
    imported.locator("#roles button[value=add]").click()
    expect(imported.locator("#who .chip", has_text="Mentor")).to_be_visible()
    expect(imported.locator("#roles")).to_contain_text("Mentor")


def test_on_a_phone_nothing_is_wider_than_the_screen(imported: Page, served: Served) -> None:
    imported.set_viewport_size({"width": 390, "height": 780})
    for path in ("/", "/people", "/import", "/settings", "/welcome", "/log"):
        imported.goto(served.origin + path)
        assert imported.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_without_scripts_files_are_read_and_items_are_done(
    desk: Page, served: Served, tmp_path: Path
) -> None:
    browser = desk.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False, storage_state=desk.context.storage_state())
    plain = context.new_page()
    plain.goto(f"{served.origin}/import")
    plain.set_input_files("input[type=file]", mailbox(tmp_path / "letters.mbox"))
    plain.fill("[name=me]", ME)
    plain.get_by_role("button", name="Look at them").click()
    expect(plain.get_by_role("heading", name="This would change")).to_be_visible(timeout=30_000)
    plain.get_by_role("button", name="Bring them in").click()
    expect(plain.get_by_role("heading", name="Your files are in")).to_be_visible(timeout=30_000)
    plain.get_by_role("link", name="Today", exact=True).click()
    plain.locator(".row", has_text="Ada Quill").get_by_role("button", name="Done").click()
    expect(plain.get_by_text("Done: Ada Quill")).to_be_visible()
    plain.get_by_role("button", name="Undo").click()
    expect(plain.locator(".row", has_text="Ada Quill")).to_be_visible()
    context.close()
