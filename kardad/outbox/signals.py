"""What the outbox tells the rooms above it."""

from django.dispatch import Signal

message_moved = Signal()  # message, at – it was taken by a messenger, or came to an end; inside a transaction of its own
