"""Channel access tokens and ID-token verification. Mounted by `emulator.app`; needs no bearer token."""

from aiohttp import web

from emulator.model import Json
from emulator.tokens import verify_id_token
from emulator.web import form_of, state_of

routes = web.RouteTableDef()

LONG_TTL_S = 30 * 24 * 3_600
STATELESS_TTL_S = 15 * 60


async def _form(request: web.Request) -> Json:
    return {**form_of(await request.read())}


@routes.post("/v2/oauth/accessToken")
@routes.post("/oauth2/v2.1/token")
async def issue(request: web.Request) -> web.Response:
    """A token for 30 days."""
    state, form = state_of(request), await _form(request)
    state.access_tokens.check_client(form)
    token = state.access_tokens.issue(state.clock.now(), LONG_TTL_S)
    if request.path.endswith("/token"):
        token["key_id"] = state.new_id().replace("-", "")[:22]
    return web.json_response(token)


@routes.post("/oauth2/v3/token")
async def issue_stateless(request: web.Request) -> web.Response:
    """A token for 15 minutes."""
    state, form = state_of(request), await _form(request)
    state.access_tokens.check_client(form)
    return web.json_response(state.access_tokens.issue(state.clock.now(), STATELESS_TTL_S))


@routes.post("/v2/oauth/revoke")
@routes.post("/oauth2/v2.1/revoke")
async def revoke(request: web.Request) -> web.Response:
    """The token opens nothing any more; unknown ones are no error."""
    state_of(request).access_tokens.revoke(str((await _form(request)).get("access_token", "")))
    return web.Response(status=200)


@routes.post("/oauth2/v2.1/verify")
async def verify(request: web.Request) -> web.Response:
    """The claims of an ID token."""
    state = state_of(request)
    return web.json_response(verify_id_token(state.config, state.clock.now(), await _form(request)))
