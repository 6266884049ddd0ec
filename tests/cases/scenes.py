"""A dispute at one point of its way with everybody who may or may not see it; what is said in it is told apart by its words."""

from datetime import timedelta
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile

from kardad.cases import bargaining, petition
from kardad.cases.actions import (
    briefs,
    collecting,
    confirming,
    countering,
    dates,
    divan,
    drafting,
    enforcing,
    intake,
    remitting,
    settling,
)
from kardad.cases.actions import heirs as heirs_of
from kardad.cases.models import Batch, Capability, Case, Grant, Objection, OfficialEntry, Withdrawal
from kardad.cases.queries import standing
from kardad.contracts.actions import diary
from kardad.contracts.diaries import About, Told
from kardad.core import files
from tests import factories
from tests.cases import board_room, boards, petitions, world
from tests.cases import scenes_experts as of_experts
from tests.cases.staging import BEFORE
from tests.cases.staging import panel as with_panel
from tests.cases.staging import scene as told_of
from tests.cases.staging import sides as with_sides
from tests.conftest import NOW
from tests.samples import PDF


def _brief(made, side, words):
    """A side put its words and a paper into the file."""
    person = {"claimant": made.worker, "respondent": made.employer}[side]
    stored = files.store(SimpleUploadedFile("فیش.pdf", PDF + words.encode(), "application/pdf"), owner_id=person.pk, at=NOW)
    place = standing.of(made.case, person, at=NOW)
    told = {"kind": "brief", "title": "لایحه", "words": words, "files": [stored]}
    return briefs.file(place, **told, by=factories.actor(person), at=NOW).files.get()


def _writer(**more):
    person = factories.person(level=2, first_name="مریم", last_name="کاظمی")
    if not Case.objects.filter(office__isnull=False).exists():
        world.office()
    case = petitions.whole(person, **more)
    stored = files.store(SimpleUploadedFile("فیش.pdf", PDF, "application/pdf"), owner_id=person.pk, at=NOW)
    file = drafting.attach(case, files=[stored], paper="payslip", by=factories.actor(person), at=NOW)[0]
    return SimpleNamespace(case=case, people={"claimant": person}, file=file)


def draft():
    """A petition that could be filed, with a paper beside it."""
    made = _writer()
    me = made.people["claimant"]
    by = factories.actor(me)
    return told_of(made, file=made.file.pk, diary=_diary(me, by).token, claimant_step="claimant")


def _diary(person, by):
    kept = diary.begin(person, About(workplace="کارگاه برادران"), by=by, at=NOW)
    diary.write(kept, Told(kind="event", on=BEFORE.date(), text="کار را آغاز کردم."), by=by, at=NOW)
    return kept


def heirs():
    """The petition of two heirs, still being written."""
    made = _writer(whom=drafting.For("worker", capacity="heir"))
    told = {"name": "لیلا کاظمی", "code": "", "share": "1/2", "mandate": None}
    heirs_of.add_heir(made.case, told=told, by=factories.actor(made.people["claimant"]), at=NOW)
    return told_of(made)


def prepared():
    """The petition as a bureau made it ready for the office."""
    made = _writer()
    Case.objects.filter(pk=made.case.pk).update(state="prepared")
    entry = OfficialEntry.objects.create(case=made.case, kind="filed", on=NOW.date(), number="12", made_at=NOW)
    return told_of(made, entry=entry.pk, kind="session")


def _counter():
    here, other = (factories.staff("officer", at_office=factories.office(name=name)) for name in ("پیشخوان ونک", "پیشخوان نارمک"))
    me = factories.person(level=2)
    by = factories.actor(here, "officer")
    consent = countering.ask(code=me.particulars.code, side="worker", office=here.grants.get().office, by=by, at=NOW)
    people = {"claimant": me, "officer": here, "other_officer": other}
    return SimpleNamespace(case=world.filed(at=BEFORE).case, people=people, consent=consent)


def counter():
    """An officer at a counter has asked for somebody's consent."""
    made = _counter()
    return told_of(made, consent=made.consent.token)


