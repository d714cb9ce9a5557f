# 在聊天中编写的回访计划
plan-usage =
    用一条消息写一个回访计划，例如：
    <pre>/plan new_tea 购买 机器人 gold
    3
    30 en How do you like your tea by now?
    30 zh 茶喝得还习惯吗？
    90</pre>
    第一行：自定的代号（a–z、0–9、_），在什么之后（<code>工单</code> 或 <code>购买</code>），由谁回访（<code>机器人</code> 或 <code>员工</code>）。如果不是针对所有客户，再写工单类型、类别和会员等级，顺序不限。
    之后每行是一步：第几天，以及要问的话，两种语言都要写。不写就问近况如何。
    计划开始时是停用的，方便先看一遍再启用。用同一个代号再写一次会取代原来的计划；<code>/plan new_tea</code> 查看这个计划，/plans 查看全部。
plan-made = <b>计划已写好，暂未启用。</b>请先看看会问客户什么，再启用：
plan-of-chat = ✏️ 在聊天中编写
plan-lacks = ⚠️ 业务文件中已没有，因此没有客户符合：{ $names }
plan-step = 第 { $days } 天：询问近况
plan-step-words =
    第 { $days } 天：
    英文：{ $en }
    中文：{ $zh }
plan-button-delete = 删除：{ $plan }
plan-button-sure = 删除
plan-button-keep = 保留
plan-delete-ask = 删除计划 <b>{ $plan }</b>？按它安排的回访将被跳过。如果只想暂停，可以停用。
plan-deleted = { $plan } 已删除：按它安排的回访将被跳过。
