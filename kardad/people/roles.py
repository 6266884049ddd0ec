"""The roles: who may hold which, what each must show, and what staff roles may do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """A role as people read it. `papers` are kinds of people/data/papers.toml that staff must see before it is active."""

    key: str
    title: str
    text: str
    is_staff: bool = False
    needs_review: bool = False
    papers: tuple[str, ...] = ()
    joins: bool = False  # one of the three choices of membership
    verifies: bool = True  # offered on the verification page


ROLES = {
    role.key: role
    for role in (
        Role("employer", "کارفرما", "برای خودتان یا شرکت‌تان کارگر دارید.", joins=True, verifies=False),
        Role("worker", "کارگر و کارکنان", "در جایی کار می‌کنید و مشمول قانون کار هستید.", joins=True),
        Role("practitioner", "فعال حوزه کار و تأمین اجتماعی", "حسابدار، مدیر منابع انسانی یا مشاور قانون کار هستید.", joins=True),
        Role("employer_natural", "کارفرمای حقیقی", "کارگاه به نام خود شماست."),
        Role("employer_legal", "کارفرمای حقوقی", "کارگاه به نام شرکت یا مؤسسه است و شما برای آن کار می‌کنید."),
        Role(
            "representative",
            "نماینده",
            "کسی شما را برای پیگیری کارش معرفی کرده است.",
            needs_review=True,
            papers=("identity_card", "mandate_letter"),
        ),
        Role("lawyer", "وکیل", "پروانه وکالت دارید.", needs_review=True, papers=("lawyer_licence",)),
        Role("official_expert", "کارشناس رسمی", "پروانه کارشناسی رسمی دارید.", needs_review=True, papers=("expert_licence",)),
        Role("foreign_national", "تبعه خارجی", "کد فراگیر ۱۲ رقمی دارید."),
        Role("officer", "متصدی باجه", "احراز هویت حضوری", is_staff=True, verifies=False),
        Role("reviewer", "بررس مدارک", "بررسی مدارک و نمایندگی‌ها", is_staff=True, verifies=False),
        Role("expert", "کارشناس", "بررسی درخواست‌ها و پاسخ به پرسش‌ها", is_staff=True, verifies=False),
        Role("finance_officer", "امور مالی", "بررسی رسیدها، استرداد، تعرفه", is_staff=True, verifies=False),
        Role("secretary", "دبیر", "ابلاغ برگه‌های پرونده‌ها", is_staff=True, verifies=False),
        Role("board_member", "عضو هیئت", "رسیدگی در هیئت تشخیص یا حل اختلاف", is_staff=True, verifies=False),
        Role("manager", "مدیر", "مدیریت سامانه", is_staff=True, verifies=False),
    )
}

STAFF = frozenset(key for key, role in ROLES.items() if role.is_staff)
JOINING = tuple(key for key, role in ROLES.items() if role.joins)
VERIFYING = tuple(key for key, role in ROLES.items() if role.verifies)
# What a member who joined as one of the three is offered first when he verifies.
NARROWER = {"employer": ("employer_natural", "employer_legal"), "worker": ("worker",), "practitioner": ("practitioner",)}


def title(key: str) -> str:
    """The Persian name of a role."""
    return ROLES[key].title if key in ROLES else {"visitor": "بازدیدکننده", "system": "سامانه", "applicant": "متقاضی"}.get(key, key)
