"""Who operates this installation: a labour authority, or a private bureau. One function answers, everyone asks it."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Operator:
    """The operator's kind and name, and what follows from the kind."""

    kind: str
    name: str
    contact: str = ""

    @property
    def is_authority(self) -> bool:
        """Whether it holds public power: boards, official service, enforceable decisions."""
        return self.kind == "authority"

    @property
    def statement(self) -> str:
        """The sentence in every footer that says who this is, and what it is not."""
        if self.is_authority:
            return f"«{self.name}» سامانه اداره کار برای امور کارگر و کارفرماست."
        return f"«{self.name}» یک دفتر خصوصی خدمات قانون کار است؛ نهاد دولتی نیست و رأی و ابلاغ رسمی صادر نمی‌کند."


def operator() -> Operator:
    """The operator as the settings name it."""
    return Operator(settings.OPERATOR, settings.OPERATOR_NAME, settings.OPERATOR_CONTACT)
