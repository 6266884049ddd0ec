"""An exported dossier (`kardad-dossier/1`): its entries, its seals, its papers, read line by line. Knows no Django."""

from typing import Any, Final

from kardad.evidence import canonical
from kardad.evidence.canonical import Json, NotCanonical
from kardad.evidence.verifying import seals
from kardad.evidence.verifying.ahead import Ahead
from kardad.evidence.verifying.entries import is_number, unhex
from kardad.evidence.verifying.links import Links
from kardad.evidence.verifying.receipt import judge_title
from kardad.evidence.verifying.seals import NotSealed, Place, Trust
from kardad.evidence.verifying.verdict import Verdict

FORMAT: Final = "kardad-dossier/1"
MEMBERS: Final = {"format", "chain", "title", "salt", "length", "made_at"}
LATER: Final = {"seal", "promise", "paper"}


def is_header(header: Json) -> bool:
    """Whether the members that a dossier's first line has, and a chain's within a log, are what they should be."""
    return isinstance(header["chain"], str) and isinstance(header["made_at"], str) and is_number(header["length"])


class Dossier:
    """The reader of one dossier."""

    def __init__(self, header: Json, trust: Trust) -> None:
        self.verdict = Verdict(FORMAT)
        if set(header) != MEMBERS | {"keys"} or not is_header(header):
            raise NotSealed("header")
        self.trust = trust.beside(header["keys"])
        self.chain, length = header["chain"], header["length"]
        self.links = Links(self.chain, self.verdict, length=length, keep=True)
        judge_title(header, self._place(None))
        self.reached = self.sealed = 0  # how many entries any, and a good, seal or promise covers
        self.stamped: str | None = None
        self._are_entries_read = False
        self._before: tuple[Json, Json] | None = None  # leaf and statement of the seal before

    def run(self, lines: Ahead[bytes]) -> Verdict:
        """The verdict when all lines were read."""
        while (line := self.links.run(lines) if not self._are_entries_read else next(lines, None)) is not None:
            self._read(line)
        return self._finish()

    def _read(self, line: bytes) -> None:
        if not line.strip():
            return
        try:
            value = canonical.decode_object(line)
        except NotCanonical:
            value = {}
        kinds = LATER & set(value)
        if len(value) != 1 or not kinds:
            self._read_strange(line)
            return
        self._finish_entries()
        (kind,) = kinds
        try:
            {"seal": self._seal, "promise": self._promise, "paper": self._paper}[kind](value[kind])
        except (NotSealed, ValueError, KeyError, TypeError):
            self._place(None).find("NOT_READABLE")

    def _finish(self) -> Verdict:
        self._finish_entries()
        self._judge_end()
        covers = self.verdict.covers
        if self.sealed:
            covers.since, covers.until, covers.entries = self.links.at_of(1), self.links.at_of(self.sealed), self.sealed
        covers.stamped = self.stamped
        self.verdict.papers = {digest for seq, named in self.links.named.items() if seq < self.sealed for digest in named}
        return self.verdict.settle()

    def _judge_end(self) -> None:
        """The first entry beyond the header or the seals is named, and nothing is good that nobody signed."""
        links = self.links
        ends = [*([] if links.beyond is None else [links.beyond]), *([self.reached] if self.reached < links.count else [])]
        if ends:
            self._place(min(ends)).find("ENTRY_INSERTED")
        if not self.verdict.signer:
            self._place(None).find("SIGNER_UNKNOWN")

    def _read_strange(self, line: bytes) -> None:
        # Where an entry must stand a line that cannot be read is that entry, altered.
        if self._are_entries_read or self.links.count >= (self.links.length or 0):
            self._place(None).find("NOT_READABLE")
        else:
            self.links.read(line)

    def _finish_entries(self) -> None:
        if not self._are_entries_read:
            self._are_entries_read = True
            self.links.finish()

    def _place(self, seq: int | None) -> Place:
        return Place(self.verdict, self.trust, self.chain, seq)

    def _seal(self, seal: Any) -> None:
        leaf = seals.read_leaf(seal["leaf"], ("index", "length", "head"))
        proof = seals.read_proof(seal["proof"])
        length = leaf["length"]
        place = self._place(length - 1 if length else None)
        told, head = self.verdict.found, unhex(leaf["head"])
        is_held = self.links.is_at(length, head)
        statement, stamped = seals.judge_root(seal["root"], place)
        if not seals.leads(leaf, head, self.chain, proof, statement):
            place.find("SEAL_BROKEN")
        elif length > self.links.count:
            self._cut(place)
        elif not is_held and not self._is_explained(length):
            place.find("CHAIN_REWRITTEN")
        if self._cover(length, is_good=is_held and self.verdict.found == told):
            self.stamped = max(filter(None, (self.stamped, stamped)), default=None)
        if self._before is not None and not _is_later(*self._before, leaf, statement):
            place.find("ROOT_BROKEN", detail=f" ({statement['day']})")
        self._before = leaf, statement

    def _cut(self, place: Place) -> None:
        if not any(one.problem == "CHAIN_CUT" for one in self.verdict.problems):
            place.seq = self.links.count
            place.find("CHAIN_CUT")

    def _is_explained(self, length: int) -> bool:
        cuts = (one for one in self.verdict.problems if one.problem == "CHAIN_CUT")
        return any(one.seq is not None and one.seq < length for one in (*self.links.problems, *cuts))

    def _promise(self, promise: Any) -> None:
        statement = seals.read_promise(promise)
        length = statement["seq"] + 1
        place = self._place(statement["seq"])
        told = self.verdict.found
        is_ours = statement["chain"] == self.chain
        is_held = is_ours and self.links.is_at(length, unhex(statement["hash"]))
        seals.judge_promise(promise, place, is_over_it=is_held or (is_ours and self._is_explained(length)))
        self._cover(length, is_good=is_held and self.verdict.found == told)

    def _cover(self, length: int, *, is_good: bool) -> bool:
        # Beyond the reach of a bad seal nothing is told again.
        self.reached = max(self.reached, min(length, self.links.count))
        if is_good:
            self.sealed = max(self.sealed, length)
        return is_good

    def _paper(self, paper: Json) -> None:
        seq, name = paper["seq"], paper["name"]
        unhex(paper["sha256"])
        if not is_number(seq) or not isinstance(name, str):
            raise NotSealed("paper")
        if self.links.papers.get(seq) != paper["sha256"]:
            self.verdict.find("PAPER_ALTERED", self.chain, seq, name)
        self.verdict.names[name] = paper["sha256"]


def _is_later(leaf: Json, statement: Json, next_leaf: Json, next_statement: Json) -> bool:
    """Whether the second seal is of the same log, not older, and of a longer chain."""
    is_longer = leaf["length"] < next_leaf["length"] and leaf["index"] < next_leaf["index"]
    is_younger = statement["day"] <= next_statement["day"] and statement["size"] <= next_statement["size"]
    return is_longer and is_younger and statement["log"] == next_statement["log"]


def verify(header: Json, lines: Ahead[bytes], trust: Trust) -> Verdict:
    """The verdict on a dossier whose first line was read."""
    try:
        reader = Dossier(header, trust)
    except (NotSealed, KeyError):
        verdict = Verdict(FORMAT)
        verdict.find("NOT_READABLE")
        return verdict
    return reader.run(lines)
