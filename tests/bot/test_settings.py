"""Settings: what is taken, and the sentence for what is not."""

from pathlib import Path

import pytest

from bot.settings import WrongSetting, load_settings

TOKEN = "123456:ABCDEFGHIJKLMNOP-_secret"


def wrong(**values: object) -> WrongSetting:
    """Return how these values are refused."""
    with pytest.raises(WrongSetting) as refused:
        load_settings(env_file=None, **values)
    return refused.value


def test_everything_has_a_default_but_the_token() -> None:
    settings = load_settings(env_file=None)
    assert (settings.database_url, settings.http_port, settings.messages_per_second) == ("sqlite:///var/kefu.db", 8080, 28)
    with pytest.raises(WrongSetting) as refused:
        _ = settings.token
    assert refused.value.variable == "KEFU_BOT_TOKEN"


def test_the_bot_id_stands_before_the_colon_of_the_token() -> None:
    assert load_settings(env_file=None, bot_token=TOKEN).bot_id == 123456


def test_owners_are_ids_separated_by_commas() -> None:
    assert load_settings(env_file=None, owners="1, 7000000001,").owners == (1, 7_000_000_001)


@pytest.mark.parametrize(
    ("name", "value", "variable"),
    [
        ("bot_token", "nonsense", "KEFU_BOT_TOKEN"),
        ("owners", "me", "KEFU_OWNERS"),
        ("http_port", "eighty", "KEFU_HTTP_PORT"),
        ("http_port", 70000, "KEFU_HTTP_PORT"),
        ("messages_per_second", "fast", "KEFU_MESSAGES_PER_SECOND"),
        ("messages_per_second", -1, "KEFU_MESSAGES_PER_SECOND"),
        ("bot_api", "telegram", "KEFU_BOT_API"),
        ("bot_api", "http://[", "KEFU_BOT_API"),
        ("database_url", "mysql://x", "KEFU_DATABASE_URL"),
        ("webhook_secret", "with space", "KEFU_WEBHOOK_SECRET"),
        ("log_level", "loud", "KEFU_LOG_LEVEL"),
        ("staff_chat", "desk", "KEFU_STAFF_CHAT"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_variable(name: str, value: object, variable: str) -> None:
    assert wrong(**{name: value}).variable == variable


def test_half_a_webhook_is_refused() -> None:
    assert wrong(webhook_url="https://example.org").variable == "KEFU_WEBHOOK_SECRET"
    assert wrong(webhook_secret="abc").variable == "KEFU_WEBHOOK_URL"


def test_the_token_stands_in_no_refusal() -> None:
    refusal = wrong(bot_token=TOKEN, webhook_url="https://example.org")
    assert TOKEN not in str(refusal)
    assert TOKEN not in str(wrong(bot_token=TOKEN + "!"))


def test_a_file_may_hold_the_settings(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"KEFU_BOT_TOKEN={TOKEN}\nKEFU_LOG_LEVEL=DEBUG\nKEFU_STAFF_CHAT=\n", encoding="utf-8")
    settings = load_settings(env_file=tmp_path / ".env")
    assert (settings.token, settings.log_level, settings.staff_chat) == (TOKEN, "debug", None)
