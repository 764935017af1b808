"""The first words of a mail: templates filled with what is known, and the link that opens the user's mail program."""

from comity.core.drafts.mailto import MOST, Link, mailto
from comity.core.drafts.templates import (
    KINDS,
    LANGUAGE,
    LANGUAGES,
    Fault,
    Template,
    packaged,
    quoted,
    read,
    tidy,
)
from comity.core.drafts.wording import form_of_address, given_name

__all__ = [
    "KINDS",
    "LANGUAGE",
    "LANGUAGES",
    "MOST",
    "Fault",
    "Link",
    "Template",
    "form_of_address",
    "given_name",
    "mailto",
    "packaged",
    "quoted",
    "read",
    "tidy",
]
