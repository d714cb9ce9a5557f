# 各种导入通用
import-lines-more = ……另有 { $count } 行未导入。
import-table-unreadable = 这个文件不是可以读取的表格（支持 UTF-8、UTF-16 或 GB18030 编码的 CSV）。
import-columns-missing = 首行还需要包含以下列名：{ $columns }。

# kefu import reversals
reversal-line = 第 { $line } 行：{ reversal-fault }
reversal-fault = { $fault ->
    [reference_missing] 缺少单号
    [purchase_unknown] 没有这个单号的购买记录
   *[amount_differs] 金额与该笔购买不符；只能整笔撤销
}（{ $value }）
reversal-report = 已撤销 { $reversed } 笔购买，{ $known } 笔之前已撤销，收回 { $points } 积分，{ $left-out ->
    [0] 没有跳过的行。
   *[other] 跳过 { $left-out } 行。
}
