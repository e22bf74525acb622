//! What a change would change, field by field, beside what holds today. What the second person saw is kept with the
//! approval.

use std::collections::{BTreeSet, HashMap};

use domain::{
    approval::{self, Band},
    calendar::vietnamese,
    change::{Basis, BudgetLine, Change, Organisation, PriceList},
    figures,
    money::Money,
    noun,
    order::ApprovalKind,
    permission::Role,
    settlement::{Scheme, show},
    text::{Text, say},
    working_days::DayKind,
};
use sea_orm::ConnectionTrait;

use super::{
    list::Difference,
    others::{settings_now, working_days_now},
};
use crate::{
    actions::{Ctx, approvals::governing},
    error::Error,
    storage::{
        approvals as stored,
        registry::{self, Occupation},
    },
};

pub(super) async fn differences(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    change: &Change,
    basis: &Basis,
) -> Result<Vec<Difference>, Error> {
    match change {
        Change::Scheme { content } => scheme(db, content).await,
        Change::Prices(list) => prices(ctx, db, list).await,
        Change::Licence(licence) => {
            let occupations = registry::occupations(db).await?;
            let id = occupations.values().find(|o| o.code == licence.occupation).map_or(0, |o| o.id);
            let all = registry::approvals_of(db, licence.provider).await?;
            let held = all
                .iter()
                .filter(|held| held.occupation_id == id && held.kind == licence.kind)
                .filter(|held| held.valid_from < basis.valid_from)
                .max_by_key(|held| held.valid_from);
            let directory = registry::directory(db).await?;
            let provider = directory.name(licence.provider, ctx.today());
            let name = occupations.get(&id).map_or_else(|| same(&licence.occupation), named);
            let kind = approval_kind(licence.kind);
            Ok(vec![
                Difference::new(("Đơn vị", "Organisation"), same(""), same(provider)),
                Difference::new(("Ngành, nghề", "Occupation"), same(""), name),
                Difference::new(("Loại", "Kind"), same(""), kind),
                Difference::new(
                    ("Quy mô mỗi năm", "Yearly scale"),
                    same(held.map_or_else(String::new, |held| held.yearly_scale.to_string())),
                    same(licence.yearly_scale.to_string()),
                ),
                Difference::new(
                    ("Số giấy phép", "Number"),
                    same(held.map_or("", |held| held.number.as_str())),
                    same(&basis.number),
                ),
                Difference::new(
                    ("Tỉnh", "Province"),
                    same(held.map_or_else(String::new, |held| province(&held.place))),
                    same(province(&licence.place)),
                ),
            ])
        }
        Change::Appropriation { code, amount } => {
            let mut now = None;
            for stored in registry::programmes(db).await? {
                let rows = registry::appropriations(db, stored.id).await?;
                now = now.or(rows.into_iter().find(|row| row.code == *code));
            }
            let (granted, free) = now.map_or_else(Default::default, |row| (row.amount, row.available));
            Ok(vec![
                Difference::new(("Dự toán được giao", "Granted"), dong(granted), dong(*amount)),
                Difference::new(
                    ("Còn lại để đặt hàng", "Left to order"),
                    dong(free),
                    dong(free + *amount - granted),
                ),
            ])
        }
        Change::BudgetLine(line) => Ok(budget_line(line)),
        Change::Days { from, until, what, name } => {
            let days = working_days_now(db).await?;
            let mut told = Vec::new();
            let mut day = Some(*from);
            while let Some(this) = day.filter(|day| day <= until) {
                let before = if days.is_working(this) {
                    Text::new("làm việc", "worked")
                } else {
                    Text::new("nghỉ", "off")
                };
                let kind = what.name();
                let after = match what {
                    DayKind::Ordinary => kind,
                    _ => Text::new(format!("{}: {name}", kind.vi), format!("{}: {name}", kind.en)),
                };
                told.push(Difference { what: same(vietnamese(this)), before, after });
                day = this.next_day();
            }
            Ok(told)
        }
        Change::Occupation(new) => {
            let level = new.level.name();
            let mut told = vec![
                Difference::new(("Mã", "Code"), same(""), same(&new.code)),
                Difference::new(("Tên", "Name"), same(""), new.name.clone()),
                Difference::new(("Trình độ", "Level"), same(""), level),
            ];
            if let Some(course) = new.course {
                let said = say!(
                    "{months}, {hours}, trong đó {enterprise} giờ tại doanh nghiệp",
                    "{months}, {hours}, {enterprise} of them at the enterprise",
                    months = noun::MONTH.counted(course.months),
                    hours = noun::HOUR.counted(course.hours_total),
                    enterprise = figures::said(course.hours_enterprise)
                );
                told.push(Difference::new(("Thời lượng", "Length"), same(""), said));
            }
            Ok(told)
        }
        Change::Target { programme, code, value } => {
            let all = registry::programmes(db).await?;
            let stored = all.into_iter().find(|stored| stored.programme.id == *programme);
            let target =
                stored.and_then(|stored| stored.programme.targets.into_iter().find(|t| t.code == *code));
            let Some(target) = target else { return Ok(Vec::new()) };
            let (before, after) = (
                super::others::scaled(target.value, target.decimals),
                super::others::scaled(*value, target.decimals),
            );
            Ok(vec![Difference { what: target.label, before, after }])
        }
        Change::Setting { name, value } => {
            let before = settings_now(db).await?.on(*name, basis.valid_from);
            Ok(vec![Difference { what: name.name(), before: name.said(before), after: name.said(*value) }])
        }
        Change::Organisation(new) => organisation(db, new, basis).await,
        Change::Bands { subject, bands } => {
            let versions = stored::versions(db, *subject).await?;
            Ok(between_bands(&governing(*subject, &versions, basis.valid_from), bands))
        }
    }
}

