//! The annex: every learner of the minutes, thousands of them if need be, with a subtotal on each page.

use std::ops::Range;

use domain::money::Money;

use super::{
    AcceptanceMinutes, AnnexLearner,
    opening::{BODY_BOLD, BODY_ITALIC, on_one_line},
};
use crate::documents::{
    layout::{Flow, LEFT, Style, TEXT_WIDTH, pt},
    paragraph::{Align, Paragraph},
    table::{Column, ColumnWidth, Row, Table},
};

pub fn set(paper: &AcceptanceMinutes, flow: &mut Flow) {
    if paper.learners.is_empty() {
        return;
    }
    flow.start_page();
    let attached = format!("(Kèm theo {} số {} {})", paper.title(), paper.number, on_one_line(paper.date));
    let title =
        |style: Style, text: &str| Paragraph::centred(style, text, LEFT, TEXT_WIDTH).piece().kept_with_next();
    flow.add([
        title(BODY_BOLD, "Phụ lục"),
        title(BODY_BOLD, "DANH SÁCH NGƯỜI HỌC ĐƯỢC NGHIỆM THU"),
        title(BODY_ITALIC, &attached).with_space_above(pt(2)),
    ]);
    let amount =
        |learners: &[AnnexLearner]| learners.iter().map(|learner| learner.accepted_amount).sum::<Money>();
    let subtotal =
        |range: Range<usize>| Row::total("Cộng trang", 5, [amount(&paper.learners[range]).to_string()]);
    let table = Table {
        columns: vec![
            Column::new("STT", ColumnWidth::Content, Align::Centre),
            Column::new("Họ và tên", ColumnWidth::Rest, Align::Left),
            Column::new("Số định danh cá nhân", ColumnWidth::Content, Align::Centre),
            Column::new("Xếp loại", ColumnWidth::Content, Align::Centre),
            Column::new("Số hiệu văn bằng", ColumnWidth::Content, Align::Centre),
            Column::new("Số tiền nghiệm thu (đồng)", ColumnWidth::Content, Align::Right),
        ],
        rows: (1..).zip(&paper.learners).map(|(number, learner)| row(number, learner)).collect(),
        subtotal: Some(&subtotal),
        totals: vec![Row::total("Tổng cộng", 5, [amount(&paper.learners).to_string()])],
        sizes: &[11, 10],
    };
    table.set(flow);
}

fn row(number: usize, learner: &AnnexLearner) -> Row {
    let AnnexLearner { full_name, masked_personal_id, graduation_class, certificate_number, accepted_amount } =
        learner;
    Row::of([
        number.to_string(),
        full_name.clone(),
        masked_personal_id.clone(),
        graduation_class.clone(),
        certificate_number.clone(),
        accepted_amount.to_string(),
    ])
}
