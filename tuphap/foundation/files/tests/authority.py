"""An authority of our own that signs real PDFs."""

import asyncio
import io
from dataclasses import dataclass
from datetime import UTC, datetime

import time_machine
from asn1crypto import keys
from asn1crypto import x509 as plain
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tuphap.foundation.files.tests.sound import SOUND

FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Authority:
    """`pem` is what an administrator uploads."""

    pem: bytes
    signer: signers.SimpleSigner


def _certificate(subject: str, issuer: str, key, signed_with, *, is_authority: bool):
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FIRST)
        .not_valid_after(LAST)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_authority,
                content_commitment=not is_authority,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=is_authority,
                crl_sign=is_authority,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    )
    return builder.sign(signed_with, hashes.SHA256())


def make_authority(name: str = "CA thử nghiệm", person: str = "UBND xã Ia Dơk") -> Authority:
    root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    top = _certificate(name, name, root, root, is_authority=True)
    leaf = _certificate(person, name, own, root, is_authority=False)
    der = serialization.Encoding.DER
    store = SimpleCertificateStore()
    store.register(plain.Certificate.load(top.public_bytes(der)))
    private = own.private_bytes(
        der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signer = signers.SimpleSigner(
        signing_cert=plain.Certificate.load(leaf.public_bytes(der)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=store,
    )
    return Authority(top.public_bytes(serialization.Encoding.PEM), signer)


def signed_pdf(
    authority: Authority,
    at: datetime = datetime(2022, 12, 20, 2, 0, tzinfo=UTC),
    body: bytes = SOUND["pdf"],
    field: str = "ChuKy1",
) -> bytes:
    """Signed as offices do: the time is what the signer's machine says."""
    writer = IncrementalPdfFileWriter(io.BytesIO(body))
    append_signature_field(writer, SigFieldSpec(sig_field_name=field))
    signer = signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256"), authority.signer
    )
    target = io.BytesIO()
    with time_machine.travel(at, tick=False):
        asyncio.run(signer.async_sign_pdf(writer, output=target))
    return target.getvalue()


def tampered(body: bytes) -> bytes:
    """One figure of the page size changed: the file opens, the signature does not fit."""
    return body.replace(b"595 842", b"595 843", 1)


def added_to(body: bytes) -> bytes:
    """A page size put over the signed one in a later revision."""
    place = len(body)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"
    start = body.rfind(b"startxref")
    before = int(body[start:].split()[1])
    added = b"3 0 obj\n%s\nendobj\n" % page
    size = 40
    return (
        body
        + added
        + (
            b"xref\n3 1\n%010d 00000 n \ntrailer << /Size %d /Root 1 0 R /Prev %d >>\n"
            b"startxref\n%d\n%%%%EOF\n" % (place, size, before, place + len(added))
        )
    )
