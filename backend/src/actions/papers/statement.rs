//! What a statement says on paper, and what it means for money that must come back.

use std::collections::HashMap;

use domain::{
    ids::{PartyId, StatementId},
    issue::cited,
    money::Money,
    programme::Appropriation,
    setting::Setting,
    statement::{Kind, State},
    text::Lang,
};
use time::Duration;

use super::{
    desk::{Content, Desk, NO_FORM, capital, dong, each_once, short},
    pay_list::{Codes, PayList, Payee},
};
use crate::{
    actions::{
        changes::settings_now,
        charged::Charges,
        payments, read_statements,
        views::{StatementLine, StatementView},
    },
    documents::official::{
        Align, Annex, Block, Column, ColumnWidth, PageSum, Row, Sheet, Signature, Table, on,
    },
    error::Error,
    storage::{money, payments::invoices},
};

pub(super) async fn lines_of(desk: &Desk<'_>, id: i64) -> Result<(StatementView, Vec<StatementLine>), Error> {
    let (view, lines) = read_statements::lines(desk.ctx, StatementId(id)).await?;
    if view.order_id != desk.order.id.0 {
        return Err(Error::NotFound);
    }
    Ok((view, lines))
}

pub(super) async fn statement(desk: &Desk<'_>, id: i64) -> Result<Content, Error> {
    let (view, lines) = lines_of(desk, id).await?;
    let mut blocks = vec![Block::Bases(vec![desk.order_by_name()])];
    blocks.extend([
        Block::field("Đơn vị thụ hưởng", &view.payee.name),
        Block::field("Kỳ", period(&view)),
        Block::field("Loại", &view.kind.name.vi),
        Block::Heading { number: 1, title: "Giá trị".to_owned() },
        Block::Table(totals(&view)),
    ]);
    if !view.parts.is_empty() {
        blocks.push(Block::Heading { number: 2, title: "Theo thành phần".to_owned() });
        blocks.push(Block::Table(parts(&view)));
    }
    let (label, amount) = match view.totals.to_recover_dong > 0 {
        true => ("Số tiền phải thu hồi", view.totals.to_recover_dong),
        false => ("Số tiền được thanh toán", view.totals.payable_dong),
    };
    blocks.push(Block::Amount { label: label.to_owned(), amount: Money::dong(amount) });
    let vat = "Dịch vụ đào tạo thuộc đối tượng không chịu thuế giá trị gia tăng (Luật 48/2024/QH15; Nghị định 181/2025/NĐ-CP \
        Điều 4).";
    blocks.push(Block::text(vat));
    Ok(Content {
        known_as: Some((view.number.clone(), view.prepared_on)),
        subject: Some(desk.order_by_name()),
        blocks,
        signatures: vec![vec![
            Signature::new("Người lập", false),
            Signature::new("Kế toán trưởng", false),
            Signature::new("Thủ trưởng đơn vị", true),
        ]],
        recipients: vec!["Đơn vị thụ hưởng", "Kho bạc Nhà nước nơi giao dịch", "Lưu: VT, KHTC"],
        checks: vec![
            ("Mã băm các dòng", view.hashes.lines_sha256.clone()),
            ("Mã băm dữ liệu đầu vào", view.hashes.inputs_sha256.clone()),
            ("Mã băm cuối sổ cái", view.hashes.ledger_head.clone()),
        ],
        note: Some(NO_FORM),
        annexes: reasons(&lines, "Phụ lục", "Từng dòng và căn cứ tính").into_iter().collect(),
        ..Content::default()
    })
}

/// `Quý I năm 2025`
pub(super) fn period(view: &StatementView) -> String {
    let quarter = view.period.split_once("-Q").map(|(year, quarter)| (year.to_owned(), quarter.to_owned()));
    let roman = |quarter: &str| match quarter {
        "1" => "I",
        "2" => "II",
        "3" => "III",
        _ => "IV",
    };
    quarter
        .map_or_else(|| view.period.clone(), |(year, quarter)| format!("Quý {} năm {year}", roman(&quarter)))
}

fn totals(view: &StatementView) -> Table {
    let totals = &view.totals;
    let rows = [
        ("Giá trị nghiệm thu (tạm ứng) kỳ này", totals.gross_dong),
        ("Trừ: thu hồi tạm ứng", totals.advance_recovered_dong),
        ("Trừ: bù trừ khoản phải thu", totals.set_off_dong),
    ];
    let last = match totals.to_recover_dong > 0 {
        true => ("Phải thu hồi", totals.to_recover_dong),
        false => ("Được thanh toán", totals.payable_dong),
    };
    of_amounts("Nội dung", rows.map(|(label, amount)| (label.to_owned(), amount)), last)
}

