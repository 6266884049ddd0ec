"""The moves of an employment contract and of what is signed about it, as tables. A move is a line here and nowhere else."""

from typing import Final

from kardad.kit.flow import Flow, known_as, move

role_of = known_as("employer worker office system", others="party")
"""The role in which these tables know an actor: the side he acts for here, an office that enters a ruling, or the system."""

ALIVE: Final = "signed registered active suspended"

# services.md 4.4. What is laid over a state (an amendment, a near end, a dispute) is not a state.
CONTRACT = Flow(
    "contract",
    "draft",
    [
        move("send", "draft revision_requested", "sent", "employer", "امضا و فرستادن برای کارگر"),
        move("recall", "sent revision_requested", "draft", "employer", "پس گرفتن و ویرایش"),
        move("ask_revision", "sent", "revision_requested", "worker", "درخواست اصلاح"),
        move("reject", "sent revision_requested", "rejected", "worker", "رد کردن"),
        move("lapse", "sent revision_requested", "expired", "system"),
        move("reopen", "expired", "draft", "employer", "ویرایش دوباره"),
        move("drop", "draft expired", "dropped", "employer", "کنار گذاشتن"),
        move("sign", "sent", "signed", "worker", "امضا"),
        move("take_in", "draft", "active", "employer"),  # a contract that was signed elsewhere is brought in
        move("register", "signed", "registered", "employer", "ثبت شناسه سامانه وزارت"),
        move("activate", "signed registered", "active", "system"),
        move("void", "signed registered", "void", "employer worker", "باطل کردن پیش از آغاز، با رضایت دو طرف"),
        move("annul", f"{ALIVE} ended", "void", "office", "باطل شده با رأی"),
        move("suspend", "active", "suspended", "employer worker", "تعلیق"),
        move("resume", "suspended", "active", "employer worker", "بازگشت به کار"),
        move("end", "active suspended", "ended", "employer worker office system", "پایان قرارداد"),
        move("take_back", "ended in_settlement", "active", "worker", "پس گرفتن استعفا"),
        move("renew", "active suspended", "renewed", "system"),  # on the first day of the signed successor; what ended is settled
        move("open_settlement", "ended", "in_settlement", "employer system", "تهیه برگه تسویه"),
        move("settle", "in_settlement", "settled", "employer system", "ثبت پرداخت تسویه"),
    ],
)

# One wording that both sides are asked to sign: of the contract, an amendment, an ending by agreement, a settlement.
VERSION = Flow(
    "version",
    "open",
    [
        move("sign", "open", "open", "employer worker", "امضا"),
        move("complete", "open", "signed", "employer worker system"),  # with the last signature
        move("ask_revision", "open", "returned", "worker employer", "درخواست اصلاح"),
        move("refuse", "open", "refused", "worker employer", "رد کردن"),
        move("recall", "open returned", "recalled", "employer", "پس گرفتن"),
        move("lapse", "open returned", "expired", "system"),
        move("undo", "signed", "undone", "worker", "پس گرفتن تأیید نادرست"),  # of a settlement, three days, while nothing is paid
    ],
)

STATES: Final = {
    "draft": "پیش‌نویس",
    "sent": "ارسال برای کارگر",
    "revision_requested": "درخواست اصلاح",
    "rejected": "رد شده توسط کارگر",
    "expired": "مهلت امضا گذشت",
    "dropped": "کنار گذاشته شده",
    "signed": "امضا شده",
    "registered": "ثبت شده",
    "active": "جاری",
    "suspended": "معلق",
    "renewed": "تمدید شده",
    "ended": "خاتمه یافته",
    "in_settlement": "در حال تسویه",
    "settled": "تسویه شده",
    "void": "باطل",
}
TONES: Final = {
    "draft": "plain",
    "sent": "wait",
    "revision_requested": "wait",
    "rejected": "bad",
    "expired": "bad",
    "dropped": "plain",
    "active": "good",
    "suspended": "wait",
    "renewed": "plain",
    "ended": "plain",
    "in_settlement": "wait",
    "settled": "good",
    "void": "bad",
}  # every other state: info
WRITABLE: Final = frozenset({"draft", "revision_requested"})  # its employer may change the words
UNSETTLED: Final = WRITABLE | {"expired", "rejected", "dropped"}  # the words of its row need not be those that the worker has
BINDING: Final = frozenset({"signed", "registered", "active", "suspended", "ended", "in_settlement", "settled", "renewed"})
CLAIMABLE: Final = BINDING - {"renewed"}  # a petition may stand on it; what was renewed is claimed by its successor
RUNNING: Final = frozenset({"signed", "registered", "active", "suspended"})  # it has not ended
