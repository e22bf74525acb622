//! Forms of the State Treasury for one statement. Fields: NĐ 347/2025/NĐ-CP, forms 08, 10, 13.

use domain::{
    ids::{PartyId, StatementId},
    money::Money,
    programme::Appropriation,
    setting::Setting,
    statement::{Kind, State},
    text::Lang,
    year_end::in_year,
};

use super::{
    desk::{Charged, Content, Desk, FORM_OF_TREASURY, dong, each_once, short},
    order::advance_terms,
    statement::{lines_of, period},
};
use crate::{
    actions::{changes::settings_now, charged::Charges, read_statements::scheme_of, views::StatementView},
    documents::official::{Align, Block, Column, ColumnWidth, Row, Signature, Table},
    error::Error,
    storage::{
        money::{self, Statement},
        payments::{self, Which},
    },
};

/// A statement with all that the forms ask of it.
struct Dossier {
    view: StatementView,
    statement: Statement,
    charges: Charges,
    /// `00000123 05/02/2026`; empty where none was recorded.
    invoice: String,
    /// The year to whose budget the payment is charged, where that was decided.
    charge_year: Option<i32>,
}

impl Dossier {
    async fn of(desk: &Desk<'_>, id: i64) -> Result<Dossier, Error> {
        let db = desk.ctx.db();
        let (view, _) = lines_of(desk, id).await?;
        let id = StatementId(id);
        let statement = money::statement_by_id(db, desk.ctx.scope(), id).await?.ok_or(Error::NotFound)?;
        let invoices = payments::invoices(db).await?;
        let invoice = invoices.get(&id).map(|stored| &stored.invoice);
        let sent = payments::lines(db, desk.ctx.scope(), Which::Statement(id)).await?;
        Ok(Dossier {
            charges: Charges::of(db, &statement).await?,
            invoice: invoice
                .map_or_else(String::new, |found| format!("{} {}", found.number, short(found.invoiced_on))),
            charge_year: sent.last().map(|line| line.charge_year),
            view,
            statement,
        })
    }

    /// `BTT-05/2025 31/03/2025`
    fn voucher(&self) -> String {
        format!("{} {}", self.view.number, short(self.view.prepared_on))
    }

    /// The year of the budget; several where the budget lines are of several years and nothing else was decided.
    fn years(&self, charged: &[Charged]) -> String {
        match self.charge_year {
            Some(year) => year.to_string(),
            None => joined(charged, |line| line.fiscal_year.to_string()),
        }
    }
}

fn joined(charged: &[Charged], of: impl Fn(&Appropriation) -> String) -> String {
    each_once(charged.iter().map(|part| part.line), of)
}

/// The unit that draws the money, with its place in the budget.
fn unit(desk: &Desk, charged: &[Charged]) -> Result<Vec<Block>, Error> {
    let body = desk.party("", desk.order.ordering_body)?;
    let field = |label: &str| {
        let known = body.fields.iter().find(|(known, _)| *known == label).map(|(_, value)| value.clone());
        known.unwrap_or_default()
    };
    Ok(vec![
        Block::field("Đơn vị", &body.name),
        Block::field("Địa chỉ", field("Địa chỉ")),
        Block::field("Tài khoản tại Kho bạc Nhà nước", field("Tài khoản tại Kho bạc Nhà nước")),
        Block::field("Mã chương", joined(charged, |line| line.chapter.clone())),
        Block::field(
            "Mã, tên CTMT, dự án",
            format!("{}, {}", joined(charged, |line| line.programme_code.clone()), desk.programme.short.vi),
        ),
        Block::field("Cấp ngân sách", joined(charged, |line| line.budget_level.clone())),
    ])
}

/// Mã NDKT, mã ngành kinh tế, mã nguồn.
fn codes(line: &Appropriation) -> [String; 3] {
    [line.item.clone(), line.category.clone(), line.source_code.clone()]
}

fn signed() -> Vec<Vec<Signature>> {
    vec![vec![Signature::new("Kế toán trưởng", false), Signature::new("Thủ trưởng đơn vị", true)]]
}

