//! Texts of `/cohorts/{id}/work-study`, its placements and its months.

texts! {
/// Work-study of a cohort.
WorkStudy {
    heading: "Vừa làm vừa học", "Work-study";
    plan: "Kế hoạch giờ", "Plan of hours";
    plan_lead: "Số giờ của một người học trong cả khóa. Kế hoạch mới thay kế hoạch cũ; giờ báo cáo không được vượt kế hoạch.", "Hours of one learner over the whole course. A new plan replaces the old one; reported hours stay within it.";
    plan_save: "Lưu kế hoạch", "Save the plan";
    no_plan: "chưa có kế hoạch", "not planned yet";
    hours_unit: "giờ mỗi người học", "hours a learner";
    placed: "Nơi thực tập", "Hosts";
    not_placed: "Chưa bố trí", "Not placed";
    people: "người", "learner" | "learners";
    place: "Bố trí thực tập", "Place learners";
    place_lead: "Chọn nơi thực tập và ngày bắt đầu cho từng người; dòng để trống là không đổi. Nếu một dòng sai, chưa dòng nào được ghi.", "Choose host and first day for each learner; an empty row changes nothing. If one row is wrong, none is recorded.";
    place_send: "Ghi nhận bố trí", "Record the placements";
    place_from: "Từ ngày", "From";
    place_now: "hiện ở", "now at";
    place_none: "Đơn chưa có nơi thực tập. Thêm nơi thực tập ở trang đơn đặt hàng trước.", "The order has no host yet. Add one on the order's page first.";
    place_nobody: "Không còn người học nào để bố trí.", "There is no learner to place.";
    trainers: "Người hướng dẫn tại doanh nghiệp", "In-company trainers";
    no_trainers: "Nơi thực tập chưa khai người hướng dẫn nào.", "No host has named a trainer yet.";
    trainer_add: "Khai người hướng dẫn", "Name a trainer";
    trainer_lead: "Người trực tiếp hướng dẫn người học tại doanh nghiệp, với giấy tờ chứng minh.", "Who trains learners at the enterprise, and the paper that shows they may.";
    named_on: "Khai ngày", "Named on";
    months: "Giờ theo tháng", "Hours by month";
    month: "Tháng", "Month";
    teacher: "Nơi dạy", "Taught by";
    expected: "Có mặt", "Present";
    reported: "Đã báo cáo", "Reported";
    missing: "Còn thiếu", "Missing";
    contested: "Bị phản đối", "Contested";
    no_months: "Khóa học chưa bắt đầu, hoặc chưa có ai.", "The course has not begun, or nobody is on it.";
    own_college: "Giờ tại trường, do trường báo cáo", "Hours at the college, reported by the college";
    own_enterprise: "Giờ tại doanh nghiệp, do nơi thực tập nhập", "Hours at the enterprise, entered by the host";
    enter_lead: "Ghi giờ cả tháng của từng người theo sổ theo dõi rồi gửi một lần cho cả lớp; giờ được tính khi người khác của đơn vị xác nhận. Dòng để trống là chưa báo cáo.", "Write each learner's hours of the month as in the log and send them at once; they count when somebody else of your organisation confirms them. An empty row is not reported yet.";
    enter: "Gửi xác nhận", "Send to be confirmed";
    entered: "Giờ chờ nơi thực tập xác nhận", "Hours that wait for the host to confirm";
    entered_returned: "Giờ bị trả lại để sửa", "Hours sent back to correct";
    entered_lead: "Chưa được tính; nơi thực tập còn phải xác nhận.", "They do not count yet; the host has to confirm them.";
    entered_lead_confirm: "So với sổ theo dõi rồi xác nhận; sai thì trả lại người nhập. Giờ chỉ được tính sau khi xác nhận.", "Compare with the log and confirm; send wrong ones back to who entered them. Hours count once they are confirmed.";
    entered_lead_own: "Bạn đã nhập giờ này, hoặc thay người đã nhập; người khác của đơn vị xác nhận.", "You entered these hours, or act for who did; somebody else of your organisation confirms them.";
    entered_lead_waits: "Đã gửi; gửi lại ở dưới sẽ thay bảng này.", "Sent; sending again below replaces this list.";
    entered_lead_returned: "Sửa ở dưới rồi gửi lại.", "Correct them below and send again.";
    entered_by: "Người nhập", "Entered by";
    entered_hours: "Giờ nhập", "Hours entered";
    counts_now: "Đang tính", "Count now";
    returned_because: "Trả lại vì", "Sent back because";
    confirm_entered: "Xác nhận giờ", "Confirm the hours";
    return_entered: "Trả lại để sửa", "Send back to correct";
    return_note: "Chỗ cần sửa", "What to correct";
    withdraw_entered: "Rút lại bảng đã gửi", "Withdraw this list";
    waiting: "Chờ xác nhận", "To confirm";
    own_lead: "Ghi giờ cả tháng của từng người theo sổ theo dõi; lưu một lần cho cả lớp. Dòng để trống là chưa báo cáo.", "Write each learner's hours of the month as in the log; all are saved at once. An empty row is not reported yet.";
    so_far: "đã có", "so far";
    of_plan: "trên kế hoạch", "of planned";
    contest_of: "Trường phản đối", "The college contests";
    contest_answer: "Ghi số giờ đúng để trả lời.", "Write the right hours to answer.";
    reason_hint: "bắt buộc khi sửa giờ đã báo cáo hoặc trả lời phản đối", "needed when reported hours change or a contest is answered";
    confirm: "Xác nhận và lưu", "Confirm and save";
    preview: "Xem trước số tiền thay đổi", "Preview what changes in money";
    nobody: "Không có người học nào trong tháng này.", "No learner was here in this month.";
    not_over: "Tháng chưa hết; báo cáo giờ sau ngày cuối tháng.", "The month is not over; hours are reported after its last day.";
    others: "Giờ các bên đã báo cáo", "Hours that were reported";
    others_none: "Chưa có giờ nào.", "No hours yet.";
    contest: "Phản đối giờ đã chọn", "Contest the chosen hours";
    contest_lead: "Giờ bị phản đối không được tính cho đến khi nơi thực tập trả lời.", "Contested hours do not count until the host answers.";
    choose: "Chọn", "Choose";
    told: "Ghi nhận", "Recorded";
    no_trainer_warning: "Chưa khai người hướng dẫn tại doanh nghiệp cho đơn này.", "No in-company trainer is named for this order yet.";
}
}