def counter_done():
    """The petition that was written there is signed and filed."""
    made = _counter()
    type(made.consent).objects.filter(pk=made.consent.pk).update(case=made.case, signed_at=NOW)
    return told_of(made, consent=made.consent.token)


def filed():
    """A petition that came in today."""
    made = with_sides(world.filed(at=BEFORE))
    return told_of(made)


def defect():
    """A petition that was sent back to its writer."""
    made = _writer()
    before = world.filed(at=BEFORE)
    told = {"dossier": before.case.dossier, "office": before.office, "number": "1404-9", "filed_at": BEFORE}
    Case.objects.filter(pk=before.case.pk).update(dossier=None, state="draft", number=None)
    Case.objects.filter(pk=made.case.pk).update(state="defect", asked={"narrative": "روشن‌تر بنویسید."}, **told)
    made.case.refresh_from_db()
    return told_of(made)


def unnamed():
    """Against somebody whose name nobody knows."""
    made = with_panel(with_sides(board_room.seated(at=BEFORE)))
    held = petition.Petition(respondents=(petition.Respondent(kind="unknown", sign="نجاری سعید"),))
    made.case.petition = petition.as_json(held)
    made.case.save(update_fields=["petition"])
    return told_of(made)


def accepted():
    """Its panel is drawn and dates are offered; the petition is not served yet."""
    made = world.told(with_panel(with_sides(board_room.seated(at=BEFORE))))
    file = _brief(made, "claimant", "سخن خواهان پیش از ابلاغ")
    offered = dates.propose(made.case, by=made.secretary, at=NOW)
    asks = factories.staff("secretary", at_office=made.office)
    grant = Grant.objects.create(case=made.case, person=asks, reason="x", asked_at=NOW, state="asked")
    ids = {"seat": made.seats[1].pk, "mandate": made.seats[1].member_id, "room": made.room.pk, "proposal": offered[0].pk}
    batch = Batch.objects.create(person_id=made.secretary.person_id, deed="accept", once="a", made_at=NOW)
    return told_of(made, file=file.pk, grant=grant.pk, batch=batch.pk, **ids)


def listed():
    """Both sides are invited to a session, and the petition is served."""
    made = with_sides(board_room.seated(at=BEFORE))
    hearing = board_room.listed(made, at=BEFORE)
    made = world.told(with_panel(made))
    file = _brief(made, "claimant", "سخن خواهان")
    _brief(made, "respondent", "سخن خوانده")
    book = _diary(made.worker, factories.actor(made.worker))
    return told_of(made, hearing=hearing.pk, seat=made.seats[1].pk, file=file.pk, diary=book.token)


def _heard():
    made = boards.heard(at=NOW - timedelta(hours=2))
    return with_panel(with_sides(made))


def _late(made, decision):
    told = {"case": made.case, "decision": decision, "party": made.sides["claimant"], "by_id": made.worker.pk}
    return Objection.objects.create(**told, grounds="دلیل دیرهنگام", filed_at=NOW, is_late=True)


def making():
    """The board writes; beside it lies an objection that came too late."""
    made = _heard()
    draft = boards.written(made, {1: 1000, 2: "rejected"}, at=NOW)
    return told_of(made, objection=_late(made, draft).pk)


def voting():
    """The board votes on its draft, one member against."""
    made = _heard()
    boards.voted(made, boards.written(made, {1: 1000, 2: "rejected"}, at=NOW), at=NOW, against=[2])
    return told_of(made)


def asked():
    """The claim is to be taken back, and the respondent is asked whether he agrees."""
    made = _heard()
    told = {"party": made.sides["claimant"], "by_id": made.worker.pk, "rule": "withdraw_late"}
    Withdrawal.objects.create(case=made.case, reason="x", asked_at=NOW, **told)
    return told_of(made)


def letter():
    """The respondent has written his representative a letter with more powers, which waits for the representative's yes."""
    made = with_sides(world.filed(state="accepted", at=BEFORE))
    held = made.sides["respondent"].representations.get(ended_at=None)
    Capability.objects.create(representation=held, can_object=True, written_at=NOW, side_at=NOW, by_id=made.employer.pk)
    return told_of(made)


