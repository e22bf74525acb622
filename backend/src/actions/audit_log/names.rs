//! What the trail's keys are called. A key that is not known here is shown as it is stored.

use domain::{ledger::Purpose, month::Month, text::Text};

pub fn action_name(action: &str) -> Text {
    let (vi, en) = match action {
        "account.accept" => ("Nhận lời mời", "Invitation accepted"),
        "account.add" => ("Thêm tài khoản", "Account added"),
        "account.codes" => ("Mã xác thực hai bước", "Sign-in codes"),
        "account.allow_identity" => ("Cho đăng nhập liên kết", "Linked sign-in allowed"),
        "account.deactivate" => ("Ngừng tài khoản", "Account deactivated"),
        "account.invite" => ("Mời vào hệ thống", "Account invited"),
        "account.end_identity" => ("Bỏ đăng nhập liên kết", "Linked sign-in ended"),
        "account.link" => ("Liên kết tài khoản", "Account linked"),
        "account.password" => ("Đổi mật khẩu", "Password changed"),
        "account.reactivate" => ("Mở lại tài khoản", "Account reactivated"),
        "delegation.give" => ("Ủy quyền", "Delegation given"),
        "delegation.withdraw" => ("Rút ủy quyền", "Delegation withdrawn"),
        "duplicate.decide" => ("Xét trùng", "Duplicate decided"),
        "graduation.report" => ("Báo cáo tốt nghiệp", "Graduation reported"),
        "learner.phone" => ("Đổi điện thoại người học", "Phone of a learner changed"),
        "learner.unmask" => ("Xem số định danh và điện thoại", "Personal id and phone shown"),
        "learners.enrol" => ("Ghi danh người học", "Learners enrolled"),
        "amendment.accept" => ("Nhận điều chỉnh", "Amendment accepted"),
        "amendment.approve" => ("Duyệt điều chỉnh", "Amendment approved"),
        "amendment.decline" => ("Không nhận điều chỉnh", "Amendment declined"),
        "amendment.propose" => ("Lập điều chỉnh", "Amendment proposed"),
        "amendment.reallocate" => ("Điều chuyển chỉ tiêu", "Places reallocated"),
        "amendment.reject" => ("Không duyệt điều chỉnh", "Amendment rejected"),
        "amendment.withdraw" => ("Rút điều chỉnh", "Amendment withdrawn"),
        // Until bands were proposed and approved like other settings.
        "approval.bands" => ("Đặt mức duyệt", "Approval bands set"),
        "order.answer" => ("Cơ sở đào tạo đề nghị", "Proposal of the provider"),
        "order.discard" => ("Bỏ bản nháp", "Draft discarded"),
        "order.draft" => ("Lưu bản nháp", "Draft saved"),
        "order.return" => ("Trả lại đơn", "Order sent back"),
        "order.take" => ("Theo đề nghị của cơ sở", "Proposal taken"),
        "order.accept" => ("Nhận đơn", "Order accepted"),
        "order.approve" => ("Duyệt đơn", "Order approved"),
        "order.cancel" => ("Hủy đơn", "Order cancelled"),
        "order.close" => ("Đóng đơn", "Order closed"),
        "order.host" => ("Thêm nơi thực tập", "Host added"),
        "order.place" => ("Lập đơn", "Order placed"),
        "order.reject" => ("Không duyệt đơn", "Order rejected"),
        "paper.cancel" => ("Hủy văn bản", "Paper cancelled"),
        "paper.issue" => ("Ban hành văn bản", "Paper issued"),
        "paper.signed" => ("Nhận bản ký số", "Signed copy received"),
        "party.add" => ("Thêm đơn vị", "Organisation added"),
        "programme.load" => ("Nạp chương trình", "Programme loaded"),
        "progress.correct" => ("Đính chính", "Fact corrected"),
        "progress.report" => ("Báo cáo biến động", "Progress reported"),
        "registry.approve" => ("Duyệt thay đổi danh mục", "Change of a register approved"),
        "registry.propose" => ("Đề nghị thay đổi danh mục", "Change of a register proposed"),
        "registry.reject" => ("Không duyệt thay đổi danh mục", "Change of a register rejected"),
        "registry.withdraw" => ("Rút đề nghị thay đổi", "Proposal withdrawn"),
        "registry.load" => ("Nạp danh mục", "Registers loaded"),
        "scheme.publish" => ("Công bố quy chế", "Scheme published"),
        "settlement.advance" => ("Lập bảng tạm ứng", "Advance prepared"),
        "settlement.run" => ("Lập bảng thanh toán", "Statements prepared"),
        "statement.approve" => ("Duyệt bảng thanh toán", "Statement approved"),
        "statement.pay" => ("Xác nhận chi", "Payment confirmed"),
        "statement.return" => ("Trả lại bảng thanh toán", "Statement sent back"),
        "payment.make" => ("Lập lô chi", "Payment batch made"),
        "payment.release" => ("Duyệt lô chi", "Payment batch released"),
        "payment.discard" => ("Bỏ lô chi", "Payment batch discarded"),
        "payment.send" => ("Gửi lô chi", "Payment batch sent"),
        "payment.withdraw" => ("Thôi chờ khoản chi", "Payment withdrawn"),
        "confirmation.receive" => ("Nhận tệp xác nhận", "Confirmation received"),
        "confirmation.accept" => ("Ghi nhận tệp xác nhận", "Confirmation accepted"),
        "confirmation.discard" => ("Bỏ tệp xác nhận", "Confirmation discarded"),
        "confirmation.assign" => ("Khớp dòng xác nhận", "Entry assigned"),
        "confirmation.dispute" => ("Tách dòng coi là đã ghi", "Entry disputed"),
        "confirmation.set_aside" => ("Gạt dòng xác nhận", "Entry set aside"),
        "invoice.record" => ("Ghi hóa đơn", "Invoice recorded"),
        "workbook.accept" => ("Chấp nhận tệp bảng tính", "Workbook accepted"),
        "workbook.enrol" => ("Ghi danh từ tệp bảng tính", "Learners enrolled by workbook"),
        "workbook.finish" => ("Xong tệp bảng tính", "Workbook finished"),
        "workbook.results" => ("Ghi kết quả từ tệp bảng tính", "Results recorded by workbook"),
        "workbook.receive" => ("Nhận tệp bảng tính", "Workbook received"),
        "workbook.undo" => ("Rút lại tệp bảng tính", "Workbook taken back"),
        "work_study.contest" => ("Phản đối giờ", "Hours contested"),
        "work_study.confirm" => ("Xác nhận giờ", "Hours confirmed"),
        "work_study.enter" => ("Nhập giờ chờ xác nhận", "Hours entered"),
        "work_study.hours" => ("Báo cáo giờ", "Hours reported"),
        "work_study.plan" => ("Lập kế hoạch giờ", "Hours planned"),
        "work_study.return" => ("Trả lại giờ", "Hours sent back"),
        "work_study.trainer" => ("Khai người hướng dẫn", "Trainer named"),
        "work_study.withdraw" => ("Rút lại giờ chờ xác nhận", "Entered hours withdrawn"),
        other => (other, other),
    };
    Text::new(vi, en)
}

