"""Whose address a request came from, where others stand between: only named proxies are believed.

The border writes it over `REMOTE_ADDR` before anything reads that, so journal, limits and the
lock-out after wrong passwords all go by the same address.
"""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
# Stands in the setting for a proxy on a socket of this machine: such a peer has no address.
ON_A_SOCKET = "unix"


def address_of(request: HttpRequest) -> str | None:
    """After the border; the lock-out asks here and not in headers that anybody can write."""
    return request.META.get("REMOTE_ADDR")


def write_address(request: HttpRequest) -> None:
    request.META["REMOTE_ADDR"] = client_address(
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        settings.TRUSTED_PROXIES,
    )


def forget_strange_scheme(request: HttpRequest) -> None:
    """Whether the reader came by HTTPS is believed of the named proxies only, like the address."""
    told = "HTTP_X_FORWARDED_PROTO" in request.META
    if told and not _is_trusted(request.META.get("REMOTE_ADDR", ""), settings.TRUSTED_PROXIES):
        del request.META["HTTP_X_FORWARDED_PROTO"]


def client_address(peer: str, forwarded: str, proxies: Collection[str]) -> str:
    """The first address, from the nearest on, that is not one of `proxies`.

    What stands further left may have been written by anybody and is not looked at. Where an entry
    is no address, the last good one before it counts.
    """
    if not _is_trusted(peer, proxies):
        return peer
    found = peer
    for text in reversed(forwarded.split(",")):
        address = _read(text)
        if address is None:
            return found
        found = str(address)
        if not _is_trusted(found, proxies):
            return found
    return found


def proxies_from(texts: Collection[str]) -> tuple[str, ...]:
    """Refuses at the start what is neither an address nor a network."""
    return tuple(t if t == ON_A_SOCKET else str(ip_network(t.strip())) for t in texts)


def _is_trusted(text: str, proxies: Collection[str]) -> bool:
    address = _read(text)
    if address is None:
        return not text and ON_A_SOCKET in proxies
    return any(address in ip_network(one) for one in proxies if one != ON_A_SOCKET)


def _read(text: str) -> Address | None:
    """With a port or without; an IPv4 address in the dress of an IPv6 one is the same line."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
