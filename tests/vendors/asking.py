"""The room of the one HTTP client that the vendor server's own tests share: making one for every call costs more than the call."""

import httpx

http = httpx.Client(trust_env=False)
