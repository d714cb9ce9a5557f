"""The page's routes for inline mode: type a query, see what is offered, post one of the results."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from playground.acting import place
from playground.inline_mode import choose, query_of, type_query
from playground.views import page_view
from playground.wire import Json
from playground.world import World


class TypedQuery(BaseModel):
    person_id: int = Field(alias="from")
    chat_id: int
    query: str = ""
    offset: str = ""


class Choice(BaseModel):
    person_id: int = Field(alias="from")
    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None
    inline_query_id: str
    result_id: str


def inline_routes(world: World) -> APIRouter:
    """The routes of people who type behind the bot's name."""
    router = APIRouter()

    @router.post("/inline-queries")
    async def new_query(given: TypedQuery) -> Json:
        return {"inline_query_id": type_query(world, given.person_id, given.chat_id, given.query, offset=given.offset).id}

    @router.get("/inline-queries/{query_id}")
    async def what_is_offered(query_id: str) -> Json:
        query = query_of(world, query_id)
        return {"answered": query.results is not None, "results": query.results or []}

    @router.post("/inline-choices")
    async def new_choice(given: Choice) -> Json:
        at = place(world, given.person_id, given.chat_id, thread_id=given.thread_id)
        return page_view(world, choose(world, at, given.inline_query_id, given.result_id, reply_to=given.reply_to))

    return router
