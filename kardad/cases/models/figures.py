"""Counted beforehand, so that no page counts: what an office did in a month, and how long its cases take."""

from django.db import models

from kardad.people.models import LabourOffice


class Figure(models.Model):
    """How many of something an office had in a Jalali month; of what is open, on the day of counting."""

    office = models.ForeignKey(LabourOffice, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()  # its first day
    what = models.CharField(max_length=10)  # cases.counting.WHATS
    key = models.CharField(max_length=16, blank=True)  # the board, the claim, the outcome, the age
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "month", "what", "key"], name="figure_once")]


class Pace(models.Model):
    """How long the cases of an office take from petition to end, of those that ended in a year; counted once a day."""

    office = models.OneToOneField(LabourOffice, on_delete=models.CASCADE, related_name="pace")
    cases = models.PositiveIntegerField(default=0)
    usual_days = models.PositiveIntegerField(null=True)  # nine of ten took no longer; None: too few to say
    middle_days = models.PositiveIntegerField(null=True)  # half of them took no longer
    counted_on = models.DateField()
