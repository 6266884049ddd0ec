"""The bare side's flat templates, cut from the pages that ours served: their text as it stands, the panel's rows as loops.

So both sides send the same bytes, whatever the page will look like next year.
"""

import re

from benchmarks.ground import NotRun

TOKEN = re.compile(r'<input type="hidden" name="csrfmiddlewaretoken" value="[^"]*">')
STEP = r'<div class="next-step"><div class="next-step-words">(?:(?!class="next-step").)*?</div><a [^>]*href="{href}"[^>]*>[^<]*</a></div>'

# The rows of the page: in which list they lie, how one looks, and what in it comes from the database.
ROWS = (
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


def token_alone(html: str) -> str:
    """The page as a Django template whose only part that changes is the form's token; NotRun when the page holds template marks."""
    if "{{" in html or "{%" in html:
        raise NotRun("the page holds template marks")
    return TOKEN.sub("{% csrf_token %}", html)


def template(html: str) -> str:
    """The page as a Django template; NotRun when it no longer shows the rows that it should."""
    html = token_alone(html)
    for loop, row, fields in ROWS:
        found = list(re.finditer(row, html, re.DOTALL))
        if len(found) < 2:
            raise NotRun(f"the panel page shows no rows for `{loop}`; benchmarks/flat.py no longer knows it")
        one = found[-1][0]
        for pattern, replacement in fields:
            one = re.sub(pattern, replacement, one, count=1, flags=re.DOTALL)
        html = f"{html[: found[0].start()]}{{% for {loop} %}}{one}{{% endfor %}}{html[found[-1].end() :]}"
    return html
