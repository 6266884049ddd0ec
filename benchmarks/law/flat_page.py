"""The bare calculator's template, cut from the page that ours served: its text as it stands, its fields and lines drawn anew.

The fields become those of a plain Django form, the lines of the sheet a loop; so both sides validate, compute and send the same.
"""

import re
from html import unescape
from typing import Any

from benchmarks import flat
from benchmarks.ground import NotRun

FIELD = re.compile(r'<input type="(text|checkbox)" name="[^"]*"[^>]*>|<select\b[^>]*name="[^"]*"[^>]*>.*?</select>', re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
OPTION = re.compile(r'<option value="([^"]*)"[^>]*>([^<]*)</option>')
LINES = re.compile(r'(<table class="lines">.*?<tbody>).*?(</tbody>)', re.DOTALL)
LOOP = (
    '{% for line in lines %}<tr{% if line.is_sum %} class="line-sum"{% endif %}><th scope="row">{{ line.title }}'
    '{% if line.how %}<span class="line-how">چگونه:  <bdi class="formula" dir="ltr">{{ line.how }}</bdi></span>{% endif %}'
    '{% for source in line.sources %}<span class="line-source"><a href="/law/{{ source.key }}/?on={{ on }}">{{ source.title }}'
    '{% if source.article %}، {{ source.article }}{% endif %}</a> <span class="tag tag-good">{{ source.words }}</span></span>'
    '{% endfor %}</th><td class="number">{{ line.figure }}</td></tr>{% endfor %}'
)
NOT_ATTRIBUTES = ("input", "select", "type", "name", "value", "checked")
FEWEST = 15


def template(html: str) -> tuple[str, list[dict[str, Any]]]:
    """The template and the fields that it draws by their place; NotRun when the page no longer looks as expected."""
    html = flat.token_alone(html)
    fields: list[dict[str, Any]] = []

    def draw(found: re.Match[str]) -> str:
        fields.append(_field(found[0], found[1] or "select"))
        return f"{{{{ fields.{len(fields) - 1} }}}}"

    html = FIELD.sub(draw, html)
    html, tables = LINES.subn(rf"\1{LOOP}\2", html)
    if tables != 1 or len(fields) < FEWEST:
        raise NotRun("benchmarks/law/flat_page.py no longer knows the calculator page")
    return html, fields


def amounts(html: str) -> list[str]:
    """The figures of the tables of a page."""
    return re.findall(r'<td class="number">([^<]*)</td>', html)


def _field(tag: str, kind: str) -> dict[str, Any]:
    told = dict(ATTRIBUTE.findall(tag[: tag.index(">")]))
    attrs = {name: unescape(value) for name, value in told.items() if name not in NOT_ATTRIBUTES}
    return {"name": told["name"], "kind": kind, "attrs": attrs, "choices": [[value, unescape(text)] for value, text in OPTION.findall(tag)]}
