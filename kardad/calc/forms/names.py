"""What a person calls the sheets he keeps."""

from django import forms

from kardad.ui import fields


class Name(forms.Form):
    """What a kept sheet is called."""

    title = fields.Text(label="نام برگه", max_length=120, help_text="نامی که خودتان با آن می‌شناسید.")
