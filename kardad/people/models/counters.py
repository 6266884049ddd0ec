"""Counters: labour offices and agencies, tickets to be verified in person, and officers' visits."""

from django.db import models

from kardad.people.models.persons import Person
from kardad.people.models.verification import Attempt


class LabourOffice(models.Model):
    """A place with staff: a labour office, a government-services counter, a branch of Refah bank."""

    class Kind(models.TextChoices):
        LABOUR = "labour", "اداره کار"
        COUNTER = "counter", "دفتر پیشخوان"
        BANK = "bank", "شعبه بانک رفاه کارگران"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    province = models.CharField(max_length=40)
    city = models.CharField(max_length=60)
    address = models.CharField(max_length=300, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    networks = models.JSONField(default=list)  # CIDR allow-list for its officers; empty = anywhere
    is_open = models.BooleanField(default=True)


class Ticket(models.Model):
    """The right to be verified in person until a day, for one attempt."""

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="ticket")
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=16, default="open")  # people.flow.TICKET
    missing = models.JSONField(default=list)  # kinds of paper that the last visit missed
    made_at = models.DateTimeField()


class Visit(models.Model):
    """One sitting of an officer over a ticket; an interrupted one is resumed."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="visits")
    officer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    office = models.ForeignKey(LabourOffice, on_delete=models.PROTECT, related_name="visits")
    is_second = models.BooleanField(default=False)  # the second pair of eyes
    checklist = models.JSONField(default=dict)  # paper kind → serial, "seen"
    owner_sim_skipped = models.CharField(max_length=200, blank=True)  # why the SIM register was not asked
    state = models.CharField(max_length=12, default="begun")  # people.flow.VISIT
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket"], condition=models.Q(state="begun"), name="one_visit_at_a_time")]
        indexes = [models.Index(fields=["officer", "state"], name="visit_officer")]
