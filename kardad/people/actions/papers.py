"""Papers: uploads become what a role or a mandate shows to its reviewers."""

from datetime import datetime

from kardad.core.actor import Actor
from kardad.core.models import StoredFile
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.people import papers
from kardad.people.models import Attempt, Mandate, Membership, Paper, Person, RoleGrant

MANY = 20


class NotYourFile(BadInput):
    """The upload is not the person's own, or already serves elsewhere."""

    code = "PAPER_FILE"
    message = "این پرونده پیدا نشد؛ دوباره انتخاب کنید."


class WrongPaper(BadInput):
    """Nobody asks for this kind of paper here."""

    code = "PAPER_KIND"
    message = "این مدرک اینجا لازم نیست."


class SamePaper(Refusal):
    """Nothing came that does not lie here already."""

    code = "PAPER_SAME"
    message = "همین پرونده را پیش‌تر فرستاده‌اید و رسیده است. اگر نسخه دیگری خواسته‌اند، آن را انتخاب کنید."


class TooManyPapers(Refusal):
    """More uploads than anybody could look through."""

    code = "PAPERS_MANY"
    message = "بیش از این نمی‌توان مدرک افزود. اگر چیزی جا مانده است، در پاسخ به کارشناس بنویسید."


class PapersMissing(Refusal):
    """A needed paper was never shown."""

    code = "PAPERS_MISSING"
    message = "این مدرک‌ها هنوز نرسیده است: {titles}"


class AlreadyDecided(NotAllowed):
    """A colleague was quicker."""

    code = "REVIEW_DECIDED"
    message = "درباره این مورد پیش از شما تصمیم گرفته شده است. به فهرست کارها بازگردید."


class NotYourOwn(NotAllowed):
    """Nobody decides about himself."""

    code = "REVIEW_OWN"
    message = "درباره کار خودتان نمی‌توانید تصمیم بگیرید. همکار دیگری باید بررسی کند."


def is_own(found: Attempt | RoleGrant | Mandate | Membership, *, by: Actor) -> bool:
    """Whether the actor would judge himself: then another colleague must."""
    if not by.is_person:
        return False
    if isinstance(found, Mandate):
        return by.person_id in (found.principal_id, found.agent_id)
    if isinstance(found, Attempt) and found.code_index and Person.objects.filter(pk=by.somebody, code_index=found.code_index).exists():
        return True  # begun logged out, it has no person yet and is his all the same
    return found.person_id == by.person_id


def standing(about: RoleGrant | Mandate) -> str:
    """The last decision as it stands, for a reviewer's form to bring back as `seen`."""
    return f"{about.state} {about.decided_at.isoformat() if about.decided_at else ''}".strip()


def require_seen(about: RoleGrant | Mandate, seen: str, *, by: Actor) -> None:
    """Nobody decided since the reviewer looked, or AlreadyDecided; `about` is the row under lock, an empty `seen` asks nothing."""
    # Papers that a colleague asked for meanwhile are not approved by someone who does not know of it.
    if seen and seen != standing(about):
        raise AlreadyDecided(flow="review", state=about.state, move="decide", role=by.role)


def link(about: RoleGrant | Mandate, files: dict[str, int], *, person_id: int, at: datetime) -> list[Paper]:
    """Each file (kind → stored file's id) is a paper of the grant or the mandate; called inside a transaction."""
    allowed = {kind.key for kind in asked(about)}
    if set(files) - allowed:
        raise WrongPaper
    free = StoredFile.objects.filter(pk__in=files.values(), owner_id=person_id)
    if free.count() != len(set(files.values())) or Paper.objects.filter(file_id__in=files.values()).exists():
        raise NotYourFile
    # A second press sends the same again; the reviewer need not see it twice.
    held = set(about.papers.filter(file__isnull=False).values_list("kind", "file__sha256"))
    digests = dict(free.values_list("pk", "sha256"))
    fresh = {kind: file_id for kind, file_id in files.items() if (kind, digests[file_id]) not in held}
    if files and not fresh:
        raise SamePaper
    if about.papers.count() + len(fresh) > MANY:
        raise TooManyPapers
    place = {"grant": about} if isinstance(about, RoleGrant) else {"mandate": about}
    return Paper.objects.bulk_create(Paper(kind=kind, file_id=file_id, added_at=at, **place) for kind, file_id in fresh.items())


def asked(about: RoleGrant | Mandate) -> list[papers.Kind]:
    """Every kind of paper that this grant or mandate may be given: needed ones, optional ones, those the reviewer asked for."""
    found = [*needed(about), *optional(about), *(papers.kinds()[key] for key in about.missing if key in papers.kinds())]
    return list(dict.fromkeys(found))


def needed(about: RoleGrant | Mandate) -> tuple[papers.Kind, ...]:
    """The kinds without which nobody may say yes."""
    return papers.of_role(about.role, "online") if isinstance(about, RoleGrant) else papers.of_mandate(about.basis, "online")


def optional(about: RoleGrant | Mandate) -> tuple[papers.Kind, ...]:
    """The kinds that help but are not needed."""
    return papers.of_role(about.role, "optional") if isinstance(about, RoleGrant) else papers.of_mandate(about.basis, "optional")


def missing(about: RoleGrant | Mandate) -> list[str]:
    """The needed kinds that were never shown."""
    shown = set(about.papers.values_list("kind", flat=True))
    return [kind.key for kind in needed(about) if kind.key not in shown]


def awaited(about: RoleGrant | Mandate) -> list[str]:
    """What the reviewer asked for and has not come since, with the needed kinds that never came."""
    since = about.decided_at or (about.asked_at if isinstance(about, RoleGrant) else about.invited_at)
    newer = set(about.papers.filter(added_at__gt=since).values_list("kind", flat=True))
    return list(dict.fromkeys([*(kind for kind in about.missing if kind not in newer), *missing(about)]))


def require_all(about: RoleGrant | Mandate) -> None:
    """Every needed paper was shown, or PapersMissing."""
    if lacking := missing(about):
        raise PapersMissing(titles=papers.titles(lacking), missing=lacking)
