"""The shape of a statement: its verb and its tables, without columns and values."""

import json
import re
from collections import Counter
from pathlib import Path

TABLES = re.compile(r'\b(?:FROM|INTO|UPDATE(?!\s+SET)|JOIN)\s+"?(\w+)"?', re.IGNORECASE)
CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")  # who nests transactions sends more of them


def shape(sql: str) -> str:
    """The verb and the tables of a statement."""
    verb = sql.split(None, 1)[0].upper().strip("(")
    return verb if verb in CONTROL else " ".join([verb, *TABLES.findall(sql)])


def last(log: Path) -> Counter[str]:
    """What the last request on a counted server asked of the database, transaction marks left out."""
    line = json.loads(log.read_text().splitlines()[-1])
    return Counter(one for one in line["shapes"] if one not in CONTROL)


def difference(ours: Counter[str], bare: Counter[str]) -> str:
    """How two requests' statements differ; empty when they do not."""
    if ours == bare:
        return ""
    return f"statements differ: only ours {sorted((ours - bare).elements())}, only bare {sorted((bare - ours).elements())}"
