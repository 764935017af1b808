"""Files that were sent: kept apart, looked at, then brought in or thrown away."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from comity.actions import imports, mapping
from comity.actions.me import own_handle
from comity.actions.previews import preview
from comity.core.errors import ComityError, NotFound, ReaderDied, Stopped
from comity.core.tables.mapping import as_json, from_json
from comity.store import processes, uploads
from comity.store.access import Scope

_PATIENCE = 50
"""Tenths of a second to wait for another request that has the same files."""


def keep(
    scope: Scope, files: Sequence[tuple[Path, str]], *, me: Sequence[str] = (), belongs_to: str = ""
) -> str:
    """Move these (path, label) files into a private folder and begin to look at them; returns the upload's id.

    Raises:
        Invalid: an address in `me` is none, or the book is the sample.
    """
    imports.check_book(scope)
    own = [own_handle(address).value for address in me]
    uploads.sweep()
    folder = uploads.new_folder()
    try:
        kept = []
        for number, (path, label) in enumerate(files, 1):
            name = f"{number:04}"
            path.rename(folder / name)
            kept.append({"name": name, "label": label, "size": (folder / name).stat().st_size})
        told = {"user": scope.user_id, "book": uploads.book_name(scope), "at": int(time.time())}
        task = told | {"files": kept, "me": own, "belongs_to": belongs_to, "mappings": {}, "run": 0}
        uploads.put_task(folder, task)
        _begin_to_look(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder.name


def change(
    scope: Scope,
    upload: str,
    *,
    mappings: Mapping[str, Any],
) -> None:
    """Say what the columns of tables hold (plain JSON by fingerprint); the files are looked at anew.

    Raises:
        NotFound: no such upload of this user for this book.
        Invalid: a mapping is none.
    """
    folder = uploads.folder_of(scope, upload)
    task = uploads.task(folder)
    task["mappings"] |= {key: as_json(from_json(value)) for key, value in mappings.items()}
    uploads.put_task(folder, task)
    look_again(scope, upload)


def look_again(scope: Scope, upload: str) -> None:
    """Look at the files once more; a look that is under way ends.

    Raises:
        NotFound: no such upload of this user for this book.
    """
    folder = uploads.folder_of(scope, upload)
    _stop_looking(folder)
    _begin_to_look(folder)


def begin(scope: Scope, upload: str, *, me: Sequence[str] = ()) -> int:
    """Bring the files in; returns the number of the import, the same one however often it is asked.

    me: further addresses that are the owner's.

    Raises:
        NotFound: no such upload of this user for this book, or it was thrown away.
        Busy: another import of this book is running; the files wait on.
        Invalid: a mapping names nobody.
    """
    number = _begun(scope, upload)
    if number is not None:
        return number
    folder = uploads.folder_of(scope, upload)
    task = uploads.task(folder)
    mapping.check(task["mappings"])
    own = list(dict.fromkeys([*task["me"], *(own_handle(address).value for address in me)]))
    _stop_looking(folder)
    taken = uploads.take(folder)
    try:
        mapping.remember(scope, task["mappings"])
        number = imports.start(
            scope, _paths(taken, task), me=own, belongs_to=task["belongs_to"], folder=taken
        )
    except BaseException:
        taken.rename(folder)
        raise
    uploads.note_begun(scope, upload, number)
    return number


def _begun(scope: Scope, upload: str) -> int | None:
    """The import that an upload became, also where another request is just about to say so."""
    number = uploads.begun(scope, upload)
    for _attempt in range(_PATIENCE):
        if number is not None or not uploads.is_taken(upload):
            break
        time.sleep(0.1)
        number = uploads.begun(scope, upload)
    return number


def discard(scope: Scope, upload: str) -> None:
    """Throw the files away.

    Raises:
        NotFound: no such upload of this user for this book.
    """
    folder = uploads.folder_of(scope, upload)
    _stop_looking(folder)
    shutil.rmtree(uploads.take(folder), ignore_errors=True)


def sweep() -> None:
    """Delete the files that nobody came back for."""
    uploads.sweep()


def look(scope: Scope, upload: str) -> None:
    """Look at the files in this process, writing down how far it is; what `keep` starts ends here.

    Ends without a word where the files are gone, or were told to be read otherwise.
    """
    with contextlib.suppress(NotFound, Stopped, FileNotFoundError):
        folder = uploads.folder_of(scope, upload)
        task = uploads.task(folder)
        run, process = task["run"], processes.named()

        def tell(**what: Any) -> None:
            uploads.put_state(folder, {"run": run, "process": process, **what})

        def old() -> bool:
            return bool(uploads.task(folder)["run"] != run)

        try:
            found = preview(
                scope,
                _paths(folder, task),
                me=task["me"],
                mappings=task["mappings"],
                told=lambda counts: tell(state="reading", counts=counts),
                stop=old,
            )
        except ReaderDied as error:
            tell(state="failed", last=error.last)
        except (NotFound, Stopped):
            raise
        except (ComityError, OSError):
            tell(state="failed", last="")
            raise
        else:
            if not old():
                tell(state="ready", preview=asdict(found))


def _begin_to_look(folder: Path) -> None:
    """Start the process that looks, and note which it is."""
    task = uploads.task(folder)
    task["run"] += 1
    before = uploads.state(folder).get("preview", {}).get("files", ())
    task["tables"] = [{"label": f["label"], "table": f["table"]} for f in before if f["table"]] or task.get(
        "tables", []
    )
    uploads.put_task(folder, task)
    process = subprocess.Popen(
        [sys.executable, "-m", "comity.interfaces.worker.previewing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    told = {"run": task["run"], "process": processes.named(process.pid), "state": "reading", "counts": {}}
    uploads.put_state(folder, told)
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(
            json.dumps({"user": task["user"], "book": task["book"], "upload": folder.name}).encode()
        )
        process.stdin.close()


def _stop_looking(folder: Path) -> None:
    """End the process that looks at these files, which changes nothing but its own folders."""
    told = uploads.state(folder)
    process = str(told.get("process", ""))
    if told.get("state") == "reading" and processes.runs(process):
        with contextlib.suppress(OSError):
            os.kill(int(process.split(":")[1]), signal.SIGTERM)


def _paths(folder: Path, task: Mapping[str, Any]) -> list[tuple[Path, str]]:
    return [(folder / file["name"], file["label"]) for file in task["files"]]
