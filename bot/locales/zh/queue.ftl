queue-title = <b>未关闭的工单：{ $count } 个</b>
queue-title-overdue = <b>已超时的工单：{ $count } 个</b>
queue-page = { $order ->
    [overdue] 超时最久的在前
   *[age] 最早的在前
}{ $pages ->
    [1] { "" }
   *[other] { " " }· 第 { $page } 页，共 { $pages } 页
}
queue-empty = 没有未关闭的工单。
queue-empty-overdue = 没有超时的工单。
queue-line = <b>{ $name }</b> · { $age } · { $holder }
queue-standing = { $band ->
    [plenty] 🟢 { $kind }：还剩{ $time }
    [half] 🟡 { $kind }：还剩{ $time }
    [short] 🟠 { $kind }：还剩{ $time }
    [overdue] 🔴 { $kind }：已超时{ $time }
   *[paused] ⏸ { $kind }：计时暂停，还剩{ $time }
}
queue-kept = ✅ 没有未完成的时限
queue-button-back = ◀ 上一页
queue-button-on = 下一页 ▶
queue-button-again = ⟳ 刷新
