"""Who may reach which question: everybody what is public, an asker his own, staff all that was sent."""

from django.http import Http404, HttpRequest

from kardad.core.actor import Actor
from kardad.people import access as people
from kardad.people.models import Person
from kardad.qa import flow
from kardad.qa.models import Answer, Citation, Comment, Guide, LinkEntry, Question

PAGE = ("title", "slug", "body", "topic", "state", "asker_role", "asker_id", "views", "asked_at", "due_at", "merged_into__slug")
GUEST = "question"  # in the session: the question whose mobile is being proved


def public(pk: int) -> Question:
    """A question that everybody may read, or one that leads to another; 404 for everything else."""
    rows = Question.objects.select_related("merged_into").only(*PAGE)
    try:
        return rows.get(pk=pk, state__in=(*flow.READABLE, "merged"))
    except Question.DoesNotExist:
        raise Http404 from None


def answer(question: Question, pk: int) -> Answer:
    """A live answer of the question."""
    found = question.answers.filter(pk=pk, state__in=flow.LIVE_ANSWERS).first()
    if found is None:
        raise Http404
    return found


def guest(request: HttpRequest) -> Question:
    """The question that this session wrote and whose mobile is not proved yet."""
    found = Question.objects.filter(pk=request.session.get(GUEST) or 0, asker=None).first()
    if found is None:
        raise Http404
    return found


def member(actor: Actor) -> Person:
    """The person who acts; a visitor is led to the log-in page and back."""
    return people.person(actor)


def asked(actor: Actor, pk: int) -> Question:
    """The actor's own question, in whatever state."""
    found = Question.objects.filter(pk=pk, asker=people.person(actor)).first()
    if found is None:
        raise Http404
    return found


def staff(actor: Actor) -> Actor:
    """The actor as an expert, or else as a manager."""
    held = people.staff(actor, "expert", "manager")
    return actor.acting_as(held.role)


def expert(actor: Actor) -> tuple[Person, Actor]:
    """The expert himself, and the actor in that role."""
    held = people.staff(actor, "expert")
    return held.person, actor.acting_as("expert")


def staffs_question(actor: Actor, pk: int) -> tuple[Question, Actor]:
    """A question that was sent, for staff."""
    by = staff(actor)
    found = Question.objects.select_related("merged_into").exclude(state="unproved").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found, by


def staffs_answer(actor: Actor, pk: int) -> tuple[Answer, Actor]:
    """A live answer, for staff."""
    by = staff(actor)
    found = Answer.objects.select_related("question").filter(pk=pk, state__in=flow.LIVE_ANSWERS).first()
    if found is None:
        raise Http404
    return found, by


def draft(actor: Actor, pk: int) -> tuple[Answer, Actor]:
    """The expert's own draft; nobody reads another's."""
    author, by = expert(actor)
    found = Answer.objects.select_related("question", "revises").filter(pk=pk, author=author, state="draft").first()
    if found is None:
        raise Http404
    return found, by


def citation(draft: Answer, pk: int) -> Citation:
    """A citation of the draft."""
    found = draft.citations.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def guide(slug: str) -> Guide:
    """A guide that everybody may read."""
    found = Guide.objects.filter(slug=slug, state="published").first()
    if found is None:
        raise Http404
    return found


def staffs_guide(actor: Actor, pk: int) -> tuple[Guide, Actor]:
    """A guide in whatever state, for staff."""
    by = staff(actor)
    found = Guide.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found, by


def staffs_comment(actor: Actor, pk: int) -> tuple[Comment, Actor]:
    """A comment in whatever state, for staff."""
    by = staff(actor)
    found = Comment.objects.select_related("guide").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found, by


def staffs_link(actor: Actor, pk: int) -> tuple[LinkEntry, Actor]:
    """A row of the list of official addresses, for staff."""
    by = staff(actor)
    found = LinkEntry.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found, by