/// Numbered rows of a label and an amount, and the row they lead to.
pub(super) fn of_amounts(
    head: &'static str,
    rows: impl IntoIterator<Item = (String, i64)>,
    last: (&str, i64),
) -> Table {
    let row = |(number, (label, amount)): (usize, (String, i64))| {
        Row::of([number.to_string(), label, Money::dong(amount).grouped(Lang::Vi)])
    };
    Table {
        columns: vec![
            Column::new("STT", ColumnWidth::Content, Align::Centre),
            Column::new(head, ColumnWidth::Rest, Align::Left),
            Column::new("Số tiền (đồng)", ColumnWidth::Content, Align::Right),
        ],
        rows: (1..).zip(rows).map(row).collect(),
        subtotal: None,
        totals: vec![Row::total(last.0, 2, [Money::dong(last.1).grouped(Lang::Vi)])],
        sizes: &[12, 11],
    }
}

fn parts(view: &StatementView) -> Table {
    let row = |(number, part): (usize, &crate::actions::views::PartView)| {
        Row::of([
            number.to_string(),
            capital(&part.title.vi),
            cited(&part.law, Lang::Vi),
            part.lines.to_string(),
            Money::dong(part.amount_dong).grouped(Lang::Vi),
        ])
    };
    let lines: u64 = view.parts.iter().map(|part| part.lines).sum();
    let amount: i64 = view.parts.iter().map(|part| part.amount_dong).sum();
    Table {
        columns: vec![
            Column::new("STT", ColumnWidth::Content, Align::Centre),
            Column::new("Thành phần", ColumnWidth::Rest, Align::Left),
            Column::new("Căn cứ", ColumnWidth::Rest, Align::Left),
            Column::new("Số dòng", ColumnWidth::Word, Align::Right),
            Column::new("Số tiền (đồng)", ColumnWidth::Content, Align::Right),
        ],
        rows: (1..).zip(&view.parts).map(row).collect(),
        subtotal: None,
        totals: vec![Row::total("Tổng cộng", 3, [lines.to_string(), Money::dong(amount).grouped(Lang::Vi)])],
        sizes: &[11, 10],
    }
}

/// Every line with the reason of its amount, on wide sheets.
fn reasons(lines: &[StatementLine], label: &str, title: &str) -> Option<Annex> {
    if lines.is_empty() {
        return None;
    }
    let row = |(number, line): (usize, &StatementLine)| {
        Row::of([
            number.to_string(),
            line.full_name.clone(),
            line.personal_id.clone(),
            line.cohort.clone(),
            line.reason.vi.clone(),
            Money::dong(line.amount_dong).grouped(Lang::Vi),
        ])
    };
    let amounts: Vec<Money> = lines.iter().map(|line| Money::dong(line.amount_dong)).collect();
    let total: Money = amounts.iter().copied().sum();
    let table = Table {
        columns: vec![
            Column::new("STT", ColumnWidth::Content, Align::Centre),
            Column::new("Họ và tên", ColumnWidth::Rest, Align::Left),
            Column::new("Số định danh", ColumnWidth::Content, Align::Centre),
            Column::new("Lớp", ColumnWidth::Word, Align::Left),
            Column::new("Căn cứ tính", ColumnWidth::Rest, Align::Left),
            Column::new("Số tiền (đồng)", ColumnWidth::Content, Align::Right),
        ],
        rows: (1..).zip(lines).map(row).collect(),
        subtotal: Some(PageSum { label: "Cộng trang", amounts }),
        totals: vec![Row::total("Tổng cộng", 5, [total.grouped(Lang::Vi)])],
        sizes: &[11, 10],
    };
    Some(Annex {
        label: label.to_owned(),
        title: title.to_owned(),
        sheet: Sheet::Wide,
        blocks: vec![Block::Table(table)],
    })
}

