//! Texts of `/reports` and of each report.

texts! {
/// Reports of law and programme.
Reports {
    heading: "Báo cáo", "Reports";
    lead: "Mỗi báo cáo là một bộ số liệu: trang này, bảng tính và văn bản in ra cùng một mã SHA-256.", "Each report is one set of figures: page, workbook and printed paper carry the same SHA-256.";
    of_law: "Báo cáo theo luật", "Reports that the law wants";
    of_programmes: "Báo cáo chương trình", "Programme reports";
    training_year: "Báo cáo công tác đào tạo năm", "Training-year report";
    training_year_about: "Của từng trường, gửi cơ quan quản lý trực tiếp và sở", "Of each college, to its managing agency and the department of the province";
    province: "Báo cáo tổng hợp theo tỉnh", "Summary by province";
    province_about: "Của sở, gửi bộ", "Of the department of each province, to the ministry";
    programme: "Báo cáo chương trình", "Programme report";
    programme_about: "Đặt hàng, người học và tiền, đến một ngày", "Orders, learners and money, as of a day";
    due_before: "trước ngày", "before";
    year_of: "Năm", "Year";
    days_left: "ngày nữa", "day left" | "days left";
    year: "Năm", "Year";
    provider: "Cơ sở đào tạo", "Provider";
    choose_provider: "Chọn cơ sở đào tạo để xem báo cáo.", "Choose a provider to see its report.";
    all_provinces: "Cả nước", "The whole country";
    chosen_province: "Tỉnh, thành phố", "Province";
    chosen_programme: "Chương trình", "Programme";
    by: "Phân theo", "Cut by";
    as_of: "Số liệu đến ngày", "As of";
    hash: "SHA-256 của nội dung", "SHA-256 of the content";
    pdf: "Tải văn bản PDF", "Download PDF";
    empty: "Không có số liệu nào cho lựa chọn này.", "There are no figures for this choice.";
    empty_hint: "Chọn năm khác, hoặc bỏ bớt điều kiện lọc.", "Choose another year, or filter less.";
    definitions: "Cách tính", "Definitions";
    by_hand: "Nội dung không có trong hệ thống", "What the system does not hold";
    by_hand_lead: "Đơn vị tự ghi bổ sung khi gửi báo cáo; hệ thống không suy đoán.", "To be written in by who sends the report; the system guesses nothing.";
    own: "Số liệu của các đơn do cơ quan mình đào tạo.", "Figures of the orders that your organisation provides.";
    record_json: "Hồ sơ học tập (JSON)", "Training record (JSON)";
    record_xml: "Hồ sơ học tập (XML)", "Training record (XML)";
    show_on: "Cho xem ở", "Show it";
    on_page: "trên trang này", "on this page";
}
}
