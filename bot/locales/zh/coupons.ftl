# 客户
coupon-mine = <b>送给您的礼物</b>
coupon-line = 🎁 <code>{ $code }</code>
coupon-line-until = 🎁 <code>{ $code }</code> · 有效期至 { $day }
coupon-line-over = 🎁 <code>{ $code }</code> · 已于 { $day }过期
coupon-line-used = 🎁 <code>{ $code }</code> · 已于 { $day }使用

# /coupons
coupon-title = <b>优惠券</b>
coupon-list-line = <code>{ $list }</code>：剩 { $left } 张，已发 { $given } 张{ $used ->
        [0] {""}
       *[other] （已用 { $used } 张）
    }{ $expired ->
        [0] {""}
       *[other] ，过期 { $expired } 张
    }
coupon-list-ends = · 最早 { $day }到期
coupon-list-missing = <code>{ $list }</code>：还没有导入过券码
coupon-none = 还没有优惠券。可用 <code>kefu import coupons</code> 导入。
coupon-usage = 查询某个券码发给了谁：<code>/coupons SPRING-2041</code>
coupon-of-list = 所属清单：<code>{ $list }</code>
coupon-free = 尚未发出。
coupon-whose = { $occasion ->
        [anniversary] 周年礼物
        [voucher] 积分兑换
       *[birthday] 生日礼物
    }，发给{ $name }（客户编号 { $number }）· { $time }
coupon-paid = 奖励：{ $reward }，{ $points } 分
coupon-of-nobody = 已于 { $time } 发给一位资料已删除的客户
coupon-used = <code>{ $code }</code> 已标记为已使用（{ $name }）
coupon-button-used = 标记为已使用：{ $list }
coupon-list-gone = ⚠️ 优惠券清单 <code>{ $list }</code> 已没有{ $days ->
        [0] 有效的券码
       *[other] 至少还能用 { $days } 天的券码
    }。用 <code>kefu import coupons</code> 导入新的券码之前，祝福照常发出但不附券码，需要券码的奖励显示为已兑完。
coupon-list-low = ⚠️ 优惠券清单 <code>{ $list }</code> 快用完了，只剩 { $left } 个券码。请用 <code>kefu import coupons</code> 导入新的券码。

# kefu import coupons
coupon-line-left-out = 第 { $line } 行：{ coupon-fault }
coupon-fault = { $fault ->
    [code_missing] 缺少券码
    [code_is_formula] 券码不能以公式符号（= + - @）开头
    [code_shortened] 表格软件把券码变成了数字，请将该列设为文本格式后重新导出
    [code_not_understood] 券码应为 3 到 40 个英文字母、数字、短横线、点或下划线，不能有空格
    [list_missing] 缺少清单名，请在“清单”列中填写，或用 --list 为所有行指定
    [list_not_understood] 清单名应为 1 到 20 个小写字母、数字或下划线
    [date_not_understood] 日期无法识别，请写成 2026-12-31
    [date_over] 券码已经过期
   *[date_differs] 清单中已有这个券码，但有效期不同
}（{ $value }）
coupon-report-list = 清单 { $list }：新增 { $count } 个券码。
coupon-report = 已导入 { $added } 个券码，{ $known } 个之前已有，{ $left-out ->
    [0] 没有跳过的行。
   *[other] 跳过 { $left-out } 行。
}
