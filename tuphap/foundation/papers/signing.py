"""Having a PDF signed in a process of its own: no key and no passphrase in a web process's memory
for longer than it takes to hand it over, nothing written, an end after some seconds."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

DOOR = Path(__file__).with_name("signing_door.py")
SECONDS = 25


@dataclass(frozen=True)
class SigningPlace:
    """Where certificate files lie, which address stamps the time, whether words make the mark."""

    folder: Path
    tsa: str = ""
    words: bool = True

    def store_of(self, code: str) -> Path:
        return self.folder / f"{code}.p12"

    def picture_of(self, code: str) -> str:
        """The hand as PNG, where there is one."""
        picture = self.folder / f"{code}.png"
        return str(picture) if picture.is_file() else ""


class SigningFailed(Exception):  # noqa: N818 - it is told to a person
    """`args[0]` is a key of FAULTS."""


FAULTS = {
    "passphrase": "Mật khẩu của chứng thư chưa đúng. Nhập lại mật khẩu của tệp chứng thư.",
    "no_store": "Tệp chứng thư không đọc được. Báo quản trị hệ thống kiểm tra thư mục chứng thư.",
    "not_valid_now": "Chứng thư chưa có hiệu lực hoặc đã hết hạn. Thay chứng thư rồi ký lại.",
    "not_for_signing": "Chứng thư này không dùng để ký được. Kiểm tra lại tệp chứng thư.",
    "no_stamp": "Chưa lấy được dấu thời gian nên chưa ký. Thử lại sau ít phút.",
    "too_long": "Ký quá lâu chưa xong nên đã dừng, chưa ký gì. Thử lại sau ít phút.",
    "broken": "Không ký được tệp này. Báo quản trị hệ thống.",
}


def sign(pdf: bytes, code: str, passphrase: str, height: float, place: SigningPlace) -> bytes:
    """The signed bytes; SigningFailed with the reason."""
    order = {
        "store": str(place.store_of(code)),
        "picture": place.picture_of(code),
        "passphrase": passphrase,
        "height": height,
        "tsa": place.tsa,
        "words": place.words,
    }
    with tempfile.TemporaryDirectory() as own:
        try:
            ended = subprocess.run(
                [sys.executable, "-I", str(DOOR)],
                input=json.dumps(order).encode() + b"\n" + pdf,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"LC_ALL": "C.UTF-8", "TMPDIR": own, "MALLOC_ARENA_MAX": "1"},
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise SigningFailed("too_long") from None
    first, _, body = ended.stdout.partition(b"\n")
    fault = json.loads(first)["fault"] if first else "broken"
    if fault or not body:
        raise SigningFailed(fault or "broken")
    return body
