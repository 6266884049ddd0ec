"""The room of one command: `python -m tests.vendors [port]` serves the local vendors until interrupted."""

from tests.vendors.server import main

main()
