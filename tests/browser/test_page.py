"""The playground's page as a newcomer uses it. With KEFU_PICTURES=1 the tests also make the pictures in docs/pictures."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.messenger import NARROW, WIDE
from tests.journeys.town import ANNA, Town

pytestmark = pytest.mark.xdist_group("browser")

MEI, JAMES, SOFIA = 1001, 1002, 1003
RIGHT_TO_LEFT = "\u202e"
HOSTILE = "<img src=x onerror=\"document.title='broken'\">"


def test_a_customer_complains_and_staff_answer_in_one_window(open_page: OpenPage, pictures: Path) -> None:
    screen = open_page(*WIDE)
    james, anna = screen.left, screen.right
    james.becomes(JAMES)
    james.starts()
    james.presses("Complain")
    james.presses("Delivery")
    james.says("Two tins of order LT-20418 arrived dented.")
    james.reads("Noted.")
    james.sends_sample("photo")
    james.reads("Added.")
    james.presses("Next")
    james.presses("A real problem for me")
    james.presses("A replacement")
    james.reads("one attachment")
    james.presses("Send complaint")
    james.reads("Your complaint is ticket")

    anna.becomes(ANNA)
    anna.opens_topic("James Carter")
    anna.reads("Status: new, nobody has it yet")
    anna.reads("Two tins of order LT-20418 arrived dented.")
    expect(anna.pane.locator('[data-attachment="photo"] img')).to_have_js_property("complete", True)
    anna.presses("Claim")
    anna.notices("Anna Weber has ticket")
    anna.reads("Status: open, Anna Weber has it")
    anna.says("Hello James, I am sorry about that. I can send you two new tins today. Is it the same address?")
    james.reads("Is it the same address?")
    james.says("Yes, it is. Thank you for the quick answer.")
    anna.reads("Yes, it is.")
    screen.takes_picture(pictures / "desk.png")

    james.presses_old("Next")
    james.notices("This button has done its work.")
    anna.presses("Close")
    james.reads("is closed")
    james.presses("5 😊")
    james.notices("5 of 5. Thank you.")
    james.reads("If you would like to add something")
    james.says("Fast and friendly.")
    james.reads("we have passed your words on")
    anna.reads("Fast and friendly.")
    expect(anna.pane.get_by_role("heading").filter(has_text="closed")).to_be_visible()

    log = screen.opens_call_log()
    expect(log.locator('[data-method="createForumTopic"]').first).to_be_visible()
    log.get_by_label("Failures only").check()
    expect(log).to_contain_text("No call has failed.")


def test_the_page_speaks_chinese_and_greets_on_a_birthday(open_page: OpenPage, pictures: Path) -> None:
    screen = open_page(*WIDE)
    screen.switches_language()
    mei, anna = screen.left, screen.right
    mei.becomes(MEI)
    mei.starts()
    mei.presses("投诉")
    mei.presses("商品质量")
    mei.says("上周买的碧螺春，打开后有股霉味，像是受潮了。")
    mei.reads("已记下")
    mei.sends_sample("photo")
    mei.reads("已补充")
    mei.presses("下一步")
    mei.presses("确实影响到我")
    mei.presses("换货")
    mei.presses("提交投诉")
    mei.reads("您的投诉已登记为工单")

    anna.becomes(ANNA)
    anna.opens_topic("林美")
    anna.presses("Claim")
    anna.reads("Status: open, Anna Weber has it")
    anna.says("您好，非常抱歉。我们今天就给您补寄一罐新茶，旧的不用寄回。")
    mei.reads("补寄一罐新茶")
    mei.says("好的，谢谢！")
    anna.reads("好的，谢谢！")
    screen.takes_picture(pictures / "customer.png", of=mei.pane)
    anna.presses("Close")
    mei.presses("4")
    mei.notices("4 分，感谢您的评价。")
    mei.reads("如果还想补充")
    mei.says("处理得很快。")
    mei.reads("您的意见已转达")
    anna.reads("处理得很快。")

    screen.jumps_to("next_birthday")
    mei.reads("生日快乐")
    screen.takes_picture(pictures / "greeting.png", of=mei.pane, with_bar=True)


def test_a_narrow_screen_shows_one_side_at_a_time(open_page: OpenPage) -> None:
    screen = open_page(*NARROW, has_touch=True, is_mobile=True)
    sofia, anna = screen.left, screen.right
    expect(sofia.pane).to_be_visible()
    expect(anna.pane).to_be_hidden()
    sofia.pane.get_by_test_id("who").tap()
    sofia.becomes(SOFIA)
    sofia.starts()
    sofia.reads("How can we help?")
    sofia.says("When will my order arrive?")
    sofia.reads("We have your message")
    sofia.presses("Ask our staff")
    sofia.presses("Delivery")
    sofia.presses("Send")
    sofia.reads("A colleague will answer you here")
    composer = sofia.pane.get_by_test_id("composer")
    expect(composer).to_be_in_viewport(ratio=1)
    assert screen.page.evaluate("document.scrollingElement.scrollWidth") == NARROW[0]

    screen.shows("right")
    expect(sofia.pane).to_be_hidden()
    anna.opens_topic("Sofía Reyes")
    anna.reads("When will my order arrive?")
    anna.says("Tomorrow before noon.")
    screen.shows("left")
    sofia.reads("Tomorrow before noon.")
    expect(anna.pane).to_be_hidden()


def test_hostile_names_and_messages_are_shown_as_text(open_page: OpenPage, town: Town) -> None:
    screen = open_page(*WIDE)
    somebody, anna = screen.left, screen.right
    title = screen.page.title()
    somebody.pane.get_by_test_id("new-person").click()
    screen.page.get_by_label("First name").fill(HOSTILE)
    screen.page.get_by_label("Last name (optional)").fill(f"{RIGHT_TO_LEFT}gnp.exe")
    screen.page.get_by_role("dialog").get_by_role("button", name="Add").click()
    somebody.starts()
    somebody.reads(f"Hello {HOSTILE}")
    somebody.says(f"{HOSTILE}<script>document.title = 'broken'</script> {RIGHT_TO_LEFT}gnp.exe")
    somebody.reads("We have your message")
    somebody.presses("Ask our staff")
    somebody.presses("Something else")
    somebody.presses("Send")

    anna.becomes(ANNA)
    anna.opens_topic("<img")
    anna.reads(f"Customer: {HOSTILE}")
    anna.reads(f"{HOSTILE}<script>")
    for side in (somebody, anna):
        expect(side.messages(HOSTILE).last.locator("img, script")).to_have_count(0)
    assert screen.page.title() == title
