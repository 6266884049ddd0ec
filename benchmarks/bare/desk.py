"""The tables of the desk, of money and of questions, as plain models: only the columns that the lists read or write."""

from django.db import models

from benchmarks.bare.models import Person, Request, Table


class Invoice(Table):
    """A demand for payment."""

    number = models.CharField(max_length=24)
    person_id = models.BigIntegerField()
    due_at = models.DateTimeField()

    class Meta(Table.Meta):
        abstract = False
        db_table = "billing_invoice"


class Payment(Table):
    """Money for an invoice, or the receipt of it."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT)
    state = models.CharField(max_length=24)
    method = models.CharField(max_length=16)

    class Meta(Table.Meta):
        abstract = False
        db_table = "billing_payment"


class Meta(Table.Meta):
    abstract = False
    db_table = "people_mandate"


class Price(Table):
    """What one unit of a service costs."""

    service_code = models.CharField(max_length=60)
    unit_price = models.BigIntegerField()
    state = models.CharField(max_length=10)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta(Table.Meta):
        abstract = False
        db_table = "billing_price"


class Engagement(Table):
    """A client in a practitioner's book."""

    practitioner = models.ForeignKey(Person, on_delete=models.PROTECT)
    name = models.TextField()

    class Meta(Table.Meta):
        abstract = False
        db_table = "desk_engagement"


class Asked(Table):
    """A request as its list reads it."""

    number = models.CharField(max_length=24, null=True)
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT)
    organisation_id = models.BigIntegerField(null=True)
    client_id = models.BigIntegerField(null=True)
    engagement = models.ForeignKey(Engagement, null=True, on_delete=models.PROTECT)
    invoice = models.ForeignKey(Invoice, null=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=24)
    changed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)

    class Meta(Table.Meta):
        abstract = False
        db_table = "desk_request"


class Item(Table):
    """One service of a request."""

    request = models.ForeignKey(Asked, on_delete=models.PROTECT, related_name="items")
    title = models.CharField(max_length=160)

    class Meta(Table.Meta):
        abstract = False
        db_table = "desk_item"


class Said(Table):
    """A message of a request."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT)
    side = models.CharField(max_length=8)
    is_internal = models.BooleanField()
    read_at = models.DateTimeField(null=True)

    class Meta(Table.Meta):
        abstract = False
        db_table = "desk_message"


class Question(Table):
    """A public question."""

    title = models.CharField(max_length=120)
    slug = models.CharField(max_length=120)
    body = models.TextField()
    topic = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    asker_role = models.CharField(max_length=20)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    views = models.PositiveIntegerField()
    asked_at = models.DateTimeField()

    class Meta(Table.Meta):
        abstract = False
        db_table = "qa_question"


class Answer(Table):
    """An expert's answer."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    state = models.CharField(max_length=20)
    short = models.CharField(max_length=600)
    explanation = models.TextField()
    is_accepted = models.BooleanField()
    useful = models.PositiveIntegerField()
    valid_as_of = models.DateField()

    class Meta(Table.Meta):
        abstract = False
        db_table = "qa_answer"


class Citation(Table):
    """A place of the law that an answer rests on."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="citations")
    title = models.CharField(max_length=300)
    told = models.TextField()
    url = models.CharField(max_length=300)
    on = models.DateField()
    place = models.PositiveSmallIntegerField()

    class Meta(Table.Meta):
        abstract = False
        db_table = "qa_citation"


class Opinion(Table):
    """What one reader says of one answer."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT)
    mark = models.CharField(max_length=64)
    is_useful = models.BooleanField()

    class Meta(Table.Meta):
        abstract = False
        db_table = "qa_opinion"


class Entry(Table):
    """What search finds."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)

    class Meta(Table.Meta):
        abstract = False
        db_table = "search_entry"
