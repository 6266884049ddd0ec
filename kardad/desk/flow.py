"""The moves of the service desk, as tables: requests, their items, appointments, what waits for a manager."""

from kardad.kit.flow import Flow, known_as, move

role_of = known_as("expert manager finance_officer system", others="client")
"""The role in which these tables know an actor."""

# T1–T17 of the service rules. Waiting for a manager, for the bank or for an outside opinion is laid over a state, never a state.
REQUEST = Flow(
    "request",
    "draft",
    [
        move("submit", "draft", "submitted", "client", "ثبت درخواست"),
        move("assign", "submitted", "in_review", "manager system", "سپردن به کارشناس"),
        move("ask", "in_review", "info_requested", "expert", "خواستن مدرک یا توضیح"),
        move("answer", "info_requested", "in_review", "client", "فرستادن پاسخ"),
        move("redirect", "in_review", "redirected_to_qa", "expert", "هدایت به پرسش و پاسخ"),
        move("take_back", "redirected_to_qa", "in_review", "manager", "بازگرداندن به بررسی"),
        move("reject", "in_review", "rejected", "manager", "رد درخواست"),
        move("invoice", "in_review", "invoiced", "expert manager", "صدور صورتحساب"),
        move("void", "invoiced", "in_review", "system"),
        move("pay_part", "invoiced partially_paid", "partially_paid", "system"),
        move("pay_all", "invoiced partially_paid", "paid", "system"),
        move("start", "paid partially_paid", "in_progress", "expert", "آغاز کار"),
        move("deliver", "in_progress", "delivered", "expert", "تحویل درخواست"),
        move("accept", "delivered", "closed", "client system", "تأیید تحویل"),
        move("reopen", "delivered closed", "reopened", "client", "درخواست اصلاح"),
        move("recall", "delivered closed", "reopened", "manager"),
        move("redeliver", "reopened", "delivered", "expert", "تحویل دوباره"),
        move("expire", "info_requested invoiced", "expired", "system"),
        move("restore", "expired", "in_review", "client", "بازگرداندن درخواست"),
        move("cancel", "draft submitted in_review info_requested invoiced", "cancelled", "client", "لغو درخواست"),
        move("withdraw", "partially_paid paid in_progress delivered reopened", "cancelled", "system"),
    ],
)

STATES = {
    "draft": "پیش‌نویس",
    "submitted": "ثبت شده",
    "in_review": "در حال بررسی",
    "info_requested": "منتظر مدارک شما",
    "redirected_to_qa": "هدایت به پرسش و پاسخ",
    "rejected": "رد شده",
    "invoiced": "صورتحساب صادر شد",
    "partially_paid": "پرداخت ناقص",
    "paid": "پرداخت شد",
    "in_progress": "در حال انجام",
    "delivered": "تحویل شد",
    "reopened": "بازگشایی شده",
    "closed": "مختومه",
    "cancelled": "لغو شده",
    "expired": "منقضی",
}
TONES = {
    "draft": "plain",
    "submitted": "info",
    "in_review": "info",
    "info_requested": "wait",
    "redirected_to_qa": "plain",
    "rejected": "bad",
    "invoiced": "wait",
    "partially_paid": "wait",
    "paid": "info",
    "in_progress": "info",
    "delivered": "good",
    "reopened": "info",
    "closed": "plain",
    "cancelled": "plain",
    "expired": "bad",
}
CLIENTS_TURN = ("draft", "info_requested", "invoiced", "partially_paid", "delivered")
EXPERTS_TURN = ("in_review", "paid", "in_progress", "reopened")
ENDED = ("redirected_to_qa", "rejected", "closed", "cancelled", "expired")
PAID_STATES = ("partially_paid", "paid", "in_progress", "delivered", "reopened")

ITEM = Flow(
    "item",
    "pending",
    [
        move("redirect", "pending priced", "redirected", "expert"),
        move("take_back", "redirected", "pending", "manager"),
        move("reject", "pending priced", "rejected", "manager"),
        move("price", "pending priced", "priced", "expert manager"),
        move("unprice", "priced", "pending", "system"),
        move("start", "priced", "in_progress", "expert"),
        move("deliver", "in_progress", "delivered", "expert"),
        move("reopen", "delivered", "in_progress", "client"),
        move("recall", "delivered", "in_progress", "manager"),
        move("cancel", "pending priced", "cancelled", "client system"),
        move("cancel", "in_progress", "cancelled", "system"),
        move("refund", "priced in_progress delivered", "refunded", "system"),
    ],
)
LIVE_ITEMS = ("pending", "priced", "in_progress", "delivered")

# A phone call or a training session at an hour.
APPOINTMENT = Flow(
    "appointment",
    "held",
    [
        move("book", "held", "booked", "client system", "گرفتن نوبت"),
        move("release", "held", "released", "client system"),
        move("move", "booked", "moved", "client expert manager", "جابه‌جایی نوبت"),
        move("cancel", "booked", "cancelled", "client", "لغو نوبت"),
        move("finish", "booked", "done", "expert", "پایان گفت‌وگو"),
        move("miss", "booked", "missed", "expert", "متقاضی پاسخ نداد"),
        move("report", "booked", "expert_absent", "client", "کارشناس تماس نگرفت"),
    ],
)
# The title of each state, as the client reads it, and its tone.
HOURS = {
    "held": ("نگه داشته شده تا پرداخت", "wait"),
    "booked": ("ثبت شده", "good"),
    "done": ("انجام شد", "good"),
    "missed": ("پاسخ ندادید", "bad"),
    "moved": ("جابه‌جا شد", "plain"),
    "cancelled": ("لغو شد", "plain"),
    "released": ("آزاد شد", "plain"),
    "expert_absent": ("کارشناس تماس نگرفت", "bad"),
}

# What an expert may not do alone, and what a client asks a manager for.
APPROVAL = Flow(
    "approval",
    "asked",
    [
        move("approve", "asked", "approved", "manager", "موافقت"),
        move("decline", "asked", "declined", "manager", "مخالفت"),
        move("drop", "asked", "dropped", "expert client system", "پس‌گرفتن"),
    ],
)

# A client in a practitioner's book. Sides are told by who acts, as with mandates.
ENGAGEMENT = Flow(
    "engagement",
    "invited",
    [
        move("agree", "invited", "agreed", "client", "رضایت می‌دهم"),
        move("refuse", "invited", "refused", "client", "رضایت نمی‌دهم"),
        move("expire", "invited", "expired", "system"),
        move("withdraw", "agreed", "withdrawn", "client", "پس گرفتن رضایت"),
        move("drop", "invited agreed", "dropped", "practitioner", "برداشتن از دفتر"),
    ],
)
# The title of each state and its tone.
ENGAGEMENTS = {
    "invited": ("منتظر رضایت", "wait"),
    "agreed": ("رضایت داده", "good"),
    "refused": ("نپذیرفت", "plain"),
    "expired": ("پاسخ نداد", "plain"),
    "withdrawn": ("رضایت را پس گرفت", "plain"),
    "dropped": ("برداشته شد", "plain"),
}
# The same as he reads it who was asked.
CONSENTS = ENGAGEMENTS | {
    "invited": ("منتظر پاسخ شما", "wait"),
    "agreed": ("رضایت داده‌اید", "good"),
    "refused": ("نپذیرفته‌اید", "plain"),
    "expired": ("مهلت آن گذشت", "plain"),
    "withdrawn": ("پس گرفته‌اید", "plain"),
    "dropped": ("او پایان داد", "plain"),
}
