"""What people type into the pages of a contract, and how the pages are opened and sent."""

from django.urls import reverse

from kardad.contracts import terms
from kardad.kit import calendar


def part_address(contract, part):
    """Where a part is."""
    return reverse("contracts:part", args=[contract.token, part])


def typed(held, part):
    """What a person types into a part to say what `held` says, in Persian digits as people do."""
    return WRITTEN[part](getattr(held, part))


def slashed(day):
    return calendar.slashed(day) if day else ""


WRITTEN = {
    "employer": lambda one: {
        "registration_number": "۱۲۳۴",
        "representative": one.representative,
        "position": one.position,
        "workshop_code": "۱۲۳۴۵۶۷۸۹۰",
        "address": one.address,
        "postal_code": "۷۱۳۴۵-۶۷۸۹۱",
        "phone": "۰۷۱-۳۲۳۴۵۶۷۸",
    },
    "worker": lambda one: {
        "name": one.name,
        "is_foreign": "no",
        "national_code": one.national_code,
        "birth_certificate_number": "۳۴",
        "father_name": one.father_name,
        "born_on": slashed(one.born_on),
        "birth_place": one.birth_place,
        "level": "دیپلم",
        "is_married": "yes",
        "children": "۰",
        "insured_days": "۹۰۰",
        "mobile": one.mobile,
        "address": one.address,
        "postal_code": one.postal_code,
    },
    "work": lambda one: {
        "type": one.type,
        "nature": one.nature,
        "job_title": one.job_title,
        "job_code": one.job_code,
        "duties": one.duties,
        "skill": one.skill,
        "place": one.place,
    },
    "term": lambda one: {"starts_on": slashed(one.starts_on), "ends_on": slashed(one.ends_on), "trial_days": str(one.trial_days or "")},
    "hours": lambda one: {"weekly_minutes": "۴۴", "shift": one.shift, "schedule": one.schedule},
    "pay": lambda one: {
        "basis": one.basis,
        "amount": "۳٬۴۶۳٬۶۵۶",
        "period": one.period,
        "iban": one.iban,
        "account_holder": one.account_holder,
        "insured_from": slashed(one.insured_from),
    },
    "ending": lambda one: {"terms": "\n".join(one.terms)},
    "others": lambda one: {"terms": ""},
}


def send(client, contract, part, values, **extra):
    """The page of the part is opened, filled in and sent."""
    at = part_address(contract, part)
    seen = client.get(at).context["form"]["seen"].value()
    return client.post(at, {"seen": seen} | values | extra)


def held_of(contract):
    contract.refresh_from_db()
    return terms.read(contract.terms)
