"""The same tables, as plain models: only the columns that the pages read or write."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Table(models.Model):
    """A table that ours made."""

    class Meta:
        abstract = True
        managed = False


class Person(AbstractBaseUser):
    """The user."""

    login_key = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=8)
    code_index = models.CharField(max_length=64, null=True)
    mobile_index = models.CharField(max_length=64, null=True)
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=260)
    level = models.PositiveSmallIntegerField()
    level_at = models.DateTimeField(null=True)
    level_method = models.CharField(max_length=20)
    state = models.CharField(max_length=10)
    state_reason = models.CharField(max_length=200)
    guardian_id = models.BigIntegerField(null=True)
    joined_at = models.DateTimeField()
    rules_version = models.CharField(max_length=20)
    mobile_proved_at = models.DateTimeField(null=True)
    sms_suspended_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "login_key"
    objects = BaseUserManager()

    class Meta:
        managed = False
        db_table = "people_person"


class Particulars(Table):
    """Sealed here as there: the bare page does not open them."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.PROTECT)
    code = models.TextField()
    mobile = models.TextField()

    class Meta(Table.Meta):
        abstract = False
        db_table = "people_particulars"


class Authenticator(Table):
    """A second factor."""

    user = models.ForeignKey(Person, on_delete=models.PROTECT)
    type = models.CharField(max_length=20)

    class Meta(Table.Meta):
        abstract = False
        db_table = "mfa_authenticator"


class RoleGrant(Table):
    """A role."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    role = models.CharField(max_length=24)
    state = models.CharField(max_length=12)
    reason = models.CharField(max_length=300)

    class Meta(Table.Meta):
        abstract = False
        db_table = "people_rolegrant"


class Organisation(Table):
    """A firm."""

    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=340)

    class Meta(Table.Meta):
        abstract = False
        db_table = "people_organisation"


class Membership(Table):
    """A place in a firm."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    is_owner = models.BooleanField()
    state = models.CharField(max_length=12)

    class Meta(Table.Meta):
        abstract = False
        db_table = "people_membership"


class Mandate(Table):
    """An authority to act."""

    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=16)
    subject = models.CharField(max_length=160)
    state = models.CharField(max_length=12)

    class Meta(Table.Meta):
        abstract = False
        db_table = "people_mandate"


class Undo(Table):
    """A day in which something may be taken back."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    deed = models.CharField(max_length=8)
    state = models.CharField(max_length=8)
    due_at = models.DateTimeField(null=True)

    class Meta(Table.Meta):
        abstract = False
        db_table = "people_undo"


class Attempt(Table):
    """A verification."""

    tracking = models.CharField(max_length=13)
    depth = models.CharField(max_length=8)
    state = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    expires_at = models.DateTimeField()

    class Meta(Table.Meta):
        abstract = False
        db_table = "people_attempt"


class Draft(Table):
    """A form that was begun."""

    person_id = models.BigIntegerField()
    path = models.CharField(max_length=200)
    saved_at = models.DateTimeField()

    class Meta(Table.Meta):
        abstract = False
        db_table = "core_draft"


class Incident(Table):
    """An outage."""

    part = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    text = models.TextField()
    afterword = models.TextField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(Table.Meta):
        abstract = False
        db_table = "core_incident"


class Event(Table):
    """A thing that happened."""

    at = models.DateTimeField()
    name = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40)
    on_behalf_of = models.CharField(max_length=60)
    level = models.SmallIntegerField(default=0)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    office_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    request_id = models.CharField(max_length=32)

    class Meta(Table.Meta):
        abstract = False
        db_table = "core_event"


class Code(Table):
    """A one-time code."""

    purpose = models.CharField(max_length=16)
    subject = models.CharField(max_length=64)
    code_index = models.CharField(max_length=64)
    mobile_index = models.CharField(max_length=64)
    session_key = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    channel = models.CharField(max_length=8, default="sms")
    message_id = models.BigIntegerField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sends = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    consumed_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta(Table.Meta):
        abstract = False
        db_table = "people_code"


class Message(Table):
    """What was sent."""

    template = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, default="sms")
    person_id = models.BigIntegerField(null=True)
    mobile = models.TextField()
    mobile_index = models.CharField(max_length=64)
    email = models.TextField(default="")
    parameters = models.TextField(default="")
    digest = models.CharField(max_length=64, default="")
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)
    provider = models.CharField(max_length=20, default="")
    provider_id = models.CharField(max_length=60, default="")
    provider_code = models.CharField(max_length=20, default="")
    route = models.CharField(max_length=10, default="service")
    state = models.CharField(max_length=10, default="waiting")
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    ask_due_at = models.DateTimeField(null=True)

    class Meta(Table.Meta):
        abstract = False
        db_table = "outbox_message"


class Letter(Table):
    """A letter; the page counts those not read."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    read_at = models.DateTimeField(null=True)

    class Meta(Table.Meta):
        abstract = False
        db_table = "inbox_letter"


class Request(Table):
    """A request of the desk; the page names the last one that waits for its owner."""

    applicant = models.ForeignKey(Person, on_delete=models.PROTECT)
    organisation_id = models.BigIntegerField(null=True)
    client_id = models.BigIntegerField(null=True)
    engagement_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=24)
    changed_at = models.DateTimeField()

    class Meta(Table.Meta):
        abstract = False
        db_table = "desk_request"


class Dossier(Table):
    """A folder with its sides."""

    class Meta(Table.Meta):
        abstract = False
        db_table = "inbox_dossier"


class Party(Table):
    """A side of it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="parties")
    person_id = models.BigIntegerField(null=True)

    class Meta(Table.Meta):
        abstract = False
        db_table = "inbox_party"


class Case(Table):
    """A dispute; the page names the petition that waits for its writer, and the case that is heard next."""

    token = models.CharField(max_length=32)
    state = models.CharField(max_length=14)
    filer = models.ForeignKey(Person, on_delete=models.PROTECT)
    dossier = models.ForeignKey(Dossier, null=True, on_delete=models.PROTECT)
    changed_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)

    class Meta(Table.Meta):
        abstract = False
        db_table = "cases_case"


class Contract(Table):
    """An employment contract; the page names the one that waits for its worker."""

    token = models.CharField(max_length=32)
    state = models.CharField(max_length=20)
    worker = models.ForeignKey(Person, null=True, on_delete=models.PROTECT)
    due_at = models.DateTimeField(null=True)

    class Meta(Table.Meta):
        abstract = False
        db_table = "contracts_contract"


class OfficialEntry(Table):
    """What its writer told of a petition that he filed at an office himself."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT)
    voided_at = models.DateTimeField(null=True)

    class Meta(Table.Meta):
        abstract = False
        db_table = "cases_officialentry"
