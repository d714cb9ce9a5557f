queue-title = <b>Open tickets: { $count }</b>
queue-title-overdue = <b>Past the deadline: { $count }</b>
queue-page = { $order ->
    [overdue] Longest overdue first
   *[age] Oldest first
}{ $pages ->
    [1] { "" }
   *[other] { " " }· page { $page } of { $pages }
}
queue-empty = No ticket is open.
queue-empty-overdue = No ticket is past its deadline.
queue-line = <b>{ $name }</b> · { $age } · { $holder }
queue-standing = { $band ->
    [plenty] 🟢 { $kind }: { $time } left
    [half] 🟡 { $kind }: { $time } left
    [short] 🟠 { $kind }: { $time } left
    [overdue] 🔴 { $kind }: overdue by { $time }
   *[paused] ⏸ { $kind }: { $time } left, the clock stands still
}
queue-kept = ✅ Nothing is owed
queue-button-back = ◀ Back
queue-button-on = More ▶
queue-button-again = ⟳ Show again
