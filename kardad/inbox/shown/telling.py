"""How the kartable is said to its owner: the way of each message in plain words, and what may be switched off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kardad.inbox import kinds
from kardad.inbox.models import Preference
from kardad.outbox.models import Message
from kardad.ui.templatetags import persian

Channel, State = Message.Channel, Message.State
CALLED = {Channel.SMS: "پیامک", Channel.EMAIL: "رایانامه"}
BECAME = {
    (Channel.SMS, State.SENT): ("info", "پیامک فرستاده شد؛ شبکه تلفن هنوز رسیدن آن را خبر نداده است."),
    (Channel.SMS, State.DELIVERED): ("good", "پیامک رسید."),
    (Channel.SMS, State.BLOCKED): ("bad", "پیامک نرسید: این شماره پیامک‌های خدماتی را نمی‌پذیرد."),
    (Channel.SMS, State.FAILED): ("bad", "پیامک نرسید."),
    (Channel.EMAIL, State.SENT): ("good", "رایانامه فرستاده شد."),
    (Channel.EMAIL, State.FAILED): ("bad", "رایانامه نرسید؛ نشانی آن را در فرم کاربری ببینید."),
}
# Why some SMS of a group cannot be switched off.
WHY = {
    "notices": "مهلت‌های شما از همان روز شمرده می‌شود؛ همیشه پیامک می‌شود.",
    "requests": "مهلت‌ها و هر چه باید زود بدانید همیشه پیامک می‌شود.",
    "contracts": "مهلت امضای شما در آن است؛ همیشه پیامک می‌شود.",
    "money": "پول و مهلت پرداخت شما در آن است؛ همیشه پیامک می‌شود.",
    "appointments": "بی آن، ساعت تماس از دست می‌رود؛ همیشه پیامک می‌شود.",
    "questions": "پاسخ نادرستی که خوانده‌اید همیشه با پیامک پس گرفته می‌شود.",
    "account": "هر تغییر حساب همیشه پیامک می‌شود تا اگر کار شما نیست بدانید.",
}
BUTTONS = {
    "notices": "دیدن پرونده",
    "requests": "دیدن درخواست",
    "contracts": "دیدن قرارداد",
    "money": "دیدن صورتحساب و پرداخت",
    "appointments": "دیدن نوبت",
    "questions": "دیدن پرسش",
    "account": "دیدن حساب",
}


@dataclass(frozen=True, slots=True)
class Way:
    """What became of one message, in a sentence and a tone."""

    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A group of letters in the table of choices: what is on, whether an SMS of it may be off, and why one may not."""

    group: str
    title: str
    sms: bool
    email: bool
    has_sms: bool
    has_choice: bool
    why: str


def way(message: Message, *, at: datetime) -> Way:
    """The message's way as its receiver wants to know it."""
    if message.state != State.WAITING:
        return Way(*BECAME[Channel(message.channel), State(message.state)])
    called = CALLED[Channel(message.channel)]
    if message.tries:
        return Way("wait", f"{called} هنوز نرفته است؛ دوباره می‌فرستیم.")
    if message.due_at and message.due_at > at:
        return Way("wait", f"{called} {persian.moment(message.due_at)} فرستاده می‌شود تا شب مزاحم شما نشویم.")
    return Way("wait", f"{called} در راه است.")


def rows(choices: Mapping[tuple[str, str], bool]) -> list[Row]:
    """Every group of which a letter exists, with what the person chose."""
    found = []
    for group, title in kinds.GROUPS.items():
        of_group = [one for one in kinds.kinds().values() if one.group == group]
        texted = [one for one in of_group if one.sms]
        if of_group:
            found.append(
                Row(
                    group,
                    title,
                    choices.get((group, Preference.Channel.SMS), True),
                    choices.get((group, Preference.Channel.EMAIL), True),
                    has_sms=bool(texted),
                    has_choice=any(not one.always for one in texted),
                    why=WHY[group] if any(one.always for one in texted) else "",
                )
            )
    return found


def apart(choices: Mapping[tuple[str, str], bool]) -> list[str]:
    """What the person chose for one kind of letter alone, a line each."""
    known = kinds.kinds()
    return [
        f"{Preference.Channel(channel).label} «{known[topic].name}»: {'روشن' if is_on else 'خاموش'}"
        for (topic, channel), is_on in choices.items()
        if topic in known
    ]
