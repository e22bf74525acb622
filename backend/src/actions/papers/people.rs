//! Papers about learners: who they are, what they finished, where they practise.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    fact::Happening,
    figures,
    ids::{CohortId, EnrolmentId, FactId, PartyId},
    money::Money,
    party::PartyKind,
    text::{Lang, name_sort_key},
};
use time::Date;

use super::{
    desk::{Content, Desk, NO_FORM, capital, short},
    order::is_host,
};
use crate::{
    actions::{
        learners as cohorts,
        standing::Standing,
        views::{CohortLearner, CohortRow, CohortView},
        work_study,
    },
    documents::official::{
        Align, Annex, Block, Column, ColumnWidth, PageSum, Row, Sheet, Signature, Table, on,
    },
    error::Error,
    storage::learners,
};

/// As many as an order has.
const ALL: u64 = 1_000_000;

async fn cohort(desk: &Desk<'_>, id: i64) -> Result<CohortView, Error> {
    let view = cohorts::cohort(desk.ctx, CohortId(id), 1, ALL).await?;
    if view.order_id == desk.order.id.0 { Ok(view) } else { Err(Error::NotFound) }
}

/// Bảng kê người học: everybody of the order on wide sheets, cohort after cohort.
pub(super) async fn list(desk: &Desk<'_>) -> Result<Content, Error> {
    let mut rows = Vec::new();
    let mut amounts = Vec::new();
    for of_order in &desk.view.cohorts {
        let view = cohort(desk, of_order.id).await?;
        let mut people: Vec<&CohortLearner> = view.learners.rows.iter().collect();
        people.sort_by_cached_key(|learner| name_sort_key(&learner.full_name));
        for learner in people {
            let standing = &learner.standing;
            let certificate =
                standing.certificate_serial.iter().chain(&standing.certificate_register_number).cloned();
            amounts.push(Money::dong(learner.accepted_dong));
            rows.push(Row::of([
                (rows.len() + 1).to_string(),
                learner.full_name.clone(),
                learner.personal_id.clone(),
                view.name.clone(),
                standing.enrolled_on.map_or_else(String::new, short),
                capital(&standing.state.name.vi),
                standing.class.as_ref().map_or_else(String::new, |class| class.name.vi.clone()),
                certificate.collect::<Vec<_>>().join(", "),
                Money::dong(learner.accepted_dong).grouped(Lang::Vi),
            ]));
        }
    }
    let count = rows.len();
    let total: Money = amounts.iter().copied().sum();
    let table = Table {
        columns: vec![
            Column::new("STT", ColumnWidth::Content, Align::Centre),
            Column::new("Họ và tên", ColumnWidth::Rest, Align::Left),
            Column::new("Số định danh", ColumnWidth::Content, Align::Centre),
            Column::new("Lớp", ColumnWidth::Content, Align::Left),
            Column::new("Ngày nhập học", ColumnWidth::Word, Align::Centre),
            Column::new("Tình trạng", ColumnWidth::Content, Align::Left),
            Column::new("Xếp loại", ColumnWidth::Content, Align::Left),
            Column::new("Văn bằng", ColumnWidth::Content, Align::Left),
            Column::new("Đã nghiệm thu (đồng)", ColumnWidth::Word, Align::Right),
        ],
        rows,
        subtotal: Some(PageSum { label: "Cộng trang", amounts }),
        totals: vec![Row::total("Tổng cộng", 8, [total.grouped(Lang::Vi)])],
        sizes: &[11, 10, 9],
    };
    let annex = Annex {
        label: "Bảng kê".to_owned(),
        title: "Danh sách người học".to_owned(),
        sheet: Sheet::Wide,
        blocks: vec![Block::Table(table)],
    };
    Ok(Content {
        subject: Some(desk.order_by_name()),
        blocks: vec![
            Block::field("Cơ sở đào tạo", desk.name(desk.order.provider)),
            Block::field("Chương trình", &desk.programme.name.vi),
            Block::field("Số người học", count.to_string()),
            Block::Amount { label: "Giá trị đã nghiệm thu".to_owned(), amount: total },
            Block::text(
                "Danh sách kèm theo; số định danh cá nhân được che theo quy định về bảo vệ dữ liệu cá nhân./.",
            ),
        ],
        signatures: vec![vec![Signature::new("Người lập", false), Signature::new("Thủ trưởng đơn vị", true)]],
        recipients: vec!["Cơ sở đào tạo", "Lưu: VT"],
        note: Some(NO_FORM),
        annexes: if count == 0 { Vec::new() } else { vec![annex] },
        ..Content::default()
    })
}

