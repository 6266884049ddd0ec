"""The client book's questions: who the client is, whether he consents, and for whom a request is."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kardad.desk.models import Engagement
from kardad.ui import fields

AGREE, REFUSE = "agree", "refuse"


class NewClient(forms.Form):
    """A client as the practitioner knows him."""

    name = fields.Name(label="نام موکل", max_length=80, help_text="همان‌طور که شما او را می‌خوانید؛ تنها شما این نام را می‌بینید.")
    mobile = fields.Mobile(label="تلفن همراه موکل", help_text="پیامک دعوت به این شماره می‌رود و تنها صاحب آن می‌تواند رضایت بدهد.")
    code = fields.NationalCode(
        label="کد ملی موکل", required=False, help_text="اگر بنویسید، تنها کسی که هویتش با همین کد تأیید شده است می‌تواند رضایت بدهد."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:  # they are another's: the browser does not offer one's own
            self.fields[name].widget.attrs["autocomplete"] = "off"


class Decide(forms.Form):
    """Whether the client consents."""

    decision = fields.Radios(label="تصمیم شما", choices=[(AGREE, "رضایت می‌دهم"), (REFUSE, "رضایت نمی‌دهم")])


class ForWhom(forms.Form):
    """For whom a request is, and in whose name its invoice will be."""

    client = fields.Choice(label="برای چه کسی؟", required=False, help_text="موکلانی که رضایت داده‌اند در این فهرست‌اند.")
    buyer = fields.Radios(
        label="صورتحساب به نام چه کسی باشد؟",
        choices=[("practitioner", "خودم"), ("client", "موکل")],
        initial="practitioner",
        required=False,
        help_text="برای درخواست خودتان اثری ندارد. اگر به نام موکل باشد، او یا شما می‌پردازید و پولی که برگردد از آنِ اوست.",
    )

    def __init__(self, *args: Any, clients: Sequence[Engagement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clients = {str(row.pk): row for row in clients}
        self.fields["client"].choices = [("", "خودم"), *((pk, row.name) for pk, row in self.clients.items())]

    @property
    def chosen(self) -> Engagement | None:
        """The client, where the request is not for oneself."""
        return self.clients.get(self.cleaned_data["client"])

    @property
    def is_client_buyer(self) -> bool:
        """Whether the invoice will bear the client's name."""
        return bool(self.cleaned_data["buyer"] == "client")
