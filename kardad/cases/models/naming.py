"""By whose name a case is found: blind indexes alone, so that the database tells nobody's name or code."""

from django.db import models

from kardad.cases.models.cases import Case
from kardad.people.models import LabourOffice


class SideMark(models.Model):
    """A word of a side's name, or its code, as a blind index; the office is the case's, so that a desk looks through its own alone."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="marks")
    office = models.ForeignKey(LabourOffice, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "case"], name="side_mark_once")]
        indexes = [models.Index(fields=["office", "mark", "case"], name="side_mark_office")]
