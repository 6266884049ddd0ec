"""Proving an e-mail address: a link goes to it, and whoever opens the link in his own account has shown that he reads it."""

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse

from kardad.core import crypto, limits, outside
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox import mails, queries
from kardad.inbox.models import ProvedAddress
from kardad.kit.refusal import Refusal
from kardad.outbox import actions as outbox
from kardad.people import particulars
from kardad.people.models import Person

SALT = "inbox.address"
LASTS = timedelta(days=2)
LINKS_A_DAY = 3


class NoAddress(Refusal):
    """There is no address to prove, or it was proved, or the house sends no e-mail."""

    code = "ADDRESS_NONE"
    message = "نشانی رایانامه‌ای برای تأیید نداریم. نخست آن را در فرم کاربری بنویسید."


class LinkDead(Refusal):
    """The link is too old, of another person, or of an address that is no longer the person's."""

    code = "ADDRESS_LINK"
    message = "این پیوند دیگر کار نمی‌کند. از تنظیم پیامک و رایانامه پیوند تازه‌ای بخواهید."


@transaction.atomic
def ask(person: Person, *, by: Actor, at: datetime) -> None:
    """A link that proves the address is on its way to it, few a day; raises NoAddress or TooMany."""
    email = particulars.own(person).email
    if not email or outside.mailer() is None or queries.is_proved(person):
        raise NoAddress
    limits.allow("address-link", f"person:{person.pk}", limit=LINKS_A_DAY, at=at, window=timedelta(days=1))
    # Anybody may type anybody's address: its owner gets few such letters, whoever types it.
    limits.allow("address-link", crypto.blind_index("email", email), limit=LINKS_A_DAY, at=at, window=timedelta(days=1))
    words = mails.proof(outside.site_address(reverse("inbox:address", args=[key_of(person, at=at)])))
    outbox.queue_mail("address.proof", email, words=words, at=at, subject=("people.person", person.pk), person_id=person.pk)
    record("address.asked", person, by=by, at=at)


def key_of(person: Person, *, at: datetime) -> str:
    """What the link says, signed: whose, of which address, and when it was made."""
    index = crypto.blind_index("email", particulars.own(person).email)
    return signing.dumps([person.pk, index, int(at.timestamp())], salt=SALT)


def check(person: Person, key: str, *, at: datetime) -> str:
    """The blind index of the address that the link proves to be the person's; raises LinkDead."""
    try:
        pk, index, made = signing.loads(key, salt=SALT)
    except signing.BadSignature as error:
        raise LinkDead from error
    email = particulars.own(person).email
    is_old = at.timestamp() - made > LASTS.total_seconds()
    if pk != person.pk or is_old or not email or index != crypto.blind_index("email", email):
        raise LinkDead
    return str(index)


@transaction.atomic
def prove(person: Person, *, key: str, by: Actor, at: datetime) -> None:
    """The person reads mail at his address, and letters go there as he chose; raises LinkDead."""
    Person.objects.select_for_update().get(pk=person.pk)
    index = check(person, key, at=at)
    ProvedAddress.objects.update_or_create(person=person, defaults={"index": index, "proved_at": at})
    record("address.proved", person, by=by, at=at)
