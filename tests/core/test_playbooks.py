"""Every role has its playbook, as data."""

from __future__ import annotations

import pytest

from comity.core.playbooks import ROLES, Nature, Playbook, Standing

RHYTHMS = {
    "manager": 7,
    "direct_report": 7,
    "supervisor": 30,
    "teammate": 14,
    "peer": 14,
    "mentor": 30,
    "mentee": 30,
    "sponsor": 91,
    "client": 30,
    "service_provider": 30,
    "external_contact": 120,
    "alumni": 120,
}


def test_every_standard_role_has_its_rhythm() -> None:
    assert {key: playbook.rhythm_days for key, playbook in ROLES.items()} == RHYTHMS


@pytest.mark.parametrize("playbook", ROLES.values(), ids=list(ROLES))
def test_a_playbook_says_what_to_watch_and_what_to_ask(playbook: Playbook) -> None:
    assert ROLES[playbook.key] is playbook
    assert playbook.title
    assert len(playbook.watches) >= 2
    assert playbook.asks
    assert all(ask.endswith("?") for ask in playbook.asks)


def test_roles_cannot_be_changed_while_running() -> None:
    with pytest.raises(TypeError):
        ROLES["manager"] = ROLES["peer"]  # type: ignore[index]


def test_standings_and_natures_keep_their_stored_values() -> None:
    assert [str(standing) for standing in Standing] == [
        "targeted",
        "met",
        "tentative",
        "developing",
        "trusted",
        "dormant",
        "stepped_back",
        "ended",
    ]
    assert [str(nature) for nature in Nature] == ["professional", "personal", "both"]
