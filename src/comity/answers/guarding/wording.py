"""What a guard left out, in words that give nothing away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as later

from comity.answers.guarding.gate import CONFIDENCE, LOCKED, NEVER, Withheld

REASONS: Mapping[str, str | Promise] = {
    NEVER: later("It is never to be mentioned."),
    LOCKED: later("It is sealed and locked, so nobody can tell whether it is said here."),
    CONFIDENCE: later("It was told in confidence, and not to them."),
}
"""Why something is left out, in words."""


def left_out(withheld: Sequence[Withheld]) -> str:
    """How many things told in confidence were left out; "" for none."""
    count = len({one.of for one in withheld})
    if not count:
        return ""
    words = ngettext("one thing told in confidence", "%(count)d things told in confidence", count)
    return gettext("Left out: %(what)s.") % {"what": words % {"count": count} if count > 1 else words}


def why(one: Withheld) -> str:
    """Why something was left out."""
    return str(REASONS[one.why])
