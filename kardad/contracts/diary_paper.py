"""A work diary taken away: its sealed paper, and the ZIP with its words, files and chain that anybody checks without us."""

import io
from datetime import datetime
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from kardad.contracts.models import Diary
from kardad.contracts.queries import diary as queries
from kardad.contracts.shown import diary as shown
from kardad.core import files
from kardad.core.actor import Actor
from kardad.documents import actions
from kardad.documents import queries as documents
from kardad.documents.models import Document
from kardad.evidence import bundling, check
from kardad.evidence import queries as evidence
from kardad.evidence.check import known
from kardad.kit import calendar
from kardad.kit.text import to_persian_digits

KIND: Final = "work_diary"
MOST: Final = 1000  # entries of one paper, the last ones; the ZIP has all
READ_ME, CHECK = "راهنما.txt", "kardad-check.html"
NOTE: Final = (
    "این دفترچه را کارگر خودش نوشته است. درستی نوشته‌ها را کسی تأیید نکرده است.\n"
    "آنچه ثابت است: هر نوشته همان وقت که کنار آن آمده در زنجیره ثبت شده و پس از آن عوض نشده است. اصلاح، نوشته تازه‌ای است.\n"
    "روزی که نوشته درباره آن است با وقت نوشتن فرق دارد؛ هر دو در برگه آمده است."
)


def paper(diary: Diary, *, by: Actor, at: datetime) -> Document:
    """The diary up to now as a sealed paper; while nothing new was written it is the one that there is. Not inside a transaction.

    It is printed and sealed at once; where that does not succeed it waits for its turn like every other paper.
    """
    about, found = queries.about(diary), list(queries.entries(diary)[:MOST])
    told: dict[str, Any] = {"owner": diary.person.name, "workplace": about.workplace, "until": _moment(at), "note": NOTE}
    told |= {name: getattr(about, name) for name in ("employer", "place", "job") if getattr(about, name)}
    told |= {"since": about.since_on.isoformat()} if about.since_on else {}
    told["months"] = [
        {"title": one.title, "days": one.days, "hours": one.hours, "paid": one.paid} for one in reversed(queries.months(diary))
    ]
    told["entries"] = [shown.printed(row) for row in reversed(shown.rows(found))]
    chain = evidence.chain_of(diary)
    facts = [("محل کار", about.workplace[:60]), ("نوشته‌ها", to_persian_digits(diary.length))]
    facts += [("آخرین نشان", chain.head)] if chain else []
    made = actions.issue_once(KIND, diary, version=str(diary.length), data=told, facts=facts, by=by, at=at)
    if not made.is_sealed:
        actions.render_due(made.pk, at=at)
        actions.sign_due(made.pk, at=at)
        made.refresh_from_db()
    return made


def last(diary: Diary) -> Document | None:
    """The paper that was asked for last."""
    return documents.of(diary).filter(kind=KIND).select_related("file").order_by("pk").last()


def written(diary: Diary, *, at: datetime) -> bytes:
    """The ZIP, whose signed manifest names every file of it: words letter by letter, files, chain, the page that checks them."""
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as into:
        into.writestr("data/0.json.txt", diary.about)
        named = [("data/0.json.txt", diary.sha256)]
        for one in queries.entries(diary).order_by("pk"):
            into.writestr(f"data/{one.number}.json.txt", one.words)
            named.append((f"data/{one.number}.json.txt", one.sha256))
            if one.file is not None:
                into.writestr(f"files/{one.number}-{one.file.sha256[:8]}{files.suffix_of(one.file.name)}", files.read(one.file))
        chain = evidence.chain_of(diary)
        if chain is not None:
            into.writestr("proof/diary.dossier.jsonl", b"".join(evidence.dossier(chain, papers=named, made_at=at)))
        sealed = last(diary)
        if sealed is not None and sealed.file is not None and sealed.is_sealed:
            into.writestr("paper/diary.pdf", files.read(sealed.file))
        into.writestr(CHECK, check.page(known.everything(at=at), on=calendar.tehran_day(at)).html)
        into.writestr(READ_ME, _told(at))
        bundling.seal(into, at=at)
    return held.getvalue()


def _moment(at: datetime) -> str:
    return at.astimezone(calendar.TEHRAN).isoformat()


def _told(at: datetime) -> str:
    said = [
        "دفترچه کار",
        f"گرفته‌شده در {calendar.with_time(at)}",
        "",
        "data: نوشته‌ها حرف به حرف. چکیده هر کدام در زنجیره آمده است.",
        "files: عکس‌ها و سندها با شماره نوشته‌ای که همراه آن بودند.",
        "proof: زنجیره همه نوشته‌ها، هر کدام بسته به نوشته پیش از خود، با رسید روزانه.",
        "",
        f"برای سنجیدن، {CHECK} را در مرورگر باز کنید و همین بسته را به آن بدهید؛ به اینترنت و به ما نیازی نیست.",
    ]
    return "\n".join(said) + "\n"
