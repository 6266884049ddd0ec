"""How a visit gets to its page: as whom, with which things on record, with which session."""

import json
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kardad.availability import actions as looking
from kardad.availability.probing import Finding
from kardad.calc import actions as sheets
from kardad.core import incidents, outside
from kardad.core.actor import SYSTEM
from kardad.documents import actions as papers
from kardad.evidence import actions as proof
from kardad.evidence.models import Root
from kardad.gateways.registry.port import Operation, Outcome
from kardad.law import instruments
from kardad.people.actions import mandates, roles, wards
from kardad.people.models import Attempt, Membership, WorkplaceCode
from kardad.work import actions as work
from tests import factories
from tests.desk import world as desk
from tests.journeys.walker import Walker
from tests.people import accounts, desks
from tests.people.staff_world import before, by, company, place, stored

TYPED = {"code": "0199999996", "mobile": "+989120000009", "birth": "2001-11-30", "first_name": "علی رضا", "last_name": "محمدی"}
CHILD = {"code": "7330001112", "birth": "2012-08-01", "first_name": "نیکا", "last_name": "کریمی", "relation": "father"}


class World:
    """One visitor, the people and things he meets, and what his browser must know."""

    def __init__(self):
        self.client = Client()
        self.sms = outside.messengers()[0]
        self.walker = Walker(self.client, self.sms)
        self.now = timezone.now()

    def cookies(self, site):
        """The session as the browser takes it."""
        return [{"name": key, "value": morsel.value, "url": site} for key, morsel in self.client.cookies.items()]

    def enter(self, someone, factor="sms"):
        """The person is logged in and has just shown that it is he."""
        self.client.force_login(someone)
        factories.show(self.client, someone, factor)
        return someone

    def member(self, **extra):
        """A verified worker is logged in."""
        return self.enter(factories.person(**({"level": 2} | extra)))

    def staff(self, role, **extra):
        """A member of staff is logged in."""
        return self.enter(factories.staff(role, **extra), "totp")

    def officer(self):
        """An officer in an office of his own is logged in."""
        return self.staff("officer", at_office=factories.office())

    def other_officer(self):
        """Somebody at another counter."""
        return factories.staff("officer", at_office=factories.office(name="دفتر پیشخوان نارمک"))

    def ticket(self, **extra):
        """A worker's ticket for a counter."""
        return desks.ticket(desks.KARIMI, at=self.now, **extra)

    def grant(self, person):
        """A lawyer's role that waits for a reviewer, with its paper."""
        licence = roles.Licence("۱۲۳۴", "کانون وکلای مرکز")
        files = {"lawyer_licence": stored(person, self.now)}
        return roles.ask(person, role="lawyer", licence=licence, files=files, by=by(person), at=self.now)

    def mandate(self, principal, agent=None):
        """A mandate: invited, or pending with its letter when somebody took it."""
        made = mandates.invite(principal, basis="representative", subject="پیگیری مزد", factor="totp", by=by(principal), at=self.now)
        if agent is None:
            return made
        made = mandates.accept(made, by=by(agent), at=self.now)
        return mandates.add_papers(made, files={"mandate_letter": stored(agent, self.now)}, by=by(agent), at=self.now)

    def active_mandate(self, principal, agent):
        """A mandate that a reviewer confirmed."""
        return mandates.confirm(self.mandate(principal, agent), by=by(factories.staff("reviewer"), "reviewer"), at=self.now)

    def undo(self, principal):
        """What the principal may take back: a mandate that he ended by a code in a text."""
        ended = self.active_mandate(principal, factories.person(first_name="سارا", last_name="مؤمنی"))
        return mandates.revoke(ended, reason="", factor="sms", by=by(principal), at=self.now).undos.get()

    def owned(self):
        """The logged-in owner's company with one more member."""
        owner = self.member()
        firm = company(self.now)
        place(firm, owner, self.now, is_owner=True, position="مدیرعامل", is_signatory=True)
        return firm, place(firm, factories.person(first_name="سارا", last_name="مؤمنی"), self.now, rights=["cases", "contracts"])

    def workplace(self, person):
        """A workplace code of the person."""
        since = self.now.date() - timedelta(days=30)
        return WorkplaceCode.objects.create(person=person, code="1234567890", title="کارگاه نمونه", valid_from=since)

    def review(self, **extra):
        """An attempt that a reviewer must see."""
        values = {"method": "otp_l1", "role": "worker", "state": "manual_review", "person": factories.person(level=0)} | extra
        made = Attempt.objects.create(
            typed=json.dumps(TYPED, ensure_ascii=False),
            found=json.dumps({"similarity": 82, "first_name": "علیرضا", "last_name": "محمدی"}, ensure_ascii=False),
            code_index=f"code-of-{self.now.timestamp()}",
            began_at=self.now,
            expires_at=self.now + timedelta(days=7),
            **values,
        )
        work.open_item("review_attempt", made, title="بازبینی احراز هویت", role="reviewer", at=self.now)
        return made

    def membership(self):
        """Someone waits to act for a company that nobody owns."""
        waiting = Membership.objects.create(organisation=company(self.now), person=factories.person(), asked_at=self.now)
        return before("review_membership", waiting, self.now)

    def incident(self):
        """An outage that lasts."""
        return incidents.open_incident(part="sms", title="کندی پیامک", text="کدها دیر می‌رسند.", by=SYSTEM, at=self.now)

    def certificate(self, person=None):
        """Some minutes of log-in were seen, one of them down, and are certified."""
        for minute in range(6):
            claimed = looking.claim("login", "", at=self.now - timedelta(minutes=30 - minute))
            if claimed:
                looking.keep(claimed, Finding(ok=minute != 3, took_ms=40, problem="" if minute != 3 else "timeout"))
        since = self.now - timedelta(hours=1)
        return looking.certificate("", since=since, until=self.now, person=person, by=SYSTEM, at=self.now)

    def failed_paper(self):
        """A paper that could not be made."""
        said = {"deed": "درخواست شما ثبت شد.", "at": self.now.isoformat(), "person": "علی کریمی"}
        made = papers.issue("receipt", factories.person(), data=said, facts=[("به نام", "علی کریمی")], by=SYSTEM, at=self.now)
        made.state, made.due_at, made.problem = "failed", None, "NoStamp"
        made.save()
        return made

    def proof(self):
        """Two days whose roots are published, one of them stamped."""
        chain = proof.open_chain(factories.person(), title="پرونده", office_id=None, at=self.now - timedelta(days=2))
        with transaction.atomic():
            proof.append(chain, "paper.sealed", by=SYSTEM, at=self.now - timedelta(days=2), number=1)
        proof.close_days(at=self.now)
        proof.stamp_due(Root.objects.earliest("day").pk, at=self.now)
        return chain

    def ward(self, guardian):
        """The guardian's ticket for a child."""
        return wards.begin(typed=CHILD, guardian=guardian, by=by(guardian), at=self.now)

    def attested(self, *, sampled=False):
        """A ticket over which an officer has vouched, and the officer."""
        officer, found = factories.staff("officer", at_office=factories.office()), self.ticket(sampled=sampled)
        desks.attested(found, officer, desks.KARIMI, at=self.now)
        return officer, found

    def sheet(self):
        """A payslip that the logged-in member keeps."""
        keeper = self.member()
        given = {"month": "1404-05", "children": 2, "overtime_hours": 10}
        facts = {"calculator": "payslip", "given": given, "title": "فیش مرداد", "law": instruments.current()}
        return sheets.keep(keeper, **facts, by=by(keeper), at=self.now)

    def request(self, state):
        """A request of the desk in this state, whose client is logged in."""
        bureau = desk.open_bureau()
        self.enter(bureau.client)
        return desk.request_in(state, bureau, at=self.now)

    def passkey(self, person):
        """A key of the person."""
        return Authenticator.objects.create(user=person, type="webauthn", data={"name": "کلید من", "credential": {}})

    def mobile_change(self):
        """A member asked for another mobile."""
        person = self.member()
        outside.registry().rule(Operation.MOBILE_OWNER, Outcome.MATCH)
        self.client.post(reverse("people:mobile"), {"mobile": "09120000099"})
        return person

    def reset(self):
        """Somebody lost his password and typed who he is."""
        person = factories.person()
        outside.registry().rule(Operation.MOBILE_OWNER, Outcome.MATCH)
        self.client.post(reverse("people:reset"), {"code": accounts.own(person).code, "shown": "1370/06/31"})
        return person

    def second_step(self):
        """Somebody with an app has typed his password."""
        person = factories.with_totp(factories.person())
        accounts.log_in(self.client, person)
