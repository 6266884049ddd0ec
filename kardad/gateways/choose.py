"""From a setting to a gateway: a dotted path and plain options, or a list of them for a chain."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from kardad.gateways.registry.chain import Breaker, Chain
from kardad.gateways.registry.port import Registry
from kardad.gateways.sms.port import Template


def build(path: str, **options: Any) -> Any:
    """A new object of the class at this dotted path (`kardad.gateways.sms.console.Console`); raises ImportError for none.

    A `contract` given as a mapping becomes the vendor's own Contract, `templates` given as texts or mappings become Templates.
    """
    chosen = _class(path)
    if isinstance(options.get("contract"), Mapping):
        options["contract"] = chosen.contract_kind(**options["contract"])
    if "templates" in options:
        options["templates"] = {name: _template(given) for name, given in options["templates"].items()}
    return chosen(**options)


def chain(registries: Sequence[Mapping[str, Any]], *, breaker: Breaker | None = None) -> Registry:
    """The registries of a setting (`{"path": …, …options}` each, in the order to ask), one alone or behind a Chain."""
    built = [build(**registry) for registry in registries]
    return built[0] if len(built) == 1 and breaker is None else Chain(built, breaker=breaker)


def _class(path: str) -> Any:
    module, _, name = path.rpartition(".")
    if not module:
        raise ImportError(f"{path!r} is no dotted path")
    try:
        return getattr(import_module(module), name)
    except AttributeError as error:
        raise ImportError(f"there is no {name} in {module}") from error


def _template(given: str | Mapping[str, Any] | Template) -> Template:
    if isinstance(given, Template):
        return given
    return Template(given) if isinstance(given, str) else Template(**given)
