"""Forms of those who file for somebody else, or after him: heirs, co-workers."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kardad.cases.forms.petition import PersonCode, Share
from kardad.people.models import Mandate
from kardad.ui import fields


class Heir(forms.Form):
    """Another heir: one for whom the filer may act, or one who is only named."""

    mandate = fields.Choice(label="از سوی او هم مطالبه می‌کنید؟", choices=[], required=False)
    name = fields.Name(label="نام و نام خانوادگی", required=False, autocomplete="off")
    code = PersonCode(label="کد ملی", required=False, help_text="اگر می‌دانید.")
    share = Share(label="سهم او از ارث")

    def __init__(self, *args: Any, mandates: Iterable[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in mandates}
        told = [(key, f"بله؛ {one.principal.name} ({one.get_basis_display()})") for key, one in self.known.items()]
        self.fields["mandate"].choices = [("", "نه؛ فقط نام او را می‌نویسم"), *told]
        if not told:
            del self.fields["mandate"]

    def clean(self) -> dict[str, Any]:
        """Whoever gave a mandate is named as the house knows him; another by what is typed."""
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        one = self.known.get(kept.get("mandate") or "")
        kept["mandate"] = one.pk if one else None
        if one is not None:
            kept["name"] = one.principal.name
        elif not kept.get("name") and "name" not in self.errors:
            self.add_error("name", "نام وارث را بنویسید.")
        return kept
