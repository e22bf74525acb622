//! What a page shows, as a workbook: the same rows under the same filter, all pages of them, numbers as numbers.

use domain::{ids::StatementId, text::Lang, workbook::Cell};

use super::{
    Ctx, incoming, programmes,
    read_orders::{self, Filter as OrderFilter},
    read_statements::{self, Filter as StatementFilter},
    workbooks::{File, slug, written},
};
use crate::{
    error::Error,
    spreadsheet::{self, Column},
};

/// A heading in both languages, and a width in letters.
type Heading = (&'static str, &'static str, u16);

const MONEY: u16 = 18;

async fn file(
    name: String,
    title: String,
    subtitle: String,
    headings: &[Heading],
    rows: Vec<Vec<Cell>>,
    lang: Lang,
) -> Result<File, Error> {
    let column = |(vi, en, width): &Heading| {
        let name = if lang == Lang::Vi { vi } else { en };
        Column { name: (*name).to_owned(), width: *width }
    };
    let columns: Vec<Column> = headings.iter().map(column).collect();
    let bytes = written(move || spreadsheet::table(&title, &subtitle, &columns, &rows)).await?;
    Ok(File { name: format!("{}.xlsx", slug(&name)), bytes })
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn number(number: impl ToString) -> Cell {
    Cell::Number(number.to_string())
}

/// When and from where a table was taken.
fn taken(ctx: &Ctx, lang: Lang) -> String {
    let day = domain::calendar::vietnamese(ctx.today());
    match lang {
        Lang::Vi => format!("Lấy ngày {day}; số tiền bằng đồng"),
        Lang::En => format!("As of {day}; amounts in dong"),
    }
}

pub async fn orders(ctx: &Ctx, filter: &OrderFilter, lang: Lang) -> Result<File, Error> {
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
    file("don-dat-hang".to_owned(), title.to_owned(), taken(ctx, lang), HEADINGS, rows.collect(), lang).await
}

pub async fn statements(ctx: &Ctx, filter: &StatementFilter, lang: Lang) -> Result<File, Error> {
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
    file("bang-thanh-toan".to_owned(), title.to_owned(), taken(ctx, lang), HEADINGS, rows.collect(), lang)
        .await
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
    let subtitle = format!("{} · {} · {}", view.payee.name, view.order_number, taken(ctx, lang));
    file(view.number.clone(), view.number.clone(), subtitle, HEADINGS, rows.collect(), lang).await
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
    file(view.code.clone(), title, taken(ctx, lang), HEADINGS, rows.collect(), lang).await
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
    file("khi-nao-duoc-tra".to_owned(), title.to_owned(), taken(ctx, lang), HEADINGS, rows.collect(), lang)
        .await
}