/// What the Treasury writes in.
fn of_treasury() -> [Block; 2] {
    [
        Block::text(
            "Phần Kho bạc Nhà nước ghi: Nợ TK ........ Có TK ........ Mã địa bàn hành chính ........",
        ),
        Block::text("Kế toán ................ Kiểm soát ................ Lãnh đạo ................"),
    ]
}

/// Giấy rút dự toán (Mẫu 13, C2-02a/NS).
pub(super) async fn withdrawal(desk: &Desk<'_>, id: i64) -> Result<Content, Error> {
    let dossier = Dossier::of(desk, id).await?;
    let view = &dossier.view;
    if view.totals.payable_dong <= 0 {
        return Err(Error::NotFound);
    }
    let advance = view.kind.code == Kind::Advance.as_str();
    let payee = desk.party("", PartyId(view.payee.id))?;
    let amount = Money::dong(view.totals.payable_dong);
    let charged = desk.on_budget_lines(dossier.charges.paid(amount)).await?;
    let what = match advance {
        true => format!("Tạm ứng theo {}", desk.order_by_name()),
        false => format!("Thanh toán {} theo {}", period(view), desk.order_by_name()),
    };
    let row = |part: &Charged| {
        let texts = [what.clone(), dossier.invoice.clone(), dossier.voucher()];
        Row::cells(texts.into_iter().chain(codes(part.line)).chain([part.amount.grouped(Lang::Vi)]))
    };
    let table = Table {
        columns: vec![
            Column::new("Nội dung thanh toán", ColumnWidth::Rest, Align::Left),
            Column::new("Hóa đơn số, ngày", ColumnWidth::Word, Align::Centre),
            Column::new("Chứng từ số, ngày", ColumnWidth::Word, Align::Centre),
            Column::new("Mã NDKT", ColumnWidth::Word, Align::Centre),
            Column::new("Mã ngành KT", ColumnWidth::Word, Align::Centre),
            Column::new("Mã nguồn NSNN", ColumnWidth::Word, Align::Centre),
            Column::new("Số tiền (đồng)", ColumnWidth::Content, Align::Right),
        ],
        rows: charged.iter().map(row).collect(),
        subtotal: None,
        totals: vec![Row::total("Tổng cộng", 6, [amount.grouped(Lang::Vi)])],
        sizes: &[11, 10],
    };
    let mut blocks = vec![
        Block::Choice(vec![
            ("Tạm cấp", false),
            ("Chính thức", true),
            ("Thực chi", !advance),
            ("Tạm ứng", advance),
            ("Chuyển khoản", true),
            ("Tiền mặt", false),
        ]),
        Block::field("Mã số hồ sơ", ""),
        Block::field("Năm ngân sách", dossier.years(&charged)),
    ];
    blocks.extend(unit(desk, &charged)?);
    blocks.push(Block::field("Quyết định phê duyệt kết quả lựa chọn nhà cung cấp", ""));
    blocks.push(Block::field(
        "Hợp đồng hoặc quyết định đặt hàng",
        format!(
            "{}, tổng số tiền {}, ký với {}",
            desk.order_by_name(),
            dong(desk.view.value_dong),
            desk.name(desk.order.provider)
        ),
    ));
    if advance {
        let scheme = scheme_of(desk.ctx, &desk.order).await?;
        blocks.push(Block::field("Quy định về mức tạm ứng", advance_terms(&scheme, desk.order.value)));
    } else {
        blocks.push(Block::field(
            "Văn bản, biên bản nghiệm thu",
            format!(
                "Bảng thanh toán số {} ngày {}, tổng số tiền {}",
                view.number,
                short(view.prepared_on),
                dong(view.totals.gross_dong)
            ),
        ));
    }
    blocks.push(Block::Table(table));
    blocks.push(Block::Amount { label: "Tổng số tiền".to_owned(), amount });
    blocks.push(Block::field("Đơn vị nhận tiền", &payee.name));
    blocks.extend(payee.fields.iter().map(|(label, value)| Block::field(label, value)));
    blocks.push(Block::field("Hoặc người nhận tiền, số CCCD", ""));
    blocks.extend(of_treasury());
    Ok(Content {
        form: Some("Mẫu số 13 (Mẫu số C2-02a/NS)"),
        subject: Some(if advance { "Tạm ứng".to_owned() } else { period(view) }),
        blocks,
        signatures: vec![vec![
            Signature::new("Người nhận tiền", false),
            Signature::new("Kế toán trưởng", false),
            Signature::new("Thủ trưởng đơn vị", true),
        ]],
        note: Some(FORM_OF_TREASURY),
        ..Content::default()
    })
}

