#!/usr/bin/env python3
"""The one door: set up, start, test, check. Standard library only.

python3 run.py              the application with demo data
python3 run.py test         all tests (arguments go to pytest)
python3 run.py --help       all verbs
"""

import sys

# Before anything that an older Python could stumble over; the rest of the file parses there too.
if sys.version_info < (3, 11):  # noqa: UP036
    print("Python 3.11 or newer is needed: install python3.11 and start with it.", file=sys.stderr)
    sys.exit(2)

import hashlib
import os
import secrets
import subprocess
from functools import cache
from pathlib import Path
from typing import NoReturn

BASE = Path(__file__).resolve().parent
VENV = BASE / ".venv"
PYTHON = VENV / "bin" / "python"
UV = "uv==0.13.9"
RUN_LOCK, DEV_LOCK = "requirements.lock", "requirements-dev.lock"

VERBS = {
    "demo": "set up and start the application with demo data (also without a verb)",
    "test": "set up and run all tests; arguments go to pytest",
    "check": "lint, format, types, arrows, migrations, documents, templates; arguments choose some",
    "fix": "mend what can be mended by itself, write the generated documents anew",
    "bench": "run the promises of speed; arguments name scripts",
    "lock": "write the requirements*.lock files anew from pyproject.toml",
    "manage": "run a management command, for example: manage score FILE --rule-set CODE",
}


def main(words: list[str]) -> int:
    verb, rest = (words[0], words[1:]) if words else ("demo", [])
    if verb in ("-h", "--help", "help"):
        print(__doc__)
        print("\n".join(f"    {name:8}{text}" for name, text in VERBS.items()))
        return 0
    if verb not in VERBS:
        print(f"Unknown verb “{verb}”. Known: {', '.join(VERBS)}.", file=sys.stderr)
        return 2
    lock = RUN_LOCK if verb in ("demo", "manage") else DEV_LOCK
    if not set_up(lock):
        return 1
    return ACTIONS[verb](rest)


def set_up(lock: str) -> bool:
    """Install what the lock file names into .venv; skipped when the stamp fits."""
    stamp = VENV / "stamp"
    wanted = stamp_text(lock)
    have = stamp.read_text(encoding="utf-8") if stamp.exists() else ""
    # What development needs contains what the application needs.
    if PYTHON.exists() and have in (wanted, stamp_text(DEV_LOCK)):
        return True
    print(f"Setting up .venv from {lock} …", file=sys.stderr)
    stamp.unlink(missing_ok=True)
    if not make_environment(have):
        return complain("python3 -m venv failed: is the folder writable?")
    if not (install_with_uv(lock) or install_with_pip(lock)):
        return complain("Installing the packages failed; see the messages above, then start again.")
    # Last, so that an installation that broke off is done again.
    stamp.write_text(wanted, encoding="utf-8")
    return True


def make_environment(have: str) -> bool:
    """An empty .venv, also where the old one was made by another Python."""
    if PYTHON.exists() and (not have or have.split()[1:] == [python_version()]):
        return True
    # Without pip: Debian ships `venv` without what it needs to install it.
    return call(sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV))


def stamp_text(lock: str) -> str:
    digest = hashlib.sha256((BASE / lock).read_bytes()).hexdigest()
    return f"{digest} {python_version()}"


def python_version() -> str:
    return ".".join(str(part) for part in sys.version_info[:3])


def wheelhouse() -> list[str]:
    folder = BASE / "wheelhouse"
    return ["--no-index", "--find-links", str(folder)] if folder.is_dir() else []


def uv_program() -> str | None:
    """uv, put beside the packages: Debian does not let pip install anything elsewhere."""
    uv = VENV / "uv" / "bin" / "uv"
    if not uv.exists():
        quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade"]
        words = [*quiet, *wheelhouse(), "--target", str(VENV / "uv"), UV]
        if not call(sys.executable, *words, quiet=True):
            return None
    return str(uv)


def install_with_uv(lock: str) -> bool:
    uv = uv_program()
    # The system's certificates: an office may read its traffic under a certificate of its own.
    sync = ["pip", "sync", "--quiet", "--system-certs", "--require-hashes", "--python", str(PYTHON)]
    # As pip does: a process that may write nothing, as behind the fence, would compile every time.
    return uv is not None and call(uv, *sync, "--compile-bytecode", *wheelhouse(), lock)


def install_with_pip(lock: str) -> bool:
    print("uv did not work, trying pip …", file=sys.stderr)
    pip = ["-m", "pip", "--python", str(PYTHON), "install", "--quiet", "--require-hashes"]
    return call(sys.executable, *pip, "--only-binary", ":all:", *wheelhouse(), "-r", lock)


