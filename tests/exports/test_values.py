"""Every value that a book can hold is read as it was written."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.records import Flag, Kind
from comity.exports import shapes, values
from comity.store.models import Claim, Identifier, Participant

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50)
_DAYS = st.integers(-(2**31) + 1, 2**31 - 1)
_INSTANTS = st.integers(-(2**63) + 1, 2**63 - 1)
_MOMENTS = st.datetimes(timezones=st.just(dt.UTC))
_HANDLES = st.tuples(st.from_regex(r"[a-z][a-z0-9_-]{0,15}", fullmatch=True), _TEXT.filter(bool))
_PLAIN = st.dictionaries(
    _TEXT, st.one_of(st.none(), st.booleans(), st.integers(-9, 9), _TEXT, st.lists(_TEXT)), max_size=4
)


@pytest.mark.parametrize(
    ("codec", "strategy"),
    [
        (values.text(), _TEXT),
        (values.DAY, _DAYS),
        (values.INSTANT, _INSTANTS),
        (values.MOMENT, _MOMENTS),
        (values.ID, st.uuids()),
        (values.KEY, st.binary(min_size=16, max_size=16)),
        (values.HASH, st.integers(0, 2**63 - 1)),
        (values.HANDLE, _HANDLES),
        (values.FLAGS, st.integers(0, int(~Flag(0)))),
        (values.PLAIN, _PLAIN),
        (values.TRUTH, st.booleans()),
        (values.SHARE, st.floats(0, 1)),
        (values.named(Kind), st.sampled_from([int(kind) for kind in Kind])),
        (values.nullable(values.number()), st.one_of(st.none(), _INSTANTS)),
    ],
)
def test_what_is_written_is_read_back(codec: values.Codec, strategy: st.SearchStrategy[Any]) -> None:
    @given(strategy)
    def holds(value: Any) -> None:
        assert codec.read(json.loads(json.dumps(codec.write(value), ensure_ascii=False))) == value

    holds()


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=8,
)


@given(value=_JSON)
def test_anything_else_is_refused_or_stands_for_something(value: Any) -> None:
    for shape in shapes.SHAPES.values():
        for key, codec in shape.items():
            with contextlib.suppress(ValueError):
                written = codec.write(codec.read(value))
                assert codec.read(written) == codec.read(value), key


def test_a_row_that_has_not_its_shape_names_the_key() -> None:
    for row, key in (({"name": "a"}, "key"), ({"name": 7, "key": "a"}, "name"), ([], "the line")):
        with pytest.raises(shapes.Unfit) as caught:
            shapes.read_row(shapes.SHAPES["tags"], row)
        assert caught.value.key == key


def test_instants_days_and_hashes_stand_as_people_write_them() -> None:
    assert values.INSTANT.write(0) == "1970-01-01T00:00:00Z"
    assert values.DAY.write(20_000) == "2024-10-04"
    assert values.HASH.write(255) == "00000000000000ff"
    assert values.KEY.write(bytes(16)) == str(UUID(int=0))
    assert values.HANDLE.write(("email", "a:b@c.example")) == "email:a:b@c.example"


def test_text_that_no_database_holds_is_written_without_it() -> None:
    assert values.text().write("a\0b\ud800") == "ab"


def test_the_words_stand_for_what_the_store_means_by_its_numbers() -> None:
    natures = shapes.SHAPES["identifiers"]["nature"]
    assert natures.write(Identifier.LIST) == "list"
    assert natures.write(Identifier.MACHINE) == "machine"
    assert shapes.SHAPES["identifiers"]["own"].write(Identifier.OWN_EMPLOYER) == "employer"
    assert shapes.SHAPES["claims"]["origin"].write(Claim.CARD) == "card"
    contact = values.counted("none", "from-them", "from-me", "both")
    assert [contact.write(n) for n in (Participant.IN, Participant.OUT)] == ["from-them", "from-me"]


def test_no_row_refers_to_a_kind_that_comes_later() -> None:
    order = list(shapes.SHAPES)
    assert (
        order.index("imports")
        < order.index("files")
        < order.index("interactions")
        < order.index("commitments")
    )
    assert (
        order.index("identifiers")
        < order.index("people")
        < order.index("relationships")
        < order.index("roles")
    )
