"""The room of SMS.ir: the key in a header, JSON in, and a status of its own in the body."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.vendors import people
from tests.vendors.credentials import SMSIR_KEY, SMSIR_LINE, SMSIR_TEMPLATES
from tests.vendors.exchange import Answer, Call, Message, Route, reply
from tests.vendors.vendor import Vendor

WORDS = {
    1: "موفق",
    10: "کلید وب‌سرویس نامعتبر است",
    16: "مقدار پارامتر نامعتبر است",
    101: "شماره خط نامعتبر است",
    103: "متن پیامک خالی است",
    104: "شماره موبایل نادرست است",
    105: "فهرست موبایل‌ها خالی است",
    106: "تعداد موبایل‌ها بیش از حد مجاز است",
    111: "شناسه ارسال پیدا نشد",
    113: "قالب پیدا نشد",
    114: "طول پارامتر بیش از ۲۵ نویسه است",
    116: "نام پارامتر نیامده است",
}
FATES = {"delivered": 1, "blocked": 7, "lost": 3}
MOST_MOBILES = 100


class SmsIrError(Exception):
    """A failure with SMS.ir's own number."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def said(status: int, data: object = None, http: int = 200) -> Answer:
    """SMS.ir's envelope; only a bad key is told by the HTTP status as well."""
    return reply({"status": status, "message": WORDS[status], "data": data}, http)


class SmsIr(Vendor):
    """Codes by template, free texts, delivery."""

    name = "smsir"

    @property
    def routes(self) -> tuple[Route, ...]:
        """What SMS.ir offers."""
        return (
            Route("verify", ("POST",), "/v1/send/verify", self._guarded(self._verify)),
            Route("bulk", ("POST",), "/v1/send/bulk", self._guarded(self._bulk)),
            Route("status", ("GET",), "/v1/send/(?P<messageId>[^/]+)", self._guarded(self._status)),
        )

    def _guarded(self, serve: Callable[[dict[str, Any]], object]) -> Callable[[Call], Answer]:
        def answer(call: Call) -> Answer:
            if call.headers.get("x-api-key") != SMSIR_KEY:
                return said(10, http=401)
            if call.method == "POST" and call.json is None:
                return said(16)
            try:
                return said(1, serve(call.json or call.in_path))
            except SmsIrError as failure:
                return said(failure.status)

        return answer

    def _verify(self, asked: dict[str, Any]) -> object:
        mobile, template_id, parameters = asked.get("mobile"), asked.get("templateId"), asked.get("parameters")
        _check_mobile(mobile)
        if type(template_id) is not int or not isinstance(parameters, list):
            raise SmsIrError(16)
        if template_id not in SMSIR_TEMPLATES:
            raise SmsIrError(113)
        template = SMSIR_TEMPLATES[template_id]
        values = _values(parameters, set(re.findall("#([A-Z]+)#", template)))
        text = re.sub("#([A-Z]+)#", lambda found: values[found[1]], template)
        message = self._taken("verify", f"0{mobile}", text, values, str(template_id))
        return {"messageId": message.message_id, "cost": 1.0}

    def _bulk(self, asked: dict[str, Any]) -> object:
        line, text, mobiles = asked.get("lineNumber"), asked.get("messageText"), asked.get("mobiles")
        if type(line) is not int or line != SMSIR_LINE:
            raise SmsIrError(101)
        if not isinstance(text, str) or not text.strip():
            raise SmsIrError(103)
        if not isinstance(mobiles, list) or not mobiles:
            raise SmsIrError(105)
        if len(mobiles) > MOST_MOBILES:
            raise SmsIrError(106)
        for mobile in mobiles:
            _check_mobile(mobile)
        numbers = [self._taken("bulk", f"0{mobile}", text, {}, None).message_id for mobile in mobiles]
        return {"packId": f"pack-{numbers[0]}", "messageIds": numbers, "cost": float(len(numbers))}

    def _status(self, asked: dict[str, Any]) -> object:
        written = asked["messageId"]
        message = self.world.message("smsir", int(written)) if re.fullmatch("[0-9]+", written) else None
        if message is None:
            raise SmsIrError(111)
        at = int(datetime.fromisoformat(message.at).timestamp())
        return {
            "messageId": message.message_id,
            "mobile": int(message.receptor),
            "messageText": message.text,
            "sendDateTime": at,
            "lineNumber": SMSIR_LINE,
            "cost": 1.0,
            "deliveryState": FATES[people.sms_fate(message.receptor)],
            "deliveryDateTime": at if people.sms_fate(message.receptor) == "delivered" else None,
        }

    def _taken(self, operation: str, receptor: str, text: str, values: dict[str, str], template: str | None) -> Message:
        """The message, numbered, dated and in the outbox."""
        number = 440_000_000 + next(self.world.numbers)
        at = self.world.now().isoformat()
        return self.world.sent(Message("smsir", operation, "sms", receptor, text, values, number, at, template=template))


def _check_mobile(mobile: object) -> None:
    if not isinstance(mobile, str) or not re.fullmatch("9[0-9]{9}", mobile):
        raise SmsIrError(104)


def _values(parameters: list[Any], wanted: set[str]) -> dict[str, str]:
    """The template's values by name; raises SMS.ir's number for one that is nameless, missing or too long."""
    values: dict[str, str] = {}
    for parameter in parameters:
        if not isinstance(parameter, dict) or not parameter.get("name"):
            raise SmsIrError(116)
        if not isinstance(parameter.get("value"), str):
            raise SmsIrError(16)
        if len(parameter["value"]) > 25:
            raise SmsIrError(114)
        values[parameter["name"]] = parameter["value"]
    if set(values) != wanted:
        raise SmsIrError(116)
    return values
