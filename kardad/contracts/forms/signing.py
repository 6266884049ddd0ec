"""Forms of who signs a contract or answers it: a code with what he knows, a reason, fields to be changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from kardad.contracts.actions.signing import Answer
from kardad.contracts.reading import Part, Row
from kardad.kit import ids, text
from kardad.ui import fields

REASON = 600
WISH = 500


FOREIGN_DIGITS = 12


class PersonCode(fields.Identifier):
    """A national code, or the code of a foreign national, by its length."""

    noun = "کد ملی"

    def parse(self, typed: str) -> str:
        """The canonical form."""
        foreign = len(text.bare_identifier(typed)) == FOREIGN_DIGITS
        return (ids.foreigner_code if foreign else ids.national_code).require(typed)


class Nothing(forms.Form):
    """A form that asks nothing but its button."""


class Sign(forms.Form):
    """The words that were seen, by their digest; each warning that is known; the code, once it is on its way."""

    words = forms.CharField(widget=forms.HiddenInput, max_length=64)
    knows = fields.Ticks(label="از هشدارهای بالا خبر دارید؟", error_messages={"required": "کنار هر هشدار بنویسید که از آن خبر دارید."})
    reserves = fields.Ticks(label="حقی که برای خود نگه می‌دارید", required=False)
    code = fields.OneTimeCode(label="رمزی که به همراه شما آمد")

    def __init__(
        self, data: Any = None, *, digest: str, warnings: Mapping[str, str], items: Sequence[tuple[str, str]] = (), has_code: bool
    ) -> None:
        super().__init__(data, initial={"words": digest})
        self.digest = digest
        self.fields["knows"].choices = [(code, f"از «{title}» خبر دارم.") for code, title in warnings.items()]
        self.fields["reserves"].choices = list(items)
        self.warnings = set(warnings)
        for name, is_there in (("knows", warnings), ("reserves", items), ("code", has_code)):
            if not is_there:
                del self.fields[name]

    def clean_knows(self) -> list[str]:
        """Every warning is known, or none is signed."""
        told: list[str] = self.cleaned_data["knows"]
        if self.warnings - set(told):
            raise forms.ValidationError("کنار هر هشدار بنویسید که از آن خبر دارید.", code="CONTRACT_WARNINGS")
        return told

    @property
    def is_same(self) -> bool:
        """Whether the words that were seen are those that would be signed now."""
        return bool(self.cleaned_data["words"] == self.digest)

    @property
    def answer(self) -> Answer:
        """What the signer gives."""
        told = self.cleaned_data
        return Answer(told.get("code", ""), frozenset(told.get("knows", ())), frozenset(told.get("reserves", ())))


class Witness(forms.Form):
    """Who bears witness: his code and his own mobile, as he tells them; and that the words were read."""

    code = PersonCode(label="کد ملی گواه", help_text="کسی که به او اعتماد دارید و کنار شماست. اتباع خارجی: کد فراگیر ۱۲ رقمی.")
    mobile = fields.Mobile(label="همراه گواه", help_text="شماره‌ای که گواه با آن اینجا عضو است.")
    heard = fields.Tick(
        label="همه متن برای کارگر خوانده شد و پرسش‌هایش پاسخ گرفت.", error_messages={"required": "نخست همه متن باید برای کارگر خوانده شود."}
    )


class Attest(forms.Form):
    """The code that came to the witness."""

    code = fields.OneTimeCode(label="رمزی که به همراه گواه آمد")


class Paper(forms.Form):
    """The contract signed by hand, scanned."""

    file = fields.Upload(label="تصویر برگه‌های امضاشده", help_text="همه برگه‌ها در یک PDF، با امضای هر دو طرف.")


class Reason(forms.Form):
    """Why it is not accepted, in a few words that the other side reads."""

    reason = fields.LongText(
        label="چرا نمی‌پذیرید؟",
        help_text="طرف دیگر همین نوشته را می‌خواند.",
        max_length=REASON,
        error_messages={"required": "در چند کلمه بنویسید."},
    )


class Correct(forms.Form):
    """What should stand in each field that is to be changed; what is left empty stays."""

    def __init__(self, data: Any = None, *, parts: Iterable[Part]) -> None:
        super().__init__(data)
        self.paths: dict[str, str] = {}
        self.parts: list[tuple[str, list[tuple[Row, str]]]] = []
        for part in parts:
            held = []
            for row in part.rows:
                name = f"wish_{len(self.paths)}"
                self.paths[name] = row.path
                now = ids.KINDS[row.mask].mask(row.said) if row.mask else row.said
                asked = fields.Text(label=row.label, help_text=f"اکنون: {now}", required=False, max_length=WISH, example="")
                self.fields[name] = asked
                held.append((row, name))
            self.parts.append((part.title, held))

    @property
    def shown(self) -> list[tuple[str, bool, list[tuple[Row, forms.BoundField]]]]:
        """Each part with its fields beside what stands there now; and whether something is written in it."""
        drawn = []
        for title, held in self.parts:
            rows = [(row, self[name]) for row, name in held]
            drawn.append((title, any(asked.value() or asked.errors for _, asked in rows), rows))
        return drawn

    @property
    def wanted(self) -> dict[str, str]:
        """The path of each field with what should stand there."""
        return {self.paths[name]: words for name, words in self.cleaned_data.items() if name in self.paths and words}
