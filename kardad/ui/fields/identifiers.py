"""Fields of the identifiers of `kit.ids`, given back in their canonical form."""

from typing import Any, ClassVar

from kardad.kit import ids
from kardad.ui.fields.typed import FIGURES, LTR, Typed


class Identifier(Typed):
    """An identifier of one of the kinds of `kit.ids`, given back in its canonical form."""

    kind: ClassVar[ids.Kind]
    longest = 60
    attrs = FIGURES

    def parse(self, typed: str) -> str:
        """The canonical form."""
        return self.kind.require(typed)


class NationalCode(Identifier):
    """A person's national code: ten digits."""

    kind, noun, sample, check = ids.national_code, "کد ملی", "", "national-code"


class CompanyId(Identifier):
    """A company's national id: eleven digits."""

    kind, noun, check = ids.company_id, "شناسه ملی شرکت", "company-id"


class ForeignerCode(Identifier):
    """A foreign national's code: twelve digits."""

    kind, noun, check = ids.foreigner_code, "کد فراگیر", "foreigner-code"


class Mobile(Identifier):
    """A mobile number, given back as +989XXXXXXXXX."""

    kind, noun, sample, check = ids.mobile, "تلفن همراه", "۰۹۱۲۳۴۵۶۷۸۹", "mobile"
    attrs = LTR | {"type": "tel", "inputmode": "tel", "autocomplete": "tel-national"}

    def prepare_value(self, value: Any) -> Any:
        """A stored number as people write it; what was typed as it was typed."""
        return ids.local_mobile(value) if isinstance(value, str) and ids.mobile.is_canonical(value) else value


class Iban(Identifier):
    """An Iranian IBAN (Sheba)."""

    kind, noun, check = ids.iban, "شماره شبا", "iban"
    attrs = LTR | {"autocapitalize": "characters"}


class PostalCode(Identifier):
    """A postal code: ten digits."""

    kind, noun, check = ids.postal_code, "کد پستی", "postal-code"
    attrs = FIGURES | {"autocomplete": "postal-code"}


class WorkplaceCode(Identifier):
    """A Social Security code of a workplace: ten digits."""

    kind, noun, check = ids.workshop_code, "کد کارگاه", "workshop-code"


class InsuranceNumber(Identifier):
    """A Social Security insurance number: ten digits."""

    kind, noun, check = ids.insurance_number, "شماره بیمه", "insurance-number"
