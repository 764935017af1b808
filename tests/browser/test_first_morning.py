"""A first morning with the sample book, at a desk and on a telephone: written to, put off, done and undone, silenced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.serving import Served, serving

pytestmark = pytest.mark.slow


@pytest.fixture
def served(tmp_path: Path, chromium: str) -> Iterator[Served]:
    with serving(tmp_path / "home") as running:
        yield running


@pytest.fixture(params=[(1280, 800), (390, 780)], ids=["desk", "telephone"])
def morning(request: pytest.FixtureRequest, served: Served, page: Page) -> Page:
    """Today in the sample book, on a screen of either width."""
    width, height = request.param
    page.set_viewport_size({"width": width, "height": height})
    page.goto(served.origin + served.link)
    page.get_by_role("button", name="Open the sample book").click()
    expect(page.get_by_text("This is the sample book.")).to_be_visible(timeout=60_000)
    page.goto(f"{served.origin}/?all=1")
    expect(page.locator("article.row").first).to_be_visible()
    return page


def no_wider_than_the_screen(page: Page) -> None:
    assert page.viewport_size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def words_of(row: Locator) -> str:
    """How an item is announced once something was done with it."""
    return row.locator("input[name=what]").input_value()


def left_out(page: Page, act: str) -> str:
    """Choose something from the menu of the last item; returns what the item is called."""
    row = page.locator("article.row:not(.gone)").last
    what = words_of(row)
    row.get_by_text("Later", exact=True).click()
    row.get_by_role("button", name=act).click()
    return what


def test_the_first_morning(morning: Page, served: Served) -> None:
    no_wider_than_the_screen(morning)
    morning.get_by_text("Why this order").click()
    expect(morning.get_by_text("What you promised others")).to_be_visible()
    no_wider_than_the_screen(morning)

    writing = morning.locator("article.row", has=morning.get_by_role("link", name="Write", exact=True)).first
    name = writing.locator("a.name").inner_text()
    writing.get_by_role("link", name="Write", exact=True).click()
    expect(morning.get_by_role("heading", name=f"Write to {name}")).to_be_visible()
    expect(morning.get_by_label("What you write")).not_to_have_value("")
    expect(morning.get_by_role("link", name="Open in your mail program")).to_have_attribute(
        "href", re.compile("^mailto:")
    )
    no_wider_than_the_screen(morning)
    morning.go_back()

    what = left_out(morning, "In a week")
    expect(morning.get_by_text(f"Back in a week: {what}")).to_be_visible()

    first = morning.locator("article.row").first
    done = words_of(first)
    first.get_by_role("button", name="Done").click()
    expect(morning.get_by_text(f"Done: {done}")).to_be_visible()
    morning.get_by_role("button", name="Undo").first.click()
    expect(morning.get_by_text(f"Done: {done}")).to_have_count(0)
    expect(morning.locator(f'input[name=what][value="{done}"]')).to_have_count(1)


def test_what_is_silenced_is_brought_back_in_settings(morning: Page, served: Served) -> None:
    what = left_out(morning, "Never again")
    expect(morning.get_by_text(f"Will not come again: {what}")).to_be_visible()
    morning.goto(f"{served.origin}/settings#today")
    silenced = morning.locator("li, tr, p").filter(has=morning.get_by_role("button", name="Bring back"))
    expect(silenced).to_have_count(1)
    no_wider_than_the_screen(morning)
    silenced.get_by_role("button", name="Bring back").click()
    expect(morning.get_by_role("button", name="Bring back")).to_have_count(0)
    morning.goto(f"{served.origin}/?all=1")
    expect(morning.locator(f'input[name=what][value="{what}"]')).to_have_count(1)


def test_an_item_leads_to_its_own_page(morning: Page) -> None:
    row = morning.locator("article.row", has=morning.locator('a[href*="#promise-"]')).first
    link = row.locator('a[href*="#promise-"]')
    place = (link.get_attribute("href") or "").partition("#")[2]
    link.click()
    expect(morning.locator(f"#{place}")).to_be_in_viewport()
