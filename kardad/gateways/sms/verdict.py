"""What an HTTP answer without the vendor's own code says about a message."""

from kardad.gateways.sms.port import Outcome

BY_STATUS = {401: Outcome.AUTH, 403: Outcome.AUTH, 429: Outcome.QUOTA, 503: Outcome.UNAVAILABLE}


def unjudged(status: int) -> Outcome:
    """A request turned away was surely not carried out; one that broke on the other side, or was answered in riddles, may have been."""
    if status in BY_STATUS:
        return BY_STATUS[status]
    return Outcome.UNAVAILABLE if 400 <= status < 500 else Outcome.UNSURE
