"""A letter as an e-mail: the operator's name, the letter's own words, and a way into the kartable. Nothing else."""

from django.urls import reverse

from kardad.core import outside
from kardad.core.operator import operator
from kardad.inbox.models import Letter

# Mail programs guess the direction of a line by its first letter; a name or a figure in Latin letters would turn it round.
RIGHT_TO_LEFT = "\u200f"


def words(letter: Letter) -> dict[str, str]:
    """Subject and body, in plain text."""
    house = operator().name
    address = outside.site_address(reverse("inbox:letter", args=[letter.pk]))
    settings = outside.site_address(reverse("inbox:preferences"))
    said = [
        letter.title,
        *letter.text.splitlines(),
        "",
        "این نامه در کارپوشه شماست:",
        address,
        "",
        f"{house} در هیچ نامه‌ای رمز یا کد از شما نمی‌خواهد. این رایانامه را سامانه فرستاده است و به آن پاسخ داده نمی‌شود.",
        "برای نگرفتن رایانامه:",
        settings,
    ]
    return _written(f"{house}: {letter.title}", said)


def proof(address: str) -> dict[str, str]:
    """Subject and body of the letter with the link that proves the address it goes to."""
    house = operator().name
    said = [
        "کسی این نشانی را در حساب خود نوشته است تا خبرهای کارش به آن برسد.",
        "اگر شما بودید، وارد حساب خود شوید و این پیوند را تا دو روز دیگر باز کنید:",
        address,
        "",
        "اگر شما نبودید، کاری نکنید؛ تا تأیید نشود چیز دیگری به این نشانی نمی‌فرستیم.",
        f"{house} در هیچ نامه‌ای رمز یا کد از شما نمی‌خواهد. این رایانامه را سامانه فرستاده است و به آن پاسخ داده نمی‌شود.",
    ]
    return _written(f"{house}: تأیید نشانی رایانامه", said)


def _written(subject: str, said: list[str]) -> dict[str, str]:
    lines = [line if not line or line.startswith("http") else RIGHT_TO_LEFT + line for line in said]
    return {"subject": subject, "body": "\n".join(lines) + "\n"}
