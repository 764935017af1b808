"""Where the data are. It knows nothing of Django, for `glance` asks before that is loaded."""

from __future__ import annotations

import os
from pathlib import Path


def folder() -> Path:
    """`$COMITY_HOME`, by default the user's data folder, whether it is there or not."""
    chosen = os.environ.get("COMITY_HOME")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("comity"))
