"""A look at files that were sent, in a process of its own so that pages stay quick."""

from __future__ import annotations

import json
import os
import signal
import sys


def main() -> None:
    """Read from standard input which files of whose, and look at them (see `actions.uploads.look`)."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.config.settings")
    import django

    django.setup()
    from comity.actions import uploads
    from comity.answers.books import scope_for

    task = json.load(sys.stdin)
    uploads.look(scope_for(task["user"], book=task["book"]), task["upload"])


if __name__ == "__main__":
    main()
