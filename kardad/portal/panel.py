"""The panel of one person: what waits for him first, then what he may do, then what happened."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import Resolver404, resolve, reverse

from kardad.core import history
from kardad.core.actor import Actor
from kardad.core.models import Draft
from kardad.desk.access import clients as client_access
from kardad.inbox import policy as inbox
from kardad.kit.text import to_persian_digits
from kardad.people import flow, roles
from kardad.people.models import Membership, Person, RoleGrant, Undo
from kardad.portal import queries
from kardad.ui.templatetags import persian

HISTORY_SHOWN = 10
ORGANISATIONS_SHOWN = 5
DRAFTS_SHOWN = 3
UNDOS_SHOWN = 5

# The four steps of the level's picture: what it is called, how one gets there.
LEVELS = (
    ("عضو", "شماره همراه خود را ثابت کرده‌اید"),
    ("سطح یک", "کد ملی، سیم‌کارت و تاریخ تولد سنجیده شد"),
    ("سطح دو", "چهره یا مدرک هم سنجیده شد"),
    ("سطح سه", "حضوری، با دیدن اصل مدارک"),
)
# A form's name as its owner knows it, by URL name.
DRAFT_TITLES = {
    "join_details": "فرم عضویت",
    "verify_details": "مشخصات احراز هویت",
    "verify_profile": "فرم کاربری",
    "role_add": "افزودن نقش",
    "role_papers": "مدارک نقش",
    "mandate_invite": "معرفی نماینده",
    "organisation_add": "افزودن سازمان",
    "workplaces": "کد کارگاه",
    "account": "حساب من",
}
# What a service request that waits for its owner wants of him, by its state.
REQUEST_TEXTS = {
    "draft": ("درخواست خدمت شما نیمه‌کاره است", "آنچه نوشته‌اید نگه داشته شده است و هنوز برای کارشناس نرفته.", "ادامه درخواست"),
    "info_requested": ("کارشناس از شما مدرک یا توضیح خواسته است", "تا پاسخ ندهید کار پیش نمی‌رود.", "پاسخ به کارشناس"),
    "invoiced": ("صورتحساب درخواست شما آماده است", "با پرداخت آن کار آغاز می‌شود.", "دیدن و پرداخت صورتحساب"),
    "partially_paid": ("بخشی از صورتحساب درخواست شما مانده است", "با پرداخت مانده، کار آغاز می‌شود.", "پرداخت مانده"),
    "delivered": ("خدمت شما تحویل شد", "ببینید، و اگر درست است تأیید کنید.", "دیدن و تأیید"),
}
# What a petition that waits for its writer wants of him, by its state.
CASE_TEXTS = {
    "draft": ("دادخواست شما نیمه‌کاره است", "هر چه نوشته‌اید نگه داشته شده و هنوز ثبت نشده است.", "ادامه دادخواست", "cases:petitions"),
    "prepared": (
        "دادخواست شما آماده است",
        "هنوز در اداره کار ثبت نشده است. برگه را بگیرید و به اداره ببرید.",
        "دیدن دادخواست",
        "cases:petition_prepared",
    ),
    "defect": (
        "اداره خواسته است دادخواست را کامل کنید",
        "آنچه کم است کنار هر بخش نوشته شده است. تا پایان مهلت کامل کنید.",
        "کامل کردن دادخواست",
        "cases:petition_cure",
    ),
}
ATTEMPT_TEXTS = {
    "waiting_provider": "سامانه استعلام پاسخ نداده است. خودمان دوباره می‌پرسیم و پیامک می‌فرستیم.",
    "manual_review": "کارشناس در حال بازبینی است. نتیجه پیامک می‌شود.",
    "in_person": "نوبت حضوری دارید. با مدارک خود به دفتر بروید.",
    "approved": "مشخصات شما تأیید شد. تنها کد تأیید مانده است.",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do next: why, and the button; `waits` when someone or something stands still until it is done."""

    title: str
    text: str
    href: str
    submit: str
    waits: bool = True


