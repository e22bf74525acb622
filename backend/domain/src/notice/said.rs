//! The sentences of an event: what happened, and what to do until when. The same in the inbox and in a mail.

use time::{Duration, macros::date};

use super::{Event, Kind};
use crate::{
    calendar::vietnamese,
    ids::{CohortId, OrderId, StatementId},
    money::Money,
    noun::{self, Noun},
    text::{Text, say},
};

const PLACED: Noun =
    Noun::new("người học thực tập", "learner placed with you has", "learners placed with you have");
const REPORT: Noun = Noun::new("báo cáo giờ", "report of hours", "reports of hours");

/// An event in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Of a mail, and the line of an inbox.
    pub subject: Text,
    pub happened: Text,
    pub to_do: Text,
}

impl Event {
    pub fn said(&self) -> Said {
        let (subject, happened, to_do) = match self {
            Event::OrderOffered { number, value, .. } => (
                Text::new(
                    format!("Đơn {number} chờ đơn vị nhận"),
                    format!("Order {number} waits for your answer"),
                ),
                say!(
                    "Đơn đặt hàng {number}, trị giá {value} đồng, đã được duyệt và gửi đến đơn vị.",
                    "Order {number}, worth {value} dong, was approved and is offered to you.",
                    value = value.said()
                ),
                Text::new(
                    "Xem đơn rồi nhận, hoặc đề nghị điều kiện khác, trước ngày khai giảng.",
                    "Look at it and accept it, or answer with other terms, before the course begins.",
                ),
            ),
            Event::OrderAccepted { number, .. } => (
                Text::new(format!("Đơn {number} đã được nhận"), format!("Order {number} was accepted")),
                Text::new(
                    format!("Cơ sở đào tạo đã nhận đơn {number}; giá trị đơn đã được cam kết chi."),
                    format!("The provider accepted order {number}; its value is committed."),
                ),
                nothing_to_do(),
            ),
            Event::AmendmentOffered { number, amendment, .. } => (
                Text::new(
                    format!("Điều chỉnh số {amendment} của đơn {number} chờ đơn vị nhận"),
                    format!("Amendment {amendment} of order {number} waits for your answer"),
                ),
                Text::new(
                    format!("Điều chỉnh số {amendment} của đơn {number} đã được duyệt."),
                    format!("Amendment {amendment} of order {number} was approved."),
                ),
                Text::new(
                    "Xem rồi nhận hoặc không nhận; đến lúc đó đơn giữ nguyên.",
                    "Look at it and accept or decline it; until then the order stays as it was.",
                ),
            ),
            Event::OrderAmended { number, amendment, governs_from, .. } => {
                let from = vietnamese(*governs_from);
                (
                    Text::new(
                        format!("Đơn {number} được điều chỉnh từ {from}"),
                        format!("Order {number} is amended from {from}"),
                    ),
                    Text::new(
                        format!(
                            "Điều chỉnh số {amendment} của đơn {number} đã được nhận, có hiệu lực từ {from}."
                        ),
                        format!(
                            "Amendment {amendment} of order {number} was accepted and governs from {from}."
                        ),
                    ),
                    Text::new(
                        "Xem số lượng, đơn giá và ngày mới ở trang của đơn.",
                        "See the new quantity, price and days on the order's page.",
                    ),
                )
            }
            Event::ResultsDue { number, due_on, learners, .. } => {
                let by = vietnamese(*due_on);
                (
                    Text::new(
                        format!("Hạn báo cáo tốt nghiệp của đơn {number}: {by}"),
                        format!("Graduation results of order {number} are due on {by}"),
                    ),
                    say!(
                        "Đơn {number} còn {learners} chưa có kết quả.",
                        "Order {number} has {learners} without a result.",
                        learners = noun::LEARNER.counted(learners)
                    ),
                    Text::new(
                        format!("Báo cáo kết quả, người thôi học cũng báo, chậm nhất {by}."),
                        format!("Report the results, and who withdrew, by {by}."),
                    ),
                )
            }
            Event::ResultsOverdue { number, due_on, learners, .. } => {
                let by = vietnamese(*due_on);
                (
                    Text::new(
                        format!("Quá hạn báo cáo tốt nghiệp của đơn {number}"),
                        format!("Graduation results of order {number} are overdue"),
                    ),
                    say!(
                        "Hạn là {by}; đơn {number} còn {learners} chưa có kết quả.",
                        "They were due on {by}; order {number} has {learners} without a result.",
                        learners = noun::LEARNER.counted(learners)
                    ),
                    Text::new(
                        "Báo cáo ngay; chưa có kết quả thì chưa được thanh toán.",
                        "Report them now; what has no result is not paid.",
                    ),
                )
            }
            Event::HoursDue { month, due_on, reports, .. } => {
                let (month, by) = (month_in_words(month), vietnamese(*due_on));
                (
                    Text::new(
                        format!("Hạn báo cáo giờ {}: {by}", month.vi),
                        format!("Hours of {} are due on {by}", month.en),
                    ),
                    say!(
                        "Còn {placed} chưa có giờ {month}.",
                        "{placed} no hours of {month}.",
                        placed = PLACED.counted(reports),
                        month = month
                    ),
                    Text::new(
                        format!("Báo cáo giờ, người vắng cả tháng cũng báo, chậm nhất {by}."),
                        format!("Report the hours, and who was away all month, by {by}."),
                    ),
                )
            }
            Event::HoursOverdue { month, due_on, reports, .. } => {
                let (month, by) = (month_in_words(month), vietnamese(*due_on));
                (
                    Text::new(
                        format!("Quá hạn báo cáo giờ {}", month.vi),
                        format!("Hours of {} are overdue", month.en),
                    ),
                    say!(
                        "Hạn là {by}; còn {placed} chưa có giờ {month}.",
                        "They were due on {by}; {placed} no hours of {month}.",
                        placed = PLACED.counted(reports),
                        month = month
                    ),
                    Text::new(
                        "Báo cáo ngay; giờ chưa báo thì chưa được thanh toán.",
                        "Report them now; hours that are not reported are not paid.",
                    ),
                )
            }
            Event::UploadFinished { rows, .. } => (
                say!(
                    "Bảng tính đã ghi xong: {rows}",
                    "Your workbook is recorded: {rows}",
                    rows = noun::ROW.counted(rows)
                ),
                say!(
                    "{rows} của bảng tính bạn gửi đã vào sổ.",
                    "{rows} of the workbook that you sent went into the books.",
                    rows = noun::ROW.counted(rows)
                ),
                Text::new(
                    "Xem từng dòng ở trang của bảng tính; gửi nhầm thì rút lại ở đó.",
                    "See each row on its page; take it back there if it was sent by mistake.",
                ),
            ),
            Event::HoursContested { number, month, reports, .. } => {
                let month = month_in_words(month);
                (
                    Text::new(
                        format!("Giờ đào tạo {} của đơn {number} bị phản đối", month.vi),
                        format!("Hours of {} on order {number} are contested", month.en),
                    ),
                    say!(
                        "Cơ sở đào tạo phản đối {reports} mà đơn vị đã gửi.",
                        "The provider contests {reports} that you sent.",
                        reports = REPORT.counted(reports)
                    ),
                    Text::new(
                        "Trả lời trước khi quý được quyết toán; giờ bị phản đối không được tính cho đến lúc đó.",
                        "Answer before the quarter is settled; contested hours do not count until then.",
                    ),
                )
            }
            Event::HoursEntered { number, month, learners, .. } => {
                let month = month_in_words(month);
                (
                    Text::new(
                        format!("Giờ {} của đơn {number} chờ xác nhận", month.vi),
                        format!("Hours of {} on order {number} wait", month.en),
                    ),
                    Text::new(
                        format!("Giờ của {learners} người học đã được nhập, chưa được tính."),
                        format!("Hours of {learners} learners were entered and do not count yet."),
                    ),
                    Text::new(
                        "Xác nhận, hoặc trả lại để sửa, ở trang giờ của tháng.",
                        "Confirm them, or send them back, on the month's page.",
                    ),
                )
            }
            Event::HoursReturned { number, month, .. } => {
                let month = month_in_words(month);
                (
                    Text::new(
                        format!("Giờ {} của đơn {number} bị trả lại", month.vi),
                        format!("Hours of {} on order {number} were sent back", month.en),
                    ),
                    Text::new(
                        "Giờ bạn đã nhập không được xác nhận; lý do ở trang giờ của tháng.",
                        "The hours that you entered were not confirmed; the month's page says why.",
                    ),
                    Text::new(
                        "Sửa rồi gửi lại; giờ chưa xác nhận thì chưa được thanh toán.",
                        "Correct and send them again; hours that are not confirmed are not paid.",
                    ),
                )
            }
            Event::StatementIssued { number, order, payable, pay_by, pay_within, .. } => {
                let to_do = match (pay_by.map(vietnamese), *pay_within) {
                    _ if payable.is_zero() => {
                        Text::new("Bảng này không có khoản phải chi.", "Nothing is payable on it.")
                    }
                    (Some(by), _) => Text::new(
                        format!("Kho bạc chi chậm nhất {by}."),
                        format!("The Treasury pays by {by}."),
                    ),
                    (None, 0) => Text::new(
                        "Bảng được chi sau khi bên nhận ghi hóa đơn tại trang Chi trả, nếu bảng cần hóa đơn.",
                        "It is paid once the payee has recorded the invoice at Payments, where it needs one.",
                    ),
                    (None, days) => Text::new(
                        format!(
                            "Bên nhận ghi hóa đơn tại trang Chi trả; Kho bạc chi trong {days} ngày làm việc từ ngày đó."
                        ),
                        format!(
                            "The payee records the invoice at Payments; the Treasury pays within {days} working days of it."
                        ),
                    ),
                };
                (
                    Text::new(
                        format!("Bảng thanh toán {number} đã được duyệt"),
                        format!("Statement {number} was issued"),
                    ),
                    say!(
                        "Bảng {number} của đơn {order} đã được duyệt, phải chi {payable} đồng.",
                        "Statement {number} of order {order} was approved, with {payable} dong to pay.",
                        payable = payable.said()
                    ),
                    to_do,
                )
            }
            Event::StatementPaid { number, amount, paid_on, .. } => {
                let on = vietnamese(*paid_on);
                (
                    Text::new(
                        format!("Kho bạc đã chi bảng {number}"),
                        format!("Statement {number} was paid"),
                    ),
                    say!(
                        "Kho bạc đã chi {amount} đồng ngày {on}.",
                        "The Treasury paid {amount} dong on {on}.",
                        amount = amount.said()
                    ),
                    Text::new("Đối chiếu với tài khoản của đơn vị.", "Compare it with your account."),
                )
            }
            Event::StatementReturned { number, .. } => (
                Text::new(
                    format!("Bảng thanh toán {number} bị trả lại"),
                    format!("Statement {number} was returned"),
                ),
                Text::new(
                    format!("Người duyệt trả lại bảng {number}; các dòng của bảng coi như chưa quyết toán."),
                    format!("The approver returned statement {number}; its lines count as never settled."),
                ),
                Text::new(
                    "Xem lý do ở trang của bảng, rồi lập lại.",
                    "Read the reason on its page, and prepare it again.",
                ),
            ),
            Event::RetentionReleased { number, amount, .. } => (
                say!(
                    "Giải ngân {amount} đồng phần giữ lại",
                    "{amount} dong that was retained is released",
                    amount = amount.said()
                ),
                say!(
                    "Bảng {number} giải ngân {amount} đồng phần giữ lại.",
                    "Statement {number} releases {amount} dong that was retained.",
                    amount = amount.said()
                ),
                nothing_to_do(),
            ),
            Event::ClawedBack { number, amount, .. } => (
                say!(
                    "Thu hồi {amount} đồng ở bảng {number}",
                    "{amount} dong is clawed back on statement {number}",
                    amount = amount.said()
                ),
                say!(
                    "Theo báo cáo mới, bảng {number} thu hồi {amount} đồng đã quyết toán trước đây.",
                    "By what was reported since, statement {number} takes back {amount} dong settled before.",
                    amount = amount.said()
                ),
                Text::new(
                    "Xem từng dòng và căn cứ; báo cáo sai thì đính chính.",
                    "See each line and its reason; correct what was reported wrongly.",
                ),
            ),
            Event::ClawbackInstalment { number, amount, .. } => (
                say!(
                    "Khấu trừ {amount} đồng nợ thu hồi ở bảng {number}",
                    "{amount} dong of a clawback is kept from statement {number}",
                    amount = amount.said()
                ),
                say!(
                    "Bảng {number} khấu trừ {amount} đồng vào khoản phải thu hồi từ trước.",
                    "Statement {number} keeps {amount} dong against what was still to come back.",
                    amount = amount.said()
                ),
                nothing_to_do(),
            ),
            Event::Invited { until, again: true, .. } => {
                let until = vietnamese(*until);
                (
                    Text::new(
                        "Lời mời mới cho tài khoản Dathang",
                        "A new invitation to your Dathang account",
                    ),
                    Text::new(
                        "Quản trị đã gửi lời mời mới; mật khẩu, mã xác thực và liên kết đăng nhập cũ không còn dùng được.",
                        "The administrator sent a new invitation; your password, one-time codes and linked sign-in have ended.",
                    ),
                    Text::new(
                        format!(
                            "Mở liên kết và đặt mật khẩu chậm nhất {until}. Nếu bạn không nhờ, báo ngay cho đơn vị."
                        ),
                        format!(
                            "Open the link and set a password by {until}. If you did not ask for it, tell your organisation now."
                        ),
                    ),
                )
            }
            Event::Invited { until, .. } => {
                let until = vietnamese(*until);
                (
                    Text::new("Lời mời vào Dathang", "You are invited to Dathang"),
                    Text::new(
                        "Bạn được mời dùng cổng đặt hàng đào tạo.",
                        "You are invited to the portal where training is ordered.",
                    ),
                    Text::new(
                        format!("Mở liên kết và đặt mật khẩu chậm nhất {until}. Liên kết dùng được một lần."),
                        format!("Open the link and set a password by {until}. It can be used once."),
                    ),
                )
            }
            Event::NewDevice { written, .. } => (
                Text::new("Đăng nhập từ thiết bị mới", "A sign-in from a new device"),
                Text::new(
                    format!("Tài khoản của bạn vừa đăng nhập từ một thiết bị mới lúc {written}."),
                    format!("Your account was signed in to from a new device at {written}."),
                ),
                Text::new(
                    "Nếu không phải bạn: đổi mật khẩu ngay và kết thúc phiên đó ở trang tài khoản.",
                    "If it was not you: change the password now and end that session on your account's page.",
                ),
            ),
        };
        Said { subject, happened, to_do }
    }

