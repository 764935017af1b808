"""Seal, lock, unlock, hide; and afterwards nothing of it is in the browser's profile."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests import canaries
from tests.browser.conftest import QUIET
from tests.browser.serving import Served, run, serving

pytestmark = pytest.mark.slow
PASSPHRASE = "qzpassphrase of six lanterns"
OTHER = "qzpassphrase of seven boats"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@contextmanager
def kept_in(
    driver: Playwright, profile: Path, chromium: str, *, scripts: bool = True
) -> Iterator[BrowserContext]:
    """A browser that keeps all that browsers keep, in a folder."""
    context = driver.chromium.launch_persistent_context(
        str(profile),
        executable_path=chromium,
        chromium_sandbox=os.geteuid() != 0,
        args=list(QUIET),
        locale="en-GB",
        reduced_motion="reduce",
        java_script_enabled=scripts,
    )
    yield context
    context.close()


@pytest.fixture
def kept(driver: Playwright, profile: Path, chromium: str) -> Iterator[BrowserContext]:
    with kept_in(driver, profile, chromium) as context:
        yield context


@pytest.fixture
def served(home: Path, chromium: str) -> Iterator[Served]:
    with serving(home) as running:
        yield running


def set_up(page: Page, origin: str) -> str:
    """Set the passphrase; returns the recovery key that is shown."""
    page.goto(f"{origin}/sealed")
    page.get_by_label("New passphrase").fill(PASSPHRASE)
    page.get_by_label("The same again").fill(PASSPHRASE)
    page.get_by_role("button", name="Set the passphrase").click()
    shown = page.locator("#recovery code")
    expect(shown).to_have_count(14)
    return "-".join(shown.all_inner_texts())


def unlock(page: Page, passphrase: str, where: str = "main") -> None:
    box = page.locator(f"{where} .unlock")
    box.get_by_label("Passphrase").fill(passphrase)
    box.get_by_role("button", name="Open").click()


def test_sealed_locked_opened_hidden_and_nothing_of_it_stays_in_the_browser(
    served: Served, kept: BrowserContext, profile: Path, tmp_path: Path
) -> None:
    page = kept.pages[0]
    page.goto(served.origin + served.link)
    recovery = set_up(page, served.origin)

    page.keyboard.press("h")
    expect(page.locator("#recovery code").first).to_be_hidden()
    page.keyboard.press("h")
    expect(page.locator("#recovery code").first).to_be_visible()

    with page.expect_download() as waiting:
        page.get_by_role("button", name="As a PDF").click()
    waiting.value.save_as(tmp_path / "recovery.pdf")
    waiting.value.delete()
    page.get_by_role("link", name="I have it on paper").click()
    expect(page.get_by_text("It is open for you here")).to_be_visible()

    page.keyboard.press("l")
    expect(page.get_by_text("It is locked.")).to_be_visible()
    unlock(page, OTHER)
    expect(page.get_by_text("It does not open")).to_be_visible()
    unlock(page, PASSPHRASE)
    expect(page.get_by_text("It is open for you here")).to_be_visible()

    page.get_by_text("I forgot the passphrase").click()
    page.get_by_label("Recovery key, as it is printed").fill(recovery.lower())
    change = page.locator("#forgotten")
    change.get_by_label("New passphrase").fill(OTHER)
    change.get_by_label("The same again").fill(OTHER)
    change.get_by_role("button", name="Open, and set").click()
    expect(page.get_by_text("the new passphrase is set")).to_be_visible()
    page.goto(f"{served.origin}/people")
    kept.close()

    secrets = (recovery, recovery.replace("-", ""), recovery.lower(), "qzpassphrase")
    assert {secret: list(canaries.where(profile, secret)) for secret in secrets} == {
        key: [] for key in secrets
    }
    assert any(canaries.where(profile, "localhost")), "the profile holds what a browser keeps"


def test_hiding_lasts_over_pages_until_it_is_taken_back(served: Served, page: Page) -> None:
    page.goto(served.origin + served.link)
    set_up(page, served.origin)
    page.keyboard.press("h")
    page.goto(f"{served.origin}/people")
    expect(page.locator("html")).to_have_class(re.compile("hiding"))
    expect(page.get_by_role("button", name="Hide")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Hide").click()
    expect(page.locator("html")).not_to_have_class(re.compile("hiding"))
    kept = page.evaluate("({...localStorage, ...sessionStorage})")
    assert set(kept) <= {"hiding", "letters", "htmx-current-path-for-history"}
    assert "?" not in "".join(kept.values())


def test_what_was_opened_vanishes_from_every_page_when_one_of_them_locks(served: Served, page: Page) -> None:
    page.goto(served.origin + served.link)
    set_up(page, served.origin)
    second = page.context.new_page()
    second.goto(f"{served.origin}/sealed")
    second.evaluate("document.querySelector('main h1').setAttribute('data-private', '')")
    page.goto(f"{served.origin}/people")
    page.keyboard.press("l")
    expect(second.get_by_text("It is locked.")).to_be_visible()


def test_a_page_left_alone_is_locked_without_a_touch(served: Served, page: Page) -> None:
    page.clock.install()
    page.goto(served.origin + served.link)
    set_up(page, served.origin)
    page.goto(f"{served.origin}/sealed")
    page.evaluate("document.querySelector('main h1').setAttribute('data-private', '')")
    page.route("**/sealed/left", lambda route: route.fulfill(json={"seconds": 0}))
    page.context.clear_cookies(name="sessionid")
    page.clock.fast_forward("16:00")
    expect(page.get_by_role("navigation", name="Main")).to_have_count(0)


def test_a_page_that_locks_under_ones_hands_says_where_the_words_are_and_is_whole_again_once_open(
    served: Served, page: Page
) -> None:
    page.goto(served.origin + served.link)
    set_up(page, served.origin)
    page.goto(f"{served.origin}/incidents/new")
    page.get_by_label("What was it, in a line?").fill("Row in the hall")
    page.locator("[name=starts]").fill("2026-03-09")
    page.locator("[name=saw]").fill("He left.")
    second = page.context.new_page()
    second.goto(f"{served.origin}/people")
    second.keyboard.press("l")
    why = page.get_by_text("It was locked while you were typing")
    expect(why).to_be_visible()
    expect(page.get_by_label("What was it, in a line?")).to_be_hidden()
    page.keyboard.press("h")
    expect(why).to_be_hidden()
    page.get_by_role("button", name="Seal it").click()
    unlock(page, PASSPHRASE, "#messages")
    expect(page.get_by_role("heading", name="Row in the hall")).to_be_visible()
    expect(page.locator("html")).not_to_have_class(re.compile("hiding"))


@pytest.fixture
def planted(home: Path, chromium: str) -> Iterator[Served]:
    """A book with sealed things that hold canaries."""
    run(home, "-m", "tests.canaries", "plant")
    with serving(home) as running:
        yield running


def test_what_was_opened_on_its_page_stays_in_no_file_of_the_browser_or_the_book(
    planted: Served, kept: BrowserContext, profile: Path, tmp_path: Path
) -> None:
    page = kept.pages[0]
    page.goto(planted.origin + planted.link)
    page.goto(f"{planted.origin}/sealed")
    unlock(page, canaries.PASSPHRASE)
    expect(page.get_by_text("It is open for you here")).to_be_visible()
    for listed, title in (("confidences", "They plan"), ("incidents", "Row about")):
        page.goto(f"{planted.origin}/{listed}")
        page.locator(f"main a[href*='/{listed}/']").filter(has_text=canaries.MARK).first.click()
        expect(page.get_by_text(f"{title} {canaries.MARK}").first).to_be_visible()
    page.keyboard.press("l")
    expect(page.get_by_role("heading", name="This is sealed, and it is locked")).to_be_visible()
    for _ in range(3):
        page.go_back()
        expect(page.locator("main")).not_to_contain_text(canaries.MARK)
    kept.close()

    assert list(canaries.where(profile)) == []
    assert list(canaries.where(tmp_path / "home")) == []
    assert any(canaries.where(profile, "confidences")), "the profile holds what a browser keeps"
    assert any(canaries.where(tmp_path / "home", canaries.OPEN)), "the book holds what is not sealed"


def lock_elsewhere(page: Page, origin: str) -> None:
    """Lock this session as another window does, without a touch of the page."""
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    answer = page.request.post(
        f"{origin}/sealed/lock", form={"csrfmiddlewaretoken": token}, headers={"Referer": f"{origin}/sealed"}
    )
    assert answer.ok


def begin(page: Page, origin: str) -> None:
    """Begin to write an incident down."""
    page.goto(f"{origin}/incidents/new")
    page.get_by_label("What was it, in a line?").fill(f"Row about {canaries.MARK}")
    page.get_by_label("On which day?").fill("2024-10-03")
    page.get_by_label("What did you see and hear yourself?").fill(f"{canaries.MARK}seen")


def test_what_was_typed_is_saved_by_the_passphrase_where_it_was_locked_meanwhile(
    served: Served, page: Page, tmp_path: Path
) -> None:
    page.goto(served.origin + served.link)
    set_up(page, served.origin)
    begin(page, served.origin)
    (tmp_path / "torn.jpg").write_bytes(b"torn")
    page.get_by_label("File").first.set_input_files(tmp_path / "torn.jpg")
    lock_elsewhere(page, served.origin)
    page.get_by_role("button", name="Seal it").click()
    unlock(page, OTHER, "#messages")
    expect(page.get_by_text("It does not open")).to_be_visible()
    page.get_by_role("button", name="Seal it").click()
    unlock(page, PASSPHRASE, "#messages")
    expect(page.get_by_role("heading", name=f"Row about {canaries.MARK}")).to_be_visible()
    expect(page.get_by_role("link", name="torn.jpg")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_what_was_typed_stays_in_no_file_of_the_browser_or_the_book(
    served: Served, driver: Playwright, profile: Path, chromium: str, tmp_path: Path, scripts: bool
) -> None:
    with kept_in(driver, profile, chromium, scripts=scripts) as context:
        page = context.pages[0]
        page.goto(served.origin + served.link)
        set_up(page, served.origin)
        begin(page, served.origin)
        lock_elsewhere(page, served.origin)
        page.get_by_role("button", name="Seal it").click()
        if scripts:
            unlock(page, PASSPHRASE, "#messages")
        else:
            expect(page.get_by_role("heading", name="It was locked meanwhile")).to_be_visible()
            page.get_by_label("Passphrase").fill(PASSPHRASE)
            page.get_by_role("button", name="Open, and save").click()
        expect(page.get_by_role("heading", name=f"Row about {canaries.MARK}")).to_be_visible()
        begin(page, served.origin)
        lock_elsewhere(page, served.origin)
        page.get_by_role("button", name="Seal it").click()
        expect(page.get_by_text("it is locked now").first).to_be_visible()
    assert list(canaries.where(profile)) == []
    assert list(canaries.where(tmp_path / "home")) == []
    assert any(canaries.where(profile, "incidents")), "the profile holds what a browser keeps"
