"""A scanner for tests and for a machine without one: it knows the EICAR test file and nothing else."""

from kardad.gateways.scanner.port import Clean, Infected, Unavailable, Verdict

# Kept in two pieces so that a scanner does not take this source file for the test file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def judge(data: bytes) -> Verdict:
    """Infected when the EICAR string is in the content."""
    return Infected("Eicar-Test-Signature") if EICAR in data else Clean()


class Memory:
    """Finds the EICAR string; `is_down` makes it unavailable; `scanned` holds the size of every file it saw."""

    name = "memory"

    def __init__(self) -> None:
        self.is_down = False
        self.scanned: list[int] = []

    def scan(self, data: bytes) -> Verdict:
        """Infected when the EICAR string is in the content."""
        self.scanned.append(len(data))
        if self.is_down:
            return Unavailable("unreachable")
        return judge(data)