    /// One of each kind, to look at.
    pub fn sample(kind: Kind) -> Event {
        let (order, number) = (OrderId(3), "03/2026/HĐ-ĐH".to_owned());
        let (statement, bill) = (StatementId(12), "0012/2026/BTT".to_owned());
        let day = date!(2026 - 07 - 31);
        match kind {
            Kind::OrderOffered => Event::OrderOffered { order, number, value: Money::dong(1_728_000_000) },
            Kind::OrderAccepted => Event::OrderAccepted { order, number },
            Kind::AmendmentOffered => Event::AmendmentOffered { order, number, amendment: 1 },
            Kind::OrderAmended => Event::OrderAmended { order, number, amendment: 1, governs_from: day },
            Kind::ResultsDue => Event::ResultsDue { order, number, due_on: day, within: 7, learners: 118 },
            Kind::ResultsOverdue => Event::ResultsOverdue { order, number, due_on: day, learners: 6 },
            Kind::HoursDue | Kind::HoursOverdue => {
                let (cohort, month, due_on, reports) =
                    (CohortId(9), "2026-07".to_owned(), day + Duration::days(5), 14);
                match kind {
                    Kind::HoursDue => Event::HoursDue { cohort, month, due_on, within: 7, reports },
                    _ => Event::HoursOverdue { cohort, month, due_on, reports },
                }
            }
            Kind::UploadFinished => Event::UploadFinished { workbook: 4, round: 0, rows: 300 },
            Kind::HoursContested => {
                let month = "2026-06".to_owned();
                Event::HoursContested { cohort: CohortId(9), number, month, first: 1, reports: 2 }
            }
            Kind::HoursEntered | Kind::HoursReturned => {
                let (cohort, month, log) = (CohortId(9), "2026-06".to_owned(), 1);
                match kind {
                    Kind::HoursEntered => Event::HoursEntered { cohort, number, month, log, learners: 12 },
                    _ => Event::HoursReturned { cohort, number, month, log },
                }
            }
            Kind::StatementIssued => Event::StatementIssued {
                statement,
                number: bill,
                order: number,
                payable: Money::dong(412_500_000),
                pay_by: Some(day + Duration::days(21)),
                pay_within: 0,
            },
            Kind::StatementPaid => Event::StatementPaid {
                statement,
                number: bill,
                amount: Money::dong(412_500_000),
                paid_on: day,
            },
            Kind::StatementReturned => Event::StatementReturned { statement, number: bill },
            Kind::RetentionReleased => {
                Event::RetentionReleased { statement, number: bill, amount: Money::dong(38_400_000) }
            }
            Kind::ClawedBack => {
                Event::ClawedBack { statement, number: bill, amount: Money::dong(14_400_000) }
            }
            Kind::ClawbackInstalment => {
                Event::ClawbackInstalment { statement, number: bill, amount: Money::dong(4_800_000) }
            }
            Kind::Invited => Event::Invited { key: "0".to_owned(), until: day, again: false },
            Kind::NewDevice => Event::NewDevice { at: 0, written: "31/07/2026 08:15".to_owned() },
        }
    }
}

