# What every import may say
import-lines-more = { $count ->
    [one] … and one more line was left out.
   *[other] … and { $count } more lines were left out.
}
import-table-unreadable = This file is no table that can be read (CSV in UTF-8, UTF-16 or GB18030).
import-columns-missing = The first line must name these columns, too: { $columns }.

# kefu import reversals
reversal-line = Line { $line }: { reversal-fault }
reversal-fault = { $fault ->
    [reference_missing] the reference is missing
    [purchase_unknown] no purchase has this reference
   *[amount_differs] this is not the amount of the purchase; a purchase is reversed as a whole or not at all
} ({ $value })
reversal-report = { $reversed ->
    [one] 1 purchase
   *[other] { $reversed } purchases
} reversed, { $known } reversed before, { $points } points taken back, { $left-out ->
    [0] no line left out.
    [one] 1 line left out.
   *[other] { $left-out } lines left out.
}
