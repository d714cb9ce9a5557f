# Why a line of an import is left out
purchase-line = Line { $line }: { purchase-fault }
purchase-fault = { $fault ->
    [customer_unknown] no customer has this number, username or phone number
    [customer_ambiguous] several customers have this phone number; give the customer’s number
    [amount_not_understood] this is no amount
    [amount_ambiguous] the amount can be read in two ways; write 1234.00 or 1.23
    [amount_too_precise] the amount has more decimals than its currency
    [amount_negative] the amount is negative; to take a purchase back, reverse it
    [amount_too_large] the amount is too large to be right
    [currency_unknown] no currency has this code; write for example CNY or EUR
    [date_not_understood] this is no date; write for example 2026-03-04 or 2026-03-04 15:30
    [date_in_future] the date is still to come
    [reference_missing] the reference is missing
    [reference_too_long] the reference is longer than 128 characters
   *[reference_in_use] this reference belongs to another purchase
} ({ $value })

# The last line of an import
purchase-report = { $imported ->
    [one] 1 purchase
   *[other] { $imported } purchases
} imported, { $known } known already, { $points } points earned, { $left-out ->
    [0] no line left out.
    [one] 1 line left out.
   *[other] { $left-out } lines left out.
}

# /purchase
purchase-usage =
    Tell of a purchase of today: customer, amount, currency, the shop’s reference and, if you like, a category:
    <code>/purchase @name 128.50 CNY LT-20418 tea</code>
    Take one back, with its points:
    <code>/purchase reverse LT-20418 sent back</code>
purchase-not-kept = This was not kept: { purchase-fault }
purchase-kept = { $reference } is kept for { $name } (customer no. { $number }): { $points } points.
purchase-known = { $reference } of { $name } (customer no. { $number }) is known already; nothing was changed.
purchase-reversed = { $reference } of { $name } (customer no. { $number }) is reversed, { $points } points were taken back.
