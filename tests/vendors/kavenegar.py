"""The room of Kavenegar: the key in the path, forms in, a `return` beside the `entries`."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from tests.vendors import people
from tests.vendors.credentials import KAVENEGAR_CREDIT, KAVENEGAR_KEY, KAVENEGAR_SENDER, KAVENEGAR_TEMPLATES
from tests.vendors.exchange import FORM, Answer, Call, Message, Route, reply
from tests.vendors.vendor import Vendor

WORDS = {
    200: "تأیید شد",
    400: "پارامترها ناقص است",
    403: "کد شناسایی معتبر نیست",
    404: "متد نامشخص است",
    405: "متد درست نیست",
    406: "پارامترهای اجباری خالی است",
    411: "گیرنده نامعتبر است",
    412: "فرستنده نامعتبر است",
    413: "پیام خالی یا بلند است",
    414: "حجم درخواست زیاد است",
    417: "تاریخ نادرست است",
    420: "پیوند مجاز نیست",
    424: "الگو پیدا نشد",
    428: "تماس صوتی ممکن نیست",
    431: "ساختار کد درست نیست",
    432: "پارامتر کد در متن پیام پیدا نشد",
}
STATUS = {1: "در صف ارسال", 2: "زمان‌بندی شده", 4: "ارسال به مخابرات", 10: "رسیده به گیرنده", 14: "بلاک شده", 100: "شناسه نامعتبر"}
FATES = {"delivered": 10, "blocked": 14, "lost": 4}
SPACES = {"token": 0, "token2": 0, "token3": 0, "token10": 5, "token20": 8}
LOCAL_LIFE = timedelta(hours=12)
STATUS_LIFE = timedelta(hours=48)

Fields = dict[str, str]


class KavenegarError(Exception):
    """A failure with Kavenegar's own number."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def said(status: int, entries: object = None) -> Answer:
    """Kavenegar's envelope; a failure's number is its HTTP status too."""
    return reply({"return": {"status": status, "message": WORDS[status]}, "entries": entries}, status)