/// Who approves above each amount that the old bands or the new ones name.
fn between_bands(old: &[Band], new: &[Band]) -> Vec<Difference> {
    let amounts: BTreeSet<Money> = old.iter().chain(new).map(|band| band.above).collect();
    let chain_of = |bands: &[Band], above: Money| {
        let roles: Vec<Text> =
            approval::chain(bands, above + Money::dong(1)).into_iter().map(Role::name).collect();
        let told = |pick: fn(&Text) -> &str| roles.iter().map(pick).collect::<Vec<_>>().join(" → ");
        Text::new(told(|name| &name.vi), told(|name| &name.en))
    };
    let told = amounts.into_iter().map(|above| Difference {
        what: say!("Trên {above} đồng", "Above {above} đồng", above = above.said()),
        before: chain_of(old, above),
        after: chain_of(new, above),
    });
    told.collect()
}

/// Row by row of the terms in plain words, against the newest version there is.
async fn scheme(db: &impl ConnectionTrait, content: &str) -> Result<Vec<Difference>, Error> {
    let new = Scheme::parse(content)?;
    let all = registry::schemes(db).await?;
    let old = all.into_iter().map(|stored| stored.scheme).filter(|old| old.id == new.id);
    let old = old.filter(|old| old.version < new.version).max_by_key(|old| old.version);
    Ok(match old {
        Some(old) => between(&show::show(&old), &show::show(&new)),
        None => Vec::new(),
    })
}

type Said = HashMap<(String, String), Vec<Text>>;

/// Rows are known by the Vietnamese names of section and row; several of one name are told together.
fn between(old: &[show::Section], new: &[show::Section]) -> Vec<Difference> {
    let gather = |sections: &[show::Section]| -> Said {
        let mut said = Said::new();
        for section in sections {
            for row in &section.rows {
                said.entry((section.title.vi.clone(), row.what.vi.clone()))
                    .or_default()
                    .push(row.said.clone());
            }
        }
        said
    };
    let (before, after) = (gather(old), gather(new));
    let mut told: Vec<Difference> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for section in new.iter().chain(old) {
        for row in &section.rows {
            let key = (section.title.vi.clone(), row.what.vi.clone());
            if !seen.insert(key.clone()) || before.get(&key) == after.get(&key) {
                continue;
            }
            told.push(Difference {
                what: Text::new(
                    format!("{} · {}", section.title.vi, row.what.vi),
                    format!("{} · {}", section.title.en, row.what.en),
                ),
                before: together(before.get(&key)),
                after: together(after.get(&key)),
            });
        }
    }
    told
}

