"""A promise from its making to the follow-through, and a request that is declined kindly, in a real browser."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Served
from tests.browser.test_journeys import desk, press, served

__all__ = ["desk", "served"]
pytestmark = pytest.mark.slow


@pytest.fixture
def known(desk: Page, served: Served) -> Page:
    """A desk where Ada is known, at her page."""
    desk.goto(f"{served.origin}/people")
    desk.get_by_text("Add a person by hand").click()
    desk.fill("[name=name]", "Ada Quill")
    desk.fill("[name=email]", "ada@quill.example")
    desk.get_by_role("button", name="Add").click()
    expect(desk.get_by_role("heading", name="Ada Quill")).to_be_visible()
    return desk


def test_a_promise_is_made_moved_kept_and_counted(known: Page) -> None:
    today = dt.datetime.now(dt.UTC).date()
    panel = known.locator("#open")
    panel.get_by_text("Note something open").click()
    promise = panel.locator("form", has_text="Note the promise")
    promise.locator("[name=text]").fill("The paper on lanterns")
    promise.locator("[name=due]").fill((today - dt.timedelta(days=1)).isoformat())
    promise.get_by_role("button", name="Note the promise").click()
    expect(panel).to_contain_text("You promised: The paper on lanterns")
    press(known, "m")
    expect(known.get_by_role("heading", name="Promises", exact=True)).to_be_visible()
    line = known.locator("li", has_text="The paper on lanterns")
    line.get_by_text("Move", exact=False).first.click()
    line.locator("form[action$=move] [name=due]").fill((today + dt.timedelta(days=3)).isoformat())
    line.get_by_label("They did").check()
    line.get_by_role("button", name="Move it").click()
    expect(line).to_contain_text("moved once, as they asked")
    line.get_by_role("button", name="Kept", exact=True).click()
    expect(known.locator("#messages")).to_contain_text("Kept.")
    expect(known.get_by_text("You kept 1 of 1 promise.")).to_be_visible()
    expect(known.get_by_role("img", name="Promises by quarter")).to_be_visible()
    known.get_by_role("link", name="kept on another day agreed on 1").click()
    expect(known.locator("li", has_text="The paper on lanterns")).to_contain_text("kept today")
    known.go_back()
    known.locator("li", has_text="The paper on lanterns").get_by_role("button", name="Open again").click()
    expect(known.get_by_text("You kept 1 of 1 promise.")).to_have_count(0)


def test_a_request_is_declined_with_a_draft(known: Page) -> None:
    panel = known.locator("#open")
    panel.get_by_text("Note something open").click()
    asked = panel.locator("form", has_text="Note the request")
    asked.locator("[name=text]").fill("Speak at our meeting?")
    asked.get_by_role("button", name="Note the request").click()
    expect(panel).to_contain_text("They asked: Speak at our meeting?")
    panel.get_by_role("link", name="Decline").click()
    line = known.locator("li", has_text="Speak at our meeting?")
    line.get_by_text("Decline", exact=False).first.click()
    line.get_by_label("Why not?").fill("I am away then")
    line.get_by_label("What can you offer instead?").fill("a recording of the talk")
    line.get_by_role("button", name="Decline and write").click()
    expect(known.get_by_label("What you write")).to_have_value(re.compile("a recording of the talk"))
    known.set_viewport_size({"width": 390, "height": 780})
    assert known.evaluate("document.documentElement.scrollWidth") <= 390
    known.set_viewport_size({"width": 1280, "height": 900})
    press(known, "m")
    known.get_by_role("link", name="Requests", exact=True).click()
    expect(known.locator("li", has_text="Speak at our meeting?")).to_contain_text("declined today")
    known.locator("li", has_text="Speak at our meeting?").get_by_role("button", name="Open again").click()
    expect(known.locator("li", has_text="Speak at our meeting?").get_by_text("Accept")).not_to_have_count(0)
