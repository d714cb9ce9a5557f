"""Documents: every setting, every command of the program and every command of the bot is told to people."""

import ast
import re
from collections.abc import Iterable, Iterator

import pytest
import typer
from typer.main import get_command_name

from bot.cli import app
from tests.house.source import ROOT, Module, dotted, modules

SETTING = re.compile(r"\bKEFU_[A-Z][A-Z_]*[A-Z]\b")


def documents() -> str:
    """Return the README and the pages of docs/ as one text."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    assert len(pages) > 1, "docs/ holds no page: this test would look at nothing"
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def settings(module: Module) -> set[str]:
    """Return the variables that a module of settings reads: the fields of its settings classes, and those named in full."""
    fields = {
        f"KEFU_{field.target.id.upper()}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and any(dotted(base).endswith("BaseSettings") for base in node.bases)
        for field in node.body
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and not field.target.id.startswith(("_", "model_"))
    }
    named = {name for node in ast.walk(module.tree) if isinstance(node, ast.Constant) for name in SETTING.findall(str(node.value))}
    return fields | named


def bot_commands(module: Module) -> set[str]:
    """Return the commands that a module of the chat answers to, with their slash."""
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            name = dotted(node.func).split(".")[-1]
            if name == "Command":
                found |= {f"/{word.value!s}" for word in node.args if isinstance(word, ast.Constant)}
            elif name == "CommandStart":
                found.add("/start")
    return found


def program_commands(program: typer.Typer, name: str) -> Iterator[str]:
    """Yield the full names of the commands of a program: `kefu import purchases`."""
    for command in program.registered_commands:
        if not command.hidden and command.callback:
            yield f"{name} {command.name or get_command_name(command.callback.__name__)}"
    for group in program.registered_groups:
        if group.typer_instance:
            yield from program_commands(group.typer_instance, f"{name} {group.name or group.typer_instance.info.name}")


def untold(names: Iterable[str], text: str) -> list[str]:
    """Return the names that a text does not mention as whole words."""
    return [name for name in sorted(names) if not re.search(rf"(?<![\w/]){re.escape(name)}(?![\w-])", text)]


def settings_of_the_program() -> set[str]:
    """Return the variables that bot/settings.py reads."""
    found = {name for module in modules("bot") if module.path == "bot/settings.py" for name in settings(module)}
    assert len(found) >= 13, "bot/settings.py reads fewer settings than it should"
    return found


def test_every_setting_is_told() -> None:
    assert untold(settings_of_the_program(), documents()) == []


def test_the_example_of_settings_is_complete_and_names_nothing_else() -> None:
    example = re.findall(r"^#(KEFU_[A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(example) == sorted(settings_of_the_program())


def test_no_setting_is_told_that_does_not_exist() -> None:
    assert set(SETTING.findall(documents())) - settings_of_the_program() == set()


def test_every_command_of_the_program_is_told() -> None:
    names = set(program_commands(app, "kefu"))
    assert names >= {"kefu run", "kefu demo", "kefu check", "kefu migrate", "kefu retry", "kefu backup"}
    assert untold(names, documents()) == []


def test_every_command_of_the_bot_is_told() -> None:
    names = {name for module in modules("handlers/chat") for name in bot_commands(module)}
    assert names >= {"/start", "/help", "/complain", "/close"}
    assert untold(names, documents()) == []


def test_settings_are_read_from_the_source() -> None:
    text = "class Settings(BaseSettings):\n    model_config = x\n    bot_token: str = ''\n    _own: int = 1\nname = 'KEFU_HTTP_PORT'\n"
    assert settings(Module("bot/settings.py", text)) == {"KEFU_BOT_TOKEN", "KEFU_HTTP_PORT"}


def test_bot_commands_are_read_from_the_source() -> None:
    text = "router.message(CommandStart(deep_link=True))(f)\nrouter.message(Command('close', 'shut'), InTopic())(g)\n"
    assert bot_commands(Module("handlers/chat/x.py", text)) == {"/start", "/close", "/shut"}


def test_program_commands_are_read_with_their_groups() -> None:
    program, inner = typer.Typer(), typer.Typer()
    program.command()(settings_of_the_program)
    program.command("run")(documents)
    program.command("secret", hidden=True)(documents)
    inner.command("purchases")(documents)
    program.add_typer(inner, name="import")
    assert list(program_commands(program, "kefu")) == ["kefu settings-of-the-program", "kefu run", "kefu import purchases"]


@pytest.mark.parametrize(("text", "found"), [("Send `/close`.", []), ("Send `/closed`.", ["/close"]), ("See docs/close", ["/close"])])
def test_a_name_that_is_not_told_is_found(text: str, found: list[str]) -> None:
    assert untold(["/close"], text) == found
