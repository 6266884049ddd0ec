"""Public questions: what was asked, the addresses it had before."""

from django.db import models

from kardad.core.fields import Sealed
from kardad.people.models import Person

IS_ANSWERED = models.Q(state__in=["answered", "needs_update"])


class Question(models.Model):
    """A question for everybody to read, without a name; its number is its id."""

    title = models.CharField(max_length=120)
    slug = models.CharField(max_length=120)
    body = models.TextField()
    asker_role = models.CharField(max_length=20)
    topic = models.CharField(max_length=40)  # kardad.qa.topics
    state = models.CharField(max_length=20, default="unproved")  # flow.QUESTION
    # A member, or a visitor's proved mobile; an imported question has neither.
    asker = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="questions")
    guest_mobile = Sealed(blank=True, default="")
    guest_index = models.CharField(max_length=64, blank=True)
    once = models.CharField(max_length=64, null=True, unique=True)  # of the form that was sent: sent twice, it asks once
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    reason = models.CharField(max_length=500, blank=True)  # why it was not published, or needs papers
    useful = models.PositiveIntegerField(default=0)  # of all its answers
    views = models.PositiveIntegerField(default=0)  # sampled: see actions.reading
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # of the first answer
    published_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    external_id = models.CharField(max_length=80, null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="merged") | models.Q(merged_into__isnull=False), name="question_merged_into_another"
            ),
            models.CheckConstraint(condition=~IS_ANSWERED | models.Q(answered_at__isnull=False), name="question_answered_at_a_moment"),
        ]
        indexes = [
            models.Index(fields=["-answered_at", "-id"], condition=IS_ANSWERED, name="question_newest"),
            models.Index(fields=["-useful", "-id"], condition=IS_ANSWERED, name="question_useful"),
            models.Index(fields=["topic", "-answered_at", "-id"], condition=IS_ANSWERED, name="question_topic_newest"),
            models.Index(fields=["topic", "-useful", "-id"], condition=IS_ANSWERED, name="question_topic_useful"),
            models.Index(fields=["topic", "-id"], condition=models.Q(state="published"), name="question_topic_waiting"),
            models.Index(fields=["state", "asked_at", "id"], name="question_state"),
            models.Index(fields=["asker", "-id"], name="question_asker"),
        ]


class OldAddress(models.Model):
    """A path that a question had elsewhere before it came here; it leads to where the question is now."""

    path = models.TextField()  # as it is read, its letters not written as signs
    digest = models.CharField(max_length=64, unique=True)  # slugs.digest: no index of a database holds a path of every length
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="old_addresses")


class Tally(models.Model):
    """A running count of what the public figures tell, raised when it happens and never counted anew."""

    name = models.CharField(max_length=60, unique=True)
    count = models.PositiveBigIntegerField(default=0)
