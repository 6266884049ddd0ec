"""The room of Asterisk's REST interface: channels that ring, are answered and end, as its own document of them tells."""

from base64 import b64encode
from collections.abc import Callable

from tests.vendors.exchange import Answer, Call, Route, reply
from tests.vendors.vendor import Vendor

USERNAME, PASSWORD = "kardad-tests", "fake-asterisk-secret"


class Asterisk(Vendor):
    """Originating with an id, looking at a channel, hanging it up."""

    name = "asterisk"

    def __init__(self, world, url) -> None:
        super().__init__(world, url)
        self.channels: dict[str, dict[str, object]] = {}

    @property
    def routes(self) -> tuple[Route, ...]:
        """Both operations share a path; the method tells which is meant."""
        path = r"/ari/channels/(?P<channelId>[^/]+)"
        return (
            Route("originate_with_id", ("POST",), path, self._known(self._originate), lambda call: {} if call.method == "POST" else None),
            Route("get", ("GET",), path, self._known(self._get)),
        )

    def _known(self, answer: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
        expected = "Basic " + b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()

        def guarded(call: Call) -> Answer:
            if call.headers.get("authorization") != expected and call.query.get("api_key") != f"{USERNAME}:{PASSWORD}":
                return reply({"message": "Authentication required"}, 401, {"WWW-Authenticate": 'Basic realm="Asterisk REST Interface"'})
            return answer(call)

        return guarded

    def _originate(self, call: Call) -> Answer:
        channel_id, told = call.in_path["channelId"], {**call.query, **(call.json or {})}
        if not told.get("endpoint"):
            return reply({"message": "Endpoint must be specified"}, 400)
        if not told.get("app") and not told.get("extension"):
            return reply({"message": "Application or extension must be specified"}, 400)
        technology, _, resource = str(told["endpoint"]).partition("/")
        if technology != "PJSIP" or not resource:
            return reply({"message": "Invalid endpoint specified"}, 400)
        if channel_id in self.channels:
            return reply({"message": "Channel with given unique ID already exists"}, 409)
        self.channels[channel_id] = self._channel(channel_id, told)
        return reply(self.channels[channel_id])

    def _channel(self, channel_id: str, told: dict[str, object]) -> dict[str, object]:
        return {
            "id": channel_id,
            "name": f"{told['endpoint']}-{len(self.channels):08x}",
            "state": "Down",
            "caller": {"name": "", "number": ""},
            "connected": {"name": "", "number": str(told.get("callerId", ""))},
            "accountcode": "",
            "dialplan": {
                "context": told.get("context", "default"),
                "exten": told.get("extension", ""),
                "priority": told.get("priority", 1),
            },
            "creationtime": self.world.now().isoformat(),
            "language": "en",
        }

    def _get(self, call: Call) -> Answer:
        found = self.channels.get(call.in_path["channelId"])
        return reply({"message": "Channel not found"}, 404) if found is None else reply(found)
