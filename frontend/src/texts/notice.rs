//! Texts of the inbox, of mails, and of the administrator's pages about them. What an event says is said by the event.

texts! {
/// `/inbox`, the part of `/account` about mails, `/notices`, `/notices/preview`.
Notices {
    inbox: "Thông báo", "Inbox";
    unread: "chưa đọc", "unread";
    inbox_lead: "Những việc liên quan đến bạn. Thư điện tử nói cùng một điều; chọn thư nào được gửi ở trang tài khoản.", "What concerns you. Mails say the same; choose which you get on your account's page.";
    inbox_empty: "Chưa có thông báo nào.", "There is nothing in your inbox.";
    new: "mới", "new";
    mark_read: "Đã đọc", "Mark as read";
    mark_all: "Đánh dấu đã đọc tất cả", "Mark all as read";
    ways: "Thư thông báo", "Mails about notices";
    ways_lead: "Hộp thông báo luôn có đủ, dù thư được gửi cách nào. Lời mời và đăng nhập từ thiết bị mới luôn được gửi ngay.", "The inbox always has everything, whichever way mails come. Invitations and sign-ins from a new device always come at once.";
    ways_none: "Tài khoản này chưa có địa chỉ thư điện tử; nhờ quản trị ghi thêm. Thông báo vẫn có trong hộp thông báo.", "This account has no e-mail address; ask the administrator to add one. Everything is in the inbox all the same.";
    ways_save: "Lưu lựa chọn", "Save";
    vietnamese: "Tiếng Việt", "Vietnamese";
    english: "Tiếng Anh", "English";
    outbox: "Thư chưa gửi", "Mails not sent";
    outbox_lead: "Thư bị máy chủ tạm hoãn được gửi lại, mỗi lần chờ lâu hơn, trong bốn ngày. Thư bị từ chối thì dừng lại ở đây.", "What a server puts off is sent again, each time later, for four days. What it refuses stops here.";
    outbox_off: "Gửi thư đang tắt: phần [mail] trong tệp cấu hình. Thư chờ ở đây, quá năm ngày thì không gửi nữa.", "Sending is off: see [mail] in the settings. Mails wait here, and are given up after five days.";
    outbox_empty: "Không có thư nào chờ gửi.", "No mail waits.";
    to: "Gửi đến", "To";
    about: "Về việc", "About";
    digest: "Gộp trong ngày", "Of the day";
    since: "Từ lúc", "Since";
    tries: "Số lần gửi", "Tries";
    next_try: "Gửi lại lúc", "Next try";
    answer: "Máy chủ trả lời", "What the server said";
    waiting: "chờ gửi", "waiting";
    failed: "không gửi được", "given up";
    send_again: "Gửi lại", "Send again";
    preview: "Xem trước thư", "Preview of mails";
    preview_lead: "Mỗi việc một thư, với số liệu mẫu: bản chữ và bản trình bày.", "One mail for each event, with sample figures: as text and as it is shown.";
    as_text: "Bản chữ", "As text";
    as_html: "Bản trình bày", "As it is shown";
    open_html: "Mở riêng bản trình bày", "Open it by itself";
    subject: "Tiêu đề", "Subject";
    event: "Việc", "Event";
    show: "Xem", "Show";
    done_notices_read: "Đã đánh dấu đã đọc.", "Marked as read.";
    done_ways: "Đã lưu lựa chọn về thư.", "Your choice about mails was saved.";
    done_again: "Thư được gửi lại trong giây lát.", "The mail is sent again in a moment.";
}
}

texts! {
/// Around the sentences of an event in a mail.
Mail {
    greeting: "Kính gửi", "Dear";
    open: "Mở trong Dathang", "Open in Dathang";
    take: "Nhận lời mời", "Take the invitation";
    of_the_day: "thông báo trong ngày", "notices of the day";
    automatic: "Thư này do Dathang gửi tự động, xin đừng trả lời.", "This mail was sent by Dathang by itself; please do not answer it.";
    choose: "Chọn thư được gửi", "Choose which mails you get";
}
}
