"""Keys are made, follow one another, and are declared lost."""

from datetime import UTC, datetime

from django.db import IntegrityError, transaction

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.evidence import chain, keys, signing
from kardad.evidence.models import Key
from kardad.evidence.signing import Signer
from kardad.kit.refusal import Refusal

# Before the first key nothing was signed, so it is good for whatever says to be older than this house (a clock may go back).
FIRST = datetime(2025, 3, 21, tzinfo=UTC)


class KeyLost(Refusal):
    """A key that is lost or followed already cannot be lost again."""

    code = "EVIDENCE_KEY_LOST"
    message = "این کلید پیش‌تر گم‌شده اعلام شده است یا چنین کلیدی نیست."


def ensure_key() -> Key:
    """There is a key that signs; made where there is none."""
    found = _current()
    if found is not None:
        return found
    last = Key.objects.order_by("-place").first()
    try:
        with transaction.atomic():
            return _made(since=(last.lost_at or last.since) if last else FIRST, after=last)
    except IntegrityError:  # another process made it in this moment
        return Key.objects.filter(until=None).latest("place")


def sealed(payload: bytes) -> tuple[str, str]:
    """The current key's name and its signature over these bytes."""
    signer = current()
    return signer.key, signing.to_text(signer.sign(payload))


def current() -> Signer:
    """The signer of the current key; raises KeyGone when its file is not on this machine."""
    return keys.signer(ensure_key().key)


@transaction.atomic
def rotate_key(*, by: Actor, at: datetime) -> Key:
    """A new key signs from now on, endorsed by the one before, which ends."""
    old = hold()
    made = _made(since=max(at, old.since), after=old, endorser=keys.signer(old.key))
    old.until = made.since
    old.save(update_fields=["until"])
    record("key.rotated", made, by=by, at=at, key=made.key)
    return made


@transaction.atomic
def lose_key(key: str, *, by: Actor, at: datetime) -> Key:
    """What the key signs from now on is worth nothing, and what it signed before only with an older stamp; a key that signs is there."""
    hold()
    lost = Key.objects.select_for_update().filter(key=key, lost_at=None).first()
    if lost is None:
        raise KeyLost
    lost.lost_at = at
    lost.until = lost.until or at
    lost.save(update_fields=["lost_at", "until"])
    record("key.lost", lost, by=by, at=at, key=key)
    return ensure_key()


def hold() -> Key:
    """The current key, while the first key's row is locked: who holds that writes leaves, roots and keys, and nobody else does."""
    ensure_key()
    Key.objects.select_for_update().get(place=0)
    return ensure_key()


def _current() -> Key | None:
    return Key.objects.filter(until=None, lost_at=None).order_by("-place").first()


def _made(*, since: datetime, after: Key | None, endorser: Signer | None = None) -> Key:
    signer = keys.draw()
    public = signing.to_text(signer.public)
    endorsement = endorser.over(signing.endorsed(signer.key, public, chain.moment(since))) if endorser else ""
    return Key.objects.create(
        key=signer.key,
        place=after.place + 1 if after else 0,
        public=public,
        since=since,
        endorsed_by=endorser.key if endorser else "",
        endorsement=endorsement,
    )
