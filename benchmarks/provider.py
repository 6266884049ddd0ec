"""A messenger's server that admits so many messages a second and no more; it speaks Kavenegar's `sms/send` and `verify/lookup`.

Run as `python -m benchmarks.provider PORT RATE`; `GET /told` answers what came, as JSON. Each answer takes as long as a distant one.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from urllib.parse import parse_qs

DISTANCE = 0.05  # seconds until an answer
BURST = 0.2  # of a second's messages may come at once
CODES = "lookup"


class Provider:
    """What came, and how much of the rate is left."""

    def __init__(self, rate: float) -> None:
        self.rate, self.left, self.looked_at = rate, rate * BURST, time.monotonic()
        self.texts: Counter[str] = Counter()
        self.codes = self.refused = 0

    def admits(self) -> bool:
        """Whether one more message lies within the rate."""
        now = time.monotonic()
        self.left = min(self.rate * BURST, self.left + (now - self.looked_at) * self.rate)
        self.looked_at = now
        if self.left < 1:
            self.refused += 1
            return False
        self.left -= 1
        return True

    def answer(self, path: str, body: bytes) -> tuple[int, object]:
        """The HTTP status and what is said."""
        if path == "/told":
            told = {"texts": len(self.texts), "copies": sum(self.texts.values()), "codes": self.codes, "refused": self.refused}
            return 200, told
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if "statuslocalmessageid" in path:
            status = 4 if self.texts[form["localid"]] else 100
            return 200, {"return": {"status": 200}, "entries": [{"messageid": 1, "localid": form["localid"], "status": status}]}
        if not self.admits():
            return 429, {"return": {"status": 429}, "entries": None}
        if CODES in path:
            self.codes += 1
        else:
            self.texts[form["localid"]] += 1
        number = 880_000_000 + self.codes + len(self.texts)
        return 200, {"return": {"status": 200}, "entries": [{"messageid": number, "status": 1, "cost": 1200}]}


class Line(asyncio.Protocol):
    """One kept connection."""

    def __init__(self, provider: Provider) -> None:
        self.provider, self.came = provider, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Answers go out here."""
        self.out = transport

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self.came += data
        while b"\r\n\r\n" in self.came:
            head, _, rest = self.came.partition(b"\r\n\r\n")
            lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            length = int(lengths[0]) if lengths else 0
            if len(rest) < length:
                return
            self.came = rest[length:]
            self._reply(head.split(b" ", 2)[1].decode(), rest[:length])

    def _reply(self, path: str, body: bytes) -> None:
        status, said = self.provider.answer(path, body)
        written = json.dumps(said).encode()
        head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(written)}\r\n\r\n".encode()
        asyncio.get_running_loop().call_later(DISTANCE, self.out.write, head + written)


async def main(port: int, rate: float) -> None:
    """Serve until somebody ends the process."""
    provider = Provider(rate)
    server = await asyncio.get_running_loop().create_server(lambda: Line(provider), "127.0.0.1", port, backlog=512)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
