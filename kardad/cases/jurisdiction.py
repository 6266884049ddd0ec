"""Which office decides: the one where the last workshop lies (LP 10), told with its reason."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kardad.cases.petition import Workshop
from kardad.kit import text
from kardad.people.models import LabourOffice

PROVINCES: Final = tuple(tomllib.loads((Path(__file__).parent / "data" / "provinces.toml").read_text(encoding="utf-8"))["names"])


@dataclass(frozen=True, slots=True)
class Found:
    """The office, or those among which the filer chooses, and why."""

    office: LabourOffice | None
    choices: tuple[LabourOffice, ...]
    why: str


def of(workshop: Workshop) -> Found:
    """The office of the place where the workshop lies; the nearest ones to choose from where that is not enough. One statement."""
    if not workshop.province:
        return Found(None, (), "برای دانستن اداره صالح، نخست استان و شهر کارگاه را بنویسید.")
    labour = LabourOffice.objects.filter(kind=LabourOffice.Kind.LABOUR, is_open=True)
    rows = tuple(labour.filter(province=workshop.province).order_by("name", "pk"))
    town = text.match_key(workshop.city)
    same = tuple(row for row in rows if text.match_key(row.city) == town)
    law = "شکایت را اداره کار جایی می‌شنود که آخرین محل کار در آن است (ماده ۱۰ آیین دادرسی کار)."
    if len(same) == 1:
        return Found(same[0], same, f"{law} کارگاه در {workshop.city} است، پس «{same[0].name}» رسیدگی می‌کند.")
    chosen = next((row for row in same or rows if row.pk == workshop.office), None)
    if len(same) > 1:
        return Found(chosen, same, f"{law} در {workshop.city} بیش از یک اداره هست؛ آن را انتخاب کنید که به کارگاه نزدیک‌تر است.")
    if rows:
        return Found(chosen, rows, f"{law} در {workshop.city} اداره‌ای در این سامانه نیست؛ اداره همان استان را انتخاب کنید.")
    why = f"اداره کار استان {workshop.province} هنوز در این سامانه نیست. دادخواست را نگه دارید و به همان اداره ببرید."
    return Found(None, (), why)