fn together(said: Option<&Vec<Text>>) -> Text {
    let join = |pick: fn(&Text) -> &str| {
        said.map(|all| all.iter().map(pick).collect::<Vec<_>>().join("; ")).unwrap_or_default()
    };
    Text::new(join(|text| &text.vi), join(|text| &text.en))
}

/// Beside each new price the one it takes the place of, or else the one in force, and by how much it moves.
async fn prices(ctx: &Ctx, db: &impl ConnectionTrait, list: &PriceList) -> Result<Vec<Difference>, Error> {
    let occupations = registry::occupations(db).await?;
    let by_code: HashMap<&str, &Occupation> = occupations.values().map(|o| (o.code.as_str(), o)).collect();
    let mut all: Vec<_> = registry::price_decisions(db).await?.into_values().collect();
    all.sort_by_key(|price| (price.valid_from, price.id));
    let mut told = Vec::with_capacity(list.rows.len());
    for row in &list.rows {
        let Some(occupation) = by_code.get(row.occupation.as_str()) else { continue };
        let in_force = all.iter().rfind(|price| {
            price.occupation_id == occupation.id && price.valid_until.is_none_or(|last| ctx.today() <= last)
        });
        let after = match in_force.filter(|price| price.price != row.price) {
            Some(price) => {
                let moved = moved(price.price, row.price);
                say!("{price} đ ({moved})", "{price} đ ({moved})", price = row.price.said())
            }
            None => dong(row.price),
        };
        told.push(Difference {
            what: named(occupation),
            before: in_force.map_or_else(|| same(""), |price| dong(price.price)),
            after,
        });
    }
    Ok(told)
}

/// `+4,5 %`, in tenths of a percent, cut.
fn moved(before: Money, after: Money) -> String {
    let (before, change) = (before.as_dong().max(1), (after - before).as_dong());
    let permille = i128::from(change) * 1_000 / i128::from(before);
    let sign = if change < 0 { '−' } else { '+' };
    format!("{sign}{},{} %", permille.unsigned_abs() / 10, permille.unsigned_abs() % 10)
}

fn budget_line(line: &BudgetLine) -> Vec<Difference> {
    let levels = |pick: fn(Text) -> String| {
        line.levels.iter().map(|level| pick(level.name())).collect::<Vec<_>>().join(", ")
    };
    vec![
        Difference::new(("Mã dòng", "Line"), same(""), same(&line.code)),
        Difference::new(("Năm ngân sách", "Fiscal year"), same(""), same(line.fiscal_year.to_string())),
        Difference::new(
            ("Chương · khoản · tiểu mục · nguồn", "Chapter · category · item · source"),
            same(""),
            same(format!("{} · 070-{} · {} · {}", line.chapter, line.category, line.item, line.source_code)),
        ),
        Difference::new(("Trình độ", "Levels"), same(""), Text::new(levels(|t| t.vi), levels(|t| t.en))),
        Difference::new(("Dự toán được giao", "Granted"), same(""), dong(line.amount)),
    ]
}

