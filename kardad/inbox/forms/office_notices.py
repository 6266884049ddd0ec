"""The form of a notice: what the paper of its kind prints, field by field, and what decides whom it goes to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.forms.utils import ErrorDict

from kardad.documents import papers
from kardad.inbox.models import Dossier, Notice, Party
from kardad.kit import calendar, text
from kardad.law import notices as kinds
from kardad.law import rules
from kardad.ui import fields

# What is known without asking: of the dossier, of the delivery, or of the law.
SIDES: Final = frozenset({"case_number", "office", "claimant", "respondent", "representative", "paper_service"})
KNOWN: Final = SIDES | {"safe_until", "last_day", "months", "months_abroad", "days"}
LABELS: Final = {
    "board": "هیئت یا شعبه",
    "text": "متن دیگر",
    "hearing_at": "روز جلسه",
    "place": "نشانی جلسه",
    "claims": "خواسته‌ها",
    "must_attend": "باید خودش حاضر شود",
    "bring": "آنچه باید همراه بیاورد",
    "brief_until": "لایحه را تا این روز بفرستد",
    "petition_number": "شماره دادخواست",
    "defects": "کمبودها",
    "filed_on": "روز ثبت دادخواست",
    "attachments": "پیوست‌ها",
    "previous_at": "روز جلسه پیشین",
    "reason": "سبب",
    "question": "پرسش از کارشناس",
    "amount": "مبلغ",
    "iban": "شبا برای پرداخت",
    "pay_until": "تا این روز پرداخت شود",
    "asked_by_party": "به درخواست خود طرف است",
    "expert": "نام کارشناس",
    "given_on": "روز نظر",
    "opinion": "نظر کارشناس",
    "decision_number": "شماره رأی",
    "decided_on": "روز رأی",
    "findings": "یافته‌ها",
    "total": "جمع محکومیت",
    "expert_fee": "هزینه کارشناسی",
    "members": "اعضای هیئت",
    "objector": "معترض",
    "objected_on": "روز اعتراض",
    "items": "بخش‌هایی که به آن اعتراض شده است",
    "grounds": "دلیل‌ها",
    "first_decision_number": "شماره رأی بدوی",
    "report_number": "شماره گزارش سازش",
    "confirmed_on": "روز تأیید سازش",
    "instalments": "قسط‌ها",
    "default": "اگر قسطی پرداخت نشود",
    "waiver": "گذشت دو طرف",
    "promises": "تعهدهای دیگر",
    "order_number": "شماره قرار",
    "ordered_on": "روز قرار",
    "order": "قرار",
    "reasons": "دلیل‌های قرار",
    "corrected_on": "روز رأی تصحیحی",
    "was": "نوشته پیشین",
    "becomes": "نوشته درست",
    "final_on": "روز قطعی شدن",
    "because": "چرا قطعی است؟",
    "services": "روزهای ابلاغ",
    "notice": "کدام ابلاغیه",
    "notice_number": "شماره آن ابلاغیه",
    "served_on": "روز ابلاغ آن",
    "served_anew_on": "روز ابلاغ دوباره",
}
# The cells of a row, for a field that is a list of groups.
COLUMNS: Final = {
    "claim": "خواسته",
    "finding": "نظر هیئت",
    "amount": "مبلغ به ریال",
    "basis": "مستند",
    "name": "نام",
    "role": "سمت",
    "dissents": "«مخالف» اگر نظر دیگری دارد",
    "party": "طرف",
    "served_on": "روز ابلاغ",
    "due_on": "سررسید",
}
LINE = "هر کدام در یک سطر."
LEAST, MOST = 2, 40  # rows of a table
MORE = "more"  # the button that adds a row; its value is the table


@dataclass(frozen=True, slots=True)
class Table:
    """A field that is a list of groups, as rows of cells: each cell is a field of the form under its own name."""

    name: str
    title: str
    columns: Mapping[str, str]
    count: int

    def cells(self, row: int) -> list[str]:
        """The names of the fields of a row."""
        return [f"{self.name}_{row}_{one.removesuffix('?')}" for one in self.columns]

    def needed(self, row: int) -> list[str]:
        """Those of them that a row which is written must have."""
        return [f"{self.name}_{row}_{one}" for one in self.columns if not one.endswith("?")]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table as the page draws it."""

    table: Table
    rows: list[list[BoundField]]


