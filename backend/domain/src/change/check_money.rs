//! What must hold of prices, licences and budget lines before they change.

use std::collections::BTreeSet;

use super::{
    Basis, BudgetLine, Licence, PriceList,
    check::{BUDGET, Found, LICENSED, World},
    prices::{self, fault},
};
use crate::{
    issue::Issue,
    money::Money,
    order::ApprovalKind,
    party::PartyKind,
    text::{Text, say},
};

impl World {
    pub(super) fn prices(&self, list: &PriceList, basis: &Basis, found: &mut Found) {
        let mut seen = BTreeSet::new();
        for row in &list.rows {
            if !self.occupations.contains_key(&row.occupation) {
                let problem = (
                    "Mã ngành, nghề không có trong danh mục.",
                    "The code is not in the list of occupations.",
                );
                let remedy = ("Sửa mã, hoặc thêm nghề trước.", "Mend the code, or add the occupation first.");
                found.0.push(fault(row.row, "occupation", "prices.unknown", problem, remedy));
            } else if !seen.insert(&row.occupation) {
                let problem =
                    ("Nghề này đã có giá ở dòng trên.", "A row above prices this occupation already.");
                let remedy = ("Giữ lại một dòng.", "Keep one of them.");
                found.0.push(fault(row.row, "occupation", "prices.twice", problem, remedy));
            }
        }
        let said = [
            "Hiệu lực kết thúc trước khi bắt đầu.",
            "It ends before it begins.",
            "Sửa ngày kết thúc.",
            "Mend the last day.",
        ];
        let lasts = list.valid_until.is_none_or(|last| basis.valid_from <= last);
        found.unless(lasts, "prices.until", "valid_until", prices::RULE, said);
        let said = [
            "Không có bảng giá được thay thế này.",
            "There is no such list to supersede.",
            "Chọn trong danh sách.",
            "Choose one of the list.",
        ];
        let known = list.supersedes.is_none_or(|list| self.lists.contains(&list));
        found.unless(known, "prices.supersedes", "supersedes", prices::RULE, said);
    }

    pub(super) fn licence(&self, licence: &Licence, basis: &Basis, found: &mut Found) {
        let kind = self.parties.get(&licence.provider);
        let fits = matches!(
            (kind, licence.kind),
            (Some(PartyKind::College), ApprovalKind::Licence)
                | (Some(PartyKind::Enterprise), ApprovalKind::ConditionCheck)
        );
        let said = [
            "Cơ sở GDNN cần giấy phép, doanh nghiệp cần kiểm tra điều kiện.",
            "A college works under a licence, an enterprise under a condition check.",
            "Chọn đúng đơn vị và loại giấy phép.",
            "Choose the kind that fits the organisation.",
        ];
        found.unless(fits, "licence.kind", "licence_kind", LICENSED, said);
        let said = [
            "Mã nghề không có.",
            "There is no such code.",
            "Chọn trong danh sách.",
            "Choose one of the list.",
        ];
        let known = self.occupations.contains_key(&licence.occupation);
        found.unless(known, "licence.occupation", "occupation", LICENSED, said);
        let said = [
            "Không có tỉnh này.",
            "There is no such province.",
            "Chọn trong danh sách.",
            "Choose one of the list.",
        ];
        found.unless(self.provinces.contains(&licence.place), "licence.place", "place", LICENSED, said);
        let key = (licence.provider, licence.occupation.clone(), licence.kind.as_str(), basis.valid_from);
        let said = [
            "Đã có giấy phép của nghề này từ đúng ngày ấy.",
            "A licence for this occupation begins on that very day.",
            "Chọn ngày hiệu lực khác.",
            "Choose another first day.",
        ];
        found.unless(!self.licences.contains(&key), "licence.twice", "valid_from", LICENSED, said);
    }

    pub(super) fn appropriation(&self, code: &str, amount: Money, basis: &Basis, found: &mut Found) {
        let line = self.lines.iter().find(|line| line.code == code);
        let said = [
            "Không có dòng dự toán này.",
            "There is no such budget line.",
            "Chọn trong danh sách.",
            "Choose one of the list.",
        ];
        found.unless(line.is_some(), "budget.unknown", "line", BUDGET, said);
        let said = [
            "Quyết định điều chỉnh chưa có hiệu lực.",
            "The decision is not in force yet.",
            "Ghi vào ngày có hiệu lực.",
            "Record it on its day.",
        ];
        found.unless(basis.valid_from <= self.today, "budget.future", "valid_from", BUDGET, said);
        if let Some(line) = line.filter(|line| amount < line.taken) {
            found.0.push(Issue::new(
                "budget.taken",
                "amount",
                BUDGET,
                say!(
                    "Đơn đặt hàng đã giữ chỗ, cam kết và chi {taken} đ của dòng này.",
                    "Orders have reserved, committed or spent {taken} đ of this line.",
                    taken = line.taken.said()
                ),
                Text::new("Ghi số không nhỏ hơn.", "Write no less than that."),
            ));
        }
    }

    pub(super) fn budget_line(&self, line: &BudgetLine, found: &mut Found) {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let free = self.lines.iter().all(|known| known.code != line.code);
        let said = [
            "Mã dòng trống, có ký tự lạ, hoặc đã có.",
            "The code is empty, has other signs, or is taken.",
            "Chữ thường không dấu, số và gạch nối.",
            "Small letters, figures and hyphens.",
        ];
        let good = !line.code.is_empty() && line.code.chars().all(fits) && free;
        found.unless(good, "budget.code", "line_code", BUDGET, said);
        let said = [
            "Không có chương trình này.",
            "There is no such programme.",
            "Chọn trong danh sách.",
            "Choose one of the list.",
        ];
        found.unless(
            self.targets.contains_key(&line.programme),
            "budget.programme",
            "programme",
            BUDGET,
            said,
        );
        let said = [
            "Chưa chọn trình độ.",
            "No level is chosen.",
            "Chọn ít nhất một trình độ.",
            "Choose at least one.",
        ];
        found.unless(!line.levels.is_empty(), "budget.levels", "levels", BUDGET, said);
        let year = (self.today.year() - 1..=self.today.year() + 5).contains(&line.fiscal_year);
        let said = [
            "Năm ngân sách không hợp lý.",
            "The fiscal year cannot be right.",
            "Ghi bốn chữ số.",
            "Write four figures.",
        ];
        found.unless(year, "budget.year", "fiscal_year", BUDGET, said);
        for (text, place) in [
            (&line.chapter, "chapter"),
            (&line.category, "category"),
            (&line.item, "item"),
            (&line.source_code, "source_code"),
            (&line.budget_level, "budget_level"),
        ] {
            found.filled(text, place);
        }
        let clash = self.lines.iter().find(|known| {
            known.programme == line.programme
                && known.fiscal_year == line.fiscal_year
                && known.levels.iter().any(|level| line.levels.contains(level))
        });
        if let Some(clash) = clash {
            found.0.push(Issue::new(
                "budget.levels_twice",
                "levels",
                BUDGET,
                Text::new(
                    format!("Dòng {} đã chi cho trình độ này trong năm.", clash.code),
                    format!("Line {} pays for this level in that year already.", clash.code),
                ),
                Text::new("Điều chỉnh số tiền của dòng đó.", "Change the amount of that line."),
            ));
        }
    }
}
