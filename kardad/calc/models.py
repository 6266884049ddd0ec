"""What people keep of their calculations."""

from django.db import models

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
