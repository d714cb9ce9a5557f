# 何时恢复服务：“我们现在休息，……恢复服务”
hours-today = 今天 { $time }
hours-tomorrow = 明天 { $time }
hours-weekday = { $weekday ->
    [0] 周一
    [1] 周二
    [2] 周三
    [3] 周四
    [4] 周五
    [5] 周六
   *[6] 周日
} { $time }
hours-closed-until = 我们现在休息，<b>{ $back }</b> 恢复服务。
