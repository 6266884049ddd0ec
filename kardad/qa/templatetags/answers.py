"""How the words of questions and answers are drawn: paragraphs, lists and headings, with terms explained where they stand."""

from collections.abc import Hashable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kardad.kit import text
from kardad.qa import drawn, flow, glossary, shown, topics
from kardad.qa.models import Answer, Question

register = template.Library()


@register.filter
@lru_cache(maxsize=500)
def written(said: str) -> SafeString:
    """A text in paragraphs; a line that begins with «## » is a heading, with «- » a row of a list."""
    return _joined(_blocks(said, None))


@register.simple_tag
def explained(said: str, seen: set[str] | None = None) -> SafeString:
    """The same with the terms of the glossary explained, each once on a page that hands one `seen` around."""
    return _joined(_blocks(said, set() if seen is None else seen))


@register.simple_tag
def seen_terms() -> set[str]:
    """Which terms were explained on this page so far: none."""
    return set()


@register.simple_tag(takes_context=True)
def reply(context: template.Context, answer: Answer, many: int) -> SafeString:
    """The answer as readers see it, one of so many."""
    return drawn.reply(answer, is_one_of_many=many > 1, operator=context.get("operator"))


@register.simple_tag
def kept(name: str, **told: Hashable) -> SafeString:
    """The template of that name, which may speak of nothing but these: plain values, no rows."""
    return drawn.part(name, **told)


@register.filter
def address(question: Question) -> str:
    """The path of the question's page."""
    return shown.address(question)


@register.filter
def lookup(found: dict[int, Any], key: int) -> Any:
    """What stands under the key, or nothing."""
    return found.get(key)


@register.filter
def topic_title(key: str) -> str:
    """The Persian name of a topic."""
    return topics.title(key)


@register.filter
def asker_name(role: str) -> str:
    """How the one who asked is called."""
    return topics.name(role)


@register.filter
def state_word(state: str) -> str:
    """The Persian name of a question's state."""
    return flow.STATES[state]


@register.filter
def state_tone(state: str) -> str:
    """The tone of a question's state."""
    return flow.TONES[state]


def _blocks(said: str, seen: set[str] | None) -> Iterator[SafeString]:
    rows: list[SafeString] = []
    for line in [*said.split("\n"), ""]:
        if line.startswith("- "):
            rows.append(format_html("<li>{}</li>", _line(line[2:], seen)))
            continue
        if rows:
            yield format_html("<ul>{}</ul>", _joined(rows))
            rows = []
        if line.startswith("## "):
            yield format_html("<h2>{}</h2>", text.to_persian_digits(line[3:]))
        elif line.strip():
            yield format_html('<div class="para">{}</div>', _line(line, seen))


def _line(line: str, seen: set[str] | None) -> SafeString:
    shown = text.to_persian_digits(line)
    if seen is None:
        return format_html("{}", shown)
    return format_html_join("", "{}", ((_part(part),) for part in glossary.parts(shown, seen)))


def _part(part: glossary.Part) -> SafeString:
    if not part.meaning:
        return format_html("{}", part.words)
    shape = '<details class="term"><summary><dfn>{}</dfn></summary><span class="term-meaning">{}</span></details>'
    return format_html(shape, part.words, part.meaning)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
