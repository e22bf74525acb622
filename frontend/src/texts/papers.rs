//! Texts of official papers: those of an order, one of them, and the page where anybody checks one.

texts! {
/// Keys of `done` are what an address carries after the deed.
Papers {
    papers: "Văn bản", "Papers";
    lead: "Văn bản được lập từ số liệu đã lưu. Xem thử bản chưa có số; khi ban hành, văn bản nhận số và mã tra cứu, và từ đó không đổi.", "Papers are drawn from what is stored. Look at the draft without a number; once issued, a paper has its number and its code and never changes.";
    empty: "Đơn này chưa có văn bản nào để lập.", "There is no paper to draw up for this order yet.";
    empty_hint: "Văn bản xuất hiện ở đây theo từng bước: đặt hàng, điều chỉnh, tốt nghiệp, nghiệm thu, thanh toán.", "Papers appear here step by step: order, amendment, graduation, acceptance, payment.";
    paper: "Văn bản", "Paper";
    of: "Về", "About";
    number: "Số, ký hiệu", "Number";
    issued: "Ban hành", "Issued";
    actions: "Việc", "To do";
    preview: "Xem thử", "Look at the draft";
    issue: "Ban hành", "Issue";
    issue_anew: "Ban hành lại", "Issue anew";
    issue_confirm: "Văn bản nhận số tiếp theo và không sửa được nữa; bản trước (nếu có) được thay thế.", "The paper takes the next number and cannot be changed any more; the one before, if there is one, is replaced.";
    not_issued: "chưa ban hành", "not issued";
    download: "Tải văn bản", "Download the paper";
    issuing_body: "Cơ quan ban hành", "Issued by";
    by: "Người ban hành", "Person";
    code: "Mã tra cứu", "Code";
    hash: "Mã băm SHA-256 của tệp", "SHA-256 of the file";
    size: "Dung lượng", "Size";
    replaces: "Thay thế văn bản", "Replaces";
    replaced_by: "Được thay thế bởi", "Replaced by";
    cancelled_because: "Lý do hủy", "Why it was cancelled";
    signed: "Bản ký số", "Signed copies";
    signed_lead: "Tải văn bản về, ký số bằng phần mềm ký của đơn vị, rồi gửi chính tệp đã ký lên đây. Hệ thống không giữ khóa riêng của ai.", "Download the paper, sign it with your organisation's signing software, and send the signed file here. The system holds nobody's private key.";
    signed_empty: "Chưa có bản ký số nào.", "There is no signed copy yet.";
    signed_file: "Tệp PDF đã ký", "Signed PDF file";
    send: "Gửi bản ký số", "Send the signed copy";
    received: "Nhận ngày", "Received";
    finding: "Chữ ký", "Signatures";
    cancel: "Hủy văn bản", "Cancel the paper";
    cancel_lead: "Văn bản và số của nó vẫn được giữ; ai tra cứu sẽ thấy là đã hủy.", "The paper and its number are kept; whoever checks it sees that it was cancelled.";
    done_paper_issued: "Đã ban hành văn bản.", "The paper was issued.";
    done_paper_cancelled: "Đã hủy văn bản.", "The paper was cancelled.";
    done_paper_signed: "Đã lưu bản ký số.", "The signed copy was kept.";
    check: "Kiểm tra văn bản", "Check a paper";
    check_lead: "Nhập mã tra cứu in ở cuối văn bản. Không cần đăng nhập; trang này không cho thấy dữ liệu cá nhân.", "Type the code that is printed at the end of the paper. No sign-in is needed, and nothing personal is shown.";
    check_button: "Kiểm tra", "Check";
    unknown: "Không có văn bản nào mang mã này.", "No paper carries this code.";
    unknown_hint: "Kiểm tra lại từng chữ của mã; mã không dùng các chữ 0, O, 1, I, L.", "Look at every letter of the code again; codes have no 0, O, 1, I or L.";
    genuine: "Văn bản này do hệ thống ban hành.", "This paper was issued here.";
    compare: "Tính mã băm SHA-256 của tệp đang có và so với mã trên: trùng là đúng tệp đã ban hành. Bản ký số có mã băm khác, nhưng phần đầu của nó chính là tệp này.", "Compute the SHA-256 of the file you hold and compare: the same means the very file that was issued. A signed copy has another hash, but begins with this file.";
}
}
