"""How the rules read the code: its files, its functions, its addresses."""

import ast
import inspect
from collections.abc import Container, Iterator
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "kardad"
LEFT_OUT = {"var", "__pycache__"}


def files(*suffixes: str, under: Path = ROOT) -> list[Path]:
    """Every file of ours with one of these suffixes."""
    return sorted(
        path
        for path in under.rglob("*")
        if path.suffix in suffixes and path.is_file() and not any(_left_out(part) for part in path.relative_to(ROOT).parts)
    )


def _left_out(part: str) -> bool:
    return part in LEFT_OUT or part.endswith(".egg-info") or (part.startswith(".") and part != ".ci")


def code(under: Path = ROOT) -> list[Path]:
    """Every Python file but migrations."""
    return [path for path in files(".py", under=under) if "migrations" not in path.parts]


def name(path: Path) -> str:
    """The path as a person says it."""
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path, known: Container[str]) -> Iterator[str]:
    """The known modules that a file imports, for types alone or inside a function too; `from a import b` is `a.b` where that is one."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            told = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (one for one in (name if name in known else node.module for name in told) if one in known)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call with its dotted name."""
    return ((ast.unparse(node.func), node) for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def strings(node: ast.AST) -> Iterator[str]:
    """Every string constant below a node."""
    return (one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str))


@cache
def addresses() -> dict[str, tuple[object, tuple[tuple[str, str], ...]]]:
    """Every URL name with its view and its parameters (`name`, `kind of converter`)."""
    from django.urls import get_resolver

    return dict(_addresses(get_resolver().url_patterns, "", ()))


def _addresses(patterns, namespace, above):
    for pattern in patterns:
        kinds = tuple((name, type(converter).__name__) for name, converter in pattern.pattern.converters.items())
        if hasattr(pattern, "url_patterns"):
            below = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _addresses(pattern.url_patterns, below, above + kinds)
        elif pattern.name:
            yield f"{namespace}{pattern.name}", (pattern.callback, above + kinds)


def source_of(view: object) -> str:
    """The text of a view, and of the functions of its own module that it calls."""
    return "\n".join(_sources(inspect.unwrap(view), set()))


def _sources(function: object, seen: set[object]) -> Iterator[str]:
    if function in seen or not isinstance(function, FunctionType):
        return
    seen.add(function)
    text = inspect.getsource(function)
    yield text
    module: ModuleType = inspect.getmodule(function)
    for node in ast.walk(ast.parse(inspect.cleandoc("if 1:\n" + text) if text[0] == " " else text)):
        found = getattr(module, node.id, None) if isinstance(node, ast.Name) else None
        if isinstance(found, FunctionType) and found.__module__ == function.__module__:
            yield from _sources(inspect.unwrap(found), seen)
