"""What billing tells the apps above it."""

from dataclasses import dataclass

from django.dispatch import Signal


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an invoice is for, as those above name it: the word, the number, and its page where the reader may open it."""

    word: str
    number: str
    url: str = ""


invoice_paid = Signal()  # invoice, at – once an invoice, inside the transaction that forgets to tell it again
invoice_changed = Signal()  # invoice, at – in the same transaction, whenever it is paid in part or wholly, void or credited
refund_decided = Signal()  # refund, at – inside the transaction in which it is approved or declined; the invoice is held
asked_who_may_pay = Signal()  # invoice, person_id – those above answer True for whoever asked for the buyer and may see and pay it
asked_who_paid = Signal()  # invoice – those above answer True where somebody of theirs, who is not its buyer, paid it for him
asked_what_for = Signal()  # invoice, actor (None: for a paper, which has no links) – those above answer with a Purpose for what is theirs
asked_for_services = Signal()  # those above answer with {code of the tariff: title}
