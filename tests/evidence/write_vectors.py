"""`python -m tests.evidence.write_vectors`: the files by which every verifier is judged, made anew with fixed test keys.

`index.json` says of each file which keys are trusted and what must be said of it.
Stamps and sealed papers differ from run to run, nothing else does.
"""

import json
from datetime import timedelta
from pathlib import Path

from kardad.evidence import canonical, chain, merkle, receipts, signing
from kardad.gateways.timestamp import authority
from tests.evidence import bundles, making, papers
from tests.evidence.making import PAPER, House, published, signer

FOLDER = Path(__file__).parent / "vectors"


def write():
    """Every vector and the index stand in the folder."""
    FOLDER.mkdir(exist_ok=True)
    index = []
    tsa = authority.made(making.BEGAN)
    trust = {"keys": [published(signer())], "authorities": [signing.to_text(_der(tsa))], "certificates": [_certificate()]}
    (FOLDER / "keys.json").write_bytes(canonical.encode(trust))
    made = [*_receipts(), *_dossiers(), *_rotated(), *_certificates(), *_stamped(tsa), *_grown(), *_papers(), *bundles.vectors()]
    for name, lines, problem, seq in made:
        (FOLDER / name).write_bytes(b"".join(lines))
        index.append({"file": name, "keys": "keys.json", "valid": problem is None, "problem": problem, "seq": seq})
    (FOLDER / "index.json").write_text(json.dumps(index, indent=1) + "\n")


def _der(tsa):
    from cryptography.hazmat.primitives.serialization import Encoding

    return tsa.certificate.public_bytes(Encoding.DER)


def _certificate():
    return {"sha256": papers.fingerprint(papers.identity("کارداد", "ec")[1]), "title": "کارداد"}


def _receipts():
    house, held = making.house()
    good = house.receipt(held, 7)
    yield "good.receipt.json", [canonical.encode(good)], None, None
    yield "pretty.receipt.json", [json.dumps(good, indent=2, ensure_ascii=False).encode()], None, None
    altered = json.loads(canonical.encode(good))
    altered["entry"]["data"]["number"] = 8
    yield "altered-entry.receipt.json", [canonical.encode(altered)], "ENTRY_ALTERED", 7
    yield "altered-title.receipt.json", [canonical.encode(good | {"title": "پرونده دیگری"})], "TITLE_ALTERED", 7
    yield "altered-rest.receipt.json", [canonical.encode(good | {"rest": good["rest"][:-1]})], "SEAL_BROKEN", 7
    yield "altered-proof.receipt.json", [canonical.encode(good | {"proof": ["0" * 64]})], "SEAL_BROKEN", 7
    other = good["root"] | {"signature": house.receipt(held, 40)["root"]["signature"]}
    yield "altered-signature.receipt.json", [canonical.encode(good | {"root": other})], "SIGNATURE_BAD", 7
    altered = json.loads(canonical.encode(good))
    altered["root"]["statement"]["root"] = "0" * 64
    yield "altered-root.receipt.json", [canonical.encode(altered)], "SIGNATURE_BAD", 7
    altered["root"]["statement"]["v"] = 2
    yield "later-version.receipt.json", [canonical.encode(altered)], "NOT_READABLE", None
    yield "twice-a-member.receipt.json", [canonical.encode(good)[:-1] + b',"promise":null}'], "NOT_READABLE", None
    altered = json.loads(canonical.encode(good))
    altered["entry"]["data"]["number"] = -(1 << 53)
    yield "beyond-whole-numbers.receipt.json", [json.dumps(altered).encode()], "NOT_READABLE", None
    yield "untitled.receipt.json", [canonical.encode(good | {"title": "", "salt": ""})], None, None
    yield "not-ours.receipt.json", [b'{"format":"somebody-else/1"}'], "NOT_READABLE", None
    house.append(held)
    promised = house.receipt(held, 50)
    yield "promise.receipt.json", [canonical.encode(promised)], None, None
    promised["entry"]["kind"] = "service.voided"
    yield "altered-promise.receipt.json", [canonical.encode(promised)], "ENTRY_ALTERED", 50
    other = house.receipt(held, 50) | {"promise": receipts.promise(held.token, 49, held.hashes[49], signer=house.signer, at=house.at)}
    yield "promise-of-another.receipt.json", [canonical.encode(other)], "SEAL_BROKEN", 50
    stranger = House(signer=signer(9), keys=[published(signer(9))])
    own = stranger.open()
    stranger.grow(own, 2)
    stranger.close()
    yield "stranger.receipt.json", [canonical.encode(stranger.receipt(own, 1))], "SIGNER_UNKNOWN", 1


