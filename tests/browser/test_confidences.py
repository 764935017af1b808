"""A mail is told in confidence; a draft to somebody else leaves it out, says so, and lets it out when asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import comity, serving

pytestmark = pytest.mark.slow
MAIL = """\
From x Mon Sep 30 09:00:00 2024
From: Ada Quill <ada@quill.example>
To: me@example.org
Date: Mon, 30 Sep 2024 09:00:00 +0200
Message-ID: <1@quill.example>
Subject: Between us

I leave the bindery in spring to found a press of my own.

From x Mon Sep 30 10:00:00 2024
From: me@example.org
To: Ada Quill <ada@quill.example>, Bo Marsh <bo@marsh.example>
Date: Mon, 30 Sep 2024 10:00:00 +0200
Message-ID: <2@example.org>
Subject: Lunch

See you there.

"""
SAID = "leave the bindery in spring to found a press"


@pytest.fixture
def desk(home: Path, tmp_path: Path, chromium: str, page: Page) -> Iterator[Page]:
    (tmp_path / "mail.mbox").write_text(MAIL, encoding="utf-8")
    comity(home, "import", str(tmp_path / "mail.mbox"), "--me", "me@example.org", "--mine")
    with serving(home) as served:
        page.goto(served.origin + served.link)
        expect(page.get_by_role("navigation", name="Main")).to_be_visible()
        yield page


def person(desk: Page, name: str) -> None:
    desk.get_by_role("link", name="People", exact=True).click()
    desk.locator(".person .name", has_text=name).click()
    expect(desk.get_by_role("heading", name=name, level=1)).to_be_visible()


def draft_to(desk: Page, name: str, what: str) -> str:
    """Opens a draft about something; gives what its link would bring to the mail program."""
    person(desk, name)
    desk.get_by_role("link", name="Write", exact=True).click()
    desk.get_by_label("About what?").fill(what)
    desk.get_by_role("button", name="Draft it anew").click()
    expect(desk.get_by_label("Subject")).to_be_visible()
    return unquote(desk.locator("[data-mailto-link]").get_attribute("href") or "")


def test_what_a_mail_told_in_confidence_stays_out_of_a_draft_to_others(desk: Page) -> None:
    person(desk, "Ada Quill")
    desk.locator("#timeline").get_by_role("link", name="Between us").click()
    desk.get_by_role("link", name="This was told in confidence").click()
    expect(desk.get_by_label("By whom?")).to_have_value("Ada Quill")
    desk.get_by_label("What was told?").fill(f"Ada will {SAID}")
    desk.get_by_label("Words that give it away", exact=False).fill("bindery")
    desk.get_by_role("button", name="Hold it back").click()
    expect(desk.get_by_role("heading", name="Held back with it")).to_be_visible()
    assert SAID in draft_to(desk, "Ada Quill", f"that you {SAID}")
    expect(desk.get_by_text("Left out:")).to_have_count(0)
    assert SAID not in draft_to(desk, "Bo Marsh", f"that Ada will {SAID}")
    expect(desk.get_by_text("Left out: one thing told in confidence.")).to_be_visible()
    expect(desk.get_by_label("What you write")).not_to_have_value("bindery")
    desk.get_by_role("button", name="Let it out, this once").click()
    expect(desk.get_by_text("Left out:")).to_have_count(0)
    assert SAID in unquote(desk.locator("[data-mailto-link]").get_attribute("href") or "")


def test_what_one_types_is_looked_at_while_one_writes(desk: Page) -> None:
    person(desk, "Ada Quill")
    desk.locator("#timeline").get_by_role("link", name="Between us").click()
    desk.get_by_role("link", name="This was told in confidence").click()
    desk.get_by_label("What was told?").fill(f"Ada will {SAID}")
    desk.get_by_role("button", name="Hold it back").click()
    expect(desk.get_by_role("heading", name="Held back with it")).to_be_visible()
    draft_to(desk, "Bo Marsh", "lunch")
    opens = desk.get_by_role("link", name="Open in your mail program")
    expect(opens).to_be_visible()
    desk.get_by_label("What you write").press_sequentially(f"She will {SAID}.", delay=1)
    expect(desk.locator("#confided")).to_contain_text("told to you in confidence")
    expect(desk.locator("[data-mailto-link]")).to_have_count(0)
    desk.get_by_label("To", exact=True).fill("ada@quill.example")
    expect(desk.locator("#confided")).not_to_contain_text("told to you in confidence")
    expect(opens).to_have_attribute("href", re.compile("^mailto:ada"))
    desk.get_by_label("To", exact=True).fill("bo@marsh.example")
    desk.get_by_role("button", name="Let it out, this once").click()
    expect(opens).to_have_attribute("href", re.compile("bindery|press"))


def hold_back(desk: Page) -> None:
    """Notes that what Ada wrote was told in confidence."""
    person(desk, "Ada Quill")
    desk.locator("#timeline").get_by_role("link", name="Between us").click()
    desk.get_by_role("link", name="This was told in confidence").click()
    desk.get_by_label("What was told?").fill(f"Ada will {SAID}")
    desk.get_by_role("button", name="Hold it back").click()
    expect(desk.get_by_role("heading", name="Held back with it")).to_be_visible()


def test_without_scripts_a_changed_draft_opens_only_once_it_is_let_out(desk: Page) -> None:
    hold_back(desk)
    draft_to(desk, "Bo Marsh", "lunch")
    browser = desk.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False, storage_state=desk.context.storage_state())
    page = plain.new_page()
    page.goto(desk.url)
    opens = page.get_by_role("link", name="Open in your mail program")
    expect(opens).to_be_visible()
    page.get_by_label("What you write").fill(f"She will {SAID}.")
    page.get_by_role("button", name="Take over my changes").click()
    expect(page.get_by_text("It opens in no mail program until", exact=False)).to_be_visible()
    expect(opens).to_have_count(0)
    page.get_by_role("button", name="Let it out, this once").click()
    assert SAID in unquote(opens.get_attribute("href") or "")
    plain.close()


def test_a_confidence_that_was_removed_is_brought_back(desk: Page) -> None:
    hold_back(desk)
    desk.get_by_role("button", name="Remove", exact=True).click()
    expect(desk.get_by_text("Removed: nothing is held back for it.")).to_be_visible()
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_text(f"Ada will {SAID}")).to_be_visible()
    assert SAID not in draft_to(desk, "Bo Marsh", f"that Ada will {SAID}")
