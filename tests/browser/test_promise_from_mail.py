"""A promise from a mail: confirmed with its sentence and another day, kept, and counted in follow-through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import comity, serving

pytestmark = pytest.mark.slow
ME = "noor@hollis.example"
SENTENCE = "I'll send you the contract by 3/4."


@pytest.fixture
def desk(home: Path, tmp_path: Path, chromium: str, page: Page) -> Iterator[Page]:
    at = format_datetime(dt.datetime.now(dt.UTC) - dt.timedelta(days=1))
    letter = (
        f"From x Thu Jan  1 00:00:00 2026\nFrom: Noor Hollis <{ME}>\nTo: Ada Quill <ada@quill.example>\nDate: {at}\n"
        f"Message-ID: <1@hollis.example>\nSubject: The contract\n\nDear Ada,\n\n{SENTENCE}\n\nBest\nNoor\n"
    )
    (tmp_path / "sent.mbox").write_text(letter, encoding="utf-8")
    comity(home, "import", str(tmp_path / "sent.mbox"), "--me", ME, "--mine")
    with serving(home) as served:
        page.goto(served.origin + served.link)
        expect(page.get_by_role("navigation", name="Main")).to_be_visible()
        yield page


def _go(desk: Page, path: str) -> None:
    origin = "/".join(desk.url.split("/")[:3])
    desk.goto(origin + path)


def test_a_promise_from_a_mail_is_confirmed_kept_and_counted(desk: Page) -> None:
    _go(desk, "/review")
    asked = desk.get_by_role("article", name="Did you promise this to Ada Quill?")
    expect(asked.get_by_text(SENTENCE).first).to_be_visible()
    day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=5)
    asked.get_by_label("Which day is “by 3/4”?").fill(day.isoformat())
    asked.get_by_text("Correct it").click()
    asked.get_by_label("In your words").fill("The signed contract")
    asked.get_by_role("button", name="Yes").click()
    expect(desk.get_by_role("button", name="Undo: Did you promise this to Ada Quill?")).to_be_visible()
    _go(desk, "/promises")
    expect(desk.get_by_text("The signed contract").first).to_be_visible()
    expect(desk.get_by_text(SENTENCE).first).to_be_visible()
    desk.get_by_role("button", name="Kept").first.click()
    expect(desk.get_by_text("Your follow-through").first).to_be_visible()
    _go(desk, "/reputation")
    expect(desk.get_by_text("1 of 1").first).to_be_visible()
