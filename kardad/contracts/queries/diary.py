"""Reads of work diaries: whose they are, what was written, what of it counts."""

from django.db.models import QuerySet

from kardad.contracts import diaries, proof
from kardad.contracts.diaries import About, Month
from kardad.contracts.models import Diary, DiaryEntry
from kardad.contracts.policy import MOST_ENTRIES
from kardad.people.models import Person


def of(person: Person) -> QuerySet[Diary]:
    """The person's own diaries, newest first."""
    return Diary.objects.filter(person=person).order_by("-pk")


def about(diary: Diary) -> About:
    """Where it was worked, as the diary began."""
    return diaries.about(proof.read(diary.about))


def entries(diary: Diary) -> QuerySet[DiaryEntry]:
    """Everything that was written in it, with what corrects what."""
    return DiaryEntry.objects.filter(diary=diary).select_related("file", "corrects", "corrected_by").order_by("-pk")


def counting(diary: Diary) -> QuerySet[DiaryEntry]:
    """What counts: no later entry corrects it, and it does not only take another back."""
    return DiaryEntry.objects.filter(diary=diary, corrected_by__isnull=True, is_void=False)


def months(diary: Diary) -> list[Month]:
    """What counts, month by month, the newest first."""
    rows = counting(diary).exclude(minutes=None, amount=None).order_by("on", "pk")
    return diaries.months(rows.values_list("on", "minutes", "amount")[:MOST_ENTRIES])
