"""Signing with a PKCS#11 token and with a time stamp; whatever is in the way leaves no file."""

import asyncio
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pkcs11
import pytest
from pyhanko.keys.pemder import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from tuphap.foundation.papers.pdf import make_pdf
from tuphap.foundation.papers.signing.faults import FAULTS, NotSigned
from tuphap.foundation.papers.signing.field import with_signature_field
from tuphap.foundation.papers.signing.outside import sign
from tuphap.foundation.papers.signing.pkcs11_token import fault_of
from tuphap.foundation.papers.signing.place import TOKEN, SigningPlace
from tuphap.foundation.papers.tests import stamping
from tuphap.foundation.papers.tests.judging import require_judged_sound
from tuphap.foundation.papers.tests.sample import FORM, sample
from tuphap.foundation.papers.tests.soft_token import LABEL, PIN, chain, make_token, module
from tuphap.foundation.papers.tests.test_pdf import fonts_in

ROOM = {"page": 1, "middle": 400, "top": 500, "height": 54}
CODE = "624"
CHILD = """
import json, sys
from tuphap.foundation.papers.signing.faults import NotSigned
from tuphap.foundation.papers.signing.pades import sign_pdf
pdf = open(sys.argv[1], "rb").read()
said = {}
for name, order in json.load(sys.stdin).items():
    try:
        said[name] = len(sign_pdf(pdf, order))
    except NotSigned as fault:
        said[name] = str(fault)
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def paper() -> bytes:
    return with_signature_field(make_pdf(FORM, sample()), ROOM)


@pytest.fixture(scope="module")
def token(tmp_path_factory) -> Path:
    """The folder of a unit whose token is there."""
    missing = [name for name, there in (("SoftHSM", module()), ("openssl", stamping.has_openssl()))
               if not there]  # fmt: skip
    if missing:
        assert os.environ.get("REQUIRE_ALL") != "1", missing
        pytest.skip(f"not installed: {missing}")
    folder = tmp_path_factory.mktemp("token")
    lines = (f'module = "{module()}"', f'token = "{LABEL}"', 'key = "ky"', "[environment]",
             f'SOFTHSM2_CONF = "{make_token(folder)}"')  # fmt: skip
    (folder / f"{CODE}.toml").write_text("\n".join(lines))
    return folder


def test_signed_with_a_token_and_stamped_it_is_whole_trusted_and_told_by_others(
    paper, token, tmp_path
):
    with stamping.authority(tmp_path) as address:
        place = SigningPlace(token, tsa=address)
        assert place.way_of(CODE) == TOKEN
        signed = sign(paper, CODE, PIN, ROOM["height"], place, [chain().root])
    assert signed.startswith(paper)
    (found,) = PdfFileReader(io.BytesIO(signed)).embedded_regular_signatures
    roots = list(load_certs_from_pemder_data(chain().root.encode()))
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    status = asyncio.run(async_validate_pdf_signature(found, context))
    stamp = status.timestamp_validity
    assert (status.bottom_line, stamp.trusted, stamp.intact) == (True, True, True)
    (mark,) = PdfReader(io.BytesIO(signed)).pages[0]["/Annots"]
    drawn = mark["/AP"]["/N"]["/Resources"]["/XObject"].values()
    assert fonts_in(*drawn) == {"Tinos-Regular"}
    require_judged_sound(signed, tmp_path)


def test_what_is_in_the_way_is_told_and_nothing_is_signed(paper, token, tmp_path):
    place, roots = SigningPlace(token, tsa_seconds=0.3), [chain().root]
    order = place.order(CODE, PIN, ROOM["height"], roots)
    of_token = [
        ("pin", {}, {"passphrase": "111111"}),
        ("pin", {}, {"passphrase": "1"}),
        ("no_token", {"token": "Khac"}, {}),
        ("no_token", {"token": "", "slot": 3}, {}),
        ("no_key", {"key": "khong co", "certificate": "ky"}, {}),
        ("no_certificate", {"certificate": "khong co"}, {}),
        ("not_valid_now", {"certificate": "het-han"}, {}),
        ("other_key", {"certificate": "khac"}, {}),
        ("no_module", {"module": str(tmp_path / "none.so")}, {}),
        ("no_chain", {}, {"known": []}),
        ("chain_file", {}, {"known": [*roots, roots[0].replace("M", "N")]}),
        ("chain_file", {}, {"known": ["\N{REPLACEMENT CHARACTER}0"]}),
    ]
    orders = {f"{fault} {number}": {**order, "token": {**order["token"], **changed}, **more}
              for number, (fault, changed, more) in enumerate(of_token)}  # fmt: skip
    (tmp_path / "paper.pdf").write_bytes(paper)
    with stamping.nonsense() as odd, stamping.silence() as silent:
        for number, address in enumerate((odd, silent, "http://127.0.0.1:9/")):
            orders[f"no_stamp of {number}"] = {**order, "tsa": address}
        ended = subprocess.run(
            [sys.executable, "-c", CHILD, tmp_path / "paper.pdf"],
            input=json.dumps(orders), capture_output=True, text=True, check=False,
            env={**os.environ, **order["token"]["environment"]},
        )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told == {name: name.split()[0] for name in orders}
    assert set(told.values()) <= set(FAULTS)


@pytest.mark.parametrize(
    ("error", "fault"),
    [("PinLocked", "pin_locked"), ("PinExpired", "pin_expired"), ("DeviceRemoved", "no_token"),
     ("DeviceError", "token_failed")],
)  # fmt: skip
def test_what_a_device_says_has_its_sentence(error, fault):
    assert fault_of(getattr(pkcs11.exceptions, error)()) == fault
    assert FAULTS[fault].endswith(".")


@pytest.mark.parametrize("text", ["", "token = ", 'token = "A"', 'token = "A"\nkey = "k"\nabc = 1'])
def test_settings_of_a_token_that_lack_something_are_told(tmp_path, text):
    (tmp_path / f"{CODE}.toml").write_text(text)
    with pytest.raises(NotSigned, match="token_settings"):
        SigningPlace(tmp_path, module="" if "abc" not in text else "/m.so").token_of(CODE)
