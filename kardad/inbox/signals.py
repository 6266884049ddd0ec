"""What the kartable shouts: upper rooms listen, inside the transaction of the action."""

from django.dispatch import Signal

notice_served = Signal()  # delivery, at: it counts at law from delivery.served_on
notice_opened = Signal()  # delivery, at
service_voided = Signal()  # delivery, at
sides_changed = Signal()  # dossier_id, at: a side was added, named, joined, represented or removed
deadline_changed = Signal()  # deadline, before (None for the first), at
asked_what_is_shut = Signal()  # dossier (an OuterRef), person_id: an Exists of what shuts that dossier to this member of staff, or None
