//! The paper an order is made on, and what amends it.

use std::collections::HashMap;

use domain::{
    amendment::Terms,
    figures,
    ids::PartyId,
    issue::cited,
    money::Money,
    party::Instrument,
    programme::Certainty,
    settlement::{Scheme, show},
    text::Lang,
};

use super::desk::{Content, Desk, FORM_OF_ORDERS, NO_FORM, capital, dong, short};
use crate::{
    actions::{
        read_statements::scheme_of,
        views::{AmendmentView, FieldChange, OrderLineView},
    },
    documents::official::{Align, Annex, Block, Column, ColumnWidth, Row, Sheet, Signature, Table, on},
    error::Error,
    storage::orders,
};

const DECREE: &str = "Nghị định số 32/2019/NĐ-CP ngày 10 tháng 4 năm 2019 của Chính phủ quy định giao nhiệm vụ, đặt hàng hoặc \
    đấu thầu cung cấp sản phẩm, dịch vụ công sử dụng ngân sách nhà nước từ nguồn kinh phí chi thường xuyên";

/// Mẫu 01 to a subordinate public unit, Mẫu 03 to any other provider.
pub(super) async fn order(desk: &Desk<'_>) -> Result<Content, Error> {
    let scheme = scheme_of(desk.ctx, &desk.order).await?;
    let value = desk.order.placed_value;
    let placed = orders::lines(desk.ctx.db(), desk.order.id).await?;
    let placed: HashMap<i64, Terms> = placed.into_iter().map(|line| (line.id.0, line.placed)).collect();
    let contract = desk.order.instrument == Instrument::Contract;
    let mut blocks = vec![Block::Bases(bases(desk))];
    let (body, provider) = (desk.order.ordering_body, desk.order.provider);
    if contract {
        blocks.push(Block::text("Hai bên gồm có:"));
        blocks.push(Block::Party(desk.party("Bên A (cơ quan đặt hàng)", body)?));
        blocks.push(Block::Party(desk.party("Bên B (bên nhận đặt hàng)", provider)?));
        blocks.push(Block::text("Hai bên thống nhất ký hợp đồng đặt hàng với các điều khoản sau:"));
    } else {
        blocks.push(Block::text(format!("Theo đề nghị của bộ phận kế hoạch, {}", desk.name(body))));
        blocks.push(Block::Proclaimed("QUYẾT ĐỊNH:"));
    }
    let mut articles = Articles::default();
    let mut say = |title: &str, text: Option<String>, rest: Vec<Block>| {
        blocks.push(articles.next(title, text));
        blocks.extend(rest);
    };
    let services = format!(
        "Đặt hàng {} thực hiện dịch vụ đào tạo theo bảng sau, trong khuôn khổ {}.",
        desk.name(provider),
        desk.programme.name.vi
    );
    let mut services_below = vec![Block::Table(lines(desk, &placed))];
    if desk.view.lines.iter().any(assumed) {
        let note = "(*) Đơn giá giả định, chưa có văn bản ban hành của cấp có thẩm quyền.";
        services_below.push(Block::Note(note.to_owned()));
    }
    services_below.push(Block::Amount { label: "Tổng giá trị đặt hàng".to_owned(), amount: value });
    say("Tên dịch vụ, số lượng, thời gian, đơn giá và giá trị.", Some(services), services_below);
    let quality = format!(
        "Người học được đánh giá, xếp loại và công nhận tốt nghiệp theo {}; kết quả được cấp văn bằng, chứng chỉ theo \
         Thông tư số 10/2017/TT-BLĐTBXH.",
        grading(desk)
    );
    say("Chất lượng.", Some(quality), Vec::new());
    say("Kinh phí và nguồn.", Some(funding(desk, value)), Vec::new());
    say("Tạm ứng.", Some(advance_terms(&scheme, value)), Vec::new());
    let payment = "Thanh toán theo số lượng và chất lượng người tốt nghiệp, từng quý, trên cơ sở bảng thanh toán được duyệt; \
        điều khoản chi tiết ở Phụ lục."
        .to_owned();
    say("Phương thức thanh toán, quyết toán.", Some(payment), Vec::new());
    let acceptance = match contract {
        true => "Nghiệm thu bằng biên bản theo Mẫu số 04; phần khối lượng không đạt không được thanh toán.",
        false => "Nghiệm thu bằng biên bản theo Mẫu số 02; phần khối lượng không đạt không được thanh toán.",
    };
    say("Phương thức nghiệm thu, bàn giao.", Some(acceptance.to_owned()), Vec::new());
    let [of_provider, of_body] = duties();
    say("Quyền và nghĩa vụ của đơn vị nhận đặt hàng.", None, vec![Block::Items(of_provider, ".")]);
    say("Quyền và nghĩa vụ của cơ quan đặt hàng.", None, vec![Block::Items(of_body, ".")]);
    if contract {
        let changes = "Số lượng, đơn giá, thời gian được điều chỉnh bằng phụ lục hợp đồng trong phạm vi dự toán được giao.";
        say("Điều chỉnh.", Some(changes.to_owned()), Vec::new());
        let breach = "Bên vi phạm chịu trách nhiệm theo pháp luật; tranh chấp được thương lượng, không thành thì đưa ra tòa án \
            có thẩm quyền.";
        say("Vi phạm và giải quyết tranh chấp.", Some(breach.to_owned()), Vec::new());
        let force = "Hợp đồng có hiệu lực kể từ ngày ký và được lập thành các bản có giá trị như nhau, mỗi bên giữ hai \
            bản./.";
        say("Hiệu lực.", Some(force.to_owned()), Vec::new());
    } else {
        let force = format!(
            "Quyết định có hiệu lực kể từ ngày ký. Thủ trưởng các đơn vị liên quan và {} chịu trách nhiệm thi hành./.",
            desk.name(provider)
        );
        say("Điều khoản thi hành.", Some(force), Vec::new());
    }
    Ok(Content {
        known_as: Some((desk.order.number.clone(), desk.signed_on())),
        form: Some(if contract { "Mẫu số 03" } else { "Mẫu số 01" }),
        subject: Some(format!("Đặt hàng đào tạo, {}", desk.programme.short.vi)),
        blocks,
        signatures: match contract {
            true => {
                vec![vec![Signature::new("Đại diện Bên A", true), Signature::new("Đại diện Bên B", true)]]
            }
            false => vec![vec![Signature::new("Thủ trưởng đơn vị", true)]],
        },
        recipients: vec!["Như trên", "Kho bạc Nhà nước nơi giao dịch", "Lưu: VT, KHTC"],
        note: Some(FORM_OF_ORDERS),
        annexes: vec![terms(&scheme)],
        ..Content::default()
    })
}