/// What must come back, why, on what evidence, and how to contest it.
pub(super) async fn clawback(desk: &Desk<'_>, id: i64) -> Result<Content, Error> {
    let (view, mut lines) = lines_of(desk, id).await?;
    lines.retain(|line| line.amount_dong < 0);
    if lines.is_empty() {
        return Err(Error::NotFound);
    }
    let settings = settings_now(desk.ctx.db()).await?;
    let contest_by = desk.today() + Duration::days(settings.on(Setting::ContestDays, desk.today()));
    // Nobody is asked for money before they may no longer object.
    let give_back_by = view.totals.to_recover_by.map_or(contest_by, |by| by.max(contest_by));
    let back: i64 = lines.iter().map(|line| -line.amount_dong).sum();
    let manner = match view.totals.to_recover_dong {
        0 => "Số tiền trên được trừ vào giá trị thanh toán kỳ này.".to_owned(),
        owed => format!(
            "Sau khi bù trừ, đơn vị còn phải nộp trả {} chậm nhất {} bằng Giấy nộp trả kinh phí; phần chưa nộp được trừ vào các \
             bảng thanh toán sau.",
            dong(owed),
            on(give_back_by)
        ),
    };
    let until = format!(
        "Đơn vị không đồng ý thì gửi ý kiến bằng văn bản chậm nhất {}; ý kiến đúng được tính lại ở bảng thanh toán kế tiếp.",
        on(contest_by)
    );
    let blocks = vec![
        Block::Bases(vec![desk.order_by_name(), format!("Bảng thanh toán số {}", view.number)]),
        Block::field("Kính gửi", &view.payee.name),
        Block::text(format!(
            "{} thông báo thu hồi {} đã thanh toán cho các dòng nêu trong Phụ lục, kèm lý do và số liệu làm căn cứ.",
            desk.name(desk.order.ordering_body),
            dong(back)
        )),
        Block::Amount { label: "Tổng số tiền thu hồi".to_owned(), amount: Money::dong(back) },
        Block::text(manner),
        Block::text(until),
        Block::text(
            "Ý kiến gửi kèm hồ sơ chứng minh (báo cáo cải chính, quyết định, xác nhận của doanh nghiệp) qua cổng đặt hàng hoặc \
             tới địa chỉ cơ quan đặt hàng./.",
        ),
    ];
    Ok(Content {
        subject: Some(format!("Bảng thanh toán số {}", view.number)),
        blocks,
        signatures: vec![vec![Signature::new("Thủ trưởng đơn vị", true)]],
        recipients: vec!["Như trên", "Lưu: VT, KHTC"],
        note: Some(NO_FORM),
        annexes: reasons(&lines, "Phụ lục", "Các dòng phải thu hồi").into_iter().collect(),
        ..Content::default()
    })
}

/// What every payee of a run receives (Danh sách thanh toán, Mẫu 20), by budget line.
pub(super) async fn pay_list(desk: &Desk<'_>, id: i64) -> Result<Content, Error> {
    let (view, _) = lines_of(desk, id).await?;
    let db = desk.ctx.db();
    let all = money::statements_of_order(db, desk.ctx.scope(), desk.order.id).await?;
    let run = all.iter().find(|known| known.id.0 == id).map(|known| known.run_id);
    let paid = all.iter().filter(|known| {
        Some(known.run_id) == run
            && known.totals.payable > Money::ZERO
            && matches!(known.state, State::Approved | State::Paid)
    });
    let invoices = invoices(db).await?;
    let mut list = PayList::default();
    for statement in paid {
        let identity = desk.identity(statement.party)?;
        let account = payments::account(&desk.directory, statement.party, desk.today());
        let invoice = invoices.get(&statement.id).map(|stored| &stored.invoice);
        let payee = Payee {
            name: identity.name.clone(),
            tax_code: identity.tax_code.clone().unwrap_or_default(),
            account: account
                .map_or_else(String::new, |account| format!("{}, {}", account.number, account.bank)),
            order: desk.order.number.clone(),
            basis: format!("{}, {}", statement.number, short(statement.prepared_on)),
            invoice: invoice
                .map_or_else(String::new, |found| format!("{}, {}", found.number, short(found.invoiced_on))),
        };
        let charges = Charges::of(db, statement).await?;
        for part in desk.on_budget_lines(charges.paid(statement.totals.payable)).await? {
            list.add(&payee, &Codes::of(part.line, part.line.fiscal_year), part.amount);
        }
    }
    Ok(Content {
        form: Some("Mẫu số 20"),
        subject: Some(format!("{}, {}", desk.order_by_name(), period(&view))),
        blocks: list.front(desk.name(desk.order.ordering_body)),
        signatures: vec![vec![
            Signature::new("Người lập", false),
            Signature::new("Kế toán trưởng", false),
            Signature::new("Thủ trưởng đơn vị", true),
        ]],
        note: Some(super::desk::FORM_OF_TREASURY),
        annexes: vec![list.annex()],
        ..Content::default()
    })
}

