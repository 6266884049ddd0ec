"""The moves of service, as tables: a notice, and its way to one party by each channel. Rungs go one way."""

from typing import Final

from kardad.kit.flow import Flow, move

STAFF: Final = frozenset({"secretary", "manager", "system"})

NOTICE = Flow(
    "notice",
    "draft",
    [
        move("place", "draft", "placed", "secretary system", "ابلاغ"),  # system: what follows from a side's own deed, as N8
        move("drop", "draft", "dropped", "secretary system", "کنار گذاشتن پیش‌نویس"),
    ],
)

# By an account: that the messenger took an SMS (`handed_at`) is no rung. A later rung may be reached without the ones before it.
ACCOUNT = Flow(
    "account",
    "placed",
    [
        move("notify", "placed", "notified", "system"),
        move("open", "placed notified", "opened", "addressee", "باز کردن"),
        move("acknowledge", "opened", "acknowledged", "addressee", "اعلام دریافت"),
    ],
)

# By a process agent; every call is a Visit, and one that failed is followed by another or by the next step of LP 38–53.
PAPER = Flow(
    "paper",
    "waiting",
    [
        move("hand_out", "waiting returned", "with_agent", "secretary", "سپردن به مأمور ابلاغ"),
        move("serve", "with_agent", "served", "secretary", "ثبت ابلاغ"),
        move("return", "with_agent", "returned", "secretary", "ثبت برگشت"),
    ],
)

# By the judiciary's service: what it says is taken down, and never bettered.
SANA = Flow(
    "sana",
    "sending",
    [
        move("hand_over", "sending", "sent", "system"),
        move("arrive", "sending sent", "arrived", "system secretary", "ثبت رسیدن در ثنا"),
        move("open", "sent arrived", "opened", "system secretary"),
        move("refuse", "sending sent", "returned", "system secretary", "ثبت نداشتن حساب ثنا"),
    ],
)

# Told by the addressee himself, of what another body served on him.
ELSEWHERE = Flow("elsewhere", "told", [])

FLOWS: Final = {"account": ACCOUNT, "paper": PAPER, "sana": SANA, "elsewhere": ELSEWHERE}
# How high each rung stands on its own ladder: what a property test holds every path to.
HEIGHTS: Final = {
    "account": ("placed", "notified", "opened", "acknowledged"),
    "paper": ("waiting", "with_agent", "served"),
    "sana": ("sending", "sent", "arrived", "opened"),
    "elsewhere": ("told",),
}
STATES: Final = {
    "waiting": "منتظر سپردن به مأمور",
    "with_agent": "نزد مأمور ابلاغ",
    "served": "ابلاغ شد",
    "returned": "برگشت",
    "placed": "در کارپوشه قرار گرفت",
    "notified": "پیامک آن به گوشی رسید",
    "opened": "باز شد",
    "acknowledged": "دریافت آن اعلام شد",
    "sending": "در حال فرستادن به ثنا",
    "sent": "به ثنا سپرده شد",
    "arrived": "در حساب ثنا قرار گرفت",
    "told": "به گفته خود شما",
    "draft": "پیش‌نویس",
    "dropped": "کنار گذاشته",
}
