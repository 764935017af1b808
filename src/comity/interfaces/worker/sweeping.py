"""Sends what is due, every minute, in a process of its own beside `comity serve`."""

from __future__ import annotations

import logging
import os
import sys
from threading import Event, Thread

EVERY = 60
"""Seconds between two sweeps."""
logger = logging.getLogger(__name__)


def main() -> None:
    """Sweep until standard input ends, which it does with the process that started this one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.config.settings")
    import django

    django.setup()
    ended = Event()
    Thread(target=_read, args=(ended,), daemon=True).start()
    while not ended.is_set():
        once()
        ended.wait(EVERY)


def once() -> None:
    """One sweep. Whatever fails in it is told in the log, and tried again by the next."""
    from django.db import close_old_connections

    from comity.actions.day_mail import sweep
    from comity.answers.day_mail import letter

    try:
        sweep(letter)
    except Exception:
        logger.exception("A sweep failed")
    finally:
        close_old_connections()


def _read(ended: Event) -> None:
    sys.stdin.buffer.read()
    ended.set()


if __name__ == "__main__":
    main()
