"""An incident from the form to an evidence pack to its verifier, run by the machine's own Python; and a tampered one."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Served, serving
from tests.packed import changed, packed, run, unpacked
from tests.tsa import Authority, authority

pytestmark = pytest.mark.slow
PASSPHRASE = "four lanterns under snow"
PYTHON = shutil.which("python3", path="/usr/bin:/usr/local/bin:/opt/homebrew/bin")


@pytest.fixture
def stamps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("tsa")) as running:
        yield running


@pytest.fixture
def served(home: Path, chromium: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setenv("COMITY_PRIVATE_SERVERS", "1")
    with serving(home) as running:
        yield running


@pytest.fixture
def desk(served: Served, page: Page) -> Page:
    page.goto(served.origin + served.link)
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    page.goto(f"{served.origin}/sealed")
    page.get_by_label("New passphrase").fill(PASSPHRASE)
    page.get_by_label("The same again").fill(PASSPHRASE)
    page.get_by_role("button", name="Set the passphrase").click()
    expect(page.locator("#recovery code")).to_have_count(14)
    return page


def write(desk: Page, served: Served, tmp_path: Path) -> None:
    proof = tmp_path / "torn proof.jpg"
    proof.write_bytes(b"\xff\xd8 torn")
    desk.goto(f"{served.origin}/incidents")
    expect(desk.get_by_text("This is no legal advice.")).to_be_visible()
    desk.get_by_role("link", name="Write down what happened").click()
    desk.get_by_label("What was it, in a line?").fill("Shouted at in the print room")
    desk.get_by_label("On which day?").fill("2024-10-03")
    desk.get_by_label("At what time?").fill("14:30")
    desk.get_by_label("About then").check()
    desk.get_by_label("Name").first.fill("Cy Holt")
    desk.get_by_label("Exact words").fill("You will never print again.\nOut!")
    desk.get_by_label("What did you see and hear yourself?").fill("He threw the proofs.\nHe closed the door.")
    desk.get_by_label("What did it lead to?").fill("I could not sleep.")
    desk.get_by_label("File").first.set_input_files(proof)
    desk.get_by_role("button", name="Seal it").click()
    expect(desk.get_by_role("heading", name="Shouted at in the print room")).to_be_visible()


def test_an_incident_becomes_a_pack_that_its_verifier_believes_and_a_tampered_one_that_it_does_not(
    desk: Page, served: Served, stamps: Authority, tmp_path: Path
) -> None:
    write(desk, served, tmp_path)
    expect(desk.get_by_text("Cy Holt (did it)", exact=True)).to_be_visible()
    desk.get_by_text("Correct something").click()
    desk.get_by_label("Which line?").select_option("when")
    desk.get_by_label("What is to be corrected, and how?").fill("It was half past three.")
    desk.get_by_role("button", name="Add the correction").click()
    expect(desk.locator(".corrected")).to_contain_text("It was half past three.")
    incident = desk.url
    desk.get_by_role("link", name="The chain, and its anchors").click()
    expect(desk.locator("#whole")).to_contain_text("3 entries")
    desk.get_by_label("Address of a time stamp server").fill(stamps.address)
    desk.get_by_role("button", name="Stamp the head").click()
    expect(desk.get_by_text("Stamped. Only the digest left this machine.")).to_be_visible()
    desk.goto(incident)
    desk.get_by_role("link", name="Make an evidence pack").click()
    row = desk.locator("tr", has_text="I could not sleep.")
    row.get_by_label("Leave out").check()
    row.get_by_placeholder("Why?").fill("It is about my health")
    desk.get_by_label("For whom is it?").fill("A mediator")
    with desk.expect_download() as downloading:
        desk.get_by_role("button", name="Make the pack").click()
    pack = tmp_path / "pack.zip"
    downloading.value.save_as(pack)
    verify_both(pack, tmp_path)


def verify_both(pack: Path, tmp_path: Path) -> None:
    if PYTHON is None:
        pytest.skip("No Python of the machine's own here.")
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(tmp_path / "unpacked")
    script = tmp_path / "unpacked" / "verify.py"
    code, said = run(script, python=PYTHON)
    assert code == 0, said
    assert "Entries 1 to 3 are covered by a time stamp." in said
    assert "could not sleep" not in said + run(script, "--text", python=PYTHON)[1]
    files = unpacked(pack.read_bytes())
    tampered = changed(
        files, "originals/00001.json", lambda told: told["body"].update({"saw/1": "He kissed them."})
    )
    pack.write_bytes(packed(tampered))
    code, said = run(script, str(pack), python=PYTHON)
    assert (code, "the field saw/1 is not what was written: it was altered." in said) == (1, True), said


def test_locked_an_incident_is_nowhere_and_opened_it_is_back(
    desk: Page, served: Served, tmp_path: Path
) -> None:
    write(desk, served, tmp_path)
    incident = desk.url
    desk.goto(f"{served.origin}/sealed")
    desk.get_by_role("button", name="Lock").first.click()
    for address in (incident, f"{served.origin}/incidents", f"{served.origin}/search?q=Shouted"):
        desk.goto(address)
        expect(desk.get_by_text("Shouted at in the print room")).to_have_count(0)
    desk.goto(incident)
    box = desk.locator("main .unlock")
    box.get_by_label("Passphrase").fill(PASSPHRASE)
    box.get_by_role("button", name="Open").click()
    expect(desk.get_by_role("heading", name="Shouted at in the print room")).to_be_visible()


def test_stepping_back_is_one_step_of_six_and_can_be_undone(desk: Page, served: Served) -> None:
    desk.goto(f"{served.origin}/people")
    desk.goto(f"{served.origin}/difficult")
    expect(desk.get_by_text("go straight to HR")).to_be_visible()
    desk.get_by_text("1. Talk openly").click()
    expect(desk.get_by_text("Words to open with").first).to_be_visible()
    desk.set_viewport_size({"width": 390, "height": 780})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
