"""The recovery key as a page to print and to put away."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from comity.answers.wording import long_date
from comity.exports.pdf import pdf


def recovery_page(recovery: str, on: dt.date | None = None) -> bytes:
    """A PDF with the key as it is printed; on: the day it was made, today unless said."""
    made = long_date(on or dt.datetime.now(dt.UTC).date())
    return pdf(
        "recovery",
        {
            "title": _("Recovery key"),
            "made": _("Made by Comity on %(day)s.") % {"day": made},
            "foot": _("Recovery key of what is sealed in Comity"),
            "recovery": recovery,
            "before": [
                _(
                    "With this key you open what is sealed in your book when the passphrase is forgotten, "
                    "and set a new one."
                ),
                _(
                    "Whoever has this page and a copy of your book can read what is sealed. Put it where only you go."
                ),
            ],
            "particulars": [
                [_("Use it"), _("Guard, Sealed, “I forgot the passphrase”, or: comity sealed recover")],
                [
                    _("Typing"),
                    _("Capitals, spaces and hyphens do not matter. 0 is read as O, 1 as I, 8 as B."),
                ],
                [_("Void"), _("from the moment another recovery key is made.")],
            ],
            "after": [
                _(
                    "Without the passphrase and without this key nobody can open what is sealed, "
                    "nor can the makers of Comity."
                )
            ],
        },
    )
