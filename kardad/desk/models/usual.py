"""How long a service usually takes, measured at night from what was delivered, so that no page has to."""

from django.db import models


class UsualTime(models.Model):
    """Nine of ten requests of this service were delivered within so many working minutes from their sending."""

    service_code = models.CharField(max_length=60, unique=True)
    minutes = models.PositiveIntegerField()
    counted = models.PositiveIntegerField()  # how many requests stand behind the figure
    measured_at = models.DateTimeField()
