# 导入时跳过某一行的原因
purchase-line = 第 { $line } 行：{ purchase-fault }
purchase-fault = { $fault ->
    [customer_unknown] 没有客户使用这个编号、用户名或电话号码
    [customer_ambiguous] 多位客户使用这个电话号码，请改用客户编号
    [amount_not_understood] 金额无法识别
    [amount_ambiguous] 金额有两种读法，请写成 1234.00 或 1.23
    [amount_too_precise] 金额的小数位数超过该货币的最小单位
    [amount_negative] 金额为负数，退货请用撤销
    [amount_too_large] 金额过大，应有误
    [currency_unknown] 没有这个货币代码，请写成 CNY 或 EUR 等
    [date_not_understood] 日期无法识别，请写成 2026-03-04 或 2026-03-04 15:30
    [date_in_future] 日期还没有到
    [reference_missing] 缺少单号
    [reference_too_long] 单号超过 128 个字符
   *[reference_in_use] 该单号已用于另一笔购买
}（{ $value }）

# 导入结果
purchase-report = 已导入 { $imported } 笔购买，{ $known } 笔之前已导入，获得 { $points } 积分，{ $left-out ->
    [0] 没有跳过的行。
   *[other] 跳过 { $left-out } 行。
}

# /purchase
purchase-usage =
    录入今天的购买：客户、金额、货币、单号，还可以加上类别：
    <code>/purchase @用户名 128.50 CNY LT-20418 茶叶</code>
    撤销一笔购买并收回积分：
    <code>/purchase reverse LT-20418 退货</code>
purchase-not-kept = 没有录入：{ purchase-fault }
purchase-kept = 已录入 { $reference }：{ $name }（客户编号 { $number }），获得 { $points } 分。
purchase-known = { $reference } 之前已录入：{ $name }（客户编号 { $number }），没有改动。
purchase-reversed = 已撤销 { $reference }：{ $name }（客户编号 { $number }），收回 { $points } 分。
