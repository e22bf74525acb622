//! What a page shows, as a workbook: the same rows under the same filter, all pages of them, numbers as numbers.

use domain::{
    ids::{OrderId, StatementId},
    ledger::Purpose,
    permission::Deed,
    text::Lang,
    workbook::Cell,
};

use super::{
    Ctx, incoming, programmes,
    read_orders::{self, Filter as OrderFilter},
    read_statements::{self, Filter as StatementFilter},
    tables::{Heading, Table, file, number, text},
    tally::only,
    workbooks::File,
};
use crate::{
    error::Error,
    storage::{money, orders},
};

const MONEY: u16 = 18;

/// A list of its own, not of something.
async fn whole(
    ctx: &Ctx,
    name: &str,
    title: &str,
    filter: &str,
    headings: &[Heading],
    rows: Vec<Vec<Cell>>,
    lang: Lang,
) -> Result<File, Error> {
    let (name, title) = (name.to_owned(), title.to_owned());
    file(ctx, Table { name, title, of: String::new(), filter, headings, rows }, lang).await
}

pub async fn orders(ctx: &Ctx, filter: &OrderFilter, asked: &str, lang: Lang) -> Result<File, Error> {
    const HEADINGS: &[Heading] = &[
        ("Số", "Number", 22),
        ("Cơ sở đào tạo", "Provider", 44),
        ("Chương trình", "Programme", 14),
        ("Ngày lập", "Placed on", 12),
        ("Số dòng", "Lines", 9),
        ("Số người học", "Learners", 12),
        ("Giá trị", "Value", MONEY),
        ("Nghiệm thu", "Accepted", MONEY),
        ("Trạng thái", "State", 22),
    ];
    let rows = read_orders::every(ctx, filter).await?.into_iter().map(|row| {
        vec![
            text(row.number),
            text(row.provider.name),
            text(row.programme),
            Cell::Day(row.placed_on),
            number(row.lines),
            number(row.learners),
            number(row.value_dong),
            number(row.accepted_dong),
            text(row.state.name.get(lang)),
        ]
    });
    let title = if lang == Lang::Vi { "Đơn đặt hàng" } else { "Orders" };
    whole(ctx, "don-dat-hang", title, asked, HEADINGS, rows.collect(), lang).await
}

pub async fn statements(ctx: &Ctx, filter: &StatementFilter, asked: &str, lang: Lang) -> Result<File, Error> {
    const HEADINGS: &[Heading] = &[
        ("Số", "Number", 22),
        ("Kỳ", "Period", 10),
        ("Loại", "Kind", 16),
        ("Đơn đặt hàng", "Order", 22),
        ("Bên nhận", "Payee", 44),
        ("Ngày lập", "Prepared on", 12),
        ("Nghiệm thu", "Accepted", MONEY),
        ("Thu hồi tạm ứng", "Advance recovered", MONEY),
        ("Được chi", "Payable", MONEY),
        ("Phải thu hồi", "To recover", MONEY),
        ("Trạng thái", "State", 16),
    ];
    let (rows, _) = read_statements::every(ctx, filter).await?;
    let rows = rows.into_iter().map(|row| {
        vec![
            text(row.number),
            text(row.period),
            text(row.kind.name.get(lang)),
            text(row.order_number),
            text(row.payee.name),
            Cell::Day(row.prepared_on),
            number(row.gross_dong),
            number(row.advance_recovered_dong),
            number(row.payable_dong),
            number(row.to_recover_dong),
            text(row.state.name.get(lang)),
        ]
    });
    let title = if lang == Lang::Vi { "Bảng thanh toán" } else { "Statements" };
    whole(ctx, "bang-thanh-toan", title, asked, HEADINGS, rows.collect(), lang).await
}

/// Every line of one statement, with the reason of each.
pub async fn lines(ctx: &Ctx, id: StatementId, lang: Lang) -> Result<File, Error> {
    const HEADINGS: &[Heading] = &[
        ("Thành phần", "Component", 34),
        ("Người học", "Learner", 28),
        ("Số định danh", "Personal id", 16),
        ("Lớp", "Cohort", 16),
        ("Lý do", "Reason", 60),
        ("Số tiền", "Amount", MONEY),
    ];
    let (view, lines) = read_statements::lines(ctx, id).await?;
    let title = |part: &str| {
        let known = view.parts.iter().find(|known| known.part == part);
        known.map_or_else(|| part.to_owned(), |known| known.title.get(lang).to_owned())
    };
    let rows = lines.into_iter().map(|line| {
        vec![
            text(title(&line.part)),
            text(line.full_name),
            text(line.personal_id),
            text(line.cohort),
            text(line.reason.get(lang)),
            number(line.amount_dong),
        ]
    });
    let table = Table {
        name: view.number.clone(),
        title: view.number.clone(),
        of: format!("{} · {}", view.payee.name, view.order_number),
        filter: "",
        headings: HEADINGS,
        rows: rows.collect(),
    };
    file(ctx, table, lang).await
}