/// A decision by which graduates of a cohort were recognised.
pub(super) struct Decision {
    pub number: String,
    pub on: Date,
    graduates: HashSet<EnrolmentId>,
}

/// The decisions of every cohort of the order, in the order in which they were reported. Whoever was recognised twice counts by
/// the last one; whose certificate was annulled by none.
pub(super) async fn decisions<'d>(desk: &'d Desk<'_>) -> Result<Vec<(&'d CohortRow, Vec<Decision>)>, Error> {
    let db = desk.ctx.db();
    let people = learners::people_of_order(db, desk.order.id).await?;
    let facts = learners::facts_of(db, people.iter().map(|(enrolment, _)| enrolment.id)).await?;
    let mut found: BTreeMap<(CohortId, FactId), (String, Date, EnrolmentId)> = BTreeMap::new();
    for (enrolment, _) in &people {
        let Some(facts) = facts.get(&enrolment.id) else { continue };
        let latest = facts.iter().rev().find_map(|fact| match &fact.what {
            Happening::Graduated { recognition, .. } => {
                Some((fact.id, recognition.decision.clone(), fact.happened_on))
            }
            _ => None,
        });
        if let Some((fact, number, on)) = latest.filter(|_| Standing::of(facts, desk.today()).graduated()) {
            found.insert((enrolment.cohort, fact), (number, on, enrolment.id));
        }
    }
    let mut of_cohort: HashMap<i64, Vec<Decision>> = HashMap::new();
    for ((cohort, _), (number, on, enrolment)) in found {
        let decisions = of_cohort.entry(cohort.0).or_default();
        match decisions.iter_mut().find(|known| (&known.number, known.on) == (&number, on)) {
            Some(known) => {
                known.graduates.insert(enrolment);
            }
            None => decisions.push(Decision { number, on, graduates: HashSet::from([enrolment]) }),
        }
    }
    let cohorts = desk.view.cohorts.iter();
    Ok(cohorts.filter_map(|cohort| Some((cohort, of_cohort.remove(&cohort.id)?))).collect())
}

