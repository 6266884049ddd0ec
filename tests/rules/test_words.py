"""Persian that people read is written correctly: its own letters, digits and marks."""

import ast
import re
import tomllib

import pytest

from tests.rules import reading

ARABIC = re.compile("[\u064a\u0643\u0649\u0629]")  # ي ك ى ة
ARABIC_DIGITS = re.compile("[\u0660-\u0669]")
PERSIAN = re.compile("[\u0600-\u06ff]")
TEMPLATE_TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
UNSEEN = re.compile(r"<(script|style|code|svg|samp)\b.*?</\1>|<!--.*?-->", re.DOTALL)
HTML_TAGS = re.compile(r"<[^<>]*>", re.DOTALL)
SPOKEN = re.compile(r"""\b(?:title|label|alt|placeholder|aria-label|text|summary|caption|heading|hint|help)="([^"{}<>]*)\"""")
NAMES = re.compile(r"\{[a-z_0-9]*\}|[@#]?\{\w+\}|WebAuthn|\S+@\S+|https?://\S+")


def problems(text: str) -> list[str]:
    """What is wrong in a Persian text; a pattern that looks for letters is none."""
    if not PERSIAN.search(text) or re.search(r"\[[^\]]*-[^\]]*\]", text):
        return []
    found = []
    if ARABIC.search(text):
        found.append("Arabic letter")
    if ARABIC_DIGITS.search(text):
        found.append("Arabic digit")
    bare = NAMES.sub("", text)
    if re.search(r"(?<![A-Za-z(])\b[0-9]+\b(?![A-Za-z])", bare):
        found.append("Latin digit")
    if re.search(r"[\"']", bare):
        found.append("straight quote")
    if re.search(r"[\u0600-\u06ff]\s?[?;,]", bare):
        found.append("Latin mark")
    if re.search(r"\b(می|نمی) (?=[\u0600-\u06ff])", bare):
        found.append("no ZWNJ after می")
    if re.search(r"[\u0600-\u06ff] (ها|های|هایی|هایش)\b", bare):
        found.append("no ZWNJ before ها")
    return found


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("كد ملي", ["Arabic letter"]),
        ("۱۰ رقم", []),
        ("10 رقم", ["Latin digit"]),
        ('او گفت "نه"', ["straight quote"]),
        ("چرا?", ["Latin mark"]),
        ("می خواهم", ["no ZWNJ after می"]),
        ("کتاب ها", ["no ZWNJ before ها"]),
        ("می‌خواهم کتاب‌ها را؛ چرا؟ «بله»، PDF", []),
        ("English only, 10?", []),
    ],
)
def test_the_eye_sees_what_is_wrong(text, wrong):
    assert problems(text) == wrong


def told(path):
    """What of a template people read: its text and the words in attributes."""
    text = TEMPLATE_TAGS.sub(" x ", UNSEEN.sub(" ", path.read_text(encoding="utf-8")))
    yield from (part for part in HTML_TAGS.sub("\n", text).splitlines() if part.strip())
    yield from SPOKEN.findall(text)


def wrong_in(texts):
    """Where a text is not written correctly, and what is wrong; `texts` are pairs of a path and what people read there."""
    return {(reading.name(path), text.strip()): wrong for path, text in texts if (wrong := problems(text))}


def test_templates_are_written_correctly():
    assert wrong_in((path, text) for path in reading.files(".html", under=reading.PACKAGE) for text in told(path)) == {}


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def test_data_files_are_written_correctly():
    data = [(path, tomllib.loads(path.read_text(encoding="utf-8"))) for path in reading.files(".toml", under=reading.PACKAGE)]
    assert wrong_in((path, text) for path, value in data for text in _texts(value)) == {}


# Their texts are wrong on purpose.
WRONG_ON_PURPOSE = {
    "kardad/gateways/registry/demo.py": "a register that answers in Arabic letters",
}
PROSE = [path for path in reading.code(reading.PACKAGE) if "kit" not in path.parts and reading.name(path) not in WRONG_ON_PURPOSE]


def said(path):
    """The texts of a file of code, without its docstrings."""
    documented = [node for node in ast.walk(reading.tree(path)) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    docs = {ast.get_docstring(node, clean=False) for node in documented}
    return [HTML_TAGS.sub(" ", text) for text in reading.strings(reading.tree(path)) if text not in docs]


def test_texts_in_the_code_are_written_correctly():
    assert wrong_in((path, text) for path in PROSE for text in said(path)) == {}
