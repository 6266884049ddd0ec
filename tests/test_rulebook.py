"""The tables of moves of each room say what the documents say: no arrow more, none less, by nobody else."""

import pytest

from kardad.billing import flow as money
from kardad.cases import flow as disputes
from kardad.contracts import flow as contracts
from kardad.desk import flow as desk
from kardad.kit.flow import Flow
from kardad.people import roles
from kardad.qa import flow as questions
from tests.billing import rules_of_moves as money_rules
from tests.cases import rules_of_moves as dispute_rules
from tests.contracts import rules_of_moves as contract_rules
from tests.desk import rules_of_moves as desk_rules
from tests.qa import rules_of_moves as question_rules
from tests.rulebook import moves_of, states_of

ROOMS = {
    "desk": (desk, desk_rules),
    "billing": (money, money_rules),
    "qa": (questions, question_rules),
    "cases": (disputes, dispute_rules),
    "contracts": (contracts, contract_rules),
}


@pytest.mark.parametrize("room", ROOMS)
def test_the_table_of_every_flow_is_the_one_of_the_documents(room):
    flows, told = ROOMS[room]
    found = {name: flow for name, flow in vars(flows).items() if isinstance(flow, Flow)}
    assert set(found) == set(told.TABLES)
    for name, flow in found.items():
        assert moves_of(flow) == told.TABLES[name], name
        assert set(states_of(told.TABLES[name])) == flow.states, name


@pytest.mark.parametrize("room", ROOMS)
def test_every_role_of_the_house_is_known_as_the_rules_say(room):
    flows, told = ROOMS[room]
    for role in {*told.KNOWN_AS, *roles.ROLES}:
        assert flows.role_of(role) == told.KNOWN_AS.get(role, told.KNOWN_AS["member"]), role
