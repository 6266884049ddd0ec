"""The bare side's flat templates, cut from the pages that ours served: their text as it stands, their rows as loops.

So both sides send the same bytes, whatever the page will look like next year.
"""

import re

from benchmarks.ground import NotRun

TOKEN = re.compile(r'<input type="hidden" name="csrfmiddlewaretoken" value="[^"]*">')
STEP = r'<div class="next-step"><div class="next-step-words">(?:(?!class="next-step").)*?</div><a [^>]*href="{href}"[^>]*>[^<]*</a></div>'

Rows = tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]

# The rows of the page: in which list they lie, how one looks, and what in it comes from the database.
ROWS: Rows = (
    (
        "event in events",
        r'<li class="event[^"]*">.*?</li>',
        (
            (r'(<p class="event-text">).*?(</p>)', r"\1{{ event.said }}\2"),
            (r'datetime="[^"]*"', "datetime=\"{{ event.at|date:'c' }}\""),
            (r"(<time[^>]*>).*?(</time>)", r'\1{{ event.at|date:"l j F Y، ساعت H:i" }}\2'),
        ),
    ),
    (
        "mandate in mandates",
        STEP.format(href=r"[^\"]*mandate[^\"]*"),
        (
            (r"(<h3>)\S+ \S+", r"\1{{ mandate.principal.first_name }} {{ mandate.principal.last_name }}"),
            (r"(<p>[^:<]*: )[^<]*", r"\1{{ mandate.subject }}"),
            (r'(href="[^"\d]*)\d+', r"\1{{ mandate.pk }}"),
        ),
    ),
    ("draft in drafts", STEP.format(href=r"/verify/details/[^\"]*"), ((r'href="[^"]*"', 'href="{{ draft.path }}"'),)),
    (
        "membership in memberships",
        r'<li><a href="[^"]*organisation[^"\d]*\d+/">[^<]*</a></li>',
        (
            (r'(href="[^"\d]*)\d+', r"\1{{ membership.organisation_id }}"),
            (r"(<a[^>]*>)[^<]*", r"\1{{ membership.organisation.name }}"),
        ),
    ),
)
REQUEST = (
    (
        r"(<h3[^>]*>).*?(</h3>)",
        r'\1<a href="/panel/requests/{{ row.pk }}/">'
        r"{% for item in row.items.all %}{{ item.title }}{% if not forloop.last %}، {% endif %}{% endfor %}</a>\2",
    ),
    (r'( <span class="tag tag-wait">[^<]*</span>) <bdi', r"{% if row.has_unread %}\1{% endif %} <bdi"),
    (r"(<bdi[^>]*>).*?(</bdi>)", r"\1{{ row.number }}\2"),
    (r'datetime="[^"]*"', "datetime=\"{{ row.changed_at|date:'c' }}\""),
    (r"(<p class=\"small until\">).*?(</p>)", r"{% if row.due_at %}\1تا {{ row.due_at|date:'l j F Y' }}، ۷ روز دیگر\2{% endif %}"),
)
REQUESTS: Rows = (
    ("row in waiting", r'<li class="request-row request-row-mine">.*?</li>', REQUEST),
    ("row in rows", r'<li class="request-row">.*?</li>', REQUEST),
)
CITATION = (
    r'(<ul class="cites">).*?(<li class="cite">).*?(</ul>)',
    r'\1{% for one in answer.citations.all %}\2<p class="cite-title"><a href="{{ one.url }}" rel="noopener">{{ one.title }}</a></p>\n    '
    r'<p class="cite-words">{{ one.told }}</p>\n    '
    r'<p class="small muted">به بیان ساده؛ سنجیده‌شده در {{ one.on|date:"Y/m/d" }}</p></li>{% endfor %}\3',
)
QUESTION: Rows = (
    (
        "answer in answers",
        r'<article class="reply".*?</article>.*?<div class="reply-foot.*?</form>.*?</div>',
        (
            (r'(<div class="reply-short"><div class="para">)[^<]*', r"\1{{ answer.short }}"),
            (r'(<div class="reply-words"><div class="para">)[^<]*', r"\1{{ answer.explanation }}"),
            CITATION,
            (r"(reply-dates\">[^<]*?قانون )[^<]*", r'\1{{ answer.valid_as_of|date:"l j F Y" }}.'),
            (r'(id="answer-)\d+', r"\1{{ answer.pk }}"),
            (r"(opinion/)\d+", r"\1{{ answer.pk }}"),
        ),
    ),
    (
        "one in alike",
        r'<li><a href="/questions/p\d+/[^"]*">[^<]*</a></li>',
        ((r"<a href.*?</a>", r'<a href="/questions/p{{ one.pk }}/{{ one.slug }}/">{{ one.title }}</a>'),),
    ),
)


def token_alone(html: str) -> str:
    """The page as a Django template whose only part that changes is the form's token; NotRun when the page holds template marks."""
    if "{{" in html or "{%" in html:
        raise NotRun("the page holds template marks")
    return TOKEN.sub("{% csrf_token %}", html)


def template(html: str, rows: Rows = ROWS) -> str:
    """The page as a Django template; NotRun when it no longer shows the rows that it should."""
    html = token_alone(html)
    for loop, row, fields in rows:
        found = list(re.finditer(row, html, re.DOTALL))
        if len(found) < 2:
            raise NotRun(f"the page shows no rows for `{loop}`; benchmarks/flat.py no longer knows it")
        one = found[-1][0]
        for pattern, replacement in fields:
            one = re.sub(pattern, replacement, one, count=1, flags=re.DOTALL)
        html = f"{html[: found[0].start()]}{{% for {loop} %}}{one}{{% endfor %}}{html[found[-1].end() :]}"
    return html
