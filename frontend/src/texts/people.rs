//! Texts of accounts: the administrator's pages, one's own account, and who looked at whom.

texts! {
/// `/people`, `/people/{id}`, `/invitations/{token}`, `/access`.
People {
    people: "Người dùng", "People";
    access: "Ai đã xem", "Who looked";
    myself: "Thông tin của tôi", "About me";
    heading: "Người dùng và đơn vị", "People and organisations";
    search: "Tên, tên đăng nhập hoặc đơn vị", "Name, login or organisation";
    name: "Họ và tên", "Name";
    none: "Không có ai khớp điều kiện lọc.", "Nobody fits the filter.";
    invite: "Mời một người", "Invite somebody";
    invite_lead: "Hệ thống cấp một liên kết dùng một lần, có thời hạn; người được mời tự đặt mật khẩu.", "The system gives a link for one use, good for some days; who is invited sets the password.";
    learner_hint: "chỉ với vai trò người học", "only for the role of learner";
    add_organisation: "Thêm đơn vị", "Add an organisation";
    add_organisation_lead: "Tên có hiệu lực từ hôm nay.", "The name is in force from today.";
    invite_again: "Cấp lời mời mới", "Give a new invitation";
    invite_again_confirm: "Mật khẩu, mã xác thực và mọi phiên đăng nhập hiện có sẽ hết hiệu lực.", "Password, one-time codes and all sessions end.";
    deactivate: "Ngừng hoạt động", "Deactivate";
    deactivate_lead: "Không ai đăng nhập được bằng tài khoản này nữa; việc đã làm giữ nguyên.", "Nobody signs in with this account any more; what was done stays.";
    reactivate: "Cho hoạt động lại", "Reactivate";
    events: "Lịch sử tài khoản", "History of the account";
    event: "Việc", "What";
    by: "Người làm", "By";
    on: "Ngày", "Day";
    note: "Ghi chú", "Note";
    link_heading: "Liên kết mời", "Invitation link";
    link_lead: "Giao tận tay người được mời. Liên kết chỉ hiện một lần, dùng được một lần, trong thời hạn của lời mời.", "Hand it to the person. It is shown once and can be used once, before it runs out.";
    codes_heading: "Mã khôi phục", "Recovery codes";
    codes_lead: "Cất ở nơi an toàn. Mỗi mã thay được mã xác thực một lần; các mã chỉ hiện lúc này.", "Keep them in a safe place. Each stands in for a one-time code once; they are shown only now.";
    codes_in_use: "đang dùng", "in use";
    codes_unused: "chưa dùng", "not in use";
    go_on: "Tiếp tục", "Go on";
    invitation: "Nhận lời mời", "Take the invitation";
    invitation_lead: "Kiểm tra họ tên và đặt mật khẩu. Mật khẩu cần ít nhất 10 ký tự; một câu vài từ là tốt nhất.", "Check the name and set a password of at least 10 characters; a phrase of a few words is best.";
    access_heading: "Ai đã xem số định danh, điện thoại", "Who saw personal ids and phones";
    access_lead: "Mỗi lần xem đầy đủ số định danh và điện thoại của người học được ghi lại và không xóa được.", "Each look at a learner's full personal id and phone is recorded and cannot be deleted.";
    access_none: "Chưa có lần xem nào.", "Nobody has looked.";
    looked_at: "Lúc", "When";
    unmask: "Xem số định danh và điện thoại", "See personal id and phone";
    unmask_lead: "Lần xem này được ghi lại với lý do; người học đọc được.", "This look is recorded with its reason; the learner can read it.";
    done_deactivated: "Tài khoản đã ngừng hoạt động.", "The account is inactive.";
    done_first_invitation: "Đã gửi lời mời vào thư của người này.", "The invitation went to the person by mail.";
    done_invited_by_mail: "Đã gửi lời mời mới vào thư của người này; mật khẩu, mã xác thực và các phiên cũ đã kết thúc.", "The new invitation went to the person by mail; the old password, one-time codes and sessions have ended.";
    done_reactivated: "Tài khoản hoạt động lại.", "The account is active again.";
    done_organisation: "Đã thêm đơn vị.", "The organisation was added.";
    done_identity: "Đã cho đăng nhập liên kết.", "Linked sign-in is allowed.";
    done_identity_ended: "Đã bỏ đăng nhập liên kết.", "The linked sign-in was ended.";
    done_joined: "Đã đặt mật khẩu. Hãy đăng nhập.", "The password is set. Please sign in.";
    done_password: "Đã đổi mật khẩu; các phiên khác đã kết thúc.", "The password was changed; other sessions were ended.";
    done_session_ended: "Phiên đã kết thúc.", "The session was ended.";
    done_codes_off: "Đã tắt mã xác thực.", "One-time codes are off.";
    done_delegated: "Đã ủy quyền.", "The role was handed on.";
    done_withdrawn: "Đã rút lại ủy quyền.", "The delegation was withdrawn.";
    done_acting: "Từ giờ bạn làm việc theo ủy quyền.", "From now on you act for the other person.";
    done_own_role: "Bạn đã trở lại vai trò của mình.", "You are in your own role again.";
}
}

