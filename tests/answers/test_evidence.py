"""Evidence packs, and the verifier that goes with them: what it finds, and what it says it cannot know."""

from __future__ import annotations

import ast
import dataclasses
import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from comity.actions import anchors as anchoring
from comity.actions import incidents as actions
from comity.actions.incidents import Attached
from comity.answers import evidence, incidents
from comity.core.audience import ANYBODY
from comity.core.errors import Invalid, Locked
from comity.core.incidents import Someone, Told, When
from comity.exports.evidence import verify
from comity.store.access import Scope
from comity.store.models import Confidence
from tests.chained import torn_out
from tests.made_up import new_scope
from tests.packed import VERIFIER, changed, packed, run, unpacked, verified
from tests.sealed import OpenVault, vault_of
from tests.tsa import Authority, authority

TOLD = Told(
    "Shouted at in the print room",
    When("2024-10-03T14:30", about=True, told="after lunch", zone="Europe/Lisbon"),
    where="Print room",
    people=(Someone("", "Cy Holt", "did"),),
    words=("You will never print again.",),
    saw=("He threw the proofs.", "He closed the door."),
    told=("Bo heard it, too.",),
    inferred=("He was angry about the date.",),
    response="I left.",
    impact="I could not sleep.",
)


@pytest.fixture(scope="module")
def stamps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("tsa")) as running:
        yield running


@pytest.fixture
def vault(db: None) -> OpenVault:
    return vault_of(new_scope())


@pytest.fixture
def scope(vault: OpenVault) -> Scope:
    return vault.opened


@pytest.fixture
def shown(scope: Scope, stamps: Authority) -> str:
    """An incident with all that can be added, between two that are not shown; stamped, then one more is written."""
    actions.write(scope, dataclasses.replace(TOLD, title="Not for you"))
    id = actions.write(scope, TOLD, [Attached("torn proof.jpg", io.BytesIO(b"\xff\xd8 torn"), "A proof")])
    actions.correct(scope, id, "It was half past three.", field="when")
    actions.close(scope, id, "He apologised.")
    anchoring.stamp(scope, stamps.address, private=True)
    actions.write(scope, dataclasses.replace(TOLD, title="Written later"))
    return id


@pytest.fixture
def pack(scope: Scope, shown: str) -> bytes:
    left = {(2, "impact"): "It is about my health."}
    return evidence.pack(scope, [shown], ANYBODY, made_for="A mediator", left_out=left).data


def test_a_pack_is_found_whole_and_says_what_is_not_anchored(pack: bytes, tmp_path: Path) -> None:
    code, said = verified(pack, tmp_path)
    assert code == 0, said
    assert "Entries 1 to 5 are covered by a time stamp." in said
    assert "NOT ANCHORED by a time stamp yet: entries 6 to 6." in said
    assert "Its signature fits the certificate in it" in said
    assert "Nothing but this binds chronology.pdf" in said
    assert "Nothing is wrong with this pack." in said


def test_the_verifier_needs_nothing_but_python(pack: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        archive.extractall(tmp_path / "unpacked")
    code, said = run(tmp_path / "unpacked" / "verify.py", "--text")
    assert code == 0, said
    assert "He threw the proofs." in said
    assert "impact: [left out]" in said
    (tmp_path / "pack.zip").write_bytes(pack)
    assert run(VERIFIER, str(tmp_path / "pack.zip"))[0] == 0
    assert run(VERIFIER, str(tmp_path / "gone.zip"))[0] == 2
    ast.parse(VERIFIER.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_what_is_left_out_or_belongs_to_other_incidents_is_nowhere_in_the_pack(pack: bytes) -> None:
    files = unpacked(pack)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["chronology.pdf"])).pages)
    everything = b"\0".join(files.values()) + text.encode()
    for hidden in (b"could not sleep", b"Not for you", b"Written later"):
        assert hidden not in everything
    assert "left out: It is about my health." in " ".join(text.split())
    assert len(json.loads(files["chain.json"])["headers"]) == 6
    assert sorted(name for name in files if name.startswith("originals/")) == [
        "originals/00002.json",
        "originals/00003-torn-proof.jpg",
        "originals/00003.json",
        "originals/00004.json",
        "originals/00005.json",
    ]
    redaction = json.loads(files["redactions.json"])["redactions"][0]
    assert (redaction["number"], redaction["field"], redaction["reason"]) == (
        2,
        "impact",
        "It is about my health.",
    )


