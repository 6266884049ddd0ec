"""A passkey in software: makes a key and signs as a browser's authenticator does (attestation "none", ES256)."""

import base64
import hashlib
import json
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

USER_PRESENT, USER_VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


def text(raw):
    """Bytes as WebAuthn writes them in JSON."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class SoftKey:
    """One key of one person on one site."""

    def __init__(self, origin="http://testserver", verifies=True):
        self.origin, self.verifies = origin, verifies
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.user = b""

    def make(self, options):
        """What the browser answers when asked to make a key."""
        asked = options["publicKey"]
        self.user = asked["user"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(self.private.public_key())))
        held = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        data = self._data(asked["rp"]["id"], HAS_KEY) + held
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        told = {"clientDataJSON": text(self._client("webauthn.create", asked["challenge"])), "attestationObject": text(attestation)}
        return self._answer(told, {"credProps": {"rk": True}})

    def sign(self, options):
        """What the browser answers when asked to show the key."""
        asked = options["publicKey"]
        data, client = self._data(asked["rpId"]), self._client("webauthn.get", asked["challenge"])
        signature = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        told = {"clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(signature), "userHandle": self.user}
        return self._answer(told, {})

    def _data(self, site, flags=0):
        flags |= USER_PRESENT | (USER_VERIFIED if self.verifies else 0)
        return hashlib.sha256(site.encode()).digest() + bytes([flags]) + bytes(4)

    def _client(self, kind, challenge):
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _answer(self, told, results):
        return {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": told, "clientExtensionResults": results}