def _dossiers():
    house, held = making.house()
    good = house.dossier(held, [("اخطار.pdf", PAPER, 20)])
    first = 1  # the line of entry 0
    yield "good.dossier.jsonl", good, None, None

    def line(seq):
        return good[first + seq]

    def with_lines(change):
        lines = list(good)
        change(lines)
        return lines

    yield (
        "altered.dossier.jsonl",
        with_lines(lambda all_: all_.__setitem__(first + 9, line(9).replace(b'"level":2', b'"level":3'))),
        "ENTRY_ALTERED",
        9,
    )
    yield "missing.dossier.jsonl", with_lines(lambda all_: all_.pop(first + 30)), "ENTRY_MISSING", 30
    yield "repeated.dossier.jsonl", with_lines(lambda all_: all_.insert(first + 13, line(12))), "ENTRY_INSERTED", 12
    yield (
        "swapped.dossier.jsonl",
        with_lines(lambda all_: all_.__setitem__(slice(first + 5, first + 7), [line(6), line(5)])),
        "ENTRY_MOVED",
        5,
    )
    yield "cut.dossier.jsonl", with_lines(lambda all_: all_.pop(first + 49)), "CHAIN_CUT", 49
    yield (
        "papers.dossier.jsonl",
        with_lines(lambda all_: all_.__setitem__(-1, all_[-1].replace(PAPER.encode(), b"0" * 64))),
        "PAPER_ALTERED",
        20,
    )
    yield "rewritten.dossier.jsonl", _rewritten(good, house, held), "CHAIN_REWRITTEN", 20
    yield from _other_places(good, house)
    house.append(held)
    promised = house.dossier(held)
    yield "promised.dossier.jsonl", promised, None, None
    yield "unpromised.dossier.jsonl", promised[:-1], "ENTRY_INSERTED", 50
    other = {"promise": receipts.promise(held.token, 50, held.hashes[49], signer=house.signer, at=house.at)}
    yield "promise-of-another.dossier.jsonl", [*promised[:-1], receipts.line(other)], "SEAL_BROKEN", 50


def _other_places(good, house):
    """What was done to places and lengths; line `1 + n` is entry `n`, and 51 and 52 are the seals at 21 and 50."""
    own, foreign = good[10], house.dossier(house.chains[1])[2]
    shorter = good[0].replace(b'"length":50', b'"length":30')
    prefix = [good[0].replace(b'"length":50', b'"length":21'), *good[1:22], good[51]]
    yield "prefix.dossier.jsonl", prefix, None, None
    yield "of-another-chain.dossier.jsonl", [*good[:10], foreign, *good[10:]], "ENTRY_INSERTED", 9
    yield "altered-number.dossier.jsonl", [*good[:10], own.replace(b'"seq":9,', b'"seq":7,'), *good[11:]], "ENTRY_ALTERED", 9
    of_other = own.replace(house.chains[0].token.encode(), house.chains[1].token.encode())
    yield "altered-chain.dossier.jsonl", [*good[:10], of_other, *good[11:]], "ENTRY_ALTERED", 9
    yield "beyond-the-seal.dossier.jsonl", [*good[:52], good[53]], "ENTRY_INSERTED", 21
    yield "shorter-header.dossier.jsonl", [shorter, *good[1:]], "ENTRY_INSERTED", 30
    yield "shorter-header-cut.dossier.jsonl", [shorter, *good[1:31], *good[51:]], "CHAIN_CUT", 30
    late = [*good[:11], good[31], good[32].replace(b'"level":2', b'"level":3'), *good[11:31], *good[32:]]
    yield "altered-and-repeated.dossier.jsonl", late, "ENTRY_MOVED", 10
    twice = [*good[:32], good[32].replace(b'"level":2', b'"level":3'), good[33], good[32], good[32], *good[34:]]
    yield "altered-and-moved.dossier.jsonl", twice, "ENTRY_ALTERED", 31
    no_digest = good[52].replace(b'"previous":"', b'"previous":"&')
    yield "altered-statement.dossier.jsonl", [*good[:52], no_digest, good[53]], "ENTRY_INSERTED", 21
    yield "strange-line.dossier.jsonl", [*good[:51], b"not of ours\n", *good[51:]], "NOT_READABLE", None
    yield "gap.dossier.jsonl", [*good[:10], *good[14:]], "ENTRY_MISSING", 9
    yield "without-the-first.dossier.jsonl", [good[0], *good[2:]], "ENTRY_MISSING", 0
    yield "first-moved.dossier.jsonl", [good[0], *good[2:9], good[1], *good[9:]], "ENTRY_MOVED", 0
    yield "paper-moved.dossier.jsonl", [*good[:21], *good[22:24], good[21], *good[24:]], "ENTRY_MOVED", 20


def _rewritten(good, house, held):
    """Entry 4 was changed, and every hash from there on computed anew."""
    lines, head = list(good), held.hashes[3]
    for seq in range(4, len(held.bodies)):
        body = held.bodies[seq].replace(b'"level":2', b'"level":3') if seq == 4 else held.bodies[seq]
        head = chain.link(head, chain.digest(body))
        lines[1 + seq] = receipts.entry_line(body, head)
    return lines


