"""Evidence: how surely a rule of the law is known here, and what people are told where it is not sure."""

import tomllib
from importlib.resources import files
from typing import Any, Final

# What people read beside a rule of each standing; nothing is said of a rule that was seen in a source.
CAUTIONS: Final = {
    "sourced": "",
    "recalled": "نیازمند تأیید با متن رسمی",
    "inferred": "قاعده این سامانه است؛ متن قانونی آن دیده نشده است",
    "unknown": "حکم آن روشن نیست؛ پیش از تکیه بر آن با اداره کار یا وکیل بررسی کنید",
}


class BadRow(ValueError):
    """A row of the legal data is malformed; its text names the file, the row and the fault."""


def caution(status: str) -> str:
    """What people are told of a rule with this standing; empty for a sourced one."""
    return CAUTIONS[status]


def read(name: str) -> dict[str, Any]:
    """The tables of one file of `law/data`."""
    return tomllib.loads(files("kardad.law").joinpath("data", name).read_text(encoding="utf-8"))


def standing(row: dict[str, Any], where: str) -> str:
    """The status of a row; raises BadRow for one that is missing or not among those known."""
    status = row.get("status")
    if status not in CAUTIONS:
        raise BadRow(f"{where}: status is {status!r}")
    return str(status)


def words(row: dict[str, Any], name: str) -> tuple[str, ...]:
    """The strings under `name` of a row, in their order; none if the row does not have them."""
    return tuple(str(word) for word in row.get(name, ()))
