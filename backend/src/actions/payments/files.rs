//! Files of a batch: its table, the order to pay for banks, and the template that comes back as a confirmation. Each table has
//! a second sheet with who took it, when, of what, and the hash of its rows.

use domain::{
    payment::BatchState,
    permission::{Deed, Scope},
    setting::Setting,
    text::{Lang, Text},
    workbook::Cell,
};

use super::{about, invoices::OwnPayment, paper::paper, read_file::COLUMNS, year};
use crate::{
    actions::{
        Ctx, changes,
        tables::{Heading, Table, file, number, text},
        workbooks::{File, slug},
    },
    bank,
    error::Error,
    storage::payments::{self, Batch, PaymentLine, Release, Which},
};

/// The batch with its lines; a file goes out only of what was released.
pub(super) async fn released(ctx: &Ctx, id: i64) -> Result<(Batch, Release, Vec<PaymentLine>), Error> {
    ctx.permit(Deed::Read, &[])?;
    let batch = payments::batch_by_id(ctx.db(), id).await?.ok_or(Error::NotFound)?;
    let is_out = matches!(batch.state, BatchState::Approved | BatchState::Sent);
    let Some(release) = batch.released.filter(|_| is_out) else {
        return Err(about(
            "payment.not_released",
            "state",
            Text::new("Lô chưa được duyệt chi.", "The batch was not released."),
            Text::new("Chờ người khác duyệt chi lô này.", "Somebody else releases it first."),
        )
        .into());
    };
    let lines = payments::lines(ctx.db(), Scope::Everything, Which::Batch(id)).await?;
    Ok((batch, release, lines))
}

/// Every payment of a batch with what the Treasury asks for.
pub async fn batch_file(ctx: &Ctx, id: i64, lang: Lang) -> Result<File, Error> {
    const HEADINGS: &[Heading] = &[
        ("Mã khoản chi", "Payment key", 18),
        ("Bên nhận", "Payee", 44),
        ("Mã số thuế", "Tax code", 16),
        ("Tài khoản", "Account", 22),
        ("Ngân hàng, Kho bạc", "Bank", 28),
        ("Hợp đồng, quyết định", "Order", 24),
        ("Ngày ký", "Signed on", 12),
        ("Bảng thanh toán", "Statement", 22),
        ("Ngày nghiệm thu", "Accepted on", 12),
        ("Số hóa đơn", "Invoice", 22),
        ("Ngày hóa đơn", "Invoiced on", 12),
        ("Chương", "Chapter", 9),
        ("Khoản", "Category", 9),
        ("Tiểu mục", "Item", 9),
        ("Nguồn", "Source", 9),
        ("Mã CTMT", "Programme code", 10),
        ("Năm ngân sách", "Budget year", 12),
        ("Nguồn chi", "Charged to", 30),
        ("Số tiền", "Amount", 18),
    ];
    let paper = paper(ctx, id).await?;
    let day = |day: Option<time::Date>| day.map_or(Cell::Empty, Cell::Day);
    let mut rows = Vec::new();
    for line in &paper.lines {
        for (codes, amount) in &line.codes {
            rows.push(vec![
                text(&line.end_to_end),
                text(&line.payee),
                text(&line.tax_code),
                text(&line.account),
                text(&line.bank),
                text(&line.order_number),
                day(line.order_signed_on),
                text(&line.statement_number),
                day(line.minutes.as_ref().map(|(_, on)| *on)),
                text(line.invoice.as_ref().map_or("", |(number, ..)| number.as_str())),
                day(line.invoice.as_ref().map(|(_, on, _)| *on)),
                text(&codes.chapter),
                text(&codes.category),
                text(&codes.item),
                text(&codes.source_code),
                text(&codes.programme_code),
                number(codes.fiscal_year),
                text(line.charge.get(lang)),
                number(amount.as_dong()),
            ]);
        }
    }
    let title = if lang == Lang::Vi { "Lô chi" } else { "Payment batch" };
    let title = format!("{title} {}", paper.number);
    let of = format!("{} · {} đ", paper.number, paper.total.grouped(lang));
    file(ctx, Table { name: paper.number, title, of, filter: "", headings: HEADINGS, rows }, lang).await
}

/// What is to be filled in with what became of each payment, and sent back.
pub async fn template(ctx: &Ctx, id: i64, lang: Lang) -> Result<File, Error> {
    let (batch, _, lines) = released(ctx, id).await?;
    let row = |line: &PaymentLine| {
        vec![
            text(&line.end_to_end),
            text(&line.payee),
            text(&line.account),
            text(&line.bank),
            number(line.line.sent().as_dong()),
        ]
    };
    let rows = lines.iter().filter(|line| !line.line.open().is_zero()).map(row).collect();
    let title = match lang {
        Lang::Vi => format!("Xác nhận chi lô {}. Kết quả: đã chi, từ chối, hoàn trả", batch.number),
        Lang::En => format!("Confirmation of batch {}. Result: paid, refused, came back", batch.number),
    };
    let name = format!("xac nhan {}", batch.number);
    file(ctx, Table { name, title, of: batch.number, filter: "", headings: &COLUMNS, rows }, lang).await
}

