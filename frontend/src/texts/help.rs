//! Texts of `/help`.

texts! {
Help {
    heading: "Trợ giúp", "Help";
    lead: "Mỗi người một việc; việc đang chờ bạn nằm ở đầu trang chủ.", "Everybody has a part; what waits for you stands first on the home page.";
    roles: "Ai làm gì", "Who does what";
    planner: "Cán bộ kế hoạch", "Planner";
    planner_text: "Đơn đặt hàng → Lập đơn: chọn cơ sở đào tạo, ngành nghề, số lượng, quyết định giá. Hệ thống kiểm tra điều kiện rồi gửi duyệt.", "Orders → Place an order: choose provider, occupation, number and price decision. The conditions are checked, then the order goes to approval.";
    approver: "Người duyệt", "Approver";
    approver_text: "Mở đơn đang chờ từ trang chủ, xem điều kiện và dự toán, rồi duyệt hoặc không duyệt kèm lý do.", "Open a waiting order from the home page, read conditions and budget, then approve it or reject it with a reason.";
    director: "Thủ trưởng cơ sở đào tạo", "Director of a provider";
    director_text: "Nhận đơn đã duyệt; lớp được mở ngay sau khi nhận.", "Accepts an approved order; its cohorts open at once.";
    registrar: "Cán bộ đào tạo", "Registrar";
    registrar_text: "Mở lớp từ đơn đặt hàng: ghi danh người học, sau khóa học thì báo cáo tốt nghiệp. Nên xem trước số tiền thay đổi trước khi gửi.", "Open a cohort from its order: enrol learners, and report graduation after the course. Look at what changes in money before sending.";
    host: "Điều phối thực tập", "Host coordinator";
    host_text: "Khai người hướng dẫn, ghi giờ từng tháng của người học tại doanh nghiệp mình, và trả lời khi trường phản đối.", "Names the trainers, records each month's hours of the learners at the enterprise, and answers when the college contests them.";
    accountant: "Kế toán", "Accountant";
    accountant_text: "Bảng thanh toán → lập bảng của quý; xác nhận số tiền Kho bạc đã chi; lập bảng tạm ứng và thanh lý từ trang của đơn.", "Statements → settle a quarter; records what the Treasury has paid; prepares advance and liquidation from the order's page.";
    chief_accountant: "Kế toán trưởng", "Chief accountant";
    chief_accountant_text: "Xem từng dòng của bảng, bấm “Vì sao” để đọc cách tính, rồi duyệt hoặc trả lại người lập.", "Reads the lines of a statement, opens Why for the working, then approves it or sends it back.";
    auditor: "Kiểm toán viên", "Auditor";
    auditor_text: "Đọc được tất cả, không thay đổi được gì.", "Reads everything and changes nothing.";
    administrator: "Quản trị hệ thống", "Administrator";
    administrator_text: "Cấp tài khoản và vai trò; là người để hỏi khi không đăng nhập được.", "Gives out accounts and roles; the person to ask when signing in fails.";
    keyboard: "Dùng bàn phím", "By keyboard";
    keyboard_text: "Mọi việc làm được bằng bàn phím: Tab để đi tới, Enter để mở hoặc gửi, phím mũi tên để cuộn bảng rộng. Bấm Tab đầu trang để nhảy đến nội dung chính.", "Everything can be done by keyboard: Tab moves on, Enter opens or sends, arrow keys scroll a wide table. The first Tab of a page leads to its main content.";
    trouble: "Khi không làm được", "When something fails";
    trouble_sign_in: "Không đăng nhập được: hỏi quản trị hệ thống của đơn vị đặt hàng; mật khẩu có thể dán từ trình quản lý mật khẩu.", "Signing in fails: ask the administrator of the ordering body; a password may be pasted from a password manager.";
    trouble_refused: "Bị yêu cầu sửa: đầu trang liệt kê tất cả chỗ cần sửa, bấm vào từng chỗ để đến đúng ô.", "Something must be mended: the top of the page lists every place; each leads to its field.";
    trouble_fault: "Hệ thống gặp lỗi: gửi mã tra cứu cho quản trị hệ thống. Gửi lại biểu mẫu không bị ghi hai lần.", "The system failed: give the reference to the administrator. Sending a form again records nothing twice.";
}
}
