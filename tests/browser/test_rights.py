"""A person's file, then their erasure, which an import of the same mail and an older backup do not take back."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import comity, serving

pytestmark = pytest.mark.slow
MAILS = """\
From x Mon Sep 30 09:00:00 2024
From: Ines Varga <ines@varga.example>
To: me@example.org
Date: Mon, 30 Sep 2024 09:00:00 +0200
Message-ID: <1@varga.example>
Subject: The atlas

Here is the lantern plate.

From x Mon Sep 30 10:00:00 2024
From: Me <me@example.org>
To: Ines Varga <ines@varga.example>, Bo Falk <bo@falk.example>
Date: Mon, 30 Sep 2024 10:00:00 +0200
Message-ID: <2@example.org>
Subject: You two should meet

Ines Varga makes lanterns, Bo Falk sells them.

"""


def test_a_person_gets_their_file_and_is_erased_for_good(home: Path, tmp_path: Path, page: Page) -> None:
    desk = partial(comity, home, cwd=tmp_path)
    (tmp_path / "mail.mbox").write_text(MAILS, encoding="utf-8")
    (tmp_path / "words").write_text("lantern harbour quilt\n", encoding="utf-8")
    desk("import", "mail.mbox", "--me", "me@example.org", "--mine")
    desk("backup", "before.age", "--passphrase-file", "words")
    with serving(home) as served:
        page.goto(served.origin + served.link)
        page.goto(f"{served.origin}/people")
        page.get_by_role("link", name="Ines Varga").first.click()
        page.get_by_role("link", name="Their data").click()
        expect(page.get_by_role("heading", name="Data of Ines Varga")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="As data (JSON)").click()
        found = json.loads(Path(download.value.path()).read_text("utf-8"))
        assert [passed["subject"] for passed in found["interactions"]] == ["The atlas", "You two should meet"]
        assert "Falk" not in json.dumps(found)
        page.get_by_label("Type the name to go on").fill("Ines Varga")
        page.get_by_label("Whose wish is it?").select_option("them")
        page.get_by_role("button", name="Erase for good").click()
        expect(page.get_by_text("nothing of them was found")).to_be_visible()
        expect(page.locator("main")).not_to_contain_text("Ines")
    assert "without people whom you erased" in desk("import", "--again", "mail.mbox")
    assert "Erased again" in desk("restore", "before.age", "--passphrase-file", "words", "--yes")
    with serving(home) as served:
        page.goto(served.origin + served.link)
        page.goto(f"{served.origin}/people")
        expect(page.get_by_role("link", name="Bo Falk").first).to_be_visible()
        expect(page.locator("main")).not_to_contain_text("Ines")
        page.goto(f"{served.origin}/rights")
        expect(page.locator("#erasures")).to_contain_text("rows")
        page.set_viewport_size({"width": 390, "height": 780})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert "Ines" not in desk("people")
