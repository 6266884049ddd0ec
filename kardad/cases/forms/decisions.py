"""What a board, a secretary or a side types about a decision; nothing here saves."""

from typing import Any, Final

from django import forms

from kardad.cases import flow, wording
from kardad.cases.actions import findings
from kardad.cases.models import ClaimItem, Decision, Finding
from kardad.cases.queries import decisions as queries
from kardad.law import articles, claims
from kardad.ui import fields

LONGEST: Final = 8000
KINDS: Final = {
    Decision.Kind.MERITS: "درباره هر خواسته جداگانه نتیجه نوشته می‌شود.",
    Decision.Kind.ANNULMENT: "تنها وقتی که خواهان نیامده و بی توضیح او نمی‌توان رأی داد (ماده ۵۸ آیین دادرسی کار).",
    Decision.Kind.DISMISSAL: "وقتی دعوا در صلاحیت هیئت نیست یا شنیدنی نیست.",
}


class Bare(forms.Form):
    """A press."""


class Draft(forms.Form):
    """Which kind of decision the board writes."""

    def __init__(self, *args: Any, instance: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [one for one in KINDS if one != Decision.Kind.ANNULMENT or instance == flow.FIRST]
        choices = [(one.value, f"{one.label}: {KINDS[one]}") for one in kinds]
        self.fields["kind"] = fields.Radios(label="چه می‌نویسید؟", choices=choices, initial=Decision.Kind.MERITS.value)


class Find(forms.Form):
    """What is found on one claim item."""

    def __init__(self, *args: Any, decision: Decision, item: ClaimItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        claim = claims.claim(item.code)
        allowed = findings.outcomes(decision, item)
        said = [(one, Finding.Outcome(one).label) for one in allowed]
        self.fields["outcome"] = fields.Radios(label="نتیجه", choices=said, initial=allowed[0] if len(allowed) == 1 else None)
        if claim.has_amount:
            self.fields["amount"] = fields.Rials(label="مبلغی که باید پرداخت شود", required=False)
        if item.amount is not None:
            self.fields["is_above"] = fields.Tick(label="می‌دانم که این مبلغ از خواسته بیشتر است", required=False)
        self.fields["order"] = fields.Text(
            label="کاری که باید انجام شود", required=False, max_length=300, help_text="اگر حکم به انجام کاری است؛ برای نمونه بازگشت به کار."
        )
        self.fields["reasons"] = fields.LongText(label="دلیل", max_length=LONGEST, help_text="با کدام مدرک و چرا به این نتیجه رسیدید.")
        own = [(one, articles.every()[one].name) for one in claim.articles]
        if own:
            self.fields["articles"] = fields.Ticks(label="مستند قانونی", choices=own, initial=list(claim.articles), required=False)
        label = "مستند دیگر" if own else "مستند قانونی"
        self.fields["more"] = fields.Choice(label=label, choices=[("", "هیچ"), *_others(claim)], required=False)
        if decision.instance == flow.APPEAL and decision.corrects is None and item.pk not in queries.objected(decision.case):
            said_breach = "رأی در این خواسته آشکارا با قاعده آمره مخالف است (ماده ۱۱۰ آیین دادرسی کار)"
            self.fields["is_breach"] = fields.Tick(label=said_breach, required=False)

    @property
    def found(self) -> dict[str, Any]:
        """What the action is given."""
        given = dict(self.cleaned_data)
        more = given.pop("more", "")
        given["articles"] = [*given.get("articles", []), *([more] if more else [])]
        return given


class Write(forms.Form):
    """The reasoning that is common to all items, or the words of an order or a correction."""

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if decision.kind == Decision.Kind.CORRECTION:
            self.fields["was"] = fields.LongText(label="نوشته پیشین", max_length=LONGEST)
        label = {Decision.Kind.MERITS: "مقدمه و استدلال مشترک", Decision.Kind.CORRECTION: "نوشته درست"}
        is_needed = decision.kind != Decision.Kind.MERITS
        title = label.get(Decision.Kind(decision.kind), "دلیل قرار")
        self.fields["text"] = fields.LongText(label=title, max_length=LONGEST, required=is_needed)


class Vote(forms.Form):
    """What a member holds of the version that he reads."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    opinion = fields.Radios(label="نظر شما", choices=[(queries.AGREE, "موافقم"), (queries.AGAINST, "مخالفم")])
    dissent = fields.LongText(
        label="نظر مخالف",
        max_length=LONGEST,
        required=False,
        help_text="اگر مخالفید. در پرونده می‌ماند و تنها اعضای همین هیئت آن را می‌بینند.",
    )


class Rule(forms.Form):
    """Whether the appeal board hears a late objection."""

    ruled = fields.Radios(label="به این اعتراض", choices=[("heard", "رسیدگی می‌شود"), ("refused", "رسیدگی نمی‌شود")])


class Objection(forms.Form):
    """What a side objects to, and why."""

    def __init__(self, *args: Any, items: list[ClaimItem], over: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {str(one.pk): one for one in items}
        choices = [(key, wording.item(one) + ("؛ مهلت آن گذشته است" if one.pk in over else "")) for key, one in self.items.items()]
        help_text = "هیئت حل اختلاف تنها به آنچه علامت بزنید رسیدگی می‌کند."
        self.fields["items"] = fields.Ticks(label="به رأی درباره کدام خواسته‌ها اعتراض دارید؟", choices=choices, help_text=help_text)
        self.fields["grounds"] = fields.LongText(
            label="چرا؟", max_length=LONGEST, help_text="هر دلیل در یک بند. همین نوشته به طرف دیگر ابلاغ می‌شود."
        )
        self.fields["files"] = fields.Uploads(
            label="مدرک‌ها", required=False, help_text="هر چه اعتراض شما را ثابت می‌کند؛ عکس یا PDF. طرف دیگر هم آن را می‌بیند."
        )
        if over:
            self.fields["excuse"] = fields.LongText(
                label="چرا در مهلت اعتراض نکردید؟", max_length=2000, required=False, help_text="هیئت با همین توضیح تصمیم می‌گیرد."
            )

    @property
    def written(self) -> dict[str, Any]:
        """What the action is given."""
        given = self.cleaned_data
        chosen = [self.items[key] for key in given["items"]]
        return {"items": chosen, "grounds": given["grounds"], "excuse": given.get("excuse", "")}


def _others(claim: claims.Claim) -> list[tuple[str, str]]:
    """The articles of the law and the procedure that are not the claim's own."""
    return [(one.id, one.name) for one in articles.every().values() if one.id.startswith(("ll-", "lp-")) and one.id not in claim.articles]
