"""The command line as a person uses it: what is wrong is one sentence, and the exit status is not 0."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

FRONTDESK = Path(sys.executable).parent / "frontdesk"


def run(*arguments: str, cwd: Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FRONTDESK_") or name == "FRONTDESK_MODEL_DIR"}
    return subprocess.run(
        [str(FRONTDESK), *arguments], cwd=cwd, env={**clean, **environment}, input=stdin, capture_output=True, text=True, timeout=180
    )


def one_sentence(result: subprocess.CompletedProcess[str]) -> str:
    """What was said on standard error, in one line; a trace fails the test."""
    said = " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert said
    return said


def test_help_names_every_command(tmp_path: Path) -> None:
    result = run("--help", cwd=tmp_path)
    assert result.returncode == 0
    for command in ("run", "demo", "chat", "train", "parse", "doctor", "user", "invite"):
        assert command in result.stdout


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("FRONTDESK_PORT=eighty", "FRONTDESK_PORT"),
        ("FRONTDESK_DATABASE_URL=mysql://x", "FRONTDESK_DATABASE_URL"),
        ("FRONTDESK_PORTT=80", "FRONTDESK_PORTT"),
        ("FRONTDESK_SECRET_KEY=short", "FRONTDESK_SECRET_KEY"),
        ("FRONTDESK_LANGUAGE=de", "FRONTDESK_LANGUAGE"),
    ],
)
def test_a_broken_env_file_is_named_and_its_value_is_not_repeated(tmp_path: Path, line: str, named: str) -> None:
    (tmp_path / ".env").write_text(line + "\n")
    result = run("run", cwd=tmp_path)
    assert result.returncode == 2
    assert named in one_sentence(result)
    assert line.partition("=")[2] not in one_sentence(result)


def test_an_env_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"FRONTDESK_PORT=\xff\xfe\x00")
    result = run("run", cwd=tmp_path)
    assert result.returncode == 2
    assert ".env" in one_sentence(result)


def test_an_occupied_port_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("run", "--port", str(taken.getsockname()[1]), cwd=tmp_path)
    assert result.returncode == 2
    assert "in use" in one_sentence(result)


def test_an_unreachable_database_is_said(tmp_path: Path, model: Path) -> None:
    result = run(
        "run", "--port", "0", cwd=tmp_path, FRONTDESK_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none", FRONTDESK_MODEL_DIR=str(model.parent)
    )
    assert result.returncode == 2
    assert "database cannot be reached" in one_sentence(result)


def test_a_doctor_with_the_database_stopped_says_so(tmp_path: Path, model: Path) -> None:
    result = run("doctor", cwd=tmp_path, FRONTDESK_MODEL_DIR=str(model.parent))
    assert result.returncode == 1
    assert "not running" in " ".join(result.stdout.split())


def test_accounts_and_invites(tmp_path: Path) -> None:
    assert run("demo", cwd=tmp_path).returncode == 0
    again = run("demo", cwd=tmp_path)
    assert again.returncode == 1
    assert "only for an empty one" in one_sentence(again)
    weak = run("user", "add", "--email", "a@b.example", "--role", "coordinator", "--password-stdin", cwd=tmp_path, stdin="short\n")
    assert weak.returncode == 1
    assert "at least 10 characters" in one_sentence(weak)
    made = run("user", "add", "--email", "a@b.example", "--role", "coordinator", "--password-stdin", cwd=tmp_path, stdin="long enough now\n")
    assert made.returncode == 0
    assert "a@b.example" in run("user", "list", cwd=tmp_path).stdout
    assert run("user", "disable", "a@b.example", cwd=tmp_path).returncode == 0
    assert run("user", "disable", "nobody@b.example", cwd=tmp_path).returncode == 1
    code = run("invite", "--role", "school_staff", "--organization", "s35", cwd=tmp_path)
    assert code.returncode == 0
    assert len(code.stdout.strip()) == 10
    assert run("invite", "--role", "school_staff", "--organization", "nowhere", cwd=tmp_path).returncode == 1