/// The order to pay for everything of a batch that goes to banks: pain.001.001.09. The same bytes whenever it is taken: a bank
/// knows an order that it has by its message, and asks why one comes with other content.
pub async fn order_to_pay(ctx: &Ctx, id: i64) -> Result<File, Error> {
    let (batch, release, mut lines) = released(ctx, id).await?;
    lines.retain(|line| line.way == "bank");
    let paper = paper(ctx, id).await?;
    let mut issues = Vec::new();
    if lines.is_empty() {
        issues.push(about(
            "payment.no_bank",
            "state",
            Text::new("Lô không có khoản nào chi qua ngân hàng.", "Nothing of the batch goes to a bank."),
            Text::new("Dùng tệp bảng tính của lô.", "Use the workbook of the batch."),
        ));
    }
    if paper.payer_account.is_empty() {
        issues.push(about(
            "payment.payer_account",
            "state",
            Text::new("Cơ quan đặt hàng chưa có tài khoản.", "The ordering body has no account."),
            Text::new("Ghi tài khoản tại Danh mục, Đơn vị.", "Enter it at Registers, Organisations."),
        ));
    }
    domain::issue::none_or_all(issues)?;
    let is_plain = changes::settings_now(ctx.db()).await?.on(Setting::BankFilePlainLetters, release.on) != 0;
    let said = |text: &str| if is_plain { bank::plain(text) } else { text.to_owned() };
    let transfer = |line: &PaymentLine| bank::Transfer {
        end_to_end: line.end_to_end.clone(),
        amount: line.line.sent(),
        payee: said(&line.payee),
        tax_code: line.tax_code.clone(),
        account: line.account.clone(),
        bank: said(&line.bank),
        text: said(&format!("{} {}", line.order_number, line.statement_number)),
    };
    let order = bank::Order {
        message: batch.number.replace('/', "-"),
        made_at: format!("{}T00:00:00+07:00", batch.made_on),
        pay_on: release.on,
        payer: said(&paper.payer),
        payer_account: paper.payer_account,
        payer_bank: said(&paper.payer_bank),
        transfers: lines.iter().map(transfer).collect(),
    };
    let bytes = bank::write(&order).map_err(|error| Error::fault("pain.001", error))?;
    Ok(File { name: format!("{}.xml", slug(&batch.number)), bytes })
}

/// What of each order goes on into the next year.
pub async fn carried_file(ctx: &Ctx, lang: Lang) -> Result<File, Error> {
    const HEADINGS: &[Heading] = &[
        ("Đơn đặt hàng", "Order", 24),
        ("Cơ sở đào tạo", "Provider", 44),
        ("Năm dự toán", "Budget year", 12),
        ("Ngày kết thúc", "Ends on", 12),
        ("Giá trị", "Value", 18),
        ("Đã nghiệm thu", "Accepted", 18),
        ("Đã chi", "Paid", 18),
        ("Chuyển năm sau", "Goes on", 18),
        ("Số dư tạm ứng", "Advance balance", 18),
    ];
    let view = year(ctx).await?;
    let rows = view.rows.iter().map(|row| {
        vec![
            text(&row.number),
            text(&row.provider),
            number(row.budget_year),
            Cell::Day(row.ends_on),
            number(row.value_dong),
            number(row.accepted_dong),
            number(row.paid_dong),
            number(row.left_dong),
            number(row.advance_dong),
        ]
    });
    let title = match lang {
        Lang::Vi => format!("Chuyển từ năm {} sang năm {}", view.year, view.year + 1),
        Lang::En => format!("From {} into {}", view.year, view.year + 1),
    };
    let of = domain::calendar::vietnamese(view.as_of);
    let name = format!("chuyen nam {}", view.year);
    file(ctx, Table { name, title, of, filter: "", headings: HEADINGS, rows: rows.collect() }, lang).await
}

/// A payee's own payments.
pub(super) async fn own_file(ctx: &Ctx, rows: Vec<OwnPayment>, lang: Lang) -> Result<File, Error> {
    const HEADINGS: &[Heading] = &[
        ("Bảng thanh toán", "Statement", 22),
        ("Đơn đặt hàng", "Order", 24),
        ("Loại", "Kind", 14),
        ("Được chi", "Payable", 18),
        ("Đã chi", "Paid", 18),
        ("Hóa đơn cần ghi", "Invoice expected", 18),
        ("Số hóa đơn", "Invoice", 22),
        ("Tiền hóa đơn", "Invoiced", 18),
        ("Hạn chi", "Due on", 12),
        ("Trạng thái", "State", 20),
    ];
    let rows = rows.into_iter().map(|row| {
        let invoice = row.invoice.as_ref();
        vec![
            text(row.number),
            text(row.order_number),
            text(row.kind.name.get(lang)),
            number(row.payable_dong),
            number(row.paid_dong),
            number(row.expected_dong),
            text(invoice.map_or("", |invoice| invoice.number.as_str())),
            invoice.map_or(Cell::Empty, |invoice| number(invoice.amount_dong)),
            row.due_on.map_or(Cell::Empty, Cell::Day),
            text(row.state.name.get(lang)),
        ]
    });
    let title = if lang == Lang::Vi { "Chi trả của đơn vị" } else { "Our payments" };
    let table = Table {
        name: "chi-tra".to_owned(),
        title: title.to_owned(),
        of: title.to_owned(),
        filter: "",
        headings: HEADINGS,
        rows: rows.collect(),
    };
    file(ctx, table, lang).await
}
