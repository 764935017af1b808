"""Which addresses look like those of an employer."""

from __future__ import annotations

import pytest

from comity.core.employers import fits


@pytest.mark.parametrize(
    ("organisation", "address", "expected"),
    [
        ("Quill Ltd", "noor@quill.example", True),
        ("Quill Ltd", "noor@mail.quill.co.example", True),
        ("Hollis Press", "noor@hollispress.example", True),
        ("North Harbour Works", "noor@nhw.example", True),
        ("Øre & Co", "noor@ore.example", True),
        ("Quill Ltd", "quill@harbour.example", False),
        ("Quill Ltd", "noor@quills.example", False),
        ("AB", "noor@ab.example", False),
        ("", "noor@quill.example", False),
        ("Quill", "noor", False),
    ],
)
def test_a_domain_with_the_name_in_it_fits(organisation: str, address: str, expected: bool) -> None:
    assert fits(organisation, address) is expected
