"""Forms of roles: which one to act in, and what a new one rests on."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kardad.people import papers
from kardad.people.actions.roles import LICENSED, Licence
from kardad.people.forms.papers import WithPapers
from kardad.people.queries.roles import Acting
from kardad.ui import fields

BODIES = {
    "lawyer": "مانند «کانون وکلای دادگستری مرکز» یا «مرکز وکلای قوه قضاییه».",
    "official_expert": "مانند «کانون کارشناسان رسمی استان تهران».",
}


class ActAs(forms.Form):
    """The role to act in from now on."""

    acting = fields.Cards(cards=[], label="نقش")

    def __init__(self, *args: Any, choices: Iterable[Acting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cards = [fields.Card(choice.value, choice.title, text=choice.text) for choice in choices]
        self.fields["acting"] = fields.Cards(cards=cards, label="نقش")


class AddRole(WithPapers):
    """What the role needs: a licence where there is one, and its papers."""

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if role in LICENSED:
            self.fields["licence_number"] = fields.Text(label="شماره پروانه", max_length=40)
            self.fields["licence_body"] = fields.Text(label="صادرکننده پروانه", max_length=80, help_text=BODIES[role])
        if role == "official_expert":
            self.fields["field"] = fields.Text(label="رشته کارشناسی", max_length=80, help_text="همان‌گونه که در پروانه آمده است.")
        needed = papers.of_role(role, "online")
        self.take([*needed, *papers.of_role(role, "optional")], needed=[kind.key for kind in needed])

    def licence(self) -> Licence:
        """What was typed of the licence."""
        given = self.cleaned_data
        return Licence(number=given.get("licence_number", ""), body=given.get("licence_body", ""), field=given.get("field", ""))


class Reason(forms.Form):
    """Why; read by the other side."""

    reason = fields.Text(label="دلیل", max_length=200, required=False, help_text="اگر می‌خواهید، در یک جمله.")
