"""Pages on which a contract is signed: the employer at its draft, the worker before its text, both before another wording."""

from django.db import transaction

from kardad.contracts import signing_kinds
from kardad.contracts.actions import answering, authorising, common, drafting, sending, signing, wording
from kardad.contracts.queries.authorities import Candidate
from kardad.core import outside
from kardad.core.models import StoredFile
from kardad.kit import calendar
from tests import factories
from tests.contracts import world as contracts
from tests.people.staff_world import stored

KIND = "sample"  # of no room: what the common pages show of any kind


def draft(world):
    """The keeper is logged in at a draft that may be sent; one clause of it is warned of."""
    made = contracts.world(at=world.now)
    clause = {"terms": ("کارگر هر کاری که کارفرما بگوید انجام می‌دهد.",)}
    made = contracts.drafted(made, at=world.now, others=clause)
    world.enter(made.keeper)
    return made


def sent(world, *, to="worker", read=False):
    """The contract lies before its worker; he, or its keeper, is logged in."""
    made = contracts.sent(contracts.world(at=world.now), sms=outside.messengers()[0], at=world.now)
    if read:
        answering.read(contracts.place(made, made.works), contracts.open_version(made), by=made.works, at=world.now)
    world.enter(made.worker if to == "worker" else made.keeper)
    return made


def twice(world):
    """The worker is logged in; a second wording lies before him, with another wage."""
    sms = outside.messengers()[0]
    made = contracts.sent(contracts.world(at=world.now), sms=sms, at=world.now)
    first = contracts.open_version(made)
    answering.ask_correction(contracts.place(made, made.works), first, wanted={"work.place": "کارگاه ۲"}, by=made.works, at=world.now)
    drafting.save_part(made.contract, part="work", told={"place": "شیراز، کارگاه شماره ۲"}, by=made.keeps, at=world.now)
    made.contract.refresh_from_db()
    here = contracts.place(made, made.keeps)
    version = sending.freeze(here, by=made.keeps, at=world.now)
    seen = signing.Seen(session_key="desk")
    signing.ask(here, version, seen=seen, by=made.keeps, at=world.now)
    code = contracts.by_code(sms, made.keeper)
    made.contract = sending.send(here, version, code=code, knows=version.knows, seen=seen, by=made.keeps, at=world.now)
    world.enter(made.worker)
    return made


def lapsed(world):
    """The keeper is logged in; the days of his contract are over."""
    made = sent(world, to="employer")
    sending.lapse(made.contract.pk, at=contracts.open_version(made).until)
    return made


def worded(world, *, to="keeper"):
    """A wording beside the contract lies open; its keeper is logged in, or its worker after the keeper signed, or after he read it."""
    template = "contracts/signing/_signatures.html"
    signing_kinds.register(KIND, title="متن نمونه", template=template, told=lambda version: {}, complete=lambda *args, **kwargs: None)
    made = sent(world, to="worker" if to == "reader" else to)
    with transaction.atomic():
        version = wording.freeze(common.locked(made.contract), KIND, words={"text": "نمونه"}, at=world.now)
    if to != "keeper":
        here, seen = contracts.place(made, made.keeps), signing.Seen(session_key="desk")
        signing.ask(here, version, seen=seen, by=made.keeps, at=world.now)
        answer = signing.Answer(contracts.by_code(outside.messengers()[0], made.keeper))
        wording.sign(here, version, answer, seen=seen, by=made.keeps, at=world.now)
    if to == "reader":
        answering.read(contracts.place(made, made.works), version, by=made.works, at=world.now)
    return made.contract.token, KIND, version.number


def authorised(world):
    """The keeper is logged in; a clerk of his signs by a paper, and a second could."""
    made = contracts.world(at=world.now)
    clerks = [factories.person(level=2, role="employer") for _ in range(2)]
    for clerk in clerks:
        contracts.seat(made.company, clerk, rights=["contracts"])
    days = authorising.Days(calendar.tehran_day(world.now))
    file = StoredFile.objects.get(pk=stored(made.keeper, world.now))
    given = authorising.give(made.keeper, Candidate(clerks[0], made.company), file=file, days=days, by=made.keeps, at=world.now)
    world.enter(made.keeper)
    return given


NOT_PAGES = {"contracts:authority_file": "a download"}
VISITS = {
    "contracts:authorities": lambda world: authorised(world) and (),
    "contracts:give_authority": lambda world: authorised(world) and (),
    "contracts:end_authority": lambda world: (authorised(world).pk,),
    "contracts:send": lambda world: (draft(world).contract.token,),
    "contracts:recall": lambda world: (sent(world, to="employer").contract.token,),
    "contracts:reopen": lambda world: (lapsed(world).contract.token,),
    "contracts:read": lambda world: (sent(world).contract.token,),
    "contracts:sign": lambda world: (sent(world, read=True).contract.token,),
    "contracts:assist": lambda world: (sent(world, read=True).contract.token,),
    "contracts:on_paper": lambda world: (draft(world).contract.token,),
    "contracts:correct": lambda world: (sent(world).contract.token,),
    "contracts:reject": lambda world: (sent(world).contract.token,),
    "contracts:compare": lambda world: (twice(world).contract.token, 2),
    "contracts:sign_version": worded,
    "contracts:assist_version": lambda world: worded(world, to="reader"),
    "contracts:refuse_version": lambda world: worded(world, to="worker"),
    "contracts:recall_version": worded,
}
