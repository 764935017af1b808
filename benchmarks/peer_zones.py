"""What other libraries hold for a mail's own words; run by `evaluate_zones` in an interpreter that has them.

Reads a JSON list of texts from standard input, writes {library: [own words, …]} to standard output. A library
that is not installed is left out. Each is asked for its own answer without quotation and without signature.
"""

from __future__ import annotations

import importlib
import json
import logging
import sys
from collections.abc import Callable
from typing import Any


def load(name: str) -> Any:
    """A module by its name, so that nothing here depends on it."""
    return importlib.import_module(name)


def email_reply_parser() -> Callable[[str], str]:
    """GitHub's rules, in Python (Zapier)."""
    parser = load("email_reply_parser").EmailReplyParser

    def own(text: str) -> str:
        fragments = parser.read(text).fragments
        return "\n".join(
            f.content for f in fragments if not (f.quoted or f.signature or f.headers or f.hidden)
        )

    return own


def mail_parser_reply() -> Callable[[str], str]:
    """A later port with many languages; the first reply, without signatures and disclaimers."""
    parser = load("mailparser_reply").EmailReplyParser(
        languages=["en", "de", "fr", "es", "it", "nl", "sv", "da", "pl", "cs", "ja"]
    )

    def own(text: str) -> str:
        replies = parser.read(text).replies
        return str(replies[0].body) if replies else ""

    return own


def quotequail() -> Callable[[str], str]:
    """Close.io's quotation finder; it knows no signatures."""
    library = load("quotequail")

    def own(text: str) -> str:
        return "\n".join(part for shown, part in library.quote(text) if shown)

    return own


def quotequail_unwrap() -> Callable[[str], str]:
    """The same, by its other function, which also finds forwarded mails."""
    library = load("quotequail")

    def own(text: str) -> str:
        found = library.unwrap(text)
        if not found:
            return text
        return "\n".join(found.get(key, "") for key in ("text_top", "text_bottom"))

    return own


def talon_rules() -> Callable[[str], str]:
    """Mailgun's rules for quotations, then for signatures."""
    quotations, signature = load("talon.quotations"), load("talon.signature.bruteforce")

    def own(text: str) -> str:
        return str(signature.extract_signature(quotations.extract_from_plain(text))[0])

    return own


def talon_learned() -> Callable[[str], str]:
    """Mailgun's rules for quotations, then its trained classifier of signatures, which is not told the sender."""
    load("talon").init()
    quotations, signature = load("talon.quotations"), load("talon.signature")

    def own(text: str) -> str:
        return str(signature.extract(quotations.extract_from_plain(text), sender="")[0])

    return own


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
    texts = json.load(sys.stdin)
    answers = {}
    for name, make in PEERS.items():
        try:
            own = make()
        except Exception as error:
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
            continue
        answers[name] = [answered(own, text) for text in texts]
    json.dump(answers, sys.stdout)


def answered(own: Callable[[str], str], text: str) -> str:
    """A library's answer, or the whole text where it fails."""
    try:
        return own(text)
    except Exception:
        return text


if __name__ == "__main__":
    main()
