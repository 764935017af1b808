"""Comparing what is known of two people besides their names."""

from __future__ import annotations

from math import log2
from typing import Final

from rapidfuzz.distance import OSA

from comity.core.matching.descriptions import Born, Description, Mailbox
from comity.core.matching.evidence import Evidence
from comity.core.matching.frequencies import Frequencies
from comity.core.matching.naming import MOST_BITS, spells
from comity.core.matching.words import slip

SAME: Final = {"local": 0.4, "phone": 0.6, "organisation": 0.4, "profile": 0.5}
"""How often two descriptions of one person that both name one share it."""
_ADDRESS_DISCOUNT = 0.6
"""Words of an address go together (a street lies in one town), so that their bits cannot simply be added."""
_PHONE_DIGITS = 8
"""The last digits of a telephone number that are compared: country and trunk prefixes come and go."""
MAILBOX_BITS = 18.0
"""One mailbox in two spellings is one person's, but for the shared ones that nobody knows of."""
MOST_ORGANISATION_BITS = 8.0
BIRTHDAY_BITS = 14.0
"""Of 25,000 days of the last 70 years two people share one; the rest is slips of the pen."""
_GENERATION_YEARS = range(15, 51)


def compare_particulars(left: Description, right: Description, seen: Frequencies) -> list[Evidence]:
    """Evidence from addresses of mail, telephones, organisations, birth dates and profiles."""
    found: list[Evidence] = []
    if left.emails and right.emails:
        found += _emails(left, right, seen)
    if left.phones and right.phones:
        found += _phones(left, right, seen)
    if (left.organisations or left.emails) and (right.organisations or right.emails):
        found += _organisations(left, right, seen)
    if left.born and right.born:
        found.append(_born(left.born, right.born))
    if left.profiles and right.profiles:
        found += _profiles(left, right, seen)
    if left.accounts and right.accounts:
        found += _accounts(left, right)
    return found


def _emails(left: Description, right: Description, seen: Frequencies) -> list[Evidence]:
    """The best agreement of two addresses, or else what speaks against."""
    found: list[Evidence] = []
    for one in left.emails:
        for two in right.emails:
            evidence = _mailboxes(one, two, left, right, seen)
            if evidence:
                found.append(evidence)
    if not found:
        return []
    best = max(found, key=lambda e: e.bits)
    return [best if best.bits > 0 else min(found, key=lambda e: e.bits)]


def _mailboxes(
    one: Mailbox, two: Mailbox, left: Description, right: Description, seen: Frequencies
) -> Evidence | None:
    if one.domain == two.domain:
        if one.local == two.local:
            return Evidence("email_same", one.text, two.text, MAILBOX_BITS)
        if one.letters and one.letters == two.letters and one.digits != two.digits:
            return Evidence("email_numbered", one.text, two.text, -4.0 if one.free else -8.0)
        return None if one.free else Evidence("email_colleagues", one.text, two.text, -2.0)
    if not one.letters or one.local != two.local:
        return None
    if any(spells(one, name) for name in (*left.names, *right.names)):
        # The names are compared already, and who is called so often writes it so.
        return Evidence("email_local", one.text, two.text, 2.5)
    bits = seen.bits("local", one.local) + log2(SAME["local"])
    # Short ones are initials or common words.
    return Evidence("email_local", one.text, two.text, min(bits, 1.8 * len(one.local), MOST_BITS))


def _phones(left: Description, right: Description, seen: Frequencies) -> list[Evidence]:
    for one in left.phones:
        for two in right.phones:
            if one[-_PHONE_DIGITS:] == two[-_PHONE_DIGITS:]:
                bits = min(10.0, seen.bits("phone", one[-_PHONE_DIGITS:]) + log2(SAME["phone"]))
                return [Evidence("phone_same", one, two, bits)]
    return [Evidence("phone_different", left.phones[0], right.phones[0], -0.7)]


def _organisations(left: Description, right: Description, seen: Frequencies) -> list[Evidence]:
    """Where both work; for two with addresses at one company that was told by these."""
    if any(a.domain == b.domain and not a.free for a in left.emails for b in right.emails):
        return []
    for key, text in left.organisations:
        for other, written in right.organisations:
            if key == other or (len(key) > 7 and OSA.distance(key, other, score_cutoff=1) <= 1):
                bits = min(
                    MOST_ORGANISATION_BITS, seen.bits("organisation", key) + log2(SAME["organisation"])
                )
                return [Evidence("organisation_same", text, written, bits)]
    for one, two in ((left, right), (right, left)):
        for key, text in one.organisations:
            plain = key.replace(" ", "")
            for box in two.emails:
                if not box.free and len(plain) > 2 and plain == _label(box.domain):
                    bits = min(7.0, seen.bits("organisation", key) + log2(SAME["organisation"]))
                    pair = (text, box.text) if one is left else (box.text, text)
                    return [Evidence("organisation_domain", *pair, bits)]
    if left.organisations and right.organisations:
        return [Evidence("organisation_different", left.organisations[0][1], right.organisations[0][1], -1.0)]
    return []


