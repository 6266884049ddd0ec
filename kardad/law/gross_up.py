"""Gross-up: the gross pay of a month from which the payslip leaves exactly a wanted net."""

from dataclasses import dataclass, fields, replace
from fractions import Fraction

from kardad.kit import money
from kardad.kit.refusal import Refusal
from kardad.law import kinds, pay, payslip
from kardad.law.calculators import Calculator
from kardad.law.facts import asked
from kardad.law.instruments import Silent
from kardad.law.kinds import MOST_RIALS, BadFact, plain
from kardad.law.sheet import Totals, Working, lowest, shown

# The daily wage is tried in parts of a rial, for days and hours multiply it; four decimals are written out in full.
PARTS = 10_000
BEYOND = 10**30


class NoSuchNet(Refusal):
    """No base wage leaves this net: what else is paid already leaves more, or a step of the law jumps over it."""

    code = "NO_SUCH_NET"
    message = "با این داده‌ها خالص پرداختی از {least} ریال کمتر نمی‌شود؛ خالص بیشتری بنویسید."


@dataclass(frozen=True, kw_only=True)
class Facts(pay.Facts):
    """A payslip without its base wage, and the net that is wanted."""

    net: int = asked(kinds.RIALS, "خالص دلخواه ماه")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.daily is not None or "base" in self.overrides:
            raise BadFact("مزد پایه را ننویسید؛ همان را پیدا می‌کنیم.", field="daily" if self.daily is not None else "overrides.base")
        if self.paid_days == 0:
            raise BadFact("بی روز کار، مزدی نیست.", field="days")


def work(known: Facts, working: Working) -> Totals:
    """The lines of the payslip that leaves the wanted net, found by halving over the base wage."""
    slip = pay.Facts(**{one.name: getattr(known, one.name) for one in fields(pay.Facts)})
    daily = lowest(Fraction(_found(slip, known.net, working), PARTS))
    totals = payslip.work(replace(slip, daily=daily), working)
    working.line("wanted", "خالص دلخواه", known.net, f"{shown(daily)} × {known.paid_days}")
    return {"gross": totals["gross"], "daily": plain(daily), **{name: totals[name] for name in totals if name != "gross"}}


def _found(slip: pay.Facts, net: int, working: Working) -> int:
    """The daily wage, in parts of a rial, whose payslip leaves the net; raises NoSuchNet and Silent."""
    left = _Trials(slip, working)
    low, high = 0, max(net, 1) * 2 * PARTS
    if left(low) > net:
        left.tell()
        raise NoSuchNet(field="net", least=money.figures(left(low)))
    while left(high) < net:
        low, high = high, high * 2
        if high > MOST_RIALS * PARTS:
            raise BadFact("این خالص بسیار بزرگ است.", field="net")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if left(middle) < net else (low, middle)
    # Rounding makes the net waver by a rial around here: look a little to both sides.
    for near in range(0, PARTS, PARTS // 128):
        for parts in (high + near, high - near):
            if parts >= 0 and left(parts) == net:
                return parts
    left(high)
    left.tell()
    below, above = money.figures(left(low)), money.figures(left(high))
    text = "با این داده‌ها هیچ مزد پایه‌ای درست این خالص را نمی‌دهد؛ نزدیک‌ترین‌ها {below} و {above} ریال است."
    raise NoSuchNet(text, field="net", below=below, above=above)


class _Trials:
    """What a daily wage, in parts of a rial, leaves; more than anything where the law is silent, for it is so above an amount."""

    def __init__(self, slip: pay.Facts, working: Working) -> None:
        self._slip = slip
        self._law = working.law
        self._readings = {name: working.reading(name) for name in payslip.PAYSLIP.readings}
        self._silent: Silent | None = None

    def __call__(self, parts: int) -> int:
        trial = Working(self._law, self._readings)
        found: int | None = payslip.work(replace(self._slip, daily=lowest(Fraction(parts, PARTS))), trial)["net"]
        self._silent = trial.silent if found is None else None
        return BEYOND if found is None else found

    def tell(self) -> None:
        """Raise the silence that the last trial met."""
        if self._silent is not None:
            raise self._silent


GROSS_UP = Calculator(
    name="gross-up",
    title="از خالص به ناخالص",
    about="چه حقوقی بنویسیم تا خالص پرداختی درست همین شود؟",
    asks=Facts,
    on=lambda known: known.month.last,
    work=work,
    main="gross",
    readings=payslip.PAYSLIP.readings,
)
