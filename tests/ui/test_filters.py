"""The filters say values in Persian."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from kardad.ui.templatetags import persian

MOMENT = datetime(2025, 10, 4, 7, 0, tzinfo=UTC)  # Saturday 12 Mehr 1404, 10:30 in Tehran


def shown(template, **context):
    return Template(template).render(Context(context))


@pytest.mark.parametrize(
    ("template", "value", "words"),
    [
        ("{{ x|fa }}", 1404, "۱۴۰۴"),
        ("{{ x|fa }}", None, ""),
        ("{{ x|jalali }}", date(2025, 10, 4), "۱۴۰۴/۰۷/۱۲"),
        ("{{ x|jalali }}", MOMENT, "۱۴۰۴/۰۷/۱۲"),
        ("{{ x|jalali_long }}", date(2025, 10, 4), "شنبه ۱۲ مهر ۱۴۰۴"),
        ("{{ x|moment }}", MOMENT, "شنبه ۱۲ مهر ۱۴۰۴، ساعت ۱۰:۳۰"),
        ("{{ x|moment }}", date(2025, 10, 4), "شنبه ۱۲ مهر ۱۴۰۴"),
        ("{{ x|clock }}", MOMENT, "۱۰:۳۰"),
        ("{{ x|lasting }}", 45, "۴۵ ثانیه"),
        ("{{ x|lasting }}", 700, "۱۲ دقیقه"),
        ("{{ x|lasting }}", 7201, "۳ ساعت"),
        ("{{ x|lasting }}", None, ""),
        ("{{ x|rial }}", 7_700_000, "۷٬۷۰۰٬۰۰۰\u00a0ریال"),
        ("{{ x|rial }}", 0, "۰\u00a0ریال"),
        ("{{ x|toman }}", 7_700_000, "۷۷۰٬۰۰۰\u00a0تومان"),
        ("{{ x|rial_words }}", 7_700_000, "هفت میلیون و هفتصد هزار ریال"),
        ("{{ x|masked:'mobile' }}", "+989120000001", "۰۹۱۲•••۰۰۰۱"),
        ("{{ x|masked:'national-code' }}", "0001234560", "۰۰۰•••••۶۰"),
        ("{{ x|grouped }}", "0001234560", "۰۰۰۱\u00a0۲۳۴۵\u00a0۶۰"),
        ("{{ x|grouped }}", "IR81010000", "IR81\u00a00100\u00a000"),
        ("{{ x|phone }}", "+989123456789", "۰۹۱۲\u00a0۳۴۵\u00a0۶۷۸۹"),
        ("{{ x|track }}", "7K3MQ9XD2RTAP", "7K3M-Q9XD-2RTA-P"),
        ("{{ x|filesize_fa }}", 3_355_443, "۳٫۲ مگابایت"),
        ("{{ x|filesize_fa }}", 10 * 1024 * 1024, "۱۰ مگابایت"),
        ("{{ x|filesize_fa }}", 20, "۱ کیلوبایت"),
    ],
)
def test_a_value_is_shown_in_persian(template, value, words):
    assert shown(template, x=value) == words


@pytest.mark.parametrize(
    "name", ["fa", "jalali", "jalali_long", "moment", "clock", "relative", "rial", "toman", "rial_words", "phone", "track"]
)
def test_nothing_is_shown_for_nothing(name):
    assert getattr(persian, name)(None) == ""


def test_a_day_is_told_by_how_far_it_is(time_machine):
    time_machine.move_to(MOMENT, tick=False)
    assert persian.relative(date(2025, 10, 7)) == "۳ روز دیگر"
    assert persian.relative(MOMENT) == "امروز"


def test_midnight_in_tehran_begins_the_next_day():
    assert persian.jalali(datetime(2025, 10, 4, 20, 30, tzinfo=UTC)) == "۱۴۰۴/۰۷/۱۳"


def test_what_is_shown_is_escaped():
    assert shown("{{ x|fa }}", x="<b>1") == "&lt;b&gt;۱"
    assert shown("{{ x|track }}", x="<b>") == "&lt;b&gt;"


def test_a_qr_code_is_a_picture_that_the_policy_allows():
    assert persian.qr("https://example.ir/").startswith("data:image/svg+xml")


def test_an_unknown_kind_of_identifier_cannot_be_masked_by_accident():
    with pytest.raises(KeyError):
        persian.masked("0001234560", "shoe-size")
