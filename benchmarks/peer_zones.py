"""What other libraries hold for a mail's own words; run by `evaluate_zones` in an interpreter that has them.

Reads a JSON list of [text, sender] from standard input, writes {library: [own words, …]} to standard output. A library
that is not installed is left out. Each is asked for its own answer without quotation and without signature.
"""

from __future__ import annotations

import importlib
import json
import logging
import sys
from collections.abc import Callable
from typing import Any, TypeAlias

Own: TypeAlias = "Callable[[str, str], str]"
"""The own words of a mail, given its text and its From header, which is empty where it is not known."""


def load(name: str) -> Any:
    """A module by its name, so that nothing here depends on it."""
    return importlib.import_module(name)


def email_reply_parser() -> Own:
    """GitHub's rules, in Python (Zapier)."""
    parser = load("email_reply_parser").EmailReplyParser

    def own(text: str, sender: str) -> str:
        fragments = parser.read(text).fragments
        return "\n".join(
            f.content for f in fragments if not (f.quoted or f.signature or f.headers or f.hidden)
        )

    return own


def mail_parser_reply() -> Own:
    """A later port with many languages; the first reply, without signatures and disclaimers."""
    parser = load("mailparser_reply").EmailReplyParser(
        languages=["en", "de", "fr", "es", "it", "nl", "sv", "da", "pl", "cs", "ja"]
    )

    def own(text: str, sender: str) -> str:
        replies = parser.read(text).replies
        return str(replies[0].body) if replies else ""

    return own


def quotequail() -> Own:
    """Close.io's quotation finder; it knows no signatures."""
    library = load("quotequail")

    def own(text: str, sender: str) -> str:
        return "\n".join(part for shown, part in library.quote(text) if shown)

    return own


def quotequail_unwrap() -> Own:
    """The same, by its other function, which also finds forwarded mails."""
    library = load("quotequail")

    def own(text: str, sender: str) -> str:
        found = library.unwrap(text)
        if not found:
            return text
        return "\n".join(found.get(key, "") for key in ("text_top", "text_bottom"))

    return own


def talon_rules() -> Own:
    """Mailgun's rules for quotations, then for signatures."""
    _name_joblib_as_talon_does()
    quotations, signature = load("talon.quotations"), load("talon.signature.bruteforce")

    def own(text: str, sender: str) -> str:
        return str(signature.extract_signature(quotations.extract_from_plain(text))[0])

    return own


def talon_learned() -> Own:
    """Mailgun's rules for quotations, then its trained classifier of signatures, which goes by the sender's name too.

    What it ships of the trained classifier is a pickle of scikit-learn 0.16, which no later one reads; so it is
    trained again, by its own function on the data it ships for that, as its README says one does.
    """
    _name_joblib_as_talon_does()
    quotations, signature = load("talon.quotations"), load("talon.signature")
    extraction, learning = load("talon.signature.extraction"), load("talon.signature.learning.classifier")
    extraction.EXTRACTOR = learning.train(learning.init(), signature.EXTRACTOR_DATA)

    def own(text: str, sender: str) -> str:
        return str(signature.extract(quotations.extract_from_plain(text), sender=sender)[0])

    return own


def _name_joblib_as_talon_does() -> None:
    """Talon imports `sklearn.externals.joblib`, which scikit-learn has since left to the package joblib."""
    joblib, externals = load("joblib"), load("sklearn.externals")
    sys.modules["sklearn.externals.joblib"] = externals.joblib = joblib


PEERS = {
    "email-reply-parser": email_reply_parser,
    "mail-parser-reply": mail_parser_reply,
    "quotequail, quote": quotequail,
    "quotequail, unwrap": quotequail_unwrap,
    "talon, rules": talon_rules,
    "talon, learned": talon_learned,
}


def main() -> None:
    """Answer for every library that is installed here."""
    logging.disable(logging.CRITICAL)
    mails = json.load(sys.stdin)
    answers = {}
    for name, make in PEERS.items():
        try:
            own = make()
        except Exception as error:
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
            continue
        answers[name] = [answered(own, text, sender) for text, sender in mails]
    json.dump(answers, sys.stdout)


def answered(own: Own, text: str, sender: str) -> str:
    """A library's answer, or the whole text where it fails."""
    try:
        return own(text, sender)
    except Exception:
        return text


if __name__ == "__main__":
    main()
