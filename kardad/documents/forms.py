"""What is typed about papers."""

from django import forms
from django.core.exceptions import ValidationError

from kardad.documents import numbers
from kardad.ui import fields


class PaperNumber(fields.Typed):
    """The number that stands on a paper, as it is kept."""

    noun = "شماره برگ"
    longest = numbers.LONGEST
    attrs = {"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}

    def parse(self, typed: str) -> str:
        """Thirteen digits, of which the last agrees with the others."""
        found = numbers.read(typed)
        if found is None:
            raise ValidationError(
                "این شماره درست نیست؛ رقمی از آن جا افتاده یا عوض شده است. سیزده رقم آن را از روی برگ بنویسید.", code="PAPER_NUMBER"
            )
        return found


class LookUp(forms.Form):
    """A paper is asked for by its number."""

    number = PaperNumber(label="شماره برگ", help_text="سیزده رقم بالای برگ، با خط تیره یا بی آن")
