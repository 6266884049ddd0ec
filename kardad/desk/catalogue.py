"""The services of the desk, as `data/services.toml` tells them; what they cost stands in billing's tariff."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from kardad.kit import text
from kardad.kit.refusal import BadInput

DATA = Path(__file__).parent / "data" / "services.toml"
DELIVERIES = {
    "phone_consultation": "مشاوره تلفنی",
    "written_consultation": "مشاوره کتبی",
    "calculation_file": "فایل محاسبات",
    "document_draft": "تهیه سند",
    "training_session": "جلسه آموزش",
}
AUDIENCES = {"worker": "کارگر", "employer": "کارفرما", "practitioner": "فعال حوزه کار"}
VAT_CLASSES: Final = ("standard", "exempt")
KINDS: Final = ("line", "text", "number", "rials", "day", "month", "choice", "ticks", "yes_no", "workplace_code")
CHOOSING: Final = ("choice", "ticks")  # kinds that must name what can be chosen
YES_NO: Final = (("yes", "بله"), ("no", "خیر"))


class NoSuchService(BadInput):
    """The catalogue has no such service, or it is not offered now."""

    code = "SERVICE_UNKNOWN"
    message = "این خدمت اکنون ارائه نمی‌شود؛ خدمت دیگری انتخاب کنید."


class BadCatalogue(ValueError):
    """A row of the catalogue says something that cannot be; the process does not start with it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a service asks; `kind` is one of KINDS, `when` another field and its answers for which it is asked."""

    name: str
    kind: str
    label: str
    help: str = ""
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    when: tuple[str, tuple[str, ...]] | None = None
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A file the service wants."""

    kind: str
    title: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """What to know before asking; `to` is the name of a page that may be enough, and its argument."""

    text: str
    to: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A service as people choose it; `price_code` is its row of the tariff, `unit` what is counted, hours are working hours."""

    code: str
    title: str
    text: str
    group: str
    delivery: str
    unit: str
    audience: tuple[str, ...]
    least: int = 1
    most: int = 1
    hours: int = 16
    hours_per_ten: int = 0  # more for every ten units past the first
    vat_class: str = "standard"
    deposit_ok: bool = False
    is_offered: bool = True
    revision: int = 1
    calculator: str = ""  # of kardad.law.calculators, when the house computes it
    fields: tuple[Field, ...] = ()
    papers: tuple[Paper, ...] = ()
    gives: tuple[str, ...] = ()  # what the client has in the end
    stops: tuple[Stop, ...] = ()  # eligibility: what to know before asking, shown first

    @property
    def needs_hour(self) -> bool:
        """Whether it is given at an hour that must be booked."""
        return self.delivery in ("phone_consultation", "training_session")

    def amount(self, quantity: int) -> str:
        """So much of it in words: «۲ پرسش», and where the unit itself is a number «۲ نوبت ۱۵ دقیقه‌ای»."""
        counted = f"نوبت {self.unit}\u200cای" if self.unit[:1].isdigit() else self.unit
        return f"{text.to_persian_digits(quantity)} {counted}"


def services() -> dict[str, Service]:
    """Every service by its code, in the order people see them."""
    return _read()[1]


def groups() -> dict[str, str]:
    """The titles of the groups, by key, in order."""
    return _read()[0]


def service(code: str) -> Service:
    """The service of this code. Raises NoSuchService."""
    found = services().get(code)
    if found is None:
        raise NoSuchService(field="services")
    return found


def offered(role: str = "") -> list[Service]:
    """What may be asked for now, of interest to this role first."""
    found = [one for one in services().values() if one.is_offered]
    return sorted(found, key=lambda one: role not in one.audience) if role else found


def by_group() -> list[tuple[str, list[Service]]]:
    """The services that are offered, under the titles of their groups; no group is empty."""
    live = [one for one in services().values() if one.is_offered]
    found = [(title, [one for one in live if one.group == key]) for key, title in groups().items()]
    return [(title, rows) for title, rows in found if rows]


def parse(told: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Service]]:
    """The groups and the services of a file of data. Raises BadCatalogue with the row and what is wrong with it."""
    rows = dict(told)
    found = dict(rows.pop("groups", {}))
    made = {}
    for code, row in rows.items():
        try:
            made[code] = _service(code, dict(row))
        except (TypeError, KeyError, AttributeError) as error:
            raise BadCatalogue(f"{code}: {error}") from error
        if wrong := "; ".join(_wrong(made[code], found)):
            raise BadCatalogue(f"{code}: {wrong}")
    return found, made


@cache
def _read() -> tuple[dict[str, str], dict[str, Service]]:
    return parse(tomllib.loads(DATA.read_text(encoding="utf-8")))


def _service(code: str, row: dict[str, Any]) -> Service:
    fields = tuple(_field(dict(one)) for one in row.pop("fields", ()))
    papers = tuple(Paper(**one) for one in row.pop("papers", ()))
    stops = tuple(Stop(**one) for one in row.pop("stops", ()))
    row["audience"], row["gives"] = tuple(row["audience"]), tuple(row.get("gives", ()))
    return Service(code=code, fields=fields, papers=papers, stops=stops, **row)


def _field(row: dict[str, Any]) -> Field:
    row["choices"] = YES_NO if row["kind"] == "yes_no" else tuple(row.get("choices", {}).items())
    if "when" in row:
        row["when"] = (row["when"]["field"], tuple(row["when"]["is"]))
    return Field(**row)


def _wrong(service: Service, known: Mapping[str, str]) -> list[str]:
    """What cannot be in a service, in words for whoever edits the file."""
    checks = {
        "its code is not small letters, digits and underlines": re.fullmatch("[a-z][a-z0-9_]*", service.code),
        "its title, text and unit are not all told": service.title.strip() and service.text.strip() and service.unit.strip(),
        f"there is no group {service.group}": service.group in known,
        f"there is no delivery {service.delivery}": service.delivery in DELIVERIES,
        f"there is no class of tax {service.vat_class}": service.vat_class in VAT_CLASSES,
        "its audience is nobody, or unknown": service.audience and set(service.audience) <= set(AUDIENCES),
        "least and most are not in order": 1 <= service.least <= service.most,
        "its hours are not one or more": service.hours >= 1 and service.hours_per_ten >= 0,
        "a field is named twice": len({one.name for one in service.fields}) == len(service.fields),
        "a paper is named twice": len({one.kind for one in service.papers}) == len(service.papers),
        "a stop leads somewhere without saying where": all(bool(one.to) == bool(one.label) and one.text for one in service.stops),
    }
    wrong = [told for told, is_right in checks.items() if not is_right]
    return wrong + [f"{field.name}: {told}" for place, field in enumerate(service.fields) for told in _wrong_field(field, service, place)]


def _wrong_field(field: Field, service: Service, place: int) -> list[str]:
    above = {one.name: one for one in service.fields[:place]}
    asker = above.get(field.when[0]) if field.when else None
    answers = set(field.when[1]) if field.when else set()
    checks = {
        "its name is not small letters, digits and underlines": re.fullmatch("[a-z][a-z0-9_]*", field.name) and field.name != "quantity",
        "it has no label": field.label.strip(),
        f"there is no kind {field.kind}": field.kind in KINDS,
        "it must name its choices, and only then": bool(field.choices) == (field.kind in (*CHOOSING, "yes_no")),
        "least and most are not in order": field.least is None or field.most is None or field.least <= field.most,
        "it depends on no field above it": not field.when or asker,
        "it depends on an answer that cannot be given": not asker or answers <= {key for key, _ in asker.choices},
    }
    return [told for told, is_right in checks.items() if not is_right]
