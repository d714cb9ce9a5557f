# /here 和 /away
presence-here = { $name }在岗。
presence-away = { $name }暂时离开{ $reason }。发送 /here 即恢复在岗。
presence-away-until = { $name }离开至 { $until }{ $reason }。提前回来请发送 /here。
presence-reason = （{ $reason }）

# /languages
presence-languages = { $name }会的语言：{ $languages }。
presence-languages-unknown = 还不知道{ $name }会哪些语言，因此各种语言的工单都可能分派。请这样设置：<code>/languages en zh</code>
presence-languages-usage = 您会哪些语言？<code>/languages en</code>、<code>/languages zh</code>、<code>/languages en zh</code>；<code>/languages off</code> 表示不限。

# /shift
shift-title = <b>班次</b>（{ $zone }）
shift-line = { $presence ->
    [here] ●
   *[away] ○
} { $name }：{ $shift }
shift-any-time = 不限时间
shift-usage =
    <code>/shift @用户名 周一至周五 9:00-17:00, 周六 10:00-14:00</code> – 设置班次；班次之外视为不在岗
    <code>/shift @用户名 off</code> – 取消班次
shift-set = { $name }的班次：{ $shift }（{ $zone }）。
shift-none = { $name }不再有班次，随时视为在岗。
shift-given = { $by }为您设置了班次：{ $shift }（{ $zone }）。班次之外视为不在岗，除非您发送 /here。
shift-taken-away = { $by }取消了您的班次：在您发送 /away 之前视为在岗。
