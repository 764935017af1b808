"""Django's command, but that a new book gets its tables in one step: it then finds no migration left to apply."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from comity.store import beginning

_LESS_THAN_ALL = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "prune")


class Command(migrate.Command):
    """Makes the tables of a new book, or brings those of an older one up to date."""

    def handle(self, *args: Any, **options: Any) -> None:
        """As Django's; only where everything is asked for is there anything to make in one step."""
        if not any(options[name] for name in _LESS_THAN_ALL):
            beginning.make_tables(connections[options["database"]])
        super().handle(*args, **options)
