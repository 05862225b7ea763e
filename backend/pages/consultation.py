"""The secure page for writing a question. What follows is in `backend.pages.conversation`."""

from aiohttp import web

from backend.attachments.kinds import ACCEPT
from backend.attachments.upload import takes_files
from backend.clock import japanese_datetime
from backend.pages.access import SeekerVisit, find_seeker, seeker_page
from backend.pages.danger import MAX_QUESTION_CHARS
from backend.pages.questions import Typed, empty_form, read_form, receive
from backend.tickets.models import PROMISE
from backend.web import CONTEXT, render

routes = web.RouteTableDef()

TOPICS = ("form_jobs", "form_documents", "form_work", "form_living", "form_training", "form_other")


@routes.get("/me/ask")
@seeker_page
async def show_question(request: web.Request, visit: SeekerVisit) -> web.Response:
    """The form for a question."""
    return _form(request, visit, empty_form(), topic="")


@routes.post("/me/ask")
@takes_files(find_seeker)
@seeker_page
async def ask(request: web.Request, visit: SeekerVisit) -> web.Response:
    """Put the question into the queue. Signs of danger are answered at once, on this page."""
    topic = visit.form.get("topic", "")
    topic = topic if topic in TOPICS else TOPICS[-1]
    typed = await read_form(request, visit)
    if typed.problem:
        return _form(request, visit, typed, topic=topic)
    return await receive(request, visit, typed, topic=topic)


def _form(request: web.Request, visit: SeekerVisit, typed: Typed, *, topic: str) -> web.Response:
    due = request.app[CONTEXT].clock() + PROMISE
    return render(
        request,
        "pages/ask.html",
        status=422 if typed.problem else 200,
        visit=visit,
        typed=typed,
        topic=topic,
        topics=TOPICS,
        limit=MAX_QUESTION_CHARS,
        accept=ACCEPT,
        due=japanese_datetime(due),
    )
