"""Evidence packs for tests: taken apart, changed, put together again, and looked at by the verifier they bring."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from comity.exports.evidence import verify

VERIFIER = Path(verify.__file__)
Files = dict[str, bytes]


def unpacked(pack: bytes) -> Files:
    """The files of a pack."""
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Mapping[str, bytes], *, listed: bool = True) -> bytes:
    """A pack of these files. listed: the list of files is written anew, as somebody with skill would do."""
    files = dict(files)
    if listed:
        manifest = json.loads(files["manifest.json"])
        manifest["files"] = {
            name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "manifest.json"
        }
        files["manifest.json"] = json.dumps(manifest).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def changed(files: Mapping[str, bytes], name: str, change: Callable[[Any], None]) -> Files:
    """The files with one JSON file changed in place."""
    told = json.loads(files[name])
    change(told)
    return {**files, name: json.dumps(told, ensure_ascii=False).encode()}


def verified(pack: bytes, folder: Path) -> tuple[int, str]:
    """What the verifier says of a pack: its exit code, and its words; in this process, so that it is quick."""
    path = folder / "pack.zip"
    path.write_bytes(pack)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = verify.main([str(path)])
    return code, said.getvalue()


def run(script: Path, *words: str, python: str = sys.executable) -> tuple[int, str]:
    """What a verifier says when it is started as its README tells, without any of our packages in reach."""
    done = subprocess.run([python, "-I", "-S", str(script), *words], capture_output=True, text=True, cwd="/")
    return done.returncode, done.stdout + done.stderr
