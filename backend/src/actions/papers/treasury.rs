//! Forms of the State Treasury for one statement. Fields: NĐ 347/2025/NĐ-CP, forms 08, 10, 13.

use domain::{ids::PartyId, money::Money, statement::Kind};

use super::{
    desk::{Content, Desk, FORM_OF_TREASURY, dong, short},
    statement::{lines_of, period},
};
use crate::{
    actions::views::StatementView,
    documents::official::{Align, Block, Column, ColumnWidth, Row, Signature, Table},
    error::Error,
};

/// The unit that draws the money, with its place in the budget.
fn unit(desk: &Desk) -> Result<Vec<Block>, Error> {
    let body = desk.party("", desk.order.ordering_body)?;
    let field = |label: &str| {
        let known = body.fields.iter().find(|(known, _)| *known == label).map(|(_, value)| value.clone());
        known.unwrap_or_default()
    };
    let lines = desk.budget();
    let join = |of: fn(&domain::programme::Appropriation) -> &str| {
        let mut all: Vec<&str> = lines.iter().map(|line| of(line)).collect();
        all.dedup();
        all.join(", ")
    };
    Ok(vec![
        Block::field("Đơn vị", &body.name),
        Block::field("Địa chỉ", field("Địa chỉ")),
        Block::field("Tài khoản tại Kho bạc Nhà nước", field("Tài khoản tại Kho bạc Nhà nước")),
        Block::field("Mã chương", join(|line| &line.chapter)),
        Block::field(
            "Mã, tên CTMT, dự án",
            format!("{}, {}", join(|line| &line.programme_code), desk.programme.short.vi),
        ),
        Block::field("Cấp ngân sách", join(|line| &line.budget_level)),
    ])
}

fn item(desk: &Desk) -> [String; 3] {
    let line = desk.budget().first().copied().cloned();
    line.map_or_else(Default::default, |line| [line.item, line.category, line.source_code])
}

fn year(desk: &Desk, view: &StatementView) -> String {
    let year = desk.budget().first().map(|line| line.fiscal_year);
    year.map_or_else(|| view.prepared_on.year().to_string(), |year| year.to_string())
}

/// Blocks for invoice and paper numbers, which the unit writes in when it sends the form.
const WRITTEN_IN: &str = "";

fn signed() -> Vec<Vec<Signature>> {
    vec![vec![Signature::new("Kế toán trưởng", false), Signature::new("Thủ trưởng đơn vị", true)]]
}

/// Giấy rút dự toán (Mẫu 13, C2-02a/NS).
pub(super) async fn withdrawal(desk: &Desk<'_>, id: i64) -> Result<Content, Error> {
    let (view, _) = lines_of(desk, id).await?;
    if view.totals.payable_dong <= 0 {
        return Err(Error::NotFound);
    }
    let advance = view.kind.code == Kind::Advance.as_str();
    let payee = desk.party("", PartyId(view.payee.id))?;
    let [item, category, source] = item(desk);
    let amount = Money::dong(view.totals.payable_dong);
    let what = match advance {
        true => format!("Tạm ứng theo {}", desk.order_by_name()),
        false => format!("Thanh toán {} theo {}", period(&view), desk.order_by_name()),
    };
    let table = Table {
        columns: vec![
            Column::new("Nội dung thanh toán", ColumnWidth::Rest, Align::Left),
            Column::new("Hóa đơn", ColumnWidth::Word, Align::Centre),
            Column::new("Chứng từ", ColumnWidth::Word, Align::Centre),
            Column::new("Mã NDKT", ColumnWidth::Word, Align::Centre),
            Column::new("Mã ngành KT", ColumnWidth::Word, Align::Centre),
            Column::new("Mã nguồn NSNN", ColumnWidth::Word, Align::Centre),
            Column::new("Số tiền (đồng)", ColumnWidth::Content, Align::Right),
        ],
        rows: vec![Row::of([
            what.clone(),
            WRITTEN_IN.to_owned(),
            format!("{} {}", view.number, short(view.prepared_on)),
            item,
            category,
            source,
            amount.to_string(),
        ])],
        subtotal: None,
        totals: vec![Row::total("Tổng cộng", 6, [amount.to_string()])],
        sizes: &[11, 10],
    };
    let mut blocks = vec![
        Block::Choice(vec![
            ("Thực chi", !advance),
            ("Tạm ứng", advance),
            ("Chuyển khoản", true),
            ("Tiền mặt", false),
        ]),
        Block::field("Mã số hồ sơ", ""),
        Block::field("Năm ngân sách", year(desk, &view)),
    ];
    blocks.extend(unit(desk)?);
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
        blocks.push(Block::field(
            "Quy định về mức tạm ứng",
            format!("điều khoản tạm ứng của {}", desk.order_by_name()),
        ));
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
    blocks.push(Block::text(
        "Phần Kho bạc Nhà nước ghi: Nợ TK ........ Có TK ........ Mã địa bàn hành chính ........",
    ));
    Ok(Content {
        form: Some("Mẫu số 13 (Mẫu số C2-02a/NS)"),
        subject: Some(if advance { "Tạm ứng".to_owned() } else { period(&view) }),
        blocks,
        signatures: signed(),
        note: Some(FORM_OF_TREASURY),
        ..Content::default()
    })
}

