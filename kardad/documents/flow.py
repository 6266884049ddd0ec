"""The moves of a paper, as a table: it waits, is rendered, is sealed; what failed too often waits for somebody."""

from kardad.kit.flow import Flow, move

DOCUMENT = Flow(
    "document",
    "waiting",
    [
        move("render", "waiting", "rendered", "system"),
        move("sign", "rendered", "signed", "system"),
        move("fail", "waiting rendered", "failed", "system"),
        move("retry", "failed", "waiting", "system manager", "ساختن دوباره"),
    ],
)