/// Every posting of an order's money, in the order in which it was made; a host sees its own.
pub async fn ledger(ctx: &Ctx, id: OrderId, lang: Lang) -> Result<File, Error> {
    const HEADINGS: &[Heading] = &[
        ("Số bút toán", "Posting", 12),
        ("Ngày", "Day", 12),
        ("Nợ", "Debit", 26),
        ("Có", "Credit", 26),
        ("Đơn vị", "Party", 44),
        ("Bảng thanh toán", "Statement", 22),
        ("Dòng dự toán", "Budget line", 22),
        ("Số tiền", "Amount", MONEY),
        ("Dấu niêm", "Seal", 66),
    ];
    let order = orders::find(ctx.db(), ctx.scope(), id).await?.ok_or(Error::NotFound)?;
    ctx.permit(Deed::Read, &order.owners())?;
    let purpose = |code: &str| {
        Purpose::parse(code).map_or_else(|| code.to_owned(), |purpose| purpose.name().get(lang).to_owned())
    };
    let mine = only(ctx.scope(), &order);
    let postings = money::postings_of_order(ctx.db(), id, mine).await?;
    let rows = postings.into_iter().map(|posting| {
        vec![
            number(posting.id),
            Cell::Day(posting.happened_on),
            text(purpose(&posting.debit)),
            text(purpose(&posting.credit)),
            text(posting.party),
            posting.statement.map_or(Cell::Empty, Cell::Text),
            posting.appropriation.map_or(Cell::Empty, Cell::Text),
            number(posting.amount_dong),
            text(posting.seal),
        ]
    });
    let title = if lang == Lang::Vi { "Sổ cái" } else { "Ledger" };
    let table = Table {
        name: format!("so cai {}", order.number),
        title: format!("{title} {}", order.number),
        of: order.number.clone(),
        filter: "",
        headings: HEADINGS,
        rows: rows.collect(),
    };
    file(ctx, table, lang).await
}

/// Occupations and levels of a programme.
pub async fn programme(ctx: &Ctx, code: &str, lang: Lang) -> Result<File, Error> {
    const HEADINGS: &[Heading] = &[
        ("Mã", "Code", 10),
        ("Ngành, nghề", "Occupation", 44),
        ("Trình độ", "Level", 14),
        ("Đặt hàng", "Ordered", 11),
        ("Nhập học", "Enrolled", 11),
        ("Tốt nghiệp", "Graduated", 11),
        ("Kinh phí đặt hàng", "Value ordered", MONEY),
        ("Nghiệm thu", "Accepted", MONEY),
        ("Đã chi", "Paid", MONEY),
    ];
    let view = programmes::find(ctx, code).await?;
    let rows = view.occupations.into_iter().map(|row| {
        vec![
            text(row.code),
            text(row.name.get(lang)),
            text(row.level.name.get(lang)),
            number(row.learners_ordered),
            number(row.learners_enrolled),
            number(row.learners_graduated),
            number(row.ordered_dong),
            number(row.accepted_dong),
            number(row.paid_dong),
        ]
    });
    let title = view.name.get(lang).to_owned();
    whole(ctx, &view.code, &title, "", HEADINGS, rows.collect(), lang).await
}

/// What the provider who asks waits for, order by order.
pub async fn incoming(ctx: &Ctx, lang: Lang) -> Result<File, Error> {
    const HEADINGS: &[Heading] = &[
        ("Đơn đặt hàng", "Order", 22),
        ("Giá trị", "Value", MONEY),
        ("Đã nhận", "Received", MONEY),
        ("Đã duyệt, chờ Kho bạc chi", "Approved, to be paid", MONEY),
        ("Chờ duyệt", "To be approved", MONEY),
        ("Vào kỳ tới", "In the next period", MONEY),
        ("Còn chờ điều kiện", "Still to be earned", MONEY),
        ("Không còn được hưởng", "Lost", MONEY),
    ];
    let rows = incoming::of_provider(ctx).await?.into_iter().map(|view| {
        vec![
            text(view.order_number.as_str()),
            number(view.ordered_dong),
            number(view.paid_dong),
            number(view.approved_dong),
            number(view.prepared_dong),
            number(view.next.as_ref().map_or(0, |next| next.due_dong)),
            number(view.awaited_dong()),
            number(view.lost_dong()),
        ]
    });
    let title = if lang == Lang::Vi { "Khi nào được trả" } else { "When we are paid" };
    whole(ctx, "khi-nao-duoc-tra", title, "", HEADINGS, rows.collect(), lang).await
}
