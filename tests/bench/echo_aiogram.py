"""A bare aiogram echo bot that stores nothing: `python -m tests.bench.echo_aiogram API TOKEN [PORT]`, with a port by webhook."""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

dispatcher = Dispatcher()


@dispatcher.message()
async def echo(message: Message) -> None:
    """Say what was said."""
    await message.answer(message.text or "")


def _serve(bot: Bot, port: int) -> None:
    async def begin() -> None:
        await bot.set_webhook(f"http://127.0.0.1:{port}/telegram")

    dispatcher.startup.register(begin)
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot).register(app, path="/telegram")
    setup_application(app, dispatcher)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


def main(api: str, token: str, *port: str) -> None:
    """Run the bot until it is ended."""
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    if port:
        _serve(bot, int(port[0]))
    else:
        asyncio.run(dispatcher.start_polling(bot))


if __name__ == "__main__":
    main(*sys.argv[1:])
