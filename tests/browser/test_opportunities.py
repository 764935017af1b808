"""An opportunity from paste to share, which stands on the person's page as given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Served, comity, serving

pytestmark = pytest.mark.slow
PEOPLE = "".join(
    f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEMAIL:{email}\nTITLE:{title}\nEND:VCARD\n"
    for name, email, title in (
        ("Ada Quill", "ada@quill.example", "Letterpress printer"),
        ("Bo Marsh", "bo@marsh.example", "Gardener"),
    )
)
OPENING = "Head of Print at Harbour Press\nWe look for somebody who knows letterpress. https://harbour.example/jobs/1"


@pytest.fixture
def served(home: Path, tmp_path: Path, chromium: str) -> Iterator[Served]:
    (tmp_path / "people.vcf").write_text(PEOPLE, encoding="utf-8")
    comity(home, "import", str(tmp_path / "people.vcf"), "--me", "me@example.org", "--mine")
    with serving(home) as running:
        yield running


def test_an_opening_is_pasted_shared_and_stands_with_the_person(served: Served, page: Page) -> None:
    page.goto(served.origin + served.link)
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    page.goto(f"{served.origin}/opportunities")
    page.get_by_label("Paste an opening").fill(OPENING)
    page.get_by_role("button", name="Whom would it help?").click()
    expect(page.get_by_role("heading", name="Head of Print at Harbour Press")).to_be_visible()
    helps = page.locator("#helps")
    expect(helps).to_contain_text("works as Letterpress printer")
    expect(helps).not_to_contain_text("Bo Marsh")
    helps.get_by_text("Why?").click()
    expect(helps.get_by_role("row", name="letterpress works as")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Share with Ada Quill").click()
    expect(page.locator("textarea[name=body]")).to_have_value(re.compile("Head of Print at Harbour Press"))
    expect(page.get_by_text("Noted as given to Ada Quill. Nothing was sent.")).to_be_visible()
    page.goto(f"{served.origin}/opportunities")
    page.get_by_role("link", name="Head of Print").click()
    page.locator("#shared").get_by_role("link", name="Ada Quill").click()
    expect(page.locator("#exchanges")).to_contain_text("Given: an opportunity")
    expect(page.locator("#exchanges")).to_contain_text("Head of Print at Harbour Press")
