"""Identifiers of people, companies and places in Iran: read from what is typed, judged as strings, masked for the screen.

Each kind is one object. `national_code(typed)` judges after freeing it of decoration, `.require(typed)` gives the canonical
form or refuses, `.is_canonical(raw)` judges the string as it stands, `.mask(canonical)` hides it.
"""

from typing import Final

from kardad.kit.ids.banks import BANKS, BadIban, bank_name, iban, iban_check_digits
from kardad.kit.ids.days import BadJalaliDate, jalali_date
from kardad.kit.ids.kind import BadIdentifier, Checked, Kind
from kardad.kit.ids.people import (
    BadForeignerCode,
    BadInsuranceNumber,
    BadNationalCode,
    foreigner_code,
    insurance_number,
    national_check_digit,
    national_code,
)
from kardad.kit.ids.phones import BadMobile, has_prepaid_trouble, local_mobile, mobile, mobile_operator
from kardad.kit.ids.places import (
    BadCompanyId,
    BadPostalCode,
    BadWorkshopCode,
    company_check_digit,
    company_id,
    postal_code,
    workshop_code,
)

__all__ = [
    "BANKS",
    "KINDS",
    "BadCompanyId",
    "BadForeignerCode",
    "BadIban",
    "BadIdentifier",
    "BadInsuranceNumber",
    "BadJalaliDate",
    "BadMobile",
    "BadNationalCode",
    "BadPostalCode",
    "BadWorkshopCode",
    "Checked",
    "Kind",
    "bank_name",
    "company_check_digit",
    "company_id",
    "foreigner_code",
    "has_prepaid_trouble",
    "iban",
    "iban_check_digits",
    "insurance_number",
    "jalali_date",
    "local_mobile",
    "mobile",
    "mobile_operator",
    "national_check_digit",
    "national_code",
    "postal_code",
    "workshop_code",
]

KINDS: Final = {
    kind.name: kind
    for kind in (national_code, company_id, foreigner_code, mobile, iban, postal_code, workshop_code, insurance_number, jalali_date)
}
