//! Texts of sign-in by a provider of identities.

texts! {
/// `/sign-in/oidc/return`, `/people/{id}`.
Identity {
    or: "hoặc", "or";
    done: "Đã đăng nhập", "Signed in";
    done_lead: "Trang tiếp theo mở ngay bây giờ.", "The next page opens now.";
    go_on: "Tiếp tục", "Go on";
    left: "Đã đăng xuất", "Signed out";
    left_lead: "Phiên làm việc ở đây đã kết thúc. Phiên ở cổng đăng nhập chung kết thúc ở trang sau.", "The session here has ended. The one at the provider ends on the next page.";
    leave: "Đăng xuất khỏi cổng đăng nhập chung", "Sign out at the provider";
    heading: "Đăng nhập liên kết", "Linked sign-in";
    not_linked: "chưa cho phép", "not allowed";
    allowed: "chờ lần đăng nhập đầu", "waits for the first sign-in";
    tied: "đã liên kết", "linked";
    allow: "Cho đăng nhập liên kết", "Allow linked sign-in";
    allow_lead: "Người mang tên này ở cổng đăng nhập chung vào được bằng tài khoản này. Liên kết cũ và các phiên đang mở kết thúc.", "Whom the provider calls so comes in by this account. An earlier link and open sessions end.";
    end: "Bỏ đăng nhập liên kết", "End the linked sign-in";
    end_confirm: "Người này chỉ còn vào được bằng mật khẩu, nếu có.", "Only a password, if there is one, lets this person in afterwards.";
}
}
