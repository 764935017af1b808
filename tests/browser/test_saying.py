"""A line is said once, in a real browser: asked about, corrected, recorded, seen, taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Served, serving

pytestmark = pytest.mark.slow
CARDS = "".join(
    f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEMAIL:{address}@friends.example\nEND:VCARD\n"
    for name, address in (("Anna Quill", "quill"), ("Anna Marsh", "marsh"), ("Bo Larsen", "bo"))
)
LINE = "coffee with Anna yesterday, promised her the paper by 2999-01-01, she offered to introduce me to Bo"


@pytest.fixture
def served(home: Path, chromium: str) -> Iterator[Served]:
    with serving(home) as running:
        yield running


@pytest.fixture
def desk(served: Served, page: Page, tmp_path: Path) -> Page:
    """Signed in, with a book of two who are called Anna, and Bo."""
    (tmp_path / "cards.vcf").write_text(CARDS, encoding="utf-8")
    page.goto(served.origin + served.link)
    page.set_input_files("input[type=file]", tmp_path / "cards.vcf")
    page.get_by_role("button", name="Look at them").click()
    page.get_by_role("button", name="Bring them in").click(timeout=30_000)
    expect(page.get_by_role("heading", name="Your files are in")).to_be_visible(timeout=30_000)
    page.goto(served.origin + "/people")
    return page


def test_a_line_is_asked_about_corrected_recorded_and_taken_back(desk: Page) -> None:
    desk.keyboard.press("n")
    box = desk.get_by_role("dialog", name="Record what happened")
    desk.keyboard.type(LINE)
    expect(box.locator("mark.as-kind").first).to_have_text("coffee")
    box.get_by_role("button", name=re.compile("Anna Marsh")).click()
    happened = box.get_by_role("group", name="What happened")
    expect(happened).to_contain_text("Meeting with Anna Marsh")
    happened.get_by_label("Change").check()
    day = happened.get_by_label("Day")
    day.fill("2024-05-03")
    day.blur()
    expect(happened).to_contain_text("Friday, 3 May 2024")
    expect(box.get_by_role("group", name="Promise", exact=True)).to_contain_text(
        "Your promise to Anna Marsh: the paper"
    )
    desk.keyboard.press("Control+Enter")
    expect(box.get_by_role("status")).to_contain_text("Recorded:")
    box.get_by_role("link", name="Anna Marsh").click()
    expect(desk.get_by_role("heading", name="Anna Marsh")).to_be_visible()
    main = desk.locator("main")
    expect(main).to_contain_text("the paper")
    expect(main).to_contain_text("coffee with Anna yesterday")


def test_keys_alone_record_a_line_and_undo_it(desk: Page) -> None:
    desk.keyboard.press("n")
    box = desk.get_by_role("dialog", name="Record what happened")
    desk.keyboard.type("call with Anna yesterday")
    expect(box.get_by_role("button", name=re.compile("Anna Quill"))).to_be_visible()
    for _ in range(5):
        desk.keyboard.press("Tab")
        if "Anna Quill" in desk.evaluate("document.activeElement.textContent"):
            break
    desk.keyboard.press("Enter")
    expect(box.get_by_role("group", name="What happened")).to_contain_text("Call with Anna Quill")
    expect(box.get_by_role("button", name="Record")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(box.get_by_role("status")).to_contain_text("Call with Anna Quill")
    undo = box.get_by_role("button", name="Undo")
    undo.focus()
    desk.keyboard.press("Enter")
    expect(box.get_by_role("status")).to_contain_text("Taken back.")
    expect(box.get_by_role("textbox").first).to_have_value("call with Anna yesterday")