def test_the_chronology_tells_when_it_happened_apart_from_when_it_was_written(pack: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(unpacked(pack)["chronology.pdf"]))
    text = " ".join("".join(page.extract_text() for page in reader.pages).split())
    for words in (
        "about 3 October 2024, 14:30 (Europe/Lisbon); “after lunch”",
        "Written down",
        "It was half past three.",
        "Cy Holt (did it)",
        "You will never print again.",
        "He apologised.",
        "torn proof.jpg — A proof",
        "Not covered by a time stamp yet: entries 6 to 6.",
    ):
        assert words in text


def test_the_same_pack_made_twice_is_the_same(
    scope: Scope, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)
    one, other = (evidence.pack(scope, [shown], ANYBODY, made_for="") for _ in range(2))
    assert one == other


def test_every_file_that_was_altered_is_found(pack: bytes, tmp_path: Path) -> None:
    files = unpacked(pack)
    for name in sorted(set(files) - {"manifest.json"}):
        for altered in _altered(files[name]):
            code, said = verified(packed({**files, name: altered}, listed=False), tmp_path)
            assert (code, f"{name} was altered" in said) == (1, True), name


def test_every_original_that_was_altered_is_found_although_the_list_was_written_anew(
    pack: bytes, tmp_path: Path
) -> None:
    files = unpacked(pack)
    for name in sorted(name for name in files if name == "chain.json" or name.startswith("originals/")):
        for altered in _altered(files[name]):
            same = name.endswith(".json") and _says_the_same(files[name], altered)
            code, said = verified(packed({**files, name: altered}), tmp_path)
            assert code == (0 if same else 1), (name, said)


def test_every_byte_that_counts_in_a_stamp_is_looked_at(pack: bytes) -> None:
    files = unpacked(pack)
    stamp, one = files["anchors/00001.tsr"], json.loads(files["anchors/anchors.json"])["anchors"][0]
    assert verify.check_stamp(stamp, one) == (one["at"], "rfc3161")
    signed = verify.der(stamp).inside[1].inside[1].inside[0].inside
    info = verify.der(signed[2].inside[1].inside[0].content).whole
    first = stamp.index(info)
    for place in (*range(first, first + len(info)), *range(len(stamp) - 256, len(stamp))):
        altered = bytearray(stamp)
        altered[place] ^= 0x10
        with pytest.raises((ValueError, IndexError)):
            verify.check_stamp(bytes(altered), one)


