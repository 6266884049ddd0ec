"""What a side can do with a contract now, as links in the order of need; a room adds its own by `offers`."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from django.urls import reverse

from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.contracts.shown.following import Waiting

Way = tuple[str, str]  # what it says, where it leads

# By side and state: words and URL name; the text itself comes after them, once it was sent.
SIGNING: Final[dict[tuple[str, str], tuple[Way, ...]]] = {
    (standing.EMPLOYER, "draft"): (("بازبینی و ویرایش", "review"), ("امضا و فرستادن برای کارگر", "send")),
    (standing.EMPLOYER, "revision_requested"): (
        ("دیدن اصلاح‌ها و فرستادن دوباره", "send"),
        ("ویرایش قرارداد", "review"),
        ("پس گرفتن", "recall"),
    ),
    (standing.EMPLOYER, "sent"): (("پس گرفتن و ویرایش", "recall"),),
    (standing.EMPLOYER, "expired"): (("ویرایش دوباره", "reopen"),),
    (standing.WORKER, "sent"): (("خواندن و پاسخ‌دادن", "read"),),
}
_ROOMS: list[Callable[[Standing], Iterator[Way]]] = []


def offers(room: Callable[[Standing], Iterator[Way]]) -> Callable[[Standing], Iterator[Way]]:
    """The room's links stand on the contract's page from now on."""
    _ROOMS.append(room)
    return room


def ways(place: Standing, beside: Sequence[Waiting]) -> list[Way]:
    """Every link for this side: what waits for its signature, its answer, the other rooms' deeds, the text."""
    contract = place.contract
    found = [(f"{one.title}: {'خواندن و امضا' if one.waits else 'منتظر طرف دیگر'}", one.href) for one in beside]
    named = SIGNING.get((place.side, contract.state), ())
    found += [(said, reverse(f"contracts:{name}", args=[contract.token])) for said, name in named]
    found += [way for room in _ROOMS for way in room(place)]
    if contract.version and not any(name == "read" for _, name in named):
        found.append(("متن قرارداد", reverse("contracts:read", args=[contract.token])))
    return found
