"""The form of who joins a dossier late."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from kardad.people.models import Organisation
from kardad.ui import fields

MYSELF = "me"


class Join(forms.Form):
    """The code of the paper, and for whom one joins where one reads papers of an organisation too."""

    tracking_code = fields.TrackingCode(label="کد رهگیری پرونده", help_text="۱۳ نویسه؛ روی برگه کاغذی که به دستتان رسیده نوشته شده است.")

    def __init__(self, data: Mapping[str, Any] | None, organisations: Sequence[Organisation]) -> None:
        super().__init__(data)
        self._organisations = {str(one.pk): one for one in organisations}
        if organisations:
            choices = [(MYSELF, "خودم"), *((key, one.name) for key, one in self._organisations.items())]
            self.fields["whose"] = fields.Radios(label="برای چه کسی؟", choices=choices, initial=MYSELF)

    @property
    def organisation(self) -> Organisation | None:
        """For which organisation; None for oneself."""
        return self._organisations.get(self.cleaned_data.get("whose", ""))
