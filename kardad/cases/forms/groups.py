"""The form by which a co-worker joins."""

from django import forms

from kardad.ui import fields


class Join(forms.Form):
    """The code that a co-worker gave."""

    code = fields.TrackingCode(label="کد دعوت همکارتان")
