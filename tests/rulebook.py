"""The rules of moves as a person copied them out of the documents, unfolded; no test's oracle is the table that is under test."""

from kardad.kit.flow import Flow

Rules = dict[tuple[str, str, str], str]


def rules(text: str) -> Rules:
    """(state, move, role) → target, from lines of `states | move | roles | target`; what follows `#` says where the rule stands."""
    found: Rules = {}
    for line in filter(None, (one.partition("#")[0].strip() for one in text.splitlines())):
        states, name, roles, target = (part.split() for part in line.split("|"))
        for state in states:
            for role in roles:
                assert (state, name[0], role) not in found, f"said twice: {line}"
                found[state, name[0], role] = target[0]
    return found


def moves_of(table: Flow) -> Rules:
    """What the product's table allows, in the same words."""
    return {(state, step.name, role): step.target for step in table.moves for state in step.sources for role in step.roles}


def states_of(told: Rules) -> list[str]:
    """Every state that the rules name."""
    return sorted({state for state, _, _ in told} | set(told.values()))


def names_of(told: Rules) -> set[str]:
    """Every move that the rules name."""
    return {name for _, name, _ in told}


def arrows(told: Rules) -> dict[str, set[str]]:
    """State → the states to which somebody may move from it."""
    found: dict[str, set[str]] = {}
    for (state, _, _), target in told.items():
        found.setdefault(state, set()).add(target)
    return found
