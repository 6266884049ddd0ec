"""Lower rooms never point up; the clock and the request are read at the edge; the network is asked by gateways only."""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter

import pytest
from django.apps import apps
from django.db import models

from tests.rules import reading

BELOW = ("core", "outbox", "work")
CLOCKS = ("datetime.now", "datetime.utcnow", "date.today", "timezone.now", "timezone.localtime", "timezone.localdate", "time.time")
# The clock is an argument below these; a few edges that are no view say here why.
EDGES = {
    "kardad/core/sweeps.py": "the job library calls with no moment",
    "kardad/core/captcha.py": "a challenge is made while its page is",
    "kardad/people/access/__init__.py": "how fresh a step-up is, is judged at each act",
    "kardad/people/doors.py": "keeps a posted form on the way to log-in",
}
INNER = ("actions", "queries", "models", "flow.py", "kit", "particulars.py", "policy.py", "access", "core", "outbox", "work")
NETWORK = ("httpx", "requests", "urllib3", "smtplib", "urllib.request")


@pytest.mark.parametrize("label", BELOW)
def test_the_base_has_no_key_into_a_room_above(label):
    above = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.OneToOneField | models.ManyToManyField)
        and field.related_model._meta.app_label not in (label, "core")
    ]
    assert above == []


def test_the_clock_is_read_at_the_edge():
    read = [
        f"{reading.name(path)}:{call.lineno}"
        for path in reading.code(reading.PACKAGE)
        if set(path.relative_to(reading.PACKAGE).parts) & set(INNER) and reading.name(path) not in EDGES
        for function, call in reading.calls(path)
        if any(function == clock or function.endswith(f".{clock}") for clock in CLOCKS)
    ]
    assert read == []


def test_an_action_takes_who_and_when_by_keyword():
    loose = []
    for path in reading.code(reading.PACKAGE):
        if "actions" not in path.parts and path.name != "actions.py":
            continue
        for one in reading.functions(path):
            after_the_first = {argument.arg for argument in one.args.args[1:]}
            if not one.name.startswith("_") and "at" in after_the_first:
                loose.append(f"{reading.name(path)}:{one.lineno} {one.name}")
    assert loose == []


def test_only_gateways_and_views_of_the_gate_speak_to_the_network():
    speak = [
        reading.name(path)
        for path in reading.code(reading.PACKAGE)
        for node in ast.walk(reading.tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if module and (module in NETWORK or module.split(".")[0] in NETWORK)
    ]
    assert [path for path in speak if not path.startswith("kardad/gateways/")] == []


def circle_of(files):
    """The modules that import each other in a circle; none where there is no circle."""
    modules = {".".join(path.relative_to(reading.ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in files}
    try:
        TopologicalSorter({name: set(reading.imports(path, modules)) for name, path in modules.items()}).prepare()
    except CycleError as circle:
        return circle.args[1]
    return []


def test_no_two_rooms_of_the_law_import_each_other():
    assert circle_of(reading.code(reading.PACKAGE / "law")) == []


def test_a_circle_would_be_seen_even_if_for_types_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "ROOT", tmp_path)
    pay, slip = tmp_path / "pay.py", tmp_path / "slip.py"
    pay.write_text("if TYPE_CHECKING:\n    from slip import Facts\n")
    slip.write_text("import pay\n")
    assert set(circle_of([pay, slip])) == {"pay", "slip"}


def test_business_tables_are_not_in_djangos_admin(settings):
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_nothing_in_a_template_is_let_through_unescaped():
    raw = [
        reading.name(path)
        for path in reading.files(".html", under=reading.PACKAGE)
        if "|safe" in path.read_text(encoding="utf-8") or "autoescape off" in path.read_text(encoding="utf-8")
    ]
    assert raw == []


def test_no_template_carries_script_or_style_of_its_own():
    inline = []
    for path in reading.files(".html", under=reading.PACKAGE):
        text = path.read_text(encoding="utf-8")
        if " style=" in text or "<style" in text or " onclick=" in text or " onsubmit=" in text or "javascript:" in text:
            inline.append(reading.name(path))
        scripts = [part.split(">")[0] for part in text.split("<script")[1:]]
        inline += [reading.name(path) for script in scripts if "src=" not in script and "json" not in script]
    assert inline == []


def test_an_edge_that_is_excused_exists():
    assert [name for name in EDGES if not (reading.ROOT / name).exists()] == []


# What only an uploaded roster or the making of a paper needs; a worker that has read every address of the site holds none of it.
HEAVY = ("numpy", "openpyxl", "xlsxwriter", "typst", "pyhanko")


def test_the_pages_do_not_carry_the_readers_of_workbooks_in_memory():
    asked = f"import django, sys; django.setup(); import kardad.urls; print([name for name in {HEAVY} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=reading.ROOT)
    assert told.stdout.strip().splitlines()[-1] == "[]"
