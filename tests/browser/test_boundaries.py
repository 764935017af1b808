"""A boundary is set on a person; what crosses it is said, kept and taken back, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Served
from tests.browser.test_journeys import desk, press, served
from tests.browser.test_promises import known

__all__ = ["desk", "known", "served"]
pytestmark = pytest.mark.slow


def test_hours_of_a_person_are_set_crossed_said_and_kept(known: Page, served: Served) -> None:
    known.locator("#guards").get_by_role("link", name="Set a boundary").click()
    form = known.locator("aside form")
    form.locator("[name=begin]").fill("09:00")
    form.locator("[name=end]").fill("17:00")
    form.get_by_label("In your own words, or theirs (optional)").fill("Evenings belong to the family")
    form.get_by_role("button", name="Set it").click()
    expect(known.locator("#messages")).to_contain_text("The boundary is set.")
    expect(known.locator("#boundaries")).to_contain_text("Mon–Fri, 09:00–17:00")
    press(known, "n")
    box = known.get_by_role("dialog", name="Record what happened")
    box.get_by_label("Who, what, when, in your own words").fill("call with Ada Quill yesterday at 21:40")
    expect(box).to_contain_text("This is outside the hours of Ada Quill")
    expect(box).to_contain_text("Evenings belong to the family")
    box.get_by_role("button", name="Record").click()
    expect(box.get_by_role("status")).to_contain_text("It is kept.")
    known.keyboard.press("Escape")
    press(known, "g")
    expect(known.get_by_role("heading", name="Lines crossed lately")).to_be_visible()
    line = known.locator("li", has_text="call with Ada Quill")
    line.locator("summary").click()
    line.locator("[name=answer]").fill("It was her wish")
    line.get_by_role("button", name="Save").click()
    expect(known.locator("#guard")).to_contain_text("It was her wish")
    known.set_viewport_size({"width": 390, "height": 780})
    assert known.evaluate("document.documentElement.scrollWidth") <= 390
    known.goto(f"{served.origin}/boundaries")
    assert known.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_draft_that_is_opened_against_a_line_is_kept_and_taken_back(known: Page, served: Served) -> None:
    known.locator("#guards").get_by_role("link", name="Set a boundary").click()
    known.get_by_role("link", name="Way of contact", exact=True).click()
    known.locator("aside form [name=no][value=mail]").check()
    known.get_by_role("button", name="Set it").click()
    expect(known.locator("#boundaries")).to_contain_text("not by mail")
    known.get_by_role("link", name="Ada Quill").first.click()
    known.get_by_role("link", name="Write", exact=True).click()
    expect(known.locator("main")).to_contain_text("Ada Quill asked: not by mail.")
    known.get_by_label("Subject").fill("The atlas")
    known.get_by_role("link", name="Open in your mail program").click()
    expect(known.locator("#drafted")).to_contain_text("noted under Guard")
    with known.expect_response("**/opened?*"):
        known.get_by_role("link", name="Open in your mail program").click()
    expect(known.locator("#drafted")).to_contain_text("noted under Guard")
    known.get_by_role("button", name="I did not send it").click()
    expect(known.locator("#drafted")).to_contain_text("nothing is noted")
    known.get_by_role("link", name="Open in your mail program").click()
    expect(known.locator("#drafted")).to_contain_text("noted under Guard")
    press(known, "g")
    expect(known.locator("li", has_text="The atlas")).to_have_count(1)
    expect(known.locator("li", has_text="The atlas")).to_contain_text("drafted")