fn nothing_to_do() -> Text {
    Text::new("Bạn không phải làm gì.", "There is nothing for you to do.")
}

/// `2026-06` as it is said; what is no month stays as it is.
fn month_in_words(month: &str) -> Text {
    month.parse::<crate::month::Month>().map_or_else(|_| Text::new(month, month), |month| month.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_says_what_happened_and_what_to_do_in_both_languages() {
        for kind in Kind::ALL {
            let said = Event::sample(kind).said();
            for text in [&said.subject, &said.happened, &said.to_do, &kind.name()] {
                assert!(!text.vi.is_empty() && !text.en.is_empty(), "{kind:?}");
                assert_ne!(text.vi, text.en, "{kind:?}");
                assert!(!text.en.chars().any(|c| "ăâđêôơưạảãáà".contains(c)), "{kind:?}: {}", text.en);
            }
            // A subject is one line that a phone shows whole.
            assert!(said.subject.vi.chars().count() <= 70, "{}", said.subject.vi);
            assert!(said.happened.vi.ends_with('.') && said.happened.en.ends_with('.'), "{kind:?}");
        }
    }

    fn issued(payable: i64, pay_by: Option<time::Date>, pay_within: u32) -> Event {
        let (number, order) = ("1".to_owned(), "2".to_owned());
        let (statement, payable) = (StatementId(1), Money::dong(payable));
        Event::StatementIssued { statement, number, order, payable, pay_by, pay_within }
    }

    #[test]
    fn a_day_that_nobody_promised_is_not_told() {
        let said = |event: Event| event.said().to_do.en;
        assert!(said(issued(5, Some(date!(2026 - 07 - 31)), 0)).contains("31/07/2026"));
        assert!(said(issued(5, None, 15)).contains("within 15 working days"));
        assert!(!said(issued(5, None, 0)).contains(|c: char| c.is_ascii_digit()));
        // What was kept before days were told apart is still read.
        let kept = serde_json::to_value(issued(5, Some(date!(2026 - 07 - 31)), 0)).unwrap();
        let mut old = kept.clone();
        fn forget(value: &mut serde_json::Value) {
            if let Some(object) = value.as_object_mut() {
                object.remove("pay_within");
                object.values_mut().for_each(forget);
            }
        }
        forget(&mut old);
        assert_ne!(old, kept);
        assert_eq!(serde_json::from_value::<Event>(old).unwrap(), issued(5, Some(date!(2026 - 07 - 31)), 0));
    }

    #[test]
    fn a_statement_with_nothing_to_pay_names_no_day() {
        assert!(!issued(0, Some(date!(2026 - 07 - 31)), 0).said().to_do.en.contains("31/07/2026"));
        assert!(Event::sample(Kind::StatementIssued).said().to_do.en.contains("21/08/2026"));
    }
}
