"""Webhooks to staff: one JSON post to an address somebody entered, which therefore must not lead inside our network."""

import ipaddress
import socket

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from backend.errors import ExternalService

TIMEOUT_S = 10.0
MAX_ADDRESS_CHARS = 500


class PublicOnly(AbstractResolver):
    """Resolves names, and refuses those that lead to private addresses: checked on what is then connected to."""

    def __init__(self) -> None:
        self._resolver = aiohttp.DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Addresses of a name.

        Raises:
            OSError: one of them is not public.
        """
        found = await self._resolver.resolve(host, port, family)
        if not all(is_public(one["host"]) for one in found):
            raise OSError("not a public address")
        return found

    async def close(self) -> None:
        """Nothing to keep."""
        await self._resolver.close()


def is_public(address: str) -> bool:
    """True for an IP address that anybody on the internet could reach."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return (mapped or ip).is_global and not ip.is_multicast


def is_acceptable(address: str, *, allow_local: bool) -> bool:
    """Whether an address may be entered: https, a host that is not a private IP address, no login in it."""
    try:
        url = URL(address)
    except ValueError:
        return False
    if len(address) > MAX_ADDRESS_CHARS or not url.host or url.user is not None or url.password is not None:
        return False
    if allow_local:
        return url.scheme in ("http", "https")
    try:
        public = is_public(url.host)
    except ValueError:  # a name: checked when it is resolved
        public = "." in url.host and not url.host.endswith((".local", ".internal", ".localhost"))
    return url.scheme == "https" and public


async def post(address: str, *, text: str, allow_local: bool) -> None:
    """Say it.

    Raises:
        ExternalService: not taken; retryable unless the address is wrong or says so (4xx).
    """
    if not is_acceptable(address, allow_local=allow_local):
        raise ExternalService("webhook", "address_refused", retryable=False)
    connector = aiohttp.TCPConnector(resolver=None if allow_local else PublicOnly(), use_dns_cache=False)
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout) as http,
            http.post(address, json={"text": text}, allow_redirects=False) as response,
        ):
            status = response.status
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise ExternalService("webhook", "not_reached", retryable=True) from error
    if not 200 <= status < 300:  # noqa: PLR2004
        retryable = status >= 500 or status in (408, 429)  # noqa: PLR2004
        raise ExternalService("webhook", f"answer_{status}", retryable=retryable)
