//! Texts of `/programmes/{id}` and of money as programme and order show it.

texts! {
Programme {
    identity: "Chương trình", "The programme";
    legal_basis: "Căn cứ pháp lý", "Legal basis";
    period: "Thời gian thực hiện", "Period";
    ordering_body: "Cơ quan đặt hàng theo thời gian", "Ordering body by date";
    targets: "Chỉ tiêu và kết quả", "Targets against reality";
    target: "Chỉ tiêu", "Target";
    actual: "Đã đạt", "Reached";
    percent: "Tỷ lệ", "Share";
    charts: "Người học theo các chiều", "Learners cut four ways";
    charts_lead: "Thanh nhạt là số đặt hàng, thanh vừa là số đã nhập học, thanh đậm là số đã tốt nghiệp.", "The pale bar is ordered, the middle one enrolled, the dark one graduated.";
    by_occupation: "Theo ngành, nghề", "By occupation";
    by_level: "Theo trình độ", "By level";
    by_province: "Theo tỉnh, thành phố", "By province";
    by_provider: "Theo cơ sở đào tạo", "By provider";
    occupations: "Theo ngành, nghề và trình độ", "By occupation and level";
    code: "Mã", "Code";
    ordered: "Đặt hàng", "Ordered";
    enrolled: "Nhập học", "Enrolled";
    graduated: "Tốt nghiệp", "Graduated";
    learners: "Người học", "Learners";
    money: "Kinh phí", "Money";
    accepted: "Nghiệm thu", "Accepted";
    rejected: "Không nghiệm thu", "Rejected";
    outstanding: "Còn lại", "Outstanding";
    paid: "Đã chi", "Paid";
    advance: "Tạm ứng", "Advance";
    payments: "Thanh toán", "Payments";
    recoveries: "Thu hồi", "Recoveries";
    settled: "Đã thanh quyết toán", "Settled";
    identities: "Đối chiếu kinh phí", "Money reconciled";
    identities_lead: "Hai đẳng thức phải luôn đúng; hệ thống tính lại mỗi lần mở trang.", "Two identities must always hold; they are computed anew each time the page is opened.";
    appropriations: "Dự toán", "Appropriations";
    fiscal_year: "Năm", "Year";
    granted: "Được giao", "Granted";
    reserved: "Cam kết chi", "Reserved";
    free: "Còn được dùng", "Free";
    sources: "Nguồn số liệu và giả định", "Sources and assumptions";
    what: "Nội dung", "What";
    value: "Giá trị", "Value";
    code_note: "mã ngành", "code";
    price_note: "đơn giá", "price";
    note: "Ghi chú", "Note";
    no_orders: "Chưa có dòng đặt hàng nào.", "Nothing has been ordered yet.";
    no_appropriations: "Chưa có dự toán.", "There is no appropriation yet.";
    slow: "Đơn chậm", "Orders that fall behind";
    slow_lead: "Mỗi dòng là một việc đã quá hạn của một đơn, chậm lâu nhất đứng trước. Các thời hạn là giả định.", "Each row is one overdue step of an order, the longest late first. The time limits are assumptions.";
    slow_empty: "Không có đơn nào chậm.", "No order falls behind.";
    slow_more: "Ngoài ra còn:", "Beside these:";
    late_in: "Chậm ở việc", "Late in";
    late_since: "Chậm từ ngày", "Late since";
    to_orders: "Xem các đơn đặt hàng", "See the orders";
}
}
