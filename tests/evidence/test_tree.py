"""The tree of RFC 6962: its published vectors, and every proof of any size."""

from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kardad.evidence import merkle

pytestmark = pytest.mark.no_django
# The test tree of the Certificate Transparency reference implementation (google/certificate-transparency, merkletree tests).
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {  # (leaf, size) → the audit path
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
GROWTH = {  # (old size, new size) → the consistency proof
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
PUBLISHED = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]


def fetch_from(leaves):
    return lambda places: {(level, at): merkle.root(leaves[at << level : (at + 1) << level]) for level, at in places}


@cache
def leaves(size):
    return [merkle.leaf_hash(b"%d" % number) for number in range(size)]


def test_the_published_roots_and_proofs_are_ours():
    assert merkle.root([]) == sha256(b"").digest()
    assert [merkle.root(PUBLISHED[: size + 1]).hex() for size in range(8)] == ROOTS
    fetch = fetch_from(PUBLISHED)
    assert {key: [one.hex() for one in merkle.inclusion(*key, fetch)] for key in PATHS} == PATHS
    assert {key: [one.hex() for one in merkle.consistency(*key, fetch)] for key in GROWTH} == GROWTH


def plain(hashes):
    """The root as §2.1 writes it."""
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return merkle.node_hash(plain(hashes[:half]), plain(hashes[half:]))


@given(st.integers(1, 300), st.data())
def test_any_proof_of_any_size_holds_and_no_other_does(size, data):
    all_, fetch = leaves(size), fetch_from(leaves(size))
    root = merkle.root(all_)
    assert root == plain(all_)
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion(index, size, fetch)
    assert merkle.leads_to(all_[index], index, size, proof, root)
    assert not merkle.leads_to(all_[index], index + 1, size + 1, proof, root) or size & (size + 1)
    assert not any(merkle.leads_to(all_[index], other, size, proof, root) for other in range(size) if other != index)
    assert not merkle.leads_to(merkle.leaf_hash(b"another"), index, size, proof, root)
    assert not merkle.leads_to(all_[index], index, size, [*proof, root], root)
    assert not proof or not merkle.leads_to(all_[index], index, size, proof[:-1], root)
    old = data.draw(st.integers(0, size))
    growth, before = merkle.consistency(old, size, fetch), merkle.root(all_[:old])
    assert merkle.grows(old, size, growth, before, root)
    if 0 < old < size:
        assert not merkle.grows(old, size, growth, merkle.leaf_hash(b"x"), root)
        assert not merkle.grows(old, size, growth, before, merkle.leaf_hash(b"x"))
        assert not merkle.grows(old, size, growth[:-1], before, root)
        assert not merkle.grows(old, size, [*growth, root], before, root)


@given(st.integers(0, 300))
def test_a_frontier_that_is_kept_and_read_again_grows_as_the_whole_tree_does(size):
    places = merkle.edge_places(size)
    frontier = merkle.Frontier(size, list(map(fetch_from(leaves(size))(places).get, places)))
    assert frontier.root() == merkle.root(leaves(size))
    assert len(frontier.edge) == size.bit_count()
    completed = frontier.add(merkle.leaf_hash(b"%d" % size))
    assert frontier.root() == merkle.root(leaves(size + 1))
    assert dict(completed) == fetch_from(leaves(size + 1))([place for place, _ in completed])
