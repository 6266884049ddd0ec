"""Every paper has a plain twin, and a gate measures it: short sentences, words that people use, no formula of offices.

The measure is Dale's and Chall's: how long sentences are, and how large a share of the words is not among those that everybody knows.
«Known» are the 5,000 most frequent words of Persian, in any form of theirs; a legal term is as hard as any other rare word.
"""

import re
from pathlib import Path

import pytest
import rishe

from kardad.documents import papers, twins
from tests.documents import samples

pytestmark = pytest.mark.no_django
KINDS = sorted(papers.every())
LIST = Path(__file__).parent / "data" / "common-words.txt"
COMMON = {line for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")}
LEMMAS = rishe.Lemmatizer()
MEAN, LONGEST, RARE = 14, 22, 0.05
FORMULAS = [
    "معطوف", "مقتضی", "ایفاد", "مستدعی", "علی‌هذا", "فوق‌الذکر", "ذیل", "لذا",
    "نامبرده", "مشارالیه", "احتراماً", "وفق", "گردید", "می‌گردد", "می‌باشد", "جهت",
    "مبذول", "طی", "مذکور", "متعاقب", "حسب", "نسبت به",
]  # fmt: skip


def words(sentence):
    return [word for word in re.split(r"[\s،؛:.؟!«»()]+", sentence) if word]


def is_known(word):
    forms = {word, word.replace("\u200c", ""), str(LEMMAS.lemmatize(word)).split("#")[0]}
    past_and_present = str(LEMMAS.lemmatize(word)).split("#")
    parts = [part for part in word.split("\u200c") if part]
    return bool(forms & COMMON) or any(part in COMMON for part in past_and_present) or all(part in COMMON for part in parts)


def written(kind):
    """The sentences of a twin as they stand in the file, without what a paper fills in."""
    for part in twins.PARTS:
        for one in twins.every()[kind][part]:
            sentence = one if isinstance(one, str) else one["say"]
            if plain := re.sub(r"\{\w+\}", "", sentence).strip(" .:،"):
                yield plain


def test_every_paper_has_a_twin_and_every_twin_a_paper():
    assert set(twins.every()) == set(papers.every())
    with pytest.raises(twins.NoTwin):
        twins.twin("N99", {})


@pytest.mark.parametrize("kind", KINDS)
def test_a_twin_is_easily_read(kind):
    told = twins.twin(kind, samples.DATA[kind])
    assert all(part for _, part in told.parts)  # each of the four questions is answered
    sentences = [sentence for _, part in told.parts for sentence in part if sentence != f"{papers.paper(kind).caution}."]
    counts = [len(words(sentence)) for sentence in sentences]
    assert sum(counts) / len(counts) <= MEAN
    assert max(counts) <= LONGEST, max(sentences, key=len)
    assert not any(re.search(rf"(?<![آ-ی]){formula}(?![آ-ی])", sentence) for sentence in sentences for formula in FORMULAS)
    assert all(re.search(r"[.؟!]$", sentence) for sentence in sentences)


def test_nine_words_in_ten_are_known_to_everybody():
    everything = [word for kind in KINDS for sentence in written(kind) for word in words(sentence)]
    rare = [word for word in everything if not is_known(word)]
    assert len(rare) / len(everything) <= RARE, sorted(set(rare))
    for kind in KINDS:
        own = [word for sentence in written(kind) for word in words(sentence)]
        assert sum(not is_known(word) for word in own) / len(own) <= 2 * RARE, [word for word in own if not is_known(word)]


def test_the_gate_would_see_the_language_of_offices():
    office = "احتراماً عطف به دادنامه صادره، مقتضی است نامبرده ظرف مهلت مقرره نسبت به ایفاد لایحه اعتراضیه اقدام مقتضی مبذول دارد"
    assert sum(not is_known(word) for word in words(office)) / len(words(office)) > 2 * RARE
    assert any(formula in office for formula in FORMULAS)


def test_the_last_days_stand_in_the_twin_as_dates_and_as_a_number_of_days():
    told = str(twins.twin("N7", samples.DATA["N7"]).until_when)
    assert "۱۵ روز" in told
    assert "یکشنبه ۱۶ آذر ۱۴۰۴" in told
    assert "دوشنبه ۱۷ آذر ۱۴۰۴" in told


def test_the_law_gives_the_days_that_nobody_gave_and_none_where_no_source_was_seen():
    bare = {name: value for name, value in samples.DATA["N7"].items() if name not in ("days", "safe_until", "last_day")}
    assert "۱۵ روز" in str(twins.twin("N7", bare).until_when)
    bare = {name: value for name, value in samples.DATA["N9"].items() if not name.startswith("months")}
    assert "۳ ماه" in str(twins.twin("N9", bare).until_when)
    bare = {name: value for name, value in samples.DATA["N6"].items() if name not in ("days", "safe_until", "last_day")}
    told = twins.twin("N6", bare)
    assert "روز وقت دارید" not in str(told.until_when)
    assert papers.paper("N6").caution in str(told.what_if_not)


def test_what_depends_on_the_paper_is_said_only_where_it_is_so():
    assert "خودتان بیایید؛ نماینده کافی نیست" in str(twins.twin("N1", samples.DATA["N1"]).what_to_do)
    assert "نماینده بفرستید" in str(twins.twin("N1", samples.DATA["N1"] | {"must_attend": False}).what_to_do)


def test_a_voice_gets_words_and_stops_alone():
    for kind in KINDS:
        for sentence in twins.twin(kind, samples.DATA[kind]).spoken:
            assert not re.search(r"[۰-۹0-9«»()/:-]{2,}|[۰-۹]", sentence), sentence
    assert twins.spoken("ساعت ۱۰:۳۰ و ۱۲:۰۰") == "ساعت ده و سی دقیقه و دوازده"
    assert twins.spoken("کد ۰۹۱۲ و KD-7Q") == "کد صفر نه یک دو و K D، هفت Q"
    assert twins.spoken("۷٬۷۰۰٬۰۰۰ ریال") == "هفت میلیون و هفتصد هزار ریال"