/// Bảng xác định giá trị khối lượng công việc hoàn thành (08a).
pub(super) async fn volume(desk: &Desk<'_>, id: i64) -> Result<Content, Error> {
    let (view, _) = lines_of(desk, id).await?;
    if view.kind.code == Kind::Advance.as_str() {
        return Err(Error::NotFound);
    }
    let budget = desk.budget();
    let joined = |of: fn(&Appropriation) -> String| each_once(budget.iter().copied(), of);
    let all = money::statements_of_order(desk.ctx.db(), desk.ctx.scope(), desk.order.id).await?;
    let earlier = || {
        all.iter().filter(|known| {
            known.party == PartyId(view.payee.id)
                && known.id.0 < id
                && matches!(known.state, State::Approved | State::Paid)
        })
    };
    let advanced: Money =
        earlier().filter(|known| known.kind == Kind::Advance).map(|known| known.totals.payable).sum();
    let recovered: Money = earlier().map(|known| known.totals.advance_recovered).sum();
    let direct: Money =
        earlier().filter(|known| known.kind != Kind::Advance).map(|known| known.totals.payable).sum();
    let titles: HashMap<&str, &str> =
        view.parts.iter().map(|part| (part.part.as_str(), part.title.vi.as_str())).collect();
    let mut rows = Vec::new();
    for sum in money::volume_of_statement(desk.ctx.db(), StatementId(id)).await? {
        let line = desk.view.lines.iter().find(|line| line.id == sum.order_line_id);
        let line = line.ok_or_else(|| Error::fault("paper", "a settled line has no order line"))?;
        let title = titles.get(sum.part.as_str()).copied().unwrap_or(&sum.part);
        rows.push(Row::of([
            (rows.len() + 1).to_string(),
            format!("{} ({}): {title}", line.occupation.vi, line.level.name.vi),
            "người".to_owned(),
            sum.learners.to_string(),
            Money::dong(line.price_dong).grouped(Lang::Vi),
            Money::dong(sum.amount).grouped(Lang::Vi),
        ]));
    }
    let table = Table {
        columns: vec![
            Column::new("STT", ColumnWidth::Content, Align::Centre),
            Column::new("Nội dung", ColumnWidth::Rest, Align::Left),
            Column::new("Đơn vị tính", ColumnWidth::Word, Align::Centre),
            Column::new("Số lượng", ColumnWidth::Word, Align::Right),
            Column::new("Đơn giá đặt hàng", ColumnWidth::Word, Align::Right),
            Column::new("Thành tiền (đồng)", ColumnWidth::Content, Align::Right),
        ],
        rows,
        subtotal: None,
        totals: vec![Row::total("Tổng cộng", 5, [Money::dong(view.totals.gross_dong).grouped(Lang::Vi)])],
        sizes: &[11, 10],
    };
    let minutes = format!("Bảng thanh toán số {} ngày {}", view.number, short(view.prepared_on));
    let amount =
        |label: &str, amount: Money| Block::field(label, format!("{} đồng", amount.grouped(Lang::Vi)));
    Ok(Content {
        form: Some("Mẫu số 08a"),
        subject: Some(format!("{}, {}", desk.order_by_name(), period(&view))),
        blocks: vec![
            Block::field("1. Đơn vị sử dụng ngân sách", desk.name(desk.order.ordering_body)),
            Block::field("2. Mã đơn vị có quan hệ với ngân sách", ""),
            Block::field(
                "    Mã nguồn; chương; loại khoản; mục; cấp ngân sách; năm",
                [
                    joined(|line| line.source_code.clone()),
                    joined(|line| line.chapter.clone()),
                    joined(|line| line.category.clone()),
                    joined(|line| line.item.clone()),
                    joined(|line| line.budget_level.clone()),
                    joined(|line| line.fiscal_year.to_string()),
                ]
                .join("; "),
            ),
            Block::field(
                "3. Tên, mã chương trình, đề án",
                format!("{}, {}", desk.programme.name.vi, joined(|line| line.programme_code.clone())),
            ),
            Block::field(
                "4. Quyết định, hợp đồng đặt hàng",
                format!("{}, giá trị {}", desk.order_by_name(), dong(desk.view.value_dong)),
            ),
            Block::field("5. Căn cứ nghiệm thu", minutes),
            Block::Table(table),
            Block::Note("Thành tiền là phần được thanh toán của đơn giá theo quy chế thanh toán của đơn, không phải số lượng nhân đơn giá.".to_owned()),
            amount("6. Lũy kế thanh toán đến cuối kỳ trước: tạm ứng", advanced),
            amount("    thanh toán trực tiếp", direct),
            amount("7. Số dư tạm ứng đến cuối kỳ trước", advanced - recovered),
            amount("8. Đề nghị kỳ này: thu hồi tạm ứng", Money::dong(view.totals.advance_recovered_dong)),
            Block::Amount {
                label: "    thanh toán trực tiếp".to_owned(),
                amount: Money::dong(view.totals.payable_dong),
            },
        ],
        signatures: vec![vec![
            Signature::new("Đại diện bên nhận đặt hàng", true),
            Signature::new("Đại diện cơ quan đặt hàng", true),
        ]],
        note: Some(
            "Mẫu số 08a của Nghị định số 11/2020/NĐ-CP; từ 01/01/2026 đơn vị lưu giữ, không gửi Kho bạc (Nghị định số \
             347/2025/NĐ-CP Điều 6).",
        ),
        ..Content::default()
    })
}