def _rotated():
    old, new = signer(1), signer(2)
    for name, lost, problem in (("rotated", None, None), ("after-a-lost-key", making.BEGAN + timedelta(days=2), "SIGNER_UNKNOWN")):
        turned = making.BEGAN + timedelta(days=1)
        keys = [published(old, until=turned, lost_at=lost), published(new, since=turned, by=None if lost else old)]
        house = House(signer=new, keys=keys, at=turned)
        held = house.open()
        house.grow(held, 3)
        house.close()
        yield f"{name}.receipt.json", [canonical.encode(house.receipt(held, 1))], problem, None if problem is None else 1
    early = House(at=making.BEGAN - timedelta(days=9))
    held = early.open()
    early.grow(held, 3)
    early.close()
    yield "before-its-key.receipt.json", [canonical.encode(early.receipt(held, 1))], "KEY_NOT_VALID", 1


def _certificates():
    one = signer()
    good = making.certificate(one)
    yield "good.availability.json", [canonical.encode(good)], None, None
    yield "pretty.availability.json", [json.dumps(good, indent=2, ensure_ascii=False).encode()], None, None

    def altered(change, *, anew=True):
        told = json.loads(canonical.encode(good))
        change(told["statement"])
        return [canonical.encode(told | ({"signature": one.over(told["statement"])} if anew else {}))]

    def first(statement):
        return statement["lines"][0]

    yield "shorter-outage.availability.json", altered(lambda said: first(said)["spans"].pop(1), anew=False), "SIGNATURE_BAD", None
    yield "hole.availability.json", altered(lambda said: first(said)["spans"].pop(1)), "INTERVAL_BROKEN", None
    yield "other-sum.availability.json", altered(lambda said: first(said)["seconds"].update(down=60, up=540)), "INTERVAL_BROKEN", None
    yield "look-in-good-time.availability.json", altered(lambda said: _look_at(said, making.BEGAN)), "SIGNATURE_BAD", None
    looked = altered(lambda said: first(said)["failures"].append(making.look(one, making.BEGAN)))
    yield "failed-while-up.availability.json", looked, "INTERVAL_BROKEN", None
    unsigned = altered(lambda said: first(said)["failures"][0].update(key="", signature=""))
    yield "look-without-a-key.availability.json", unsigned, None, None
    yield "other-member.availability.json", altered(lambda said: said.update(note="")), "NOT_READABLE", None
    yield "later-version.availability.json", altered(lambda said: said.update(v=2)), "NOT_READABLE", None
    stranger = canonical.encode(making.certificate(signer(9)) | {"keys": [published(signer(9))]})
    yield "stranger.availability.json", [stranger], "SIGNER_UNKNOWN", None


def _look_at(statement, at):
    statement["lines"][0]["failures"][0]["at"] = chain.moment(at)


def _stamped(tsa):
    house = House(stamp=lambda digest, at: authority.token(tsa, digest, at))
    held = house.open()
    house.grow(held, 5)
    house.close()
    good = house.receipt(held, 2)
    yield "stamped.receipt.json", [canonical.encode(good)], None, None
    house.grow(held, 1)
    house.close()
    other = good["root"] | {"stamp": house.receipt(held, 5)["root"]["stamp"]}
    yield "stamp-of-another-day.receipt.json", [canonical.encode(good | {"root": other})], "STAMP_BAD", 2
    statement = good["root"]["statement"]
    altered = good["root"] | {"statement": statement | {"made_at": statement["made_at"].replace("00:0", "00:1", 1)}}
    yield "altered-stamped.receipt.json", [canonical.encode(good | {"root": altered})], "SIGNATURE_BAD", 2


def _grown():
    house, held = making.house()
    house.grow(held, 3)
    house.close()
    old, new = house.roots[0], house.roots[-1]
    sizes = [one["statement"]["size"] for one in (old, new)]
    good = {"from": old, "to": new, "proof": [one.hex() for one in merkle.consistency(*sizes, house.fetch)]}
    yield "good.consistency.json", [canonical.encode(good)], None, None
    yield "other-proof.consistency.json", [canonical.encode(good | {"proof": good["proof"][::-1]})], "ROOT_BROKEN", None
    yield "backwards.consistency.json", [canonical.encode(good | {"from": new, "to": old})], "ROOT_BROKEN", None
    signature = new | {"signature": old["signature"]}
    yield "altered-signature.consistency.json", [canonical.encode(good | {"to": signature})], "SIGNATURE_BAD", None
    yield "torn.consistency.json", [canonical.encode(good | {"to": {}})], "NOT_READABLE", None


def _papers():
    good = papers.signed(is_stamped=False)
    yield "good.pdf", [good], None, None
    yield "appended.pdf", [good, b"\n% something more\n"], "SIGNATURE_BAD", None
    yield "altered.pdf", [good.replace(b"595 842", b"595 843")], "SIGNATURE_BAD", None
    padding = good.index(b"00" * 40 + b">")  # behind the signature, in the place that is kept for it
    yield "padded.pdf", [good[:padding], b"01", good[padding + 2 :]], "SIGNATURE_BAD", None
    began = good.index(b"/Contents <") + len(b"/Contents <")
    yield "torn-signature.pdf", [good[:began], b"ff", good[began + 2 :]], "SIGNATURE_BAD", None


if __name__ == "__main__":
    write()
