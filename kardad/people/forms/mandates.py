"""Forms of mandates: the invitation, its code, the reason of an end."""

from django import forms
from django.core.exceptions import ValidationError

from kardad.people.models import Mandate
from kardad.ui import fields

BASES = (
    fields.Card(Mandate.Basis.REPRESENTATIVE, "نماینده", text="کسی که به او اعتماد دارید؛ با نمایندگی‌نامه‌ای که امضا می‌کنید."),
    fields.Card(Mandate.Basis.LAWYER, "وکیل دادگستری", text="پروانه وکالت دارد؛ با وکالت‌نامه."),
)


class Invite(forms.Form):
    """Whom the principal invites, and what for."""

    basis = fields.Cards(cards=BASES, label="چه کسی را معرفی می‌کنید؟")
    subject = fields.Text(
        label="موضوع",
        max_length=160,
        help_text="در یک جمله؛ نماینده و کارشناس همین را می‌خوانند.",
        example="پیگیری مزد عقب‌افتاده من",
    )
    mobile = fields.Mobile(label="تلفن همراه نماینده", required=False, help_text="اگر بنویسید، کد دعوت به او پیامک می‌شود.")


class InvitationCode(fields.TrackingCode):
    """The code of an invitation, without hyphens and in capitals."""

    noun = "کد دعوت"

    def parse(self, typed: str) -> str:
        """Thirteen signs."""
        try:
            return super().parse(typed)
        except ValidationError as error:
            raise ValidationError("کد دعوت ۱۳ نویسه دارد؛ آن را از روی پیامک یا نوشته معرف خود بنویسید.", code="INVITATION") from error


class Code(forms.Form):
    """The invitation code."""

    invitation = InvitationCode(help_text="۱۳ نویسه؛ در پیامک است یا معرف شما آن را دارد.")


class Answer(forms.Form):
    """The invitation that was looked at, and what to do with it."""

    invitation = forms.CharField(max_length=13, widget=forms.HiddenInput)
