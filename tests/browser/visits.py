"""Every page of the site and how it is reached: a URL name that no visit reaches fails a rule."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse

from kardad.people.actions import attesting
from kardad.portal import leaves
from kardad.ui import samples
from tests import factories
from tests.browser import (
    book,
    buying,
    contract_batches,
    contract_papers,
    deliveries,
    diaries,
    disputes,
    employment,
    kartable,
    office_desk,
    office_money,
    payroll,
    petition,
    plain,
    questions,
    service,
    signatures,
)
from tests.browser.world import World
from tests.calc import owed_samples
from tests.journeys.walker import CAPTCHA, PASSWORD
from tests.people import desks

# A visit makes what it needs in the world and gives the arguments of the address.
Visit = Callable[[World], tuple]

# Addresses that are no pages, and why.
NOT_PAGES = {
    **plain.NOT_PAGES,
    **questions.NOT_PAGES,
    **buying.NOT_PAGES,
    **deliveries.NOT_PAGES,
    **kartable.NOT_PAGES,
    **service.NOT_PAGES,
    **petition.NOT_PAGES,
    **disputes.NOT_PAGES,
    **signatures.NOT_PAGES,
    **employment.NOT_PAGES,
    **contract_papers.NOT_PAGES,
    **diaries.NOT_PAGES,
    **contract_batches.NOT_PAGES,
}
# Pages whose form answers with a file: the page stays.
DOWNLOADS = {"people:export", "contracts:paper_office"}
JOIN = {"first_name": "علی", "last_name": "کریمی", "code": "9990001235", "mobile": "09120000001", "password": PASSWORD, "rules": "on"}

# Answers of «what am I owed», as its address holds them.
OWED = dict(parse_qsl(owed_samples.UNKNOWN))


def open_to_all(*args) -> Visit:
    """Nobody is logged in."""
    return lambda world: args


def as_member(*args) -> Visit:
    """A verified member."""
    return lambda world: world.member() and args


def as_staff(role, *args) -> Visit:
    """A member of staff."""
    return lambda world: world.staff(role) and args


def of_desk(state) -> Visit:
    """The client of a request in this state."""
    return lambda world: (world.request(state).pk,)


def _join_details(world):
    world.walker.post("people:join", {"role": "worker"})
    return ()


def _join_code(world):
    _join_details(world)
    world.walker.post("people:join_details", JOIN | CAPTCHA)
    return ()


def _method(world):
    world.walker.post("people:verify", {"method": "otp_l1", "consent": "on"})
    return ()


def _chosen(method="otp_l1", who=None, then=None) -> Visit:
    def visit(world):
        world.walker.choose(method=method)
        if who:
            world.walker.describe(who)
        if then:
            then(world.walker)
        return ()

    return visit


def _ticket(world):
    world.walker.choose(method="in_person")
    world.walker.describe("", code="0090007778", first_name="زهرا", last_name="حسینی", birth="1368/03/03")
    return ()


def _verified(world):
    world.walker.verify("karimi")
    return ()


def _reset_password(world):
    world.reset()
    world.walker.post("people:reset_code", {"code": world.walker.code()})
    return ()


def _counter_key(world):
    officer = world.officer()
    found = world.ticket()
    visit = desks.see_all(desks.begin(found, officer, at=world.now), officer, at=world.now)
    attesting.ask(visit, desks.shown(desks.KARIMI), by=desks.actor(officer), at=world.now)
    return (found.attempt.tracking,)


def _counter_ticket(world):
    officer, found = world.officer(), world.ticket()
    desks.begin(found, officer, at=world.now)
    return (found.attempt.tracking,)


def _counter_second(world):
    _, found = world.attested(sampled=True)
    world.enter(world.other_officer(), "totp")
    return (found.attempt.tracking,)


def _counter_receipt(world):
    officer, found = world.attested()
    world.enter(officer, "totp")
    return (found.attempt.tracking,)


def _mandate_revoke(world):
    return (world.active_mandate(world.member(), factories.person(first_name="سارا", last_name="مؤمنی")).pk,)


def _mandate_resign(world):
    agent = world.member()
    return (world.active_mandate(factories.person(first_name="سارا", last_name="مؤمنی"), agent).pk,)


def _member(world):
    firm, other = world.owned()
    return firm.pk, other.pk


def _with_totp(world):
    factories.with_totp(world.member())
    return ()


def _reviewed(make) -> Visit:
    def visit(world):
        found = make(world)
        world.staff("reviewer")
        return (found.pk,)

    return visit


def _death(world):
    found = world.review(state="rejected", error="IDV_DECEASED", person=factories.person(state="frozen", state_reason="نشانه فوت"))
    world.staff("manager")
    return (found.pk,)


def _frozen(world):
    closed = factories.person(state="frozen", state_reason="نشانه فوت")
    world.staff("manager")
    return (closed.pk,)


def _relieve(world):
    other = factories.staff("reviewer")
    world.staff("manager")
    return (other.grants.get().pk,)


def _incident(world):
    found = world.incident()
    world.staff("manager")
    return (found.pk,)


def _certified_to_staff(world):
    made = world.certificate()
    world.staff("manager")
    return (made.token,)


VISITS: dict[str, Visit] = {
    "portal:home": open_to_all(),
    "portal:panel": as_member(),
    "portal:help": open_to_all(),
    "portal:search": open_to_all(),
    "portal:help_page": lambda world: (next(iter(leaves.guides())),),
    "portal:about": open_to_all(),
    "portal:status": lambda world: world.incident() and (),
    "portal:rules": open_to_all(),
    "portal:privacy": open_to_all(),
    "portal:accessibility": open_to_all(),
    "ui:gallery": open_to_all(),
    "api_docs": open_to_all(),
    "ui:gallery_part": lambda world: (next(iter(samples.PARTS)),),
    "people:join": open_to_all(),
    "people:join_details": _join_details,
    "people:join_code": _join_code,
    "people:verify": open_to_all(),
    "people:verify_role": _method,
    "people:verify_details": _chosen(),
    "people:verify_checks": _chosen(who="wrong_birth"),
    "people:verify_code": _chosen(who="karimi"),
    "people:verify_profile": _chosen(who="karimi", then=lambda walker: walker.answer()),
    "people:verify_done": _verified,
    "people:verify_ticket": _ticket,
    "people:verify_window": _chosen(method="national_window"),
    "people:follow": open_to_all(),
    "people:demo_messages": open_to_all(),
    "people:demo_sso": open_to_all(),
    "people:login": open_to_all(),
    "people:logout": as_member(),
    "people:reset": open_to_all(),
    "people:reset_code": lambda world: world.reset() and (),
    "people:reset_password": _reset_password,
    "people:account": as_member(),
    "people:sessions": as_member(),
    "people:password": as_member(),
    "people:mobile": as_member(),
    "people:mobile_code": lambda world: world.mobile_change() and (),
    "people:step_up": as_member(),
    "people:export": as_member(),
    "people:access_log": as_member(),
    "people:history": as_member(),
    "people:roles": as_member(),
    "people:role_add": as_member("lawyer"),
    "people:role_papers": lambda world: (world.grant(world.member()).pk,),
    "people:act_as": as_member(),
    "people:mandates": lambda world: world.mandate(world.member()) and (),
    "people:mandate_invite": as_member(),
    "people:mandate_accept": as_member(),
    "people:mandate": lambda world: (world.mandate(factories.person(), world.member()).pk,),
    "people:mandate_revoke": _mandate_revoke,
    "people:mandate_resign": _mandate_resign,
    "people:mandate_undo": lambda world: (world.undo(world.member()).pk,),
    "people:organisations": lambda world: world.owned() and (),
    "people:organisation_add": as_member(),
    "people:organisation": lambda world: (world.owned()[0].pk,),
    "people:member": _member,
    "people:hand_over": _member,
    "people:workplaces": lambda world: world.workplace(world.member(role="employer_natural")) and (),
    "people:workplace_end": lambda world: (world.workplace(world.member(role="employer_natural")).pk,),
    "people:wards": lambda world: world.ward(world.member()) and (),
    "people:ward_new": as_member(),
    "people:ward_ticket": lambda world: (world.ward(world.member()).tracking,),
    "people:counter": lambda world: world.officer() and (),
    "people:counter_new": lambda world: world.officer() and (),
    "people:counter_ticket": _counter_ticket,
    "people:counter_key": _counter_key,
    "people:counter_second": _counter_second,
    "people:counter_receipt": _counter_receipt,
    "mfa_index": _with_totp,
    "mfa_authenticate": lambda world: world.second_step() or (),
    "mfa_activate_totp": as_member(),
    "mfa_deactivate_totp": _with_totp,
    "mfa_view_recovery_codes": _with_totp,
    "mfa_generate_recovery_codes": _with_totp,
    "mfa_add_webauthn": as_member(),
    "mfa_edit_webauthn": lambda world: (world.passkey(world.member()).pk,),
    "mfa_remove_webauthn": lambda world: (world.passkey(world.member()).pk,),
    "office:home": as_staff("manager"),
    "office:incidents": lambda world: world.incident() and world.staff("manager") and (),
    "office:incident": _incident,
    "office:incident_words": _incident,
    "office:paper": lambda world: world.staff("manager") and (world.failed_paper().pk,),
    "office:availability": lambda world: world.certificate() and world.staff("manager") and (),
    "office:availability_certificate": _certified_to_staff,
    "availability:certificates": lambda world: world.certificate(world.member()) and (),
    "availability:certificate": lambda world: (world.certificate(world.member()).token,),
    "people_office:reviews": lambda world: world.review() and world.staff("reviewer") and (),
    "people_office:review_attempt": _reviewed(lambda world: world.review()),
    "people_office:review_grant": _reviewed(lambda world: world.grant(factories.person())),
    "people_office:review_mandate": _reviewed(lambda world: world.mandate(factories.person(), factories.person())),
    "people_office:review_membership": _reviewed(lambda world: world.membership()),
    "people_office:death_signal": _death,
    "people_office:frozen": _frozen,
    "people_office:methods": as_staff("manager"),
    "people_office:method": as_staff("manager", "otp_l1"),
    "people_office:offices": lambda world: factories.office() and world.staff("manager") and (),
    "people_office:office_add": as_staff("manager"),
    "people_office:office": lambda world: world.staff("manager") and (factories.office().pk,),
    "people_office:staff": as_staff("manager"),
    "people_office:staff_relieve": _relieve,
    **kartable.VISITS,
    **questions.VISITS,
    **buying.VISITS,
    **book.VISITS,
    **deliveries.VISITS,
    "evidence:check": open_to_all(),
    "documents:look_up": open_to_all(),
    "evidence:roots": lambda world: world.proof() and (),
    "calc:index": open_to_all(),
    "calc:calculator": open_to_all("payslip"),
    "calc:deadline": lambda world: ({"of": "objection", "served_on": "1404/10/10", "closed_days": "1404/10/27"},),
    "calc:payroll_list": open_to_all(),
    "calc:payroll_list_made": lambda world: (payroll.made(world).token,),
    "calc:payroll_payslip": lambda world: (payroll.made(world).token, 0),
    "calc:payroll_errors": lambda world: (payroll.made(world).token,),
    "calc:payroll_forget": lambda world: (payroll.made(world).token,),
    "calc:payroll_lists": lambda world: payroll.made(world) and (),
    "calc:values": open_to_all(),
    "calc:value": open_to_all("wage.daily_minimum"),
    "calc:readings": open_to_all(),
    "calc:owed": open_to_all(),
    "calc:owed_step": lambda world: ("received", OWED),
    "calc:owed_check": lambda world: (OWED,),
    "calc:owed_result": lambda world: (OWED,),
    "calc:sheets": lambda world: world.sheet() and (),
    "calc:sheet": lambda world: (world.sheet().pk,),
    "calc:again": lambda world: (world.sheet().pk,),
    "calc:rename": lambda world: (world.sheet().pk,),
    "calc:forget": lambda world: (world.sheet().pk,),
    "calc:paper": lambda world: ("payslip", {"month": "1404-05", "children": "2", "overtime_hours": "10"}),
}


VISITS |= office_desk.VISITS | office_money.VISITS | service.VISITS | petition.VISITS | disputes.VISITS | employment.VISITS
VISITS |= signatures.VISITS | contract_papers.VISITS | diaries.VISITS
VISITS |= contract_batches.VISITS
VISITS |= {
    "desk:services": open_to_all(),
    "desk:service": open_to_all("settlement_calc"),
    "desk:requests": lambda world: world.request("invoiced") and (),
    "desk:request_new": as_member({"service": "petition"}),
    "desk:request_edit": of_desk("draft"),
    "desk:request_fields": of_desk("draft"),
    "desk:request_check": of_desk("draft"),
    "desk:request_drop": of_desk("draft"),
    "desk:request_done": of_desk("submitted"),
    "desk:request": of_desk("info_requested"),
    "desk:request_answer": of_desk("info_requested"),
    "desk:request_attach": of_desk("in_review"),
    "desk:request_cancel": of_desk("invoiced"),
    "desk:request_restore": of_desk("expired"),
    "desk:request_accept": of_desk("delivered"),
    "desk:request_reopen": of_desk("delivered"),
    "desk:request_withdraw": of_desk("paid"),
    "desk:request_object": of_desk("redirected_to_qa"),
}


def path(name: str, world: World) -> str:
    """The address of the page, once the world is ready for it; a last argument that is a dict is its query."""
    args = VISITS[name](world)
    query = args[-1] if args and isinstance(args[-1], dict) else {}
    return reverse(name, args=args[:-1] if query else args) + (f"?{urlencode(query)}" if query else "")
