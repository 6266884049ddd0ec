"""A sum that a paper prints, read back by hand from its figures and from its words; nothing of the product helps."""

FIGURES = "۰۱۲۳۴۵۶۷۸۹"
FIRST = ["صفر", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه"]
TEENS = ["ده", "یازده", "دوازده", "سیزده", "چهارده", "پانزده", "شانزده", "هفده", "هجده", "نوزده"]
TENS = ["بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"]
HUNDREDS = ["یکصد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد"]
WORTH = {word: value for value, word in enumerate(FIRST + TEENS)}
WORTH |= {word: 10 * value for value, word in enumerate(TENS, start=2)}
WORTH |= {word: 100 * value for value, word in enumerate(HUNDREDS, start=1)}
SCALES = {"هزار": 10**3, "میلیون": 10**6, "میلیارد": 10**9, "تریلیون": 10**12}


def of_figures(said):
    """The sum of Persian figures in groups."""
    assert set(said) <= set(FIGURES) | {"٬"}, said
    return int("".join(str(FIGURES.index(one)) for one in said if one != "٬"))


def of_words(said):
    """The sum of its words: «دویست و سی و پنج میلیون ریال»."""
    *parts, unit = said.split()
    assert unit == "ریال", said
    total = group = 0
    for word in parts:
        if word in SCALES:
            total, group = total + group * SCALES[word], 0
        elif word != "و":
            group += WORTH[word]
    return total + group


def amount(shaped):
    """What both say, which is the same."""
    by_figures, by_words = of_figures(shaped["figures"]), of_words(shaped["words"])
    assert by_figures == by_words, shaped
    return by_figures
