#!/usr/bin/env python3
"""The one door: set up, start, test, check. Standard library only.

    python3 run.py              the application with demo data
    python3 run.py test         all tests (arguments go to pytest)
    python3 run.py --help       all verbs
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent
VENV = BASE / ".venv"
PYTHON = VENV / "bin" / "python"
UV = "uv==0.13.9"
RUN_LOCK, DEV_LOCK = "requirements.lock", "requirements-dev.lock"

VERBS = {
    "demo": "set up and start the application with demo data (also without a verb)",
    "test": "set up and run all tests; arguments go to pytest",
    "check": "format, lint, types, arrows, templates, migrations, generated files",
    "fix": "format and mend what can be mended by itself, write the generated files anew",
    "bench": "run the promises of speed; arguments name scripts",
    "lock": "write the requirements*.lock files anew from pyproject.toml",
    "manage": "run a management command, for example: manage score FILE --rule-set CODE",
}


def main(words: list[str]) -> int:
    if sys.version_info < (3, 11):
        print("Python 3.11 or newer is needed: install python3.11 and start with it.", file=sys.stderr)
        return 2
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
    have = stamp.read_text() if stamp.exists() else ""
    # What development needs contains what the application needs.
    if PYTHON.exists() and have in (wanted, stamp_text(DEV_LOCK)):
        return True
    print(f"Setting up .venv from {lock} …", flush=True)
    stamp.unlink(missing_ok=True)
    if not PYTHON.exists() and not call(sys.executable, "-m", "venv", "--without-pip", str(VENV)):
        return complain("python3 -m venv failed: is the folder writable?")
    if not (install_with_uv(lock) or install_with_pip(lock)):
        return complain("Installing the packages failed; see the messages above, then start again.")
    stamp.write_text(wanted)
    return True


def stamp_text(lock: str) -> str:
    digest = hashlib.sha256((BASE / lock).read_bytes()).hexdigest()
    return f"{digest} {sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"


def wheelhouse() -> list[str]:
    folder = BASE / "wheelhouse"
    return ["--no-index", "--find-links", str(folder)] if folder.is_dir() else []


def install_with_uv(lock: str) -> bool:
    target = VENV / "uv"
    uv = target / "bin" / "uv"
    if not uv.exists():
        quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade"]
        if not call(sys.executable, *quiet, *wheelhouse(), "--target", str(target), UV, quiet=True):
            return False
    sync = ["pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON)]
    return call(str(uv), *sync, *wheelhouse(), lock)


def install_with_pip(lock: str) -> bool:
    print("uv did not work, trying pip …", flush=True)
    pip = ["-m", "pip", "--python", str(PYTHON), "install", "--quiet", "--require-hashes"]
    return call(sys.executable, *pip, "--only-binary", ":all:", *wheelhouse(), "-r", lock)


def call(*words: str, quiet: bool = False) -> bool:
    hide = subprocess.DEVNULL if quiet else None
    return subprocess.run(words, cwd=BASE, stdout=hide, stderr=hide, check=False).returncode == 0


def complain(sentence: str) -> bool:
    print(sentence, file=sys.stderr)
    return False


def inside(*words: str) -> int:
    """Run a program of .venv and pass its exit status on; Ctrl-C is its own affair."""
    process = subprocess.Popen([str(PYTHON), *words], cwd=BASE, env=environment())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def environment() -> dict[str, str]:
    folder = os.environ.get("TUPHAP_DATA") or default_data_folder()
    return {
        **os.environ,
        "TUPHAP_DATA": folder,
        "DJANGO_SETTINGS_MODULE": "tuphap.config.settings",
        "PYTHONPATH": str(BASE),
        "PYTHONUTF8": "1",
    }


def default_data_folder() -> str:
    """Beside the project; not below the home of root, where the database's own user may not go."""
    folder = BASE / ".data"
    if os.geteuid() == 0:
        print("Started as root: the embedded database runs as the system user “pgserver”.", flush=True)
        if Path("/root") in folder.parents:
            folder = Path("/var/tmp") / f"tuphap-{hashlib.sha256(str(BASE).encode()).hexdigest()[:8]}"
    return str(folder)


def demo(rest: list[str]) -> int:
    return inside("-m", "tuphap.config.launch", "demo", *rest)


def manage(rest: list[str]) -> int:
    return inside("-m", "tuphap.config.launch", "manage", *rest)


def test(rest: list[str]) -> int:
    return inside("-m", "pytest", *rest)


def bench(rest: list[str]) -> int:
    return inside("-m", "bench", *rest)


def check(rest: list[str]) -> int:
    """All checks are run even when one fails; the first failure decides the exit status."""
    return first_failure(CHECKS, rest)


def fix(rest: list[str]) -> int:
    return first_failure(FIXES, rest)


def first_failure(commands: tuple[tuple[str, ...], ...], rest: list[str]) -> int:
    results = [(words, inside(*words, *rest)) for words in commands]
    for words, status in results:
        print(f"{'ok    ' if status == 0 else 'FAILED'} {' '.join(words[1:])}")
    return next((status for _, status in results if status), 0)


def lock(rest: list[str]) -> int:
    """Hashes, both lock files, no address of any registry."""
    uv = str(VENV / "uv" / "bin" / "uv")
    common = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    common += ["--generate-hashes", "--no-emit-index-url", "--no-header", "pyproject.toml", *rest]
    runs = (("-o", RUN_LOCK), ("--group", "dev", "-o", DEV_LOCK))
    return 0 if shutil.which(uv) and all(call(*common, *more) for more in runs) else 1


CHECKS = (
    ("-m", "ruff", "check", "."),
    ("-m", "ruff", "format", "--check", "."),
    ("-m", "mypy",),
    ("-c", "from importlinter.cli import lint_imports_command as main; main()"),
    ("-m", "tuphap.config.launch", "manage", "check", "--fail-level", "WARNING"),
    ("-m", "tuphap.config.launch", "manage", "makemigrations", "--check", "--dry-run"),
    ("-m", "tuphap.config.launch", "manage", "generate_docs", "--check"),
    ("-m", "tuphap.config.launch", "check-templates"),
)
FIXES = (
    ("-m", "ruff", "check", "--fix", "."),
    ("-m", "ruff", "format", "."),
    ("-m", "tuphap.config.launch", "fix-templates"),
    ("-m", "tuphap.config.launch", "manage", "generate_docs"),
)
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