/// Quyết định công nhận tốt nghiệp, with the list of certificates. It goes by the number and the day that were reported.
pub(super) async fn graduation(desk: &Desk<'_>, id: i64, place: u32) -> Result<Content, Error> {
    let all = decisions(desk).await?;
    let of_cohort = all.into_iter().find(|(cohort, _)| cohort.id == id).map(|(_, decisions)| decisions);
    let place = usize::try_from(place).ok().and_then(|place| place.checked_sub(1)).ok_or(Error::NotFound)?;
    let decision = of_cohort.and_then(|decisions| decisions.into_iter().nth(place)).ok_or(Error::NotFound)?;
    let view = cohort(desk, id).await?;
    let mut people: Vec<&CohortLearner> = view
        .learners
        .rows
        .iter()
        .filter(|learner| decision.graduates.contains(&EnrolmentId(learner.enrolment_id)))
        .collect();
    people.sort_by_cached_key(|learner| name_sort_key(&learner.full_name));
    let row = |(number, learner): (usize, &CohortLearner)| {
        let standing = &learner.standing;
        Row::of([
            number.to_string(),
            learner.full_name.clone(),
            learner.personal_id.clone(),
            standing.score.clone().unwrap_or_default().replace('.', ","),
            standing.class.as_ref().map_or_else(String::new, |class| capital(&class.name.vi)),
            standing.certificate_serial.clone().unwrap_or_default(),
            standing.certificate_register_number.clone().unwrap_or_default(),
        ])
    };
    let count = people.len();
    let table = Table {
        columns: vec![
            Column::new("STT", ColumnWidth::Content, Align::Centre),
            Column::new("Họ và tên", ColumnWidth::Rest, Align::Left),
            Column::new("Số định danh", ColumnWidth::Content, Align::Centre),
            Column::new("Điểm", ColumnWidth::Content, Align::Right),
            Column::new("Xếp loại", ColumnWidth::Content, Align::Left),
            Column::new("Số hiệu phôi", ColumnWidth::Content, Align::Left),
            Column::new("Số vào sổ", ColumnWidth::Content, Align::Left),
        ],
        rows: (1..).zip(people).map(row).collect(),
        subtotal: None,
        totals: Vec::new(),
        sizes: &[11, 10],
    };
    let is_college =
        desk.directory.get(desk.order.provider).is_some_and(|party| party.kind == PartyKind::College);
    let head = if is_college { "Hiệu trưởng" } else { "Giám đốc" };
    let what = format!("{} ({}), trình độ {}", view.occupation.vi, view.occupation_code, view.level.name.vi);
    Ok(Content {
        known_as: Some((decision.number, decision.on)),
        subject: Some(format!("Lớp {}, {what}", view.name)),
        blocks: vec![
            Block::Bases(vec![
                view.grading_source.clone(),
                "Thông tư số 10/2017/TT-BLĐTBXH về mẫu văn bằng, chứng chỉ, in, quản lý, cấp phát, thu hồi, hủy bỏ".to_owned(),
                desk.order_by_name(),
            ]),
            Block::Proclaimed("QUYẾT ĐỊNH:"),
            Block::Article {
                number: 1,
                title: format!("Công nhận tốt nghiệp cho {count} người học lớp {}", view.name),
                text: Some(format!("ngành, nghề {what} (danh sách kèm theo).")),
            },
            Block::Article {
                number: 2,
                title: "Cấp văn bằng, chứng chỉ".to_owned(),
                text: Some("cho người học có tên trong danh sách theo số hiệu phôi và số vào sổ đã ghi.".to_owned()),
            },
            Block::Article {
                number: 3,
                title: "Hiệu lực.".to_owned(),
                text: Some(
                    "Quyết định có hiệu lực kể từ ngày ký; các phòng, khoa liên quan và người học có tên chịu trách nhiệm thi \
                     hành./."
                        .to_owned(),
                ),
            },
        ],
        signatures: vec![vec![Signature::new(head, true)]],
        recipients: vec!["Như Điều 3", "Cơ quan đặt hàng", "Lưu: VT, ĐT"],
        note: Some(NO_FORM),
        annexes: vec![Annex {
            label: "Danh sách".to_owned(),
            title: "Người học được công nhận tốt nghiệp và cấp văn bằng, chứng chỉ".to_owned(),
            sheet: Sheet::Wide,
            blocks: vec![Block::Table(table)],
        }],
        ..Content::default()
    })
}

/// Learners of the order placed with a host, with the hours it confirmed.
async fn placed(desk: &Desk<'_>, host: PartyId) -> Result<Vec<(String, CohortLearner, u64)>, Error> {
    let mut placed = Vec::new();
    for of_order in &desk.view.cohorts {
        let view = cohort(desk, of_order.id).await?;
        let ids = view.learners.rows.iter().map(|learner| EnrolmentId(learner.enrolment_id));
        let facts = learners::facts_of(desk.ctx.db(), ids).await?;
        for learner in view.learners.rows {
            let of_learner = facts.get(&EnrolmentId(learner.enrolment_id)).map_or(&[][..], Vec::as_slice);
            let in_effect = domain::fact::in_effect(of_learner, desk.today(), desk.ctx.clock.now());
            let here = in_effect
                .iter()
                .any(|fact| matches!(fact.what, Happening::Placed { host: at } if at == host));
            let hours = in_effect.iter().filter(|fact| fact.reporter == host).map(|fact| match fact.what {
                Happening::HoursDelivered { place: domain::fact::Place::Enterprise, hours } => {
                    u64::from(hours)
                }
                _ => 0,
            });
            let hours = hours.sum();
            if here {
                placed.push((view.name.clone(), learner, hours));
            }
        }
    }
    placed.sort_by_cached_key(|(cohort, learner, _)| (cohort.clone(), name_sort_key(&learner.full_name)));
    Ok(placed)
}

