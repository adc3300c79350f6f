"""What a unit signs with: a token where one is set up, else a certificate file."""

import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tuphap.foundation.papers.signing.faults import NotSigned

FILE, TOKEN = "file", "token"


@dataclass(frozen=True)
class Token:
    """A PKCS#11 token by label or slot, and the labels of key and certificate on it.

    `environment` is what the module of the token wants to find in its environment.
    """

    module: str
    key: str
    certificate: str
    token: str = ""
    slot: int | None = None
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SigningPlace:
    """The folder with a unit's files, by its code: `.p12` a certificate file, `.toml` a token,
    `.pem` the certificates above it, `.png` the hand. Which address stamps the time, whether words
    make the mark, and the module of tokens that name none."""

    folder: Path
    tsa: str = ""
    words: bool = True
    module: str = ""
    tsa_seconds: float = 10

    def way_of(self, code: str) -> str:
        """ "" where the unit cannot sign here."""
        if self._file(code, "toml").is_file():
            return TOKEN
        return FILE if self._file(code, "p12").is_file() else ""

    def order(
        self, code: str, passphrase: str, height: float, trusted: Sequence[str]
    ) -> dict[str, Any]:
        """What the process that signs has to know; `trusted` are certificates of authorities."""
        picture, chain = self._file(code, "png"), self._file(code, "pem")
        token = self.token_of(code) if self.way_of(code) == TOKEN else None
        return {
            "store": str(self._file(code, "p12")),
            "token": asdict(token) if token else None,
            "known": [*trusted, *([chain.read_text(errors="replace")] if chain.is_file() else [])],
            "picture": str(picture) if picture.is_file() else "",
            "passphrase": passphrase,
            "height": height,
            "tsa": self.tsa,
            "tsa_seconds": self.tsa_seconds,
            "words": self.words,
        }

    def token_of(self, code: str) -> Token:
        try:
            said = tomllib.loads(self._file(code, "toml").read_text(encoding="utf-8"))
            said = {"module": self.module, "certificate": said.get("key", ""), **said}
            token = Token(**said)
        except (OSError, ValueError, TypeError):
            raise NotSigned("token_settings") from None
        if not (token.module and token.key and (token.token or token.slot is not None)):
            raise NotSigned("token_settings")
        return token

    def _file(self, code: str, ending: str) -> Path:
        return self.folder / f"{code}.{ending}"
