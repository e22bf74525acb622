//! Texts of `/cohorts/{id}`, its two forms, and `/learners/{id}`.

texts! {
/// `/cohorts/{id}`, `/cohorts/{id}/enrol`, `/cohorts/{id}/graduation`.
Cohort {
    learners: "Danh sách người học", "Learners";
    empty: "Lớp chưa có người học.", "The cohort has no learner yet.";
    empty_hint: "Ghi danh người học để bắt đầu.", "Enrol learners to begin.";
    name: "Họ và tên", "Name";
    personal_id: "Số định danh", "Personal id";
    host: "Nơi thực tập", "Host";
    hours: "Giờ thực hiện", "Hours delivered";
    hours_college: "Giờ tại trường", "Hours at college";
    hours_enterprise: "Giờ tại doanh nghiệp", "Hours at enterprise";
    class: "Xếp loại", "Class";
    certificate: "Văn bằng, chứng chỉ", "Certificate";
    state: "Trạng thái", "State";
    accepted: "Nghiệm thu", "Accepted";
    graduated: "tốt nghiệp", "graduated";
    enrol: "Ghi danh người học", "Enrol learners";
    enrol_by_workbook: "Nhiều người học? Dùng bảng tính ở trang của lớp.", "Many learners? Use the workbook on the cohort's page.";
    enrol_lead: "Mỗi dòng một người. Dòng để trống được bỏ qua. Nếu một dòng sai, chưa dòng nào được ghi.", "One learner a row. Empty rows are ignored. If one row is wrong, none is recorded.";
    enrol_send: "Ghi danh", "Enrol";
    female: "Nữ", "Female";
    male: "Nam", "Male";
    student: "Học sinh, sinh viên", "Student";
    worker: "Người lao động", "Worker";
    graduation: "Báo cáo tốt nghiệp", "Report graduation";
    graduation_lead: "Điền kết quả theo quyết định công nhận tốt nghiệp. Dòng để trống là chưa có kết quả.", "Fill in the results of the graduation decision. An empty row has no result yet.";
    graduation_preview: "Xem trước số tiền thay đổi", "Preview what changes in money";
    effect: "Báo cáo này sẽ thay đổi số tiền như sau; chưa có gì được ghi", "This report would change the money as follows; nothing is recorded yet";
    effect_due: "Số tiền của các bảng thanh toán tới", "What the next statements would pay";
    effect_back: "Phải thu hồi của kinh phí đã quyết toán", "To come back of money already settled";
    confirm_large: "Tôi đã xem và xác nhận số tiền phải thu hồi", "I have looked, and confirm what must come back";
    graduation_send: "Gửi báo cáo", "Send the report";
    graduation_confirm: "Gửi báo cáo tốt nghiệp này? Báo cáo đã gửi chỉ được đính chính, không được sửa.", "Send this graduation report? Once sent it can be superseded, not edited.";
    decision: "Quyết định công nhận tốt nghiệp", "Graduation decision";
    results: "Kết quả từng người học", "Results of each learner";
    grading_rule: "Quy tắc xếp loại", "Grading rule";
    score_hint: "Thang 10, một chữ số thập phân", "Out of 10, one decimal";
    gpa_hint: "Thang 4, hai chữ số thập phân", "Out of 4, two decimals";
    passed_hint: "Đạt hoặc không đạt, không cần điểm", "Passed or failed, no score needed";
    no_result_awaited: "Không còn người học nào chờ kết quả.", "No learner waits for a result.";
}
}

texts! {
/// `/learners/{id}`.
Learner {
    change_phone: "Đổi điện thoại", "Change the phone";
    change_phone_lead: "Số mới thay số cũ từ lúc này; để trống nếu người học không còn dùng số nào.", "The new number counts from now on; leave it empty where the learner has none any more.";
    enrolments: "Quá trình nhập học", "Enrolments";
    no_enrolments: "Chưa nhập học lớp nào.", "Not enrolled anywhere.";
    facts: "Các sự kiện", "Facts";
    facts_lead: "Sự kiện không bị sửa hay xóa; đính chính là một sự kiện mới thay cho sự kiện cũ.", "Facts are never edited or deleted; a correction is a new fact that supersedes the old one.";
    no_facts: "Chưa có sự kiện nào.", "Nothing has happened yet.";
    happened_on: "Ngày xảy ra", "Happened on";
    recorded_at: "Ghi nhận lúc", "Recorded at";
    fact: "Sự kiện", "Fact";
    reported_by: "Người báo cáo", "Reported by";
    superseded: "đã được thay thế", "superseded";
    lines: "Các dòng thanh toán", "Settled lines";
    no_lines: "Chưa có dòng thanh toán.", "Nothing has been settled yet.";
    component: "Thành phần", "Component";
    period: "Kỳ", "Period";
    payee: "Bên nhận", "Payee";
    statement: "Bảng thanh toán", "Statement";
    amount: "Số tiền", "Amount";
    why: "Vì sao?", "Why?";
}
}
