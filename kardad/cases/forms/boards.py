"""Forms of boards: a mandate, a relation, a room, a session, a ground, the minutes. They read what is typed and save nothing."""

from datetime import datetime
from typing import Any

from django import forms

from kardad.cases.access import Desk
from kardad.cases.actions import minutes
from kardad.cases.actions.hearings import Wish
from kardad.cases.actions.members import Mandate
from kardad.cases.models import Relation, Room
from kardad.cases.scheduling import Slot
from kardad.kit import calendar, text
from kardad.law import procedure
from kardad.law.procedure import Rule
from kardad.people.models import LabourOffice, Organisation, RoleGrant
from kardad.ui import fields


class Bare(forms.Form):
    """A deed that asks for nothing but its button."""


class Register(forms.Form):
    """A member's mandate: who, in which board as what, by whom he was sent, until when, where he works."""

    person = fields.Choice(label="چه کسی؟", choices=[], help_text="کسانی که در این اداره نقش عضو هیئت دارند.")
    seat = fields.Choice(label="در کدام هیئت و به چه عنوان؟", choices=[])
    is_chair = fields.Tick(label="می‌تواند ریاست کند (تنها نماینده وزارت یا دولت)", required=False)
    sent_by = fields.Text(label="مرجع معرفی", max_length=160)
    order_number = fields.Text(label="شماره حکم", max_length=40, required=False)
    since = fields.JalaliDate(label="آغاز دوره", example="۱۴۰۵/۰۷/۰۱")
    until = fields.JalaliDate(label="پایان دوره", example="۱۴۰۷/۰۷/۰۱", help_text="از این روز دیگر عضو نیست.")
    workplace = fields.CompanyId(label="شناسه ملی محل کار او", required=False, help_text="پرونده‌های این کارگاه هرگز به او نمی‌رسد.")

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = RoleGrant.objects.filter(role="board_member", state="active", office__isnull=False).select_related("person", "office")
        rows = rows if desk.offices is None else rows.filter(office__in=desk.offices)
        self.grants = {str(one.pk): one for one in rows.order_by("person__sort_key", "pk")[:500]}
        self.fields["person"].choices = [
            ("", "انتخاب کنید"),
            *((key, f"{one.person.name} – {one.office.name if one.office else ''}") for key, one in self.grants.items()),
        ]
        self.fields["seat"].choices = [("", "انتخاب کنید"), *seats()]

    def clean_workplace(self) -> Organisation | None:
        """The organisation of this id; it must be known here."""
        typed = self.cleaned_data["workplace"]
        if not typed:
            return None
        found = Organisation.objects.filter(company_id=typed).first()
        if found is None:
            raise forms.ValidationError("این شرکت در سامانه ثبت نشده است؛ آن را در نسبت‌های عضو بنویسید.", code="WORKPLACE")
        return found

    @property
    def grant(self) -> RoleGrant:
        """The role by which the chosen person may sit."""
        return self.grants[self.cleaned_data["person"]]

    @property
    def mandate(self) -> Mandate:
        """What was typed."""
        body, kind = self.cleaned_data["seat"].split("-")
        names = ("sent_by", "order_number", "since", "until", "is_chair", "workplace")
        return Mandate(body=body, kind=kind, **{name: self.cleaned_data[name] for name in names})


class Reason(forms.Form):
    """Why."""

    reason = fields.Text(label="دلیل", max_length=200)


class Relate(forms.Form):
    """Somebody whose cases the member must not hear."""

    kind = fields.Radios(label="چه نسبتی با عضو دارد؟", choices=Relation.Kind.choices)
    name = fields.Text(label="نام او یا شرکت", max_length=120)
    code = fields.Text(label="کد ملی یا شناسه ملی شرکت", max_length=20, help_text="ما تنها نشان رمزشده آن را نگه می‌داریم.")

    def clean_code(self) -> str:
        """The digits of a national code (ten), of a company's id (eleven) or of a foreigner's code (twelve)."""
        bare = text.bare_identifier(self.cleaned_data["code"])
        if not bare.isdigit() or len(bare) not in (10, 11, 12):
            raise forms.ValidationError("کد ملی ۱۰ رقم، شناسه ملی شرکت ۱۱ رقم و کد فراگیر ۱۲ رقم دارد.", code="CODE")
        return bare


