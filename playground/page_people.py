"""The page's routes for people, groups and topics."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from playground.acting import chat_of, person_of, place
from playground.chats import ADMIN_RIGHTS, PERMISSIONS, Chat, Standing
from playground.groups import is_upgradable, set_blocked, set_forum, set_standing, upgrade
from playground.people import PersonKind
from playground.refusals import NotPossible
from playground.topics import delete_topic, open_topic, set_topic_closed
from playground.views import chat_event
from playground.wire import Json
from playground.world import World


class NewPerson(BaseModel):
    first_name: str = Field(min_length=1, max_length=64)
    id: int | None = Field(default=None, gt=0)
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "en"
    kind: PersonKind = PersonKind.CUSTOMER
    phone_number: str | None = None


class PersonChange(BaseModel):
    first_name: str | None = Field(default=None, min_length=1, max_length=64)
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    kind: PersonKind | None = None
    phone_number: str | None = None


class Blocked(BaseModel):
    person_id: int
    blocked: bool


class Deactivated(BaseModel):
    person_id: int


class NewGroup(BaseModel):
    title: str = Field(min_length=1, max_length=128)
    by: int
    is_forum: bool = False
    type: str = Field(default="group", pattern="^(group|supergroup)$")


class MemberChange(BaseModel):
    status: Standing
    by: int
    person_id: int | None = None
    bot: bool = False
    is_anonymous: bool | None = None
    rights: dict[str, bool] | None = None


class ForumChange(BaseModel):
    is_forum: bool


class NewTopic(BaseModel):
    person_id: int = Field(alias="from")
    chat_id: int
    name: str = Field(min_length=1, max_length=128)


class TopicDeletion(BaseModel):
    chat_id: int
    thread_id: int


class TopicState(BaseModel):
    person_id: int = Field(alias="from")
    chat_id: int
    thread_id: int
    closed: bool


def people_routes(world: World) -> APIRouter:
    """The routes about who is there."""
    router = APIRouter()

    def chat_for_page(chat: Chat) -> Json:
        return chat.for_page(world.bot.id)

    @router.post("/people")
    async def new_person(given: NewPerson) -> Json:
        values = given.model_dump(exclude={"id"})
        try:
            person = world.add_person(person_id=given.id, **values)
        except ValueError:
            raise NotPossible(409, "This id is taken.") from None
        world.events.add({"type": "person", "person": person.for_page()})
        world.events.add(chat_event(world, world.chats[person.id]))
        return person.for_page()

    @router.patch("/people/{person_id}")
    async def change_person(person_id: int, given: PersonChange) -> Json:
        person = person_of(world, person_id)
        for name, value in given.model_dump(exclude_unset=True).items():
            setattr(person, name, value)
        world.events.add({"type": "person", "person": person.for_page()})
        return person.for_page()

    @router.post("/blocked")
    async def block(given: Blocked) -> Json:
        chat = world.chats[person_of(world, given.person_id).id]
        set_blocked(world, chat, blocked=given.blocked)
        return chat_for_page(chat)

    @router.post("/deactivated")
    async def deactivate(given: Deactivated) -> Json:
        person = person_of(world, given.person_id)
        person.deactivated = True
        return person.for_page()

    @router.post("/groups")
    async def new_group(given: NewGroup) -> Json:
        person_of(world, given.by)
        try:
            chat = world.add_group(given.title, creator_id=given.by, is_supergroup=given.type == "supergroup", is_forum=given.is_forum)
        except ValueError as wrong:
            raise NotPossible(400, f"{str(wrong).capitalize()}.") from None
        set_standing(world, chat, world.bot.id, Standing.MEMBER, by=given.by)
        return chat_for_page(chat)

    @router.post("/groups/{chat_id}/members")
    async def change_member(chat_id: int, given: MemberChange) -> Json:
        chat = _group(world, chat_id)
        user_id = world.bot.id if given.bot else person_of(world, given.person_id or 0).id
        if given.by != user_id and not chat.member(given.by).is_present:
            raise NotPossible(403, "Only a member changes the members.")
        if given.rights is not None and not set(given.rights) <= {*ADMIN_RIGHTS, *PERMISSIONS}:
            raise NotPossible(400, "There is no such right.")
        set_standing(world, chat, user_id, given.status, by=given.by, is_anonymous=given.is_anonymous, rights=given.rights)
        return chat_for_page(chat)

    @router.post("/groups/{chat_id}/forum")
    async def change_forum(chat_id: int, given: ForumChange) -> Json:
        chat = _group(world, chat_id)
        if chat.id > -1_000_000_000_000:
            raise NotPossible(400, "Only a supergroup can be a forum.")
        set_forum(world, chat, is_forum=given.is_forum)
        return chat_for_page(chat)

    @router.post("/groups/{chat_id}/upgrade")
    async def upgrade_group(chat_id: int) -> Json:
        chat = _group(world, chat_id)
        if not is_upgradable(chat):
            raise NotPossible(400, "Only a plain group becomes a supergroup.")
        return chat_for_page(upgrade(world, chat))

    @router.post("/topics")
    async def new_topic(given: NewTopic) -> Json:
        at = place(world, given.person_id, given.chat_id)
        if not at.chat.is_forum:
            raise NotPossible(400, "The group has no topics.")
        return open_topic(world, at.chat, name=given.name.strip(), by=at.sender_id).for_page()

    @router.post("/topics/deletions")
    async def remove_topic(given: TopicDeletion) -> Json:
        chat = _group(world, given.chat_id)
        topic = chat.topics.get(given.thread_id)
        if topic is None:
            raise NotPossible(404, "The topic is not there.")
        delete_topic(world, chat, topic)
        return chat_for_page(chat)

    @router.post("/topics/state")
    async def change_topic(given: TopicState) -> Json:
        at = place(world, given.person_id, given.chat_id)
        topic = at.chat.topics.get(given.thread_id)
        if topic is None:
            raise NotPossible(404, "The topic is not there.")
        if topic.created_by != given.person_id and not at.chat.member(given.person_id).may("can_manage_topics"):
            raise NotPossible(403, f"{at.person.first_name} may not manage topics.")
        if topic.closed != given.closed:
            set_topic_closed(world, at.chat, topic, by=at.sender_id, closed=given.closed)
        return topic.for_page()

    return router


def _group(world: World, chat_id: int) -> Chat:
    chat = chat_of(world, chat_id)
    if chat.is_private:
        raise NotPossible(400, "This is not a group.")
    return chat