@dataclass(slots=True)
class Panel:
    """Everything that the panel page shows."""

    person: Person
    standing: queries.Standing
    acting_title: str
    grants: list[RoleGrant]
    memberships: list[Membership]
    more_organisations: bool
    events: list[dict[str, Any]]
    more_events: bool
    steps: list[Step] = field(default_factory=list)

    @property
    def levels(self) -> list[dict[str, Any]]:
        """The four steps of the level's picture, with the one on which the person stands."""
        return [
            {"number": number, "title": title, "text": text, "is_done": number <= self.person.level, "is_here": number == self.person.level}
            for number, (title, text) in enumerate(LEVELS)
        ]

    @property
    def code_kind(self) -> str:
        """How the person's code is read and masked."""
        return "foreigner-code" if self.person.kind == Person.Kind.FOREIGN else "national-code"

    @property
    def roles(self) -> list[dict[str, str]]:
        """The roles the person holds or asked for."""
        return [{"title": roles.title(grant.role), "state": grant.state} for grant in self.grants]

    @property
    def waiting(self) -> list[Step]:
        """What waits for the person."""
        return [step for step in self.steps if step.waits]

    @property
    def ideas(self) -> list[Step]:
        """What the person may do when he likes."""
        return [step for step in self.steps if not step.waits]

    @property
    def stands_for_others(self) -> bool:
        """Whether the person is a lawyer or a representative."""
        return any(grant.role in ("lawyer", "representative") and grant.state == "active" for grant in self.grants)

    @property
    def is_official_expert(self) -> bool:
        """Whether boards may ask the person for an opinion."""
        return any(grant.role == "official_expert" and grant.state == "active" for grant in self.grants)

    @property
    def is_officer(self) -> bool:
        """Whether the person sits at a counter."""
        return any(grant.role == "officer" and grant.state == "active" for grant in self.grants)

    @property
    def has_clients(self) -> bool:
        """Whether the person may keep a client book."""
        return any(grant.role in client_access.KEEPERS and grant.state == "active" for grant in self.grants)

    @property
    def gives_work(self) -> bool:
        """Whether the person employs, or acts for an organisation."""
        return bool(self.memberships) or any(grant.role in roles.NARROWER["employer"] and grant.state == "active" for grant in self.grants)

    @property
    def is_staff(self) -> bool:
        """Whether the person works in the office."""
        return any(grant.role in roles.STAFF - {"officer"} and grant.state == "active" for grant in self.grants)


def panel_of(person: Person, *, acting: Actor, at: datetime) -> Panel:
    """The panel in seven reads, however much there is to show."""
    standing = queries.standing_of(person.pk, at)
    grants = list(queries.grants_of(person.pk))
    memberships = list(queries.memberships_of(person.pk)[: ORGANISATIONS_SHOWN + 1])
    events = list(queries.history_of(person.pk)[: HISTORY_SHOWN + 1])
    found = Panel(
        person=person,
        standing=standing,
        acting_title=roles.title(acting.role) if acting.role != "member" else "عضو",
        grants=grants,
        memberships=memberships[:ORGANISATIONS_SHOWN],
        more_organisations=len(memberships) > ORGANISATIONS_SHOWN,
        events=[{"text": history.sentence(event), "at": event.at} for event in events[:HISTORY_SHOWN]],
        more_events=len(events) > HISTORY_SHOWN,
    )
    found.steps = [
        *_undo_steps(list(queries.undos_of(person.pk, at)[:UNDOS_SHOWN])),
        *_case_steps(standing),
        *_contract_steps(standing),
        *_request_steps(standing),
        *_letter_steps(standing.unread),
        *_identity_steps(person, standing),
        *_role_steps(grants),
        *_mandate_steps(person.pk),
        *_member_steps(memberships),
        *_draft_steps(list(queries.drafts_of(person.pk)[:DRAFTS_SHOWN])),
        *_security_steps(person, has_second_factor=standing.has_second_factor),
    ]
    return found


def _undo_steps(undos: list[Undo]) -> list[Step]:
    """First of all: each has its last moment, and may be the deed of whoever holds the person's SIM."""
    steps = []
    for undo in undos:
        deed, mandate = undo.get_deed_display(), undo.mandate
        who = f"{mandate.subject}، {mandate.agent.name}" if mandate.agent else mandate.subject
        until = f"تا {persian.moment(undo.due_at)} می‌توانید آن را پس بگیرید. اگر شما نکرده‌اید، همین اکنون پس بگیرید."
        href = reverse("people:mandate_undo", args=[undo.pk])
        steps.append(Step(f"{deed} تنها با کد پیامکی تأیید شد", f"{who}. {until}", href, f"پس گرفتن {deed}"))
    return steps


def _case_steps(standing: queries.Standing) -> list[Step]:
    """A petition that an office asks about and a session ahead each have their day, so they stand before what has none."""
    steps = []
    if standing.petition:
        title, text, submit, name = CASE_TEXTS[standing.petition_state]
        steps.append(Step(title, text, reverse(name, args=[standing.petition] if name != "cases:petitions" else []), submit))
    if standing.meeting:
        title = f"جلسه هیئت: {persian.moment(standing.meeting_at)}"
        text = "بیایید، نماینده بفرستید یا لایحه بدهید. اگر کسی نیاید هم هیئت رأی می‌دهد."
        steps.append(Step(title, text, reverse("cases:case", args=[standing.meeting]), "دیدن پرونده"))
    return steps


def _contract_steps(standing: queries.Standing) -> list[Step]:
    if not standing.contract or standing.contract_until is None:
        return []
    until = f"تا {persian.moment(standing.contract_until)}: همه آن را بخوانید، بعد امضا کنید، اصلاح بخواهید یا نپذیرید."
    return [Step("قراردادی منتظر پاسخ شماست", until, reverse("contracts:read", args=[standing.contract]), "خواندن قرارداد")]


def _request_steps(standing: queries.Standing) -> list[Step]:
    if not standing.request:
        return []
    title, text, submit = REQUEST_TEXTS[standing.request_state]
    return [Step(title, text, reverse("desk:request", args=[standing.request]), submit)]


