# Customers
coupon-mine = <b>Your gifts</b>
coupon-line = 🎁 <code>{ $code }</code>
coupon-line-until = 🎁 <code>{ $code }</code> · good until { $day }
coupon-line-over = 🎁 <code>{ $code }</code> · was good until { $day }
coupon-line-used = 🎁 <code>{ $code }</code> · used on { $day }

# /coupons
coupon-title = <b>Coupon codes</b>
coupon-list-line = <code>{ $list }</code>: { $left } left, { $given } given{ $used ->
        [0] {""}
       *[other] { " " }({ $used } used)
    }{ $expired ->
        [0] {""}
       *[other] , { $expired } out of date
    }
coupon-list-ends = · the first end on { $day }
coupon-list-missing = <code>{ $list }</code>: no codes were ever imported
coupon-none = There are no coupon codes. They are imported by <code>kefu import coupons</code>.
coupon-usage = Whose is a code? <code>/coupons SPRING-2041</code>
coupon-of-list = On the list <code>{ $list }</code>
coupon-free = Nobody has it yet.
coupon-whose = { $occasion ->
        [anniversary] Given for an anniversary
        [voucher] Given for points
       *[birthday] Given for a birthday
    } to { $name } (customer no. { $number }) · { $time }
coupon-paid = For: { $reward }, { $points } points
coupon-of-nobody = Given on { $time } to a customer whose data was deleted
coupon-used = <code>{ $code }</code> is marked as used ({ $name })
coupon-button-used = Mark used: { $list }
coupon-list-gone = ⚠️ The coupon list <code>{ $list }</code> has no code left { $days ->
        [0] that is good
        [one] that is good for another day
       *[other] that is good for another { $days } days
    }. Until <code>kefu import coupons</code> has read new ones, greetings go out without a code, and a reward that needs one is out of stock.
coupon-list-low = ⚠️ The coupon list <code>{ $list }</code> is running low: { $left ->
        [one] 1 code is
       *[other] { $left } codes are
    } left. <code>kefu import coupons</code> reads new ones.

# kefu import coupons
coupon-line-left-out = Line { $line }: { coupon-fault }
coupon-fault = { $fault ->
    [code_missing] the code is missing
    [code_is_formula] a code must not begin as a formula does (= + - @)
    [code_shortened] a spreadsheet has shortened this code to a number; format the column as text and export it again
    [code_not_understood] a code has 3 to 40 letters, digits, dashes, dots and underscores of plain English, without spaces
    [list_missing] the list is missing; name it in the column “list”, or for all lines by --list
    [list_not_understood] the name of a list has 1 to 20 small letters, digits and underscores
    [date_not_understood] this is no date; write for example 2026-12-31
    [date_over] this code is out of date already
   *[date_differs] this code is on the list already, with another last day
} ({ $value })
coupon-report-list = List { $list }: { $count ->
    [one] 1 new code.
   *[other] { $count } new codes.
}
coupon-report = { $added ->
    [one] 1 code
   *[other] { $added } codes
} imported, { $known } there already, { $left-out ->
    [0] no line left out.
    [one] 1 line left out.
   *[other] { $left-out } lines left out.
}
