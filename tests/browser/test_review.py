"""Deciding what Comity noticed, merging and parting people, and choosing a value, in a real browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Served, comity, serving

pytestmark = pytest.mark.slow
ME = "me@example.org"
AT_WORK, AT_HOME, BO = "ada.quill@workshop.example", "ada@friends.example", "bo@friends.example"
CARD = f"""BEGIN:VCARD
VERSION:3.0
FN:Ada M. Quill
EMAIL:{AT_HOME}
TITLE:Cartographer
ORG:Quill & Daughters
END:VCARD
"""
NEWER = CARD.replace("Cartographer", "Head of Maps").replace(
    "VERSION:3.0", "VERSION:3.0\nREV:20200101T000000Z"
)


def letters() -> str:
    """Ada writes from two addresses, Bo from one."""
    now = dt.datetime.now(dt.UTC)
    mails = []
    for name, address in (("Ada Quill", AT_HOME), ("Quill, Ada", AT_WORK), ("Bo Marsh", BO)):
        for n in range(8):
            ends = (f'"{name}" <{address}>', ME) if n % 2 else (f"Me <{ME}>", f'"{name}" <{address}>')
            mails.append(
                f"From x Thu Jan  1 00:00:00 2026\nFrom: {ends[0]}\nTo: {ends[1]}\n"
                f"Date: {format_datetime(now - dt.timedelta(days=20 + 12 * n))}\n"
                f"Message-ID: <{address}-{n}>\nSubject: Letter {n}\n\nDear friend, letter {n}.\n\n"
            )
    return "".join(mails)


@pytest.fixture
def served(home: Path, tmp_path: Path, chromium: str) -> Iterator[Served]:
    (tmp_path / "letters.mbox").write_text(letters(), encoding="utf-8")
    (tmp_path / "ada.vcf").write_text(CARD, encoding="utf-8")
    (tmp_path / "older.vcf").write_text(NEWER, encoding="utf-8")
    files = [str(path) for path in sorted(tmp_path.glob("*.*"))]
    comity(home, "import", *files, "--me", ME, "--mine")
    with serving(home) as running:
        yield running


@pytest.fixture
def desk(served: Served, page: Page) -> Page:
    page.goto(served.origin + served.link)
    expect(page.get_by_role("navigation")).to_be_visible()
    return page


def test_a_merge_is_proposed_accepted_by_a_key_and_split_again(desk: Page, served: Served) -> None:
    desk.goto(f"{served.origin}/review?kind=same_person")
    expect(desk.get_by_role("heading", name="Are these two one person?")).to_be_visible()
    desk.keyboard.press("j")
    desk.keyboard.press("y")
    undo = desk.get_by_role("button", name="Undo: Are these two one person?")
    expect(undo).to_be_visible()
    desk.keyboard.press("u")
    expect(desk.locator("[data-review]")).to_be_focused()
    desk.keyboard.press("y")
    expect(undo).to_be_visible()
    desk.goto(f"{served.origin}/people")
    expect(desk.locator(".person")).to_have_count(2)
    desk.locator(".person .name", has_text="Ada").click()
    expect(desk.locator("#merged")).to_contain_text(AT_WORK)
    desk.locator("#merged").get_by_role("button", name="Split").click()
    expect(desk.locator("#merged")).to_have_count(0)
    desk.goto(f"{served.origin}/people")
    expect(desk.locator(".person")).to_have_count(3)


def test_two_people_are_ticked_looked_at_and_merged(desk: Page, served: Served) -> None:
    desk.goto(f"{served.origin}/people")
    expect(desk.get_by_role("button", name="Merge those ticked")).to_be_hidden()
    for name in ("Bo Marsh", "Ada Quill"):
        desk.get_by_role("checkbox", name=f"Choose {name}").first.check(force=True)
    desk.get_by_role("button", name="Merge those ticked").click()
    expect(desk.get_by_role("heading", name="Are these two one person?")).to_be_visible()
    desk.get_by_role("button", name="Merge them").click()
    expect(desk.locator("#merged")).to_contain_text("you merged them with")


def test_a_value_of_another_source_is_chosen_and_given_up_again(desk: Page, served: Served) -> None:
    desk.goto(f"{served.origin}/people?q={AT_HOME}")
    desk.locator(".person .name").click()
    expect(desk.locator("#who")).to_contain_text("Cartographer")
    title = desk.locator("#sources details", has_text="Title")
    title.locator("summary").click()
    title.get_by_role("button", name="Use this one: Head of Maps").click()
    expect(desk.locator("#who")).to_contain_text("Head of Maps")
    title.locator("summary").click()
    title.get_by_role("button", name="Forget what I said").click()
    expect(desk.locator("#who")).to_contain_text("Cartographer")
