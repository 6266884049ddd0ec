"""A paper is printed: every word of its data stands in its text, data are never code, and the same words give the same bytes."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from kardad.documents import lettering, ordering, papers, rendering, shapes
from kardad.kit import calendar
from tests.documents import samples
from tests.documents.conftest import HOUSE, face

pytestmark = pytest.mark.no_django
KINDS = sorted(papers.every())
LOOSE = re.compile(r"\s+")


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def bare(text):
    return LOOSE.sub("", text)


def said(value):
    """Every text of shaped data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        # An amount stands in figures everywhere, and in words beside sums.
        for one in [value["figures"]] if "figures" in value else value.values():
            yield from said(one)
    elif isinstance(value, list):
        for one in value:
            yield from said(one)


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_says_all_it_was_given_in_letters_that_can_be_copied(printed, kind):
    pdf, paper = printed(kind), papers.paper(kind)
    assert pdf == printed(kind)
    reader = PdfReader(BytesIO(pdf))
    text = text_of(pdf)
    shaped = paper.shaped(samples.DATA[kind])
    assert [one for one in said(shaped) if bare(one) not in bare(text)] == []
    if "total" in shaped:
        assert bare(shaped["total"]["words"]) in bare(text)
    assert all(bare(value) in bare(text) for fact in samples.FACTS for value in fact)
    assert not re.search("[\ufb50-\ufdff\ufe70-\ufefe]", text)  # presentation forms: a search for the word would not find them
    assert "\u200c" in text
    assert f"صفحه ۱ از {'۰۱۲۳۴۵۶۷۸۹'[len(reader.pages)]}" in text
    assert "۱۴۰۴-۷۳۱۲-۰۸۵۵" in text
    assert "۱۴۰۴/۰۹/۰۱" in text
    assert {font["/FontDescriptor"]["/FontFile2"] is not None for font in fonts(reader)} == {True}
    about = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part>2<", about)
    assert re.search(r"pdfaid:conformance>A<", about)


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_copies_a_paper_finds_quotes_around_their_words_and_nothing_run_together(printed, kind):
    written = samples.DATA[kind] | ({"text": "متن «نخست» است.\nاین «متن دوم» و «سوم»."} if "text?" in papers.paper(kind).fields else {})
    text = text_of(printed(kind, data=written, office=""))
    lines = [line.strip() for line in text.splitlines()]
    assert [line for line in lines if line.startswith("»") or line.endswith("«")] == []
    assert [line for line in lines if re.search(r"«[^»]*«|»[^«]*»|«\s|\s»|[^\s(«]«|»[\u0621-\u06cc۰-۹]", line)] == []
    assert "«کارداد» سامانه" in text
    assert lines[0].startswith("کارداد شماره برگ: ۱۴۰۴")
    shaped = papers.paper(kind).shaped(written)
    quoted = [shaped["text"]] if "text?" in papers.paper(kind).fields and "text" in shaped else []
    assert [one for part in quoted for one in part if one not in text] == []
    heads = [name + value for name, value in samples.FACTS]
    assert [one for one in heads if one in text] == []


def fonts(reader):
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            yield font["/DescendantFonts"][0].get_object()


def test_a_long_paper_names_itself_on_every_page(printed):
    reader = PdfReader(BytesIO(printed("N8", data=samples.DATA["N8"] | {"grounds": "\n".join(["این دلیل بلند است و می‌ماند."] * 90)})))
    assert len(reader.pages) > 2
    last = reader.pages[-1].extract_text()
    assert "۱۴۰۴-۷۳۱۲-۰۸۵۵" in last
    assert f"صفحه {len(reader.pages)} از {len(reader.pages)}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in last


def test_a_table_of_sixty_rows_breaks_over_pages_and_each_repeats_its_head(printed):
    rows = [
        {"title": f"محاسبه مطالبات کارگر {n}، نیم‌تمام", "count": n, "price": 1_000_000 * n, "amount": 1_000_000 * n * n}
        for n in range(1, 61)
    ]
    pages = [page.extract_text() for page in PdfReader(BytesIO(printed("invoice", data=samples.DATA["invoice"] | {"lines": rows}))).pages]
    with_rows = [text for text in pages if "نیم\u200cتمام" in text]
    assert len(with_rows) > 2
    assert all("مبلغ واحد (ریال)" in text for text in with_rows)
    assert [bare(text).count(bare("نیم‌تمام")) for text in with_rows][-1] > 0
    whole = bare("".join(pages))
    assert all(
        bare(f"کارگر {shapes.number(n)}، نیم‌تمام") in whole and shapes.rials(1_000_000 * n * n)["figures"] in whole for n in range(1, 61)
    )


