"""Descriptions of people for the tests of matching: a book of strangers, and any two."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from comity.core.matching import Born, Description, Frequencies, Verdict, described, judged

STREET = ["12 Harbour Lane, 4021 Quilton"]


def others(count: int = 400) -> list[Description]:
    """Strangers who make up the rest of a book; every tenth is called John Smith."""
    syllables = "ba du fo gi ka le mo nu pa ri so tu".split()
    found = []
    for n in range(count):
        word = syllables[n % 12] + syllables[n // 12 % 12] + syllables[n * 7 % 12]
        name = "John Smith" if n % 10 == 0 else f"{word.title()} {word[::-1].title()}n"
        found.append(described(1000 + n, names=[name], emails=[f"{word}{n}@town{n}.example"]))
    return found


def verdict(left: dict[str, Any], right: dict[str, Any], book: list[Description] | None = None) -> Verdict:
    """What is thought of two descriptions in a book of 400 others."""
    one, two = described(1, **left), described(2, **right)
    return judged(one, two, Frequencies([one, two, *(others() if book is None else book)]))


def whats(found: Verdict) -> set[str]:
    return {evidence.what for evidence in found.evidence}


NAMES = st.sampled_from(
    [
        "Ines Varga",
        "Inés Varga",
        "I. Varga",
        "Varga, Ines",
        "Ines",
        "John Smith",
        "Tom B. Quirke",
        "Quirke Tom",
        "van Beek",
        "J",
        "",
    ]
)
EMAILS = st.sampled_from(
    ["ines@a.example", "ines.varga@b.example", "ivarga@gmail.com", "ivarga2@gmail.com", "info@a.example"]
)
ANYBODY = st.builds(
    lambda names, emails, phones, organisations, addresses, born: {
        "names": names, "emails": emails, "phones": phones, "organisations": organisations, "addresses": addresses, "born": born,
    },
    st.lists(NAMES, max_size=2),
    st.lists(EMAILS, max_size=2),
    st.lists(st.sampled_from(["+49 30 1234567", "030 1234567", "5"]), max_size=2),
    st.lists(st.sampled_from(["Quill GmbH", "Quill", "A"]), max_size=2),
    st.lists(st.sampled_from([*STREET, "12 Harbor Lane", ""]), max_size=2),
    st.none() | st.builds(Born, st.none() | st.integers(1940, 2000), st.integers(1, 12), st.integers(1, 28)),
)  # fmt: skip