class Written(forms.Form):
    """A notice of one kind in one dossier.

    `kept` is what its writer typed here before, so that rows are enough for it. Where another row is asked for, nothing is judged.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        code: str,
        dossier: Dossier,
        parties: list[Party],
        kept: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.tables: dict[str, Table] = {}
        self.typed = data if data is not None else kept or {}
        if self.wants_more:
            self._errors = ErrorDict()  # Django judges a form that has none yet
        self.kind, self.paper = kinds.notice(code), papers.paper(code)
        self.parties = {str(one.pk): one for one in parties}
        self.fields["title"] = fields.Text(
            label="موضوع", max_length=120, initial=self.kind.title, help_text="در کارپوشه با همین نام می‌آید."
        )
        if self.kind.to == "other_side":
            said = [(key, f"{one.name} ({one.get_side_display()})") for key, one in self.parties.items()]
            self.fields["filer"] = fields.Radios(label="این برگه نوشته کدام طرف است؟", choices=said, help_text="به طرف دیگر ابلاغ می‌شود.")
        if self.kind.restarts:
            rows = Notice.objects.filter(dossier=dossier, state="placed", code__in=self.kind.restarts).order_by("-pk")
            self.corrected = {str(one.pk): one for one in rows}
            said = [(key, text.to_persian_digits(f"{one.title}، {one.number}")) for key, one in self.corrected.items()]
            self.fields["corrects"] = fields.Choice(label="کدام رأی را درست می‌کند؟", choices=said)
        shapes = {name.removesuffix("?"): (shape, not name.endswith("?")) for name, shape in self.paper.fields.items()}
        for name, (shape, is_needed) in sorted(shapes.items(), key=lambda one: not one[1][1]):
            if name not in KNOWN:
                self._add(name, shape, is_needed=is_needed)
        starts = rules.current().rule(self.kind.starts) if self.kind.starts else None
        if "days?" in self.paper.fields and starts is not None and starts.may_be_set:
            said = "قانون این مدت را ننوشته است؛ اگر هیئت روزی گذاشته است بنویسید."
            self.fields["days"] = fields.Number(label="چند روز مهلت دارد؟", min_value=1, max_value=365, required=False, help_text=said)
        self.fields["is_confidential"] = fields.Tick(label="محرمانه است؛ تنها با نشان دادن دوباره خود خوانده شود", required=False)

    @property
    def wants_more(self) -> bool:
        """Whether the button of another row was pressed."""
        return bool(self.data.get(MORE))

    def is_valid(self) -> bool:
        """Whether it was sent, and is well."""
        return not self.wants_more and super().is_valid()

    @property
    def parts(self) -> Iterator[BoundField | Drawn]:
        """The fields in their order, those of a table together."""
        cells = {cell: table for table in self.tables.values() for row in range(table.count) for cell in table.cells(row)}
        for name in self.fields:
            table = cells.get(name)
            if table is None:
                yield self[name]
            elif name == table.cells(0)[0]:
                yield Drawn(table, [[self[cell] for cell in table.cells(row)] for row in range(table.count)])

    @property
    def more(self) -> dict[str, Any]:
        """What decides about the notice besides its paper."""
        given = self.cleaned_data
        hearing = given.get("hearing_at")
        return {
            "days": given.get("days"),
            "day": hearing,
            "is_confidential": given["is_confidential"],
            "filer": self.parties.get(given.get("filer", "")),
            "corrects": getattr(self, "corrected", {}).get(given.get("corrects", "")),
        }

    @property
    def says(self) -> dict[str, Any]:
        """What the paper prints, in its own shapes; what was left empty is left out."""
        found: dict[str, Any] = {}
        for written, shape in self.paper.fields.items():
            name = written.removesuffix("?")
            value = self.cleaned_data.get(name)
            if name in KNOWN or value in (None, "", [], False):
                continue
            found[name] = self._plain(name, shape, value)
        for name, table in self.tables.items():
            if rows := [said for row in range(table.count) if (said := self._row(table, row))]:
                found[name] = rows
        return found

    def clean(self) -> dict[str, Any]:
        """Lists are lists, a moment has its hour, and a row that is begun is whole."""
        given = super().clean() or self.cleaned_data
        for table in self.tables.values():
            for row in range(table.count):
                self._judge(table, row)
        for written, shape in self.paper.fields.items():
            name = written.removesuffix("?")
            if not given.get(name) or name in KNOWN:
                continue
            if isinstance(shape, list):
                given[name] = [line.strip() for line in given[name].splitlines() if line.strip()]
            if shape == "moment" and given.get(f"{name}_hour") is None and f"{name}_hour" not in self.errors:
                self.add_error(f"{name}_hour", "ساعت را بنویسید.")
        return given

    def _add(self, name: str, shape: Any, *, is_needed: bool) -> None:
        label = LABELS[name]
        if isinstance(shape, list) and isinstance(shape[0], Mapping):
            self._add_table(Table(name, label, shape[0], self._count(name)))
            return
        if isinstance(shape, list):
            self.fields[name] = fields.LongText(label=label, required=is_needed, help_text=LINE)
            return
        self.fields[name] = self._field(shape, label, is_needed=is_needed)
        if shape == "moment":
            self.fields[f"{name}_hour"] = fields.Hour(label=f"ساعت ({label})", required=is_needed)

    def _add_table(self, table: Table) -> None:
        self.tables[table.name] = table
        for row in range(table.count):
            for cell, (written, shape) in zip(table.cells(row), table.columns.items(), strict=True):
                made = self._field(shape, COLUMNS[written.removesuffix("?")], is_needed=False)
                made.needed_when, made.help_text = ("" if written.endswith("?") else "لازم"), ""
                made.widget.attrs |= {"rows": 2} if shape == "lines" else {}
                self.fields[cell] = made

    def _count(self, name: str) -> int:
        """Rows enough for what was typed, and one more where it is asked for."""
        cells = [key.removeprefix(f"{name}_") for key, value in self.typed.items() if key.startswith(f"{name}_") and value]
        shown = max([LEAST, *(_figure(cell.partition("_")[0], -1) + 1 for cell in cells)])
        if self.data.get(MORE) == name:
            shown = max(shown, _figure(self.data.get(f"{name}_rows", ""), 0)) + 1
        return min(shown, MOST)

    @staticmethod
    def _field(shape: str, label: str, *, is_needed: bool) -> Any:
        made = {
            "day": fields.JalaliDate,
            "moment": fields.JalaliDate,
            "rials": fields.Rials,
            "number": fields.Number,
            "flag": fields.Tick,
            "lines": fields.LongText,
            "iban": fields.Iban,
        }.get(shape, fields.Text)
        return made(label=label, required=is_needed and shape != "flag")

    def _judge(self, table: Table, row: int) -> None:
        """A row of which anything is written has what every row needs."""
        is_begun = any(self.cleaned_data.get(cell) not in (None, "", False) or cell in self.errors for cell in table.cells(row))
        for cell in table.needed(row):
            if is_begun and not self.cleaned_data.get(cell) and cell not in self.errors:
                self.add_error(cell, f"«{self.fields[cell].label}» این سطر را بنویسید، یا همه سطر را خالی بگذارید.")

    def _row(self, table: Table, row: int) -> dict[str, Any]:
        """What a row says; of an empty one nothing."""
        found: dict[str, Any] = {}
        for cell, (written, shape) in zip(table.cells(row), table.columns.items(), strict=True):
            value = self.cleaned_data.get(cell)
            if value not in (None, "", False):
                found[written.removesuffix("?")] = self._plain(cell, shape, value)
        return found

    def _plain(self, name: str, shape: Any, value: Any) -> Any:
        if shape == "day":
            return value.isoformat()
        if shape == "moment":
            return datetime.combine(value, self.cleaned_data[f"{name}_hour"], calendar.TEHRAN).isoformat()
        return value


class Chosen(forms.Form):
    """Whom the notice goes to, of those whom the law names."""

    def __init__(self, *args: Any, parties: list[Party], is_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(one.pk): one for one in parties}
        said = [(key, f"{one.name} ({one.get_side_display()})") for key, one in self.parties.items()]
        self.fields["to"] = fields.Ticks(label="به چه کسانی؟", choices=said, initial=list(self.parties) if is_all else [])

    @property
    def to(self) -> list[Party]:
        """The sides that were chosen."""
        return [self.parties[key] for key in self.cleaned_data["to"]]


def _figure(typed: str, other: int) -> int:
    """A small number in ASCII, as our own page writes it."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else other
