"""What disputes shout among themselves: rooms of this app listen, inside the transaction of the action."""

from django.dispatch import Signal

finalised = Signal()  # case, at: it is final, by lapse or by the appeal board
unfinalised = Signal()  # case, at: a service fell or a day moved, and it is final no more
corrected = Signal()  # case, at: a final decision reads otherwise (LP 103)
ended = Signal()  # case, by, at: settled, withdrawn, annulled, dismissed or archived
