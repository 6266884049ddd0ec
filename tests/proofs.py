"""How long a proof runs: a tenth in `make test`, in full in `make proof`."""

import os

IS_FULL = os.environ.get("KARDAD_TEST_PROOF") == "full"


def length(full):
    """So many turns of a proof that has `full` of them."""
    return full if IS_FULL else max(1, full // 10)
