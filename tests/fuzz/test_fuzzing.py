"""Every reader keeps its promise on whatever bytes; and what fuzzes them would notice if one did not."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.core.records import Card, Handle, Interaction, Mine, Problem
from tests.fuzz import one
from tests.fuzz.checking import LIMITS, check_all
from tests.fuzz.mutating import WORDS
from tests.fuzz.seeds import FOUND, SEEDS, seeds_of
from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_reader_is_fuzzed_from_files_it_can_read() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    ours = set(project["project"]["entry-points"]["comity.sources"])
    assert set(TARGETS) == set(SEEDS) == ours | {"archive"}
    assert {path.name for path in FOUND.iterdir()} <= set(TARGETS)


@pytest.mark.parametrize("name", SEEDS)
def test_every_seed_is_read(name: str) -> None:
    assert all(TARGETS[name](seed) > 0 for seed in SEEDS[name] if b"inner.zip" not in seed)


@pytest.mark.parametrize("name", SEEDS)
def test_what_once_broke_a_reader_no_longer_does(name: str) -> None:
    for data in seeds_of(name)[len(SEEDS[name]) :]:
        TARGETS[name](data)


@pytest.mark.slow
@pytest.mark.parametrize("name", SEEDS)
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[*HealthCheck])
@given(data=st.data())
def test_pieces_of_files_in_any_order_make_records_or_problems(name: str, data: st.DataObject) -> None:
    lines = sorted({line for seed in SEEDS[name] for line in seed.splitlines(keepends=True)})
    pieces = st.one_of(
        st.sampled_from(lines),
        st.sampled_from(WORDS),
        st.binary(max_size=30),
        st.text(max_size=10).map(_encoded),
    )
    whole = st.sampled_from(SEEDS[name])
    start, more = data.draw(st.one_of(whole, st.just(b""))), data.draw(st.lists(pieces, max_size=30))
    TARGETS[name](start[: data.draw(st.integers(0, len(start)))] + b"".join(more))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


HANDLE = Handle("email", "ama@quill.example")
CARD = Card((HANDLE,), "Ama", "", "", (), "", "", "", None, (), (), None, None, False, 1)
MEETING = Interaction(2, b"k" * 16, 5, None, None, "", "s", "s", "t", (), 0, 1, 0, 1, 0)
BROKEN = [
    Problem(-1, "code", "A reason."),
    Problem(0, "No Code", "A reason."),
    Problem(0, "code", ""),
    Mine(Handle("telephone", "1"), "It says so."),
    CARD._replace(handles=()),
    CARD._replace(name="x" * 201),
    CARD._replace(organisation="half\ud800"),
    CARD._replace(title="nul\0"),
    CARD._replace(known_on=10**9),
    MEETING._replace(key=b"short"),
    MEETING._replace(at=2**63),
    MEETING._replace(offset=2000),
    MEETING._replace(kind=99),
    MEETING._replace(flags=2**20),
    MEETING._replace(text="x" * 300_000),
    "no record",
]


@pytest.mark.parametrize("record", BROKEN, ids=repr)
def test_a_record_that_breaks_its_promise_is_noticed(record: object) -> None:
    with pytest.raises(AssertionError):
        check_all([record])


def test_records_that_keep_it_are_passed() -> None:
    assert check_all([CARD, MEETING, Problem(0, "a-code", "A reason.")]) == 3


def test_the_limits_are_those_of_the_columns() -> None:
    columns = {
        **dict.fromkeys(("zone", "subject", "snippet"), "Interaction"),
        **dict.fromkeys(("title", "department"), "Position"),
        "what": "ImportantDate",
        "source": "Fact",
        "every": "Reminder",
        "kind": "Exchange",
        "code": "BatchProblem",
    }
    for field, model in columns.items():
        assert apps.get_model("store", model)._meta.get_field(field).max_length == LIMITS[field], field
    for field, (model, column) in {
        "name": ("Person", "name"),
        "organisation": ("Organisation", "name"),
        "label": ("Tag", "name"),
        "handle kind": ("Identifier", "kind"),
        "handle value": ("Identifier", "value"),
    }.items():
        assert apps.get_model("store", model)._meta.get_field(column).max_length == LIMITS[field], field


def test_an_input_that_breaks_a_reader_is_kept(tmp_path: Path) -> None:
    def broken(data: bytes) -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        one._tried(broken, b"the input", tmp_path)
    (kept,) = tmp_path.iterdir()
    assert (kept.name[:6], kept.read_bytes()) == ("crash-", b"the input")


def _fuzzed(folder: Path, engine: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """Fuzz the reader of single mails for a moment, or one that `code` puts in its place."""
    start = f"import sys; from tests.fuzz import one\n{code}\none.main()"
    command = [sys.executable, "-c", start, "eml", str(folder), f"--engine={engine}", "--runs=400"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


ENGINES = [
    "own",
    pytest.param(
        "atheris",
        marks=pytest.mark.skipif(
            not importlib.util.find_spec("atheris"), reason="atheris is not built for this machine."
        ),
    ),
]
_HANGS = """
from tests.fuzz import targets
one.SLOWEST = 2
def hang(data):
    while b"Ines" in data: pass
    return 0
targets.TARGETS["eml"] = hang
"""


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_as_many_inputs_are_tried_as_were_asked_for(tmp_path: Path, engine: str) -> None:
    ended = _fuzzed(tmp_path, engine)
    assert ended.returncode == 0, ended.stderr
    assert re.search(r"(executed_units: |^# )400\b", ended.stderr, re.MULTILINE)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_an_input_that_hangs_ends_it(tmp_path: Path, engine: str) -> None:
    ended = _fuzzed(tmp_path, engine, _HANGS)
    assert ended.returncode != 0
    assert [path for path in tmp_path.iterdir() if path.name.startswith(("timeout-", "last-input"))]


@pytest.mark.slow
@pytest.mark.skipif(not importlib.util.find_spec("atheris"), reason="atheris is not built for this machine.")
def test_what_is_reached_guides_what_is_tried_next(tmp_path: Path) -> None:
    ended = _fuzzed(tmp_path, "atheris")
    edges = [int(found) for found in re.findall(r"cov: (\d+)", ended.stderr)]
    assert edges[-1] > 100, "branches of our own code are counted"
    assert len(list((tmp_path / "corpus").iterdir())) > 5, "inputs that reached something new are kept"