class OpenRoom(forms.Form):
    """A room in which boards meet."""

    office = fields.Choice(label="اداره", choices=[])
    name = fields.Text(label="نام اتاق", max_length=80)
    address = fields.Text(label="نشانی", max_length=300, help_text="در دعوتنامه همین نوشته می‌شود.")

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = LabourOffice.objects.filter(is_open=True, kind=LabourOffice.Kind.LABOUR)
        rows = rows if desk.offices is None else rows.filter(pk__in=desk.offices)
        self.offices = {str(one.pk): one for one in rows.order_by("name", "pk")}
        self.fields["office"].choices = [(key, one.name) for key, one in self.offices.items()]


class SetHearing(forms.Form):
    """When and where; free times can be picked, another one typed."""

    slot = fields.Radios(label="زمان‌های آزاد همه", choices=[], required=False)
    day = fields.JalaliDate(label="یا روز دیگر", required=False, example="۱۴۰۵/۰۹/۱۲")
    hour = fields.Hour(label="ساعت", required=False)
    room = fields.Choice(label="اتاق", choices=[], required=False)
    in_person = fields.Tick(label="خود طرف‌ها باید بیایند (نماینده یا لایحه کافی نیست)", required=False)
    remote_link = fields.Text(label="پیوند حضور از راه دور", max_length=300, required=False)

    def __init__(self, *args: Any, slots: list[Slot], rooms: list[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rooms = {one.pk: one for one in rooms}
        self.slots = {f"{one.starts_at.timestamp():.0f}-{one.room}": one for one in slots}
        told = [(key, f"{calendar.with_time(one.starts_at)}، {self.rooms[one.room].name}") for key, one in self.slots.items()]
        self.fields["slot"].choices = [*told, ("", "زمان دیگری می‌نویسم")]
        self.fields["room"].choices = [(str(one.pk), one.name) for one in rooms]
        if told and not self.is_bound:
            self.initial["slot"] = told[0][0]

    def clean(self) -> dict[str, Any]:
        """A time was picked or typed whole."""
        given = super().clean() or self.cleaned_data
        if not given.get("slot") and not self.errors:
            for name, said in (("day", "روز جلسه را بنویسید."), ("hour", "ساعت جلسه را بنویسید.")):
                if not given.get(name):
                    self.add_error(name, said)
        return given

    @property
    def wish(self) -> Wish:
        """What was asked for."""
        given = self.cleaned_data
        found = self.slots.get(given["slot"])
        if found is not None:
            starts_at, room = found.starts_at, self.rooms[found.room]
        else:
            starts_at = datetime.combine(given["day"], given["hour"], tzinfo=calendar.TEHRAN)
            room = self.rooms[int(given["room"])]
        return Wish(starts_at, room, in_person=given["in_person"], remote_link=given["remote_link"])


class Adjourn(forms.Form):
    """On which ground of the law the session is put off."""

    ground = fields.Cards(label="به چه سبب؟", cards=[])

    def __init__(self, *args: Any, grounds: list[tuple[Rule, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cards = [fields.Card(one.code, one.title, text=one.says, closed=why) for one, why in grounds]
        self.fields["ground"] = fields.Cards(label="به چه سبب؟", cards=cards)


class Minutes(forms.Form):
    """What was said, shown, asked and ordered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part, title in minutes.PARTS.items():
            self.fields[part] = fields.LongText(label=title, max_length=20_000, required=False)


class Sign(forms.Form):
    """The hash of what the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput)


class Away(forms.Form):
    """Days on which somebody cannot come."""

    from_day = fields.JalaliDate(label="از روز", example="۱۴۰۵/۰۹/۱۲")
    to_day = fields.JalaliDate(label="تا پایان روز", example="۱۴۰۵/۰۹/۱۴")
    why = fields.Text(label="چرا؟", max_length=160, required=False, help_text="طرف دیگر این را نمی‌بیند.")


def seats() -> list[tuple[str, str]]:
    """Every kind of member of both boards."""
    return [(f"{board.code}-{one.kind}", f"{board.title}: {one.title}") for board in procedure.bodies() for one in board.members]
