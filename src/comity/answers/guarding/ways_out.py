"""Every way by which words of a book reach somebody else, or are made to; and what leaves for the owner alone.

A test walks both lists: whatever makes a file, a mail, a link or an address of its own must stand in one of them, each
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
}
"""What makes something for others, by a name. Each passes its words through a `Guard`."""

GUARDED: Mapping[str, str] = {
    "comity.answers.person_file": "all that is held on a person, for that person",
    "comity.answers.declaring": "statements, recusals and registers, for anybody",
    "comity.answers.idea_record": "the dated record of an idea, for anybody",
    "comity.answers.evidence": "an evidence pack, for those named; what stands against it is decided field by field",
}
"""Modules that make documents of their own kind, each through a guard, and tried by tests of its own."""

FOR_ME: Mapping[str, str] = {
    "comity.actions.exporting": "the whole book, for its owner; the command says what it holds in clear",
    "comity.actions.restoring": "reads what was exported",
    "comity.actions.backups": "the whole book, encrypted to a key of its owner's",
    "comity.actions.day_mail": "sends what `comity.answers.day_mail` made, and codes",
    "comity.answers.anchors": "the printed head of the chain: numbers and digests",
    "comity.answers.chronology": "a part of what `comity.answers.evidence` makes, decided on there",
    "comity.answers.recovery_page": "the printed key of what is sealed; no words of the book",
    "comity.interfaces.cli.importing": "reads what was exported",
}
"""Modules that write files or mails which pass no guard, and why they need none."""