/// Giấy đề nghị thanh toán tạm ứng (Mẫu 10, C2-03/NS): turns what was advanced into spending.
pub(super) async fn clearing(desk: &Desk<'_>, id: i64) -> Result<Content, Error> {
    let dossier = Dossier::of(desk, id).await?;
    let view = &dossier.view;
    if view.totals.advance_recovered_dong <= 0 {
        return Err(Error::NotFound);
    }
    let now = Money::dong(view.totals.advance_recovered_dong);
    let balance = balance_before(desk, &dossier.statement).await?;
    let charged = desk.on_budget_lines(dossier.charges.paid(now)).await?;
    let row = |part: &Charged| {
        let what = format!("Khối lượng nghiệm thu {}", period(view));
        let texts = [what, dossier.invoice.clone(), dossier.voucher()];
        Row::cells(
            texts.into_iter().chain(codes(part.line)).chain([String::new(), part.amount.grouped(Lang::Vi)]),
        )
    };
    let table = Table {
        columns: vec![
            Column::new("Nội dung", ColumnWidth::Rest, Align::Left),
            Column::new("Hóa đơn", ColumnWidth::Word, Align::Centre),
            Column::new("Chứng từ", ColumnWidth::Word, Align::Centre),
            Column::new("Mã NDKT", ColumnWidth::Word, Align::Centre),
            Column::new("Mã ngành KT", ColumnWidth::Word, Align::Centre),
            Column::new("Mã nguồn", ColumnWidth::Word, Align::Centre),
            Column::new("Số dư tạm ứng", ColumnWidth::Content, Align::Right),
            Column::new("Đề nghị thanh toán", ColumnWidth::Content, Align::Right),
        ],
        rows: charged.iter().map(row).collect(),
        subtotal: None,
        totals: vec![Row::total("Tổng cộng", 6, [balance.grouped(Lang::Vi), now.grouped(Lang::Vi)])],
        sizes: &[10, 9],
    };
    let mut blocks = vec![Block::field("Năm ngân sách", dossier.years(&charged))];
    blocks.extend(unit(desk, &charged)?);
    blocks.push(Block::field("Căn cứ số dư tạm ứng đến ngày", short(view.prepared_on)));
    blocks.push(Block::field(
        "Biên bản nghiệm thu, bảng thanh toán",
        format!("số {} ngày {}", view.number, short(view.prepared_on)),
    ));
    blocks.push(Block::field("Danh sách nhận tiền ngày", ""));
    blocks.push(Block::Table(table));
    blocks.push(Block::Amount {
        label: "Tổng số đề nghị thanh toán tạm ứng".to_owned(), amount: now
    });
    blocks.extend(of_treasury());
    Ok(Content {
        form: Some("Mẫu số 10 (Mẫu số C2-03/NS)"),
        subject: Some(desk.order_by_name()),
        blocks,
        signatures: signed(),
        note: Some(FORM_OF_TREASURY),
        ..Content::default()
    })
}

/// What was advanced to the party and not recovered before this statement.
async fn balance_before(desk: &Desk<'_>, statement: &Statement) -> Result<Money, Error> {
    let all = money::statements_of_order(desk.ctx.db(), desk.ctx.scope(), desk.order.id).await?;
    let earlier = all.iter().filter(|known| {
        known.id.0 < statement.id.0
            && known.party == statement.party
            && matches!(known.state, State::Approved | State::Paid)
    });
    Ok(earlier
        .map(|known| match known.kind {
            Kind::Advance => known.totals.payable,
            _ => -known.totals.advance_recovered,
        })
        .sum())
}

