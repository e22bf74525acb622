//! Texts of `/statements`, `/statements/{id}` and `/lines/{id}`.

texts! {
Statement {
    heading: "Bảng thanh toán", "Statements";
    number: "Số", "Number";
    period: "Kỳ", "Period";
    order: "Đơn đặt hàng", "Order";
    payee: "Bên nhận", "Payee";
    accepted: "Nghiệm thu", "Accepted";
    advance_recovered: "Thu hồi tạm ứng", "Advance recovered";
    payable: "Được chi", "Payable";
    state: "Trạng thái", "State";
    empty: "Chưa có bảng thanh toán nào.", "There is no statement.";
    empty_hint: "Bảng thanh toán có sau khi chạy thanh quyết toán một kỳ.", "Statements appear once a period has been settled.";
    settle: "Chạy thanh quyết toán", "Settle a period";
    settle_lead: "Tính lại mọi số tiền được hưởng đến hết kỳ và lập bảng cho phần chênh lệch. Chạy lại một kỳ không làm thay đổi gì.", "Computes every entitlement up to the end of the period and drafts statements for the difference. Settling a period again changes nothing.";
    settle_confirm: "Chạy thanh quyết toán cho kỳ này?", "Settle this period?";
    totals: "Tổng hợp", "Totals";
    postings: "Bút toán", "Ledger postings";
    no_postings: "Bút toán được ghi khi bảng được duyệt.", "Postings are made when the statement is approved.";
    debit: "Nợ", "Debit";
    credit: "Có", "Credit";
    amount: "Số tiền", "Amount";
    compared: "So với bảng trước", "Beside the statement before";
    compared_with: "Bảng trước của cùng đơn và cùng bên nhận là", "The statement before, of the same order and payee, is";
    compared_first: "Đây là bảng đầu tiên của đơn cho bên nhận này.", "This is the first statement of the order for this payee.";
    component: "Thành phần", "Component";
    before: "Kỳ trước", "Before";
    now: "Kỳ này", "Now";
    change: "Tăng, giảm", "Change";
    to_date: "Lũy kế", "To date";
    line_count: "Số dòng", "Lines";
    lines: "Các dòng thanh toán", "Lines";
    no_lines: "Bảng không có dòng nào.", "The statement has no line.";
    lines_unit: "dòng", "line" | "lines";
    learner: "Người học", "Learner";
    cohort: "Lớp", "Cohort";
    reason: "Lý do", "Reason";
    why: "Vì sao?", "Why?";
    pay: "Xác nhận đã chi trả", "Confirm payment";
    pay_lead: "Ghi theo chứng từ Kho bạc Nhà nước đã hạch toán.", "As on the document the State Treasury has booked.";
    actions: "Việc có thể làm", "What you can do";
    hashes: "Dấu vết kiểm chứng", "Hashes";
    hashes_lead: "Ai có cùng sự kiện và cùng quy chế sẽ tính ra cùng những mã này.", "Whoever has the same facts and the same scheme computes the same hashes.";
    pdf_link: "Bản PDF để ký", "PDF for signing";
}
}

texts! {
/// `/lines/{id}`.
Why {
    heading: "Vì sao có số tiền này", "Why this amount";
    facts: "Sự kiện đã dùng", "Facts used";
    gates: "Điều kiện hưởng", "Gates";
    price: "Đơn giá và quyết định giá", "Price and its decision";
    share: "Tỷ lệ của thành phần", "Share of the component";
    quality: "Hệ số chất lượng", "Quality factor";
    split: "Phân chia giữa trường và doanh nghiệp", "Split between college and enterprise";
    rounding: "Làm tròn", "Rounding";
    arithmetic: "Phép tính", "Arithmetic";
    already_settled: "Đã thanh quyết toán trước", "Already settled";
    difference: "Chênh lệch kỳ này", "Difference of this period";
    steps: "Từng bước tính", "Step by step";
    result: "Kết quả", "Result";
    print_hint: "Trang này in được để kèm hồ sơ.", "This page can be printed for the file.";
}
}
