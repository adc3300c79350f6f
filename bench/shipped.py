"""Hides from the measured processes what only developers install.

The bench runs where both lock files are installed, and a library may load what it happens to find:
structlog loads rich, 4 MB per process, which nobody gets who only installs the product.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import packages_distributions
from pathlib import Path

LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", re.MULTILINE)


@contextmanager
def as_shipped() -> Iterator[None]:
    """Processes that live inside find no package that `requirements.lock` does not name."""
    before = os.environ.get("PYTHONPATH")
    with tempfile.TemporaryDirectory() as folder:
        for name in unshipped(LOCK.read_text()):
            stub = Path(folder, f"{name}.py")
            stub.write_text(f"raise ModuleNotFoundError('Not shipped: {name}', name='{name}')\n")
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (folder, before)))
        try:
            yield
        finally:
            if before is None:
                del os.environ["PYTHONPATH"]
            else:
                os.environ["PYTHONPATH"] = before


def unshipped(lock: str) -> set[str]:
    """Top-level names of installed packages of which none is in the lock."""
    shipped = {_plain(name) for name in _LOCKED.findall(lock)}
    return {
        name
        for name, owners in packages_distributions().items()
        if name.isidentifier() and not shipped & {_plain(owner) for owner in owners}
    }


def _plain(name: str) -> str:
    """PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()