class Kavenegar(Vendor):
    """Codes by template as text or voice, free texts, delivery, credit."""

    name = "kavenegar"

    @property
    def routes(self) -> tuple[Route, ...]:
        """What Kavenegar offers; all of it takes POST."""
        return (
            self._method("lookup", "verify/lookup", self._lookup),
            self._method("send", "sms/send", self._send),
            self._method("status", "sms/status", self._status),
            self._method("status_local", "sms/statuslocalmessageid", self._status_local),
            self._method("maketts", "call/maketts", self._call),
            self._method("account", "account/info", self._account),
        )

    def not_found(self, call: Call) -> Answer:
        """A key that is wrong is told before a method that is wrong."""
        known = re.match(f"/v1/{re.escape(KAVENEGAR_KEY)}/", call.path)
        return said(404 if known else 403)

    def wrong_method(self, call: Call) -> Answer:
        """Everything here is a POST."""
        return said(405)

    def _method(self, operation: str, path: str, serve: Callable[[Fields], object]) -> Route:
        def answer(call: Call) -> Answer:
            if call.in_path["key"] != KAVENEGAR_KEY:
                return said(403)
            if call.body and call.content_type != FORM:
                return said(400)
            try:
                return said(200, serve(call.form))
            except KavenegarError as failure:
                return said(failure.status)

        return Route(operation, ("POST",), rf"/v1/(?P<key>[^/]+)/{path}\.json", answer)

    def _lookup(self, asked: Fields) -> object:
        _require(asked, "receptor", "template", "token")
        receptor = _receptor(asked["receptor"])
        template = KAVENEGAR_TEMPLATES.get(asked["template"])
        if template is None:
            raise KavenegarError(424)
        tokens = {name: asked[name] for name in SPACES if asked.get(name)}
        _check_tokens(tokens, set(re.findall(r"%(token\d*)", template)))
        channel = {"sms": "sms", "call": "voice"}.get(asked.get("type", "sms"))
        if channel is None:
            raise KavenegarError(400)
        if channel == "voice" and not all(re.fullmatch("[0-9]+", token) for token in tokens.values()):
            raise KavenegarError(428)
        text = re.sub(r"%(token\d*)", lambda found: tokens[found[1]], template)
        message = self._taken(
            Message("kavenegar", "lookup", channel, receptor, text, tokens, 0, "", asked.get("localid"), asked["template"])
        )
        return [self._entry(message, 1)]

    def _send(self, asked: Fields) -> object:
        _require(asked, "receptor")
        sender = asked.get("sender", KAVENEGAR_SENDER)
        if sender != KAVENEGAR_SENDER:
            raise KavenegarError(412)
        return self._free("send", "sms", asked)

    def _call(self, asked: Fields) -> object:
        _require(asked, "receptor")
        return self._free("maketts", "voice", asked)

    def _free(self, operation: str, channel: str, asked: Fields) -> object:
        """The entries of a text of one's own words, one for every receptor."""
        receptors = [_receptor(receptor) for receptor in asked["receptor"].split(",")]
        localids = asked["localid"].split(",") if asked.get("localid") else [None] * len(receptors)
        if len(receptors) > 200:
            raise KavenegarError(414)
        if not asked.get("message", "").strip() or len(asked["message"]) > 900:
            raise KavenegarError(413)
        if len(localids) != len(receptors):
            raise KavenegarError(400)
        status = 2 if self._is_later(asked.get("date")) else 1
        entries = []
        for receptor, localid in zip(receptors, localids, strict=True):
            message = self._by_localid(localid) if localid else None
            if message is None:
                message = self._taken(Message("kavenegar", operation, channel, receptor, asked["message"], {}, 0, "", localid))
            entries.append(self._entry(message, status))
        return entries

    def _is_later(self, date: str | None) -> bool:
        if not date or date == "0":
            return False
        if not re.fullmatch("[0-9]+", date) or int(date) < self.world.now().timestamp() - 60:
            raise KavenegarError(417)
        return int(date) > self.world.now().timestamp()

    def _status(self, asked: Fields) -> object:
        _require(asked, "messageid")
        numbers = asked["messageid"].split(",")
        if len(numbers) > 500:
            raise KavenegarError(414)
        return [{"messageid": _number(number), **self._delivery(self._young(_number(number)))} for number in numbers]

    def _status_local(self, asked: Fields) -> object:
        _require(asked, "localid")
        entries = []
        for localid in asked["localid"].split(","):
            message = self._by_localid(localid)
            number = message.message_id if message else 0
            entries.append({"messageid": number, "localid": localid, **self._delivery(message)})
        return entries

    def _account(self, asked: Fields) -> object:
        expires = int((self.world.now() + timedelta(days=365)).timestamp())
        return {"remaincredit": KAVENEGAR_CREDIT, "expiredate": expires, "type": "master"}

    def _taken(self, message: Message) -> Message:
        """The message, numbered, dated and in the outbox."""
        number = 880_000_000 + next(self.world.numbers)
        return self.world.sent(replace(message, message_id=number, at=self.world.now().isoformat()))

    def _entry(self, message: Message, status: int) -> dict[str, object]:
        return {
            "messageid": message.message_id,
            "message": message.text,
            "status": status,
            "statustext": STATUS[status],
            "sender": KAVENEGAR_SENDER,
            "receptor": message.receptor,
            "date": int(datetime.fromisoformat(message.at).timestamp()),
            "cost": 2100 if message.channel == "voice" else 1200,
        }

    def _delivery(self, message: Message | None) -> dict[str, object]:
        status = 100
        if message is not None:
            status = 10 if message.channel == "voice" else FATES[people.sms_fate(message.receptor)]
        return {"status": status, "statustext": STATUS[status]}

    def _young(self, number: int) -> Message | None:
        message = self.world.message("kavenegar", number)
        return message if message and self._age(message) <= STATUS_LIFE else None

    def _by_localid(self, localid: str) -> Message | None:
        ours = [item for item in self.world.outbox if (item.provider, item.localid) == ("kavenegar", localid)]
        return next((item for item in ours if self._age(item) <= LOCAL_LIFE), None)

    def _age(self, message: Message) -> timedelta:
        return self.world.now() - datetime.fromisoformat(message.at)


def _require(asked: Fields, *names: str) -> None:
    if not all(asked.get(name) for name in names):
        raise KavenegarError(406)


def _receptor(written: str) -> str:
    """The mobile as 09…; raises 411 for any way of writing that Kavenegar does not take."""
    found = re.fullmatch(r"(?:0|\+98|0098)?(9[0-9]{9})", written)
    if not found:
        raise KavenegarError(411)
    return "0" + found[1]


def _number(written: str) -> int:
    if not re.fullmatch("[0-9]+", written):
        raise KavenegarError(400)
    return int(written)


def _check_tokens(tokens: Fields, wanted: set[str]) -> None:
    """Raise Kavenegar's number for a token of the wrong build, with a link in it, or without a place in the template."""
    for name, value in tokens.items():
        if len(value) > 100 or value.count(" ") > SPACES[name] or re.search(r"[\t\r\n]", value):
            raise KavenegarError(431)
        if re.search("https?:|www[.]", value):
            raise KavenegarError(420)
    if set(tokens) != wanted:
        raise KavenegarError(432)
