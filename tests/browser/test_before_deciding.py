"""Before a hire: from the question, over what is known, to the recusal as a PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.serving import comity, serving

pytestmark = pytest.mark.slow
PEOPLE = "".join(
    f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEMAIL:{email}\nORG:{org}\n{more}END:VCARD\n"
    for name, email, org, more in (
        ("Ada Quill", "ada@quill.example", "Quill & Co", "RELATED;TYPE=spouse:Bo Marsh\n"),
        ("Bo Marsh", "bo@acme.example", "Acme GmbH", ""),
        ("Bo Tarn", "bo@tarn.example", "", ""),
    )
)


@pytest.fixture
def desk(home: Path, tmp_path: Path, chromium: str, page: Page) -> Iterator[Page]:
    (tmp_path / "people.vcf").write_text(PEOPLE, encoding="utf-8")
    comity(home, "import", str(tmp_path / "people.vcf"), "--me", "me@example.org", "--mine")
    with serving(home) as served:
        page.goto(served.origin + served.link)
        expect(page.get_by_role("navigation", name="Main")).to_be_visible()
        yield page


def test_from_the_question_before_a_hire_to_the_recusal(desk: Page) -> None:
    desk.get_by_role("link", name="Guard", exact=True).click()
    desk.get_by_role("link", name="Interests", exact=True).click()
    proposed = desk.locator("#proposed")
    expect(proposed).to_contain_text("Bo Marsh: spouse or partner of Ada Quill")
    proposed.get_by_role("button", name="Yes, note it").click()
    expect(desk.locator("#ties")).to_contain_text("spouse or partner")
    desk.get_by_label("What kind?").select_option(label="Close family")
    desk.get_by_label("In whom?").fill("Ada Quill")
    desk.locator("aside").get_by_role("button", name="Note it").click()
    desk.get_by_role("link", name="Before you decide", exact=True).click()
    desk.get_by_label("What is to be decided?").fill("hire Bo at Acme")
    desk.get_by_role("button", name="Check it").click()
    desk.get_by_role("group", name="Which “Bo” do you mean?").get_by_role("button", name="Bo Marsh").click()
    expect(desk.get_by_role("heading", name="Step aside")).to_be_visible()
    path = desk.locator(".path").first
    expect(path).to_contain_text("Ada Quill is close family of yours")
    expect(path).to_contain_text("Bo Marsh is the spouse or partner of Ada Quill")
    path.locator("summary").click()
    expect(path.get_by_role("link", name="Bo Marsh")).to_be_visible()
    desk.get_by_role("button", name="Keep it, and say what you do").click()
    desk.get_by_label("Who decides instead, or whom did you tell?").fill("Eve Tarn")
    desk.get_by_role("button", name="I step aside").click()
    expect(desk.get_by_role("status")).to_contain_text("you step aside")
    with desk.expect_download() as found:
        desk.get_by_role("button", name="Make the PDF").click()
    document = PdfReader(io.BytesIO(found.value.path().read_bytes()))
    said = document.pages[0].extract_text()
    for words in (
        "Recusal",
        "Eve Tarn",
        "hire Bo at Acme",
        "Ada Quill is close family of yours",
        "I take no part",
    ):
        assert words in said
    desk.get_by_role("link", name="Before you decide", exact=True).click()
    desk.get_by_label("What is to be decided?").fill("buy from Acme GmbH")
    desk.get_by_label("What is to be decided?").press("Enter")
    expect(desk.locator("#check")).to_contain_text("You have said that you stay out")
