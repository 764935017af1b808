"""The chain: what binds its links, and that nothing before the latest anchored head changes without being found."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core import evidence
from comity.core.evidence_check import MAILED, PRINTED, Anchored, Finding, Stored, check
from tests.chained import START, STEP, anchor, anew, chain, entry

_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(_VALUES)
def test_a_canonical_form_is_one_and_can_be_read(value: Any) -> None:
    written = evidence.canonical(value)
    assert json.loads(written) == value
    assert evidence.canonical(json.loads(written)) == written


def test_the_canonical_form_is_that_of_rfc_8785() -> None:
    value = {"b": [True, None, -7], "a": 'é €\n\x0f"\\\x7f/', "": {}}
    assert evidence.canonical(value) == '{"":{},"a":"é €\\n\\u000f\\"\\\\\x7f/","b":[true,null,-7]}'.encode()


@pytest.mark.parametrize(
    "value", [1.5, 2**53, b"x", "\ud800", {1: "x"}, {"\ud800": 1}, [[[[[[[[[[1]]]]]]]]]], float("nan")]
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (half a character has words of its own)
        evidence.canonical(value)


def test_a_header_says_what_it_was_made_of_and_nothing_of_the_words() -> None:
    body = {"title": "Shouted at", "saw/1": "He shouted."}
    salts = evidence.salts(body)
    link = evidence.Link("b", 1, "e", "i", evidence.CORRECTION, "c", 7, evidence.START)
    raw = evidence.header(link, b"text", body, salts)
    read = evidence.read(raw)
    assert read is not None
    assert (read.link, read.size, set(read.fields)) == (link, 4, set(body))
    assert b"hout" not in raw
    assert evidence.differing(read.fields, body, salts) == ()
    assert evidence.differing(read.fields, {"saw/1": "He shouted."}, salts) == ()


@pytest.mark.parametrize(
    ("body", "salts"),
    [
        ({"saw/1": "He whispered."}, {"saw/1": "a" * 64}),
        ({"saw/2": "He shouted."}, {"saw/2": "a" * 64}),
        ({"saw/1": "He shouted."}, {}),
        ({"saw/1": "He shouted."}, {"saw/1": "b" * 64}),
        ({"saw/1": "He shouted."}, {"saw/1": "a" * 62}),
        ({"saw/1": "He shouted."}, {"saw/1": "z" * 64}),
        ({"saw/1": 1.5}, {"saw/1": "a" * 64}),
    ],
)
def test_a_field_that_was_not_committed_to_differs(body: dict[str, Any], salts: dict[str, str]) -> None:
    fields = {"saw/1": evidence.commitment("a" * 64, "He shouted.")}
    assert evidence.differing(fields, body, salts) == tuple(body)


def test_two_notes_of_the_same_words_have_commitments_that_differ() -> None:
    body = {"saw/1": "He shouted."}
    assert evidence.salts(body) != evidence.salts(body)
    assert len(evidence.salts(body)["saw/1"]) == 64


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.pop("size"),
        lambda told: told.update(more=1),
        lambda told: told.update(number="1"),
        lambda told: told.update(number=True),
        lambda told: told.update(version=2),
        lambda told: told.update(format="other"),
        lambda told: told.update(kind="other"),
        lambda told: told.update(corrects=1),
        lambda told: told.update(fields=[]),
        lambda told: told.update(fields={"a": 1}),
        lambda told: told.update(book=None),
    ],
    ids=["gone", "more", "text", "truth", "version", "format", "kind", "corrects", "list", "number", "none"],
)
def test_what_is_no_header_is_not_read_as_one(change: Callable[[dict[str, Any]], None]) -> None:
    told = json.loads(chain(1)[0].header)
    change(told)
    assert evidence.read(evidence.canonical(told)) is None


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"size": 1}'])
def test_bytes_that_are_no_header_are_not_read_as_one(raw: bytes) -> None:
    assert evidence.read(raw) is None


def test_a_header_with_white_space_or_a_name_twice_is_altered() -> None:
    raw = chain(1)[0].header
    assert evidence.read(raw + b" ") is None
    assert evidence.read(raw.replace(b'{"book"', b'{"book":"x","book"', 1)) is None


def test_a_digest_is_shown_in_groups() -> None:
    assert evidence.grouped("0123456789abcdef", 4) == "0123 4567 89ab cdef"


def test_a_chain_as_it_was_written_is_whole_and_what_is_not_anchored_is_said() -> None:
    links = chain(6)
    report = check(links, [anchor(links, 2), anchor(links, 4, PRINTED), anchor(links, 1, MAILED)])
    assert report.is_whole
    assert (report.count, report.head, report.proved, report.claimed, report.not_anchored) == (
        6,
        links[-1].digest,
        2,
        4,
        2,
    )


def test_an_empty_chain_is_whole_and_one_that_was_anchored_was_emptied() -> None:
    assert check([], []).is_whole
    assert check([], []).head == ""
    assert check([], [anchor(chain(2), 2)]).findings == (Finding(1, "removed"), Finding(2, "removed"))


@given(st.integers(1, 8), st.data())
def test_any_byte_of_a_link_that_is_changed_is_found(count: int, data: st.DataObject) -> None:
    links = chain(count)
    place = data.draw(st.integers(0, count - 1))
    header = bytearray(links[place].header)
    header[data.draw(st.integers(0, len(header) - 1))] ^= data.draw(st.integers(1, 255))
    column = data.draw(st.sampled_from(["header", "both", "digest", "text", "size", "entry", "incident"]))
    raw, one = bytes(header), links[place]
    changed: dict[str, Any] = {
        "header": {"header": raw},
        "both": {"header": raw, "digest": evidence.digest(raw)},
        "digest": {"digest": evidence.digest(raw)},
        "text": {"ciphertext": ("a" * 64, one.ciphertext[1] if one.ciphertext else 0)},
        "size": {"ciphertext": None},
        "entry": {"entry": entry(99)},
        "incident": {"incident": entry(99)},
    }
    links[place] = dataclasses.replace(one, **changed[column])
    report = check(links, [anchor(chain(count), count)] if column == "both" else [])
    assert not report.is_whole


@given(st.integers(2, 8), st.data())
def test_any_link_that_is_removed_moved_or_put_in_twice_before_an_anchor_is_found(
    count: int, data: st.DataObject
) -> None:
    links = chain(count)
    anchors = [anchor(links, count)]
    one, other = data.draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=2, unique=True))
    how = data.draw(st.sampled_from(["removed", "swapped", "twice", "cut", "renumbered"]))
    changed = list(links)
    if how == "removed":
        del changed[one]
    elif how == "swapped":
        changed[one], changed[other] = changed[other], changed[one]
    elif how == "twice":
        changed.insert(other, changed[one])
    elif how == "cut":
        del changed[one:]
    else:
        first, second = changed[one], changed[other]
        changed[one] = dataclasses.replace(second, number=first.number)
        changed[other] = dataclasses.replace(first, number=second.number)
    assert not check(changed, anchors).is_whole


@given(st.integers(2, 8), st.data())
def test_a_chain_written_anew_does_not_fit_what_was_told_outside(count: int, data: st.DataObject) -> None:
    """Whoever holds the book can hash it all again; the anchor cannot be hashed again."""
    links = chain(count)
    anchored = data.draw(st.integers(1, count))
    first = data.draw(st.integers(1, anchored))
    told: dict[str, Any] = data.draw(
        st.sampled_from(
            [
                {"ciphertext": "b" * 64},
                {"written_at": START + first * STEP - 1},
                {"fields": {}},
                {"kind": "closing"},
            ]
        )
    )
    changed = anew(links, first, **told)
    assert {one.what for one in check(changed, []).findings} <= {"text"}
    assert Finding(anchored, "anchor") in check(changed, [anchor(links, anchored)]).findings


@given(st.integers(1, 7), st.integers(1, 7))
def test_what_follows_the_last_anchor_can_be_cut_off_and_is_then_not_claimed(
    anchored: int, left: int
) -> None:
    links = chain(8)
    left = max(anchored, left)
    report = check(links[:left], [anchor(links, anchored)])
    assert report.is_whole
    assert (report.count, report.proved, report.not_anchored) == (left, anchored, left - anchored)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda links: links.pop(2), Finding(3, "removed")),
        (lambda links: links.insert(3, links[1]), Finding(2, "inserted")),
        (lambda links: links.__setitem__(slice(2, 4), links[3:1:-1]), Finding(4, "moved")),
        (lambda links: links.__setitem__(1, anew(links, 2, kind="closing")[1]), Finding(3, "cut")),
        (lambda links: links.__setitem__(slice(None), anew(links, 4, book="other")), Finding(4, "foreign")),
        (lambda links: links.__setitem__(slice(None), anew(links, 4, written_at=START)), Finding(4, "clock")),
        (
            lambda links: links.__setitem__(2, dataclasses.replace(links[2], ciphertext=None)),
            Finding(3, "text"),
        ),
        (
            lambda links: links.__setitem__(2, dataclasses.replace(links[2], header=b"{}")),
            Finding(3, "altered"),
        ),
    ],
    ids=lambda one: one.what if isinstance(one, Finding) else "",
)
def test_what_was_done_to_a_chain_is_called_by_its_name(
    change: Callable[[list[Stored]], object], found: Finding
) -> None:
    links = chain(5)
    change(links)
    assert found in check(links, []).findings


def test_an_entry_dated_back_behind_an_anchor_it_follows_is_found() -> None:
    links = chain(4)
    at = START + 3 * STEP
    changed = anew(links, 4, written_at=at + 60)
    assert Finding(4, "backdated") in check(changed, [anchor(links, 3)]).findings
    assert check(anew(links, 4, written_at=at + STEP // 2 - 60), [anchor(links, 3)]).is_whole


def test_an_entry_dated_after_the_anchor_that_covers_it_is_found() -> None:
    links = chain(4)
    early = Anchored(3, links[2].digest, PRINTED, START + 2 * STEP)
    assert Finding(3, "ahead") in check(links, [early, anchor(links, 4)]).findings
    assert check(links, [Anchored(4, links[3].digest, PRINTED, START + 4 * STEP - 60)]).is_whole
