//! Texts of `/orders`, `/orders/new` and `/orders/{id}`.

texts! {
Order {
    heading: "Đơn đặt hàng", "Orders";
    number: "Số", "Number";
    provider: "Cơ sở đào tạo", "Provider";
    lines_count: "Số dòng", "Lines";
    learners_ordered: "Người học đặt hàng", "Learners ordered";
    value: "Giá trị", "Value";
    accepted: "Nghiệm thu", "Accepted";
    state: "Trạng thái", "State";
    search_hint: "Số đơn hoặc tên cơ sở, không cần dấu", "Number or provider, accents not needed";
    empty: "Không có đơn đặt hàng nào khớp.", "No order matches.";
    empty_hint: "Bỏ bớt điều kiện lọc, hoặc lập đơn mới.", "Loosen the filter, or place an order.";
    place: "Lập đơn đặt hàng", "Place an order";
    place_lead: "Điền đơn và các dòng đặt hàng. Điều kiện đặt hàng được kiểm tra khi gửi; mọi lỗi được báo cùng một lúc.", "Fill in the order and its lines. The gates are checked when it is sent; every fault is told at once.";
    parties: "Bên đặt hàng và nguồn kinh phí", "Parties and funds";
    instrument_derived: "Hệ thống tự xác định: quyết định đặt hàng cho đơn vị sự nghiệp trực thuộc, hợp đồng đặt hàng cho cơ sở khác.", "Derived: an order decision for a subordinate public unit, an order contract for any other provider.";
    lines: "Các dòng đặt hàng", "Order lines";
    line_hint: "Dòng để trống được bỏ qua.", "Empty lines are ignored.";
    line: "Dòng", "Line";
    send: "Gửi duyệt", "Submit for approval";
    send_confirm: "Gửi đơn đặt hàng này để duyệt?", "Submit this order for approval?";
    gates: "Điều kiện đặt hàng", "Order gates";
    no_gates: "Chưa kiểm tra điều kiện.", "Gates have not been checked yet.";
    gate: "Điều kiện", "Gate";
    finding: "Kết quả kiểm tra", "Finding";
    result: "Kết luận", "Result";
    unit_price: "Đơn giá", "Unit price";
    dates: "Thời gian", "Dates";
    cohorts: "Các lớp", "Cohorts";
    no_cohorts: "Chưa mở lớp nào.", "No cohort has been opened yet.";
    statements: "Bảng thanh toán của đơn", "Statements of this order";
    no_statements: "Chưa có bảng thanh toán.", "There is no statement yet.";
    period: "Kỳ", "Period";
    payee: "Bên nhận", "Payee";
    payable: "Được chi", "Payable";
    events: "Diễn biến", "What happened";
    actions: "Việc có thể làm", "What you can do";
    minutes: "Biên bản nghiệm thu, thanh lý (PDF)", "Acceptance and liquidation minutes (PDF)";
    ledger: "Sổ cái (Excel)", "Ledger (Excel)";
}
}
