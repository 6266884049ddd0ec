"""How a payment is asked about again after nobody could say what became of it."""

from kardad.gateways.payments.outcomes import NotPaid, Reason, Standing, Trouble, Unknown, Verdict
from kardad.gateways.payments.port import Attempt, PaymentGateway


def ask_again(gateway: PaymentGateway, attempt: Attempt) -> Verdict:
    """The verdict on an attempt that was left open: inquired where the bank allows it, and verified only if money is there.

    Whoever has not paid yet stays Unknown with WAITING: the payer may be typing.
    """
    if not gateway.terms.can_inquire:
        return gateway.verify(attempt)
    found = gateway.inquire(attempt)
    if found.standing in (Standing.HELD, Standing.VERIFIED):
        return gateway.verify(attempt)
    if found.standing is Standing.NOT_PAID:
        return NotPaid(provider=found.provider, code=found.code, reason=found.reason or Reason.UNPAID)
    return Unknown(provider=found.provider, trouble=found.trouble or Trouble.WAITING, code=found.code)