async fn organisation(
    db: &impl ConnectionTrait,
    new: &Organisation,
    basis: &Basis,
) -> Result<Vec<Difference>, Error> {
    let now = super::organisations::as_of(db, new.party, basis.valid_from).await?.ok_or(Error::NotFound)?;
    let active = |active: bool| if active { Text::new("có", "yes") } else { Text::new("không", "no") };
    let fields = [
        ("Tên", "Name", now.name, &new.name),
        ("Tên viết tắt", "Short name", now.short_name, &new.short_name),
        ("Cơ quan chủ quản", "Parent", now.parent, &new.parent),
        ("Tỉnh", "Province", province(&now.province_code), &province(&new.province_code)),
        ("Mã số thuế", "Tax code", now.tax_code, &new.tax_code),
        ("Địa chỉ", "Address", now.address, &new.address),
        ("Tài khoản tại Kho bạc", "Treasury account", now.treasury_account, &new.treasury_account),
        ("Tài khoản ngân hàng", "Bank account", now.bank_account, &new.bank_account),
        ("Ngân hàng", "Bank", now.bank, &new.bank),
    ];
    let mut told: Vec<Difference> = fields
        .into_iter()
        .filter(|(_, _, before, after)| before != *after)
        .map(|(vi, en, before, after)| Difference::new((vi, en), same(before), same(after)))
        .collect();
    if now.active != new.active {
        told.push(Difference::new(
            ("Nhận đơn mới", "Takes new orders"),
            active(now.active),
            active(new.active),
        ));
    }
    Ok(told)
}

pub(super) fn named(occupation: &Occupation) -> Text {
    let level = occupation.level.name();
    Text::new(
        format!("{} · {} · {}", occupation.code, occupation.name.vi, level.vi),
        format!("{} · {} · {}", occupation.code, occupation.name.en, level.en),
    )
}

pub(super) fn approval_kind(kind: ApprovalKind) -> Text {
    match kind {
        ApprovalKind::Licence => Text::new("giấy chứng nhận đăng ký hoạt động", "licence"),
        ApprovalKind::ConditionCheck => Text::new("kiểm tra điều kiện", "condition check"),
    }
}

/// The name of a province; its code where it has none.
pub(super) fn province(code: &str) -> String {
    crate::fixtures::province_name(code).unwrap_or_else(|| code.to_owned())
}

pub(super) fn same(text: impl Into<String>) -> Text {
    let vi = text.into();
    Text { en: vi.clone(), vi }
}

fn dong(amount: Money) -> Text {
    say!("{amount} đ", "{amount} đ", amount = amount.said())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_says_by_how_much_it_moves() {
        assert_eq!(moved(Money::dong(1_000_000), Money::dong(1_045_900)), "+4,5 %");
        assert_eq!(moved(Money::dong(2_000_000), Money::dong(1_000_000)), "−50,0 %");
    }

    #[test]
    fn bands_are_compared_at_every_amount_that_either_names() {
        let band = |above, roles: &[Role]| Band { above: Money::dong(above), roles: roles.to_vec() };
        let old = [band(0, &[Role::Approver]), band(500, &[Role::Approver, Role::Head])];
        let new = [band(0, &[Role::Approver]), band(200, &[Role::Approver, Role::Head])];
        let told = between_bands(&old, &new);
        let shown: Vec<(&str, &str, &str)> =
            told.iter().map(|d| (d.what.en.as_str(), d.before.en.as_str(), d.after.en.as_str())).collect();
        let both = "approver → head of the ordering body";
        assert_eq!(
            shown,
            [
                ("Above 0 đồng", "approver", "approver"),
                ("Above 200 đồng", "approver", both),
                ("Above 500 đồng", both, both),
            ]
        );
    }

    #[test]
    fn terms_are_compared_row_by_row() {
        let row =
            |what: &str, said: &str| show::Row { what: same(what), said: same(said), law: String::new() };
        let section = |rows| vec![show::Section { title: same("A"), rows }];
        let old = section(vec![row("x", "1"), row("y", "2"), row("z", "3")]);
        let new = section(vec![row("x", "1"), row("y", "5"), row("w", "4")]);
        let told = between(&old, &new);
        let shown: Vec<(&str, &str, &str)> =
            told.iter().map(|d| (d.what.vi.as_str(), d.before.vi.as_str(), d.after.vi.as_str())).collect();
        assert_eq!(shown, [("A · y", "2", "5"), ("A · w", "", "4"), ("A · z", "3", "")]);
    }
}
