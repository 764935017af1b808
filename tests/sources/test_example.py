"""The example of a source that the documentation walks through works, installed as anybody would install it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from comity.core.records import OWNER, Exchange, Handle, Kind
from comity.sources._reading import Chunk, FileFound, read_all

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "comity-source-csvlog"
LOG = (
    "csvlog 1\n"
    "2024-03-01T09:30:00Z;out;ada@quill.example;Ada Quill;Asked about the atlas\n"
    "2024-03-02T09:30:00+02:00;in;bo@quill.example;Bo;Thanks to them: the key\n"
    "yesterday;in;bo@quill.example;Bo;\n"
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the example was installed to, from a copy of its folder and without asking any registry."""
    folder = tmp_path_factory.mktemp("example")
    copy, target = folder / "source", folder / "installed"
    shutil.copytree(EXAMPLE, copy)
    arguments = ["install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--target"]
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    subprocess.run(
        [sys.executable, "-m", "pip", *arguments, str(target), str(copy)], check=True, env=environment
    )
    return target


@pytest.mark.slow
def test_a_source_of_another_package_is_found_by_the_reading_process(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [str(installed), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    log, scratch = tmp_path / "calls.txt", tmp_path / "scratch"
    log.write_text(LOG, encoding="utf-8")
    scratch.mkdir()
    messages = list(read_all([(log, "calls.txt")], scratch))
    (found,) = [message for message in messages if isinstance(message, FileFound)]
    (chunk,) = [message for message in messages if isinstance(message, Chunk)]
    assert found.source == "csvlog"
    assert [flat[0] for flat in chunk.interactions] == [Kind.CALL, Kind.CALL]
    assert [mine.handle for mine in chunk.mine] == [OWNER]
    (entry,) = chunk.entries
    assert isinstance(entry, Exchange)
    assert (entry.handle, entry.text) == (Handle("email", "bo@quill.example"), "the key")
    assert [(problem.position, problem.code) for problem in chunk.problems] == [(4, "unreadable-line")]


def test_the_guide_shows_the_example_as_it_is() -> None:
    guide = (ROOT / "docs" / "writing-a-source.md").read_text(encoding="utf-8")
    shown = [block.split("```", 1)[0] for block in guide.split("```python\n")[1:]]
    code = (EXAMPLE / "src" / "comity_source_csvlog" / "__init__.py").read_text(encoding="utf-8")
    assert shown
    assert all(block in code for block in shown)
    described = guide.split("```toml\n")[1].split("```", 1)[0]
    assert described in (EXAMPLE / "pyproject.toml").read_text(encoding="utf-8")
