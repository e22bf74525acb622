//! A paper out of what is stored today, and its bytes.

use domain::{
    issue::Issue,
    paper::{About, Kind},
    text::{Text, folded},
};

use time::Date;

use super::{desk::Desk, minutes::World, order, people, statement, treasury};
use crate::{
    actions::{Ctx, changes::settings_now},
    documents::{self, Unprintable, official::Paper},
    error::Error,
};

/// With amounts in the words of a day.
pub(super) async fn print(ctx: &Ctx, paper: &Paper, on: Date) -> Result<Vec<u8>, Error> {
    let spelling = settings_now(ctx.db()).await?.spelling(on);
    documents::print(paper, spelling).map_err(unprintable)
}

/// What the person can mend: a letter that no font has, or a name too long for the page.
pub(in crate::actions) fn unprintable(error: Unprintable) -> Error {
    let (problem, remedy) = match error {
        Unprintable::MissingGlyph { letter, text } => (
            Text::new(
                format!(
                    "Phông chữ của văn bản không có ký tự “{letter}” (U+{:04X}) trong “{text}”.",
                    u32::from(letter)
                ),
                format!(
                    "The fonts of papers have no letter “{letter}” (U+{:04X}), as in “{text}”.",
                    u32::from(letter)
                ),
            ),
            Text::new("Sửa tên hoặc nội dung đó rồi in lại.", "Mend that name or text and print again."),
        ),
        Unprintable::LeavesMargins { text } => (
            Text::new(
                format!("“{text}” quá dài so với khổ giấy."),
                format!("“{text}” is too long for the page."),
            ),
            Text::new(
                "Thêm khoảng trắng hoặc rút gọn rồi in lại.",
                "Put spaces into it, or shorten it, and print again.",
            ),
        ),
    };
    Issue::new("paper.unprintable", "paper", "NĐ 30/2020/NĐ-CP", problem, remedy).into()
}

/// The paper as it stands today, not issued: without a mark, and without a number unless it has its own.
pub(super) async fn compose(desk: &Desk<'_>, kind: Kind, about: About) -> Result<Paper, Error> {
    let content = match (kind, about) {
        (Kind::Minutes, About::Order) => {
            let mut minutes = World::load(desk.ctx, desk.order.id).await?.minutes(desk.ctx).await?;
            minutes.number = desk.draft_number(kind, about)?;
            return Ok(minutes.paper());
        }
        (Kind::Order, About::Order) => order::order(desk).await?,
        (Kind::Amendment, About::Amendment(number)) => order::amendment(desk, number)?,
        (Kind::Learners, About::Order) => people::list(desk).await?,
        (Kind::Graduation, About::Cohort(id, place)) => people::graduation(desk, id, place).await?,
        (Kind::Hosting, About::Host(id)) => people::hosting(desk, id).await?,
        (Kind::Hours, About::Host(id)) => people::hours(desk, id).await?,
        (Kind::Statement, About::Statement(id)) => statement::statement(desk, id).await?,
        (Kind::Clawback, About::Statement(id)) => statement::clawback(desk, id).await?,
        (Kind::PayList, About::Statement(id)) => statement::pay_list(desk, id).await?,
        (Kind::Volume, About::Statement(id)) => statement::volume(desk, id).await?,
        (Kind::Withdrawal, About::Statement(id)) => treasury::withdrawal(desk, id).await?,
        (Kind::AdvanceClearing, About::Statement(id)) => treasury::clearing(desk, id).await?,
        (Kind::Return, About::Statement(id)) => treasury::give_back(desk, id).await?,
        _ => return Err(Error::NotFound),
    };
    desk.paper(kind, about, content)
}

/// `bien-ban-nghiem-thu-01-2025-hd-dh.pdf`
pub(super) fn file_name(kind: Kind, number: &str) -> String {
    let name = kind.name(domain::party::Instrument::Decision).vi;
    let plain: String = folded(&format!("{name} {number}"))
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    format!("{}.pdf", parts.join("-"))
}
