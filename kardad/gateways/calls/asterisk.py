"""Asterisk's REST interface (ARI): the expert's channel is originated into a dialplan context that dials the client.

By `rest-api/api-docs/channels.json` of Asterisk: `POST /channels/{channelId}` takes `endpoint`, `context`, `extension`, `priority`,
`callerId`, `timeout` and `variables` in a JSON body, answers the Channel, 400 for what it cannot originate and 409 for an id that
is in use; `GET /channels/{channelId}` answers the Channel with its `state`, 404 when there is none.
docs/how-to/connect-the-telephone.md has the dialplan.
"""

from base64 import b64encode

from kardad.gateways.calls.port import Bridge, Outcome, Placing, Stage
from kardad.gateways.transport import CallError, Transport

# `state` of a Channel while its endpoint has not answered (Asterisk's main/channel.c, ast_state2str).
WAITING = frozenset({"Down", "Rsrvd", "OffHook", "Dialing", "Dialing Offhook", "Ring", "Ringing", "Pre-ring"})

RING = 40
"""Seconds for which the expert is rung."""


class Asterisk:
    """An exchange of the office itself.

    `url` is the address of ARI (`http://pbx:8088/ari`); `endpoint` tells how a number is reached (`PJSIP/{number}@trunk`);
    `caller_id` is what both sides see; `dialplan` is where the expert's channel goes on, as extension@context.
    """

    name = "asterisk"

    def __init__(
        self,
        *,
        url: str,
        username: str,
        password: str,
        caller_id: str,
        endpoint: str = "PJSIP/{number}@trunk",
        dialplan: str = "bridge@kardad",
        transport: Transport | None = None,
    ) -> None:
        if "{number}" not in endpoint:
            raise ValueError("an endpoint says where the number goes: {number}")
        self._http = transport or Transport(url)
        # In a header and not in `api_key=`, so that no address carries the secret into a log.
        self._headers = {"Authorization": "Basic " + b64encode(f"{username}:{password}".encode()).decode()}
        self._endpoint, self._caller_id = endpoint, caller_id
        extension, _, context = dialplan.partition("@")
        self._plan = {"context": context, "extension": extension, "priority": 1, "timeout": RING}

    def place(self, bridge: Bridge) -> Placing:
        """Originate the expert's leg once; its variables tell the dialplan whom to dial, for how long, and whether to record."""
        variables = {
            "KARDAD_CLIENT": self._endpoint.format(number=bridge.client),
            "KARDAD_CALLERID": self._caller_id,
            "KARDAD_SECONDS": str(bridge.seconds),
            "KARDAD_RECORD": bridge.reference if bridge.is_recorded else "",
        }
        asked = {"endpoint": self._endpoint.format(number=bridge.expert), "callerId": self._caller_id, **self._plan, "variables": variables}
        try:
            reply = self._http.send(f"channels/{bridge.reference}", headers=self._headers, json=asked)
        except CallError as error:
            return self._placing(Outcome.UNSURE if error.reached else Outcome.UNAVAILABLE, error.code)
        if reply.is_ok and reply.at("id") == bridge.reference:
            return self._placing(Outcome.PLACED)
        if reply.status == 409:  # this id is in use: the call was placed before and its answer was lost
            return self._placing(Outcome.PLACED, "409")
        if 400 <= reply.status < 500:
            return self._placing(Outcome.REFUSED, str(reply.status))
        return self._placing(Outcome.UNSURE, str(reply.status))

    def stage(self, reference: str) -> Stage:
        """The state of the expert's channel."""
        try:
            reply = self._http.get(f"channels/{reference}", headers=self._headers)
        except CallError:
            return Stage.UNKNOWN
        if reply.status == 404:
            return Stage.ENDED
        state = reply.at("state") if reply.is_ok else None
        if state == "Up":
            return Stage.OPEN
        return Stage.RINGING if state in WAITING else Stage.UNKNOWN

    def _placing(self, outcome: Outcome, code: str = "") -> Placing:
        return Placing(outcome=outcome, provider=self.name, code=code)