def _label(domain: str) -> str:
    """The part of a domain that names its owner: quill in mail.quill.co.uk."""
    parts = domain.split(".")
    if len(parts) > 2 and len(parts[-1]) == 2 and len(parts[-2]) <= 3:
        parts = parts[:-1]
    return parts[-2].replace("-", "") if len(parts) > 1 else domain


def compare_addresses(left: Description, right: Description, seen: Frequencies) -> Evidence | None:
    """The best of the pairs: every word counts by how rare it is, those with a slip for two thirds."""
    found = [
        _places(words, text, others, written, seen)
        for words, text in left.addresses
        for others, written in right.addresses
    ]
    return max(found, key=lambda e: e.bits, default=None)


def _places(
    words: tuple[str, ...], text: str, others: tuple[str, ...], written: str, seen: Frequencies
) -> Evidence:
    bits = {word: seen.bits("word", word) for word in (*words, *others)}
    common = set(words) & set(others)
    shared = sum(bits[word] for word in common)
    rest, open_ = [w for w in words if w not in common], [w for w in others if w not in common]
    missed = 0.0
    for word in rest:
        match = next((w for w in open_ if len(w) > 2 and slip(word, w)), None)
        if match is None:
            missed += bits[word]
            continue
        open_.remove(match)
        shared += min(bits[word], bits[match]) * (0.66 if word.isalpha() else 0.4)
    missed = (missed + sum(bits[word] for word in open_)) / 2
    alike = shared / (shared + missed) if shared else 0.0
    weight = _ADDRESS_DISCOUNT * (shared - 0.7 * missed)
    weight = max(-3.0, min(MOST_BITS, weight))
    if alike < 0.25:
        return Evidence("address_different", text, written, min(weight, -1.0))
    what = "address_same" if alike >= 0.8 else "address_mostly" if alike >= 0.5 else "address_partly"
    return Evidence(what, text, written, max(weight, 0.0))


def _born(one: Born, two: Born) -> Evidence:
    left, right = _written(one), _written(two)
    if (one.month, one.day) == (two.month, two.day):
        if one.year is None or two.year is None:
            return Evidence("birthday_day", left, right, 8.0)
        if one.year == two.year:
            return Evidence("birthday_same", left, right, BIRTHDAY_BITS)
    if one.year is None or two.year is None:
        swapped = (one.month, one.day) == (two.day, two.month)
        return Evidence(
            "birthday_swapped" if swapped else "birthday_different", left, right, 4.0 if swapped else -5.0
        )
    if one.year == two.year and (one.month, one.day) == (two.day, two.month):
        return Evidence("birthday_swapped", left, right, 9.0)
    if OSA.distance(left, right, score_cutoff=1) <= 1:
        return Evidence("birthday_typo", left, right, 6.0)
    agreeing = (one.year == two.year) + (one.month == two.month) + (one.day == two.day)
    if agreeing == 2:
        return Evidence("birthday_partly", left, right, 2.0)
    return Evidence("birthday_different", left, right, -6.0)


def _written(date: Born) -> str:
    year = f"{date.year:04}" if date.year is not None else "-"
    return f"{year}-{date.month:02}-{date.day:02}"


def generation_apart(one: Born | None, two: Born | None) -> bool:
    """Whether both birth years are known and lie as far apart as those of parent and child."""
    if one is None or two is None or one.year is None or two.year is None:
        return False
    return abs(one.year - two.year) in _GENERATION_YEARS and (one.month, one.day) != (two.month, two.day)


def _profiles(left: Description, right: Description, seen: Frequencies) -> list[Evidence]:
    for key, text in left.profiles:
        for other, written in right.profiles:
            if key == other:
                bits = min(MOST_BITS, seen.bits("profile", key) + log2(SAME["profile"]))
                return [Evidence("profile_same", text, written, bits)]
    return []


def _accounts(left: Description, right: Description) -> list[Evidence]:
    """People seldom have two profiles on one network; equal ones are one handle, and so one person already."""
    for kind, value in left.accounts:
        for other, written in right.accounts:
            if kind == other and value != written:
                return [Evidence("profile_different", value, written, -5.0)]
    return []
