"""What a relationship can be: roles with their playbooks, standings and natures.

A person can hold several roles at once. A role's playbook is its usual rhythm, what to watch, what to ask and prepare
and avoid, and what Today says. Playbooks are files (`reading`); which ones hold, with the user's own, `store.playbooks`
knows. The keys are stored and appear in exports; never rename them.
"""

from comity.core.playbooks.reading import (
    KEY,
    KINDS,
    LEADS,
    LONGEST,
    Fault,
    NowAndThen,
    Playbook,
    Reading,
    read,
    shipped,
    shipped_text,
)
from comity.core.playbooks.standing import Nature, Standing

__all__ = [
    "KEY",
    "KINDS",
    "LEADS",
    "LONGEST",
    "Fault",
    "Nature",
    "NowAndThen",
    "Playbook",
    "Reading",
    "Standing",
    "read",
    "shipped",
    "shipped_text",
]
