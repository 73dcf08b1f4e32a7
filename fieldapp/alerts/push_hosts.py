"""Whom the server may send a push to: an endpoint is an address that a browser, so anybody, has told us (SSRF).

An entry is `host` or `*.host`: https on the usual port, on a public address. Written as an origin (`https://10.0.0.7:8443`,
`http://127.0.0.1:9000`) it stands for that origin alone, wherever it lies.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

MAX_ENDPOINT = 2000
DEFAULT_PORT = {"https": 443, "http": 80}


class Forbidden(ValueError):
    """This endpoint is not sent to. The text says why, without the endpoint."""


@dataclass(frozen=True)
class Endpoint:
    """An endpoint that may be sent to. `origin` is scheme://host[:port] as VAPID's `aud` wants it (RFC 8292 section 2)."""

    scheme: str
    host: str
    port: int
    target: str
    named: bool

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORT[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"


def endpoint(text: object, allowed: tuple[str, ...]) -> Endpoint:
    """Read an endpoint and hold it against the list. Raises Forbidden; asks no name server."""
    if not isinstance(text, str) or len(text) > MAX_ENDPOINT or not text.isascii() or not text.isprintable() or " " in text:
        raise Forbidden("not an address")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as bad:
        raise Forbidden("not an address") from bad
    if parts.scheme not in DEFAULT_PORT or not host or parts.username is not None or "\\" in text:
        raise Forbidden("not an address")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    found = Endpoint(parts.scheme, host, port or DEFAULT_PORT[parts.scheme], target, named=False)
    if any(entry == _origin_of(parts, found) for entry in allowed if "://" in entry):
        return Endpoint(found.scheme, found.host, found.port, target, named=True)
    if found.scheme != "https" or found.port != DEFAULT_PORT["https"] or _is_address(host) or not _listed(host, allowed):
        raise Forbidden("not a push service we know")
    return found


def addresses(one: Endpoint) -> list[str]:
    """The network addresses to connect to. Raises Forbidden when one of them is not public and the origin is not named; OSError
    when there are none. Connect to what was looked at, or a name server could answer differently the second time."""
    found = [info[4][0] for info in socket.getaddrinfo(one.host, one.port, type=socket.SOCK_STREAM)]
    if not one.named and not all(_public(address) for address in found):
        raise Forbidden("its address is not public")
    return found


def _origin_of(parts: SplitResult, found: Endpoint) -> str:
    return f"{parts.scheme}://{found.authority}".lower()


def _listed(host: str, allowed: tuple[str, ...]) -> bool:
    return any(host == entry or (entry.startswith("*.") and host.endswith(entry[1:]) and host != entry[1:])
               for entry in allowed if "://" not in entry)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _public(address: str) -> bool:
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    return ip.is_global and not ip.is_multicast
