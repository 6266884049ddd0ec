"""Flow tables: a state machine as a table of moves, read by actions, buttons, tests and documents alike."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kardad.kit.refusal import Refusal


class NotAllowed(Refusal):
    """The flow has no such move from this state for this role."""

    code = "NOT_ALLOWED"
    status = 409
    message = "این کار در وضعیت کنونی ممکن نیست."


@dataclass(frozen=True, slots=True)
class Move:
    """One arrow of a flow: from any of `sources` to `target`, for any of `roles`, shown on a button as `label`."""

    name: str
    sources: frozenset[str]
    target: str
    roles: frozenset[str]
    label: str = ""


def move(name: str, sources: str | Iterable[str], target: str, roles: str | Iterable[str], label: str = "") -> Move:
    """A move, with sources and roles given as words in one string (`"draft sent"`) or as an iterable."""
    return Move(name, _words(sources), target, _words(roles), label)


def known_as(staff: str, others: str) -> Callable[[str], str]:
    """How a table knows an actor by his role: staff (words in one string) by their own, everybody else as `others`."""
    named = _words(staff)
    return lambda role: role if role in named else others


class Flow:
    """A table of moves with a first state; the only judge of what may happen next."""

    def __init__(self, name: str, initial: str, moves: Iterable[Move]) -> None:
        self.name = name
        self.initial = initial
        self.moves = tuple(moves)
        self._arrows: dict[tuple[str, str, str], Move] = {}
        for step in self.moves:
            for source in step.sources:
                for role in step.roles:
                    if (source, step.name, role) in self._arrows:
                        raise ValueError(f"flow {name}: {step.name} from {source} for {role} is given twice")
                    self._arrows[source, step.name, role] = step

    @property
    def states(self) -> frozenset[str]:
        """Every state that a move leaves or reaches, and the first one."""
        return frozenset({self.initial}).union(*(step.sources | {step.target} for step in self.moves))

    @property
    def roles(self) -> frozenset[str]:
        """Every role that some move names."""
        return frozenset().union(*(step.roles for step in self.moves))

    def after(self, state: str, name: str, role: str) -> str:
        """The state that `name` leads to from `state` when `role` makes the move; raises NotAllowed."""
        step = self._arrows.get((state, name, role))
        if step is None:
            raise NotAllowed(flow=self.name, state=state, move=name, role=role)
        return step.target

    def allows(self, state: str, name: str, role: str) -> bool:
        """Whether `role` may make the move `name` from `state`."""
        return (state, name, role) in self._arrows

    def open_moves(self, state: str, role: str) -> list[Move]:
        """The moves `role` may make from `state`, in table order: what the page draws as buttons."""
        return [step for step in self.moves if state in step.sources and role in step.roles]

    def is_final(self, state: str) -> bool:
        """Whether no move of any role leaves `state`."""
        return not any(state in step.sources for step in self.moves)

    def forbidden(self) -> Iterator[tuple[str, str, str]]:
        """Every (state, move, role) that the table does not allow: what tests must see refused."""
        names = sorted({step.name for step in self.moves})
        for state in sorted(self.states):
            for name in names:
                for role in sorted(self.roles):
                    if (state, name, role) not in self._arrows:
                        yield state, name, role

    def diagram(self) -> str:
        """The flow as a Mermaid state diagram, for the documents."""
        arrows = [
            f"    {source} --> {step.target}: {step.name} ({', '.join(sorted(step.roles))})"
            for step in self.moves
            for source in sorted(step.sources)
        ]
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.initial}", *arrows])


def _words(given: str | Iterable[str]) -> frozenset[str]:
    return frozenset(given.split() if isinstance(given, str) else given)
