"""Every way by which words of a book reach somebody else, or are made to; and what leaves for the owner alone.

A test walks these lists: whatever makes a file, a mail, a link or an address of its own must stand in one of them, each
of `WAYS_OUT` is tried on generated books with confidences planted everywhere, and nothing may come out.
"""

from __future__ import annotations

from collections.abc import Mapping

WAYS_OUT: Mapping[str, str] = {
    "draft": "comity.answers.drafts:draft",
    "draft as changed": "comity.answers.drafts:edited",
    "calendar feed": "comity.answers.feed:feed_days",
    "day mail": "comity.answers.day_mail:letter",
    "my card": "comity.answers.card:my_page",
    "my card as a file": "comity.answers.card:my_file",
    "search for others": "comity.answers.search:search",
    "files for others": "comity.answers.for_others:for_others",
    "whom an opportunity would help": "comity.answers.opportunities:opportunity",
    "whom to ask": "comity.answers.advice:whom_to_ask",
    "who fits a request": "comity.answers.requests:who_fits",
    "who fits a goal": "comity.answers.who_fits:who_fits",
    "file of a person": "comity.answers.person_file:write_json",
    "file of a person as a document": "comity.answers.person_document:document",
    "statement of an interest": "comity.answers.declaring:statement",
    "recusal": "comity.answers.declaring:recusal",
    "interest of the register": "comity.answers.declaring:of_interest",
    "register of a year": "comity.answers.declaring:yearly",
    "register of gifts": "comity.answers.declaring:gifts_register",
    "register as a table": "comity.answers.declaring:table",
    "record of an idea": "comity.answers.idea_record:idea_record",
    "evidence pack": "comity.answers.evidence:pack",
}
"""What makes something for others, by a name. Each passes its words through a `Guard`."""

SEEN_BY_ME = (
    "whom an opportunity would help",
    "whom to ask",
    "who fits a request",
    "who fits a goal",
)
"""Those that only I see: what they make me do leaves by one of the others. They go on while something is locked, without
what names whom it is about and what is held back with it."""

FOR_ME: Mapping[str, str] = {
    "comity.actions.exporting": "the whole book, for its owner; the command says what it holds in clear",
    "comity.actions.restoring": "reads what was exported",
    "comity.actions.backups": "the whole book, encrypted to a key of its owner's",
    "comity.actions.day_mail": "sends what `comity.answers.day_mail` made, and codes",
    "comity.actions.posting": "asks a time stamp server of the user's for a digest of the chain's head; no words of the book",
    "comity.answers.anchors": "the printed head of the chain: numbers and digests",
    "comity.answers.chronology": "a part of what `comity.answers.evidence` makes, decided on there",
    "comity.answers.recovery_page": "the printed key of what is sealed; no words of the book",
    "comity.interfaces.cli.importing": "reads what was exported",
}
"""Modules that write files or mails which pass no guard, and why they need none."""

HANDED_ON: Mapping[str, str] = {
    "comity.interfaces.cli.card": "my card",
    "comity.interfaces.cli.disclosures": "the record of an idea",
    "comity.interfaces.cli.documents": "a document or a register that `comity.answers.declaring` made",
    "comity.interfaces.cli.drafting": "a draft",
    "comity.interfaces.cli.evidence": "an evidence pack, the head of the chain, a file of an incident for its owner",
    "comity.interfaces.cli.rights": "the file of a person",
    "comity.interfaces.cli.upkeep": "files for others, and the whole book for its owner",
    "comity.interfaces.web.files": "a document or a register that `comity.answers.declaring` made",
    "comity.interfaces.web.templatetags.desk": "an address alone, on the owner's page",
    "comity.interfaces.web.views.card": "my card",
    "comity.interfaces.web.views.disclosures": "the record of an idea",
    "comity.interfaces.web.views.evidence": "an evidence pack",
    "comity.interfaces.web.views.feed": "the calendar feed",
    "comity.interfaces.web.views.incidents": "the head of the chain, a file of an incident for its owner",
    "comity.interfaces.web.views.rights": "the file of a person, a backup",
    "comity.interfaces.web.views.sealed": "the printed recovery key",
}
"""Pages and commands that hand on what one of these made, and what that is; none has words of its own."""
