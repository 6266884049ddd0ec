"""What the tests of accounts share: logging in as people do, reading what was sent."""

from kardad.people import particulars
from kardad.people.models import Code
from tests import factories

LOCAL = "09"


def own(person):
    """The person's particulars."""
    return particulars.own(person)


def log_in(client, person, *, password=factories.PASSWORD, code=None, next_url="", **extra):
    """Post the log-in form (the captcha must be out of the way)."""
    address = "/login/" + (f"?next={next_url}" if next_url else "")
    return client.post(address, {"code": code or own(person).code, "password": password}, **extra)


def enter(client, person):
    """The client is logged in through the product's own pages, second factor included."""
    answer = log_in(client, person)
    if "authenticate" in answer["Location"]:
        answer = client.post(answer["Location"], {"code": factories.totp_code()})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer


def sent_code(sms, person):
    """The digits of the last code sent to the person's mobile."""
    return sms.to("0" + own(person).mobile.removeprefix("+98"))[-1].code


def codes_of(purpose):
    """Rows of codes for a purpose, oldest first."""
    return list(Code.objects.filter(purpose=purpose).order_by("pk"))
