"""The fields read either kind of digits and say in Persian how to mend what they cannot read."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from kardad.core import captcha, files
from kardad.ui import fields

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


def said(field, typed):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        (fields.NationalCode(), "۰۰۰-۱۲۳۴۵۶-۰", "0001234560"),
        (fields.NationalCode(), "٠٠٠١٢٣٤٥٦٠", "0001234560"),
        (fields.Mobile(), " ۰۹۱۲ ۰۰۰ ۰۰۰۱ ", "+989120000001"),
        (fields.Mobile(), "+98 912 000 0001", "+989120000001"),
        (fields.CompanyId(), "99900012303", "99900012303"),
        (fields.ForeignerCode(), "990000000001", "990000000001"),
        (fields.Iban(), "81 0100 0000 0000 0001 0000 03", "IR810100000000000001000003"),
        (fields.PostalCode(), "14983-70910", "1498370910"),
        (fields.WorkplaceCode(), "۰۱۸۳۶۳۰۰۴۵", "0183630045"),
        (fields.InsuranceNumber(), "0012345678", "0012345678"),
        (fields.RegistrationNumber(), "۱۲ ۳۴۵", "12345"),
        (fields.OneTimeCode(), "۱۲۳ ۴۵۶", "123456"),
        (fields.Digits(length=4), "۰۰۰۱", "0001"),
        (fields.TrackingCode(), "7k3m-q9xd-2rta-p", "7K3MQ9XD2RTAP"),
        (fields.TrackingCode(), "OIL0-0000-0000-0", "0110000000000"),
        (fields.JalaliDate(), "۱۳۷۰/۰۶/۳۱", date(1991, 9, 22)),
        (fields.JalaliDate(), "1370-6-31", date(1991, 9, 22)),
        (fields.JalaliDate(), date(1991, 9, 22), date(1991, 9, 22)),
        (fields.GregorianDate(), "۱۹۹۱/۰۹/۲۲", date(1991, 9, 22)),
        (fields.Number(), "۱٬۲۰۰", 1200),
        (fields.Name(), "  علي   رضايي ", "علی رضایی"),
        (fields.Text(), "كارگاه\u200e شماره", "کارگاه شماره"),
        (fields.LongText(), "سطر  يك\r\nسطر دو\n", "سطر یک\nسطر دو"),
        (fields.Email(), "Name@Example.com", "Name@Example.com"),
        (fields.Password(), " با فاصله ", " با فاصله "),
    ],
)
def test_what_people_type_is_read(field, typed, read):
    assert field.clean(typed) == read


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (fields.NationalCode(), "001234567", "۹ رقم نوشته‌اید"),
        (fields.NationalCode(), "0012345678", "با هم نمی‌خوانند"),
        (fields.NationalCode(), "", "کد ملی را بنویسید."),
        (fields.Mobile(), "02188880000", "با ۰۹ آغاز می‌شود"),
        (fields.CompanyId(), "99900012304", "با هم نمی‌خوانند"),
        (fields.ForeignerCode(), "111111111111", "داده نشده است"),
        (fields.Iban(), "IR00", "۲۴ رقم"),
        (fields.PostalCode(), "0131111111", "وجود ندارد"),
        (fields.WorkplaceCode(), "0183630000", "وجود ندارد"),
        (fields.InsuranceNumber(), "1111111111", "وجود ندارد"),
        (fields.RegistrationNumber(), "12a", "فقط رقم"),
        (fields.OneTimeCode(), "۱۲۳", "۶ رقم دارد؛ ۳ رقم نوشته‌اید"),
        (fields.Digits(length=4), "12", "این شماره ۴ رقم دارد"),
        (fields.TrackingCode(), "7K3M", "۱۳ نویسه"),
        (fields.TrackingCode(), "U000000000000", "۱۳ نویسه"),
        (fields.JalaliDate(), "1404/13/01", "ماه باید از ۱ تا ۱۲"),
        (fields.JalaliDate(), "1991-09-22", "سال شمسی نیست"),
        (fields.JalaliDate(latest=date(2010, 3, 20)), "1400/01/01", "نمی‌تواند پس از"),
        (fields.JalaliDate(earliest=date(2025, 10, 4)), "1400/01/01", "نمی‌تواند پیش از شنبه ۱۲ مهر ۱۴۰۴"),
        (fields.GregorianDate(), "1370/06/31", "میلادی درست نیست"),
        (fields.GregorianDate(), "1991/02/30", "میلادی درست نیست"),
        (fields.Number(), "دوازده", "عدد را با رقم"),
        (fields.Number(min_value=1), "0", "۱ یا بیشتر"),
        (fields.Number(max_value=9), "10", "۹ یا کمتر"),
        (fields.Name(), "علی ۲", "نام فقط حرف دارد"),
        (fields.Name(), "<script>", "نام فقط حرف دارد"),
        (fields.Text(max_length=5), "بیش از پنج", "تا ۵ نویسه"),
        (fields.Email(), "name@", "رایانامه درست نیست"),
        (fields.Password(new=True), "123456", "دست‌کم ۱۰ نویسه"),
        (fields.Password(new=True), "1234567890123", "فقط رقم"),
        (fields.Password(), "", "رمز عبور را بنویسید"),
        (fields.Choice(choices=[("a", "الف")]), "b", "همین فهرست"),
        (fields.Ticks(choices=[("a", "الف")]), [], "دست‌کم یکی"),
        (fields.Tick(label="می‌پذیرم"), False, "علامت بزنید"),
        (fields.Text(label="چه رخ داد؟"), "", "این بخش را بنویسید"),
    ],
)
def test_a_refusal_says_how_to_mend_it(field, typed, words):
    assert words in said(field, typed)


@pytest.mark.parametrize(
    ("field", "empty"),
    [(fields.Mobile(required=False), ""), (fields.JalaliDate(required=False), None), (fields.Number(required=False), None)],
)
def test_an_optional_field_may_stay_empty(field, empty):
    assert field.clean("") == empty


def test_a_stored_value_is_shown_as_people_write_it():
    assert fields.Mobile().prepare_value("+989120000001") == "09120000001"
    assert fields.Mobile().prepare_value("0912") == "0912"
    assert fields.JalaliDate().prepare_value(date(1991, 9, 22)) == "۱۳۷۰/۰۶/۳۱"


def test_a_closed_card_is_refused_with_its_reason():
    field = fields.Cards(label="روش", cards=[fields.Card("a", "الف"), fields.Card("b", "ب", closed="تا شنبه بسته است.")])
    assert field.clean("a") == "a"
    assert said(field, "b") == "تا شنبه بسته است."
    assert "همین فهرست" in said(field, "c")


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("a.png", b"", "خالی است"),
        ("a.pdf", b"not a pdf", "پذیرفته نیست"),
        ("a.docx", PNG, "پذیرفته نیست"),
        ("a.png.exe", PNG, "پذیرفته نیست"),
    ],
)
def test_a_file_is_judged_by_its_bytes(name, raw, words):
    assert words in said(fields.Upload(label="مدرک"), SimpleUploadedFile(name, raw))


def test_a_good_file_comes_back_rewound():
    upload = fields.Upload(label="مدرک").clean(SimpleUploadedFile("کارت.png", PNG))
    assert upload.read() == PNG


def test_a_file_over_the_limit_is_refused_with_the_limit(settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    assert "۱ مگابایت" in said(fields.Upload(label="مدرک"), SimpleUploadedFile("a.png", PNG + b"0" * 1024 * 1024))


def test_the_help_of_an_upload_names_the_kinds_that_it_takes(settings):
    settings.UPLOAD_MAX_BYTES = 10 * 1024 * 1024
    assert fields.Upload().help_text == "عکس (JPG یا PNG) یا PDF، تا ۱۰ مگابایت."
    assert fields.Uploads(kinds=tuple(files.KINDS)).help_text == "عکس (JPG یا PNG)، PDF، Word (DOCX) یا Excel (XLSX)، تا ۱۰ مگابایت."
    assert fields.Upload(help_text="مهر و امضا").help_text == "مهر و امضا"


def test_several_files_are_each_judged():
    field = fields.Uploads(label="مدارک")
    good = SimpleUploadedFile("a.png", PNG)
    assert field.clean([good]) == [good]
    assert "پذیرفته نیست" in said(field, [good, SimpleUploadedFile("b.png", b"text")])
    assert "انتخاب کنید" in said(field, [])
    assert fields.Uploads(label="مدارک", required=False).clean([]) == []


class Guarded(forms.Form):
    captcha = fields.Captcha()


@pytest.mark.django_db
def test_a_right_answer_passes_once_and_a_wrong_one_never(monkeypatch):
    monkeypatch.setattr(captcha, "QUESTIONS", (("{a} و {b}", lambda a, b: a + b),))
    question, token = captcha.question()
    first, second = (captcha.NUMBERS.index(word) for word in question.split(" و "))
    data = {"captcha_token": token, "captcha_answer": captcha.NUMBERS[first + second]}
    wrong = {"captcha_token": captcha.question()[1], "captcha_answer": "۹۹"}
    assert Guarded(wrong).errors["captcha"] == ["پاسخ پرسش امنیتی درست نیست. به پرسش تازه پاسخ دهید."]
    assert Guarded(data).is_valid()
    assert not Guarded(data).is_valid()


@pytest.mark.django_db
def test_an_empty_captcha_is_refused():
    assert "captcha" in Guarded({}).errors


def test_a_captcha_asks_a_fresh_question_each_time():
    tokens = {str(Guarded()["captcha"]).split('name="captcha_token" value="')[1].split('"')[0] for _ in range(3)}
    assert len(tokens) == 3


def test_a_password_is_never_sent_back():
    class Secret(forms.Form):
        password = fields.Password()

    assert "hunter" not in str(Secret({"password": "hunter22hunter"}))
