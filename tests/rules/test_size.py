"""Small files, small functions, one sentence at the top of each."""

import ast

from tests.rules import reading

FILE_LINES, FUNCTION_LINES, ARGUMENTS = 400, 60, 8


OURS = [*reading.files(".py", ".html", ".css", ".js", under=reading.PACKAGE), *reading.code(reading.ROOT / "tests")]


def test_a_file_is_under_400_lines():
    lines = {reading.name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in OURS if "migrations" not in path.parts}
    assert {name: count for name, count in lines.items() if count >= FILE_LINES} == {}


def test_a_function_is_under_60_lines_and_takes_few_arguments():
    large = []
    for path in reading.code():
        for one in reading.functions(path):
            arguments = len(one.args.posonlyargs) + len(one.args.args) + len(one.args.kwonlyargs)
            in_tests = "tests" in path.relative_to(reading.ROOT).parts
            if one.end_lineno - one.lineno >= FUNCTION_LINES or (arguments > ARGUMENTS and not in_tests):
                large.append(f"{reading.name(path)}:{one.lineno} {one.name}")
    assert large == []


def test_a_file_of_the_package_opens_with_whose_room_it_is():
    written = [path for path in reading.code(reading.PACKAGE) if path.read_text(encoding="utf-8").strip()]
    assert [reading.name(path) for path in written if not ast.get_docstring(reading.tree(path))] == []


def test_nothing_is_left_for_later():
    marks = ("TO" + "DO", "FIX" + "ME", "X" * 3 + ":", "lorem " + "ipsum")
    left = [
        f"{reading.name(path)}: {mark}"
        for path in reading.files(".py", ".html", ".css", ".js", ".toml", ".md", ".sh")
        for mark in marks
        if path.name != "house-style.md" and mark in path.read_text(encoding="utf-8")  # it forbids them by name
    ]
    assert left == []
