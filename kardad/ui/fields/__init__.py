"""Form fields that read what people of Iran type, in either digits, and say in Persian how to mend it; they never save."""

from kardad.ui.fields.amounts import Rials
from kardad.ui.fields.choices import Cards, Choice, Radios, Tick, Ticks
from kardad.ui.fields.days import BirthDate, GregorianDate, JalaliDate
from kardad.ui.fields.figures import Digits, Hour, Number, OneTimeCode, RegistrationNumber, TrackingCode
from kardad.ui.fields.identifiers import (
    CompanyId,
    ForeignerCode,
    Iban,
    Identifier,
    InsuranceNumber,
    Mobile,
    NationalCode,
    PostalCode,
    WorkplaceCode,
)
from kardad.ui.fields.secrets import Captcha, Password
from kardad.ui.fields.typed import Email, LongText, Name, Text, Typed
from kardad.ui.fields.uploads import Upload, Uploads
from kardad.ui.widgets import Card

__all__ = [
    "BirthDate",
    "Captcha",
    "Card",
    "Cards",
    "Choice",
    "CompanyId",
    "Digits",
    "Email",
    "ForeignerCode",
    "GregorianDate",
    "Hour",
    "Iban",
    "Identifier",
    "InsuranceNumber",
    "JalaliDate",
    "LongText",
    "Mobile",
    "Name",
    "NationalCode",
    "Number",
    "OneTimeCode",
    "Password",
    "PostalCode",
    "Radios",
    "RegistrationNumber",
    "Rials",
    "Text",
    "Tick",
    "Ticks",
    "TrackingCode",
    "Typed",
    "Upload",
    "Uploads",
    "WorkplaceCode",
]
