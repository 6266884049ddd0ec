"""What the interface says no to before any room of the house is asked, and in whose words the framework's own errors are told."""

from typing import Final

from kardad.core import middleware, views
from kardad.kit.refusal import BadInput, Refusal


class NoSuchAddress(Refusal):
    """Nothing answers at this address."""

    code = views.NotFound.code
    status = 404
    message = "چنین نشانی یا نامی در این رابط نیست؛ فهرست نشانی‌ها در /api/docs است."


class NoSuchLegalKey(Refusal):
    """The law's data hold no figure of this name."""

    code = "UNKNOWN_LEGAL_KEY"
    status = 404
    message = "عدد قانونی‌ای به این نام نداریم: {key}"


class MethodNotAllowed(Refusal):
    """The address is there and does not take this method."""

    code = "METHOD_NOT_ALLOWED"
    status = 405
    message = "این نشانی با این روش پاسخ نمی‌دهد؛ روش‌های درست در سرآیند Allow است."


class Unreadable(Refusal):
    """The request itself could not be read."""

    code = views.Unreadable.code
    status = 400
    message = "درخواست خوانده نشد."


class LengthRequired(Refusal):
    """A body came without its length."""

    code = "LENGTH_REQUIRED"
    status = 411
    message = "طول بدنه را در سرآیند Content-Length بنویسید."


class BodyTooLong(Refusal):
    """The body is longer than this interface takes at once."""

    code = middleware.BodyTooLarge.code
    status = 413
    message = "بدنه درخواست بیش از اندازه بزرگ است؛ آن را در چند درخواست بفرستید."


class TooManyItems(Refusal):
    """More items than one request may hold."""

    code = "TOO_MANY_ITEMS"
    status = 413
    message = "تعداد پرسش‌های این درخواست بیش از اندازه است؛ آن را در چند درخواست بفرستید."


class NotThisKind(Refusal):
    """The body is of a kind that is not read here."""

    code = "UNSUPPORTED_MEDIA_TYPE"
    status = 415
    message = "بدنه باید JSON با نوع application/json یا JSON Lines با نوع application/x-ndjson باشد، به یونی‌کد و بی‌فشرده‌سازی."


class BadParameter(BadInput):
    """A parameter of the address cannot be read."""

    code = "BAD_PARAMETER"
    message = "مقدار «{name}» در نشانی خوانده نشد."


class Failed(Refusal):
    """Something of ours broke."""

    code = views.Failed.code
    status = 500
    message = "اشکالی از سوی ما پیش آمد و ثبت شد. کمی بعد دوباره تلاش کنید."


class Forbidden(Refusal):
    """The framework let nobody through, and says no more than that."""

    code = "FORBIDDEN"
    status = 403
    message = "این درخواست پذیرفته نشد."


# The framework's own errors in our shape; what is not here is told as unreadable (4xx) or as a failure of ours (5xx).
OF_STATUS: Final[dict[int, type[Refusal]]] = {
    one.status: one for one in (Unreadable, Forbidden, NoSuchAddress, MethodNotAllowed, LengthRequired, BodyTooLong, NotThisKind)
}
