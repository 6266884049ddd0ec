"""Telling people: one letter in the kartable, and by SMS and e-mail what the person did not switch off."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Model

from kardad.core import outside
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox import kinds, mails, policy, queries
from kardad.inbox.models import Delivery, Dossier, Letter, Preference
from kardad.kit import text
from kardad.outbox import actions as outbox
from kardad.people import particulars
from kardad.people.models import Person


def tell(person: Person, event: str, /, *, about: Model, url: str, at: datetime, dossier: Dossier | None = None, **words: str) -> Letter:
    """The letter lies in the person's kartable and its SMS waits for the sweep; called inside the transaction of the action.

    `url` is a path of ours; where `about` is a delivery, the letter brings that notice.
    Raises LookupError for an event that no `data/letters.toml` has, or a word that its row names and nobody gave.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{event} was told outside a transaction")
    if not url.startswith("/") or url.startswith(("//", "/\\")):
        raise ValueError(f"{event} leads out of the house")
    kind = kinds.kind(event)
    if missing := kind.names - words.keys():
        raise LookupError(f"the letter {event} wants {', '.join(sorted(missing))}")
    filled = outside.message_words() | words
    if "number" in words:
        filled["number"] = text.to_persian_digits(words["number"])  # of an invoice, a request, a notice: as people read it
    said = {"title": kind.title.format_map(filled), "text": kind.text.format_map(filled)}
    letter = Letter.objects.create(
        person=person,
        event=event,
        group=kind.group,
        subject_type=about._meta.label_lower,
        subject_id=about.pk,
        words=json.dumps(said, ensure_ascii=False),
        url=url,
        at=at,
        dossier=dossier,
        delivery=about if isinstance(about, Delivery) else None,
    )
    _send(letter, kind, person, words)
    return letter


@transaction.atomic
def read(letter: Letter, *, by: Actor, at: datetime) -> None:
    """The letter is read since the first moment at which its person opened it."""
    Letter.objects.filter(pk=letter.pk, person_id=by.somebody, read_at=None).update(read_at=at)


@transaction.atomic
def choose(person: Person, wanted: Mapping[tuple[str, str], bool], *, by: Actor, at: datetime) -> int:
    """By these channels the person is told of these topics (groups or events) or is not; how many choices are new."""
    Person.objects.select_for_update().get(pk=person.pk)
    before = queries.choices_of(person.pk)
    changed = {key: is_on for key, is_on in wanted.items() if queries.is_on(*key, before) != is_on}
    rows = [
        Preference(person=person, topic=topic, channel=channel, is_on=is_on, changed_at=at) for (topic, channel), is_on in changed.items()
    ]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "topic", "channel"], update_fields=["is_on", "changed_at"]
    )
    if changed:
        record("preferences.changed", person, by=by, at=at, what="، ".join(_told(*key, is_on=is_on) for key, is_on in changed.items()))
    return len(changed)


@transaction.atomic
def follow_groups(person: Person, *, by: Actor, at: datetime) -> int:
    """No kind of letter has a choice of its own any more: each follows its group; how many had one."""
    done, _ = Preference.objects.filter(person=person).exclude(topic__in=kinds.GROUPS).delete()
    if done:
        record("preferences.changed", person, by=by, at=at, what="هر خبر مانند دسته خود")
    return done


def _told(topic: str, channel: str, *, is_on: bool) -> str:
    return f"{Preference.Channel(channel).label} «{kinds.topic_title(topic)}» {'روشن' if is_on else 'خاموش'}"


def _send(letter: Letter, kind: kinds.Kind, person: Person, words: dict[str, str]) -> None:
    """What the person did not switch off waits for its time, each by its own row."""
    choices = queries.choices_of(person.pk)
    due_at, subject = policy.due(letter.at), (letter._meta.label_lower, letter.pk)
    if kind.sms and queries.is_wanted(kind, Preference.Channel.SMS, choices) and (mobile := particulars.reachable(person)):
        said = {name: words[name] for name in sorted(kind.sms_names)}
        outbox.queue_text(kind.event, mobile, at=letter.at, due_at=due_at, subject=subject, person_id=person.pk, parameters=said)
    if queries.is_wanted(kind, Preference.Channel.EMAIL, choices):
        mail(letter, kind, person, due_at=due_at)


def mail(letter: Letter, kind: kinds.Kind, person: Person, *, due_at: datetime) -> None:
    """The letter waits to leave by e-mail too, where the house sends any and the person proved his address."""
    if outside.mailer() is None:
        return
    email = particulars.own(person).email
    if email and queries.is_proved(person):  # an address that nobody proved may be a stranger's
        said = mails.words(letter)
        subject = (letter._meta.label_lower, letter.pk)
        outbox.queue_mail(kind.event, email, words=said, at=letter.at, due_at=due_at, subject=subject, person_id=person.pk)
