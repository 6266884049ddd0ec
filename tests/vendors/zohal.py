"""The room of Zohal: a standing bearer token, JSON in, and HTTP 200 even where the inquiry failed."""

from collections.abc import Callable

from tests.vendors import people
from tests.vendors.credentials import ZOHAL_TOKEN
from tests.vendors.exchange import Answer, Call, Route, reply
from tests.vendors.vendor import Vendor

SUCCESS = 1
BAD_DATA = 2
UNAUTHORISED = 3

INQUIRIES = "/api/v0/services/inquiry"


def _said(data: dict[str, object]) -> Answer:
    return reply({"result": SUCCESS, "response_body": {"data": data, "message": "موفق", "error_code": None}})


def _failed(error_code: str, message: str, *, result: int = BAD_DATA, status: int = 200) -> Answer:
    return reply({"result": result, "response_body": {"data": None, "message": message, "error_code": error_code}}, status)


class Zohal(Vendor):
    """SIM ownership and the civil registry."""

    name = "zohal"

    @property
    def routes(self) -> tuple[Route, ...]:
        """The two inquiries whose paths are known."""
        return (
            Route("shahkar", ("POST",), INQUIRIES + "/shahkar", self._inquiry(self._shahkar)),
            Route("identity", ("POST",), INQUIRIES + "/national_identity_inquiry", self._inquiry(self._identity)),
        )

    def _inquiry(self, inquire: Callable[[dict[str, str]], Answer]) -> Callable[[Call], Answer]:
        def answer(call: Call) -> Answer:
            if call.bearer != ZOHAL_TOKEN:
                return _failed("UNAUTHORIZED", "توکن معتبر نیست.", result=UNAUTHORISED, status=401)
            if call.json is None:
                return _failed("INVALID_BODY", "بدنه درخواست باید JSON باشد.")
            if not all(isinstance(value, str) for value in call.json.values()):
                return _failed("INVALID_BODY", "مقدارها باید رشته باشند.")
            return inquire(call.json)

        return answer

    def _shahkar(self, asked: dict[str, str]) -> Answer:
        mobile, code = asked.get("mobile", ""), asked.get("national_code", "")
        if not people.is_mobile(mobile):
            return _failed("INVALID_MOBILE", "شماره همراه معتبر نیست.")
        if not people.is_person_code(code):
            return _failed("INVALID_NATIONAL_CODE", "کد ملی معتبر نیست.")
        return _said({"matched": people.owns(code, mobile)})

    def _identity(self, asked: dict[str, str]) -> Answer:
        code, birth = asked.get("national_code", ""), asked.get("birth_date", "")
        if not people.is_national_code(code):
            return _failed("INVALID_NATIONAL_CODE", "کد ملی معتبر نیست.")
        if not people.is_jalali(birth):
            return _failed("INVALID_BIRTH_DATE", "تاریخ تولد معتبر نیست.")
        person = people.registered(code, birth)
        if person is None:
            return _said({"matched": False})
        names = {"first_name": person.first_name, "last_name": person.last_name, "father_name": person.father_name}
        return _said({"matched": True, **names, "alive": person.alive, "is_dead": not person.alive})
