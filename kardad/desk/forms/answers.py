"""The typed questions of the chosen services, as one page asks them; answers come back as plain JSON."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.forms import BoundField

from kardad.desk import answers, catalogue, uploads
from kardad.desk.catalogue import YES_NO, Field, Paper, Service
from kardad.desk.forms.fields import Month
from kardad.desk.models import Attachment, Item
from kardad.kit import text
from kardad.ui import fields
from kardad.ui.fields.amounts import IN_RIALS

FEW: Final = 6  # choices that are seen at once; more wait in a list
LINE, TEXT, BIGGEST = 120, 2000, 10**12
WANTED: Final = "عکس، PDF، ورد یا اکسل."
THERE: Final = "این مدرک پیوست شده است؛ اگر بخواهید یکی دیگر هم بیفزایید."


@dataclass(frozen=True, slots=True)
class Row:
    """A question on the page; `when` names the input on which it depends, `answers` those for which it is asked, `why` says so."""

    field: BoundField
    when: str = ""
    answers: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What is asked about one service."""

    item: Item
    service: Service
    rows: list[Row]


def _choice(field: Field, **said: Any) -> forms.Field:
    if len(field.choices) <= FEW:
        return fields.Radios(choices=field.choices, **said)
    return fields.Choice(choices=[("", "انتخاب کنید"), *field.choices], **said)


def _rials(field: Field, **said: Any) -> forms.Field:
    return fields.Rials(**(said | {"help_text": f"{field.help} {IN_RIALS}".strip()}))


# How each kind of the catalogue is asked; `said` is the label, the help and whether it must be answered.
KINDS: Final[dict[str, Callable[..., forms.Field]]] = {
    "line": lambda field, **said: fields.Text(max_length=field.most or LINE, **said),
    "text": lambda field, **said: fields.LongText(max_length=field.most or TEXT, **said),
    "number": lambda field, **said: fields.Number(min_value=field.least or 0, max_value=field.most or BIGGEST, **said),
    "rials": _rials,
    "day": lambda field, **said: fields.JalaliDate(example="۱۴۰۴/۰۷/۱۲", **said),
    "month": lambda field, **said: Month(**said),
    "choice": _choice,
    "ticks": lambda field, **said: fields.Ticks(choices=field.choices, **said),
    "yes_no": lambda field, **said: fields.Radios(choices=YES_NO, **said),
    "workplace_code": lambda field, **said: fields.WorkplaceCode(**said),
}


