"""An import that the web started, in a process of its own so that pages stay quick."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path


def main() -> None:
    """Read the task from standard input (see `actions.imports.start`) and carry it out."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.config.settings")
    import django

    django.setup()
    from comity.actions import imports
    from comity.answers.books import scope_for
    from comity.core.errors import Stopped

    task = json.load(sys.stdin)
    scope = scope_for(task["user"], book=task["book"])
    try:
        imports.import_files(
            scope, [(Path(path), label) for path, label in task["paths"]], me=task["me"], batch=task["batch"]
        )
    except Stopped:
        pass
    finally:
        if task["folder"]:
            shutil.rmtree(task["folder"], ignore_errors=True)


if __name__ == "__main__":
    main()