texts! {
/// `/account` and the second step of `/sign-in`.
Account {
    heading: "Tài khoản của tôi", "My account";
    sessions: "Phiên đăng nhập đang mở", "Open sessions";
    opened: "Mở lúc", "Opened";
    device: "Thiết bị", "Device";
    address: "Địa chỉ", "Address";
    this_session: "phiên này", "this one";
    end: "Kết thúc", "End";
    history: "Lịch sử đăng nhập", "Sign-in history";
    at: "Lúc", "When";
    outcome: "Kết quả", "Outcome";
    change_password: "Đổi mật khẩu", "Change the password";
    password_lead: "Ít nhất 10 ký tự; không bắt buộc chữ hoa hay ký tự lạ.", "At least 10 characters; no capital or odd sign is asked for.";
    codes: "Mã xác thực một lần", "One-time codes";
    codes_off: "Chưa bật. Khi bật, đăng nhập cần thêm mã sáu số trên điện thoại.", "Off. When on, signing in also asks for six figures from your phone.";
    codes_on: "Đang bật. Mã khôi phục còn lại:", "On. Recovery codes left:";
    codes_begin: "Bật mã xác thực", "Turn one-time codes on";
    codes_scan: "Quét hình bằng ứng dụng xác thực, hoặc nhập khóa, rồi gõ mã sáu số hiện ra.", "Scan the picture with an authenticator, or type the key, then type the six figures that it shows.";
    codes_picture: "Mã QR của khóa", "QR code of the key";
    codes_key: "Khóa", "Key";
    codes_confirm: "Xác nhận mã", "Confirm the code";
    codes_end: "Tắt mã xác thực", "Turn one-time codes off";
    delegations: "Ủy quyền", "Delegations";
    no_delegations: "Không có ủy quyền nào.", "There is no delegation.";
    giver: "Người ủy quyền", "Whose role";
    holder: "Người được ủy quyền", "Who acts";
    days: "Thời hạn", "Days";
    delegate: "Ủy quyền vai trò của tôi", "Hand on my role";
    delegate_lead: "Đồng nghiệp cùng đơn vị làm thay đến hết ngày đã định; không ai trong hai người duyệt được việc mà người kia đã lập.", "A colleague acts for you until the day; neither of you can approve what the other prepared.";
    act: "Làm thay", "Act";
    withdraw: "Rút lại", "Withdraw";
    own_role: "Trở lại vai trò của tôi", "Back to my own role";
    code_heading: "Nhập mã xác thực", "Type the one-time code";
    code_lead: "Mã sáu số trong ứng dụng xác thực, hoặc một mã khôi phục.", "The six figures of your authenticator, or a recovery code.";
    code_send: "Xác nhận", "Confirm";
}
}
