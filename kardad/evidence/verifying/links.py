"""How the entries of one chain are read: each on the hash of the one before, and every fault named by its number. Knows no Django."""

from dataclasses import dataclass
from typing import Final

from kardad.evidence import canonical, chain
from kardad.evidence.canonical import Json, NotCanonical
from kardad.evidence.chain import BEGINNING
from kardad.evidence.verifying import entries
from kardad.evidence.verifying.ahead import AT_ONCE, Ahead
from kardad.evidence.verifying.entries import Row
from kardad.evidence.verifying.runs import BEGIN, HASH, MOMENT, Form, Run
from kardad.evidence.verifying.verdict import Problem, Verdict

GAPS: Final = 1_000

NAMING: Final = (b'"sha256":"', b'"digest":"', b'"files":[')


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A line that is not the entry of its place, and what it stood on."""

    problem: Problem
    head: bytes
    others: list[bytes]
    is_loose: bool


class Links:
    """The reader of one chain. `hashes` holds the head at every length when it is wanted; `papers` what entries seal, `named` all of it."""

    def __init__(self, token: str, verdict: Verdict, *, length: int | None = None, keep: bool = False) -> None:
        self.chain = token
        self.verdict = verdict
        self.length = length
        self.count = 0  # the number that is expected
        self.head = BEGINNING
        self.first = b""  # the moment of the first entry
        self.hashes: bytearray | None = bytearray() if keep else None
        self.marks: dict[int, bytes] = {}  # length → head, as the log knows it
        self.marked = 0  # how many entries the longest good mark covers
        self.marked_at = b""
        self._moments = bytearray()
        self.papers: dict[int, str] = {}
        self.named: dict[int, frozenset[str]] = {}
        self.problems: list[Problem] = []
        self._form = Form(token)
        self._others: list[bytes] = []  # hashes on which the next entry may stand as well
        self._is_loose = False  # the entry before was not seen
        self._doubtful: Doubtful | None = None  # the line before, where it was wrong
        self._gaps: list[tuple[int, int, Problem]] = []
        self._moved: set[int] = set()  # numbers of gaps that came later
        self._computed: dict[int, bytes] = {}  # length → head, where another hash is written
        self.beyond: int | None = None  # the first number that the header knows nothing of

    def run(self, lines: Ahead[bytes]) -> bytes | None:
        """Entries are read until a line comes that is none, which is returned; None at the end."""
        while held := lines.take(self._room()):
            if self._accept_run(self._form.lines(held, self.count, self.head)):
                continue
            for place, line in enumerate(held, start=1):
                if not line.startswith(BEGIN):
                    lines.put_back(len(held) - place)
                    return line
                self.read(line)
        return None

    def read(self, line: bytes) -> None:
        """One line of a file."""
        if self.count == self.length or not self._accept_run(self._form.lines([line], self.count, self.head)):
            self._read_slowly(line.rstrip(b"\r\n"))

    def take(self, pk: int, rows: Ahead[Row]) -> None:
        """The rows of the database are read that are of this chain; those of the next are still to come."""
        while held := rows.take(self._room()):
            if held[-1][0] == pk and self._accept_run(self._form.rows(pk, held, self.count, self.head)):
                continue
            for place, row in enumerate(held):
                if row[0] != pk:
                    rows.put_back(len(held) - place)
                    return
                self._take(row)

    def _room(self) -> int:
        """How many entries may be judged at once: one where a fault has to be named, or none is expected any more."""
        if self.problems or self._others or self._is_loose:
            return 1
        return AT_ONCE if self.length is None else max(1, min(AT_ONCE, self.length - self.count))

    def _take(self, row: Row) -> None:
        pk, seq, kind, text, said = row
        told = len(self.problems)
        # After a fault the rows' numbers may have moved on by one: that is the same deed.
        meant = (pk, self.count, kind, text, said) if told else row
        if self.count != self.length and self._accept_run(self._form.rows(pk, [meant], self.count, self.head)):
            return
        self._read_slowly(BEGIN + text.encode() + HASH + said.encode() + b'"}')
        if len(self.problems) == told and not entries.is_told_by(row, is_seq_asked=not told):
            self.tell("ENTRY_ALTERED", seq)  # what is searched by is another than what was hashed

    def _accept_run(self, run: Run | None) -> bool:
        """Whether the entries of the run are taken; not where one of many is at odds with the log, which is to be named."""
        if run is None or self.count == self.length:
            return False
        start = self.count
        met = [length for length in self.marks if start < length <= start + len(run.heads)]
        if len(run.heads) > 1 and any(self.marks[length] != run.heads[length - start - 1] for length in met):
            return False
        if not start:
            self.first = run.moment(0)
        self.count, self.head = start + len(run.heads), run.heads[-1]
        self._others, self._is_loose, self._doubtful = [], False, None
        if self.hashes is not None:
            self._keep(run)
        for length in met:
            self._judge_mark(length, run.heads[length - start - 1], run.moment(length - start - 1))
        return True

    def finish(self) -> None:
        """Whether entries are lacking at the end is known; the chain's problems stand in the order of their numbers."""
        wanted = max(self.length or 0, *self.marks, 0) if self.marks else self.length or 0
        if self.count < wanted:
            self.tell("CHAIN_CUT", self.count)
        if self.beyond is not None and self.hashes is None:  # of a dossier the seals say where it ends
            self.tell("ENTRY_INSERTED", self.beyond)
        self.problems.sort(key=lambda one: one.seq or 0)
        for one in self.problems:
            self.verdict.find(one.problem, one.chain, one.seq, one.detail)

    def is_at(self, length: int, head: bytes) -> bool:
        """Whether this is the hash of the last of so many entries, as written or as computed."""
        if self.hashes is None or not 0 < length <= self.count:
            return False
        return head in (bytes(self.hashes[32 * (length - 1) : 32 * length]), self._computed.get(length))

    def at_of(self, length: int) -> str | None:
        """The moment of the last of so many entries; None when it was not read."""
        return self._moments[MOMENT * (length - 1) : MOMENT * length].decode("utf-8", "replace").strip("\0 ") or None

    def _accept(self, head: bytes, at: bytes, body: bytes, *others: bytes) -> None:
        at = at[:MOMENT].ljust(MOMENT)
        if not self.count:
            self.first = at
        self.head = head
        self._others = list(others)
        self._is_loose = False
        if self.hashes is not None:
            self.hashes += head
            self._moments += at
            self._note_paper(self.count, body)
        self.count += 1
        if self.count in self.marks:
            self._judge_mark(self.count, head, at)

    def _keep(self, run: Run) -> None:
        self.hashes += b"".join(run.heads)  # type: ignore[operator]  # whoever calls has asked
        self._moments += run.moments
        for seq, body in enumerate(run.bodies, start=self.count - len(run.bodies)):
            self._note_paper(seq, body)

    def _note_paper(self, seq: int, body: bytes) -> None:
        if any(sign in body for sign in NAMING):
            entry = canonical.decode_object(body)
            self.papers[seq] = str(entry["data"].get("sha256", ""))
            self.named[seq] = entries.named(entry)

    def _keep_late(self, entry: Json, said: bytes) -> None:
        """An entry that came after its place is the one of its number."""
        if self.hashes is None:
            return
        seq = entry["seq"]
        self.hashes[32 * seq : 32 * seq + 32] = said
        self._moments[MOMENT * seq : MOMENT * seq + MOMENT] = entry["at"].encode()[:MOMENT].ljust(MOMENT)
        self._note_paper(seq, canonical.encode(entry))

    def _judge_mark(self, length: int, head: bytes, at: bytes) -> None:
        wanted = self.marks.pop(length)
        if self.problems:
            return
        if wanted == head:
            self.marked, self.marked_at = length, at
        else:
            self.tell("CHAIN_REWRITTEN", length - 1)

    def _read_slowly(self, line: bytes) -> None:
        try:
            entry, said = entries.split(line)
        except (NotCanonical, ValueError):
            if self.length is not None and self.count >= self.length:
                self.verdict.find("NOT_READABLE", self.chain)
                return
            self._doubt(self.count)
            self._accept(self.head, b"", b"")
            self._is_loose = True
            return
        seq, doubtful, self._doubtful = entry["seq"], self._doubtful, None
        if doubtful is not None and (seq, entry["chain"]) == (doubtful.problem.seq, self.chain):
            self._replace(doubtful)
        if (seq != self.count or entry["chain"] != self.chain) and self._follows(entry | {"seq": self.count, "chain": self.chain}, said):
            self._doubt(self.count)  # only its number or its chain was changed
            self._accept(said, entry["at"].encode(), canonical.encode(entry))
        elif entry["chain"] != self.chain:
            self.tell("ENTRY_INSERTED", self.count)
        elif self.length is not None and seq >= self.length:
            self._comes_beyond(entry, said)
        elif seq < self.count:
            self._comes_late(entry, said)
        else:
            self._comes(entry, seq, said)

    def _doubt(self, seq: int) -> None:
        """What comes is not the entry of this number, unless the next line is."""
        self._doubtful = Doubtful(self.tell("ENTRY_ALTERED", seq), self.head, self._others, self._is_loose)

    def _replace(self, doubtful: Doubtful) -> None:
        """The line before was put in, and this one stands in its place."""
        doubtful.problem.problem = "ENTRY_INSERTED"
        self.count -= 1
        self.head, self._others, self._is_loose = doubtful.head, doubtful.others, doubtful.is_loose
        self.papers.pop(self.count, None)
        self.named.pop(self.count, None)
        self._computed.pop(self.count + 1, None)
        if self.hashes is not None:
            del self.hashes[32 * self.count :], self._moments[MOMENT * self.count :]

    def _comes_beyond(self, entry: Json, said: bytes) -> None:
        if self.beyond is None:
            self.beyond = entry["seq"]
        if entry["seq"] == self.count and self._follows(entry, said):
            self._accept(said, entry["at"].encode(), canonical.encode(entry))

    def _comes(self, entry: Json, seq: int, said: bytes) -> None:
        body = canonical.encode(entry)
        if seq > self.count:
            self._skip_to(seq)
        if self._is_loose or self._follows(entry, said):
            self._accept(said, entry["at"].encode(), body)
            return
        self._doubt(seq)
        computed = chain.link(self.head, chain.digest(body))
        if len(self._computed) < GAPS:
            self._computed[seq + 1] = computed
        self._accept(said, entry["at"].encode(), body, computed)

    def _skip_to(self, seq: int) -> None:
        problem = self.tell("ENTRY_MISSING", self.count)
        if len(self._gaps) < GAPS:
            self._gaps.append((self.count, seq, problem))
        if self.hashes is not None:
            left_out = min(seq - self.count, 1 << 20)
            self.hashes += bytes(32 * left_out)
            self._moments += bytes(MOMENT * left_out)
        self.count = seq
        self._is_loose = True

    def _comes_late(self, entry: Json, said: bytes) -> None:
        seq = entry["seq"]
        for start, end, problem in self._gaps:
            if start <= seq < end and seq not in self._moved:
                if seq == start:
                    problem.problem = "ENTRY_MOVED"
                self._moved.add(seq)
                self._keep_late(entry, said)
                return
        self.tell("ENTRY_INSERTED", seq)
        if seq == self.count - 1:
            self._others.append(said)  # of two with one number the next stands on either

    def _follows(self, entry: Json, said: bytes) -> bool:
        digest = chain.digest(canonical.encode(entry))
        return any(chain.link(previous, digest) == said for previous in (self.head, *self._others))

    def tell(self, problem: str, seq: int) -> Problem:
        """The chain has this problem."""
        found = Problem(problem, self.chain, seq)
        if len(self.problems) < GAPS:
            self.problems.append(found)
        return found
