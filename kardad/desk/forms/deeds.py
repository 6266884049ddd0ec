"""What a client says with each deed on his request; nothing here saves."""

from django import forms

from kardad.desk import policy, uploads
from kardad.desk.forms.asking import FILES_HELP
from kardad.ui import fields

LONGEST = policy.LONGEST_TEXT


class Say(forms.Form):
    """A word in the conversation, with files if there are any."""

    body = fields.LongText(label="پیام شما", max_length=LONGEST, error_messages={"required": "پیام خود را بنویسید."})
    files = fields.Uploads(label="الحاق فایل", kinds=uploads.KINDS, required=False, help_text=FILES_HELP)


class Answer(forms.Form):
    """What the expert asked for: words, files, or both."""

    body = fields.LongText(label="پاسخ شما", max_length=LONGEST, required=False, help_text="اگر همه چیز در فایل‌هاست، خالی بگذارید.")
    files = fields.Uploads(label="الحاق فایل", kinds=uploads.KINDS, required=False, help_text=FILES_HELP)


class Attach(forms.Form):
    """More files of the request."""

    files = fields.Uploads(
        label="الحاق فایل", kinds=uploads.KINDS, help_text=FILES_HELP, error_messages={"required": "پرونده‌ای انتخاب کنید."}
    )


class Cancel(forms.Form):
    """Why the request is cancelled, if its writer wants to say."""

    reason = fields.Text(label="چرا لغو می‌کنید؟", required=False, max_length=300, help_text="اگر بخواهید. به ما کمک می‌کند بهتر شویم.")


class Reopen(forms.Form):
    """What is wrong with what was delivered."""

    reason = fields.LongText(
        label="چه چیزی باید درست شود؟",
        max_length=1000,
        min_length=policy.REOPEN_REASON,
        help_text="کدام بخش، چه ایرادی دارد و چه باید باشد.",
        error_messages={"required": "بنویسید چه چیزی باید درست شود.", "min_length": "کمی بیشتر بنویسید: دست‌کم ۲۰ نویسه."},
    )


class Objection(forms.Form):
    """Why the client thinks that his request is not a question for everybody."""

    reason = fields.LongText(
        label="چرا این درخواست پرسش عمومی نیست؟",
        max_length=500,
        help_text="برای نمونه: رقم‌های کارگاه من باید حساب شود، یا باید قرارداد من خوانده شود.",
        error_messages={"required": "بنویسید چرا."},
    )


class Withdraw(forms.Form):
    """Why the client wants his money back, and where it goes."""

    reason = fields.LongText(label="چرا انصراف می‌دهید؟", max_length=500, error_messages={"required": "دلیل خود را در یک جمله بنویسید."})
    target = fields.Radios(
        label="پول به کجا برگردد؟",
        choices=[("source", "به همان کارت یا حسابی که با آن پرداخت شد"), ("credit", "به اعتبار من در همین سایت")],
        initial="source",
    )
