"""A work diary as its owner reads it, and as its paper prints it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from kardad.contracts import diaries, proof
from kardad.contracts.models import DiaryEntry
from kardad.kit import calendar


@dataclass(frozen=True, slots=True)
class Row:
    """An entry: what it says, when it was written after the day that it is about, what corrects it or is corrected by it."""

    entry: DiaryEntry
    said: str
    text: str
    after: str
    is_prompt: bool
    corrects: int | None
    corrected_by: int | None

    @property
    def counts(self) -> bool:
        """Whether nothing later stands in its place."""
        return self.corrected_by is None and not self.entry.is_void


def rows(found: Iterable[DiaryEntry]) -> list[Row]:
    """Each entry as it is read."""
    return [_row(one) for one in found]


def _row(one: DiaryEntry) -> Row:
    told, written_on = diaries.told(proof.read(one.words)), calendar.tehran_day(one.written_at)
    later = getattr(one, "corrected_by", None)
    return Row(
        entry=one,
        said=diaries.sentence(told),
        text=told.text,
        after=diaries.after(one.on, written_on),
        is_prompt=(written_on - one.on).days <= diaries.LATE,
        corrects=one.corrects.number if one.corrects else None,
        corrected_by=later.number if later else None,
    )


DIGEST: Final = 16  # letters of a file's digest beside its name


def printed(row: Row) -> dict[str, Any]:
    """An entry as its paper prints it."""
    one = row.entry
    told: dict[str, Any] = {
        "number": one.number,
        "kind": one.get_kind_display(),
        "on": one.on.isoformat(),
        "written": one.written_at.astimezone(calendar.TEHRAN).isoformat(),
        "after": row.after,
        "digest": one.sha256[:DIGEST],
    }
    notes = [f"اصلاح نوشته {row.corrects}"] if row.corrects else []
    notes += [f"با نوشته {row.corrected_by} اصلاح شده است"] if row.corrected_by else []
    said = "\n".join(part for part in (row.said, row.text) if part)
    more = {"said": said, "notes": notes, "file": f"{one.file.name}، چکیده {one.file.sha256[:DIGEST]}" if one.file else ""}
    return told | {name: value for name, value in more.items() if value}
