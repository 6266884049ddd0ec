"""Reads over letters and choices."""

from collections.abc import Mapping

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery

from kardad.core import crypto
from kardad.inbox import kinds, policy
from kardad.inbox.kinds import Kind
from kardad.inbox.models import Letter, Preference, ProvedAddress
from kardad.outbox.models import Message
from kardad.people import particulars
from kardad.people.models import Person


def letters_of(person_id: int, *, group: str = "", is_unread: bool = False) -> QuerySet[Letter]:
    """The person's letters, newest first; of one group when it is named, and only those not opened when they are wanted."""
    rows = Letter.objects.filter(person_id=person_id).order_by("-pk")
    rows = rows.filter(group=group) if group else rows
    return rows.filter(read_at=None) if is_unread else rows


def unread(person_id: int) -> int:
    """How many letters the person has not opened; counting ends one past `policy.UNREAD_COUNTED`."""
    return Letter.objects.filter(person_id=person_id, read_at=None)[: policy.UNREAD_COUNTED + 1].count()


class Counted(Subquery):
    """How many rows a slice has, inside another statement."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"


def unread_of(person: str = "pk") -> Counted:
    """`unread` for the person whose id is that column of the statement around it."""
    rows = Letter.objects.filter(person_id=OuterRef(person), read_at=None).values("pk")
    return Counted(rows[: policy.UNREAD_COUNTED + 1], output_field=IntegerField())


def messages_of(letter: Letter) -> QuerySet[Message]:
    """What left, or waits to leave, for the letter: the SMS before the e-mail."""
    return Message.objects.filter(subject_type=letter._meta.label_lower, subject_id=letter.pk).order_by("pk")


def choices_of(person_id: int) -> Mapping[tuple[str, str], bool]:
    """What the person chose, by topic and channel."""
    rows = Preference.objects.filter(person_id=person_id).values_list("topic", "channel", "is_on")
    return {(topic, channel): is_on for topic, channel, is_on in rows}


def is_on(topic: str, channel: str, choices: Mapping[tuple[str, str], bool]) -> bool:
    """Whether a group or an event is on: by its own choice, an event else by its group's, else yes."""
    if (topic, channel) in choices or topic in kinds.GROUPS:
        return choices.get((topic, channel), True)
    return choices.get((kinds.kind(topic).group, channel), True)


def is_wanted(kind: Kind, channel: str, choices: Mapping[tuple[str, str], bool]) -> bool:
    """Whether letters of this kind go by the channel; an SMS that cannot be switched off does, whatever was chosen."""
    return (kind.always and channel == Preference.Channel.SMS) or is_on(kind.event, channel, choices)


def is_proved(person: Person) -> bool:
    """Whether the person has shown that he reads mail at the address he wrote."""
    email = particulars.own(person).email
    return bool(email) and ProvedAddress.objects.filter(person=person, index=crypto.blind_index("email", email)).exists()
