"""A real browser for the tests beside this file. None is downloaded: Chromium must be on the machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW_TO_GET_ONE = (
    "No browser here. Install Chromium (on Debian and Ubuntu: apt-get install chromium), "
    "or name the program in COMITY_CHROMIUM."
)
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCAL = {"localhost", "127.0.0.1"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as `browser`."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program; skips where there is none, and fails instead where CI=true promises one."""
    named = os.environ.get("COMITY_CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(HOW_TO_GET_ONE)
    pytest.skip(HOW_TO_GET_ONE)


@pytest.fixture(scope="module")
def driver() -> Iterator[Playwright]:
    """What drives browsers, once for the tests of a module.

    Playwright keeps an event loop in this thread, and Django takes that for asynchronous code; while
    it runs, Django is told that its database calls are safe, which they are.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as running:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield running


@pytest.fixture(scope="module")
def browser(driver: Playwright, chromium: str) -> Iterator[Browser]:
    """One browser for the tests of a module."""
    sandbox = os.geteuid() != 0
    running = driver.chromium.launch(executable_path=chromium, chromium_sandbox=sandbox, args=list(QUIET))
    yield running
    running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page in a context of its own.

    A test fails if its page asked another machine for something (which is stopped) or threw an error.
    """
    context = browser.new_context(locale="en-GB", timezone_id="Europe/Berlin", reduced_motion="reduce")
    opened = context.new_page()
    outside: list[str] = []
    errors: list[str] = []

    def stop(route: Route) -> None:
        outside.append(route.request.url)
        route.abort()

    context.route(_is_outside, stop)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert outside == [], "requests left this machine"
    assert errors == [], "scripts failed on the page"


def _is_outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in {"data", "blob", "about"} and parts.hostname not in LOCAL
