"""`make test`: every check, one after the other; the first that fails ends it. Run from the checkout's root."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS: dict[str, list[str]] = {
    "style (ruff)": ["ruff", "check", "--quiet", "."],
    "format (ruff)": ["ruff", "format", "--quiet", "--check", "."],
    "types (mypy)": ["mypy"],
    "layers (import-linter)": ["lint-imports"],
    "model": ["frontdesk", "train"],
    "Rasa's data": [
        "rasa", "data", "validate", "--config", "config.yml", "--domain", "domain.yml",
        "--data", "nlu/data/nl", "nlu/data/fr", "nlu/data/en", "dialogue/data",
    ],
    "tests (pytest)": ["pytest", "--durations=5"],
}  # fmt: skip
CHATTY = {"layers (import-linter)", "Rasa's data"}  # their output is shown only when they fail


def main() -> int:
    """Run the checks; the exit status of the first that fails, or 0."""
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore", "TQDM_DISABLE": "1"}
    for name, command in CHECKS.items():
        print(f"== {name}", flush=True)
        began = time.monotonic()
        quiet = name in CHATTY
        result = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, env=environment, capture_output=quiet, text=quiet)
        if result.returncode != 0:
            if quiet:
                print(result.stdout[-8000:], result.stderr[-8000:], sep="\n")
            print(f"== {name} failed", flush=True)
            return result.returncode
        if name != "tests (pytest)":
            print(f"   ok, {time.monotonic() - began:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
