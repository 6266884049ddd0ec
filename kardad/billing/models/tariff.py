"""The tariff: dated rows that one person proposes and another approves; an approved row is only ever ended, never changed."""

from django.db import models

TWO_PERSONS = models.Q(decided_by_id=None) | models.Q(state="declined") | ~models.Q(decided_by_id=models.F("proposed_by_id"))


class Proposal(models.Model):
    """What a dated row shares: from when until when (the end is not in it), and who stands behind it."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    state = models.CharField(max_length=10, default="proposed")  # billing.flow.TARIFF
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    key_field = ""
    """The column within which two rows may not hold on one day; empty where all rows are of one thing."""

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=TWO_PERSONS, name="%(class)s_two_persons"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")), name="%(class)s_dates_in_order"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(decided_by_id__isnull=False), name="%(class)s_approved_by_someone"
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="%(class)s_state")]


class Price(Proposal):
    """What one unit of a service costs, in rials, before tax: a version of the tariff."""

    service_code = models.CharField(max_length=60)
    unit_price = models.BigIntegerField()

    key_field = "service_code"

    class Meta(Proposal.Meta):
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(condition=models.Q(unit_price__gt=0), name="price_over_nothing"),
        ]
        indexes = [*Proposal.Meta.indexes, models.Index(fields=["service_code", "-valid_from"], name="price_of_service")]


class VatRate(Proposal):
    """The rate of value added tax, in parts of ten thousand, with the law that says so."""

    rate = models.PositiveIntegerField()
    legal_reference = models.CharField(max_length=300)

    class Meta(Proposal.Meta):
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(condition=models.Q(rate__lte=10_000), name="vat_rate_at_most_all"),
        ]


class Seller(Proposal):
    """Who sells, as invoices name him, and whether he is registered for the tax."""

    name = models.CharField(max_length=160)
    legal_id = models.CharField(max_length=20, blank=True)
    economic_code = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)
    is_vat_registered = models.BooleanField(default=False)

    class Meta(Proposal.Meta):
        constraints = [*Proposal.Meta.constraints]


class Discount(Proposal):
    """A code that makes an invoice less, before tax: by a percentage or by a sum."""

    code = models.CharField(max_length=30)  # folded to capitals
    percent = models.PositiveSmallIntegerField(default=0)
    rials = models.BigIntegerField(default=0)
    per_buyer = models.PositiveSmallIntegerField(default=1)

    key_field = "code"

    class Meta(Proposal.Meta):
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(percent__gt=0, percent__lte=100, rials=0) | models.Q(percent=0, rials__gt=0),
                name="discount_is_percent_or_sum",
            ),
        ]
        indexes = [*Proposal.Meta.indexes, models.Index(fields=["code", "-valid_from"], name="discount_of_code")]
