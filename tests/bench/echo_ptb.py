"""A bare python-telegram-bot echo bot that stores nothing: `python -m tests.bench.echo_ptb API TOKEN [PORT]`, with a port by webhook."""

import asyncio
import json
import sys
from typing import Any

from aiohttp import web
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

Bot = Application[Any, Any, Any, Any, Any, Any]


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say what was said."""
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


async def _serve(application: Bot, port: int) -> None:
    """The webhook of its manual's example for a web server of one's own: updates are put into the application's queue."""

    async def receive(request: web.Request) -> web.Response:
        await application.update_queue.put(Update.de_json(json.loads(await request.read()), application.bot))
        return web.Response()

    app = web.Application()
    app.router.add_post("/telegram", receive)
    runner = web.AppRunner(app, access_log=None)
    async with application:
        await application.start()
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await application.bot.set_webhook(f"http://127.0.0.1:{port}/telegram")
        await asyncio.Event().wait()


def main(api: str, token: str, *port: str) -> None:
    """Run the bot until it is ended."""
    builder = ApplicationBuilder().token(token).base_url(f"{api}/bot").base_file_url(f"{api}/file/bot")
    application = builder.concurrent_updates(True).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    if port:
        asyncio.run(_serve(application, int(port[0])))
    else:
        application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
