"""Reads over the kartable; letters and choices are known here by their own names, dossiers and deliveries in their own files."""

from kardad.inbox.queries.letters import (
    Counted,
    choices_of,
    is_on,
    is_proved,
    is_wanted,
    letters_of,
    messages_of,
    unread,
    unread_of,
)

__all__ = ["Counted", "choices_of", "is_on", "is_proved", "is_wanted", "letters_of", "messages_of", "unread", "unread_of"]
