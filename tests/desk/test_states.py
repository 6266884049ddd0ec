"""Every state of a request can be reached by the deeds that lead there."""

import pytest

from kardad.desk import flow
from tests.desk import world


@pytest.mark.parametrize("state", sorted(flow.REQUEST.states))
def test_a_request_comes_into_every_state(bureau, state):
    assert world.request_in(state, bureau).state == state


def test_the_world_knows_every_state():
    assert set(world.MAKERS) == flow.REQUEST.states == set(flow.STATES) == set(flow.TONES)
