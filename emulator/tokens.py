"""ID tokens (LINE Login) and channel access tokens. Used by the oauth endpoints and the control API."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta

from emulator.config import EmulatorConfig
from emulator.errors import Refusal
from emulator.model import Json

ISSUER = "https://access.line.me"
ID_TOKEN_TTL_S = 3_600


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def mint_id_token(
    config: EmulatorConfig,
    now: datetime,
    user_id: str,
    name: str,
    *,
    nonce: str | None = None,
    ttl_s: int = ID_TOKEN_TTL_S,
    audience: str | None = None,
) -> str:
    """An HS256 JWT such as LIFF's `getIDToken()` gives. A negative `ttl_s` makes one that has expired."""
    issued = int(now.timestamp())
    claims: Json = {
        "iss": ISSUER,
        "sub": user_id,
        "aud": audience or config.client_id,
        "exp": issued + ttl_s,
        "iat": issued,
        "amr": ["linesso"],
        "name": name,
    }
    if nonce:
        claims["nonce"] = nonce
    head = _encode(b'{"typ":"JWT","alg":"HS256"}')
    body = _encode(json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode())
    return f"{head}.{body}.{_signature(config, f'{head}.{body}')}"


def _signature(config: EmulatorConfig, signed: str) -> str:
    return _encode(hmac.new(config.login_channel_secret.encode(), signed.encode(), hashlib.sha256).digest())


def _invalid(description: str) -> Refusal:
    return Refusal(400, {"error": "invalid_request", "error_description": description})


def verify_id_token(config: EmulatorConfig, now: datetime, form: Json) -> Json:
    """The claims of a good token.

    Raises:
        Refusal: 400 in the wording of LINE Login.
    """
    token, client_id = form.get("id_token") or "", form.get("client_id") or ""
    if not token:
        raise _invalid("id_token must not be empty")
    if not client_id:
        raise _invalid("client_id must not be empty")
    claims = _claims(config, token)
    if claims["iss"] != ISSUER:
        raise _invalid("Invalid IdToken Issuer.")
    if claims["exp"] <= int(now.timestamp()):
        raise _invalid("IdToken expired.")
    if claims["aud"] != client_id:
        raise _invalid("Invalid IdToken Audience.")
    if form.get("nonce") and claims.get("nonce") != form["nonce"]:
        raise _invalid("Invalid IdToken Nonce.")
    if form.get("user_id") and claims["sub"] != form["user_id"]:
        raise _invalid("Invalid IdToken Subject Identifier.")
    return claims


def _claims(config: EmulatorConfig, token: str) -> Json:
    try:
        head, body, signature = token.split(".")
        if not hmac.compare_digest(signature.encode(), _signature(config, f"{head}.{body}").encode()):
            raise _invalid("Invalid IdToken.")
        claims = json.loads(_decode(body))
    except (ValueError, binascii.Error) as error:
        raise _invalid("Invalid IdToken.") from error
    if not isinstance(claims, dict):
        raise _invalid("Invalid IdToken.")
    return claims


class AccessTokens:
    """Tokens the application may send with: the configured long-lived one and those issued here."""

    def __init__(self, config: EmulatorConfig) -> None:
        self._config = config
        self._issued: dict[str, datetime] = {}
        self._revoked: set[str] = set()

    def issue(self, now: datetime, ttl_s: int) -> Json:
        """A new token as the oauth endpoints answer it."""
        token = secrets.token_urlsafe(48)
        self._issued[token] = now + timedelta(seconds=ttl_s)
        return {"access_token": token, "expires_in": ttl_s, "token_type": "Bearer"}

    def accepts(self, token: str, now: datetime) -> bool:
        """Whether the token opens the API at this moment."""
        if token in self._revoked:
            return False
        if hmac.compare_digest(token.encode(), self._config.channel_access_token.encode()):
            return True
        expires = self._issued.get(token)
        return expires is not None and now < expires

    def revoke(self, token: str) -> None:
        """From now on the token opens nothing."""
        self._revoked.add(token)

    def check_client(self, form: Json) -> None:
        """Let a client with the right secret, or with an assertion it made, have a token.

        The assertion's signature is not checked: the emulator has no public key of the client.

        Raises:
            Refusal: 400 with LINE's error body.
        """
        if form.get("grant_type") != "client_credentials":
            raise Refusal(400, {"error": "unsupported_grant_type", "error_description": "invalid grant_type"})
        if form.get("client_assertion"):
            try:
                claims = json.loads(_decode(str(form["client_assertion"]).split(".")[1]))
                good = claims.get("iss") == claims.get("sub") == self._config.channel_id
            except (ValueError, IndexError, AttributeError, binascii.Error):
                good = False
        else:
            good = form.get("client_id") == self._config.channel_id and hmac.compare_digest(
                str(form.get("client_secret", "")).encode(), self._config.channel_secret.encode()
            )
        if not good:
            raise Refusal(400, {"error": "invalid_client", "error_description": "invalid client_id or client_secret"})
