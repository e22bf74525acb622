//! Texts of `/workbooks/{id}` and of the workbooks on a cohort's page.

texts! {
/// Reports by workbook.
Workbook {
    title: "Bảng tính", "Workbook";
    by_workbook: "Báo cáo bằng bảng tính", "Report by workbook";
    by_workbook_hint: "Tải mẫu, điền, rồi gửi lại ở đây. Tệp .xlsx, hoặc .csv (UTF-8), đến 8 MB. Chưa có gì được ghi cho đến khi kiểm tra xong và bấm nhận.", "Take the template, fill it in and send it here. An .xlsx file, or .csv (UTF-8), up to 8 MB. Nothing is recorded until it is checked and you accept it.";
    of_all_cohorts: "Một bảng cho mọi lớp của đơn: cột Lớp ghi lớp của từng người học.", "One workbook for all cohorts of the order: its column Cohort says where each learner belongs.";
    enrol_by: "Ghi danh", "Enrolment";
    results_by: "Kết quả tốt nghiệp", "Graduation results";
    take_template: "Tải mẫu", "Take the template";
    file: "Tệp đã điền", "The file filled in";
    send: "Gửi và kiểm tra", "Send and check";
    sent: "Đã gửi", "Sent";
    received: "Nhận lúc", "Received";
    state: "Trạng thái", "State";
    size: "Dung lượng", "Size";
    at_work: "Đang xử lý", "At work";
    at_work_hint: "Trang này tự tải lại. Có thể đóng trang; công việc vẫn tiếp tục.", "This page comes again by itself. You may close it; the work goes on.";
    starting: "Đang đọc tệp…", "Reading the file…";
    rows: "dòng", "row" | "rows";
    left: "còn khoảng", "about";
    seconds: "giây", "seconds left";
    refused: "Không đọc được tệp này", "This file cannot be read";
    result: "Kết quả kiểm tra", "What was found";
    all_rows: "Số dòng", "Rows";
    new: "Mới", "New";
    unchanged: "Không đổi", "Unchanged";
    unchanged_note: "đã có trong sổ đúng như vậy", "in the books exactly so";
    duplicate: "Nghi trùng", "Possible duplicates";
    duplicate_note: "được nhận, chờ xét mới thanh toán", "taken, and paid once somebody decides";
    changed: "Đính chính", "Corrections";
    changed_note: "khác với sổ; chỉ được nhận khi đánh dấu", "differ from the books; taken only when ticked";
    changes: "Khác với sổ", "Different from the books";
    changes_hint: "Những dòng này đã được ghi với giá trị khác. Nếu tệp đúng, đánh dấu nhận đính chính ở dưới; giá trị cũ vẫn được giữ lại với lý do.", "These rows are recorded with another value. If the file is right, tick the corrections below; what was recorded stays, with the reason.";
    more_changes: "dòng nữa có trong bảng tính đã ghi chú.", "more are in the workbook with notes.";
    cell: "Ô", "Cell";
    before: "Trong sổ", "Recorded";
    after: "Trong tệp", "In the file";
    accept_corrections: "Nhận các dòng đính chính", "Take the corrections";
    error: "Có lỗi", "With faults";
    to_mend: "Phải sửa", "To mend";
    to_mend_hint: "Tải bảng tính đã ghi chú: ô sai màu đỏ, cột cuối ghi cách sửa. Sửa trong tệp đó rồi gửi lại.", "Take the workbook back: wrong cells are red, the last column says what to do. Mend it there and send it again.";
    take_annotated: "Tải bảng tính đã ghi chú", "Take the workbook with notes";
    column: "Cột", "Column";
    problem: "Lỗi và cách sửa", "Fault and remedy";
    count: "Số ô", "Cells";
    cells: "Ở các ô", "Where";
    proposals: "Đề nghị", "Proposals";
    proposals_hint: "Số định danh mất số 0 ở đầu: thêm lại thì khớp với ngày sinh và giới tính. Điện thoại mất số 0 ở đầu: thêm lại thì đủ số. Chữ của phông cũ: chuyển sang Unicode như dưới đây. Xem kỹ trước khi nhận.", "Personal ids that lost zeros at their front: with the zeros they agree with birth date and sex. Phones that lost the zero: with it they are whole. Text in old fonts: in Unicode as below. Look closely before you accept.";
    more_proposed: "đề nghị nữa có trong bảng tính đã ghi chú.", "more proposals are in the workbook with notes.";
    propose: "Nhận các đề nghị và kiểm tra lại", "Accept the proposals and check again";
    accept: "Nhận", "Accept";
    accept_all: "Nhận tất cả", "Accept all";
    accept_good: "Chỉ nhận các dòng đúng", "Accept the good rows only";
    accept_confirm: "Các dòng mới sẽ được ghi danh. Có thể rút lại cả bảng cho đến khi có dòng lên bảng thanh toán.", "The new rows are enrolled. The workbook can be taken back as a whole until a row is on a statement.";
    accept_results_confirm: "Kết quả sẽ được ghi. Có thể rút lại cả bảng cho đến khi có dòng lên bảng thanh toán; sau đó chỉ được đính chính.", "The results are recorded. The workbook can be taken back as a whole until a row is on a statement; afterwards results can be superseded only.";
    check_again: "Kiểm tra lại", "Check again";
    check_again_hint: "theo sổ sách lúc này", "against the books as they are now";
    undo: "Rút lại cả bảng", "Take all of it back";
    undo_hint: "Mọi người học được ghi danh bằng bảng tính này coi như chưa nhập học; dòng đã đính chính trở lại như cũ. Không có gì bị xóa; lý do được ghi vào nhật ký.", "Everybody enrolled by this workbook counts as never enrolled; what it corrected is as it was. Nothing is deleted; the reason is recorded.";
    undo_results_hint: "Mọi kết quả được ghi bằng bảng tính này coi như chưa báo cáo; kết quả đã đính chính trở lại như cũ. Không có gì bị xóa; lý do được ghi vào nhật ký.", "Every result recorded by this workbook counts as never reported; what it corrected is as it was. Nothing is deleted; the reason is recorded.";
    undo_confirm: "Rút lại việc ghi danh của cả bảng tính này?", "Take back every enrolment of this workbook?";
    undo_results_confirm: "Rút lại mọi kết quả của bảng tính này?", "Take back every result of this workbook?";
    to_cohort: "Về trang của lớp", "To the cohort";
    to_order: "Về trang của đơn đặt hàng", "To the order";
    enrolled: "người học được ghi danh", "learners enrolled";
    recorded: "kết quả được ghi", "results recorded";
    corrected: "dòng được đính chính", "rows corrected";
    results_taken_back: "Đã rút lại; các kết quả này coi như chưa báo cáo.", "Taken back; these results count as never reported.";
    taken_back: "Đã rút lại; không còn ai nhập học theo bảng tính này.", "Taken back; nobody is enrolled by it any more.";
    failed: "Công việc bị gián đoạn. Bấm kiểm tra lại.", "The work was interrupted. Check it again.";
    places_left: "Số chỗ còn lại của dòng đặt hàng", "Places left on the order line";
    new_people: "người học mới trong bảng tính", "new learners in the workbook";
    beyond_places: "Người học vượt số chỗ vẫn được ghi danh, nhưng đơn không trả cho quá số chỗ đã đặt.", "Learners beyond them are enrolled all the same, but the order pays for no more than its places.";
    caution_csv: "Tệp CSV không giữ kiểu dữ liệu: xem lại số 0 đầu số định danh và điện thoại, và thứ tự ngày, tháng. Nên dùng mẫu .xlsx.", "CSV keeps no types: look again at zeros at the front of ids and phones, and at the order of day and month. Better use the .xlsx template.";
}
}
