"""The moves of people's affairs, as tables: attempts, tickets, visits, role grants, memberships, mandates, mobile changes."""

from collections.abc import Callable

from kardad.kit.flow import Flow, move

CODE_PURPOSES = ("join", "verify", "login", "step_up", "reset", "change_mobile", "consent", "question", "contract")

ATTEMPT = Flow(
    "attempt",
    "draft",
    [
        move("check", "draft waiting_provider", "checking", "applicant officer system", "بررسی"),
        move("send_code", "draft code_sent approved", "code_sent", "applicant system", "فرستادن کد"),
        move("wait", "checking", "waiting_provider", "applicant officer system"),
        move("review", "checking", "manual_review", "applicant officer system"),
        move("pass_checks", "checking", "approved", "system"),
        move("reject", "checking manual_review", "rejected", "applicant officer system reviewer"),
        move("lock", "draft checking code_sent", "locked", "applicant system"),
        move("appeal", "rejected", "manual_review", "applicant", "فرستادن معرفی‌نامه"),
        move("approve", "manual_review", "approved", "reviewer", "تأیید"),
        move("verify", "code_sent", "verified", "applicant", "ثبت کد"),
        move("prove", "draft", "verified", "system"),  # a national identity provider vouched
        move(
            "go_in_person",
            "draft checking approved code_sent waiting_provider manual_review rejected locked",
            "in_person",
            "applicant officer",
        ),
        move("attest", "in_person", "verified", "officer"),
        move("cancel", "draft approved code_sent waiting_provider in_person", "cancelled", "applicant", "انصراف"),
        move("expire", "draft checking code_sent approved in_person", "expired", "system"),
    ],
)

TICKET = Flow(
    "ticket",
    "open",
    [
        move("miss", "open incomplete", "incomplete", "officer", "مدارک کامل نیست"),
        move("attest", "open incomplete", "attested", "officer", "تأیید هویت"),
        move("ask_second", "open incomplete", "second_needed", "officer"),
        move("second", "second_needed", "attested", "second_officer", "تأیید دوم"),
        move("second_refuse", "second_needed", "incomplete", "second_officer", "رد"),
        move("expire", "open incomplete second_needed", "expired", "system"),
        move("cancel", "open incomplete second_needed", "cancelled", "applicant"),
    ],
)

VISIT = Flow(
    "visit",
    "begun",
    [
        move("save", "begun", "begun", "officer", "نگه‌داشتن"),
        move("finish", "begun", "finished", "officer", "پایان"),
        move("drop", "begun", "dropped", "officer system", "رهاکردن"),
    ],
)

GRANT = Flow(
    "grant",
    "pending",
    [
        move("accept", "pending incomplete", "active", "reviewer", "تأیید نقش"),
        move("ask_papers", "pending", "incomplete", "reviewer", "نقص مدارک"),
        move("resend", "incomplete", "pending", "owner", "فرستادن دوباره مدارک"),
        move("refuse", "pending incomplete", "refused", "reviewer", "رد"),
        move("end", "active pending incomplete", "ended", "owner reviewer manager system", "پایان نقش"),
    ],
)

MEMBERSHIP = Flow(
    "membership",
    "awaiting",
    [
        move("accept", "awaiting", "active", "owner reviewer", "پذیرفتن"),
        move("refuse", "awaiting", "refused", "owner reviewer", "نپذیرفتن"),
        move("change_rights", "active", "active", "owner", "تغییر دسترسی"),
        move("end", "awaiting active", "ended", "owner member system", "پایان عضویت"),
    ],
)

MANDATE = Flow(
    "mandate",
    "invited",
    [
        move("accept", "invited", "pending", "agent", "پذیرفتن نمایندگی"),
        move("decline", "invited", "declined", "agent", "نپذیرفتن"),
        move("resend", "incomplete", "pending", "agent", "فرستادن دوباره مدارک"),
        move("ask_papers", "pending", "incomplete", "reviewer", "نقص مدارک"),
        move("confirm", "pending incomplete", "active", "reviewer", "تأیید نمایندگی"),
        move("refuse", "pending incomplete", "refused", "reviewer", "رد"),
        move("revoke", "invited pending incomplete active", "revoked", "principal", "عزل"),
        move("resign", "pending incomplete active", "resigned", "agent", "استعفا از نمایندگی"),
        move("expire", "invited", "expired", "system"),
        move("come_of_age", "active", "expired", "system"),  # a guardian's ends on the ward's eighteenth birthday
        # A revocation that only a code by SMS confirmed is taken back within its day: the mandate stands where it stood.
        *(move(f"restore_{state}", "revoked", state, "principal") for state in ("invited", "pending", "incomplete", "active")),
    ],
)

UNDO = Flow(
    "undo",
    "open",
    [
        move("undo", "open", "undone", "owner", "پس گرفتن"),
        move("lapse", "open", "lapsed", "system"),
    ],
)

MOBILE_CHANGE = Flow(
    "mobile_change",
    "asked",
    [
        move("prove", "asked", "held", "owner", "ثبت کد"),
        move("apply", "held", "applied", "system"),
        move("cancel", "asked held", "cancelled", "owner", "انصراف"),
        move("expire", "asked", "expired", "system"),
    ],
)

FLOWS = (ATTEMPT, TICKET, VISIT, GRANT, MEMBERSHIP, MANDATE, UNDO, MOBILE_CHANGE)

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = CROCKFORD + "*~$=U"


def tracking_code(choice: Callable[[str], str]) -> str:
    """Twelve random Crockford base-32 characters (no I, L, O, U) and one that checks them (modulo 37, as Crockford gives it)."""
    while True:
        body = "".join(choice(CROCKFORD) for _ in range(12))
        check = _check_character(body)
        if check in CROCKFORD:  # a code is read aloud and typed: no signs
            return body + check


def read_tracking_code(typed: str) -> str:
    """The stored form of a typed tracking code, or empty when its check character says it was mistyped."""
    body = typed.upper().replace("-", "").replace(" ", "").translate(str.maketrans("ILO", "110"))
    good = len(body) == 13 and all(letter in CROCKFORD for letter in body) and _check_character(body[:12]) == body[12]
    return body if good else ""


def show_tracking_code(code: str) -> str:
    """The code grouped for the eye: XXXX-XXXX-XXXX-C."""
    return "-".join((code[:4], code[4:8], code[8:12], code[12:]))


def _check_character(body: str) -> str:
    value = 0
    for letter in body:
        value = value * 32 + CROCKFORD.index(letter)
    return _CHECKS[value % 37]
