"""Brings the book of an opened backup up to date, in a process whose data folder it is."""

from __future__ import annotations

import json
import os


def main() -> None:
    """Migrate, erase again whom the list of erasures names, and print how many that were."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "comity.config.settings"
    import django

    django.setup()
    from comity.actions.bringing_back import finish_opened
    from comity.answers import upkeep

    upkeep.make_ready()
    print(json.dumps({"erased": finish_opened()}))


if __name__ == "__main__":
    main()