pub fn table_name(table: &str) -> Text {
    let (vi, en) = match table {
        "programme" => ("Chương trình", "Programmes"),
        "party" => ("Đơn vị", "Organisations"),
        "party_identity" => ("Tên đơn vị", "Names of organisations"),
        "appropriation" => ("Dự toán", "Appropriations"),
        "occupation" => ("Ngành, nghề", "Occupations"),
        "approval" => ("Giấy phép", "Licences"),
        "price_decision" => ("Quyết định giá", "Price decisions"),
        "scheme" => ("Quy chế thanh toán", "Schemes"),
        "orders" => ("Đơn đặt hàng", "Orders"),
        "order_line" => ("Dòng đặt hàng", "Order lines"),
        "order_event" => ("Trạng thái đơn", "Steps of orders"),
        "hosting" => ("Thỏa thuận đào tạo", "Training agreements"),
        "cohort" => ("Lớp", "Cohorts"),
        "learner" => ("Người học", "Learners"),
        "learner_contact" => ("Điện thoại người học", "Phones of learners"),
        "enrolment" => ("Nhập học", "Enrolments"),
        "fact" => ("Sự kiện", "Facts"),
        "fact_reason" => ("Lý do đính chính", "Reasons of corrections"),
        "hours_plan" => ("Kế hoạch giờ", "Plans of hours"),
        "hours_log" => ("Giờ chờ xác nhận", "Hours entered"),
        "hours_log_row" => ("Giờ của từng người chờ xác nhận", "Hours entered, by learner"),
        "hours_log_event" => ("Xác nhận giờ", "Decisions about entered hours"),
        "trainer" => ("Người hướng dẫn", "Trainers"),
        "certificate" => ("Văn bằng, chứng chỉ", "Certificates"),
        "settlement_run" => ("Lần quyết toán", "Settlement runs"),
        "order_volume" => ("Khối lượng nghiệm thu", "Accepted volumes"),
        "statement" => ("Bảng thanh toán", "Statements"),
        "statement_event" => ("Trạng thái bảng thanh toán", "Steps of statements"),
        "settled_line" => ("Dòng thanh toán", "Settled lines"),
        "posting" => ("Bút toán", "Postings"),
        "paper" => ("Văn bản đã ban hành", "Papers issued"),
        "paper_event" => ("Việc của văn bản", "Steps of papers"),
        "signed_copy" => ("Bản ký số", "Signed copies"),
        "workbook" => ("Tệp bảng tính", "Workbooks"),
        "workbook_event" => ("Trạng thái tệp bảng tính", "Steps of workbooks"),
        "workbook_row" => ("Dòng của tệp bảng tính", "Rows of workbooks"),
        "account_event" => ("Việc của tài khoản", "Steps of accounts"),
        "identity_event" => ("Việc của đăng nhập liên kết", "Steps of linked sign-ins"),
        "delegation" => ("Ủy quyền", "Delegations"),
        "registry_change" => ("Đề nghị thay đổi danh mục", "Proposed changes of registers"),
        "registry_event" => ("Duyệt thay đổi danh mục", "Decisions about changes"),
        "price_end" => ("Ngày hết hiệu lực của đơn giá", "Last days of prices"),
        "appropriation_amount" => ("Điều chỉnh dự toán", "Amounts of budget lines"),
        "budget_line" => ("Dòng dự toán thêm", "Added budget lines"),
        "calendar_day" => ("Ngày nghỉ, ngày làm bù", "Days off and worked instead"),
        "target_value" => ("Chỉ tiêu điều chỉnh", "Changed targets"),
        "setting_value" => ("Tham số", "Settings"),
        "party_detail" => ("Địa chỉ, tài khoản đơn vị", "Addresses and accounts"),
        "acted_for" => ("Làm thay", "Deeds done for others"),
        "access_record" => ("Lượt xem số định danh và điện thoại", "Looks at personal ids and phones"),
        "approval_band" => ("Mức duyệt", "Approval bands"),
        "approval_step" => ("Bước duyệt", "Steps of approval"),
        "order_correction" => ("Đơn lập lại", "Orders placed again"),
        "order_proposal" => ("Đề nghị của cơ sở đào tạo", "Proposals of providers"),
        "amendment" => ("Điều chỉnh đơn", "Amendments"),
        "amendment_line" => ("Dòng điều chỉnh", "Lines of amendments"),
        "amendment_event" => ("Trạng thái điều chỉnh", "Steps of amendments"),
        "order_fact" => ("Sự kiện của đơn", "Facts of orders"),
        "reallocation" => ("Điều chuyển chỉ tiêu", "Reallocations"),
        "payment_batch" => ("Lô chi", "Payment batches"),
        "payment_batch_event" => ("Trạng thái lô chi", "Steps of payment batches"),
        "payment_line" => ("Khoản chi", "Payments"),
        "confirmation" => ("Tệp xác nhận", "Confirmations"),
        "confirmation_event" => ("Trạng thái tệp xác nhận", "Steps of confirmations"),
        "confirmation_entry" => ("Dòng xác nhận", "Entries of confirmations"),
        "entry_event" => ("Xử lý dòng xác nhận", "Steps of entries"),
        "payment_event" => ("Diễn biến khoản chi", "What became of payments"),
        "invoice" => ("Hóa đơn", "Invoices"),
        other => (other, other),
    };
    Text::new(vi, en)
}

