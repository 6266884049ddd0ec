"""Forms of the desk's staff: assigning, asking, pricing, deciding. They read what is typed and save nothing."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kardad.core import files
from kardad.desk import catalogue, policy, replies
from kardad.desk.actions.reviewing import CHECKS, REJECTIONS
from kardad.desk.actions.staffing import EVERY
from kardad.desk.models import Item
from kardad.kit import money, text
from kardad.ui import fields

INSERT = "insert"  # the button that puts a saved reply into the text
APPROVE, DECLINE = "approve", "decline"
KINDS = tuple(files.KINDS)
SHORTEST_REASON = 10
READING = (
    ("call", "تماس درباره همین درخواست"),
    ("identity", "سنجش هویت متقاضی با مدارک"),
    ("paper", "نوشتن مشخصات در سند خواسته‌شده"),
    ("conflict", "بررسی تعارض منافع"),
)


class Bare(forms.Form):
    """A deed that needs nothing but the press."""


def reason(label: str = "دلیل", *, help_text: str = "", longest: int = 300) -> fields.LongText:
    """A reason of some words."""
    return fields.LongText(label=label, max_length=longest, min_length=SHORTEST_REASON, help_text=help_text, error_messages=TOO_SHORT)


TOO_SHORT = {"min_length": "کمی بیشتر بنویسید؛ کسی که این را می‌خواند باید بداند چرا."}


class Writing(forms.Form):
    """A text into which saved replies can be put; `page` says which are offered."""

    page = "say"
    body = fields.LongText(label="متن پیام", max_length=policy.LONGEST_TEXT, help_text="متقاضی همین را می‌خواند.")
    reply = fields.Choice(label="پاسخ آماده", choices=[], required=False, help_text="به پایان متن افزوده می‌شود؛ سپس آن را ویرایش کنید.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply"].choices = [("", "انتخاب کنید"), *replies.choices(self.page)]

    def with_reply(self) -> dict[str, Any]:
        """What was typed so far, with the chosen reply at the end of the text: how the form begins again."""
        found = replies.replies().get(self.data.get("reply", ""))
        typed = self.data.get("body", "").rstrip()
        values = {name: self[name].value() for name in self.fields if not isinstance(self.fields[name], forms.FileField)}
        return values | {"reply": "", "body": "\n\n".join(filter(None, (typed, found.text if found else "")))}


class Say(Writing):
    """A message to the client."""

    files = fields.Uploads(label="الحاق فایل", kinds=KINDS, required=False)


class Note(forms.Form):
    """A note that only colleagues read."""

    body = fields.LongText(
        label="یادداشت", max_length=policy.LONGEST_TEXT, help_text="تنها همکاران می‌بینند؛ هرگز به متقاضی نشان داده نمی‌شود."
    )
    files = fields.Uploads(label="الحاق فایل", kinds=KINDS, required=False)


class Ask(Writing):
    """What is missing, by name and in words."""

    page = "ask"
    missing = fields.Ticks(label="کدام یک از این‌ها؟", choices=[], required=False)
    other = fields.Text(
        label="چیز دیگری هم هست؟", max_length=120, required=False, help_text="نام آن سند یا توضیح، مانند «نامه قطع همکاری»."
    )
    body = fields.LongText(
        label="برای متقاضی بنویسید", max_length=policy.LONGEST_TEXT, help_text="بنویسید چه می‌خواهید، چرا، و چگونه آن را بفرستد."
    )
    files = fields.Uploads(label="الحاق فایل", kinds=KINDS, required=False)
    field_order = ("missing", "other", "reply", "body", "files")

    def __init__(self, *args: Any, things: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["missing"].choices = [(one, one) for one in things]
        if not things:
            del self.fields["missing"]

    def named(self) -> list[str]:
        """Everything that is missing, by name."""
        return [*self.cleaned_data.get("missing", []), *filter(None, [self.cleaned_data["other"]])]

    def clean(self) -> dict[str, Any]:
        """Something is named."""
        given = super().clean() or self.cleaned_data
        if not given.get("missing") and not given.get("other") and not self.errors:
            self.add_error("other", "بنویسید چه چیزی کم است؛ یکی را علامت بزنید یا نامش را بنویسید.")
        return given


class Assign(forms.Form):
    """Who works on the request; with a reason when somebody else did before."""

    expert = fields.Cards(label="به چه کسی سپرده شود؟", cards=[])
    reason = reason("چرا جابه‌جا می‌شود؟", help_text="در سرگذشت درخواست می‌ماند.")

    def __init__(self, *args: Any, cards: Sequence[fields.Card], is_again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"] = fields.Cards(label="به چه کسی سپرده شود؟", cards=cards)
        if not is_again:
            del self.fields["reason"]


class Redirect(forms.Form):
    """The five questions of the test: each must be true."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in CHECKS.items():
            said = {"required": "بدون این، درخواست را نمی‌توان به پرسش و پاسخ فرستاد."}
            self.fields[key] = fields.Tick(label=label, error_messages=said)

    def checks(self) -> dict[str, bool]:
        """The answers by their key."""
        return {key: bool(self.cleaned_data.get(key)) for key in CHECKS}


