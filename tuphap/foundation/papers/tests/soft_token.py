"""A PKCS#11 token in software (SoftHSM) with a key and certificates, and an authority for it.

Started as a program it writes what it reads into the token: the module keeps its settings for the
life of a process, so that the tests themselves never load it.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

LABEL, PIN = "UBND huyen Duc Co", "246810"
MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so")
NOW = datetime.now(UTC)


def module() -> str:
    """ "" where there is none; `.ci/run` installs it."""
    found = next((place for place in MODULES if Path(place).is_file()), "")
    return found if shutil.which("softhsm2-util") else ""


@dataclass(frozen=True)
class Chain:
    """DER of the key and of what stands above it, PEM of the root."""

    key: bytes
    own: bytes
    between: bytes
    root: str
    ended: bytes
    stamping: str
    stamping_key: str


@cache
def chain() -> Chain:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    def new_key():
        return rsa.generate_private_key(65537, 2048)

    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    def certificate(subject, key, issuer, by, *, ca=False, last=2040, stamping=False):
        usage = dict.fromkeys(
            ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only",
             "decipher_only"), False,
        )  # fmt: skip
        usage |= {"digital_signature": not ca, "content_commitment": not ca}
        usage |= {"key_cert_sign": ca, "crl_sign": ca}
        built = (
            x509.CertificateBuilder()
            .subject_name(name(subject)).issuer_name(name(issuer))
            .public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(last, 1, 1, tzinfo=UTC))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
        )  # fmt: skip
        if stamping:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            built = built.add_extension(purpose, critical=True)
        return built.sign(by, hashes.SHA256())

    root, middle, own, clock = (new_key() for _ in range(4))
    top = certificate("Gốc thử nghiệm", root, "Gốc thử nghiệm", root, ca=True)
    between = certificate("CA thử nghiệm", middle, "Gốc thử nghiệm", root, ca=True)
    leaf = certificate("Chủ tịch UBND huyện Đức Cơ", own, "CA thử nghiệm", middle)
    ended = certificate("Chủ tịch UBND huyện Đức Cơ", own, "CA thử nghiệm", middle, last=2021)
    watch = certificate("Giờ thử nghiệm", clock, "Gốc thử nghiệm", root, stamping=True)
    der, pem = serialization.Encoding.DER, serialization.Encoding.PEM
    plain = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    return Chain(
        key=own.private_bytes(der, *plain),
        own=leaf.public_bytes(der),
        between=between.public_bytes(der),
        root=top.public_bytes(pem).decode(),
        ended=ended.public_bytes(der),
        stamping=watch.public_bytes(pem).decode(),
        stamping_key=clock.private_bytes(pem, *plain).decode(),
    )


def make_token(folder: Path) -> Path:
    """The settings file of the module. On the token: a key `ky`, its certificate, one that ended
    (`het-han`), one of another key (`khac`), and the one between."""
    store, settings = folder / "token", folder / "softhsm2.conf"
    store.mkdir()
    settings.write_text(f"directories.tokendir = {store}\nobjectstore.backend = file\n")
    env = {**os.environ, "SOFTHSM2_CONF": str(settings)}
    pins = ["--so-pin", "135790", "--pin", PIN]
    made = ["softhsm2-util", "--init-token", "--free", "--label", LABEL, *pins]
    subprocess.run(made, env=env, check=True, capture_output=True)
    found = chain()
    order = {"key": found.key.hex(), "ky": found.own.hex(), "het-han": found.ended.hex(),
             "khac": found.between.hex(), "giua": found.between.hex()}  # fmt: skip
    asked = json.dumps(order).encode()
    subprocess.run([sys.executable, __file__], input=asked, env=env, check=True)
    return settings


def main() -> None:
    import pkcs11
    from pkcs11 import Attribute
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    order = {name: bytes.fromhex(body) for name, body in json.load(sys.stdin).items()}
    token = pkcs11.lib(module()).get_token(token_label=LABEL)
    with token.open(rw=True, user_pin=PIN) as session:
        kept = {Attribute.TOKEN: True}
        key = decode_rsa_private_key(order.pop("key"))
        session.create_object({**key, **kept, Attribute.LABEL: "ky", Attribute.SIGN: True})
        for label, body in order.items():
            session.create_object({**decode_x509_certificate(body), **kept, Attribute.LABEL: label})


if __name__ == "__main__":
    main()
