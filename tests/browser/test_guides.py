"""The desk as its guides show it: a ticket at work, and a day as a supervisor sees it. With KEFU_PICTURES=1 these make their pictures."""

from pathlib import Path

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.messenger import WIDE
from tests.journeys.town import ANNA, OLIVIA, Town

pytestmark = pytest.mark.xdist_group("browser")

WANG = 1004


def test_a_ticket_at_work_and_how_its_supervisor_sees_it(open_page: OpenPage, town: Town, pictures: Path) -> None:
    screen = open_page(*WIDE)
    wang, anna = screen.left, screen.right
    wang.becomes(WANG)
    wang.starts()
    wang.says("/human 订单 LT-20551 的茶杯到货时碎了一个")
    wang.reads("您的工单号是")

    anna.becomes(ANNA)
    anna.opens_topic("王强")
    anna.presses("Claim")
    anna.reads("Status: open, Anna Weber has it")
    anna.says("您好，非常抱歉！我们今天补寄一个，地址没有变吧？")
    wang.reads("地址没有变吧？")
    wang.says("没有变，谢谢！")
    anna.reads("没有变，谢谢！")
    anna.says("/note second broken cup of this week")
    anna.reads("Noted. The customer does not see it.")
    screen.takes_picture(pictures / "staff.png", of=anna.pane)

    town.chen().says("/away 2h")
    anna.says("/assign @chenjing")
    anna.reads("Anna Weber gives ticket")
    olivia = anna
    olivia.becomes(OLIVIA)
    olivia.opens_chat(OLIVIA)
    olivia.starts()
    olivia.says("/team")
    olivia.reads("The team")
    olivia.says("/audit")
    olivia.reads("Who changed what")
    screen.takes_picture(pictures / "supervisor.png", of=olivia.pane)
