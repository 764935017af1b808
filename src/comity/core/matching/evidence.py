"""What speaks for or against two descriptions being of one person, each piece with its weight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Evidence(NamedTuple):
    """One piece: what was found (a key of `WORDS`), the two values as written, and the weight in bits.

    A weight of 3 bits means that this is 2³ = 8 times as likely for one person's descriptions as for two people's.
    """

    what: str
    left: str
    right: str
    bits: float


WORDS: Final[Mapping[str, str]] = {
    "given_same": "Same given name",
    "given_sound": "Given names that sound alike",
    "given_nickname": "One given name is short for, or a form of, the other",
    "given_initial": "The initial fits the given name",
    "given_typo": "Given names that differ by a slip",
    "given_close": "Given names that are alike, but both in use",
    "given_different": "Different given names",
    "middle_same": "Same middle name or initial",
    "middle_different": "Different middle names or initials",
    "family_same": "Same family name",
    "family_sound": "Family names that sound alike",
    "family_part": "One part of a double or earlier family name is the same",
    "family_initial": "The initial fits the family name",
    "family_typo": "Family names that differ by a slip",
    "family_close": "Family names that are alike, but both in use",
    "family_different": "Different family names",
    "name_part": "The one name known is part of the other",
    "name_different": "Nothing in the two names is the same",
    "name_turned": "Given and family name stand in the other order",
    "name_common": "This name is common in your book",
    "generation_different": "Father and son, by what follows the name",
    "email_name": "The address spells the name",
    "email_same": "Two spellings of one mailbox",
    "email_local": "The same word before the @",
    "email_numbered": "Addresses that differ only by a number",
    "email_colleagues": "Two addresses at one company",
    "phone_same": "Same telephone number",
    "phone_different": "Different telephone numbers",
    "organisation_same": "Same organisation",
    "organisation_domain": "The address belongs to the organisation",
    "organisation_different": "Different organisations",
    "address_same": "Same postal address",
    "address_mostly": "Much of the postal address is the same",
    "address_partly": "Some of the postal address is the same",
    "address_different": "Different postal addresses",
    "birthday_same": "Same date of birth",
    "birthday_day": "Same birthday, the year is not told",
    "birthday_swapped": "Date of birth with day and month exchanged",
    "birthday_typo": "Dates of birth that differ by a slip",
    "birthday_partly": "Two parts of the date of birth are the same",
    "birthday_different": "Different dates of birth",
    "profile_same": "Same page or profile",
    "profile_different": "Two profiles on one network",
    "household": "What a family or household shares counts once",
    "chance": "Two people picked from your book are seldom one",
}
"""Every kind of evidence in plain English."""
