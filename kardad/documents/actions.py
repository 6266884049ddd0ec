"""Papers are issued, rendered and sealed. The row is made inside the caller's transaction; the work is done by sweeps, outside of any."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from traceback import extract_tb
from typing import Any

import structlog
from django.conf import settings
from django.db import IntegrityError, models, transaction

from kardad.core import files, outside
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.core.models import StoredFile
from kardad.core.operator import operator
from kardad.documents import certificates, codes, flow, keeping, lettering, numbers, papers, queries, rendering, sealing, shapes
from kardad.documents.models import Document
from kardad.evidence import actions as evidence
from kardad.evidence import chain as moments
from kardad.evidence.models import Chain
from kardad.kit import calendar, text
from kardad.kit.refusal import Refusal
from kardad.work import actions as work

log = structlog.get_logger()
RETRY = timedelta(minutes=2)
LEASE = timedelta(minutes=10)  # longer than any step; after it somebody else may take the row of a worker that died
GIVE_UP_AFTER = 8
DRAWS = 5
FAILED = "document.failed"  # the work that a paper makes which could not be made
State = Document.State
Facts = Sequence[tuple[str, str]]


class OnlyAuthority(Refusal):
    """A private bureau serves nothing and certifies no service."""

    code = "ONLY_AUTHORITY"
    status = 403
    message = "این برگ را تنها اداره کار صادر می‌کند. یک دفتر خصوصی نمی‌تواند آن را صادر کند."


@transaction.atomic
def issue(
    kind: str,
    subject: models.Model,
    *,
    data: Mapping[str, Any],
    facts: Facts,
    title: str = "",
    chain: Chain | None = None,
    by: Actor,
    at: datetime,
) -> Document:
    """A paper about the subject has its number and its place in the queue; raises OnlyAuthority, FactsTooLong, WrongShape.

    `data` are the fields of `data/papers.toml`; `facts` stand in the paper's box and in its code, letter by letter.
    `title` is the kind's own where none is given.
    """
    made = _drawn_up(kind, subject, data=data, facts=facts, title=title, at=at)
    if chain:
        made.chain, made.office_id = chain, chain.office_id
    return _entered(made, by=by)


@transaction.atomic
def issue_once(
    kind: str, subject: models.Model, *, version: str, data: Mapping[str, Any], facts: Facts, title: str = "", by: Actor, at: datetime
) -> Document:
    """The paper of this kind about this version of the subject: the one that there is, else a new one; raises what `issue` raises."""
    same = queries.of(subject).filter(kind=kind, version=version)
    if found := same.first():
        return found
    made = _drawn_up(kind, subject, data=data, facts=facts, title=title, at=at)
    made.version = version
    try:
        with transaction.atomic():
            return _entered(made, by=by)
    except IntegrityError:  # another made it in this moment
        other = same.first()
        if other is None:
            raise
        return other


def issue_all(
    asked: Sequence[tuple[str, Mapping[str, Any]]], subject: models.Model, *, chain: Chain, by: Actor, at: datetime
) -> list[Document]:
    """As `issue` for several papers about one subject, each a kind with its `data`, `facts` and `title`; inside a transaction."""
    made = [_drawn_up(kind, subject, **{"title": "", **told}, at=at) for kind, told in asked]
    for one in made:
        one.chain, one.office_id = chain, chain.office_id
    _numbered(made)
    for one in made:
        record("document.issued", one, by=by, at=at, person_id=None, number=one.number)
    return made


def render_due(pk: int, *, at: datetime) -> bool:
    """The paper is printed and waits for its seal, or its next try has a time. Safe against a second sweep."""
    row = _claimed(pk, State.WAITING, at=at)
    if row is None:
        return False
    try:
        raw = rendering.pdf(papers.paper(row.kind), _face(row), _house())
    except Exception as problem:
        return _missed(row, problem, at=at)
    return _kept(row, "render", raw, at=at)


def sign_due(pk: int, *, at: datetime) -> bool:
    """The paper bears its seal and its digest stands in the dossier's chain, or its next try has a time. Safe against a second sweep."""
    row = _claimed(pk, State.RENDERED, at=at)
    if row is None or row.file is None:
        return False
    outside.ensure_no_transaction()
    try:
        words = sealing.Words(f"مهر {operator().name} بر برگ {row.number}")
        raw = sealing.sealed(files.read(row.file), identity=certificates.identity(at=at), stamper=outside.stamper(), words=words)
    except Exception as problem:
        return _missed(row, problem, at=at)
    printed = row.file
    if not _kept(row, "sign", raw, at=at):
        return False
    files.drop(printed)
    return True


@transaction.atomic
def retry(document: Document, *, by: Actor, at: datetime) -> Document:
    """A paper that was given up waits again from the beginning."""
    row = Document.objects.select_for_update().get(pk=document.pk)
    row.state = flow.DOCUMENT.after(row.state, "retry", by.role)
    printed, row.file, row.sha256 = row.file, None, ""
    row.tries, row.rounds, row.due_at, row.problem, row.rendered_at = 0, row.rounds + 1, at, "", None
    row.save(update_fields=["state", "file", "sha256", "tries", "rounds", "due_at", "problem", "rendered_at"])
    record("document.retried", row, by=by, at=at, person_id=None, number=row.number)
    work.close_item(FAILED, row, outcome="retried", at=at)
    if printed:
        transaction.on_commit(lambda: files.drop(printed))
    return row