def call(*words: str, quiet: bool = False) -> bool:
    hide = subprocess.DEVNULL if quiet else None
    return subprocess.run(words, cwd=BASE, stdout=hide, stderr=hide, check=False).returncode == 0


def complain(sentence: str) -> bool:
    print(sentence, file=sys.stderr)
    return False


def become(*words: str, folder: Path = BASE) -> NoReturn:
    """Go on as a program of .venv: signals and the exit status are its own affair."""
    sys.stdout.flush()
    os.chdir(folder)
    os.execve(PYTHON, [str(PYTHON), *words], environment())  # noqa: S606


def inside(*words: str) -> int:
    """Run a program of .venv and come back with its exit status."""
    # Settings want a secret key; checks may have any.
    env = {"SECRET_KEY": secrets.token_urlsafe(48), **environment()}
    return subprocess.run([str(PYTHON), *words], cwd=BASE, env=env, check=False).returncode


@cache
def environment() -> dict[str, str]:
    folder = os.environ.get("TUPHAP_DATA") or default_data_folder()
    given = dict(os.environ)
    # Many processes start here, and each would compile everything anew.
    given.pop("PYTHONDONTWRITEBYTECODE", None)
    return {
        **given,
        "TUPHAP_DATA": str(Path(folder).resolve()),
        "DJANGO_SETTINGS_MODULE": "tuphap.config.settings",
        "PYTHONPATH": str(BASE),
        "PYTHONUTF8": "1",
    }


def default_data_folder() -> Path:
    """Beside the project; not below the home of root, where the database's own user may not go."""
    if os.geteuid() != 0:
        return BASE / ".data"
    if Path("/root") not in BASE.parents:
        return BASE / ".data"
    name = hashlib.sha256(str(BASE).encode()).hexdigest()[:8]
    return Path(f"/var/lib/tuphap-{name}")


def demo(rest: list[str]) -> int:
    become("-m", "tuphap.config.launch", "demo", *rest)


def manage(rest: list[str]) -> int:
    # Names of files in the rest are meant from where the person stands.
    become("-P", "-m", "tuphap.config.launch", "manage", *rest, folder=Path.cwd())


def test(rest: list[str]) -> int:
    become("-m", "pytest", *rest)


def bench(rest: list[str]) -> int:
    become("-m", "bench", *rest)


def check(rest: list[str]) -> int:
    return run_all(CHECKS, rest)


def fix(rest: list[str]) -> int:
    return run_all(FIXES, rest)


def run_all(programs: dict[str, tuple[str, ...]], rest: list[str]) -> int:
    """All are run even when one fails; the first failure decides the exit status."""
    unknown = [name for name in rest if name not in programs]
    if unknown:
        print(f"Unknown “{unknown[0]}”. Known: {', '.join(programs)}.", file=sys.stderr)
        return 2
    results = {}
    for name in rest or programs:
        print(f"── {name}", flush=True)
        results[name] = inside(*programs[name])
    print("\n".join(f"{'FAILED' if failed else 'ok':8}{name}" for name, failed in results.items()))
    return next((status for status in results.values() if status), 0)


def lock(rest: list[str]) -> int:
    """Hashes, both lock files, no address of any registry."""
    uv = uv_program()
    if uv is None:
        return 0 if complain("Installing uv failed: is the package index within reach?") else 1
    shared = [uv, "pip", "compile", "--quiet", "--system-certs", "--universal"]
    shared += ["--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
    shared += ["--no-header", "pyproject.toml", *rest]
    runs = (("-o", RUN_LOCK), ("--group", "dev", "-o", DEV_LOCK))
    return 0 if all(call(*shared, *more) for more in runs) else 1


_MANAGE = ("-m", "tuphap.config.launch", "manage")
CHECKS = {
    "lint": ("-m", "ruff", "check", "."),
    "format": ("-m", "ruff", "format", "--check", "."),
    "types": ("-m", "mypy"),
    "arrows": ("-c", "from importlinter.cli import lint_imports_command as main; main()"),
    "django": (*_MANAGE, "check", "--fail-level", "WARNING"),
    "migrations": (*_MANAGE, "makemigrations", "--check", "--dry-run"),
    "documents": (*_MANAGE, "generate_docs", "--check"),
    "templates": ("-m", "tuphap.config.launch", "check-templates"),
}
FIXES = {
    "lint": ("-m", "ruff", "check", "--fix", "."),
    "format": ("-m", "ruff", "format", "."),
    "templates": ("-m", "tuphap.config.launch", "fix-templates"),
    "documents": (*_MANAGE, "generate_docs"),
}
ACTIONS = {
    "demo": demo,
    "test": test,
    "check": check,
    "fix": fix,
    "bench": bench,
    "lock": lock,
    "manage": manage,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