def _altered(data: bytes) -> Iterator[bytes]:
    for place in (0, len(data) // 2, len(data) - 3):
        altered = bytearray(data)
        altered[place] ^= 1
        yield bytes(altered)


def _says_the_same(data: bytes, altered: bytes) -> bool:
    """Whether JSON only looks otherwise, by its white space."""
    try:
        return bool(json.loads(altered) == json.loads(data))
    except ValueError:
        return False


def test_every_file_that_was_removed_or_added_is_found(pack: bytes, tmp_path: Path) -> None:
    files = unpacked(pack)
    for name in files:
        rest = {other: data for other, data in files.items() if other != name}
        assert verified(packed(rest, listed=False), tmp_path)[0] == 1, name
    for name in ("originals/00009.json", "originals/00003-other.jpg", "note.txt"):
        assert verified(packed({**files, name: b"{}"}, listed=False), tmp_path)[0] == 1, name
    added = {**files, "originals/00003-other.jpg": b"x"}
    assert "belongs to no note" in verified(packed(added), tmp_path)[1]


def test_a_removed_original_is_found_although_the_list_was_written_anew(pack: bytes, tmp_path: Path) -> None:
    files = unpacked(pack)
    for name in sorted(name for name in files if name.startswith("originals/")):
        rest = {other: data for other, data in files.items() if other != name}
        code, said = verified(packed(rest), tmp_path)
        assert (code, "removed" in said) == (1, True), said


def test_a_chain_with_a_link_gone_moved_or_twice_is_found(pack: bytes, tmp_path: Path) -> None:
    files = unpacked(pack)
    for change in (
        lambda told: told["headers"].pop(3),
        lambda told: told["headers"].pop(0),
        lambda told: told["headers"].insert(2, told["headers"][2]),
        lambda told: told["headers"].__setitem__(slice(1, 3), told["headers"][2:0:-1]),
        lambda told: told.__setitem__("headers", told["headers"][:4]),
    ):
        code, said = verified(packed(changed(files, "chain.json", change)), tmp_path)
        assert code == 1, said


def test_a_chain_without_its_end_after_the_last_anchor_is_only_said_to_be_unproved(
    pack: bytes, tmp_path: Path
) -> None:
    short = changed(unpacked(pack), "chain.json", lambda told: told["headers"].pop())
    code, said = verified(packed(short), tmp_path)
    assert code == 0
    assert "Entries 1 to 5 are covered by a time stamp." in said
    assert "NOT ANCHORED" not in said


def test_a_chain_that_was_written_anew_does_not_fit_its_time_stamp(pack: bytes, tmp_path: Path) -> None:
    """Somebody who knows how all of it works alters a note, and hashes all that follows anew."""
    files = unpacked(pack)
    note = json.loads(files["originals/00002.json"])
    note["body"]["saw/1"] = "He kissed the proofs."
    salted = bytes.fromhex(note["salts"]["saw/1"]) + verify.canonical(note["body"]["saw/1"])
    headers = [json.loads(text) for text in json.loads(files["chain.json"])["headers"]]
    headers[1]["fields"]["saw/1"] = verify.sha256(salted)
    written: list[str] = []
    for header in headers:
        header["previous"] = verify.sha256(written[-1].encode()) if written else "0" * 64
        written.append(verify.canonical(header).decode())
    files |= {
        "originals/00002.json": json.dumps(note).encode(),
        "chain.json": json.dumps({"headers": written}).encode(),
    }
    code, said = verified(packed(files), tmp_path)
    assert code == 1
    assert "says another digest of entry 5: the chain was altered" in said
    files = changed(
        files,
        "anchors/anchors.json",
        lambda told: told["anchors"][0].update(digest=verify.sha256(written[4].encode())),
    )
    assert "it stamps something else" in verified(packed(files), tmp_path)[1]
    files = changed(files, "anchors/anchors.json", lambda told: told["anchors"].clear())
    code, said = verified(packed(files), tmp_path)
    assert code == 0
    assert "NOT ANCHORED by a time stamp yet: entries 1 to 6." in said


def test_an_entry_dated_back_behind_an_anchor_is_found(pack: bytes, tmp_path: Path) -> None:
    files = unpacked(pack)
    headers = json.loads(files["chain.json"])["headers"]
    last = json.loads(headers[-1])
    for shift, words in ((-400, "was written before the one before"), (-86_400, "it was dated back")):
        told = {**last, "written_at": last["written_at"] + shift}
        headers[-1] = verify.canonical(told).decode()
        code, said = verified(
            packed({**files, "chain.json": json.dumps({"headers": headers}).encode()}), tmp_path
        )
        assert (code, words in said) == (1, True), said


def test_a_stamp_put_in_the_place_of_another_is_found(pack: bytes, stamps: Authority, tmp_path: Path) -> None:
    import rfc3161_client

    files = unpacked(pack)
    asked = rfc3161_client.TimestampRequestBuilder(
        data=b"x", hash_algorithm=rfc3161_client.HashAlgorithm.SHA256
    )
    other = stamps.reply(asked.build().as_bytes())
    code, said = verified(packed({**files, "anchors/00001.tsr": other}), tmp_path)
    assert (code, "it stamps something else" in said) == (1, True)
    code, said = verified(packed({**files, "anchors/00001.tsr": b"0\x00"}), tmp_path)
    assert code == 1


def test_a_time_changed_within_a_stamp_is_found(pack: bytes, tmp_path: Path) -> None:
    files = unpacked(pack)
    stamp, at = files["anchors/00001.tsr"], json.loads(files["anchors/anchors.json"])["anchors"][0]["at"]
    told = time.strftime("%Y%m%d%H%M%S", time.gmtime(at)).encode()
    earlier = time.strftime("%Y%m%d%H%M%S", time.gmtime(at - 60)).encode()
    assert stamp.count(told + b"Z") == 1
    files["anchors/00001.tsr"] = stamp.replace(told + b"Z", earlier + b"Z")
    assert "its time is not the one that is told" in verified(packed(files), tmp_path)[1]
    files = changed(files, "anchors/anchors.json", lambda told: told["anchors"][0].update(at=at - 60))
    code, said = verified(packed(files), tmp_path)
    assert (code, "what it says was altered after it was signed" in said) == (1, True)


def test_a_signature_of_an_elliptic_curve_is_checked(
    scope: Scope, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    id = actions.write(scope, TOLD)
    with authority(tmp_path_factory.mktemp("ec"), elliptic=True) as other:
        anchoring.stamp(scope, other.address, private=True)
    code, said = verified(evidence.pack(scope, [id], ANYBODY, made_for="").data, tmp_path)
    assert (code, "Its signature fits the certificate in it" in said) == (0, True)


def test_names_that_would_leave_the_folder_are_refused_before_anything_is_read(
    pack: bytes, tmp_path: Path
) -> None:
    files = unpacked(pack)
    for name in (
        "../evil",
        "/etc/evil",
        "originals/../../evil",
        "C:\\evil",
        "originals/a/b",
        "README.TXT",
        "a\x1b[2J",
    ):
        code, said = verified(packed({**files, name: b"x"}), tmp_path)
        assert (code, "Do not unpack it" in said, "\x1b" in said) == (1, True, False), said
    (tmp_path / "unpacked").mkdir()
    for name in ("manifest.json", "chain.json"):
        (tmp_path / "unpacked" / name).write_bytes(files[name])
    (tmp_path / "unpacked" / "README.txt").symlink_to("/etc/hostname")
    assert "no plain file" in run(VERIFIER, str(tmp_path / "unpacked"))[1]


def test_what_is_no_pack_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(b"PK\x03\x04 nothing")
    assert run(VERIFIER, str(tmp_path / "pack.zip"))[0] == 1
    assert verified(packed({"a.txt": b"x"}, listed=False), tmp_path)[0] == 1
    assert verified(packed({"manifest.json": b"[]"}, listed=False), tmp_path)[0] == 1
    assert verified(packed({"manifest.json": b"[" * 100_000}, listed=False), tmp_path)[0] == 1


def test_a_confidence_in_a_note_is_pointed_out_and_decided_upon(
    scope: Scope, shown: str, tmp_path: Path
) -> None:
    Confidence.objects.create(book_id=scope.book_id, text="He was angry about the date.", nobody=True, on=1)
    against = [line for line in evidence.look(scope, [shown], ANYBODY) if line.against]
    assert [line.key for line in against] == ["2:inferred/1"]
    with pytest.raises(Invalid):
        evidence.pack(scope, [shown], ANYBODY, made_for="HR")
    key = (2, "inferred/1")
    kept = unpacked(
        evidence.pack(scope, [shown], ANYBODY, made_for="HR", left_out={key: "Told in confidence"}).data
    )
    assert b"angry" not in b"".join(kept.values())
    out = evidence.pack(scope, [shown], ANYBODY, made_for="HR", released={key: "They said I may"}).data
    assert json.loads(unpacked(out)["redactions.json"])["released"][0]["reason"] == "They said I may"
    assert verified(out, tmp_path)[0] == 0


def test_a_choice_needs_a_field_that_is_there_and_a_reason(scope: Scope, shown: str) -> None:
    for left in ({(2, "nothing"): "x"}, {(9, "title"): "x"}, {(2, "title"): " "}):
        with pytest.raises(Invalid):
            evidence.pack(scope, [shown], ANYBODY, made_for="", left_out=left)
    with pytest.raises(Invalid):
        evidence.look(scope, [], ANYBODY)


def test_all_of_it_can_be_left_out(scope: Scope, shown: str, tmp_path: Path) -> None:
    left = {(line.number, line.field): "Not needed" for line in evidence.look(scope, [shown], ANYBODY)}
    made = evidence.pack(scope, [shown], ANYBODY, made_for="", left_out=left)
    code, said = verified(made.data, tmp_path)
    assert code == 0, said
    assert f"Fingerprint of this pack: {made.fingerprint}" in said
    assert b"torn" not in b"".join(unpacked(made.data).values())


def test_no_pack_is_made_while_it_is_locked_or_of_a_chain_that_is_not_whole(
    vault: OpenVault, shown: str
) -> None:
    with pytest.raises(Locked):
        evidence.pack(vault.locked, [shown], ANYBODY, made_for="")
    torn_out(1)
    with pytest.raises(Invalid) as refused:
        evidence.pack(vault.opened, [shown], ANYBODY, made_for="")
    assert refused.value.field == "chain"
    assert incidents.incident(vault.opened, shown).number == 2
