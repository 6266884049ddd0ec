"""What changes in the kartable."""

from kardad.inbox.actions.telling import choose, follow_groups, read, tell

__all__ = ["choose", "follow_groups", "read", "tell"]
