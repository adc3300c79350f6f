"""Signing with a PKCS#11 token. Loaded in a process of its own only.

The PIN is given to the token once: a second try of ours would bring it nearer to being locked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pkcs11
from asn1crypto import x509
from pkcs11 import Attribute, Mechanism, ObjectClass, TokenFlag, exceptions
from pyhanko.sign.pkcs11 import PKCS11Signer

from tuphap.foundation.papers.signing.faults import NotSigned

# The first that fits counts; what is not named here is a fault of the device.
FAULTS_OF: tuple[tuple[type[Exception], str], ...] = (
    (exceptions.PinLocked, "pin_locked"),
    (exceptions.PinExpired, "pin_expired"),
    (exceptions.PinIncorrect, "pin"),
    (exceptions.PinInvalid, "pin"),
    (exceptions.PinLenRange, "pin"),
    (exceptions.NoSuchToken, "no_token"),
    (exceptions.TokenNotPresent, "no_token"),
    (exceptions.TokenNotRecognised, "no_token"),
    (exceptions.DeviceRemoved, "no_token"),
)
# Tokens that can only sign what was hashed already have the plain mechanism alone.
HASHING = {"rsa": Mechanism.SHA256_RSA_PKCS, "ec": Mechanism.ECDSA_SHA256}


@contextmanager
def signer_of_token(order: dict[str, Any], pin: str) -> Iterator[PKCS11Signer]:
    try:
        found = _token(order)
        with _opened(found, pin) as session:
            certificate, others = _certificates(session, order["certificate"])
            _require_one_key(session, order["key"])
            hashing = HASHING.get(certificate.public_key.algorithm)
            is_raw = hashing is not None and hashing not in found.slot.get_mechanisms()
            yield PKCS11Signer(
                session,
                signing_cert=certificate,
                key_label=order["key"],
                ca_chain=others,
                use_raw_mechanism=is_raw,
            )
    except pkcs11.PKCS11Error as error:
        raise NotSigned(fault_of(error)) from error


def fault_of(error: Exception) -> str:
    return next((code for kind, code in FAULTS_OF if isinstance(error, kind)), "token_failed")


def _token(order: dict[str, Any]) -> pkcs11.Token:
    try:
        module = pkcs11.lib(order["module"])
    except (RuntimeError, OSError, pkcs11.PKCS11Error) as error:
        raise NotSigned("no_module") from error
    for slot in module.get_slots(token_present=True):
        if order["slot"] is not None and slot.slot_id != order["slot"]:
            continue
        token = slot.get_token()
        if not order["token"] or token.label == order["token"]:
            return token
    raise NotSigned("no_token")


def _opened(token: pkcs11.Token, pin: str) -> pkcs11.Session:
    if TokenFlag.USER_PIN_LOCKED in token.flags:
        raise NotSigned("pin_locked")
    try:
        return token.open(user_pin=pin)
    except exceptions.PinIncorrect:
        flags = token.slot.get_token().flags
        if TokenFlag.USER_PIN_LOCKED in flags:
            raise NotSigned("pin_locked") from None
        raise NotSigned("pin_last" if TokenFlag.USER_PIN_FINAL_TRY in flags else "pin") from None


def _certificates(
    session: pkcs11.Session, label: str
) -> tuple[x509.Certificate, list[x509.Certificate]]:
    """The one that signs, and all others on the token."""
    rows = list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))
    own = [row for row in rows if row[Attribute.LABEL] == label]
    if len(own) != 1:
        raise NotSigned("no_certificate")
    loaded = {id(row): x509.Certificate.load(row[Attribute.VALUE]) for row in rows}
    return loaded.pop(id(own[0])), list(loaded.values())


def _require_one_key(session: pkcs11.Session, label: str) -> None:
    wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: label}
    if len(list(session.get_objects(wanted))) != 1:
        raise NotSigned("no_key")
