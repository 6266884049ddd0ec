"""One company with a contract at each point of its way, and everybody who may or may not see it."""

from datetime import time, timedelta

from kardad.contracts.actions import amending, answering, authorising, drafting, ending, paying, resigning, settling, suspending
from kardad.contracts.actions import diary as diaries
from kardad.contracts.actions.paying import Payment
from kardad.contracts.actions.suspending import Suspension
from kardad.contracts.causes import Evidence
from kardad.contracts.diaries import About, Told
from kardad.contracts.models import Batch, Contract
from kardad.contracts.queries import authorities as queries
from kardad.contracts.statement import Facts
from kardad.core.models import StoredFile
from kardad.inbox.models.dossiers import token
from kardad.kit.calendar import tehran_day
from kardad.people.models import Mandate, Membership, Person
from tests import factories
from tests.cases import experts
from tests.cases import world as cases
from tests.contracts import test_ending as ends
from tests.contracts import world
from tests.contracts.world import NOW, day
from tests.people.staff_world import stored

AT = NOW + timedelta(days=30)  # 1404-02-04
ENDED = ends.ENDED


def crowd(made):
    """Everybody by his role."""
    keeper, member, left = (factories.person(level=2, role="employer") for _ in range(3))
    world.seat(made.company, keeper, rights=["contracts"])
    world.seat(made.company, member, rights=["notices"])
    world.seat(made.company, left, rights=["contracts"])
    Membership.objects.filter(person=left).update(state="ended")
    rival, lawyer = factories.person(level=2, role="employer"), factories.person(level=2, role="lawyer")
    world.company(rival, name="رقیب", company_id="10380284790")
    dates = {"invited_at": NOW, "expires_at": NOW + timedelta(days=3650)}
    Mandate.objects.create(principal=made.worker, agent=lawyer, basis="lawyer", subject="کار", invitation="A1", state="active", **dates)
    return {
        "signer": made.keeper,
        "keeper": keeper,
        "member": member,
        "left": left,
        "worker": made.worker,
        "co_worker": factories.person(level=2),
        "lawyer": lawyer,
        "rival": rival,
        "secretary": Person.objects.get(pk=cases.secretary(cases.office()).person_id),
        "expert": experts.expert(),
        "manager": factories.staff("manager"),
        "stranger": factories.person(level=2),
    }


def copy(contract, **changes):
    """The same contract once more, with its annexes, its wordings and the signatures below them."""
    twin = Contract.objects.get(pk=contract.pk)
    twin.pk, twin.token, twin.number = None, token(), None
    for name, value in changes.items():
        setattr(twin, name, value)
    twin.save()
    for annex in contract.annexes.order_by("pk"):
        annex.pk, annex.contract = None, twin
        annex.save()
    for version in contract.versions.order_by("pk"):
        doubled(version, twin)
    return twin


def doubled(version, contract, **changes):
    """The wording once more, below this contract."""
    signatures = list(version.signatures.order_by("pk"))
    version.pk, version.token, version.contract = None, token(), contract
    for name, value in changes.items():
        setattr(version, name, value)
    version.save()
    for one in signatures:
        one.pk, one.version = None, version
        one.save()


