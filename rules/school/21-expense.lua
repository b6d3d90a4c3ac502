-- 第二十一条至第二十三条 每一笔支出。

set "budget_heads" {
  "人才培养模式与课程体系改革", "课程与教学资源库建设", "师资队伍建设", "实训条件建设", "培训认证相关费用",
  title = "预算科目", cite = "第二十一条", college_may = "reduce",
}

set "exam_items" {
  "题库建设", "组卷", "试卷印刷", "阅卷", "证书印制及发放", "考评员劳务", "考试系统技术支持与运维",
  "设备调试", "考场租赁", "考场布置", "监考和考务管理", "耗材", "安保", "食宿费用",
  title = "考核费用项目", cite = "第二十一条", college_may = "reduce",
}

-- 政府收支分类的支出经济分类名称，列学校用到的。
set "expense_subjects" {
  "办公费", "印刷费", "咨询费", "手续费", "水费", "电费", "邮电费", "差旅费", "因公出国（境）费用",
  "维修（护）费", "租赁费", "会议费", "培训费", "公务接待费", "专用材料费", "劳务费", "委托业务费",
  "公务用车运行维护费", "其他交通费用", "其他商品和服务支出", "办公设备购置", "专用设备购置",
  "信息网络及软件购置更新", "公务用车购置", "无形资产购置", "其他资本性支出",
  title = "经济科目", cite = "第二十一条", college_may = "nothing",
}

set "forbidden_subjects" {
  "因公出国（境）费用", "公务接待费", "公务用车购置", "公务用车运行维护费",
  title = "“三公”经费科目", cite = "第二十一条", college_may = "extend",
}

-- “主要用于……等”是开放列举，列外的科目记为偏离，可以说明。
condition "head_known" {
  title = "预算科目在列", cite = "第二十一条", applies = "expense", strength = "in_principle",
  requires = one_of(fact.head, set.budget_heads),
}

-- 写错名称的“三公”支出不能因此混过去，所以经济科目必须是正式名称。
condition "subject_known" {
  title = "经济科目为正式名称", cite = "第二十一条", applies = "expense",
  requires = one_of(fact.subject, set.expense_subjects),
}

condition "not_forbidden" {
  title = "不属“三公”经费", cite = "第二十一条", applies = "expense",
  requires = none_of(fact.subject, set.forbidden_subjects),
}

condition "exam_item_known" {
  title = "考核费用项目在列", cite = "第二十一条", applies = "expense",
  requires = any {
    differs(fact.head, "培训认证相关费用"),
    blank(fact.exam_item),
    one_of(fact.exam_item, set.exam_items),
  },
}

-- 考核费用“按合同或协议执行”。累计到本笔当日为止，含当日各笔。
derive "has_contract" { title = "有合同", applies = "expense", value = no(blank(fact.contract)) }

derive "contract_amount" {
  title = "合同金额", applies = "expense", supplied_by = "财务与资产管理处",
  value = lowest { "contract", match = { code = fact.contract }, take = row.amount },
}

derive "contract_spent" {
  title = "合同累计支出", applies = "expense", supplied_by = "财务与资产管理处",
  value = sum {
    "expense", match = { contract = fact.contract }, where = at_most(row.spent_on, fact.spent_on), take = row.amount,
  },
}

condition "within_contract" {
  title = "考核费用不超合同", cite = "第二十一条", applies = "expense",
  requires = any {
    blank(fact.exam_item),
    all { fact.has_contract, at_most(fact.contract_spent, fact.contract_amount) },
  },
}

-- 第二十二条、第二十三条：是否应采购、是否形成资产由经办人登记，空白是待定。

derive "has_procurement_no" { title = "有采购编号", applies = "expense", value = no(blank(fact.procurement_no)) }

condition "procured" {
  title = "应采购的已采购", cite = "第二十二条", applies = "expense",
  requires = any { no(fact.requires_procurement), fact.has_procurement_no },
}

derive "has_asset_no" { title = "有资产编号", applies = "expense", value = no(blank(fact.asset_no)) }

condition "asset_registered" {
  title = "形成资产的已登记", cite = "第二十三条", applies = "expense",
  requires = any { no(fact.forms_asset), fact.has_asset_no },
}

outcome "expense_allowed" {
  title = "支出合规", cite = "第二十一条", applies = "expense", college_may = "add",
  all = {
    condition.head_known,
    condition.subject_known,
    condition.not_forbidden,
    condition.exam_item_known,
    condition.within_contract,
    condition.procured,
    condition.asset_registered,
  },
}

condition "expenses_allowed" {
  title = "各笔支出合规", cite = "第二十一条",
  requires = every("expense_allowed"),
}
