"""Teams and groups in the business file: what is read, and what is wrong in plain words."""

from pathlib import Path

import pytest

from bot.business import PACKAGED, BusinessFileError, load_business
from crm.business import GroupRules, Team
from crm.rules.teams import Route
from storage.vocabulary import Language, TicketKind

SHORT = 'company = "Corner Shop"\ntime_zone = "Europe/Berlin"\n[opening_hours]\nmonday = ["9:00-17:00"]\n'
TEAM = '[[teams]]\nkey = "{}"\nen = "Team"\nzh = "团队"\n{}\n'


def write(directory: Path, text: str) -> Path:
    path = directory / "kefu.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_teams_are_read_with_what_goes_to_them(tmp_path: Path) -> None:
    given = TEAM.format("parcels", 'kinds = ["complaint"]\ncategories = ["delivery"]\nlanguages = ["zh"]') + TEAM.format("experts", "")
    business = load_business(write(tmp_path, SHORT + given + "[groups]\nmost_topics = 9\n"))
    route = Route(
        "parcels",
        kinds=frozenset({TicketKind.COMPLAINT}),
        categories=frozenset({"delivery"}),
        languages=frozenset({Language.CHINESE}),
    )
    assert business.teams == (Team("parcels", "Team", "团队", route), Team("experts", "Team", "团队", Route("experts")))
    assert business.groups == GroupRules(most_topics=9, busy_posts=15, delete_topics_after_days=0)
    assert load_business(None).teams == ()


def test_the_team_that_the_packaged_file_shows_can_be_used(tmp_path: Path) -> None:
    shown = PACKAGED.read_text(encoding="utf-8").split("# [[teams]]", 1)[1].split("\n\n", 1)[0]
    [team] = load_business(write(tmp_path, SHORT + "[[teams]]" + shown.replace("\n# ", "\n"))).teams
    assert (team.key, team.route.categories) == ("delivery", frozenset({"delivery"}))


@pytest.mark.parametrize(
    ("addition", "key", "sentence"),
    [
        (TEAM.format("a", "") * 2, "teams", "the key a stands there twice"),
        (TEAM.format("main", ""), "teams", "no team can have the key main, which means something else in /setup and /transfer"),
        (TEAM.format("off", ""), "teams", "no team can have the key off, which means something else in /setup and /transfer"),
        ("".join(TEAM.format(f"t{place}", "") for place in range(21)), "teams", "should have at most 20 entries"),
        (TEAM.format("a", 'categories = ["parrots"]'), "", "teams.1.categories names parrots, which is no category"),
        (TEAM.format("a", 'languages = ["fr"]'), "teams.1.languages.1", "should be 'en' or 'zh'"),
        (TEAM.format("a", "colour = 1"), "teams.1.colour", "is unknown; known here: key, en, zh, kinds, categories, languages"),
        ("[groups]\nbusy_posts = 21", "groups.busy_posts", "should be 20 or less"),
        ("[groups]\nmost_topics = 0", "groups.most_topics", "should be 1 or more"),
        ("[groups]\ndelete_topics_after_days = 0.5", "groups.delete_topics_after_days", "should be a whole number"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, addition: str, key: str, sentence: str) -> None:
    with pytest.raises(BusinessFileError) as caught:
        load_business(write(tmp_path, SHORT + addition))
    assert caught.value.problems == [(key, sentence)]
