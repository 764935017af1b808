"""Makes an export without some imports, in a process of its own."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main() -> None:
    """Read from standard input which imports of which book, export the rest, and print what was written."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "comity.config.settings"
    import django

    django.setup()
    from comity.actions.leaving import write_without
    from comity.answers import upkeep
    from comity.answers.books import scope_for

    upkeep.make_ready()
    task = json.load(sys.stdin)
    scope = scope_for(task["user"], book=task["book"])
    print(json.dumps(write_without(scope, task["numbers"], Path(task["folder"]))))


if __name__ == "__main__":
    main()
