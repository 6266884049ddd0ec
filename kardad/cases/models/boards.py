"""Boards: who may sit, how a panel was drawn, when it meets."""

from django.db import models
from django.db.models import Q

from kardad.cases.models.cases import Case
from kardad.core.fields import Sealed
from kardad.inbox.models import Notice, Party
from kardad.people.models import LabourOffice, Organisation, Person


class Member(models.Model):
    """A person's mandate to sit in one body of one office; `kind` is a member kind of law/data/procedure.toml."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    office = models.ForeignKey(LabourOffice, on_delete=models.PROTECT, related_name="members")
    body = models.CharField(max_length=4)  # DB, DRB
    kind = models.CharField(max_length=10)  # ministry, workers, employers, state
    is_chair = models.BooleanField(default=False)
    sent_by = models.CharField(max_length=160)
    order_number = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField()  # exclusive
    ended_at = models.DateTimeField(null=True)
    workplace = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")  # whose cases he never hears

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "office", "body"], condition=Q(ended_at__isnull=True), name="member_once"),
            models.CheckConstraint(condition=Q(until__gt=models.F("since")), name="member_term"),
        ]
        indexes = [models.Index(fields=["office", "body", "kind", "until"], name="member_eligible")]


class Relation(models.Model):
    """Somebody near to a member: a relative, a partner, an employer. Known by a blind index alone."""

    class Kind(models.TextChoices):
        RELATIVE = "relative", "خویشاوند"
        PARTNER = "partner", "شریک"
        EMPLOYER = "employer", "کارفرما یا کارگر او"
        OTHER = "other", "نفع دیگر"

    member = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=10, choices=Kind)
    name = Sealed()
    code_index = models.CharField(max_length=64)  # of a national code or a company's id
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "code_index"], name="relation_once")]


class Draw(models.Model):
    """One draw of a panel: the secret's hash was published before, the secret after; whoever has both draws the same again."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="draws")
    instance = models.CharField(max_length=4)
    round = models.PositiveSmallIntegerField(default=1)
    commitment = models.CharField(max_length=64)  # SHA-256 of the secret
    secret = Sealed()
    pool = models.JSONField(default=list)  # who was eligible with the load of each, and who was excluded and why
    result = models.JSONField(default=list)
    committed_at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "instance", "round"], name="draw_once")]


class Seat(models.Model):
    """A member in the panel of a case; who left says why, by whom he was replaced, and whether he chaired till then."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="seats")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    instance = models.CharField(max_length=4)
    is_chair = models.BooleanField(default=False)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    taken_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "instance", "person"], condition=Q(left_at__isnull=True), name="seat_once"),
            models.UniqueConstraint(fields=["case", "instance"], condition=Q(left_at__isnull=True, is_chair=True), name="one_chair"),
        ]
        indexes = [models.Index(fields=["person", "left_at"], name="seat_person"), models.Index(fields=["member"], name="seat_member")]


class Room(models.Model):
    """Where a board meets."""

    office = models.ForeignKey(LabourOffice, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=300, blank=True)
    is_open = models.BooleanField(default=True)


class Hearing(models.Model):
    """One session on one case; its minutes are locked when they are signed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hearings")
    instance = models.CharField(max_length=4)
    position = models.PositiveSmallIntegerField()  # the first, second … of this instance
    state = models.CharField(max_length=10, default="set")  # flow.HEARING
    room = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="hearings")
    office = models.ForeignKey(LabourOffice, on_delete=models.PROTECT, related_name="hearings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    remote_link = Sealed(blank=True, default="")
    in_person = models.BooleanField(default=False)  # the board wants the parties themselves (LP 57); the invitation says so
    ground = models.CharField(max_length=30, blank=True)  # of an adjournment: a code of law/data/procedure.toml
    minutes = Sealed(blank=True, default="")  # JSON: statements, documents shown, questions, orders
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    locked_hash = models.CharField(max_length=64, blank=True)
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="hearings")  # N1 or N4 that invites to it
    set_by_id = models.BigIntegerField()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state__in=("set", "open")), name="one_hearing_ahead"),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="hearing_has_length"),
        ]
        indexes = [
            models.Index(fields=["office", "starts_at"], name="hearing_office"),
            models.Index(fields=["room", "starts_at"], name="hearing_room"),
            models.Index(fields=["case", "-id"], name="hearing_case"),
        ]


class Presence(models.Model):
    """Who was in a session: a member in his seat, or a side, by himself or by whom; a member who left in the middle has a time."""

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="presences")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="presences")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="presences")
    is_present = models.BooleanField()
    by_whom = models.CharField(max_length=80, blank=True)  # himself, his representative, a brief
    came_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hearing", "seat"], condition=Q(seat__isnull=False), name="presence_seat"),
            models.UniqueConstraint(fields=["hearing", "party"], condition=Q(party__isnull=False), name="presence_party"),
        ]


class Unavailable(models.Model):
    """Days on which a party, a lawyer or a member cannot come, told beforehand."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="unavailable")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="unavailable")  # None: for every case
    from_day = models.DateField()
    to_day = models.DateField()  # inclusive
    why = models.CharField(max_length=160, blank=True)
    told_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "from_day"], name="unavailable_person")]


class Proposal(models.Model):
    """One of the dates offered for a hearing; each attendee strikes out up to N, so that one is left."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposals")
    round = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField()
    room = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    chosen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # the case went elsewhere before anybody chose

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round", "starts_at"], name="proposal_once")]


class Veto(models.Model):
    """An attendee cannot come on that date."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="vetoes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="veto_once")]
