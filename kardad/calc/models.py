"""What people keep of their calculations."""

import secrets

from django.db import models

from kardad.core.models import StoredFile
from kardad.people.models import Person


class SavedSheet(models.Model):
    """A sheet as it was computed on a day, with what it was asked and the version of the law, so that it can be computed again."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sheets")
    calculator = models.CharField(max_length=40)  # kardad.law.calculators.ROOMS
    inputs = models.JSONField()  # as given, policies included; the sheet holds them as understood
    sheet = models.JSONField()
    law_version = models.CharField(max_length=40)
    on = models.DateField()
    title = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="sheet_person")]


def _token() -> str:
    return secrets.token_hex(16)


class PayrollList(models.Model):
    """A roster computed for one month; the people in it lie sealed in its parts and files, and all of it goes when it expires."""

    class State(models.TextChoices):
        WAITING = "waiting", "در صف"
        WORKING = "working", "در حال محاسبه"
        WRITING = "writing", "در حال ساختن پرونده"
        DONE = "done", "آماده"
        FAILED = "failed", "خوانده نشد"

    token = models.CharField(max_length=32, unique=True, default=_token)
    once = models.CharField(max_length=64, unique=True)  # of the form that was sent: sent twice, it makes one list
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="payroll_lists")  # None: of one browser
    title = models.CharField(max_length=120, blank=True)
    month = models.CharField(max_length=7)  # "1404-05"
    policies = models.JSONField(default=dict)
    rounding = models.PositiveIntegerField(default=0)
    law_version = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # The rows the file may have, and those dealt with so far: progress.
    expected = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    control = models.JSONField(default=dict)  # kardad.calc.payroll.computing.Control
    headings = models.JSONField(default=list)  # as the file has them, for the rows that must be mended
    notes = models.JSONField(default=list)  # what must be known of the columns
    failure = models.CharField(max_length=300, blank=True)
    roster = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    workbook = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(null=True)  # when a worker may take it; None when nothing is left to do
    run = models.CharField(max_length=32, blank=True)  # whose work counts: a worker that was overtaken keeps nothing
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="payroll_list_due"),
            models.Index(fields=["person", "-id"], name="payroll_list_person"),
        ]


class PayrollPart(models.Model):
    """Some rows of a list one after another, sealed: names, facts and amounts."""

    list = models.ForeignKey(PayrollList, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    bad = models.PositiveIntegerField()
    sealed = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "number"], name="one_part_a_place")]
