"""A small house of proof without a database: chains that grow, days that close, and what is handed out of it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kardad.evidence import canonical, chain, merkle, receipts, signing
from kardad.evidence.signing import Signer

BEGAN = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
SALT = "00112233445566778899aabbccddeeff"
PAPER = sha256(b"%PDF-1.7 a paper").hexdigest()
LOG = "0123456789abcdef"


def signer(number=1):
    """The test key of that number."""
    return Signer.of(Ed25519PrivateKey.from_private_bytes(sha256(b"kardad test key %d" % number).digest()))


def published(one, *, since=BEGAN, until=None, lost_at=None, by=None):
    """A key as it is published, endorsed by another where one is given."""
    said = signing.endorsed(one.key, signing.to_text(one.public), chain.moment(since))
    return {
        "key": one.key,
        "public": said["public"],
        "from": said["from"],
        "until": until and chain.moment(until),
        "lost_at": lost_at and chain.moment(lost_at),
        "endorsed_by": by.key if by else "",
        "endorsement": by.over(said) if by else "",
    }


@dataclass
class Held:
    """A chain: its entries' bytes and hashes, and its leaves as (index, length)."""

    title: str
    token: str
    bodies: list = field(default_factory=list)
    hashes: list = field(default_factory=list)
    leaves: list = field(default_factory=list)

    @property
    def head(self):
        return self.hashes[-1] if self.hashes else chain.BEGINNING

    def previous(self, seq):
        return self.hashes[seq - 1] if seq else chain.BEGINNING


@dataclass
class House:
    """Everything that a database would hold."""

    signer: Signer = field(default_factory=signer)
    keys: list = field(default_factory=lambda: [published(signer())])
    chains: list = field(default_factory=list)
    leaf_hashes: list = field(default_factory=list)
    roots: list = field(default_factory=list)
    lines: list = field(default_factory=list)  # leaves and roots, as a log writes them
    at: datetime = BEGAN
    stamp: object = None

    def open(self, title="پرونده مزد آذر"):
        held = Held(title, chain.token(title, SALT))
        self.chains.append(held)
        return held

    def append(self, held, kind="notice.placed", **data):
        self.at += timedelta(minutes=7, microseconds=1234)
        actor = {"for": "", "level": 2, "person": "a1b2c3", "role": "worker"}
        body = canonical.encode(chain.entry(held.token, len(held.bodies), kind, actor=actor, at=self.at, data=data))
        held.hashes.append(chain.link(held.head, chain.digest(body)))
        held.bodies.append(body)

    def grow(self, held, count):
        for _ in range(count):
            number = len(held.bodies)
            self.append(held, ["notice.placed", "service.opened"][number % 2], number=number, paper="اخطار «دعوت» ۱۲", sent=number % 3 == 0)

    def close(self, day=None):
        """Every chain that has grown gets its leaf, and the day its root."""
        for held in self.chains:
            if held.hashes and (not held.leaves or held.leaves[-1][1] < len(held.bodies)):
                held.leaves.append((len(self.leaf_hashes), len(held.bodies)))
                leaf = {"index": len(self.leaf_hashes), "chain": held.token, "length": len(held.bodies), "head": held.head.hex()}
                self.lines.append(receipts.line({"leaf": leaf}))
                self.leaf_hashes.append(merkle.leaf_hash(chain.leaf_data(held.token, held.head, len(held.bodies))))
        last = self.roots[-1]["statement"] if self.roots else None
        day = day or (date.fromisoformat(last["day"]) + timedelta(days=1) if last else self.at.date())
        self.at = max(self.at, datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1, minutes=5))
        statement = receipts.statement(
            day,
            key=self.signer.key,
            log=LOG,
            made_at=self.at,
            previous=receipts.statement_hash(last),
            root=merkle.root(self.leaf_hashes),
            size=len(self.leaf_hashes),
        )
        signature = self.signer.over(statement)
        root = {"statement": statement, "signature": signature, "stamp": ""}
        if self.stamp:
            digest = sha256(canonical.encode(statement) + signing.from_text(signature)).digest()
            root["stamp"] = signing.to_text(self.stamp(digest, self.at + timedelta(seconds=3)))
        self.roots.append(root)
        self.lines.append(receipts.line({"root": root}))
        return root

    def fetch(self, places):
        return {(level, at): merkle.root(self.leaf_hashes[at << level : (at + 1) << level]) for level, at in places}

    def seal(self, held, leaf):
        """The seal of one leaf under the first root that holds it."""
        index, length = leaf
        root = next(one for one in self.roots if one["statement"]["size"] > index)
        proof = merkle.inclusion(index, root["statement"]["size"], self.fetch)
        return receipts.seal(index, length, held.hashes[length - 1], proof=proof, root=root)

    def receipt(self, held, seq):
        entry = canonical.decode(held.bodies[seq])
        said = {"title": held.title, "salt": SALT, "keys": self.keys}
        leaf = next((one for one in held.leaves if one[1] > seq), None)
        if leaf is None:
            promise = receipts.promise(held.token, seq, held.hashes[seq], signer=self.signer, at=self.at)
            return receipts.of_entry(entry, held.previous(seq), promise=promise, **said)
        rest = [chain.digest(body) for body in held.bodies[seq + 1 : leaf[1]]]
        return receipts.of_entry(entry, held.previous(seq), seal=self.seal(held, leaf), rest=rest, **said)

    def entry_lines(self, held):
        return [receipts.entry_line(body, digest) for body, digest in zip(held.bodies, held.hashes, strict=True)]

    def dossier(self, held, papers=()):
        """The lines of an exported dossier."""
        header = receipts.header(held.token, len(held.bodies), self.at, title=held.title, salt=SALT, keys=self.keys)
        after = [receipts.line({"seal": self.seal(held, leaf)}) for leaf in held.leaves]
        if not held.leaves or held.leaves[-1][1] < len(held.bodies):
            promise = receipts.promise(held.token, len(held.bodies) - 1, held.head, signer=self.signer, at=self.at)
            after.append(receipts.line({"promise": promise}))
        after += [receipts.line({"paper": {"name": name, "sha256": digest, "seq": seq}}) for name, digest, seq in papers]
        return [receipts.line(header), *self.entry_lines(held), *after]

    def log(self):
        """The lines of the whole log."""
        lines = [receipts.line(receipts.log_header(LOG, self.at, self.keys)), *self.lines]
        for held in self.chains:
            lines += [receipts.line(receipts.header(held.token, len(held.bodies), self.at)), *self.entry_lines(held)]
        return lines