#[derive(Default)]
struct Articles(usize);

impl Articles {
    fn next(&mut self, title: &str, text: Option<String>) -> Block {
        self.0 += 1;
        Block::Article { number: self.0, title: title.to_owned(), text }
    }
}

fn bases(desk: &Desk) -> Vec<String> {
    let mut bases = vec![DECREE.to_owned()];
    bases.extend(desk.programme.legal_basis.iter().cloned());
    let mut prices: Vec<String> = desk
        .view
        .lines
        .iter()
        .filter(|line| !assumed(line))
        .map(|line| {
            format!(
                "Quyết định số {} {} của {} về đơn giá",
                line.price_decision,
                on(line.price_decided_on),
                line.price_authority
            )
        })
        .collect();
    prices.dedup();
    bases.extend(prices);
    bases
}

fn assumed(line: &OrderLineView) -> bool {
    line.price_certainty.code != Certainty::Verified.as_str()
}

fn grading(desk: &Desk) -> String {
    let mut rules: Vec<&str> = desk.view.lines.iter().map(|line| line.grading_rules.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let source = |rules: &str| {
        domain::grading::Rules::parse(rules)
            .map_or_else(|| rules.to_owned(), |rules| rules.source().to_owned())
    };
    rules.into_iter().map(source).collect::<Vec<_>>().join("; ")
}

/// As they were placed: what amendments changed is on their own papers.
fn lines(desk: &Desk, placed: &HashMap<i64, Terms>) -> Table {
    let columns = vec![
        Column::new("STT", ColumnWidth::Content, Align::Centre),
        Column::new("Ngành, nghề", ColumnWidth::Rest, Align::Left),
        Column::new("Trình độ", ColumnWidth::Word, Align::Centre),
        Column::new("Hình thức", ColumnWidth::Word, Align::Centre),
        Column::new("Số lượng (người)", ColumnWidth::Word, Align::Right),
        Column::new("Bắt đầu, hoàn thành", ColumnWidth::Word, Align::Centre),
        Column::new("Đơn giá (đồng)", ColumnWidth::Word, Align::Right),
        Column::new("Giá trị (đồng)", ColumnWidth::Content, Align::Right),
    ];
    let terms = |line: &OrderLineView| {
        placed.get(&line.id).copied().unwrap_or(Terms {
            quantity: line.quantity,
            price: Money::dong(line.price_dong),
            starts_on: line.starts_on,
            ends_on: line.ends_on,
        })
    };
    let row = |(number, line): (usize, &OrderLineView)| {
        let star = if assumed(line) { " (*)" } else { "" };
        let terms = terms(line);
        Row::of([
            number.to_string(),
            format!("{} ({})", line.occupation.vi, line.occupation_code),
            capital(&line.level.name.vi),
            line.mode.name.vi.clone(),
            terms.quantity.to_string(),
            format!("{} {}", short(terms.starts_on), short(terms.ends_on)),
            format!("{}{star}", terms.price.grouped(Lang::Vi)),
            terms.value().grouped(Lang::Vi),
        ])
    };
    let quantity: u32 = desk.view.lines.iter().map(|line| terms(line).quantity).sum();
    let value: Money = desk.view.lines.iter().map(|line| terms(line).value()).sum();
    let total = Row::total(
        "Tổng cộng",
        4,
        [quantity.to_string(), String::new(), String::new(), value.grouped(Lang::Vi)],
    );
    Table {
        columns,
        rows: (1..).zip(&desk.view.lines).map(row).collect(),
        subtotal: None,
        totals: vec![total],
        sizes: &[11, 10, 9],
    }
}

fn funding(desk: &Desk, value: Money) -> String {
    let each = desk.budget().into_iter().map(|line| {
        format!(
            "dự toán {} năm {}: chương {}, loại khoản {}, mục {}, nguồn {}, mã CTMT {}, cấp ngân sách {}",
            line.key,
            line.fiscal_year,
            line.chapter,
            line.category,
            line.item,
            line.source_code,
            line.programme_code,
            line.budget_level
        )
    });
    let lines = each.collect::<Vec<_>>().join("; ");
    format!("Tổng kinh phí {}; {lines}.", dong(value.as_dong()))
}

pub(super) fn advance_terms(scheme: &Scheme, value: Money) -> String {
    let Some(advance) = &scheme.advance else {
        return "Đơn đặt hàng này không tạm ứng.".to_owned();
    };
    let percent = |share: rust_decimal::Decimal| (share * rust_decimal::Decimal::ONE_HUNDRED).normalize();
    format!(
        "Mức tạm ứng {}% giá trị {}, không quá {}%; thu hồi từ lần thanh toán khối lượng đầu tiên và thu hồi hết khi khối \
         lượng nghiệm thu đạt {}% giá trị ({}).",
        percent(advance.percent),
        dong(value.as_dong()),
        percent(advance.ceiling),
        percent(advance.recovered_at),
        cited(&advance.law, Lang::Vi)
    )
}

/// Luật, NĐ 32/2019 Đ26, Đ27 by their titles; the wording is ours: assumption.
fn duties() -> [Vec<String>; 2] {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    [
        texts(&[
            "Tuyển sinh, tổ chức đào tạo đủ số lượng, đúng chương trình, thời gian và nơi đào tạo đã đăng ký",
            "Báo cáo nhập học, biến động, kết quả tốt nghiệp và việc làm đúng hạn, chịu trách nhiệm về tính xác thực",
            "Được tạm ứng, thanh toán theo khối lượng và chất lượng được nghiệm thu; nộp trả phần đã nhận vượt",
            "Lưu giữ hồ sơ, chứng từ chi và chịu sự kiểm tra, giám sát",
        ]),
        texts(&[
            "Bảo đảm kinh phí trong dự toán được giao; tạm ứng, nghiệm thu, thanh toán đúng hạn",
            "Kiểm tra, giám sát, đánh giá chất lượng; từ chối nghiệm thu phần không đạt và nêu rõ lý do",
            "Thu hồi phần đã chi vượt hoặc chi sai điều kiện",
        ]),
    ]
}

/// The payment terms that the order froze, in plain words.
fn terms(scheme: &Scheme) -> Annex {
    let mut blocks = vec![Block::text(format!("Quy chế thanh toán: {}.", scheme.title.vi))];
    for (number, section) in (1..).zip(show::show(scheme)) {
        blocks.push(Block::Heading { number, title: capital(&section.title.vi) });
        let rows = section.rows.iter().map(|row| {
            let law = cited(&row.law, Lang::Vi);
            let law = if law.is_empty() { law } else { format!(" ({law})") };
            format!("{}: {}{law}", capital(&row.what.vi), row.said.vi)
        });
        blocks.push(Block::Items(rows.collect(), "."));
    }
    Annex {
        label: "Phụ lục".to_owned(),
        title: "Điều khoản thanh toán".to_owned(),
        sheet: Sheet::Upright,
        blocks,
    }
}

pub(super) fn amendment(desk: &Desk, number: i64) -> Result<Content, Error> {
    let amendment = desk.view.amendments.iter().find(|known| i64::from(known.number) == number);
    let amendment = amendment.ok_or(Error::NotFound)?;
    let contract = desk.order.instrument == Instrument::Contract;
    let mut blocks = vec![Block::Bases(vec![DECREE.to_owned(), desk.order_by_name()])];
    let (body, provider) = (desk.order.ordering_body, desk.order.provider);
    if contract {
        blocks.push(Block::Party(desk.party("Bên A (cơ quan đặt hàng)", body)?));
        blocks.push(Block::Party(desk.party("Bên B (bên nhận đặt hàng)", provider)?));
        blocks.push(Block::text("Hai bên thống nhất điều chỉnh hợp đồng như sau:"));
    } else {
        blocks.push(Block::Proclaimed("QUYẾT ĐỊNH:"));
    }
    let mut articles = Articles::default();
    let from = format!("Điều chỉnh kể từ {}. Lý do: {}.", on(amendment.governs_from), amendment.reason);
    blocks.push(articles.next("Nội dung điều chỉnh.", Some(from)));
    blocks.push(Block::Table(changes(amendment)));
    let value = format!(
        "Giá trị đặt hàng từ {} thành {}.",
        dong(amendment.value_before_dong),
        dong(amendment.value_after_dong)
    );
    blocks.push(articles.next("Giá trị.", Some(value)));
    blocks.push(Block::Amount {
        label: "Giá trị sau điều chỉnh".to_owned(),
        amount: Money::dong(amendment.value_after_dong),
    });
    let rest = "Các nội dung khác giữ nguyên; phần đã thực hiện trước ngày điều chỉnh theo điều khoản cũ./.";
    blocks.push(articles.next("Hiệu lực.", Some(rest.to_owned())));
    Ok(Content {
        subject: Some(format!("{} (lần {number})", desk.order_by_name())),
        blocks,
        signatures: match contract {
            true => {
                vec![vec![Signature::new("Đại diện Bên A", true), Signature::new("Đại diện Bên B", true)]]
            }
            false => vec![vec![Signature::new("Thủ trưởng đơn vị", true)]],
        },
        recipients: vec!["Như trên", "Kho bạc Nhà nước nơi giao dịch", "Lưu: VT, KHTC"],
        note: Some(NO_FORM),
        ..Content::default()
    })
}

fn changes(amendment: &AmendmentView) -> Table {
    let field = |field: &str| match field {
        "quantity" => "Số lượng (người)",
        "price" => "Đơn giá (đồng)",
        "starts_on" => "Ngày bắt đầu",
        _ => "Ngày hoàn thành",
    };
    let term = |field: &str, value: &str| match field {
        "price" => figures::decimal(value, Lang::Vi),
        _ => value.to_owned(),
    };
    let row = |change: &FieldChange| {
        Row::of([
            change.line.to_string(),
            field(&change.field).to_owned(),
            term(&change.field, &change.before),
            term(&change.field, &change.after),
        ])
    };
    Table {
        columns: vec![
            Column::new("Dòng", ColumnWidth::Content, Align::Centre),
            Column::new("Nội dung", ColumnWidth::Rest, Align::Left),
            Column::new("Trước", ColumnWidth::Content, Align::Right),
            Column::new("Sau", ColumnWidth::Content, Align::Right),
        ],
        rows: amendment.changes.iter().map(row).collect(),
        subtotal: None,
        totals: Vec::new(),
        sizes: &[12, 11],
    }
}

/// A party of the order that is not the provider.
pub(super) fn is_host(desk: &Desk, party: i64) -> Result<PartyId, Error> {
    desk.order.hosts.iter().copied().find(|host| host.0 == party).ok_or(Error::NotFound)
}