/// Giấy đề nghị thanh toán tạm ứng (Mẫu 10, C2-03/NS): turns what was advanced into spending.
pub(super) async fn clearing(desk: &Desk<'_>, id: i64) -> Result<Content, Error> {
    let (view, _) = lines_of(desk, id).await?;
    if view.totals.advance_recovered_dong <= 0 {
        return Err(Error::NotFound);
    }
    let [item, category, source] = item(desk);
    let now = Money::dong(view.totals.advance_recovered_dong);
    let balance = balance_before(desk, &view).await?;
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
        rows: vec![Row::of([
            format!("Khối lượng nghiệm thu {}", period(&view)),
            WRITTEN_IN.to_owned(),
            view.number.clone(),
            item,
            category,
            source,
            balance.to_string(),
            now.to_string(),
        ])],
        subtotal: None,
        totals: vec![Row::total("Tổng cộng", 6, [balance.to_string(), now.to_string()])],
        sizes: &[10, 9],
    };
    let mut blocks = unit(desk)?;
    blocks.push(Block::field("Căn cứ số dư tạm ứng đến ngày", short(view.prepared_on)));
    blocks.push(Block::field(
        "Biên bản nghiệm thu, bảng thanh toán",
        format!("số {} ngày {}", view.number, short(view.prepared_on)),
    ));
    blocks.push(Block::Table(table));
    blocks.push(Block::Amount {
        label: "Tổng số đề nghị thanh toán tạm ứng".to_owned(), amount: now
    });
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
async fn balance_before(desk: &Desk<'_>, view: &StatementView) -> Result<Money, Error> {
    use domain::statement::State;
    let all =
        crate::storage::money::statements_of_order(desk.ctx.db(), desk.ctx.scope(), desk.order.id).await?;
    let earlier = all.iter().filter(|known| {
        known.id.0 < view.id
            && known.party.0 == view.payee.id
            && matches!(known.state, State::Approved | State::Paid)
    });
    Ok(earlier
        .map(|known| match known.kind {
            Kind::Advance => known.totals.payable,
            _ => -known.totals.advance_recovered,
        })
        .sum())
}

/// Giấy nộp trả kinh phí (Mẫu 08, C2-05a/NS): the provider returns what it received too much.
pub(super) async fn give_back(desk: &Desk<'_>, id: i64) -> Result<Content, Error> {
    let (view, _) = lines_of(desk, id).await?;
    if view.totals.to_recover_dong <= 0 {
        return Err(Error::NotFound);
    }
    let amount = Money::dong(view.totals.to_recover_dong);
    let lines = desk.budget();
    let chapter = lines.first().map_or("", |line| line.chapter.as_str());
    let [item, category, source] = item(desk);
    let payer = desk.party("", PartyId(view.payee.id))?;
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
        rows: vec![Row::of([
            format!("Nộp trả theo bảng thanh toán số {}", view.number),
            item,
            chapter.to_owned(),
            category,
            source,
            year(desk, &view),
            amount.to_string(),
        ])],
        subtotal: None,
        totals: vec![Row::total("Tổng cộng", 6, [amount.to_string()])],
        sizes: &[11, 10],
    };
    let mut blocks = vec![
        Block::Choice(vec![
            ("Chuyển khoản", true),
            ("Tiền mặt", false),
            ("Tạm ứng", false),
            ("Thực chi", true),
        ]),
        Block::field("Đơn vị nộp", &payer.name),
    ];
    blocks.extend(payer.fields.iter().map(|(label, value)| Block::field(label, value)));
    blocks.extend([
        Block::field(
            "Nộp theo",
            format!("bảng thanh toán số {} ngày {}", view.number, short(view.prepared_on)),
        ),
        Block::field("Tên chương trình, dự án", &desk.programme.name.vi),
        Block::field("Mã đơn vị có quan hệ với ngân sách", ""),
        Block::field("Đơn vị nhận", desk.name(desk.order.ordering_body)),
        Block::Table(table),
        Block::Choice(vec![("Nộp giảm chi", true), ("Nộp khi đã quyết toán", false)]),
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
