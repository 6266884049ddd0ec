"""What must be known of the columns of a roster, in sentences."""

from kardad.calc.roster.books import Book
from kardad.calc.roster.columns import Column, Headings

OLD_CODE_PAGE = "نوشته‌های این پرونده با رمزگذاری کهنه ویندوز خوانده شد. نام‌ها را بازبینی کنید، یا آن را با رمزگذاری یونیکد ذخیره کنید."
# What is taken where the whole column is missing and nothing is safe to pass over in silence.
TAKEN = {
    "daily": "ستون «مزد روزانه» نبود؛ برای همه حداقل قانونی گرفته شد.",
    "hired_on": "ستون «تاریخ شروع کار» نبود؛ پایه سنوات برای کسانی حساب شد که ستون دیگری آن را می‌گوید.",
    "married": "ستون «متأهل» نبود؛ حق تأهل برای هیچ‌کس حساب نشد.",
    "children": "ستون «تعداد فرزند» نبود؛ حق اولاد برای هیچ‌کس حساب نشد.",
}
MOST_SAID = 60


def of_book(book: Book[Headings]) -> list[str]:
    """Columns that were not understood or not there, and an encoding that was guessed."""
    unknown = [_unknown(said[:MOST_SAID], near) for said, near in book.headings.unknown]
    absent = [TAKEN[column.name] for column in book.headings.absent if _matters(column)]
    return [*unknown, *absent, *([OLD_CODE_PAGE] if book.is_old_code_page else [])]


def _matters(column: Column) -> bool:
    return column.name in TAKEN


def _unknown(said: str, near: str) -> str:
    suggestion = f" اگر «{near}» را می‌گوید، نامش را همین بنویسید." if near else ""
    return f"ستون «{said}» را نشناختیم و نخواندیم.{suggestion}"
