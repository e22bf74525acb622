//! The numbered part of the minutes: volume, quality, money, payees, assumptions, conclusions; and the annex.

use domain::{money::Money, text::Lang};

use super::{AcceptanceMinutes, AcceptedLine, AnnexLearner, UnitPrice};
use crate::documents::official::{Align, Annex, Block, Column, ColumnWidth, PageSum, Row, Sheet, Table};

/// Parts with nothing to say are left out.
pub fn blocks(paper: &AcceptanceMinutes) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut count = 0;
    let mut open = |blocks: &mut Vec<Block>, title: &str| {
        count += 1;
        blocks.push(Block::Heading { number: count, title: title.to_owned() });
    };
    open(&mut blocks, "Khối lượng đặt hàng, thực hiện và nghiệm thu");
    blocks.push(Block::Table(lines(paper)));
    if paper.lines.iter().any(|line| matches!(line.unit_price, UnitPrice::Assumed(_))) {
        let note = "(*) Đơn giá giả định, chưa có văn bản ban hành của cấp có thẩm quyền.";
        blocks.push(Block::Note(note.to_owned()));
    }
    if !paper.quality.is_empty() {
        open(&mut blocks, "Chất lượng");
        blocks.push(Block::Table(quality(paper)));
    }
    open(&mut blocks, "Giá trị nghiệm thu và thanh toán");
    blocks.push(Block::Table(money(paper)));
    blocks.extend(key_amounts(paper));
    if !paper.payees.is_empty() {
        open(&mut blocks, "Số tiền theo từng đơn vị thụ hưởng");
        blocks.push(Block::Table(payees(paper)));
    }
    if !paper.assumptions.is_empty() {
        open(&mut blocks, "Nội dung còn là giả định");
        blocks.push(Block::Items(paper.assumptions.clone(), "."));
    }
    open(&mut blocks, "Kiến nghị");
    blocks.push(Block::Field { label: "Của hai bên".to_owned(), value: None });
    open(&mut blocks, "Kết luận");
    let neutral = ["Biên bản này là căn cứ để hai bên thanh toán, quyết toán theo quy định".to_owned()];
    let conclusions = if paper.conclusions.is_empty() { &neutral } else { paper.conclusions.as_slice() };
    blocks.push(Block::Items(conclusions.to_vec(), "./."));
    blocks
}

fn lines(paper: &AcceptanceMinutes) -> Table {
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
            amount(|line| line.ordered_amount).grouped(Lang::Vi),
            amount(|line| line.accepted_amount).grouped(Lang::Vi),
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
        UnitPrice::Issued(price) => price.grouped(Lang::Vi),
        UnitPrice::Assumed(price) => format!("{} (*)", price.grouped(Lang::Vi)),
    };
    Row::of([
        number.to_string(),
        occupation.clone(),
        level.clone(),
        ordered.to_string(),
        enrolled.to_string(),
        format!("{graduated}/{accepted}"),
        unit_price,
        ordered_amount.grouped(Lang::Vi),
        accepted_amount.grouped(Lang::Vi),
    ])
}

fn quality(paper: &AcceptanceMinutes) -> Table {
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
            line.accepted_amount.grouped(Lang::Vi),
        ];
        Row::of(texts)
    });
    let learners: u32 = paper.quality.iter().map(|line| line.learners).sum();
    let amount: Money = paper.quality.iter().map(|line| line.accepted_amount).sum();
    let total = Row::total("Tổng cộng", 2, [learners.to_string(), amount.grouped(Lang::Vi)]);
    Table { columns, rows: rows.collect(), subtotal: None, totals: vec![total], sizes: &[12, 11] }
}

fn money(paper: &AcceptanceMinutes) -> Table {
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
        Row::of([number.to_string(), label.to_owned(), amount.grouped(Lang::Vi)])
    });
    let total = Row::total(balance, 2, [magnitude(money.balance).grouped(Lang::Vi)]);
    let columns = vec![
        Column::new("STT", ColumnWidth::Content, Align::Centre),
        Column::new("Nội dung", ColumnWidth::Rest, Align::Left),
        Column::new("Số tiền (đồng)", ColumnWidth::Content, Align::Right),
    ];
    Table { columns, rows: rows.collect(), subtotal: None, totals: vec![total], sizes: &[12, 11] }
}

/// What is accepted and what is still to be paid or to come back, in figures and in words.
fn key_amounts(paper: &AcceptanceMinutes) -> [Block; 2] {
    let balance = if paper.money.balance.is_negative() {
        "Số tiền Bên B còn phải nộp trả"
    } else {
        "Số tiền Bên A còn phải thanh toán"
    };
    let amount = |label: &str, amount| Block::Amount { label: label.to_owned(), amount };
    [amount("Giá trị nghiệm thu", paper.money.accepted), amount(balance, magnitude(paper.money.balance))]
}

fn magnitude(amount: Money) -> Money {
    if amount.is_negative() { -amount } else { amount }
}

fn payees(paper: &AcceptanceMinutes) -> Table {
    let rows = (1..).zip(&paper.payees).map(|(number, payee): (usize, _)| {
        Row::of([number.to_string(), payee.name.clone(), payee.amount.grouped(Lang::Vi)])
    });
    let total: Money = paper.payees.iter().map(|payee| payee.amount).sum();
    let columns = vec![
        Column::new("STT", ColumnWidth::Content, Align::Centre),
        Column::new("Đơn vị thụ hưởng", ColumnWidth::Rest, Align::Left),
        Column::new("Số tiền (đồng)", ColumnWidth::Content, Align::Right),
    ];
    let total = Row::total("Tổng cộng", 2, [total.grouped(Lang::Vi)]);
    Table { columns, rows: rows.collect(), subtotal: None, totals: vec![total], sizes: &[12, 11] }
}

/// Every learner of the minutes, thousands of them if need be, with a subtotal on each page.
pub fn learners(learners: &[AnnexLearner]) -> Option<Annex> {
    if learners.is_empty() {
        return None;
    }
    let amounts: Vec<Money> = learners.iter().map(|learner| learner.accepted_amount).collect();
    let total: Money = amounts.iter().copied().sum();
    let table = Table {
        columns: vec![
            Column::new("STT", ColumnWidth::Content, Align::Centre),
            Column::new("Họ và tên", ColumnWidth::Rest, Align::Left),
            Column::new("Số định danh cá nhân", ColumnWidth::Content, Align::Centre),
            Column::new("Xếp loại", ColumnWidth::Content, Align::Centre),
            Column::new("Số hiệu văn bằng", ColumnWidth::Content, Align::Centre),
            Column::new("Số tiền nghiệm thu (đồng)", ColumnWidth::Content, Align::Right),
        ],
        rows: (1..).zip(learners).map(|(number, of)| learner(number, of)).collect(),
        subtotal: Some(PageSum { label: "Cộng trang", amounts }),
        totals: vec![Row::total("Tổng cộng", 5, [total.grouped(Lang::Vi)])],
        sizes: &[11, 10],
    };
    Some(Annex {
        label: "Phụ lục".to_owned(),
        title: "Danh sách người học được nghiệm thu".to_owned(),
        sheet: Sheet::Upright,
        blocks: vec![Block::Table(table)],
    })
}

fn learner(number: usize, learner: &AnnexLearner) -> Row {
    let AnnexLearner { full_name, masked_personal_id, graduation_class, certificate_number, accepted_amount } =
        learner;
    Row::of([
        number.to_string(),
        full_name.clone(),
        masked_personal_id.clone(),
        graduation_class.clone(),
        certificate_number.clone(),
        accepted_amount.grouped(Lang::Vi),
    ])
}
