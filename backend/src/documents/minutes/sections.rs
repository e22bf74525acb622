//! The numbered part of the minutes: volume, quality, money, payees, assumptions.

use domain::{money::Money, words::amount_in_words};

use super::{
    AcceptanceMinutes, AcceptedLine, UnitPrice,
    opening::{BODY, BODY_BOLD, BODY_ITALIC, kept},
};
use crate::documents::{
    fonts::Face,
    layout::{Flow, Piece, Style, pt},
    paragraph::{Align, NO_BREAK, Paragraph, Span},
    table::{Column, ColumnWidth, Row, Table},
};

/// Sets the sections and says how many there are; parts with nothing to say are left out.
pub fn set(paper: &AcceptanceMinutes, flow: &mut Flow) -> usize {
    let mut count = 0;
    let mut open = |flow: &mut Flow, title: &str| {
        count += 1;
        flow.add(heading(count, title));
    };
    open(flow, "Khối lượng đặt hàng, thực hiện và nghiệm thu");
    lines(paper).set(flow);
    if paper.lines.iter().any(|line| matches!(line.unit_price, UnitPrice::Assumed(_))) {
        flow.add([note("(*) Đơn giá giả định, chưa có văn bản ban hành của cấp có thẩm quyền.")]);
    }
    if !paper.quality.is_empty() {
        open(flow, "Chất lượng");
        quality(paper).set(flow);
    }
    open(flow, "Giá trị nghiệm thu và thanh toán");
    money(paper).set(flow);
    flow.add(key_amounts(paper));
    if !paper.payees.is_empty() {
        open(flow, "Số tiền theo từng đơn vị thụ hưởng");
        payees(paper).set(flow);
    }
    if !paper.assumptions.is_empty() {
        open(flow, "Nội dung còn là giả định");
        flow.add(items(&paper.assumptions, "."));
    }
    count
}

pub fn heading(number: usize, title: &str) -> Vec<Piece> {
    let heading = Paragraph::body(vec![Span::new(BODY_BOLD, format!("{number}.{NO_BREAK}{title}"))]);
    kept(Paragraph { above: pt(9), align: Align::Left, ..heading }.lines())
}

/// `- …;` for each, and `end` behind the last.
pub fn items(texts: &[String], end: &str) -> Vec<Piece> {
    let last = texts.len().saturating_sub(1);
    let mut pieces = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let text = text.trim_end_matches(['.', ';', '/', ' ']);
        let mark = if index == last { end } else { ";" };
        let item = format!("-{NO_BREAK}{text}{mark}");
        pieces.extend(Paragraph::body(vec![Span::new(BODY, item)]).lines());
    }
    pieces
}

fn note(text: &str) -> Piece {
    let style = Style::new(Face::Italic, 12);
    Paragraph {
        line_height: pt(15),
        above: pt(3),
        first_line_indent: 0,
        ..Paragraph::body(vec![Span::new(style, text)])
    }
    .piece()
}

fn lines(paper: &AcceptanceMinutes) -> Table<'_> {
    let people = "Số người";
    let value = "Giá trị (đồng)";
    let columns = vec![
        Column::new("STT", ColumnWidth::Content, Align::Centre),
        Column::new("Ngành, nghề", ColumnWidth::Rest, Align::Left),
        Column::new("Trình độ", ColumnWidth::Word, Align::Centre),
        Column::new("Đặt hàng", ColumnWidth::Word, Align::Right).within(people),
        Column::new("Nhập học", ColumnWidth::Word, Align::Right).within(people),
        Column::new("Tốt nghiệp / được nghiệm thu", ColumnWidth::Word, Align::Right).within(people),
        Column::new("Đơn giá (đồng)", ColumnWidth::Word, Align::Right),
        Column::new("Đặt hàng", ColumnWidth::Content, Align::Right).within(value),
        Column::new("Nghiệm thu", ColumnWidth::Content, Align::Right).within(value),
    ];
    let rows = (1..).zip(&paper.lines).map(|(number, line)| row(number, line)).collect();
    let count = |of: fn(&AcceptedLine) -> u32| paper.lines.iter().map(of).sum::<u32>();
    let amount = |of: fn(&AcceptedLine) -> Money| paper.lines.iter().map(of).sum::<Money>();
    let total = Row::total(
        "Tổng cộng",
        3,
        [
            count(|line| line.ordered).to_string(),
            count(|line| line.enrolled).to_string(),
            format!("{}/{}", count(|line| line.graduated), count(|line| line.accepted)),
            String::new(),
            amount(|line| line.ordered_amount).to_string(),
            amount(|line| line.accepted_amount).to_string(),
        ],
    );
    Table { columns, rows, subtotal: None, totals: vec![total], sizes: &[11, 10, 9] }
}