def absent():
    """The respondent has no account; somebody stands for him all the same."""
    made = with_sides(world.filed(state="accepted", at=BEFORE))
    held = made.sides["respondent"].representations.get(ended_at=None)
    type(held.party).objects.filter(pk=held.party_id).update(person=None, joined_at=None)
    made.people.pop("respondent")
    return told_of(made, held=held.pk)


def at_table(deed=""):
    """Both sides sit at a table, where the respondent has written terms; they may have signed them (`deed`)."""
    made = with_panel(with_sides(board_room.seated(at=BEFORE)))
    seats = {name: standing.of(made.case, getattr(made, name), at=NOW) for name in ("worker", "employer")}

    def act(name, act, **more):
        return act(seats[name], by=factories.actor(getattr(made, name)), at=NOW, **more)

    table = act("worker", settling.open_table)
    terms = bargaining.Terms(bargaining.parts(90, 3, NOW.date()), "all", "case", "شرط روی میز")
    act("employer", settling.propose, terms=terms)
    if deed:
        table = act("worker", settling.agree, version=1)
        for name in seats:
            act(name, settling.sign, hash=table.hash)
    return told_of(made, table=table)


def signed():
    """They have signed it, and the chair has not confirmed it."""
    return at_table("sign")


def settled():
    """It is confirmed; the debtor says that he paid the first instalment."""
    scene = signed()
    made = scene.made
    confirming.confirm_settlement(made.case, by=board_room.actor(made.seats[0]), at=NOW)
    one = made.case.instalments.order_by("position")[0]
    place = standing.of(Case.objects.get(pk=made.case.pk), made.employer, at=NOW)
    told = remitting.remit(place, one, amount=10, paid_on=NOW.date(), by=factories.actor(made.employer), at=NOW)
    scene.ids |= {"instalment": one.pk, "remittance": told.pk}
    return scene


def window():
    """The decision is served on both sides."""
    made = _heard()
    decision = boards.served(made, {1: 1000, 2: "rejected"}, at=NOW)
    return told_of(made, decision=decision.pk, issued=decision.pk)


def late():
    """One of them has objected too late."""
    made = _heard()
    decision = boards.served(made, {1: 1000, 2: "rejected"}, at=NOW)
    return told_of(made, decision=decision.pk, objection=_late(made, decision).pk)


def _finally():
    made = boards.heard(at=NOW - timedelta(hours=2))
    boards.served(made, {1: 1000, 2: "rejected"}, at=NOW)
    Case.objects.filter(pk=made.case.pk).update(state="final", final_on=NOW.date())
    made.case.refresh_from_db()
    return made


def final():
    """Nobody objected: the decision is final."""
    return told_of(with_panel(with_sides(_finally())))


def sent():
    """The court has it, the other side says that it paid and has gone to the Divan."""
    made = _finally()
    running = enforcing.request(standing.of(made.case, made.worker, at=NOW), by=factories.actor(made.worker), at=NOW)
    enforcing.send(running, court="اجرای احکام", by=made.secretary, at=NOW)
    told = collecting.note_money(running, amount=7, received_on=NOW.date(), by=factories.actor(made.employer), at=NOW)
    said = {"party": made.sides["respondent"], "number": "1", "opened_on": NOW.date()}
    complaint = divan.complain(made.case, **said, by=made.secretary, at=NOW)
    made = with_panel(with_sides(made))  # what rows say that no entry said is certified by nobody: they come after the papers
    return told_of(made, enforcement=running.pk, collection=told.pk, divan=complaint.pk)


def restricted():
    """As `accepted`, but staff open it by a grant alone."""
    made = accepted()
    intake.restrict(made.made.case, reason="x", by=factories.actor(factories.staff("manager"), "manager"), at=NOW)
    return made


SCENES = {
    one.__name__: one
    for one in (
        draft,
        heirs,
        prepared,
        counter,
        counter_done,
        filed,
        unnamed,
        defect,
        accepted,
        listed,
        making,
        voting,
        window,
        late,
        final,
        sent,
        asked,
        letter,
        absent,
        at_table,
        signed,
        settled,
        of_experts.expert,
        of_experts.declined,
        of_experts.owing,
        of_experts.unspent,
        of_experts.opined,
        restricted,
    )
}
