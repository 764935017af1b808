"""An event from plan to follow-up, a goal from first step to outcome, and a card from camera to book."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Page, expect

from tests.browser.serving import Served, comity, serving

pytestmark = pytest.mark.slow
TODAY = dt.datetime.now(dt.UTC).date()
PEOPLE = "".join(
    f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEMAIL:{email}\nTITLE:{title}\nEND:VCARD\n"
    for name, email, title in (
        ("Ada Quill", "ada@quill.example", "Head of Print"),
        ("Bo Marsh", "bo@marsh.example", "Bookbinder"),
    )
)
CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jun Pell\r\nORG:Pell Studio\r\nEMAIL:jun@pell.example\r\nEND:VCARD\r\n"
)


@pytest.fixture
def served(home: Path, tmp_path: Path, chromium: str) -> Iterator[Served]:
    (tmp_path / "people.vcf").write_text(PEOPLE, encoding="utf-8")
    comity(home, "import", str(tmp_path / "people.vcf"), "--me", "me@example.org", "--mine")
    with serving(home) as running:
        yield running


@pytest.fixture
def desk(served: Served, page: Page) -> Page:
    page.goto(served.origin + served.link)
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    return page


def test_an_event_is_planned_somebody_met_at_it_and_followed_up(desk: Page, served: Served) -> None:
    desk.goto(f"{served.origin}/events")
    desk.get_by_label("Name").fill("Paper Fair")
    desk.get_by_label("From").fill(str(TODAY))
    desk.get_by_label("Where").fill("Porto")
    desk.get_by_role("button", name="Plan it").click()
    expect(desk.get_by_role("heading", name="Paper Fair")).to_be_visible()
    desk.get_by_text("Add somebody").click()
    who = desk.get_by_label("Who", exact=True)
    who.press_sequentially("Ada")
    expect(desk.locator("#names option")).to_have_attribute("value", "Ada Quill")
    who.fill("Ada Quill")
    desk.get_by_label("Why", exact=True).fill("Her plates")
    desk.get_by_role("button", name="I want to meet them").first.click()
    expect(desk.locator("#wanted")).to_contain_text("Her plates")
    desk.set_viewport_size({"width": 390, "height": 780})
    desk.get_by_role("link", name="Add whom you met").click()
    expect(desk.get_by_label("Name")).to_be_focused()
    desk.keyboard.type("Rosa Lind")
    desk.keyboard.press("Tab")
    desk.keyboard.type("the lantern plate")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Added, and new in your book: Rosa Lind.")).to_be_visible()
    expect(desk.get_by_label("Name")).to_be_focused()
    desk.keyboard.type("Bo Marsh")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Bo Marsh (bo@marsh.example)").click()
    expect(desk.locator("#met")).to_contain_text("Bo Marsh")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    desk.goto(f"{served.origin}/events")
    rosa = desk.locator("#follow-ups .row", has_text="Rosa Lind")
    expect(rosa).to_contain_text("the lantern plate")
    rosa.get_by_role("link", name="Write").click()
    expect(desk.locator("textarea[name=body]")).to_have_value(re.compile("Paper Fair"))
    desk.goto(f"{served.origin}/events")
    rosa.get_by_role("button", name="Followed up").click()
    expect(desk.get_by_text("Followed up: Rosa Lind.")).to_be_visible()
    expect(rosa).to_have_count(0)
    desk.get_by_role("button", name="Undo").click()
    desk.goto(f"{served.origin}/events")
    expect(rosa).to_be_visible()


def test_a_goal_is_taken_step_by_step_reached_and_what_came_of_it_stands_with_the_person(
    desk: Page, served: Served
) -> None:
    desk.goto(f"{served.origin}/goals")
    desk.get_by_label("Goal").fill("Print the atlas")
    desk.get_by_role("button", name="Set it").click()
    for step in ("Ask printers", "Choose the paper"):
        desk.get_by_label("A step").fill(step)
        desk.get_by_label("A step").press("Enter")
        expect(desk.locator("#steps")).to_contain_text(step)
    desk.get_by_label("or somebody who").fill("knows printing")
    desk.get_by_label("or somebody who").press("Enter")
    expect(desk.locator("#needs")).to_contain_text("Head of Print")
    desk.get_by_role("button", name="They do").click()
    expect(desk.locator("#needs")).to_contain_text("knows printing: Ada Quill")
    for step in ("Ask printers", "Choose the paper"):
        desk.get_by_role("button", name=f"Done: {step}").click()
        expect(desk.get_by_role("button", name=f"Not done after all: {step}")).to_be_visible()
    expect(desk.locator(".goal-far")).to_contain_text("2 of 2 steps")
    desk.get_by_label("In a line, if you like").fill("With Ada’s help")
    desk.get_by_role("button", name="Reached").click()
    expect(desk.get_by_text("Reached. Well done.")).to_be_visible()
    desk.get_by_text("Note what came of it").click()
    desk.get_by_label("What came of it?").fill("A printer for years to come")
    desk.get_by_label("Thanks to whom").fill("Ada Quill")
    desk.get_by_label("How?").fill("opened her workshop")
    desk.get_by_role("button", name="Note it").click()
    expect(desk.locator("#outcomes")).to_contain_text("A printer for years to come")
    desk.locator("#outcomes").get_by_role("link", name="Ada Quill").click()
    expect(desk.locator("#outcomes")).to_contain_text("opened her workshop")
    expect(desk.locator("#outcomes")).to_contain_text("Print the atlas")


def test_a_photographed_card_is_looked_through_and_taken_over(
    desk: Page, served: Served, tmp_path: Path
) -> None:
    out = io.BytesIO()
    segno.make_qr(CARD, error="m").save(out, kind="png", scale=6, border=4)
    photo = tmp_path / "photo.png"
    photo.write_bytes(out.getvalue())
    desk.goto(f"{served.origin}/card/read")
    desk.get_by_label("Photograph the code").set_input_files(photo)
    desk.get_by_role("button", name="Read it").click()
    expect(desk.get_by_role("heading", name="Jun Pell")).to_be_visible()
    desk.get_by_label("Title").fill("Designer")
    desk.get_by_role("button", name="Add them to my book").click()
    expect(desk.get_by_role("heading", name="Jun Pell")).to_be_visible()
    expect(desk.get_by_text("Designer, Pell Studio").first).to_be_visible()


def test_my_card_can_be_read_from_the_screen_in_the_dark(desk: Page, served: Served, tmp_path: Path) -> None:
    import zxingcpp
    from PIL import Image

    desk.emulate_media(color_scheme="dark")
    desk.goto(f"{served.origin}/card")
    desk.get_by_label("Name").fill("Noor Adler")
    desk.get_by_label("Title").fill("Editor")
    desk.get_by_role("button", name="Save").click()
    expect(desk.locator(".qr svg")).to_be_visible()
    desk.screenshot(path=tmp_path / "screen.png")
    with Image.open(tmp_path / "screen.png") as screen:
        (found,) = zxingcpp.read_barcodes(
            screen.convert("L"), formats=zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))
        )
    assert "FN:Noor Adler\r\n" in found.text
    assert "TITLE:Editor" in found.text
    assert "me@example.org" not in found.text
