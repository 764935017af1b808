"""A calendar feed: switched on, its address copied, read, and revoked."""

from __future__ import annotations

import datetime as dt
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import icalendar
import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Served, comity, serving

pytestmark = pytest.mark.slow
TODAY = dt.datetime.now(dt.UTC).date()


@pytest.fixture
def served(home: Path, chromium: str) -> Iterator[Served]:
    comity(home, "remind", "Send the proofs", "--on", str(TODAY))
    with serving(home) as running:
        yield running


def read(address: str, method: str = "GET") -> tuple[int, bytes]:
    """What a calendar program gets."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, method=method)) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        error.close()
        return error.code, b""


def summaries(address: str) -> list[str]:
    status, body = read(address)
    assert status == 200
    return [str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(body).walk("VEVENT")]


def test_a_feed_is_switched_on_read_told_more_and_revoked(served: Served, page: Page) -> None:
    page.goto(served.origin + served.link)
    page.goto(f"{served.origin}/settings")
    page.get_by_role("button", name="Make a calendar address").click()
    shown = page.get_by_label("The address, shown this once")
    expect(shown).to_be_focused()
    address = shown.input_value()
    assert address.startswith(f"{served.origin}/feed/")
    assert summaries(address) == ["Reminder"]
    assert read(address, "HEAD") == (200, b"")
    page.get_by_label("Names and words in full").check()
    page.get_by_role("button", name="Save what it tells").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert page.get_by_label("The address, shown this once").count() == 0
    assert summaries(address) == ["Send the proofs"]
    page.get_by_role("button", name="Revoke the address").click()
    expect(page.get_by_role("button", name="Make a calendar address")).to_be_visible()
    assert read(address) == (404, b"")
