//! Texts of what is reported of one learner, and of corrections.

texts! {
/// `/enrolments/{id}/report`, `/enrolments/{id}/facts/{fact}/correction`.
Happened {
    report: "Báo cáo biến động", "Report a change";
    report_lead: "Báo cáo đã gửi không sửa được; sai thì đính chính, sự kiện cũ vẫn được giữ lại.", "A report is never edited; a mistake is corrected, and the old fact is kept.";
    report_send: "Gửi báo cáo", "Send the report";
    correct: "Đính chính", "Correct";
    correct_lead: "Sự kiện cũ vẫn còn và được ghi là đã thay thế. Nếu việc này không có thật, chọn rút lại.", "The old fact is kept and shown as superseded. If it was not so at all, choose to retract it.";
    correct_send: "Ghi đính chính", "Record the correction";
    wrong: "Sự kiện cần đính chính", "The fact to correct";
    of_day: "ngày", "of";
    preview: "Xem trước số tiền thay đổi", "Preview what changes in money";
    suspended: "Bảo lưu", "Suspended";
    resumed: "Học trở lại", "Resumed";
    withdrew: "Thôi học", "Withdrew";
    employed: "Có việc làm", "Employed";
    employment_ended: "Nghỉ việc", "Employment ended";
    annulled: "Thu hồi, hủy bỏ văn bằng", "Certificate annulled";
    graduated: "Tốt nghiệp", "Graduated";
    reason_hint: "khi thôi học hoặc hủy văn bằng", "of a withdrawal or an annulment";
    employer_hint: "khi có việc làm", "where there is a job";
    replace: "Thay bằng nội dung đúng", "Replace by what was so";
    retract: "Rút lại: việc này không có thật", "Retract: it was not so at all";
    because: "Vì sao đính chính", "Why it is corrected";
}
}
