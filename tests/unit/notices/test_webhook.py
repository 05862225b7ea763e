"""Webhook addresses are typed in by people: none may lead inside our own network."""

import pytest

from backend.errors import ExternalService
from backend.notices.webhook import PublicOnly, is_acceptable, is_public, post


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example.com/x",
        "https://127.0.0.1/x",
        "https://10.1.2.3/x",
        "https://192.168.0.5/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://localhost/x",
        "https://printer.local/x",
        "https://user:secret@hooks.example.com/x",
        "ftp://hooks.example.com/x",
        "hooks.example.com",
        "https://hooks.example.com/" + "x" * 600,
        "",
    ],
)
def test_addresses_that_are_not_public_https_are_refused(address: str) -> None:
    assert not is_acceptable(address, allow_local=False)


def test_a_public_https_address_is_accepted() -> None:
    assert is_acceptable("https://hooks.example.com/services/T000", allow_local=False)


def test_local_addresses_are_for_tests_and_demos() -> None:
    assert is_acceptable("http://127.0.0.1:8010/hook", allow_local=True)
    assert not is_acceptable("file:///etc/passwd", allow_local=True)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", ["224.0.0.1", "0.0.0.0", "100.64.0.1", "fe80::1%eth0", "::ffff:127.0.0.1"])
def test_multicast_and_carrier_networks_are_not(address: str) -> None:
    assert not is_public(address)


async def test_a_name_that_resolves_to_this_machine_is_refused() -> None:
    resolver = PublicOnly()
    with pytest.raises(OSError, match="public"):
        await resolver.resolve("localhost", 443)
    await resolver.close()


async def test_a_refused_address_is_not_tried_again() -> None:
    with pytest.raises(ExternalService) as refused:
        await post("https://127.0.0.1/x", text="x", allow_local=False)
    assert not refused.value.retryable