class Reject(forms.Form):
    """Why the desk cannot serve this."""

    code = fields.Radios(label="به چه دلیل؟", choices=list(REJECTIONS.items()))
    reason = reason("برای متقاضی بنویسید", help_text="اگر مدیر موافقت کند، متقاضی همین را می‌خواند.")


class Price(forms.Form):
    """Quantity and price of each item; an empty price is the tariff's, another one says why."""

    def __init__(self, *args: Any, items: Iterable[Item], tariff: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            service = catalogue.services().get(item.service_code)
            unit = service.unit if service else "واحد"
            rate = tariff.get(item.service_code)
            by_hand = item.unit_price if item.unit_price is not None and item.unit_price != rate else None
            least = 1 if service is None else service.least
            self.fields[f"quantity-{item.pk}"] = fields.Number(
                label=f"شمار ({unit})", min_value=least, initial=text.to_persian_digits(item.quantity)
            )
            self.fields[f"unit_price-{item.pk}"] = fields.Number(
                label="بهای واحد، ریال",
                required=False,
                initial=by_hand and money.figures(by_hand),
                help_text="خالی بگذارید تا بهای تعرفه باشد.",
                min_value=0,
            )
            self.fields[f"reason-{item.pk}"] = fields.Text(
                label="دلیل بهای دستی",
                required=False,
                max_length=300,
                initial=item.price_reason,
                help_text="تنها وقتی بها را خودتان می‌نویسید.",
            )

    def rows(self) -> list[tuple[Item, int, int | None, str]]:
        """Each item with its quantity, price by hand (None for the tariff's) and the reason for it."""
        given = self.cleaned_data
        return [(item, given[f"quantity-{item.pk}"], given[f"unit_price-{item.pk}"], given[f"reason-{item.pk}"]) for item in self.items]

    def groups(self) -> list[tuple[Item, list[forms.BoundField]]]:
        """The fields by item, as the page draws them."""
        return [(item, [self[f"{name}-{item.pk}"] for name in ("quantity", "unit_price", "reason")]) for item in self.items]


class Issue(forms.Form):
    """The invoice goes out as it is shown; a code may make it less."""

    discount_code = fields.Text(label="کد تخفیف", required=False, max_length=30)


class AskOpinion(forms.Form):
    """A question to a colleague."""

    of = fields.Choice(label="از چه کسی؟", choices=[])
    question = fields.LongText(
        label="پرسش شما", max_length=2000, help_text="پرسشی که بتوان با بله یا نه و یک دلیل به آن پاسخ داد، زودتر پاسخ می‌گیرد."
    )
    is_shared = fields.Radios(
        label="پاسخ را چه کسی ببیند؟",
        choices=[("no", "محرمانه: تنها من"), ("yes", "همکاران دیگری هم که نظرشان خواسته شده است")],
        initial="no",
        help_text="متقاضی در هیچ حال نمی‌بیند.",
    )

    def __init__(self, *args: Any, colleagues: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = [("", "انتخاب کنید"), *((str(pk), name) for pk, name in colleagues)]


class GiveOpinion(forms.Form):
    """The colleague's answer."""

    verdict = fields.Radios(label="پاسخ شما", choices=[("بله", "بله"), ("نه", "نه"), ("بستگی دارد", "بستگی دارد")])
    body = reason("چرا؟", longest=2000)


class Hide(forms.Form):
    """Why a file is not shown any more."""

    reason = reason(help_text="فایل پاک نمی‌شود؛ از دید متقاضی برداشته می‌شود و دلیل آن در سرگذشت می‌ماند.")


class Decide(forms.Form):
    """A manager's answer to what an expert or a client asked."""

    verdict = fields.Radios(label="تصمیم", choices=[(APPROVE, "موافقم"), (DECLINE, "مخالفم")])
    note = fields.LongText(label="یادداشت تصمیم", max_length=500, required=False, help_text="برای مخالفت لازم است.")

    def clean(self) -> dict[str, Any]:
        """A no has its reason."""
        given = super().clean() or self.cleaned_data
        if given.get("verdict") == DECLINE and not given.get("note"):
            self.add_error("note", "دلیل مخالفت را بنویسید؛ همکارتان باید بداند چه کند.")
        return given


class Particulars(forms.Form):
    """Why somebody's particulars are looked at."""

    reason = fields.Radios(label="برای چه کاری؟", choices=READING)


class Recall(forms.Form):
    """What was wrong in what was delivered."""

    reason = reason("چه چیزی نادرست بود؟", help_text="هر کس آن را گرفته است همین را می‌خواند؛ بنویسید چه نادرست بود و چه می‌شود.")


class Skills(forms.Form):
    """What an expert may be given, and whether he takes anything new."""

    groups = fields.Ticks(label="در چه گروه‌هایی کار می‌گیرد؟", choices=[], required=False)
    is_away = fields.Tick(label="اکنون کار تازه نگیرد (مرخصی یا کار بسیار)", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].choices = [(EVERY, "همه گروه‌ها"), *catalogue.groups().items()]

    def clean_is_away(self) -> bool:
        """Somebody without a group is away already; the tick needs something to rest."""
        is_away = bool(self.cleaned_data.get("is_away"))
        if is_away and not self.cleaned_data.get("groups"):
            raise ValidationError("دست‌کم یک گروه را علامت بزنید تا پس از بازگشت از همان کار بگیرد.")
        return is_away
