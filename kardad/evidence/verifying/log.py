"""A whole log (`kardad-log/1`): leaves and roots first, then chain after chain, in one pass. Knows no Django."""

import re
from hashlib import sha256
from typing import Any, Final

from kardad.evidence import canonical, chain, merkle
from kardad.evidence.canonical import Json, NotCanonical
from kardad.evidence.verifying import dossier, seals
from kardad.evidence.verifying.ahead import Ahead
from kardad.evidence.verifying.entries import unhex
from kardad.evidence.verifying.links import Links
from kardad.evidence.verifying.seals import NotSealed, Place, Trust
from kardad.evidence.verifying.verdict import Verdict

FORMAT: Final = "kardad-log/1"
MEMBERS: Final = {"format", "log", "made_at", "keys"}
# A leaf whose bytes are canonical as they stand.
LEAF: Final = re.compile(
    rb'\{"leaf":\{"chain":"([0-9a-f]{32})","head":"([0-9a-f]{64})","index":(0|[1-9][0-9]{0,14}),"length":([1-9][0-9]{0,14})\}\}\r?\n?'
)
# The first line of a chain, written so.
CHAIN: Final = re.compile(
    rb'\{"chain":"([0-9a-f]{32})","format":"kardad-dossier/1","length":(0|[1-9][0-9]{0,14}),"made_at":"[0-9TZ:.-]*","salt":"","title":""\}\r?\n?'
)
MARK: Final = 40  # bytes of a length and a head


class Roots:
    """The reader of leaves in order, with the roots between them."""

    def __init__(self, verdict: Verdict, trust: Trust, log: str | None = None) -> None:
        self.verdict = verdict
        self.trust = trust
        self.log = log
        self.frontier = merkle.Frontier()
        self.covered = 0
        self._previous = bytes(32)
        self._day = ""

    def add(self, leaf: bytes) -> None:
        """The next leaf's hash."""
        self.frontier.add(leaf)

    def close(self, root: Any) -> None:
        """The root of the leaves so far."""
        told = self.verdict.found
        statement, stamped = seals.judge_root(root, Place(self.verdict, self.trust))
        follows = statement["previous"] == self._previous.hex() and statement["day"] > self._day
        is_ours = self.log in (None, statement["log"])
        is_of_leaves = statement["size"] == self.frontier.size and unhex(statement["root"]) == self.frontier.root()
        if not (follows and is_ours and is_of_leaves):
            self.verdict.find("ROOT_BROKEN", detail=f" ({statement['day']})")
        self.log = self.log or statement["log"]
        self._previous, self._day = sha256(canonical.encode(statement)).digest(), statement["day"]
        self.covered = self.frontier.size
        if stamped and self.verdict.found == told:
            self.verdict.covers.stamped = stamped

    def finish(self) -> None:
        """No leaf stands outside a root."""
        if self.covered < self.frontier.size:
            self.verdict.find("ROOT_BROKEN", detail="")


class Log:
    """The reader of one log."""

    def __init__(self, header: Json, trust: Trust) -> None:
        self.verdict = Verdict(FORMAT)
        if set(header) != MEMBERS:
            self.verdict.find("NOT_READABLE")
        self.roots = Roots(self.verdict, trust.beside(header.get("keys")), str(header.get("log")))
        self.links: Links | None = None
        self._marks: dict[bytes, bytes] = {}
        self._read: set[bytes] = set()

    def run(self, lines: Ahead[bytes]) -> Verdict:
        """The verdict when all lines were read."""
        while (line := self.links.run(lines) if self.links is not None else next(lines, None)) is not None:
            self._read_line(line)
        return self._finish()

    def _read_line(self, line: bytes) -> None:
        if not self._read and (plain := LEAF.fullmatch(line)):
            token, head, index, length = plain.groups()
            self._leaf(int(index), token.decode(), int(length), bytes.fromhex(head.decode()))
            return
        if not line.strip():
            return
        try:
            if plain := CHAIN.fullmatch(line):
                self._chain(plain[1].decode(), int(plain[2]))
            else:
                self._read_other(canonical.decode_object(line))
        except (NotCanonical, ValueError, KeyError, TypeError):
            if self.links is not None:
                self.links.read(line)
            else:
                self.verdict.find("NOT_READABLE")

    def _finish(self) -> Verdict:
        self._finish_chain()
        if not self._read:
            self.roots.finish()
        for token in self._marks:  # a chain of the log that the file leaves out
            self.verdict.find("CHAIN_CUT", token.hex(), 0)
        return self.verdict.settle(is_one_chain=False)

    def _read_other(self, value: Json) -> None:
        if "leaf" in value and not self._read:
            leaf = seals.read_leaf(value["leaf"], ("index", "chain", "length", "head"))
            self._leaf(leaf["index"], leaf["chain"], leaf["length"], unhex(leaf["head"]))
        elif "root" in value and not self._read:
            self.roots.close(value["root"])
        elif "length" in value:
            is_whole = set(value) == dossier.MEMBERS and dossier.is_header(value)
            self._chain(value["chain"] if is_whole else "", value["length"])
        else:
            raise NotSealed("line")

    def _leaf(self, index: int, name: str, length: int, head: bytes) -> None:
        if index != self.roots.frontier.size:
            self.verdict.find("ROOT_BROKEN", name)
        token = bytes.fromhex(name)
        self.roots.add(merkle.leaf_hash(chain.leaf_data(name, head, length)))
        self._marks[token] = self._marks.get(token, b"") + length.to_bytes(8, "big") + head

    def _chain(self, name: str, length: int) -> None:
        self._finish_chain()
        if not self._read:
            self.roots.finish()
        token = bytes.fromhex(name)
        if not token or token in self._read:
            raise NotSealed("chain")
        self._read.add(token)
        self.links = Links(name, self.verdict, length=length)
        marks = self._marks.pop(token, b"")
        self.links.marks = {
            int.from_bytes(marks[start : start + 8], "big"): marks[start + 8 : start + MARK] for start in range(0, len(marks), MARK)
        }

    def _finish_chain(self) -> None:
        if self.links is not None:
            self.links.finish()
            cover(self.links, self.verdict)
            self.links = None


def cover(links: Links, verdict: Verdict) -> None:
    """What the log knows of a chain is covered."""
    if links.marked and not links.problems:
        verdict.covers.add(links.first.decode("utf-8", "replace"), links.marked_at.decode("utf-8", "replace"), links.marked)


def verify(header: Json, lines: Ahead[bytes], trust: Trust) -> Verdict:
    """The verdict on a log whose first line was read."""
    return Log(header, trust).run(lines)
