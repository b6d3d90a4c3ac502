-- 下级结论的个数：有下级待定时，个数介于确定的与加上待定的之间；比较对其间的值都成立才成立。
local c = "第一条"

derive "small_count" { title = "不大的笔数", value = tally("expense_small").met }
condition "tally_plus" { title = "加一", cite = c, requires = at_least(tally("expense_small").met + 1, 4) }
condition "tally_minus" { title = "总数减不符", cite = c, requires = at_least(tally("expense_small").total - tally("expense_small").unmet, 3) }
condition "tally_double" { title = "两倍", cite = c, requires = at_most(2 * tally("expense_small").met, 10) }
condition "tally_share" { title = "六成不大", cite = c, requires = at_least(ratio(tally("expense_small").met, tally("expense_small").total), "60%") }
condition "tally_both" { title = "符合多于不符", cite = c, requires = above(tally("expense_small").met, tally("expense_small").unmet) }
condition "tally_equal" { title = "恰好五笔", cite = c, requires = equals(tally("expense_small").met, 5) }
condition "tally_differs" { title = "不是五笔", cite = c, requires = differs(5, tally("expense_small").met) }
condition "tally_none" { title = "没有不符", cite = c, requires = none(tally("expense_small").unmet) }
condition "tally_least" { title = "至多三", cite = c, requires = equals(least(tally("expense_small").met, 3), 3) }
