"""The first questions: who employs, and what is taken from an earlier contract."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kardad.contracts.actions.drafting import For
from kardad.people.models import Mandate, Organisation
from kardad.ui import fields

SELF = "self"


class New(forms.Form):
    """Who employs: one of the writer's organisations, he himself, or who gave him a mandate."""

    whom = fields.Radios(label="کارفرما کیست؟", choices=[])

    def __init__(self, *args: Any, organisations: Iterable[Organisation] = (), mandates: Iterable[Mandate] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {f"organisation-{one.pk}": one for one in organisations}
        self.mandates = {f"mandate-{one.pk}": one for one in mandates}
        self.fields["whom"].choices = [
            *((key, one.name) for key, one in self.organisations.items()),
            (SELF, "خودم، به نام شخص خودم"),
            *((key, f"{one.principal.name}، با {one.get_basis_display()}") for key, one in self.mandates.items()),
        ]

    @property
    def chosen(self) -> For:
        """Who was chosen."""
        key = self.cleaned_data["whom"]
        mandate = self.mandates.get(key)
        return For(organisation=self.organisations.get(key), principal=mandate.principal if mandate else None)


class Again(forms.Form):
    """What the new contract is to the earlier one."""

    way = fields.Radios(label="قرارداد تازه برای چیست؟", choices=[])

    def __init__(self, *args: Any, may_renew: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        renews = [("renew", "تمدید: همان کارگر پس از پایان این قرارداد ادامه می‌دهد")] if may_renew else []
        self.fields["way"].choices = [
            *renews,
            ("same", "قرارداد جدای دیگری با همین کارگر"),
            ("other", "قرارداد با کارگر دیگری؛ مشخصات این کارگر برداشته نمی‌شود"),
        ]


class Drop(forms.Form):
    """A draft is put away; nothing is asked but the button."""
