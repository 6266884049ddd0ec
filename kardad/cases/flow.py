"""The moves of a dispute, as tables: the case with its two instances, and what is laid over it. A move is a line here and nowhere else."""

from typing import Final

from kardad.kit.flow import Flow, known_as, move

role_of = known_as("secretary board_member expert manager system", others="party")
"""The role in which these tables know an actor; which side a party is, and who chairs, the actions ask."""

FIRST: Final = "DB"
APPEAL: Final = "DRB"

# What is filed and not final: until then the sides may settle (T22) and the claimant may take back what he asked for (T21).
UNFINISHED: Final = "filed accepted conciliation set adjourned heard expert decided serving window appealed rehearing"

# T01–T29. The instance is laid over the state: `set` is «تعیین وقت هیئت تشخیص» or «… حل اختلاف», and is written once.
CASE = Flow(
    "case",
    "draft",
    [
        move("submit", "draft", "filed", "party", "امضا و ثبت دادخواست"),
        move("prepare", "draft", "prepared", "party", "آماده‌سازی برای اداره کار"),  # in a bureau: nothing is filed
        move("resume", "prepared", "draft", "party", "ویرایش دوباره"),
        move("mark_defect", "filed", "defect", "secretary", "اخطار رفع نقص"),
        move("cure", "defect", "filed", "party", "رفع نقص"),
        move("lapse", "defect", "dismissed", "secretary", "رد دادخواست ناقص"),
        move("accept", "filed", "accepted", "secretary", "پذیرش"),
        # After a quash it goes to a board of the same rank elsewhere, where its own office has no second panel (T26).
        move("transfer", "filed accepted conciliation rehearing", "transferred", "secretary", "ارسال به اداره صالح"),
        move("receive", "transferred", "filed", "secretary", "دریافت در اداره تازه"),
        move("receive_rehearing", "transferred", "rehearing", "secretary", "دریافت برای رسیدگی دوباره"),
        move("conciliate", "filed accepted", "conciliation", "party secretary", "سازش پیش از هیئت"),
        move("end_conciliation", "conciliation", "accepted", "secretary", "پایان سازش بی‌نتیجه"),
        move("back_to_desk", "conciliation", "filed", "secretary", "پایان سازش پیش از پذیرش"),  # it had not been accepted before
        move("set_hearing", "accepted conciliation adjourned appealed rehearing", "set", "secretary system", "تعیین وقت و دعوت"),
        move("hold", "set", "heard", "board_member", "ختم جلسه"),
        move("adjourn", "set heard", "adjourned", "board_member secretary", "تجدید جلسه"),
        move("refer", "heard", "expert", "board_member", "ارجاع به کارشناسی"),
        move("take_up", "expert", "adjourned", "secretary", "پایان کارشناسی و جلسه تازه"),
        move(
            "go_on", "expert", "heard", "board_member system", "ادامه رسیدگی بی جلسه تازه"
        ),  # the opinion came, or nobody paid (LP 97, 98)
        move("annul", "heard", "annulled", "board_member", "قرار ابطال دادخواست"),
        move("dismiss", "heard", "dismissed", "board_member", "قرار رد یا عدم صلاحیت"),
        move("issue", "heard", "decided", "board_member", "صدور رأی بدوی"),
        move("issue_final", "heard", "final", "board_member", "صدور رأی قطعی"),
        move("serve", "decided", "serving", "secretary system", "ابلاغ رأی"),
        move("open_window", "serving", "window", "system"),
        move("object", "serving window", "appealed", "party", "ثبت اعتراض"),
        move("send_up", "final", "appealed", "secretary", "فرستادن اعتراض دیرهنگام به هیئت حل اختلاف"),  # final by lapse alone
        move("finalise", "window", "final", "system"),
        move("reopen_window", "window final", "serving", "system"),  # a service was made void: its clock is undone (T29)
        move("settle", UNFINISHED, "settled", "board_member secretary", "تأیید سازش"),
        move("withdraw", f"defect transferred {UNFINISHED}", "withdrawn", "party", "استرداد"),
        move("quash", "final", "rehearing", "secretary", "ثبت نقض رأی در دیوان"),
        move("archive", "settled withdrawn annulled dismissed final", "archived", "secretary system", "بایگانی"),
    ],
)

STATES: Final = {
    "draft": "پیش‌نویس",
    "prepared": "آماده برای ثبت در اداره کار",
    "filed": "ثبت شده",
    "defect": "در انتظار رفع نقص",
    "accepted": "پذیرفته شد؛ در نوبت تعیین وقت",
    "transferred": "ارسال به اداره صالح",
    "conciliation": "در مرحله سازش",
    "set": "تعیین وقت {board}",
    "heard": "جلسه {board} برگزار شد؛ در حال صدور رأی",
    "adjourned": "تجدید جلسه {board}",
    "expert": "ارجاع {board} به کارشناسی",
    "decided": "رأی هیئت تشخیص صادر شد",
    "serving": "در حال ابلاغ رأی",
    "window": "در مهلت اعتراض",
    "appealed": "اعتراض ثبت شد؛ در نوبت هیئت حل اختلاف",
    "final": "قطعی و لازم‌الاجرا",
    "settled": "مختومه با سازش",
    "withdrawn": "مسترد شده",
    "annulled": "ابطال دادخواست",
    "dismissed": "رد یا عدم صلاحیت",
    "rehearing": "رسیدگی مجدد",
    "archived": "بایگانی",
}
TONES: Final = {
    "defect": "wait",
    "window": "wait",
    "final": "good",
    "settled": "good",
    "withdrawn": "plain",
    "annulled": "bad",
    "dismissed": "bad",
    "draft": "plain",
    "prepared": "plain",
    "archived": "plain",
}  # every other state: info
ENDED: Final = frozenset({"settled", "withdrawn", "annulled", "dismissed", "archived"})
# What a board sees of a case is the instance it decides in; a case in one of these waits for staff of the office.
DESK: Final = {
    "filed": "intake",
    "accepted": "calendar",
    "transferred": "intake",
    "adjourned": "calendar",
    "appealed": "calendar",
    "rehearing": "calendar",
    "decided": "service",
    "conciliation": "conciliation",
}

