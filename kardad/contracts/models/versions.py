"""What is signed: frozen wordings, the fields that somebody wants changed, and the signatures below them."""

from django.db import models
from django.db.models import Q

from kardad.contracts.models.contracts import Contract
from kardad.core.fields import Sealed
from kardad.core.models import StoredFile
from kardad.inbox.models.dossiers import token
from kardad.people.models import Mandate, Membership, Person


class Version(models.Model):
    """A wording of the contract, of an amendment, of an ending by agreement or of a settlement, that both sides are asked to sign."""

    class Kind(models.TextChoices):
        CONTRACT = "contract", "قرارداد"
        AMENDMENT = "amendment", "الحاقیه"
        ENDING = "ending", "پایان با توافق"
        VOIDING = "voiding", "باطل کردن پیش از آغاز"
        SETTLEMENT = "settlement", "برگه تسویه"

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="versions")
    kind = models.CharField(max_length=12, choices=Kind)
    number = models.PositiveSmallIntegerField()  # within its kind, from 1
    token = models.CharField(max_length=32, unique=True, default=token)
    state = models.CharField(max_length=10, default="open")  # contracts.flow.VERSION
    words = Sealed()  # canonical JSON (RFC 8785) of all that is signed; never changed
    sha256 = models.CharField(max_length=64)  # of these words
    knows = models.JSONField(default=list)  # codes of the warnings that whoever signs says he knows
    made_at = models.DateTimeField()
    until = models.DateTimeField()  # after this moment nobody signs
    closed_at = models.DateTimeField(null=True)  # signed, refused, recalled, expired
    reason = Sealed(blank=True, default="")  # why it was refused
    opened_at = models.DateTimeField(null=True)  # the other side saw it first
    read_at = models.DateTimeField(null=True)  # and came to its end
    applied_at = models.DateTimeField(null=True)  # what it changes counts

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "kind", "number"], name="version_number"),
            models.UniqueConstraint(fields=["contract", "kind"], condition=Q(state="open"), name="one_open_version"),
        ]
        indexes = [
            models.Index(fields=["contract", "-id"], name="version_contract"),
            models.Index(fields=["until"], condition=Q(state__in=("open", "returned")), name="version_until"),
        ]


class Correction(models.Model):
    """A field of a version that the other side wants changed, and why."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=80)  # a path into the words: "work.place"
    words = Sealed()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["version", "id"], name="correction_version")]


class Authority(models.Model):
    """The paper by which a person signs for an employer, and the days for which it counts (signing rule 5)."""

    organisation = models.ForeignKey("people.Organisation", null=True, on_delete=models.PROTECT, related_name="signing_authorities")
    employer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="signing_authorities")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="may_sign_by")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")  # an owner or signatory, or the employer himself
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "person"], name="authority_organisation"),
            models.Index(fields=["employer", "person"], name="authority_employer"),
        ]


class Signature(models.Model):
    """A person's signature below a version: begun when he asks for his code, made when the code comes back right, never changed after."""

    class Side(models.TextChoices):
        EMPLOYER = "employer", "کارفرما"
        WORKER = "worker", "کارگر"
        WITNESS = "witness", "گواه"

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=10, choices=Side)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contract_signatures")
    # By what right, where it is not his own: one of these, valid on the day.
    membership = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey(Authority, null=True, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)  # of the words that he signs
    knows = models.JSONField(default=list)  # codes of the warnings that he said he knows
    reserves = models.JSONField(default=list)  # of a settlement: the items he keeps his claim to
    provider = models.CharField(max_length=20, default="code")  # gateways.signature
    proof = Sealed(blank=True, default="")  # what the provider gave: the id of the code, or a signature by certificate (JSON)
    mobile_index = models.CharField(max_length=64, blank=True)  # of the SIM the code went to
    is_own_sim = models.BooleanField(null=True)  # what the register said of it
    device = models.CharField(max_length=64, blank=True)  # keyed digest of the browser
    address = models.CharField(max_length=64, blank=True)  # keyed digest of the network address
    alarms = models.JSONField(default=list)  # same_device, same_mobile: shown to both sides and to whoever checks
    asked_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "side"], condition=Q(signed_at__isnull=False), name="one_signature_a_side"),
            models.UniqueConstraint(fields=["version", "side", "person"], condition=Q(signed_at__isnull=True), name="one_asked_signature"),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="signature_person")]


class Delivery(models.Model):
    """A copy of what was signed that reached somebody: one of the four of LL 10, with when and how."""

    class Whom(models.TextChoices):
        WORKER = "worker", "کارگر"
        EMPLOYER = "employer", "کارفرما"
        COUNCIL = "council", "شورای اسلامی کار یا نماینده کارگران"
        OFFICE = "office", "اداره کار"

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="deliveries")
    whom = models.CharField(max_length=10, choices=Whom)
    way = models.CharField(max_length=16)  # panel, sms, package, paper
    state = models.CharField(max_length=12, default="due")  # due, ready, taken, none (there is no council)
    note = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "whom"], name="one_copy_each")]