def look(one, at, *, part="login", problem="http_502", took_ms=12):
    """A failed look with its own signature, as a certificate shows it."""
    said = {"at": chain.moment(at), "problem": problem, "took_ms": took_ms}
    signed = said | {"format": "kardad-probe/1", "group": "", "ok": False, "part": part, "v": 1}
    return said | {"key": one.key, "signature": one.over(signed)}


def certificate(one):
    """Ten minutes of log-in: four well, three down, three that nobody saw; and one part of a group that was well throughout."""
    edges = [chain.moment(BEGAN + timedelta(minutes=minute)) for minute in (0, 4, 7, 10)]
    spans = [{"began": edges[place], "ended": edges[place + 1], "state": state} for place, state in enumerate(("up", "down", "unknown"))]
    statement = {
        "every_seconds": 60,
        "format": "kardad-availability/1",
        "lines": [
            {
                "failures": [look(one, BEGAN + timedelta(minutes=minute)) for minute in (4, 5, 6)],
                "group": "",
                "part": "login",
                "seconds": {"down": 180, "unknown": 180, "up": 240},
                "spans": spans,
            },
            {
                "failures": [],
                "group": "messenger:memory",
                "part": "sms",
                "seconds": {"down": 0, "unknown": 0, "up": 600},
                "spans": [{"began": edges[0], "ended": edges[3], "state": "up"}],
            },
        ],
        "made_at": chain.moment(BEGAN + timedelta(hours=1)),
        "outages": [{"began": edges[1], "ended": None, "group": "", "part": "login", "title": "صفحه ورود باز نمی‌شود"}],
        "part": "",
        "since": edges[0],
        "site": "https://kardad.example",
        "until": edges[3],
        "v": 1,
    }
    return {"key": one.key, "keys": [published(one)], "signature": one.over(statement), "statement": statement}


def house():
    """Three chains over two closed days; the first has 50 entries, the last of them on the second day, and a paper."""
    made = House()
    first, second, third = made.open(), made.open("پرونده بیمه"), made.open("پرونده ۳")
    made.grow(first, 20)
    made.append(first, "paper.sealed", sha256=PAPER, name="notice")
    made.grow(second, 3)
    made.close()
    made.grow(first, 29)
    made.grow(third, 5)
    made.close()
    return made, first
