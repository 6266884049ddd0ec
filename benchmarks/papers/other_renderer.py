"""WeasyPrint in a process of its own (`.venv-bench`): the same page as HTML, its stylesheet and font read once."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = ROOT / ".venv-bench" / "bin" / "python"
FONT = ROOT / "kardad" / "documents" / "fonts"
STYLE = """
@font-face { font-family: Vazirmatn; src: url(%(font)s/Vazirmatn-Regular.ttf) }
@font-face { font-family: Vazirmatn; font-weight: bold; src: url(%(font)s/Vazirmatn-Bold.ttf) }
@page { size: A4; margin: 30mm 22mm 22mm; @bottom-left { content: "صفحه " counter(page, persian) " از " counter(pages, persian) } }
body { font: 11pt/1.8 Vazirmatn; direction: rtl } h1 { font-size: 17pt; text-align: center } h2 { font-size: 11.5pt; color: #0f5257 }
.box { border: .8pt solid #0f5257; border-radius: 4pt; padding: 12pt; columns: 2 } .box small, footer { font-size: 9pt; color: #5b6770 }
footer { border-top: .8pt solid #0f5257; margin-top: 20pt } img { width: 38mm; float: left }
"""


class OtherRenderer:
    """The process; `ask` gives milliseconds of its CPU for a page."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, pages: list[dict[str, Any]]) -> float:
        """The mean over these pages."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(pages) + "\n")
        self._process.stdin.flush()
        return float(json.loads(self._process.stdout.readline())["ms"])


@contextmanager
def started(python: Path = PYTHON) -> Iterator[OtherRenderer]:
    """The renderer, ready; raises NotRun with what is missing."""
    from benchmarks.ground import NotRun

    if not python.exists():
        raise NotRun("WeasyPrint is not installed: `make bench` puts it into .venv-bench")
    process = subprocess.Popen([python, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout
        said = json.loads(process.stdout.readline() or "null")
        if said != "ready":
            raise NotRun(str(said or "WeasyPrint did not start"))
        yield OtherRenderer(process)
    finally:
        process.kill()
        process.communicate()


def html(page: dict[str, Any]) -> str:
    """The page as its hand would write it."""
    d = page["d"]
    box = "".join(f"<p><small>{label}</small><br>{value}</p>" for label, value in page["facts"])
    items = "".join(f"<li>{one}</li>" for one in d["items"])
    reasons = "".join(f"<p>{one}</p>" for one in d["grounds"])
    case = "".join(f"<p><small>{name}</small> {d[name]}</p>" for name in ("case_number", "office", "claimant", "respondent", "board"))
    return (
        f"<html lang=fa><head><title>{page['title']}</title></head><body><header><b>{page['operator']}</b> شماره: {page['number']}"
        f" تاریخ: {page['date']}</header><h1>{page['title']}</h1><div class=box>{box}</div>"
        f"<p>{d['objector']} روز {d['objected_on']} به رأی شماره {d['decision_number']} اعتراض کرده است.</p>"
        f"<h2>بخش‌هایی که به آن‌ها اعتراض شده است</h2><ul>{items}</ul><h2>دلیل‌های اعتراض</h2>{reasons}<h2>پرونده</h2>{case}"
        f"<footer><img src='{page['picture']}'><p>درستی این برگ را خودتان بسنجید: {page['check']}</p>"
        f"<p>{page['statement']}</p></footer></body></html>"
    )


def serve() -> None:
    """Answer every line of pages with the mean milliseconds of CPU that one took."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError) as missing:
        say(f"WeasyPrint cannot be loaded ({str(missing).splitlines()[0][:80]})")
        return
    fonts = FontConfiguration()
    style = CSS(string=STYLE % {"font": FONT.as_uri()}, font_config=fonts)
    HTML(string="<p>سلام").write_pdf(stylesheets=[style], font_config=fonts)
    say("ready")
    for line in sys.stdin:
        pages = json.loads(line)
        began = time.process_time()
        for page in pages:
            HTML(string=html(page)).write_pdf(stylesheets=[style], font_config=fonts)
        say({"ms": (time.process_time() - began) * 1000 / len(pages)})


def say(what: Any) -> None:
    """One line out, at once."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
