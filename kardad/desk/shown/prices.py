"""What services cost today, as pages tell it before anybody asks: the tariff of the day and the words about its tax."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kardad.billing import queries as billing
from kardad.desk.catalogue import Service
from kardad.kit import money, text


@dataclass(frozen=True, slots=True)
class Shop:
    """The prices of a day: rials of one unit by service, and whether tax comes on top."""

    units: Mapping[str, int]
    rate: int  # parts of ten thousand; nothing for a seller who is not registered

    def unit(self, service: Service) -> int | None:
        """The rials of one unit before tax; None when the tariff has no price for it now."""
        return self.units.get(service.code)

    def least(self, service: Service) -> int | None:
        """The rials of the least that can be asked for, before tax."""
        unit = self.unit(service)
        return None if unit is None else unit * service.least

    def tax(self, service: Service) -> str:
        """The words about tax beside a price; nothing where there is none."""
        if not self.rate or service.vat_class != "standard":
            return ""
        whole, part = divmod(self.rate, 100)
        percent = text.to_persian_digits(f"{whole}٫{part:02}".rstrip("0") if part else whole)
        return f"به‌علاوه {percent}٪ مالیات"

    def words(self, service: Service) -> str:
        """The price in one line; says so when there is none."""
        unit = self.unit(service)
        if unit is None:
            return "بها پس از بررسی گفته می‌شود"
        return f"{money.grouped(unit)} برای هر {service.unit}"


def shop(on: date) -> Shop:
    """The prices of that day, in three reads however many services there are."""
    units: dict[str, int] = {}
    for row in billing.prices(on):
        units.setdefault(row.service_code, row.unit_price)
    seller, rate = billing.seller(on), billing.vat_rate(on)
    return Shop(units, rate.rate if seller and seller.is_vat_registered and rate else 0)
