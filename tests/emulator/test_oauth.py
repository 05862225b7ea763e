"""Channel access tokens and ID tokens."""

from typing import Any

import pytest

from tests.emulator.conftest import Json, World

CLIENT = {"grant_type": "client_credentials", "client_id": "1000000001", "client_secret": "emulator-channel-secret"}


async def form(world: World, path: str, **fields: str) -> tuple[int, Json]:
    answer = await world.client.post(path, data=fields)
    return answer.status, await answer.json(content_type=None) if (await answer.read()) else {}


async def opens(world: World, token: str) -> bool:
    answer = await world.client.get("/v2/bot/info", headers={"Authorization": f"Bearer {token}"})
    return answer.status == 200


@pytest.mark.parametrize(("path", "ttl"), [("/v2/oauth/accessToken", 2_592_000), ("/oauth2/v3/token", 900)])
async def test_an_issued_token_opens_the_api_until_it_expires(world: World, path: str, ttl: int) -> None:
    status, token = await form(world, path, **CLIENT)
    assert (status, token["expires_in"], token["token_type"]) == (200, ttl, "Bearer")
    world.clock.advance(ttl - 1)
    assert await opens(world, token["access_token"])
    world.clock.advance(1)
    assert not await opens(world, token["access_token"])


async def test_a_wrong_secret_gets_no_token(world: World) -> None:
    status, body = await form(world, "/oauth2/v3/token", **{**CLIENT, "client_secret": "wrong"})
    assert (status, body["error"]) == (400, "invalid_client")


async def test_a_revoked_token_opens_nothing(world: World) -> None:
    _, token = await form(world, "/v2/oauth/accessToken", **CLIENT)
    assert (await form(world, "/v2/oauth/revoke", access_token=token["access_token"]))[0] == 200
    assert not await opens(world, token["access_token"])


async def test_an_id_token_is_verified_with_its_claims(world: World) -> None:
    minted = await world.control(f"users/{world.user}/id-token", {"nonce": "n-1"})
    status, claims = await form(
        world, "/oauth2/v2.1/verify", id_token=minted["idToken"], client_id="2000000001", nonce="n-1"
    )
    assert status == 200
    assert claims["sub"] == world.user
    assert claims["aud"] == "2000000001"
    assert claims["iss"] == "https://access.line.me"
    assert claims["name"] == "68歳の田中さん"
    assert claims["exp"] - claims["iat"] == 3_600


@pytest.mark.parametrize(
    ("minted_with", "sent", "description"),
    [
        ({}, {"client_id": "9"}, "Invalid IdToken Audience."),
        ({"audience": "9"}, {}, "Invalid IdToken Audience."),
        ({"nonce": "a"}, {"nonce": "b"}, "Invalid IdToken Nonce."),
        ({}, {"nonce": "b"}, "Invalid IdToken Nonce."),
        ({"ttlSeconds": -1}, {}, "IdToken expired."),
        ({}, {"user_id": "U" + "0" * 32}, "Invalid IdToken Subject Identifier."),
        ({}, {"id_token": "a.b.c"}, "Invalid IdToken."),
        ({}, {"id_token": "nonsense"}, "Invalid IdToken."),
        ({}, {"id_token": ""}, "id_token must not be empty"),
    ],
)
async def test_id_tokens_that_do_not_fit_are_refused(
    world: World, minted_with: Json, sent: dict[str, str], description: str
) -> None:
    minted = await world.control(f"users/{world.user}/id-token", minted_with)
    fields: Any = {"id_token": minted["idToken"], "client_id": "2000000001"} | sent
    status, body = await form(world, "/oauth2/v2.1/verify", **fields)
    assert (status, body) == (400, {"error": "invalid_request", "error_description": description})


async def test_a_tampered_id_token_is_refused(world: World) -> None:
    head, _, signature = world.state.id_token(world.user).split(".")
    _, body, _ = world.state.id_token(world.other).split(".")
    status, _ = await form(world, "/oauth2/v2.1/verify", id_token=f"{head}.{body}.{signature}", client_id="2000000001")
    assert status == 400


async def test_secrets_in_forms_are_not_recorded(world: World) -> None:
    await form(world, "/oauth2/v3/token", **CLIENT)
    recorded = (await world.control("requests?path=/oauth2"))["requests"]
    assert recorded[0]["body"]["client_secret"] == "…"
