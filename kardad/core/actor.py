"""Who acts: the four facts that every action, event and proof keeps."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a role, perhaps for an organisation or another person, at an assurance level.

    `on_behalf_of` is `"organisation:7"` or `"person:12"`; empty when someone acts for himself.
    """

    person_id: int | None
    role: str
    on_behalf_of: str = ""
    level: int = 0

    @property
    def is_person(self) -> bool:
        """Whether a known person stands behind this actor."""
        return self.person_id is not None

    @property
    def somebody(self) -> int:
        """The person's id, where access has made sure that there is one."""
        if self.person_id is None:
            raise LookupError("nobody acts")
        return self.person_id

    def acting_as(self, role: str, *, on_behalf_of: str = "") -> "Actor":
        """The same person in another role."""
        return replace(self, role=role, on_behalf_of=on_behalf_of)


VISITOR = Actor(None, "visitor")
SYSTEM = Actor(None, "system")
