"""A flow table is the only judge of what may happen next."""

import pytest

from kardad.kit.flow import Flow, Move, NotAllowed, known_as, move

LETTER = Flow(
    "letter",
    "draft",
    [
        move("send", "draft", "sent", "clerk", "فرستادن"),
        move("recall", "sent", "draft", "clerk"),
        move("read", "sent", "read", ["party", "lawyer"], "خواندن"),
        move("withdraw", "draft sent", "withdrawn", "clerk"),
    ],
)


def test_a_move_takes_words_in_one_string_or_an_iterable():
    assert move("send", "a b", "c", ["x"]) == Move("send", frozenset({"a", "b"}), "c", frozenset({"x"}))


def test_a_move_of_the_table_leads_to_its_target():
    assert LETTER.after("draft", "send", "clerk") == "sent"
    assert LETTER.after("sent", "withdraw", "clerk") == "withdrawn"


@pytest.mark.parametrize(
    ("state", "name", "role"),
    [("draft", "read", "party"), ("sent", "read", "clerk"), ("draft", "burn", "clerk"), ("nowhere", "send", "clerk")],
)
def test_what_the_table_does_not_hold_is_refused_with_its_details(state, name, role):
    with pytest.raises(NotAllowed) as caught:
        LETTER.after(state, name, role)
    assert caught.value.details == {"flow": "letter", "state": state, "move": name, "role": role}
    assert caught.value.status == 409
    assert not LETTER.allows(state, name, role)


def test_allowed_and_forbidden_together_are_every_triple_and_share_none():
    names = {step.name for step in LETTER.moves}
    triples = {(state, name, role) for state in LETTER.states for name in names for role in LETTER.roles}
    forbidden = list(LETTER.forbidden())
    assert len(forbidden) == len(set(forbidden))
    assert {triple for triple in triples if not LETTER.allows(*triple)} == set(forbidden)


def test_every_forbidden_triple_is_refused():
    for state, name, role in LETTER.forbidden():
        with pytest.raises(NotAllowed):
            LETTER.after(state, name, role)


def test_the_buttons_of_a_role_are_its_moves_in_table_order():
    assert [step.name for step in LETTER.open_moves("sent", "clerk")] == ["recall", "withdraw"]
    assert [step.label for step in LETTER.open_moves("sent", "lawyer")] == ["خواندن"]
    assert LETTER.open_moves("read", "clerk") == []


def test_states_and_roles_are_those_that_the_table_names():
    assert LETTER.states == {"draft", "sent", "read", "withdrawn"}
    assert LETTER.roles == {"clerk", "party", "lawyer"}


def test_a_state_that_no_move_leaves_is_final():
    assert LETTER.is_final("read")
    assert LETTER.is_final("withdrawn")
    assert not LETTER.is_final("draft")


def test_two_moves_of_one_name_for_the_same_state_and_role_are_a_mistake():
    with pytest.raises(ValueError, match="letter: send from draft for clerk is given twice"):
        Flow("letter", "draft", [move("send", "draft", "sent", "clerk"), move("send", "draft", "lost", "clerk")])


def test_one_name_may_lead_two_roles_to_two_states():
    flow = Flow("paper", "new", [move("judge", "new", "accepted", "officer"), move("judge", "new", "suspended", "trainee")])
    assert flow.after("new", "judge", "officer") == "accepted"
    assert flow.after("new", "judge", "trainee") == "suspended"


def test_the_diagram_names_every_arrow_with_its_roles():
    lines = LETTER.diagram().splitlines()
    assert lines[:2] == ["stateDiagram-v2", "    [*] --> draft"]
    assert "    sent --> read: read (lawyer, party)" in lines
    assert len(lines) == 2 + sum(len(step.sources) for step in LETTER.moves)


def test_an_empty_table_has_its_first_state_alone():
    flow = Flow("still", "here", [])
    assert flow.states == {"here"}
    assert flow.roles == frozenset()
    assert flow.is_final("here")


def test_a_table_knows_staff_by_name_and_everybody_else_as_one():
    role_of = known_as("expert manager", others="client")
    assert [role_of(role) for role in ("expert", "manager", "reviewer", "", "client")] == [
        "expert",
        "manager",
        "client",
        "client",
        "client",
    ]
