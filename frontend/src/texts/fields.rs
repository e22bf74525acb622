//! Names of fields, as forms, tables and issues call them. States, classes and levels name themselves elsewhere:
//! they come with the data.

texts! {
/// Keys are the names of form fields and of the places of issues.
Fields {
    login: "Tên đăng nhập", "Login";
    password: "Mật khẩu", "Password";
    programme: "Chương trình", "Programme";
    provider: "Cơ sở đào tạo", "Provider";
    ordering_body: "Cơ quan đặt hàng", "Ordering body";
    instrument: "Hình thức văn bản", "Instrument";
    scheme: "Quy chế thanh toán", "Scheme";
    appropriation: "Dự toán", "Appropriation";
    lines: "Dòng đặt hàng", "Order line";
    line: "Dòng", "Line";
    occupation: "Ngành, nghề", "Occupation";
    level: "Trình độ", "Level";
    mode: "Hình thức", "Mode";
    quantity: "Số lượng", "Quantity";
    price_decision: "Quyết định giá", "Price decision";
    starts_on: "Ngày bắt đầu", "Starts on";
    ends_on: "Ngày kết thúc", "Ends on";
    order: "Đơn đặt hàng", "Order";
    cohort: "Lớp", "Cohort";
    learner: "Người học", "Learner";
    learners: "Người học", "Learner";
    results: "Người học", "Learner";
    enrolment: "Nhập học", "Enrolment";
    full_name: "Họ và tên", "Full name";
    birth_date: "Ngày sinh", "Date of birth";
    sex: "Giới tính", "Sex";
    personal_id: "Số định danh cá nhân", "Personal id";
    kind: "Đối tượng", "Kind";
    employer: "Nơi làm việc", "Employer";
    host: "Nơi thực tập", "Host";
    enrolled_on: "Ngày nhập học", "Enrolled on";
    score: "Điểm", "Score";
    class: "Xếp loại tốt nghiệp", "Graduation class";
    certificate: "Văn bằng, chứng chỉ", "Certificate";
    serial: "Số hiệu phôi", "Serial of the blank";
    register_number: "Số vào sổ", "Register number";
    decision: "Số quyết định công nhận tốt nghiệp", "Number of the graduation decision";
    decided_on: "Ngày quyết định", "Date of the decision";
    period: "Kỳ thanh toán", "Period";
    document_number: "Số chứng từ Kho bạc", "Treasury document number";
    document_date: "Ngày chứng từ", "Date of the document";
    tax_code: "Mã số thuế", "Tax code";
    licence: "Giấy chứng nhận đăng ký hoạt động", "Licence";
    reason: "Lý do", "Reason";
    agreement: "Số thỏa thuận", "Agreement";
    pay: "Quyết định", "Decision";
    reports: "Người học", "Learner";
    hours: "Số giờ", "Hours";
    hours_college: "Giờ tại trường", "Hours at college";
    hours_enterprise: "Giờ tại doanh nghiệp", "Hours at enterprise";
    month: "Tháng", "Month";
    contested: "Giờ bị phản đối", "Contested hours";
    contest_reason: "Lý do phản đối", "Reason of the contest";
    trainer_name: "Họ tên người hướng dẫn", "Name of the trainer";
    qualification: "Điều kiện", "Qualification";
    document: "Số, ngày giấy tờ", "Number and date of the paper";
    happened_on: "Ngày xảy ra", "Happened on";
    how: "Cách đính chính", "How";
    because: "Vì sao đính chính", "Why it is corrected";
    state: "Trạng thái", "State";
    file: "Tệp", "File";
    amount: "Số tiền", "Amount";
    email: "Thư điện tử", "Email";
    identity_name: "Tên ở cổng đăng nhập chung", "Name at the provider";
    role: "Vai trò", "Role";
    organisation: "Đơn vị", "Organisation";
    organisation_code: "Mã đơn vị", "Code of the organisation";
    organisation_name: "Tên đơn vị", "Name of the organisation";
    organisation_kind: "Loại đơn vị", "Kind of organisation";
    parent: "Cơ quan chủ quản", "Parent body";
    new_password: "Mật khẩu mới", "New password";
    current_password: "Mật khẩu đang dùng", "Password you have now";
    code: "Mã xác thực", "One-time code";
    holder: "Người được ủy quyền", "Who acts for you";
    begins_on: "Từ ngày", "From";
    look_reason: "Lý do xem", "Reason for looking";
    until_day: "Đến hết ngày", "Until";
}
}
