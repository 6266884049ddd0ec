"""Someone at a browser without script: goes through the pages and types what the domain document's people would type."""

import re

from django.urls import reverse

from kardad.people.models import Attempt

CAPTCHA = {"captcha_token": "t", "captcha_answer": "7", "captcha_proof": ""}
PASSWORD = "چهار واژه بی ربط ۱۴۰۴"
PEOPLE = {
    "karimi": {"code": "9990001235", "birth": "1370/06/31", "mobile": "09120000001"},
    "irancell": {"code": "9990001243", "birth": "1365/01/15", "mobile": "09350000002"},
    "rightel": {"code": "9991234561", "birth": "1360/02/02", "mobile": "09210000004"},
    "deceased": {"code": "9987654320", "birth": "1330/05/05", "mobile": "09120000005"},
    "zeros": {"code": "0001234560", "birth": "1375/12/30", "mobile": "09120000006"},
    "not_owned": {"code": "0090007778", "birth": "1368/03/03", "mobile": "09120000007"},
    "wrong_birth": {"code": "0102030405", "birth": "1372/04/04", "mobile": "09120000008"},
    "similar": {"code": "0199999996", "birth": "1380/09/09", "mobile": "09120000009"},
    "foreigner": {"code": "990000000001", "birth": "1990-05-01", "mobile": "09900000003"},
}


class Walker:
    """One visitor with a session."""

    def __init__(self, client, sms):
        self.client = client
        self.sms = sms
        self.answers = []  # every response, in order

    def get(self, name, **kwargs):
        """Open a page by URL name."""
        return self._keep(self.client.get(reverse(name, kwargs=kwargs)))

    def post(self, name, data, **kwargs):
        """Send a form."""
        return self._keep(self.client.post(reverse(name, kwargs=kwargs), data))

    def _keep(self, response):
        self.answers.append(response)
        return response

    @property
    def attempt(self):
        """The newest attempt."""
        return Attempt.objects.latest("id")

    def choose(self, *, role="worker", method="otp_l1"):
        """Method, consent, role."""
        response = self.post("people:verify", {"method": method, "consent": "on"})
        if response.status_code == 302:
            return self.post("people:verify_role", {"role": role})
        return response

    def describe(self, who, **more):
        """The details page."""
        return self.post("people:verify_details", PEOPLE.get(who, {}) | CAPTCHA | more)

    def code(self, *, mobile=None):
        """The code of the newest message (or call) to the mobile."""
        sent = [one for one in self.sms.outbox if one.code and (mobile is None or one.mobile == mobile)]
        return sent[-1].code

    def answer(self, code=None):
        """The code page."""
        return self.post("people:verify_code", {"code": code or self.code()})

    def profile(self, **more):
        """The user form."""
        return self.post("people:verify_profile", {"password": PASSWORD, "rules": "on"} | more)

    def verify(self, who, *, role="worker", **more):
        """The whole way."""
        self.choose(role=role)
        self.describe(who, **more)
        self.answer()
        return self.profile()


def text_of(response):
    """The page's words without mark-up."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
