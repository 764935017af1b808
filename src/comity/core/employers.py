"""Whether an address looks like one at an organisation."""

from __future__ import annotations

from comity.core import folding

_SHORTEST = 3


def fits(organisation: str, address: str) -> bool:
    """Whether the domain of an address has the organisation's name in it: "Quill Ltd" in mail.quill.example.

    A part of the domain must be the first word of the name, all its words together, or their first letters.
    """
    words = folding.words(organisation)
    labels = {"".join(folding.words(label)) for label in address.rpartition("@")[2].split(".")[:-1]}
    spelt = {words[0], "".join(words), "".join(word[0] for word in words)} if words else set()
    return any(len(name) >= _SHORTEST and name in labels for name in spelt)
