"""The picture of a deadline says in words and shapes what the engine found, and nothing else."""

from xml.etree import ElementTree

import pytest

from kardad.law import askings, deadlines, holidays, rules
from kardad.ui import samples, strips

SVG = "{http://www.w3.org/2000/svg}"
LATIN = set("0123456789")


def answered(named, served_on, **given):
    asking = askings.read(rules.current().rule(named), {"served_on": served_on, **given})
    return deadlines.deadline(asking, calendar=holidays.current()).as_json()


def drawn(answer, ident="strip"):
    written = strips.deadline(answer, ident=ident)
    return ElementTree.fromstring(written.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def days(picture):
    """Every day as its mark and what stands in its cell."""
    for group in picture.iter(f"{SVG}g"):
        yield group.get("class").removeprefix("strip-day strip-"), [text.text for text in group.iter(f"{SVG}text")], group


def marked(picture, mark):
    return [words for found, words, _ in days(picture) if found == mark]


def test_the_days_of_nowruz_are_shut_and_the_last_day_stands_out():
    picture = drawn(answered("objection", "1404-12-13"))
    assert marked(picture, "start") == [["۱۳", "آغاز"]]
    assert marked(picture, "safe") == [["۲۸", "مطمئن"]]
    assert marked(picture, "shut") == [["۲۹", "تعطیل"], ["۱", "تعطیل"], ["۲", "تعطیل"], ["۳", "تعطیل"], ["۴", "تعطیل"]]
    assert marked(picture, "last") == [["۵", "آخرین"]]
    assert marked(picture, "after") == [["۶", "گذشته"]]
    assert len(marked(picture, "counted")) == 14


def test_a_shut_day_is_hatched_and_says_why_when_pointed_at():
    picture = drawn(answered("objection", "1404-12-13"))
    for mark, _, group in days(picture):
        hatched = any(path.get("class") == "strip-hatch" for path in group.iter(f"{SVG}path"))
        assert hatched == (mark in {"shut", "start"})
        if mark == "shut":
            assert "تعطیل" in group.find(f"{SVG}title").text


def test_saturday_is_at_the_right_and_friday_at_the_left():
    picture = drawn(answered("objection", "1404-12-13"))
    heads = {text.text: int(text.get("x")) for text in picture.findall(f"{SVG}text") if text.get("y") == "16"}
    assert list(heads) == ["ش", "ی", "د", "س", "چ", "پ", "ج"]
    assert list(heads.values()) == sorted(heads.values(), reverse=True)


def test_the_weeks_of_a_long_deadline_are_folded():
    picture = drawn(answered("divan_abroad", "1404-01-10", policy={"calendar": "fridays-only"}))
    folds = [text.text for text in picture.findall(f"{SVG}text") if "هفته" in text.text]
    assert folds == ["۲۴ هفته دیگر هم شمرده می‌شود"]
    assert int(picture.get("height")) < 300


def test_before_a_hearing_the_picture_ends_with_the_hearing():
    picture = drawn(answered("invitation", "1404-07-26"))
    assert marked(picture, "safe") == [["۱", "فاصله"]]
    assert marked(picture, "last") == [["۳", "جلسه"]]
    assert marked(picture, "after") == []


def test_an_estimated_holiday_is_called_one():
    picture = drawn(answered("objection", "1405-09-16"))
    assert marked(picture, "shut") == [["۲", "برآورد"]]
    assert "برآوردی" in picture.find(f"{SVG}desc").text


def test_a_day_on_which_the_body_could_not_act_has_a_word_of_its_own():
    lost = answered("objection", "1404-07-26", obstructed_days=[{"date": "1404-08-12", "title": "قطع <سامانه>"}])
    assert marked(drawn(lost), "shut") == [["۱۲", "بی‌کار"]]


@pytest.mark.parametrize("name", sorted(samples.counted()))
def test_a_picture_has_a_name_a_text_and_persian_figures(name):
    answer = samples.counted()[name]
    picture = drawn(answer, ident=f"one-{name}")
    assert picture.get("role") == "img"
    named, told = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert (picture.get("aria-labelledby"), picture.get("aria-describedby")) == (named.get("id"), told.get("id"))
    assert told.text == strips.summary(answer)
    shown = "".join(one.text or "" for one in picture.iter() if one.tag in {f"{SVG}text", f"{SVG}title", f"{SVG}desc"})
    assert not LATIN & set(shown)


@pytest.mark.parametrize("name", sorted(samples.counted()))
def test_a_picture_brings_no_style_and_shares_no_id(name):
    answer = samples.counted()[name]
    one, other = strips.deadline(answer, ident="one"), strips.deadline(answer, ident="other")
    assert "style" not in one
    assert "url(" not in one
    ids = [{part.split('"')[0] for part in written.split(' id="')[1:]} for written in (one, other)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_what_people_typed_stays_text():
    typed = answered("objection", "1404-07-26", closed_days=[{"date": "1404-08-12", "title": "<script>alert(1)</script>"}])
    assert "<script" not in strips.deadline(typed)


def test_the_summary_says_the_days_in_order():
    said = strips.summary(answered("objection", "1404-12-13"))
    assert said == (
        "آغاز از چهارشنبه ۱۳ اسفند ۱۴۰۴؛ آخرین روز مطمئن پنجشنبه ۲۸ اسفند ۱۴۰۴؛ آخرین روز مهلت چهارشنبه ۵ فروردین ۱۴۰۵؛ "
        "از پنجشنبه ۶ فروردین ۱۴۰۵ مهلت گذشته است. ۵ روز در پایان آن به حساب نمی‌آید (جمعه ۲۹ اسفند ۱۴۰۴ و پس از آن)."
    )