/// Thỏa thuận đào tạo between the provider and a host enterprise.
pub(super) async fn hosting(desk: &Desk<'_>, host: i64) -> Result<Content, Error> {
    let host = is_host(desk, host)?;
    let placed = placed(desk, host).await?;
    let mut trainers = Vec::new();
    let mut plan = Vec::new();
    for of_order in &desk.view.cohorts {
        let view = work_study::overview(desk.ctx, CohortId(of_order.id)).await?;
        if let (Some(college), Some(enterprise)) = (view.plan_college, view.plan_enterprise) {
            plan.push(format!(
                "Lớp {}: {college} giờ tại trường và {enterprise} giờ tại doanh nghiệp cho mỗi người học",
                of_order.name
            ));
        }
        for trainer in view.trainers.into_iter().filter(|trainer| trainer.host.id == host.0) {
            let said =
                format!("{}, {}, {}", trainer.full_name, trainer.qualification.name.vi, trainer.document);
            if !trainers.contains(&said) {
                trainers.push(said);
            }
        }
    }
    let or_none =
        |texts: Vec<String>, none: &str| if texts.is_empty() { vec![none.to_owned()] } else { texts };
    let begins = desk.view.lines.iter().map(|line| line.starts_on).min();
    let ends = desk.view.lines.iter().map(|line| line.ends_on).max();
    let period = begins.zip(ends).map(|(begins, ends)| format!("từ {} đến {}, ", on(begins), on(ends)));
    let when =
        format!("Theo thời gian của đơn đặt hàng, {}tại nơi làm việc của Bên B.", period.unwrap_or_default());
    let article = |number, title: &str, text: Option<&str>| Block::Article {
        number,
        title: title.to_owned(),
        text: text.map(str::to_owned),
    };
    Ok(Content {
        subject: Some(desk.order_by_name()),
        blocks: vec![
            Block::Bases(vec![
                "Luật Giáo dục nghề nghiệp về quyền và trách nhiệm của doanh nghiệp trong hoạt động giáo dục nghề nghiệp"
                    .to_owned(),
                desk.order_by_name(),
            ]),
            Block::Party(desk.party("Bên A (cơ sở đào tạo)", desk.order.provider)?),
            Block::Party(desk.party("Bên B (doanh nghiệp)", host)?),
            article(1, "Nội dung.", Some("Bên B tiếp nhận người học của Bên A học và thực hành tại doanh nghiệp theo đơn đặt hàng nêu trên.")),
            article(2, "Số giờ.", None),
            Block::Items(or_none(plan, "Theo kế hoạch đào tạo hai bên thống nhất"), "."),
            article(3, "Người hướng dẫn của doanh nghiệp.", None),
            Block::Items(or_none(trainers, "Bên B cử người hướng dẫn và thông báo cho Bên A trước khi tiếp nhận"), "."),
            article(4, "Xác nhận giờ.", Some("Hằng tháng Bên B xác nhận số giờ thực hành của từng người học trên cổng đặt hàng; Bên A có quyền khiếu nại số giờ đã xác nhận.")),
            article(5, "Thanh toán.", Some("Phần của Bên B được chia theo số giờ đã xác nhận, do Kho bạc Nhà nước chi trực tiếp theo bảng thanh toán được duyệt.")),
            article(6, "Thời gian, địa điểm.", Some(&when)),
            article(7, "Tiền công, chi phí.", Some("Bên B trả tiền công cho người học khi làm ra sản phẩm đạt chuẩn theo mức Bên B và người học thỏa thuận; người học không phải trả chi phí cho Bên B.")),
            article(8, "Bảo đảm cho người học.", Some("Bên B bảo đảm an toàn, vệ sinh lao động và không sử dụng người học làm việc ngoài nội dung đào tạo.")),
            article(9, "Hiệu lực.", Some("Thỏa thuận có hiệu lực kể từ ngày ký, lập thành hai bản có giá trị như nhau./.")),
        ],
        signatures: vec![vec![Signature::new("Đại diện Bên A", true), Signature::new("Đại diện Bên B", true)]],
        recipients: vec!["Như trên", "Cơ quan đặt hàng", "Lưu: VT, ĐT"],
        note: Some(NO_FORM),
        annexes: hosted(&placed, "Người học được tiếp nhận", false).into_iter().collect(),
        ..Content::default()
    })
}

