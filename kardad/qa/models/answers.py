"""Answers of experts: their parts, what they cite, their earlier versions, and what readers say of them."""

from django.db import models

from kardad.people.models import Person
from kardad.qa.models.questions import Question


class Answer(models.Model):
    """An expert's answer: the short answer first, then the rule, its quotation and the cases."""

    class Coverage(models.TextChoices):
        ANSWERED = "answered", "قانون پاسخ روشنی دارد"
        LAW_SILENT = "law_silent", "قانون در این باره ساکت است"
        NOT_COVERED = "not_covered", "بیرون از موضوع‌هایی است که ما پاسخ می‌دهیم"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # None: imported
    revises = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="revisions")  # of a draft: what it will replace
    state = models.CharField(max_length=20, default="draft")  # flow.ANSWER
    coverage = models.CharField(max_length=20, choices=Coverage, default=Coverage.ANSWERED)
    short = models.CharField(max_length=600)
    explanation = models.TextField(blank=True)
    cases = models.JSONField(default=list)  # [{"when": …, "then": …}]
    calculators = models.JSONField(default=list)  # names of kardad.law.calculators
    is_accepted = models.BooleanField(default=False)
    valid_as_of = models.DateField()
    expires_on = models.DateField(null=True)  # an answer of one year does not live on unseen
    version = models.PositiveIntegerField(default=1)
    useful = models.PositiveIntegerField(default=0)
    not_useful = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    stale_at = models.DateTimeField(null=True)
    stale_reason = models.CharField(max_length=300, blank=True)
    recall_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question"], condition=models.Q(is_accepted=True), name="one_accepted_answer"),
            models.UniqueConstraint(fields=["question", "author"], condition=models.Q(state="draft"), name="one_draft_an_expert"),
        ]
        indexes = [models.Index(fields=["expires_on"], condition=models.Q(state="published"), name="answer_expires")]


class Version(models.Model):
    """An answer as it stood before an edit."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    why = models.CharField(max_length=300)
    author_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "number"], name="one_version_a_number")]


class Citation(models.Model):
    """A place of the law that an answer rests on, with what it said when the answer was written."""

    class Kind(models.TextChoices):
        ARTICLE = "article", "ماده قانون"
        VALUE = "value", "عدد قانونی"
        CIRCULAR = "circular", "بخشنامه یا دستورالعمل"

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="citations")
    kind = models.CharField(max_length=10, choices=Kind)
    ref = models.CharField(max_length=120)  # an id of articles.toml, a key of keys.toml, or the number of a circular
    on = models.DateField()  # the day as of which it is cited
    is_living = models.BooleanField(default=True)  # whether the answer speaks of today; else of that day for ever
    fingerprint = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    told = models.TextField(blank=True)  # the amount or the paraphrase, as it stood
    since = models.DateField(null=True)
    source = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=300, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["kind", "ref", "on"], name="citation_ref")]


class Opinion(models.Model):
    """What one reader says of one answer: that it helped, or why it did not."""

    class Why(models.TextChoices):
        UNCLEAR = "unclear", "روشن نیست"
        NOT_MINE = "not_mine", "به وضع من نمی‌خورد"
        WRONG = "wrong", "درست نیست"
        OLD = "old", "کهنه است"
        SHORT = "short", "کامل نیست"

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="opinions")
    mark = models.CharField(max_length=64)  # blind index of the person or the browser
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    is_useful = models.BooleanField()
    why = models.CharField(max_length=20, choices=Why, blank=True)
    said = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "mark"], name="one_opinion_a_reader")]