def _drawn_up(kind: str, subject: models.Model, *, data: Mapping[str, Any], facts: Facts, title: str, at: datetime) -> Document:
    """The paper with its words and its square, not kept yet."""
    paper = papers.paper(kind)
    if paper.needs_power and not operator().is_authority:
        raise OnlyAuthority(kind=kind)
    paper.shaped(data)
    shown = _shown(facts)
    made = Document(
        kind=kind,
        title=lettering.fit(text.display(title)) or paper.title,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        office_id=getattr(subject, "office_id", None),
        data=json.dumps(dict(data), ensure_ascii=False),
        facts=json.dumps(shown, ensure_ascii=False),
        made_at=at,
        due_at=at,
    )
    made.code = _code(made, shown, paper.family)
    return made


def _entered(made: Document, *, by: Actor) -> Document:
    _numbered([made])
    record("document.issued", made, by=by, at=made.made_at, person_id=None, number=made.number)
    return made


def _claimed(pk: int, state: str, *, at: datetime) -> Document | None:
    """The row is ours until its lease ends; None when another has it, or it is further."""
    with transaction.atomic():
        row = Document.objects.select_for_update(skip_locked=True).filter(pk=pk, state=state, due_at__lte=at).first()
        if row is None:
            return None
        row.tries += 1
        row.due_at = at + LEASE
        row.save(update_fields=["tries", "due_at"])
    for attempt in range(1, row.tries):
        keeping.forget(row, state, attempt)
    return row


def _kept(claim: Document, move: str, raw: bytes, *, at: datetime) -> bool:
    """The bytes are the paper's file, and the paper is one step further; False when the lease was over and another did it."""
    stored = keeping.put(claim, claim.state, claim.tries, raw, at=at)
    with transaction.atomic():
        row = Document.objects.select_for_update().get(pk=claim.pk)
        is_ours = (row.state, row.tries) == (claim.state, claim.tries)
        if is_ours:
            _stepped(row, move, stored, at=at)
    if not is_ours:
        keeping.forget(claim, claim.state, claim.tries)
    return is_ours


def _stepped(row: Document, move: str, stored: StoredFile, *, at: datetime) -> None:
    stored.save()
    row.state = flow.DOCUMENT.after(row.state, move, SYSTEM.role)
    row.file, row.sha256, row.tries, row.problem = stored, stored.sha256, 0, ""
    if move == "sign":
        row.signed_at, row.due_at = at, None
    else:
        row.rendered_at, row.due_at = at, at
    row.save(update_fields=["state", "file", "sha256", "tries", "problem", "rendered_at", "signed_at", "due_at"])
    if move == "sign":
        record("document.signed", row, by=SYSTEM, at=at, person_id=None, number=row.number)
        if row.chain:
            said = {"document": row.token, "number": row.number, "paper": row.kind, "sha256": row.sha256, "mark": row.mark}
            evidence.append(row.chain, "paper.sealed", by=SYSTEM, at=at, **said)


def _missed(claim: Document, problem: Exception, *, at: datetime) -> bool:
    """The paper is due again later, or given up; what went wrong is told by its name alone."""
    last = extract_tb(problem.__traceback__)[-1]  # never its words, in which the paper's own may stand
    log.warning("paper not made", document=claim.pk, step=claim.state, problem=type(problem).__name__, place=f"{last.name}:{last.lineno}")
    with transaction.atomic():
        row = Document.objects.select_for_update().get(pk=claim.pk)
        if (row.state, row.tries) != (claim.state, claim.tries):
            return False
        row.problem = type(problem).__name__
        row.due_at = at + RETRY * row.tries
        if row.tries >= GIVE_UP_AFTER:
            row.state, row.due_at = flow.DOCUMENT.after(row.state, "fail", SYSTEM.role), None
            record("document.failed", row, by=SYSTEM, at=at, person_id=None, number=row.number)
            title = f"برگ {text.to_persian_digits(row.number)} ساخته نشد"
            work.open_item(FAILED, row, title=title, role="manager", at=at, office_id=row.office_id)
        row.save(update_fields=["state", "problem", "due_at"])
    return False


def _shown(facts: Facts) -> list[list[str]]:
    """The facts as they are printed and as the code says them: the same letters."""
    if not facts:
        raise shapes.WrongShape("a paper has facts")
    return [[lettering.fit(text.display(label)), lettering.fit(text.display(value))] for label, value in facts]


def _code(made: Document, facts: list[list[str]], family: str) -> str:
    """What the square says, signed by the key of proof."""
    said = [(label, value) for label, value in facts]
    while True:
        key = evidence.ensure_key().key
        payload = codes.payload(said, token=made.token, key=key, kind=family, made_at=moments.moment(made.made_at))
        signer, signature = evidence.sealed(payload)
        if signer == key:  # else the key was changed between the two lines
            return codes.said(payload, signature, site=settings.SITE_URL)


def _numbered(made: Sequence[Document]) -> None:
    """The papers are saved under numbers that nobody guesses and that do not tell how many there are."""
    for draw in range(DRAWS):
        for one in made:
            year = calendar.to_jalali(calendar.tehran_day(one.made_at)).year
            one.number = numbers.of(year, secrets.randbelow(numbers.CHANCE))
        try:
            with transaction.atomic():
                Document.objects.bulk_create(made)
        except IntegrityError:
            if draw == DRAWS - 1:
                raise
        else:
            return


def _face(row: Document) -> rendering.Face:
    return rendering.Face(
        number=row.number,
        title=row.title,
        made_at=row.made_at,
        facts=[(label, value) for label, value in json.loads(row.facts)],
        code=codes.address(settings.SITE_URL, row.code),
        data=json.loads(row.data),
    )


def _house() -> rendering.House:
    told = operator()
    return rendering.House(told.name, told.statement, settings.SITE_URL)
