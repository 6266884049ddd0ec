"""The moves of money's affairs, as tables: tariff rows, invoices, payments, refunds, payouts, rulings."""

from kardad.kit.flow import Flow, known_as, move

role_of = known_as("expert manager finance_officer system", others="client")
"""The role in which these tables know an actor."""

TARIFF = Flow(
    "tariff",
    "proposed",
    [
        move("approve", "proposed", "approved", "manager", "تصویب"),
        move("decline", "proposed", "declined", "manager", "رد"),
        move("withdraw", "proposed", "declined", "finance_officer", "پس‌گرفتن"),
    ],
)

INVOICE = Flow(
    "invoice",
    "issued",
    [
        move("pay_part", "issued partially_paid", "partially_paid", "system finance_officer manager client"),
        move("pay_all", "issued partially_paid", "paid", "system finance_officer manager client"),
        move("void", "issued", "void", "expert manager finance_officer system", "باطل‌کردن"),
        move("credit", "paid partially_paid", "credited", "finance_officer"),
    ],
)

PAYMENT = Flow(
    "payment",
    "initiated",
    [
        move("redirect", "initiated", "redirected", "system"),
        move("come_back", "redirected pending_verification", "pending_verification", "client"),
        move("submit", "initiated", "pending_verification", "client finance_officer", "فرستادن رسید"),
        # A bank that says paid late is believed: what was given up before is taken up again.
        move("verify", "redirected pending_verification failed expired", "succeeded", "system"),
        move("fail", "initiated redirected pending_verification", "failed", "system"),
        move("expire", "initiated redirected pending_verification", "expired", "system"),
        move("approve", "pending_verification", "succeeded", "finance_officer manager", "تأیید رسید"),
        move("reject", "pending_verification", "rejected", "finance_officer manager", "رد رسید"),
        # Where the bank cannot be heard, two persons say what its statement shows.
        move("believe", "redirected pending_verification failed expired", "succeeded", "finance_officer manager", "پول رسیده است"),
        move("close", "redirected pending_verification failed expired", "failed", "finance_officer manager", "پولی نرسیده است"),
        move("spend", "initiated", "succeeded", "client"),
        move("refund_part", "succeeded partially_refunded", "partially_refunded", "finance_officer"),
        move("refund_all", "succeeded partially_refunded", "refunded", "finance_officer"),
    ],
)
OPEN_PAYMENTS = ("initiated", "redirected", "pending_verification")
TAKEN_PAYMENTS = ("succeeded", "partially_refunded", "refunded")

REFUND = Flow(
    "refund",
    "requested",
    [
        move("approve", "requested", "approved", "manager", "موافقت"),
        move("decline", "requested", "declined", "manager", "مخالفت"),
        move("send", "approved", "sent", "finance_officer", "فرستادن وجه"),
        move("finish", "sent", "done", "finance_officer", "انجام شد"),
        move("fail", "sent", "failed", "finance_officer", "انجام نشد"),
        # The bank clearly did not reverse it: it is sent in another way.
        move("bounce", "sent", "approved", "finance_officer"),
    ],
)
OPEN_REFUNDS = ("requested", "approved", "sent")

PAYOUT = Flow(
    "payout",
    "requested",
    [
        move("approve", "requested", "approved", "manager", "موافقت"),
        move("decline", "requested", "declined", "manager", "مخالفت"),
        move("send", "approved", "sent", "finance_officer", "فرستادن وجه"),
        move("finish", "sent", "done", "finance_officer", "انجام شد"),
        move("fail", "approved sent", "failed", "finance_officer", "انجام نشد"),
    ],
)
OPEN_PAYOUTS = ("requested", "approved", "sent")

RULING = Flow(
    "ruling",
    "proposed",
    [
        move("approve", "proposed", "approved", "finance_officer manager", "تأیید تصمیم"),
        move("decline", "proposed", "declined", "finance_officer manager", "رد تصمیم"),
    ],
)