class Inputs(forms.Form):
    """Every typed question and wanted paper of the items of a draft, each by item; `files` are those that the draft has."""

    def __init__(self, *args: Any, items: list[Item], files: Sequence[Attachment] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        have = {(one.item_id, one.kind) for one in files}
        self.loose = {str(one.pk): one for one in files if not one.kind}
        self.demanded: dict[str, str] = {}  # papers that are brought or picked, by input, with what is said when neither was
        self.items = [(item, catalogue.service(item.service_code)) for item in items]
        self.have = {(item.pk, kind) for item in items for whose, kind in have if whose in (None, item.pk)}
        for item, service in self.items:
            if service.most > 1:
                self._ask_quantity(item, service)
            for field in service.fields:
                name = _name(item, field)
                self.fields[name] = KINDS[field.kind](field, label=field.label, help_text=field.help, required=field.required)
                self.initial.setdefault(name, _initial(field, item.inputs.get(field.name)))
            for paper in service.papers:
                self._ask_paper(item, paper)

    def clean(self) -> dict[str, Any]:
        """What was asked for another answer is neither demanded nor kept."""
        found = super().clean() or self.cleaned_data
        for item, service in self.items:
            told = self.inputs(item, service)
            for field in service.fields:
                if not answers.applies(field, told):
                    self.errors.pop(_name(item, field), None)
                    found[_name(item, field)] = None
        picked: list[str] = []
        for name, item, kind in self.papers():
            same = found.get(_same(item, kind))
            picked += [same] if same else []
            if name in self.demanded and not same and name not in self.errors and not found.get(name):
                self.add_error(name, self.demanded[name])
            elif same and picked.count(same) > 1:
                self.add_error(_same(item, kind), "این فایل را برای مدرک دیگری انتخاب کرده‌اید.")
        return found

    def sections(self) -> Iterator[Section]:
        """The questions by service; services that ask nothing are left out."""
        for item, service in self.items:
            rows = [Row(self[_quantity(item)])] if _quantity(item) in self.fields else []
            rows += [self._row(item, service, field) for field in service.fields]
            names = [name for paper in service.papers for name in (_paper(item, paper), _same(item, paper.kind))]
            rows += [Row(self[name]) for name in names if name in self.fields]
            if rows:
                yield Section(item, service, rows)

    def inputs(self, item: Item, service: Service) -> dict[str, Any]:
        """The answers about one item as JSON keeps them; nothing empty."""
        found = ((field.name, self.cleaned_data.get(_name(item, field))) for field in service.fields)
        return {name: _plain(value) for name, value in found if value not in (None, "", [])}

    def told(self) -> list[tuple[Item, int, dict[str, Any]]]:
        """Every item with how many of it and what was answered."""
        return [(item, self.cleaned_data.get(_quantity(item)) or item.quantity, self.inputs(item, service)) for item, service in self.items]

    def papers(self) -> Iterator[tuple[str, Item, str]]:
        """The name of the input of every wanted paper, its item and its kind."""
        for item, service in self.items:
            for paper in service.papers:
                yield _paper(item, paper), item, paper.kind

    def named(self) -> Iterator[tuple[Attachment, Item, str]]:
        """The files of the draft that are said to be a wanted paper, with its item and its kind."""
        for _, item, kind in self.papers():
            if same := self.cleaned_data.get(_same(item, kind)):
                yield self.loose[same], item, kind

    def _row(self, item: Item, service: Service, field: Field) -> Row:
        bound = self[_name(item, field)]
        if field.when is None:
            return Row(bound)
        asker = next(one for one in service.fields if one.name == field.when[0])
        titles = dict(asker.choices)
        why = f"اگر پاسخ «{asker.label}» این است: {'، '.join(titles[key] for key in field.when[1])}"
        return Row(bound, when=_name(item, asker), answers=" ".join(field.when[1]), why=why)

    def _ask_quantity(self, item: Item, service: Service) -> None:
        span = f"از {service.least} تا {service.most}" if service.least > 1 else f"تا {service.most}"
        self.fields[_quantity(item)] = fields.Number(
            label=f"چند {service.unit}؟", help_text=text.to_persian_digits(span), min_value=service.least, max_value=service.most
        )
        self.initial.setdefault(_quantity(item), text.to_persian_digits(max(item.quantity, service.least)))

    def _ask_paper(self, item: Item, paper: Paper) -> None:
        is_there = (item.pk, paper.kind) in self.have
        told = {"required": f"این مدرک لازم است: {paper.title}."}
        is_wanted = paper.required and not is_there
        if self.loose and not is_there:  # what was attached on the page before need not be brought again
            self.fields[_same(item, paper.kind)] = fields.Choice(
                label=f"یا یکی از فایل‌های پیوست‌شده همان «{paper.title}» است",
                required=False,
                choices=[("", "هیچ‌کدام"), *((key, one.file.name) for key, one in self.loose.items())],
            )
            self.demanded |= {_paper(item, paper): told["required"]} if is_wanted else {}
            is_wanted = False
        self.fields[_paper(item, paper)] = fields.Uploads(
            label=paper.title,
            kinds=uploads.KINDS,
            required=is_wanted,
            help_text=THERE if is_there else WANTED,
            error_messages=told,
        )


def asks(items: list[Item]) -> bool:
    """Whether any of the items' services asks something more, or may be asked several times."""
    found = [catalogue.service(item.service_code) for item in items]
    return any(service.fields or service.papers or service.most > 1 for service in found)


def _name(item: Item, field: Field) -> str:
    return f"{item.pk}-{field.name}"


def _paper(item: Item, paper: Paper) -> str:
    return f"{item.pk}-paper-{paper.kind}"


def _same(item: Item, kind: str) -> str:
    return f"{item.pk}-same-{kind}"


def _quantity(item: Item) -> str:
    return f"{item.pk}-quantity"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _initial(field: Field, value: Any) -> Any:
    if value is None:
        return None
    if field.kind == "day":
        return date.fromisoformat(str(value))
    return text.to_persian_digits(value) if field.kind == "number" else value
