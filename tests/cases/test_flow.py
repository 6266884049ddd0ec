"""The tables of a dispute hold together: every state can be said, every state that is not an end can be left, and no end can."""

import pytest

from kardad.cases import flow, shown
from tests.cases import world


def test_every_state_has_its_words():
    assert set(flow.STATES) == flow.CASE.states
    assert set(flow.TONES) | flow.ENDED | set(flow.DESK) <= flow.CASE.states


def test_only_the_archive_cannot_be_left():
    assert [state for state in sorted(flow.CASE.states) if flow.CASE.is_final(state)] == ["archived"]


@pytest.mark.django_db
def test_a_state_names_the_board_that_has_the_case():
    case = world.filed(state="set").case
    assert shown.state(case) == "تعیین وقت هیئت تشخیص"
    case.instance = "DRB"
    assert shown.state(case) == "تعیین وقت هیئت حل اختلاف"