/// Giấy nộp trả kinh phí (Mẫu 08, C2-05a/NS): who was paid too much returns it, spent money and what is left of an advance
/// apart.
pub(super) async fn give_back(desk: &Desk<'_>, id: i64) -> Result<Content, Error> {
    let dossier = Dossier::of(desk, id).await?;
    let view = &dossier.view;
    let amount = dossier.statement.totals.to_recover;
    if amount <= Money::ZERO {
        return Err(Error::NotFound);
    }
    let spent = (-dossier.statement.totals.gross).at_least_zero();
    let advanced = amount - spent;
    let of_spent = desk.on_budget_lines(dossier.charges.taken_back(spent)).await?;
    let of_advance = desk.on_budget_lines(dossier.charges.advanced(advanced)).await?;
    let row = |what: &str, part: &Charged| {
        let [item, category, source] = codes(part.line);
        let year = dossier.charge_year.unwrap_or(part.line.fiscal_year);
        Row::of([
            format!("{what} theo bảng thanh toán số {}", view.number),
            item,
            part.line.chapter.clone(),
            category,
            source,
            year.to_string(),
            part.amount.grouped(Lang::Vi),
        ])
    };
    let rows = of_spent.iter().map(|part| row("Nộp trả phần đã chi", part));
    let rows = rows.chain(of_advance.iter().map(|part| row("Nộp trả tạm ứng còn dư", part)));
    let table = Table {
        columns: vec![
            Column::new("Nội dung", ColumnWidth::Rest, Align::Left),
            Column::new("Mã NDKT", ColumnWidth::Word, Align::Centre),
            Column::new("Mã chương", ColumnWidth::Word, Align::Centre),
            Column::new("Mã ngành KT", ColumnWidth::Word, Align::Centre),
            Column::new("Mã nguồn NSNN", ColumnWidth::Word, Align::Centre),
            Column::new("Năm dự toán", ColumnWidth::Word, Align::Centre),
            Column::new("Số tiền (đồng)", ColumnWidth::Content, Align::Right),
        ],
        rows: rows.collect(),
        subtotal: None,
        totals: vec![Row::total("Tổng cộng", 6, [amount.grouped(Lang::Vi)])],
        sizes: &[11, 10],
    };
    let charged: Vec<Charged> = of_spent.into_iter().chain(of_advance).collect();
    let is_closed = is_closed(desk, &dossier, &charged).await?;
    let payer = desk.party("", PartyId(view.payee.id))?;
    let mut blocks = vec![
        Block::Choice(vec![
            ("Chuyển khoản", true),
            ("Tiền mặt", false),
            ("Tạm ứng", advanced > Money::ZERO),
            ("Thực chi", spent > Money::ZERO),
        ]),
        Block::field("Đơn vị nộp", &payer.name),
    ];
    blocks.extend(payer.fields.iter().map(|(label, value)| Block::field(label, value)));
    blocks.extend([
        Block::field(
            "Nộp theo",
            format!("bảng thanh toán số {} ngày {}", view.number, short(view.prepared_on)),
        ),
        Block::field("Quyết định, kết luận số, ngày", ""),
        Block::field(
            "Tên, mã chương trình, dự án",
            format!("{}, {}", desk.programme.name.vi, joined(&charged, |line| line.programme_code.clone())),
        ),
        Block::field("Cấp ngân sách", joined(&charged, |line| line.budget_level.clone())),
        Block::field("Mã đơn vị có quan hệ với ngân sách", ""),
        Block::field("Đơn vị nhận", desk.name(desk.order.ordering_body)),
        Block::Table(table),
        Block::Choice(vec![("Nộp giảm chi", !is_closed), ("Nộp khi đã quyết toán", is_closed)]),
        Block::Amount { label: "Tổng số tiền".to_owned(), amount },
    ]);
    Ok(Content {
        form: Some("Mẫu số 08 (Mẫu số C2-05a/NS)"),
        subject: Some(desk.order_by_name()),
        blocks,
        signatures: signed(),
        note: Some(FORM_OF_TREASURY),
        ..Content::default()
    })
}

/// Whether the budget year is over with its time of adjustment, so that what comes back no longer lessens its spending.
async fn is_closed(desk: &Desk<'_>, dossier: &Dossier, charged: &[Charged<'_>]) -> Result<bool, Error> {
    let year = dossier.charge_year.or_else(|| charged.iter().map(|part| part.line.fiscal_year).max());
    let Some(year) = year else { return Ok(false) };
    let settings = settings_now(desk.ctx.db()).await?;
    let over = in_year(year + 1, settings.on(Setting::YearEndAdjustment, desk.today()));
    Ok(desk.today() > over)
}