class Scenes:
    """Every scene by its word: the ids of its contract and of what lies about it."""

    def __init__(self, sms):
        self.sms, self.ids = sms, {}
        self.made = made = world.drafted()
        self.people = crowd(made)
        self.paper = StoredFile.objects.get(pk=stored(made.keeper, NOW))
        self._annexed(made.contract)
        drafted = copy(made.contract)
        self.scene("draft", drafted)
        world.sent(made, sms=sms)
        self._answers(made.contract)
        world.signed(made, sms=sms, at=NOW + timedelta(minutes=10))
        self._lives(made.contract)
        self._ends()
        book = diaries.begin(made.worker, About(workplace="کارگاه برادران"), by=made.works, at=NOW)
        told = Told(kind="hours", on=tehran_day(NOW), starts=time(8), ends=time(16))
        diaries.write(book, told, file=self.paper, by=made.works, at=NOW)
        self.ids["diary"] = {"token": book.token}
        self._sends_many("batch", self.people["keeper"], kind="drafts", state="done")
        self._sends_many("list", self.people["keeper"], kind="signing", state="ready", sha256="0" * 64)
        self._sends_many("left", self.people["left"], kind="drafts", state="done")

    def _sends_many(self, word, person, **more):
        counts = {"expected": 1, "done": 1, "bad": 1}
        made = Batch.objects.create(organisation=self.made.company, person=person, once=word, made_at=NOW, **counts, **more)
        self.ids[word] = {"token": made.token}

    def scene(self, word, contract, **ids):
        """The contract of this word."""
        annex = contract.annexes.order_by("pk").last()
        self.ids[word] = {"token": contract.token, "one": 1, "two": 2, "annex": annex.pk if annex else 0, **ids}

    def _annexed(self, contract, *, at=NOW):
        drafting.annex(contract, [self.paper], title="آیین‌نامه", by=self.made.keeps, at=at)

    def _answers(self, sent):
        """Sent, sent back with another paper laid by, sent again, too late."""
        self.scene("sent", copy(sent))
        returned = self._returned(sent)
        self._annexed(returned, at=NOW + timedelta(minutes=1))
        self.scene("returned", returned)
        second = self._returned(sent)
        doubled(second.versions.get(), second, number=2, state="open")
        Contract.objects.filter(pk=second.pk).update(state="sent", version=2)
        self.scene("second", second)
        expired = copy(sent, state="expired")
        expired.versions.update(state="expired")
        self.scene("expired", expired)

    def _returned(self, sent):
        twin = copy(sent)
        version = twin.versions.get()
        version.contract = twin
        answering.ask_correction(self._at(twin, "worker"), version, wanted={"work.place": "جای دیگر"}, by=self.made.works, at=NOW)
        twin.refresh_from_db()
        return twin

    def _at(self, contract, side):
        made = world.World(self.made.company, self.made.keeper, self.made.worker, contract)
        return ends.side_of(made, side)[0]

    def _lives(self, signed):
        """Signed and not begun; running, with an amendment that nobody signed; suspended."""
        day_of = tehran_day(NOW)
        upcoming = {"starts_on": day_of + timedelta(days=200), "ends_on": day_of + timedelta(days=300)}
        Contract.objects.filter(pk=signed.pk).update(**upcoming)
        keeper = next(one for one in queries.candidates(self.made.keeper) if one.person == self.people["keeper"])
        days = authorising.Days(day_of)
        paper = authorising.give(self.made.keeper, keeper, file=self.paper, days=days, by=self.made.keeps, at=NOW)
        self.scene("signed", signed, authority=paper.pk)
        running = copy(signed, state="active", number="EC-1404-900001", starts_on=day("1404-01-01"), ends_on=day("1404-06-31"))
        values = {"work.place": "شیراز، کارگاه شماره ۲، خیابان لاله"}
        amending.propose(self._at(running, "employer"), values, from_on=day("1404-02-10"), by=self.made.keeps, at=AT)
        self.scene("running", running)
        stopped = self._running(2)
        leave = Suspension(cause="leave", starts_on=day("1404-02-01"), expected_on=day("1404-03-01"), file=self.paper)
        row = suspending.suspend(self._at(stopped, "employer"), leave, by=self.made.keeps, at=AT)
        self.scene("stopped", stopped, pause=row.pk)
        resigned = self._running(3)
        named = ending.Named(cause="resignation", ends_on=day("1404-03-01"), shown=Evidence())
        version = resigning.write(self._at(resigned, "worker"), named, by=self.made.works, at=AT)
        self._gives(resigned, "worker", version, at=AT)
        self.scene("resigned", resigned)

    def _running(self, number):
        base = self.made.contract
        return copy(base, state="active", number=f"EC-1404-90000{number}", starts_on=day("1404-01-01"), ends_on=day("1404-06-31"))

    def _gives(self, contract, side, version, *, at):
        made = world.World(self.made.company, self.made.keeper, self.made.worker, contract)
        version.refresh_from_db()
        version.contract = Contract.objects.get(pk=contract.pk)
        ends.gave(made, side, version, self.sms, at=at)

    def _ends(self):
        """Ended with its term; reckoned; agreed by both; paid with what shows it."""
        found = {}
        for place, word in enumerate(("ended", "reckoned", "agreed", "paid"), start=4):
            one = found[word] = self._running(place)
            named = ending.Named(cause="term_ended", ends_on=ends.LAST, shown=Evidence(), file=self.paper)
            ending.declare(self._at(one, "employer"), named, by=self.made.keeps, at=ENDED)
            self.scene(word, one)
        at = ENDED + timedelta(days=2)
        for minutes, word in enumerate(("reckoned", "agreed", "paid")):
            one = found[word]
            settling.save(self._at(one, "employer"), Facts(), by=self.made.keeps, at=at)
            version = settling.prepare(self._at(one, "employer"), by=self.made.keeps, at=at)
            if word != "reckoned":
                for side in ("employer", "worker"):
                    self._gives(one, side, version, at=at + timedelta(minutes=5 * minutes))
        money = Payment(paid_on=tehran_day(at), amount=10**9, method="bank", trace="۹۱۲۳۴۵", proof=self.paper)
        paying.pay(self._at(found["paid"], "employer"), money, by=self.made.keeps, at=at + timedelta(hours=1))
