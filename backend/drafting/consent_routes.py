"""`/me/model-consent`: a seeker agrees to drafting help by an outside model, or takes that back. Off by default."""

from aiohttp import web

from backend.drafting.service import set_consent
from backend.pages.access import SeekerVisit, seeker_page
from backend.web import CONTEXT, render, see_other

routes = web.RouteTableDef()


@routes.get("/me/model-consent")
@seeker_page
async def show_consent(request: web.Request, visit: SeekerVisit) -> web.Response:
    """What it means, and what holds now."""
    return render(request, "drafting/consent.html", visit=visit, saved=request.query.get("saved") == "1")


@routes.post("/me/model-consent")
@seeker_page
async def change_consent(request: web.Request, visit: SeekerVisit) -> web.Response:
    """Agree, or take it back."""
    now, agrees = request.app[CONTEXT].clock(), visit.form.get("agrees") == "yes"
    await set_consent(visit.session, seeker=visit.seeker, agrees=agrees, now=now)
    return see_other("/me/model-consent?saved=1")
