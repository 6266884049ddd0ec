"""Experts: what each can do, and how much he carries."""

from django.db import models

from kardad.people.models import Person


class Skill(models.Model):
    """An expert may be given requests of this group of services; `*` is every group."""

    expert = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="skills")
    group = models.CharField(max_length=40)  # desk.catalogue groups
    is_away = models.BooleanField(default=False)  # on leave: gets nothing new

    class Meta:
        constraints = [models.UniqueConstraint(fields=["expert", "group"], name="one_skill_a_group")]
        indexes = [models.Index(fields=["group", "is_away"], name="skill_group")]
