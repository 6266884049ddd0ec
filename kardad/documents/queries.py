"""Reads of papers."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q, QuerySet

from kardad.documents.models import Document
from kardad.evidence.models import Chain, Entry


def of(subject: models.Model) -> QuerySet[Document]:
    """The papers about one thing, newest first."""
    return Document.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).order_by("-id")


def about(subjects: Iterable[models.Model]) -> QuerySet[Document]:
    """The papers about all of these things in one statement, newest first, without what they say."""
    wanted: dict[str, list[int]] = {}
    for one in subjects:
        wanted.setdefault(one._meta.label_lower, []).append(one.pk)
    these = reduce(or_, (Q(subject_type=name, subject_id__in=pks) for name, pks in wanted.items()), Q(pk=None))
    return Document.objects.filter(these).defer("title", "data", "facts", "code").order_by("-id")


def of_chain(chain: Chain) -> QuerySet[Document]:
    """The papers of one dossier that are sealed, oldest first: what goes out with its proofs."""
    return Document.objects.filter(chain=chain, state=Document.State.SIGNED).select_related("file").order_by("id")


def sealing(document: Document) -> Entry | None:
    """The entry that says which bytes the paper is; None for one of no dossier, or not sealed yet."""
    rows = Entry.objects.filter(chain=document.chain_id or 0, kind="paper.sealed", body__contains=f'"document":"{document.token}"')
    return rows.select_related("chain").order_by("seq").last()


def numbered(number: str) -> Document | None:
    """The sealed paper of this number."""
    return Document.objects.filter(number=number, state=Document.State.SIGNED).first()


def later(document: Document) -> QuerySet[Document]:
    """The sealed papers of the same kind about the same thing that were made after this one, the first of them first."""
    same = Document.objects.filter(subject_type=document.subject_type, subject_id=document.subject_id, kind=document.kind)
    return same.filter(state=Document.State.SIGNED, pk__gt=document.pk).order_by("pk")


def due(state: str, at: datetime) -> QuerySet[Document]:
    """The papers in this state whose next step is due, the one that waits longest first."""
    return Document.objects.filter(state=state, due_at__lte=at).order_by("due_at", "id")


def failed() -> QuerySet[Document]:
    """The papers that were given up, newest first."""
    return Document.objects.filter(state=Document.State.FAILED).order_by("-id")
