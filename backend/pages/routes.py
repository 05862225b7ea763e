"""All routes of the secure pages; the composition root adds them."""

from aiohttp import web

from backend.pages import account, consultation, conversation, entry

routes: list[web.AbstractRouteDef] = [*entry.routes, *account.routes, *consultation.routes, *conversation.routes]
