"""What a buyer says who wants his credit on his own bank account."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kardad.kit import ids, money
from kardad.ui import fields


class OwnPayout(forms.Form):
    """How much, and to which account of his own; the account that is known is shown masked and need not be typed."""

    rials = fields.Rials(label="چه مبلغی؟")
    iban = fields.Iban(label="شماره شبای حساب خودتان")

    def __init__(self, *args: Any, most: int, known: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most, self.known = most, known
        self.fields["rials"].help_text = f"تا {money.grouped(most)}."
        if known:
            self.fields["iban"].required = False
            self.fields["iban"].help_text = f"خالی بگذارید تا به حسابی برود که داریم: \u2068{ids.KINDS['iban'].mask(known)}\u2069"
        else:
            self.fields["iban"].help_text = "حساب باید به نام خود شما باشد."

    def clean_rials(self) -> int:
        """Something, and not more than is there."""
        rials: int = self.cleaned_data["rials"]
        if not 0 < rials <= self.most:
            raise ValidationError(f"مبلغی از یک ریال تا {money.grouped(self.most)} بنویسید.", code="PAYOUT_TOO_LARGE")
        return rials

    def clean_iban(self) -> str:
        """What was typed, or else the account that is known."""
        return self.cleaned_data["iban"] or self.known
