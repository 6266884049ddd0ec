"""The moves of public questions, their answers, guides and comments, as tables."""

from kardad.kit.flow import Flow, known_as, move

role_of = known_as("expert manager system", others="asker")
"""The role in which these tables know an actor."""

# `unproved` is a visitor's question whose mobile is not proved yet; it is nobody's work and goes after a day.
QUESTION = Flow(
    "question",
    "unproved",
    [
        move("prove", "unproved", "pending", "asker"),
        move("publish", "pending", "published", "expert manager", "انتشار پرسش"),
        move("reject", "pending", "rejected", "expert manager", "نپذیرفتن پرسش"),
        move("merge", "pending published answered needs_update", "merged", "expert manager", "یکی‌کردن با پرسش دیگر"),
        move("convert", "pending published", "converted", "expert manager", "نیاز به مدرک یا محاسبه"),
        move("answer", "published", "answered", "expert", "نوشتن پاسخ"),
        move("outdate", "answered", "needs_update", "expert manager system", "نیاز به به‌روزرسانی"),
        move("refresh", "needs_update", "answered", "expert", "تأیید تازگی پاسخ"),
        move("recall", "answered needs_update", "published", "expert manager", "پس‌گرفتن پاسخ"),
        move("archive", "published answered needs_update", "archived", "manager", "بایگانی پرسش"),
    ],
)
STATES = {
    "unproved": "منتظر کد تأیید",
    "pending": "در انتظار بررسی",
    "published": "منتظر پاسخ",
    "answered": "پاسخ داده شد",
    "needs_update": "در حال بازبینی",
    "archived": "بایگانی شده",
    "rejected": "پذیرفته نشد",
    "merged": "یکی شد با پرسش دیگر",
    "converted": "نیازمند مدرک یا محاسبه",
}
TONES = {
    "unproved": "plain",
    "pending": "info",
    "published": "wait",
    "answered": "good",
    "needs_update": "wait",
    "archived": "plain",
    "rejected": "bad",
    "merged": "plain",
    "converted": "plain",
}
ANSWERED = ("answered", "needs_update")
PUBLIC = ("published", "answered", "needs_update")
READABLE = (*PUBLIC, "archived")
TO_DO = ("pending", "published", "needs_update")

ANSWER = Flow(
    "answer",
    "draft",
    [
        move("publish", "draft", "published", "expert", "انتشار پاسخ"),
        move("outdate", "published", "stale", "expert manager system"),
        move("refresh", "stale", "published", "expert"),
        move("recall", "published stale", "recalled", "expert manager", "پس‌گرفتن پاسخ"),
    ],
)
LIVE_ANSWERS = ("published", "stale")

GUIDE = Flow(
    "guide",
    "draft",
    [
        move("publish", "draft withdrawn", "published", "expert manager", "انتشار راهنما"),
        move("withdraw", "published", "withdrawn", "expert manager", "برداشتن راهنما"),
    ],
)

COMMENT = Flow(
    "comment",
    "pending",
    [
        move("publish", "pending", "published", "expert manager", "انتشار نظر"),
        move("reject", "pending published", "rejected", "expert manager", "نپذیرفتن نظر"),
    ],
)
