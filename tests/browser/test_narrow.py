"""Every page that has an address of its own fits a telephone, and the tabs of Matters fit one row of a desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from comity.interfaces.web.matters import TABS
from comity.interfaces.web.urls import urlpatterns
from tests.browser.serving import serving

pytestmark = pytest.mark.slow
PHONE, DESK = 390, 1280
FURTHER = ("/account/2fa/", "/account/password/change/", "/account/email/")
TABS_AT_1280 = 48
"""Two rows of tabs are at least this tall, in CSS pixels."""

OPENED = """[...document.querySelectorAll("main details.menu")].map(menu => {
  menu.open = true;
  const {left, right} = menu.querySelector(":scope > div").getBoundingClientRect();
  menu.open = false;
  return [left, right];
})"""
"""Opens each menu of a page alone; gives where it begins and ends, in CSS pixels."""


def addresses() -> list[str]:
    """The pages whose address holds no id; what only takes something in, and what is no page, is left out later."""
    named = [route for route in urlpatterns if route.name and not route.pattern.converters]
    return sorted({reverse(str(route.name)) for route in named} | set(FURTHER))


@pytest.fixture(scope="module")
def sample(browser: Browser, begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The sample book, open in one page."""
    with serving(shutil.copytree(begun, tmp_path_factory.mktemp("narrow") / "home")) as served:
        page = browser.new_context(base_url=served.origin, reduced_motion="reduce").new_page()
        page.goto(served.link)
        page.get_by_role("button", name="Open the sample book").click()
        expect(page.get_by_text("This is the sample book.")).to_be_visible(timeout=60_000)
        yield page
        page.context.close()


def test_no_page_is_wider_than_a_telephone(sample: Page) -> None:
    sample.set_viewport_size({"width": PHONE, "height": 780})
    wide, seen = [], []
    for address in addresses():
        answer = sample.request.get(address)
        if not answer.ok or not answer.headers["content-type"].startswith("text/html"):
            continue
        sample.goto(address)
        seen.append(address)
        width = sample.evaluate("document.documentElement.scrollWidth")
        if width > PHONE:
            wide.append((address, width))
    assert wide == []
    assert {reverse(name) for group in TABS for name, _label in group.pages} <= set(seen)


@pytest.mark.parametrize("page", [name for group in TABS for name, _label in group.pages])
def test_whatever_opens_on_a_page_of_matters_stays_on_the_telephone(sample: Page, page: str) -> None:
    sample.set_viewport_size({"width": PHONE, "height": 780})
    sample.goto(reverse(page))
    edges = sample.evaluate(OPENED)
    assert [edge for edge in edges if edge[0] < 0 or edge[1] > PHONE] == []


@pytest.mark.parametrize("group", range(len(TABS)))
def test_the_tabs_of_matters_stand_in_one_row_at_a_desk_and_no_menu_leaves_the_telephone(
    sample: Page, group: int
) -> None:
    name, _label = TABS[group].pages[0]
    sample.set_viewport_size({"width": DESK, "height": 800})
    sample.goto(reverse(name))
    tabs = sample.get_by_role("navigation", name="Matters")
    box = tabs.bounding_box()
    assert box is not None
    assert box["height"] < TABS_AT_1280
    assert tabs.evaluate("tabs => tabs.scrollWidth <= tabs.clientWidth")
    sample.set_viewport_size({"width": PHONE, "height": 780})
    for menu in tabs.locator("summary").all():
        menu.click()
        expect(tabs.locator("details[open] a").first).to_be_visible()
        assert sample.evaluate("document.documentElement.scrollWidth") <= PHONE
