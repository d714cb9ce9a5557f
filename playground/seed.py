"""The cast of the demo: its people and its two groups, with ids that never change."""

from dataclasses import dataclass

from playground.chats import Member, Standing
from playground.people import PersonKind
from playground.world import World

DESK_RIGHTS = (
    "can_manage_chat",
    "can_manage_topics",
    "can_delete_messages",
    "can_pin_messages",
    "can_restrict_members",
    "can_invite_users",
)


FIRST_OF_CROWD = 1_000_001


@dataclass(frozen=True, slots=True)
class Cast:
    """The ids of everybody and of both groups."""

    mei: int = 1001
    james: int = 1002
    sofia: int = 1003
    wang: int = 1004
    anna: int = 2001
    chen: int = 2002
    olivia: int = 3001
    desk: int = -1001000000001
    front_office: int = -4001

    @property
    def customers(self) -> tuple[int, ...]:
        return (self.mei, self.james, self.sofia, self.wang)

    @property
    def staff(self) -> tuple[int, ...]:
        return (self.anna, self.chen)


def seed_people(world: World) -> Cast:
    """Puts the cast into an empty world and returns their ids."""
    cast = Cast()
    customer, staff, owner = PersonKind.CUSTOMER, PersonKind.STAFF, PersonKind.OWNER
    world.add_person("Mei Lin", person_id=cast.mei, last_name="林美", username="meilin", language_code="zh-hans", kind=customer)
    world.add_person("James", person_id=cast.james, last_name="Carter", username="jcarter", language_code="en", kind=customer)
    world.add_person("Sofía", person_id=cast.sofia, last_name="Reyes", language_code="es", kind=customer)
    world.add_person("王强", person_id=cast.wang, username="wangqiang", language_code="zh-hans", kind=customer)
    world.add_person("Anna", person_id=cast.anna, last_name="Weber", username="anna", language_code="en", kind=staff)
    world.add_person("陈静", person_id=cast.chen, username="chenjing", language_code="zh-hans", kind=staff)
    world.add_person("Olivia", person_id=cast.olivia, last_name="Stone", username="olivia", language_code="en", kind=owner)

    desk = world.add_group("Kefu Desk", creator_id=cast.olivia, chat_id=cast.desk, is_supergroup=True, is_forum=True)
    front_office = world.add_group("Front Office", creator_id=cast.olivia, chat_id=cast.front_office)
    for person_id in cast.staff:
        desk.members[person_id] = Member(person_id, Standing.MEMBER)
        front_office.members[person_id] = Member(person_id, Standing.MEMBER)
    desk.members[world.bot.id] = Member(world.bot.id, Standing.ADMINISTRATOR, rights=dict.fromkeys(DESK_RIGHTS, True))
    front_office.members[world.bot.id] = Member(world.bot.id, Standing.MEMBER)
    return cast


def seed_crowd(world: World, count: int) -> range:
    """Puts so many customers into the world who pressed START before the bot came, and returns their ids."""
    crowd = range(FIRST_OF_CROWD, FIRST_OF_CROWD + count)
    for number, person_id in enumerate(crowd, start=1):
        world.add_person(f"Customer {number}", person_id=person_id)
        world.chats[person_id].started = True
    return crowd
