"""Signing with a certificate file (PKCS#12). Loaded in a process of its own only."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import SimpleSigner

from tuphap.foundation.papers.signing.faults import NotSigned


@contextmanager
def signer_of_file(store: Path, passphrase: str) -> Iterator[SimpleSigner]:
    try:
        body = store.read_bytes()
    except OSError as error:
        raise NotSigned("no_store") from error
    try:
        found = SimpleSigner.load_pkcs12_data(body, [], passphrase.encode())
    except (ValueError, SigningError) as error:
        raise NotSigned("passphrase") from error
    if found is None:
        raise NotSigned("passphrase")
    yield found
