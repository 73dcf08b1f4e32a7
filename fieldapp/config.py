"""Every setting, read once from the environment into one frozen value. Nothing else reads os.environ.

`Settings` is what the code sees; `from_environment()` is how the product gets it; tests build it directly.
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app

from .secrets_file import kept_secrets, p256_key

ROOT = Path(__file__).resolve().parent.parent
#: The push services of the browsers: Safari, Firefox, Chrome, Edge.
PUSH_HOSTS = "*.push.apple.com, updates.push.services.mozilla.com, fcm.googleapis.com, *.notify.windows.com"
PUSH_HOST = re.compile(r"(?:https://|http://(?=(?:127\.0\.0\.1|localhost|\[::1\])(?::|$))|\*\.)?(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::\d{1,5})?")
KEY_OF_32_BYTES = re.compile(r"[A-Za-z0-9_-]{43}=?")
MAIL = re.compile(r"[^@\s:]+@[^@\s:]+")


class SettingError(Exception):
    """A setting that cannot be read. The text names the setting and what it wants."""


@dataclass(frozen=True)
class Settings:
    """`origin` is scheme://host[:port] without a trailing slash. Keys are lists: the first makes, all are accepted.

    `vapid_keys` sign pushes (RFC 8292), none = no pushes; `push_hosts` is who may be asked to carry one: `host` or `*.host` by https on a
    public address, or exactly the one origin that is written with its scheme. `push_contact` is a mail address for those services.
    `log_keys` sign checkpoints of the ledger's log: each the 32 private bytes of an Ed25519 key in base64url; all of them sign.
    `restore_skip` is by how many numbers each register moves on after a restore from backup.
    """

    data: Path
    database_url: str
    blobs: Path
    cookie_keys: tuple[str, ...]
    lane_keys: tuple[bytes, ...]
    origin: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    web_processes: int = 1
    web_threads: int = 32
    proxies: int = 0
    demo: bool = False
    approve_phones: bool = False
    kill_switch: bool = False
    vapid_keys: tuple[str, ...] = ()
    log_keys: tuple[str, ...] = ()
    push_hosts: tuple[str, ...] = tuple(PUSH_HOSTS.split(", "))
    push_contact: str = "admin@localhost"
    restore_skip: int = 100

    @property
    def https(self) -> bool:
        return self.origin.startswith("https://")

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def current_settings() -> Settings:
    return current_app.config["FIELDAPP"]


def from_environment(env: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Makes the data folder and, at the first start, the keys in it (mode 0600)."""
    env = os.environ if env is None else env
    data = Path(env.get("FIELDAPP_DATA") or ROOT / "instance").resolve()
    data.mkdir(parents=True, exist_ok=True)
    port = _number(env, "PORT", 8000, 1, 65535)
    origin = _origin(env.get("FIELDAPP_ORIGIN") or f"http://127.0.0.1:{port}")
    database_url = _database_url(env.get("DATABASE_URL") or f"sqlite:///{data / 'fieldapp.db'}")
    single = database_url.startswith("sqlite")
    return Settings(
        data=data,
        database_url=database_url,
        blobs=_blob_folder(env.get("BLOB_URL") or "", data),
        cookie_keys=kept_secrets(env.get("SECRET_KEY"), data / "keys" / "cookie"),
        lane_keys=tuple(key.encode() for key in kept_secrets(env.get("FIELDAPP_LANE_KEYS"), data / "keys" / "lanes")),
        origin=origin,
        host=(env.get("HOST") or "127.0.0.1") if origin.startswith("https://") else "127.0.0.1",
        port=port,
        web_processes=1 if single else _number(env, "FIELDAPP_WEB_PROCESSES", 2, 1, 64),
        web_threads=_number(env, "FIELDAPP_WEB_THREADS", 32 if single else 16, 1, 256),
        proxies=_number(env, "FIELDAPP_PROXIES", 0, 0, 8),
        demo=_switch(env, "FIELDAPP_DEMO"),
        approve_phones=_switch(env, "FIELDAPP_APPROVE_PHONES", not _switch(env, "FIELDAPP_DEMO")),
        kill_switch=_switch(env, "FIELDAPP_KILL_SWITCH"),
        vapid_keys=_matching("FIELDAPP_VAPID_KEYS", KEY_OF_32_BYTES, kept_secrets(env.get("FIELDAPP_VAPID_KEYS"), data / "keys" / "vapid", p256_key)),
        log_keys=_matching("FIELDAPP_LOG_KEYS", KEY_OF_32_BYTES, kept_secrets(env.get("FIELDAPP_LOG_KEYS"), data / "keys" / "log")),
        push_hosts=_matching("FIELDAPP_PUSH_HOSTS", PUSH_HOST, re.split(r"\s*,\s*", (env.get("FIELDAPP_PUSH_HOSTS") or PUSH_HOSTS).strip().lower())),
        push_contact=_matching("FIELDAPP_PUSH_CONTACT", MAIL, [env.get("FIELDAPP_PUSH_CONTACT") or f"admin@{urlsplit(origin).hostname}"])[0],
        restore_skip=_number(env, "FIELDAPP_RESTORE_SKIP", 100, 1, 10_000),
    )


def _number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdecimal() or not least <= int(text) <= most:
        raise SettingError(f"{name}: 应为 {least} 到 {most} 的整数 / must be an integer from {least} to {most}: {text!r}")
    return int(text)


def _switch(env: Mapping[str, str], name: str, default: bool = False) -> bool:
    text = env.get(name) or str(int(default))
    if text not in ("0", "1"):
        raise SettingError(f"{name}: 应为 0 或 1 / must be 0 or 1: {text!r}")
    return text == "1"


def _matching(name: str, form: re.Pattern[str], parts: Iterable[str]) -> tuple[str, ...]:
    for part in parts:
        if not form.fullmatch(part):
            raise SettingError(f"{name}: 有一项读不懂 / one entry cannot be read" + ("" if name.endswith("KEYS") else f": {part!r}"))
    return tuple(parts)


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise SettingError(f"FIELDAPP_ORIGIN: 应如 https://host / must look like https://host: {text!r}")
    usual = {"http": ":80", "https": ":443"}[parts.scheme]  # browsers leave it out of `Origin` (RFC 6454, section 6.2)
    return f"{parts.scheme}://{parts.netloc}".lower().removesuffix(usual)


def _database_url(text: str) -> str:
    """PostgreSQL URLs get the driver we ship (psycopg 3); everything else is passed on."""
    scheme, colon, rest = text.partition("://")
    if scheme in ("postgres", "postgresql"):
        return f"postgresql+psycopg://{rest}"
    if scheme not in ("sqlite", "postgresql+psycopg") or not colon:
        raise SettingError("DATABASE_URL: 只支持 sqlite:/// 和 postgresql:// / only sqlite:/// and postgresql:// are known")
    return text


def _blob_folder(text: str, data: Path) -> Path:
    """BLOB_URL is a folder: a path, or file:///path. Other schemes are not understood."""
    if not text:
        return data / "blobs"
    parts = urlsplit(text)
    if parts.scheme not in ("", "file") or parts.netloc:
        raise SettingError(f"BLOB_URL: 应为文件夹路径 / must be the path of a folder: {text!r}")
    return Path(unquote(parts.path)).resolve()
