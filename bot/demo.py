"""The demo: the desk against the playground, in one process and with one clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.lifespan import Program, Surroundings
from bot.serving import address_of, listen
from bot.settings import Settings
from bot.settling import DEFAULT_HOOK_PATH, CannotStart
from crm.business import Business
from crm.points import earn_points
from crm.rules.birthdays import Birthday, greeting_moment
from playground.seed import Cast, seed_people
from playground.server import create_app
from playground.world import World
from storage.counters import draw_numbers
from storage.customers import Contact, Customer, list_customers
from storage.database import Database
from storage.purchases import Purchase
from storage.staff import StaffMember
from storage.vocabulary import Channel, Language, Role

DEMO_TOKEN = "424242:DEMO-of-Kefu-without-Telegram"  # opens nothing but the stand-in on this machine
DEMO_DATABASE = Path("var/demo.db")
_DEFAULT_DATABASE = Settings.model_fields["database_url"].default


async def run_demo(settings: Settings, *, business: Business, seed: bool, webhook: bool, say: Callable[[str], None]) -> None:
    """Run the desk against a new playground until stopped. Raises what Program raises."""
    listening = listen(settings.http_host, settings.http_port)
    address = address_of(listening)
    world = World(token=DEMO_TOKEN)
    cast = seed_people(world)
    own_database = settings.database_url == _DEFAULT_DATABASE
    changes: dict[str, object] = {
        "bot_token": SecretStr(DEMO_TOKEN),
        "bot_api": address,
        "owners": (cast.olivia,),
        "staff_chat": cast.desk,
        "webhook_url": address + DEFAULT_HOOK_PATH if webhook else None,
        "webhook_secret": SecretStr("demo-secret") if webhook else None,
    }
    if own_database:
        changes["database_url"] = f"sqlite:///{DEMO_DATABASE}"
        for leftover in DEMO_DATABASE.parent.glob(f"{DEMO_DATABASE.name}*"):
            if not leftover.name.endswith(".lock"):
                leftover.unlink()
    demo = settings.model_copy(update=changes)
    program: Program | None = None

    async def next_birthday() -> datetime | None:
        if program is None:
            return None
        async with program.database.read() as session:
            customers = await list_customers(session)
        return _next_greeting(customers, business, world.now())

    async def clock_moved() -> None:
        if program is not None:
            await program.catch_up()

    pages = create_app(world, jumps={"next_birthday": next_birthday}, on_clock_moved=clock_moved)

    async def prepare(database: Database) -> None:
        if await _is_in_use(database):
            raise CannotStart("KEFU_DATABASE_URL: the demo needs an empty database; this one has customers.")
        await _engage_staff(database, cast, world)
        if seed:
            await _seed(database, cast, business, world)

    async def ready(_: Program) -> None:
        say(f"The playground is open: {address}")
        say("Chat as a customer on the left, answer as staff on the right. Ctrl-C ends it.")

    surroundings = Surroundings(clock=world.now, pages=pages, before_end=world.close, on_ready=ready, prepare=prepare)
    program = Program(demo, business=business, listening=listening, surroundings=surroundings)
    await program.run()


def _next_greeting(customers: list[Customer], business: Business, now: datetime) -> datetime | None:
    """Return the moment just after the next birthday greeting is due; None when nobody told a birthday."""
    moments = []
    for customer in customers:
        if customer.birthday_month is None or customer.birthday_day is None:
            continue
        birthday = Birthday(customer.birthday_month, customer.birthday_day, customer.birth_year)
        year = now.astimezone(ZoneInfo(customer.time_zone)).year
        for candidate in (year, year + 1):
            moment = greeting_moment(birthday, candidate, zone=customer.time_zone, hour=business.greetings.birthday_hour)
            if moment > now:
                moments.append(moment)
                break
    return min(moments) + timedelta(minutes=1) if moments else None


async def _is_in_use(database: Database) -> bool:
    async with database.read() as session:
        return bool(await list_customers(session, limit=1))


def _names_of(world: World, person_id: int) -> tuple[str, str | None]:
    person = world.people[person_id]
    return " ".join(part for part in (person.first_name, person.last_name) if part), person.username


async def _engage_staff(database: Database, cast: Cast, world: World) -> None:
    """Let the two staff members of the cast work at the desk."""
    async with database.begin() as session:
        for user_id, language in ((cast.anna, Language.ENGLISH), (cast.chen, Language.CHINESE)):
            name, username = _names_of(world, user_id)
            session.add(
                StaffMember(
                    user_id=user_id, name=name, username=username, role=Role.AGENT, language=language, added_at=world.now(), added_by=cast.olivia
                )
            )  # fmt: skip


async def _seed(database: Database, cast: Cast, business: Business, world: World) -> None:
    """Let two of the cast be customers already: with birthdays and purchases."""
    now = world.now()
    today = now.astimezone(ZoneInfo(business.time_zone)).date()
    soon, later = today + timedelta(days=9), today + timedelta(days=40)
    people = [
        (cast.mei, Language.CHINESE, (soon.month, soon.day, 1990), [(128_00, 200), (86_50, 90), (240_00, 20)]),
        (cast.james, Language.ENGLISH, (later.month, later.day, None), [(59_90, 45)]),
    ]
    async with database.begin() as session:
        for address, language, (month, day, year), orders in people:
            name, username = _names_of(world, address)
            number = (await draw_numbers(session, name="customer"))[0]
            joined = now - timedelta(days=max(age for _, age in orders))
            customer = Customer(
                id=number, name=name, language=language, time_zone=business.time_zone, birthday_month=month, birthday_day=day, birth_year=year,
                verified_at=joined, created_at=joined,
            )  # fmt: skip
            session.add(customer)
            await session.flush()
            session.add(Contact(customer_id=number, channel=Channel.TELEGRAM, address=str(address), username=username, created_at=joined))
            for place, (amount, age) in enumerate(orders, start=1):
                at = (now - timedelta(days=age)).astimezone(UTC)
                purchase = Purchase(
                    customer_id=number, reference=f"DEMO-{number}-{place}", amount_minor=amount, currency="CNY", at=at, imported_at=now
                )
                session.add(purchase)
                await session.flush()
                await earn_points(session, purchase=purchase, customer=customer, at=now, business=business)
