"""Configuration: environment variables `FRONTDESK_*` or a `.env` file. A wrong value stops the start with a sentence that names it."""

from __future__ import annotations

import os
import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from backend.errors import ConfigurationError

PREFIX = "FRONTDESK_"
PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Everything that differs between two installations. Paths are made absolute against the working directory."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="forbid")

    database_url: str | None = Field(default=None, description="PostgreSQL address; none: the embedded PostgreSQL")
    data_dir: Path = Field(default=Path(".data"), description="database files, keys and everything that must be backed up")
    model_dir: Path = Field(default=PROJECT_ROOT / "models", description="where the trained model lies")
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str | None = Field(default=None, description="the address that people see, when a proxy stands before us")
    city: str = Field(default="ANT", pattern=r"^[A-Z]{3}$", description="the letters before a case reference")
    language: Literal["nl", "fr", "en"] = "nl"
    secret_key: SecretStr | None = Field(default=None, description="32 bytes or more; none: made once and kept in the data directory")
    telegram_token: SecretStr | None = None
    telegram_base_url: str = "https://api.telegram.org/bot"
    telegram_webhook_url: str | None = Field(default=None, description="https address for updates; none: long polling")
    telegram_webhook_secret: SecretStr | None = None
    smtp_url: SecretStr | None = None

    @field_validator("database_url")
    @classmethod
    def _postgresql_only(cls, value: str | None) -> str | None:
        if value and not value.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
            raise ValueError("only PostgreSQL is supported: the address begins with postgresql://")
        return value or None

    @field_validator("telegram_base_url")
    @classmethod
    def _bot_suffix(cls, value: str) -> str:
        value = value.rstrip("/")
        return value if value.endswith("/bot") else f"{value}/bot"

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < 32:
            raise ValueError("at least 32 characters are needed")
        return value

    @field_validator("data_dir", "model_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @cached_property
    def key(self) -> bytes:
        """The installation's secret, from which every other key is derived. Made once (mode 0600) if none is configured.

        Losing it makes the encrypted fields unreadable: it belongs in the backup, apart from the database.
        """
        if self.secret_key is not None:
            return self.secret_key.get_secret_value().encode()
        path = self.data_dir / "secret.key"
        self.data_dir.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_urlsafe(48).encode())
        return path.read_bytes()

    @property
    def base_url(self) -> str:
        """The address under which people reach the web chat and the console, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


def load_settings() -> Settings:
    """The settings of this process.

    Raises `ConfigurationError` with one sentence that names the variable and what is wrong with it. The value itself is not repeated: it may be a
    secret.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        variable = name.upper() if name.lower().startswith(PREFIX.lower()) else f"{PREFIX}{name.upper()}"
        if first["type"] == "extra_forbidden":
            raise ConfigurationError(f"{variable} is not a setting that Frontdesk knows: correct or remove it.") from None
        raise ConfigurationError(f"{variable} is wrong: {first['msg'].removeprefix('Value error, ')}.") from None
    except UnicodeDecodeError:
        raise ConfigurationError("The file .env is not UTF-8 text: save it again as UTF-8.") from None
