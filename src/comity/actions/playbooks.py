"""Playbooks: taking one into the user's own folder, to be changed there."""

from __future__ import annotations

import os
from pathlib import Path

from comity.core.errors import Invalid
from comity.core.playbooks import KEY, shipped, shipped_text
from comity.store.playbooks import folder

_NEW = """\
# A role of your own. See the documentation, “Playbooks”; check it with: comity playbooks check
title = "{title}"
rhythm_days = 30
watches = []
asks = []
prepare = []
avoid = []

[questions]
0 = []
"""


def take(key: str) -> Path:
    """The user's file of a role; made from the one that comes with Comity, or for a new role, where it is missing.

    Raises:
        Invalid: no name that a role can have; OSError: the folder cannot be written to.
    """
    if not KEY.fullmatch(key):
        raise Invalid("role", key, "a role is named in letters a to z and _, such as ally")
    where = folder()
    where.mkdir(mode=0o700, exist_ok=True)
    path = where / f"{key}.toml"
    text = shipped_text(key) if key in shipped() else _NEW.format(title=key.replace("_", " ").capitalize())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return path
