"""The rooms of the interface, one noun each."""

from typing import Any, Final

from kardad.api.shapes import Error

READS: Final = ["GET", "HEAD"]
KEY: Final[dict[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 255},
    "description": "پذیرفته است و لازم نیست: این پرسش‌ها چیزی را تغییر نمی‌دهند و تکرارشان همان پاسخ را دارد.",
}


def errors(*statuses: int) -> dict[int, type[Error]]:
    """The errors of an operation, for its document; every one may meet the limit and a failure of ours."""
    return dict.fromkeys((*statuses, 429, 500), Error)


ASKED: Final = errors(400, 404, 409, 411, 413, 415, 422)