@pytest.mark.parametrize(
    "typed",
    [
        '#read("/etc/passwd")',
        "#panic()",
        "*bold* _em_ $x^2$ `raw`",
        r"\u{41} \ end",
        '#import "house.typ": data',
        "// note /* note */",
        "@ref <label> --- ~",
    ],
)
def test_what_people_type_is_printed_and_never_run(printed, typed):
    plain = text_of(printed("N8"))
    text = text_of(printed("N8", data=samples.DATA["N8"] | {"items": [typed], "grounds": typed, "objector": typed}, title=typed))
    # Brackets turn in a right-to-left line; no sign is lost, and nothing was done.
    signs = [sign for sign in shapes.words(typed) if not sign.isspace() and sign not in "<>()[]{}"]
    assert all(text.count(sign) >= 4 * signs.count(sign) for sign in signs)
    assert all(text.count(word) >= 4 for word in re.findall("[A-Za-z]{2,}", typed))
    assert "root:" not in text
    assert len(text) > len(plain) / 2


def test_what_the_font_cannot_print_does_not_stop_the_paper(printed):
    text = text_of(printed("receipt", data=samples.DATA["receipt"] | {"deed": "سلام 😀 漢 دنیا\u202e!"}))
    assert text.count("\N{REPLACEMENT CHARACTER}") == 2
    assert "دنیا" in text
    assert "\u202e" not in text
    assert {ord(char) for char in "آبپچگکی‌۰۱۲۳۴۵۶۷۸۹٬«»؟،؛"} <= lettering.printable()


def test_a_field_too_many_one_too_few_or_of_another_shape_is_refused_with_its_place():
    with pytest.raises(shapes.WrongShape, match="receipt: no field colour"):
        papers.paper("receipt").shaped(samples.DATA["receipt"] | {"colour": "سبز"})
    with pytest.raises(shapes.WrongShape, match="N7: decision_number is missing"):
        papers.paper("N7").shaped({name: value for name, value in samples.DATA["N7"].items() if name != "decision_number"})
    with pytest.raises(shapes.WrongShape, match=r"N5\.amount: rials are whole"):
        papers.paper("N5").shaped(samples.DATA["N5"] | {"amount": 1.5})
    with pytest.raises(shapes.WrongShape, match=r"N7\.findings\[0\]\.amount"):
        papers.paper("N7").shaped(samples.DATA["N7"] | {"findings": [{"claim": "الف", "finding": "ب", "amount": "ده"}]})
    with pytest.raises(shapes.WrongShape, match="not an IBAN"):
        papers.paper("N5").shaped(samples.DATA["N5"] | {"iban": "IR000000000000000000000000"})
    with pytest.raises(papers.UnknownPaper):
        papers.paper("N99")


def test_amounts_days_and_accounts_are_printed_as_people_read_them():
    shown = papers.paper("N5").shaped(samples.DATA["N5"])
    assert shown["amount"] == {"figures": "۲۵٬۰۰۰٬۰۰۰", "rials": "۲۵٬۰۰۰٬۰۰۰ ریال", "words": "بیست و پنج میلیون ریال"}
    assert shown["iban"] == "IR58 0540 1051 8002 1273 1130 07"
    assert shown["pay_until"] == calendar.long(calendar.parse_jalali("۱۴۰۴/۰۹/۰۹"))


def test_words_keep_their_digits_where_they_are_written_in_latin_letters():
    assert shapes.words("فایل Excel 2016 با 12 برگ") == "فایل Excel 2016 با ۱۲ برگ"
    assert shapes.words("شبا IR58 0540 1051 در 3 بخش، 4/5 و a1") == "شبا IR58 0540 1051 در ۳ بخش، ۴/۵ و a1"
    assert shapes.words("كد\u200f ملي 123") == "کد ملی ۱۲۳"


def test_a_letter_with_its_mark_is_said_once(printed):
    text = text_of(printed("N8", data=samples.DATA["N8"] | {"grounds": "این مثلاً و کاملًا و اصلاً و لطفاً است."}))
    assert "این مثلاً و کاملاً و اصلاً و لطفاً است." in text
    assert text.count("\u064b") == 4


def test_every_notice_of_the_law_has_a_paper_with_its_grounds_and_its_caution():
    from kardad.law import notices

    assert set(notices.every()) <= set(KINDS)
    for code, notice in notices.every().items():
        paper = papers.paper(code)
        assert paper.needs_power
        assert paper.title == notice.title
        assert [one["name"] for one in paper.grounds] == [one.name for one in map(article, notice.articles)]
    text = bare(text_of(rendering.pdf(papers.paper("N10"), face("N10"), HOUSE)))
    assert bare(papers.paper("N10").caution) in text


def article(one):
    from kardad.law import articles

    return articles.article(one)


def test_only_files_as_the_typesetter_makes_them_are_put_in_order():
    with pytest.raises(ordering.NotOurs):
        ordering.readable(b"%PDF-1.7\nnothing\n")


def test_every_template_belongs_to_a_paper():
    used = {paper.template for paper in papers.every().values()} | {"house", "findings", "signing"}
    assert {path.stem for path in rendering.TEMPLATES.glob("*.typ")} == used | {papers.PLAIN["template"]}