def _letter_steps(unread: int) -> list[Step]:
    if not unread:
        return []
    count = f"بیش از {to_persian_digits(inbox.UNREAD_COUNTED)}" if unread > inbox.UNREAD_COUNTED else to_persian_digits(unread)
    text = "آنچه پیش آمده و آنچه باید بکنید در نامه‌هاست."
    return [Step(f"{count} نامه خوانده‌نشده", text, reverse("inbox:inbox"), "باز کردن کارپوشه")]


def _identity_steps(person: Person, standing: queries.Standing) -> list[Step]:
    if standing.attempt_state:
        known = ATTEMPT_TEXTS.get(standing.attempt_state, "احراز هویت را آغاز کرده‌اید و هنوز به پایان نبرده‌اید.")
        tracking = flow.show_tracking_code(standing.attempt_tracking)
        text = f"{known} کد پیگیری شما: {tracking}"
        return [Step("احراز هویت شما در راه است", text, reverse("people:follow"), "پیگیری احراز هویت")]
    if person.level == 0:
        text = "برای پرونده، قرارداد و نامه رسمی باید هویت شما ثابت شود. یک بار کافی است و حدود دو دقیقه زمان می‌برد."
        return [Step("هویت خود را ثابت کنید", text, reverse("people:verify"), "احراز هویت")]
    if not person.rules_version:
        text = "هویت شما ثابت شد. با پرکردن این فرم، رمز می‌گذارید و ثبت‌نام کامل می‌شود."
        return [Step("فرم کاربری را کامل کنید", text, reverse("people:verify_profile"), "تکمیل فرم کاربری")]
    return []


def _role_steps(grants: list[RoleGrant]) -> list[Step]:
    steps = []
    for grant in grants:
        title, href = roles.title(grant.role), reverse("people:role_papers", args=[grant.pk])
        if grant.state == "incomplete":
            reason = grant.reason or "کارشناس مدرک دیگری خواسته است."
            steps.append(Step(f"مدارک نقش «{title}» کامل نیست", reason, href, "فرستادن مدارک"))
        elif grant.state == "pending":
            text = "نقش شما پس از دیدن مدارک فعال می‌شود. اگر مدرکی نفرستاده‌اید، اکنون بفرستید."
            steps.append(Step(f"نقش «{title}» منتظر بررسی است", text, href, "دیدن و افزودن مدارک"))
    return steps


def _mandate_steps(person_id: int) -> list[Step]:
    steps = []
    for mandate in queries.mandates_of(person_id)[:ORGANISATIONS_SHOWN]:
        href, who = reverse("people:mandate", args=[mandate.pk]), mandate.principal.name
        if mandate.state == "invited":
            steps.append(Step(f"{who} شما را نماینده خود معرفی کرده است", f"موضوع: {mandate.subject}", href, "پاسخ به معرفی"))
        else:
            steps.append(Step(f"مدارک نمایندگی از {who} کامل نیست", f"موضوع: {mandate.subject}", href, "فرستادن مدارک"))
    return steps


def _member_steps(memberships: list[Membership]) -> list[Step]:
    steps = []
    for membership in memberships:
        waiting: int = getattr(membership, "waiting", 0)  # the query counted it
        if membership.is_owner and membership.state == "active" and waiting:
            href = reverse("people:organisation", args=[membership.organisation_id])
            title = f"{to_persian_digits(waiting)} نفر منتظر پذیرش در «{membership.organisation.name}»"
            steps.append(Step(title, "تا نپذیرید، نمی‌توانند برای سازمان کاری کنند.", href, "دیدن درخواست‌ها"))
    return steps


def _draft_steps(drafts: list[Draft]) -> list[Step]:
    steps = []
    for draft in drafts:
        if title := _draft_title(draft.path):
            steps.append(Step(f"«{title}» نیمه‌کاره مانده است", "آنچه نوشته بودید نگه داشته شده است.", draft.path, "ادامه فرم"))
    return steps


def _draft_title(path: str) -> str:
    """The name of the form at the path, or empty when there is no such page any more."""
    if not path.startswith("/") or path.startswith("//"):
        return ""
    try:
        match = resolve(path.partition("?")[0])
    except Resolver404:
        return ""
    return DRAFT_TITLES.get(match.url_name or "", "فرم") if match.namespace in {"people", "portal"} else ""


def _security_steps(person: Person, *, has_second_factor: bool) -> list[Step]:
    steps = []
    if person.sms_suspended_at:
        text = "سیم‌کارت شما به نام دیگری تأیید شده است. شماره‌ای را ثبت کنید که به نام خودتان است."
        steps.append(Step("شماره همراه خود را تازه کنید", text, reverse("people:mobile"), "تغییر شماره همراه"))
    if person.level and not has_second_factor:
        text = "با کلید ورود یا برنامه رمزساز، کسی تنها با دانستن رمز نمی‌تواند وارد حساب شما شود."
        steps.append(Step("گام دوم ورود را روشن کنید", text, reverse("mfa_index"), "گام دوم ورود", waits=False))
    return steps