fn row(number: usize, line: &AcceptedLine) -> Row {
    let AcceptedLine {
        occupation,
        level,
        ordered,
        enrolled,
        graduated,
        accepted,
        unit_price,
        ordered_amount,
        accepted_amount,
    } = line;
    let unit_price = match unit_price {
        UnitPrice::Issued(price) => price.to_string(),
        UnitPrice::Assumed(price) => format!("{price} (*)"),
    };
    Row::of([
        number.to_string(),
        occupation.clone(),
        level.clone(),
        ordered.to_string(),
        enrolled.to_string(),
        format!("{graduated}/{accepted}"),
        unit_price,
        ordered_amount.to_string(),
        accepted_amount.to_string(),
    ])
}

fn quality(paper: &AcceptanceMinutes) -> Table<'_> {
    let columns = vec![
        Column::new("STT", ColumnWidth::Content, Align::Centre),
        Column::new("Xếp loại tốt nghiệp", ColumnWidth::Rest, Align::Left),
        Column::new("Số người học", ColumnWidth::Content, Align::Right),
        Column::new("Giá trị nghiệm thu (đồng)", ColumnWidth::Content, Align::Right),
    ];
    let rows = (1..).zip(&paper.quality).map(|(number, line): (usize, _)| {
        let texts = [
            number.to_string(),
            line.graduation_class.clone(),
            line.learners.to_string(),
            line.accepted_amount.to_string(),
        ];
        Row::of(texts)
    });
    let learners: u32 = paper.quality.iter().map(|line| line.learners).sum();
    let amount: Money = paper.quality.iter().map(|line| line.accepted_amount).sum();
    let total = Row::total("Tổng cộng", 2, [learners.to_string(), amount.to_string()]);
    Table { columns, rows: rows.collect(), subtotal: None, totals: vec![total], sizes: &[12, 11] }
}

fn money(paper: &AcceptanceMinutes) -> Table<'_> {
    let money = &paper.money;
    let balance =
        if money.balance.is_negative() { "Còn phải thu hồi" } else { "Còn phải thanh toán" };
    let amounts = [
        ("Giá trị đặt hàng", money.ordered),
        ("Giá trị nghiệm thu", money.accepted),
        ("Giá trị không nghiệm thu", money.not_accepted),
        ("Giá trị còn chờ kết quả", money.pending),
        ("Đã tạm ứng", money.advanced),
        ("Đã thanh toán", money.paid),
        ("Thu hồi tạm ứng", money.advance_recovered),
    ];
    let rows = (1..).zip(amounts).map(|(number, (label, amount)): (usize, _)| {
        Row::of([number.to_string(), label.to_owned(), amount.to_string()])
    });
    let total = Row::total(balance, 2, [magnitude(money.balance).to_string()]);
    let columns = vec![
        Column::new("STT", ColumnWidth::Content, Align::Centre),
        Column::new("Nội dung", ColumnWidth::Rest, Align::Left),
        Column::new("Số tiền (đồng)", ColumnWidth::Content, Align::Right),
    ];
    Table { columns, rows: rows.collect(), subtotal: None, totals: vec![total], sizes: &[12, 11] }
}

/// What is accepted and what is still to be paid or to come back, in figures and in words.
fn key_amounts(paper: &AcceptanceMinutes) -> Vec<Piece> {
    let balance = if paper.money.balance.is_negative() {
        "Số tiền Bên B còn phải nộp trả"
    } else {
        "Số tiền Bên A còn phải thanh toán"
    };
    let mut pieces = Vec::new();
    for (label, amount) in
        [("Giá trị nghiệm thu", paper.money.accepted), (balance, magnitude(paper.money.balance))]
    {
        let figures = format!("{label}: {amount}{NO_BREAK}đồng ");
        let words = format!("(Bằng chữ: {}).", amount_in_words(amount));
        pieces.extend(Paragraph::body(vec![Span::new(BODY, figures), Span::new(BODY_ITALIC, words)]).lines());
    }
    pieces
}

fn magnitude(amount: Money) -> Money {
    if amount.is_negative() { -amount } else { amount }
}

fn payees(paper: &AcceptanceMinutes) -> Table<'_> {
    let rows = (1..).zip(&paper.payees).map(|(number, payee): (usize, _)| {
        Row::of([number.to_string(), payee.name.clone(), payee.amount.to_string()])
    });
    let total: Money = paper.payees.iter().map(|payee| payee.amount).sum();
    let columns = vec![
        Column::new("STT", ColumnWidth::Content, Align::Centre),
        Column::new("Đơn vị thụ hưởng", ColumnWidth::Rest, Align::Left),
        Column::new("Số tiền (đồng)", ColumnWidth::Content, Align::Right),
    ];
    let total = Row::total("Tổng cộng", 2, [total.to_string()]);
    Table { columns, rows: rows.collect(), subtotal: None, totals: vec![total], sizes: &[12, 11] }
}
