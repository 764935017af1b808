"""The promises that hold the project together: layers, locks, entry points, and what is in the wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.tracked_files import registry_addresses

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "comity"


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    return built


def module_names(folder: Path) -> list[str]:
    return sorted(
        ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
        for path in folder.rglob("*.py")
        if path.name != "__init__.py"
    )


def pins(lock: str) -> set[str]:
    lines = (ROOT / "requirements" / lock).read_text().splitlines()
    found = {line.split()[0] for line in lines if "==" in line}
    assert found
    return found


def test_the_core_is_imported_without_django() -> None:
    imports = "; ".join(f"import {name}" for name in module_names(PACKAGE / "core"))
    check = "assert not {'django', 'sqlite3', 'pysqlite3'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", f"import sys; {imports}; {check}"], check=True)


def test_every_source_module_is_held_to_know_no_other(project: dict[str, Any]) -> None:
    contracts = project["tool"]["importlinter"]["contracts"]
    [held] = [c["modules"] for c in contracts if c["name"] == "Sources do not know one another"]
    there = {path.stem for path in (PACKAGE / "sources").iterdir() if not path.name.startswith((".", "_"))}
    assert held == sorted(f"comity.sources.{name}" for name in there)


def test_every_entry_point_leads_to_a_source_of_that_key(project: dict[str, Any]) -> None:
    for key, target in project["project"]["entry-points"]["comity.sources"].items():
        module, _, name = target.partition(":")
        assert getattr(import_module(module), name).key == key


def test_locks_name_no_address_and_hash_every_package() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    assert len(locks) == 4
    for lock in locks:
        text = lock.read_text()
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=sha256:")


def test_what_runs_is_what_is_tested_to_the_version() -> None:
    assert pins("run.txt") <= pins("dev.txt")


def test_the_documentation_names_every_package_that_is_installed_to_run_with_its_version() -> None:
    rows = [line.split("|") for line in (ROOT / "docs" / "dependencies.md").read_text().split("\n")]
    named = {f"{row[1].strip()}=={row[2].strip()}" for row in rows if len(row) > 5}
    assert pins("run.txt") <= named


def test_an_address_of_a_registry_is_found_with_its_line(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("six==1\n# from " + "py" + "pi.org/simple\n")
    assert list(registry_addresses([lock])) == [(lock, 2)]


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    files = {path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    expected = {path.relative_to(ROOT / "src").as_posix() for path in files}
    names = set(zipfile.ZipFile(wheel).namelist())
    assert expected <= names
    assert any(name.startswith("comity/interfaces/web/templates/") for name in names)
    assert any(name.startswith("comity/interfaces/web/static/") for name in names)
    assert any(name.startswith("comity/store/migrations/0001") for name in names)
    assert any(name.endswith("/licenses/LICENSE") for name in names)


@pytest.mark.slow
def test_the_wheel_alone_gives_a_working_command(wheel: Path, tmp_path: Path) -> None:
    """The dependencies are lent by this environment; the project itself comes from the wheel only."""
    home = tmp_path / "env"
    venv.create(home)
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(home), "platbase": str(home)}))
    python = str(home / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", "--no-index", "--no-deps", str(wheel)], check=True)
    (site / "lent.pth").write_text(sysconfig.get_path("purelib"))
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "DJANGO_SETTINGS_MODULE"}}

    def run(*command: str) -> str:
        ended = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    where = run(python, "-c", "import comity; print(comity.__file__)")
    assert Path(where.strip()).is_relative_to(home)
    assert "import" in run(str(home / "bin" / "comity"), "--help")
