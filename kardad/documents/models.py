"""The table of papers: what each says, where it is on its way, and the file that it has become."""

import secrets

from django.db import models

from kardad.core import crypto
from kardad.core.fields import Sealed
from kardad.core.models import StoredFile
from kardad.evidence.models import Chain


def _token() -> str:
    return secrets.token_hex(16)


class Document(models.Model):
    """One official paper about one thing; its words are sealed, and the thing is named by type and id alone."""

    class State(models.TextChoices):
        WAITING = "waiting", "در نوبت ساخت"
        RENDERED = "rendered", "در نوبت مهر"
        SIGNED = "signed", "مهرشده"
        FAILED = "failed", "ساخته نشد"

    token = models.CharField(max_length=32, unique=True, default=_token)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=30)
    title = Sealed()
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    version = models.CharField(max_length=40, blank=True)  # of the subject; a version has one paper of a kind
    office_id = models.BigIntegerField(null=True)
    chain = models.ForeignKey(Chain, null=True, on_delete=models.PROTECT, related_name="+")
    data = Sealed()  # JSON: what its template prints
    facts = Sealed()  # JSON: what stands in its box, letter by letter
    code = Sealed()  # what the square on its face says after the address of /check/
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    sha256 = models.CharField(max_length=64, blank=True)  # of the file
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    rendered_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)  # of the step that it waits for
    rounds = models.PositiveSmallIntegerField(default=0)  # how often somebody sent it back to the beginning
    problem = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="signed") | models.Q(file__isnull=False, due_at__isnull=True), name="signed_has_file"
            ),
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind", "version"], condition=~models.Q(version=""), name="one_paper_a_version"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="document_subject"),
            models.Index(fields=["state", "due_at"], condition=models.Q(due_at__isnull=False), name="document_due"),
            models.Index(fields=["office_id", "-id"], name="document_office"),
            models.Index(fields=["chain", "-id"], name="document_chain"),
        ]

    @property
    def mark(self) -> str:
        """What its thing is, as an entry of proof may say it: keyed, so that nobody else reads an id from it."""
        return crypto.blind_index("documents.subject", f"{self.token}:{self.subject_type}:{self.subject_id}")

    @property
    def is_sealed(self) -> bool:
        """Whether it bears the platform's signature and may be given out."""
        return self.state == self.State.SIGNED
