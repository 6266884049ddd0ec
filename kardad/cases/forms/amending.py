"""The form by which a respondent whose name was not known is named."""

from typing import ClassVar

from kardad.cases.forms import petition
from kardad.ui import fields


class Named(petition.Respondent):
    """Who he is; where he is found stays as it was when it is left empty."""

    kind = fields.Radios(label="خوانده کیست؟", choices=[("natural", "شخص (حقیقی)"), ("legal", "شرکت یا مؤسسه (حقوقی)")])
    sign = payer = photos = None
    address = fields.LongText(
        label="نشانی او",
        max_length=300,
        required=False,
        help_text="اگر همان نشانی دادخواست است خالی بگذارید.",
        widget=fields.LongText.widget({"rows": 3}),
    )

    OF: ClassVar = {name: petition.Respondent.OF[name] for name in ("natural", "legal")}
