//! Texts of `/money` and `/orders/{id}/money`.

texts! {
Incoming {
    nav: "Tiền sắp về", "Incoming money";
    heading: "Khi nào được trả", "When we are paid";
    lead: "Mỗi đơn đặt hàng đi qua năm chặng: còn chờ điều kiện, vào kỳ tới, chờ duyệt, chờ Kho bạc chi, đã nhận. Bấm vào đơn để xem điều gì còn chặn.", "Every order passes five stages: still to be earned, in the next period, to be approved, to be paid, received. Open an order to see what stands in the way.";
    empty: "Chưa có đơn nào đang thực hiện.", "No order is under way.";
    empty_hint: "Đơn xuất hiện ở đây sau khi đơn vị nhận thực hiện.", "An order appears here once it is accepted.";
    order: "Đơn đặt hàng", "Order";
    ordered: "Giá trị", "Value";
    paid: "Đã nhận", "Received";
    approved: "Chờ Kho bạc chi", "To be paid";
    prepared: "Chờ duyệt", "To be approved";
    next: "Vào kỳ tới", "In the next period";
    awaited: "Còn chờ điều kiện", "Still to be earned";
    lost: "Không còn được hưởng", "Not to be earned any more";
    to_recover: "Trừ: phải hoàn trả", "Less: to be paid back";
    to_recover_note: "Tạm ứng chưa thu hồi và khoản phải thu hồi; được trừ vào các bảng sau.", "Advance not recovered yet and what must come back; taken off later statements.";
    others: "Phần của doanh nghiệp", "Share of the enterprises";
    total: "Giá trị đơn đặt hàng", "Value of the order";
    stages: "Tiền của đơn đang ở đâu", "Where the money of the order is";
    on_the_way: "Bảng đang trên đường", "Statements on their way";
    on_the_way_empty: "Không có bảng nào chờ duyệt hoặc chờ chi.", "No statement waits for approval or payment.";
    waits_for: "Đang chờ", "Waits for";
    waits_approval: "Kế toán trưởng của bên đặt hàng duyệt.", "The ordering body's chief accountant to approve it.";
    waits_payment: "Kho bạc Nhà nước chi theo bảng đã duyệt.", "The State Treasury to pay it.";
    next_heading: "Bảng tiếp theo", "The next statement";
    next_over: "Kỳ đã hết; bên đặt hàng chưa lập bảng.", "The period is over; the ordering body has not settled it yet.";
    next_from: "Bên đặt hàng lập bảng sau ngày", "The ordering body settles it after";
    next_due: "Đã đủ điều kiện, chưa lên bảng nào (trước khi trừ thu hồi tạm ứng)", "Earned and on no statement yet (before the advance is recovered)";
    next_learners: "người học", "learner" | "learners";
    held_up: "Phải chờ bảng này được duyệt hoặc trả lại trước", "First this statement has to be approved or sent back";
    closed: "Đơn đã đóng; không còn bảng nào nữa.", "The order is closed; no statement will follow.";
    awaited_lead: "Phần giá trị sẽ được trả khi điều kiện đạt. Cột cuối ghi việc cần làm.", "What will be paid once its condition is met. The last column says what to do.";
    awaited_empty: "Không còn phần nào chờ điều kiện.", "Nothing waits for a condition.";
    lost_lead: "Phần giá trị không được trả, và vì sao.", "What will not be paid, and why.";
    part: "Thành phần", "Component";
    reason: "Vì sao", "Why";
    remedy: "Cần làm gì", "What to do";
    learners: "Người học", "Learners";
    amount: "Số tiền", "Amount";
}
}