/// What follows the name of a thing in a subject: a period or a month.
pub fn rest(words: &[&str]) -> Text {
    match words {
        ["period", period] => match period.split_once("-Q") {
            Some((year, quarter)) => {
                Text::new(format!(", quý {quarter}/{year}"), format!(", Q{quarter} {year}"))
            }
            None => Text::new(format!(", kỳ {period}"), format!(", period {period}")),
        },
        ["month", month] => match month.parse::<Month>() {
            Ok(month) => {
                let name = month.name();
                Text::new(format!(", {}", name.vi), format!(", {}", name.en))
            }
            Err(_) => Text::new(format!(" {month}"), format!(" {month}")),
        },
        ["amendment", number] => {
            Text::new(format!(", điều chỉnh số {number}"), format!(", amendment {number}"))
        }
        [] => Text::new("", ""),
        other => Text::new(format!(" {}", other.join(" ")), format!(" {}", other.join(" "))),
    }
}

/// The ledger's accounts.
pub fn account_name(account: &str) -> Text {
    Purpose::parse(account).map_or_else(|| Text::new(account, account), Purpose::name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::audit_log::counted;

    #[test]
    fn every_table_of_the_books_has_a_name() {
        for table in counted() {
            assert_ne!(table_name(table).vi, table);
        }
    }
}
