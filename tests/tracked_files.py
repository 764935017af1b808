"""Check that no tracked file names the address of a package registry: `python tests/tracked_files.py`.

A lock that names one installs from nowhere else: behind a mirror, or without a network, it is useless.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

REGISTRIES = (
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "(?:org|com)"),
    ("deb", "debian", "org"),
    ("crates", "io"),
)
ADDRESS = re.compile("|".join(r"\.".join(parts) for parts in REGISTRIES).encode())


def registry_addresses(paths: Iterable[Path]) -> Iterator[tuple[Path, int]]:
    """Yield the path and line number of every line that names a registry's address."""
    for path in paths:
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):
            if ADDRESS.search(line):
                yield path, number


def tracked_files(root: Path) -> list[Path]:
    """The files under `root` that git tracks, or would track if they were added."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True).stdout
    paths = (root / name.decode("utf-8", "surrogateescape") for name in listed.split(b"\0") if name)
    return sorted({path for path in paths if path.is_file()})


def main() -> int:
    """Print each offending line's place; returns 1 if there is any."""
    found = list(registry_addresses(tracked_files(Path(__file__).resolve().parent.parent)))
    for path, number in found:
        print(f"{path}:{number}: names the address of a package registry")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