/// Xác nhận giờ thực hành of everybody a host has.
pub(super) async fn hours(desk: &Desk<'_>, host: i64) -> Result<Content, Error> {
    let host = is_host(desk, host)?;
    let placed = placed(desk, host).await?;
    if placed.is_empty() {
        return Err(Error::NotFound);
    }
    let total: u64 = placed.iter().map(|(_, _, hours)| hours).sum();
    Ok(Content {
        subject: Some(desk.order_by_name()),
        blocks: vec![
            Block::Bases(vec![desk.order_by_name()]),
            Block::field("Kính gửi", desk.name(desk.order.provider)),
            Block::text(format!(
                "{} xác nhận: đến {}, {} người học có tên trong danh sách kèm theo đã thực hành tại đơn vị tổng cộng {} giờ. Giờ đang \
                 bị khiếu nại không tính trong số này.",
                desk.name(host),
                on(desk.today()),
                placed.len(),
                figures::whole(total.into(), Lang::Vi),
            )),
            Block::text(
                "Số giờ này là căn cứ chia phần thanh toán của doanh nghiệp theo quy chế thanh toán của đơn đặt hàng./.",
            ),
        ],
        signatures: vec![vec![Signature::new("Đại diện doanh nghiệp", true)]],
        recipients: vec!["Như trên", "Cơ quan đặt hàng", "Lưu: VT"],
        note: Some(NO_FORM),
        annexes: hosted(&placed, "Giờ thực hành của từng người học", true).into_iter().collect(),
        ..Content::default()
    })
}

fn hosted(placed: &[(String, CohortLearner, u64)], title: &str, hours: bool) -> Option<Annex> {
    if placed.is_empty() {
        return None;
    }
    let mut columns = vec![
        Column::new("STT", ColumnWidth::Content, Align::Centre),
        Column::new("Họ và tên", ColumnWidth::Rest, Align::Left),
        Column::new("Số định danh", ColumnWidth::Content, Align::Centre),
        Column::new("Lớp", ColumnWidth::Content, Align::Left),
    ];
    if hours {
        columns.push(Column::new("Số giờ", ColumnWidth::Content, Align::Right));
    }
    let row = |(number, (cohort, learner, confirmed)): (usize, &(String, CohortLearner, u64))| {
        let texts =
            [number.to_string(), learner.full_name.clone(), learner.personal_id.clone(), cohort.clone()];
        Row::cells(texts.into_iter().chain(hours.then(|| confirmed.to_string())))
    };
    let total: u64 = placed.iter().map(|(_, _, hours)| hours).sum();
    let totals = if hours { vec![Row::total("Tổng cộng", 4, [total.to_string()])] } else { Vec::new() };
    Some(Annex {
        label: "Danh sách".to_owned(),
        title: title.to_owned(),
        sheet: Sheet::Upright,
        blocks: vec![Block::Table(Table {
            columns,
            rows: (1..).zip(placed).map(row).collect(),
            subtotal: None,
            totals,
            sizes: &[12, 11],
        })],
    })
}
