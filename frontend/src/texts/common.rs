//! Texts of the frame, the front door, and the words that every page uses.

texts! {
/// Frame, tables, forms.
Common {
    export: "Tải bảng tính", "Download workbook";
    product: "Dathang", "Dathang";
    tagline: "Đặt hàng đào tạo nghề", "Ordered vocational training";
    skip: "Đến nội dung chính", "Skip to the main content";
    main_navigation: "Điều hướng chính", "Main navigation";
    programmes: "Chương trình", "Programmes";
    orders: "Đơn đặt hàng", "Orders";
    statements: "Bảng thanh toán", "Statements";
    api: "API", "API";
    help: "Trợ giúp", "Help";
    you_are_here: "Vị trí hiện tại", "You are here";
    language: "English", "Tiếng Việt";
    sign_in: "Đăng nhập", "Sign in";
    sign_out: "Đăng xuất", "Sign out";
    issues_heading: "Cần sửa trước khi tiếp tục", "Mend this before going on";
    rule: "Căn cứ", "Rule";
    remedy: "Cách sửa", "What to do";
    required: "bắt buộc", "required";
    assumption: "giả định", "assumption";
    assumption_explained: "Chưa có nguồn công bố; số liệu do hệ thống giả định", "No source has been published; the figure is assumed";
    from_memory: "chưa đối chiếu", "from memory";
    from_memory_explained: "Ghi lại chưa đối chiếu với văn bản gốc", "Written down without being checked against the source";
    inferred: "suy luận", "inferred";
    inferred_explained: "Suy ra từ nguồn đã đọc, chưa thấy ghi trực tiếp", "Follows from what was read; not seen written";
    of: "trên", "of";
    previous: "Trang trước", "Previous";
    next: "Trang sau", "Next";
    paging: "Phân trang", "Pages";
    filter: "Lọc", "Filter";
    search: "Tìm kiếm", "Search";
    all: "Tất cả", "All";
    clear: "Bỏ lọc", "Clear";
    choose: "– Chọn –", "– Choose –";
    total: "Cộng", "Total";
    dong: "Đơn vị: đồng", "Amounts in dong";
    date_hint: "ngày/tháng/năm, ví dụ 31/12/2025", "day/month/year, for example 31/12/2025";
    date_placeholder: "ngày/tháng/năm", "dd/mm/yyyy";
    passed: "Đạt", "Passed";
    failed: "Không đạt", "Failed";
    holds: "Khớp", "Holds";
    does_not_hold: "Không khớp", "Does not hold";
    source: "Nguồn", "Source";
    add_row: "Thêm dòng", "Add a row";
    remove_row: "Bỏ dòng này", "Remove this row";
    cancel: "Thôi", "Cancel";
    until: "đến", "until";
    from: "từ", "from";
    summary: "Tóm tắt", "Summary";
    item: "Mục", "Item";
    says: "Nội dung", "Content";
    note: "Ghi chú", "Note";
    in_force: "đang hiệu lực", "in force";
    page_foot: "Số liệu lấy từ sổ cái chỉ ghi thêm; mọi thay đổi đều có trong nhật ký kiểm toán.", "Figures come from an append-only ledger; every change is in the audit trail.";
}
}

texts! {
/// `/sign-in`.
SignIn {
    heading: "Đăng nhập", "Sign in";
    lead: "Cổng đặt hàng đào tạo, báo cáo tốt nghiệp và thanh quyết toán theo kết quả.", "Where training is ordered, graduation reported, and payment settled by result.";
    demo: "Tài khoản dùng thử", "Demo sign-ins";
    demo_lead: "Dữ liệu người học là giả lập. Mọi tài khoản dùng chung mật khẩu", "Learners are synthetic. Every sign-in has the password";
    role: "Vai trò", "Role";
    organisation: "Đơn vị", "Organisation";
    wrong: "Tên đăng nhập hoặc mật khẩu không đúng.", "The login or the password is wrong.";
}
}

texts! {
/// `/`.
Home {
    heading: "Việc của tôi", "My work";
    waiting: "Đang chờ tôi", "Waiting for me";
    overdue: "quá hạn", "overdue";
    due: "sắp đến hạn", "due soon";
    returned: "bị trả lại", "returned";
    for_information: "để biết", "for information";
    nothing_waiting: "Không có việc nào đang chờ.", "Nothing is waiting.";
    money: "Tiền theo trạng thái", "Money by state";
    no_programme: "Chưa có chương trình nào.", "There is no programme yet.";
}
}

texts! {
/// 403, 404, 500.
Error {
    code: "Mã lỗi", "Error";
    what_to_do: "Có thể làm gì", "What you can do";
    reference: "Mã tra cứu", "Reference";
    back_home: "Về trang chủ", "Go to the home page";
    not_found: "Không tìm thấy trang", "Page not found";
    not_found_text: "Địa chỉ này không dẫn đến trang nào, hoặc trang thuộc đơn vị khác.", "This address leads nowhere, or the page belongs to another organisation.";
    not_found_check: "Kiểm tra lại địa chỉ, nhất là khi gõ hoặc chép từ văn bản giấy.", "Check the address, above all when it was typed or copied from paper.";
    not_found_lists: "Tìm từ danh sách đơn đặt hàng hoặc bảng thanh toán.", "Look for it in the list of orders or of statements.";
    forbidden: "Không có quyền", "Not permitted";
    forbidden_text: "Vai trò của bạn không được làm việc này. Không có gì bị thay đổi.", "Your role may not do this. Nothing was changed.";
    forbidden_account: "Đăng nhập bằng tài khoản có vai trò phù hợp.", "Sign in with an account that has the role.";
    forbidden_ask: "Người lập và người duyệt không được là một: hãy nhờ đồng nghiệp.", "Nobody approves what they prepared: ask a colleague.";
    fault: "Lỗi của hệ thống", "A fault of ours";
    fault_text: "Hệ thống gặp lỗi. Không có gì được ghi dở dang.", "The system failed. Nothing was half-written.";
    fault_retry: "Quay lại và thử lần nữa; gửi lại không bị ghi hai lần.", "Go back and try again; nothing is recorded twice.";
    refused: "Chưa làm được", "Not done";
    refused_text: "Yêu cầu không phù hợp với trạng thái hiện tại. Không có gì bị thay đổi.", "The request does not fit the present state. Nothing was changed.";
    fault_tell: "Nếu vẫn lỗi, gửi mã tra cứu dưới đây cho quản trị viên.", "If it fails again, give the reference below to the administrator.";
}
}