HEARING = Flow(
    "hearing",
    "set",
    [
        move("open", "set", "open", "board_member", "آغاز جلسه"),
        move("close", "open", "closed", "board_member", "ختم جلسه"),
        move("adjourn", "set open", "adjourned", "board_member secretary", "تجدید جلسه"),
        move("cancel", "set", "cancelled", "secretary system", "لغو جلسه"),
        move("end", "open", "closed", "system"),  # the case ended while it ran
    ],
)
DECISION = Flow(
    "decision",
    "draft",
    [
        move("write", "draft", "draft", "board_member", "نوشتن"),
        move("propose", "draft", "voting", "board_member", "فرستادن برای رأی اعضا"),
        move("vote", "voting", "voting", "board_member", "رأی دادن"),
        move("redraft", "voting", "draft", "board_member", "بازگرداندن به پیش‌نویس"),
        move("issue", "voting", "issued", "board_member", "صدور"),
        move("drop", "draft voting", "dropped", "board_member system", "کنار گذاشتن"),
    ],
)
REFERRAL = Flow(
    "referral",
    "ordered",
    [
        move("pay", "ordered", "paid", "system secretary", "ثبت پرداخت"),
        move("lapse", "ordered", "unpaid", "system"),
        move("opine", "paid", "opined", "expert secretary", "ثبت نظریه"),
        move("object", "opined", "opined", "party", "ایراد به نظریه"),
        move("decline", "paid", "declined", "expert", "نپذیرفتن کارشناسی"),
        move("appoint", "declined", "paid", "board_member", "تعیین کارشناس دیگر"),  # the fee is paid already, and goes over
        move("end", "paid declined opined", "ended", "secretary board_member", "پایان کارشناسی"),
        move("drop", "ordered paid declined opined", "ended", "system"),  # the case ended before it
    ],
)
SETTLEMENT = Flow(
    "settlement",
    "open",
    [
        move("offer", "open", "open", "party", "پیشنهاد مهرشده"),
        move("propose", "open", "open", "party", "پیشنهاد شرط‌ها"),
        move("agree", "open", "agreed", "party", "پذیرفتن شرط‌ها"),
        move("sign", "agreed", "agreed", "party", "امضای سازش‌نامه"),
        move("confirm", "agreed", "confirmed", "board_member secretary", "تأیید سازش‌نامه"),
        move("drop", "open agreed", "dropped", "party system", "انصراف از سازش"),
    ],
)
WITHDRAWAL = Flow(
    "withdrawal",
    "asked",
    [
        move("consent", "asked", "asked", "party", "رضایت به استرداد"),
        move("finish", "asked", "done", "party"),
        move("refuse", "asked", "refused", "party", "رضایت ندادن"),
        move("drop", "asked", "dropped", "party system", "انصراف از استرداد"),
    ],
)
REMITTANCE = Flow(
    "remittance",
    "told",
    [
        move("confirm", "told", "counted", "party", "پول رسیده است"),
        move("deny", "told", "denied", "party", "پول نرسیده است"),
    ],
)
ENFORCEMENT = Flow(
    "enforcement",
    "requested",
    [
        move("send", "requested", "sent", "secretary", "ارسال به اجرای احکام"),
        move("note_court", "sent", "sent", "party secretary", "ثبت شماره اجرا"),
        move("allow", "sent", "sent", "party secretary", "ثبت تقسیط دادگاه"),
        move("note_money", "sent", "sent", "party secretary", "ثبت وصول"),
        move("recall", "requested sent", "recalled", "secretary system", "نامه بازگشت"),
        move("end", "sent", "ended", "party secretary system", "مختومه شدن اجرا"),
    ],
)
COLLECTION = Flow(
    "collection",
    "asked",
    [
        move("accept", "asked", "counted", "party", "به دستم رسید"),
        move("refuse", "asked", "refused", "party", "به دستم نرسید"),
    ],
)
DIVAN = Flow(
    "divan",
    "open",
    [
        move("stay", "open", "stayed", "secretary", "ثبت دستور موقت"),
        move("lift", "stayed", "open", "secretary", "رفع دستور موقت"),
        move("quash", "open stayed", "quashed", "secretary", "ثبت نقض رأی"),
        move("reject", "open stayed", "rejected", "secretary", "ثبت رد شکایت"),
    ],
)
ACCESS = Flow(
    "access",
    "asked",
    [
        move("grant", "asked", "granted", "manager", "اجازه"),
        move("refuse", "asked", "refused", "manager", "رد"),
        move("end", "asked granted", "ended", "manager system", "پایان اجازه"),  # unanswered: the restriction was lifted before
    ],
)
