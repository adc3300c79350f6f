"""The certificates above the one that signs: without them nobody can check the signature."""

from collections.abc import Iterable, Iterator

from asn1crypto import pem
from asn1crypto import x509 as plain
from cryptography import x509
from cryptography.exceptions import InvalidSignature

from tuphap.foundation.papers.signing.faults import NotSigned

LONGEST = 8


def chain_of(own: plain.Certificate, known: Iterable[plain.Certificate]) -> list[plain.Certificate]:
    """From the issuer up to one that issued itself; NotSigned where a link is missing."""
    there, found, last = list(known), list[plain.Certificate](), own
    while not _issued(last, last):
        above = next((one for one in there if _issued(last, one)), None)
        if above is None or len(found) == LONGEST:
            raise NotSigned("no_chain")
        found.append(above)
        last = above
    return found


def certificates_in(texts: Iterable[str]) -> Iterator[plain.Certificate]:
    try:
        for text in texts:
            for _, _, body in pem.unarmor(text.encode(), multiple=True):
                found = plain.Certificate.load(body)
                x509.load_der_x509_certificate(found.dump())
                yield found
    except ValueError as error:
        raise NotSigned("chain_file") from error


def _issued(certificate: plain.Certificate, by: plain.Certificate) -> bool:
    below, above = (x509.load_der_x509_certificate(one.dump()) for one in (certificate, by))
    try:
        below.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
