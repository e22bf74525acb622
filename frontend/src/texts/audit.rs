//! Texts of `/audit` and its entries.

texts! {
/// The audit trail.
AuditTrail {
    heading: "Nhật ký kiểm toán", "Audit trail";
    nav: "Nhật ký", "Audit";
    lead: "Mọi việc ghi vào hệ thống, mới nhất trước. Mỗi mục niêm phong nội dung của nó và mục trước đó.", "Everything that was written, newest first. Each entry seals its content and the entry before.";
    who: "Người thực hiện", "Who";
    action: "Việc", "What";
    any: "Mọi việc", "Anything";
    subject: "Đối tượng (số đơn, số bảng)", "On what (number of order or statement)";
    on: "Đối tượng", "On what";
    from: "Từ ngày", "From";
    until: "Đến ngày", "Until";
    search: "Tìm", "Search";
    found: "mục", "entry" | "entries";
    none: "Không có mục nào khớp.", "No entry fits.";
    number: "Mục số", "Entry";
    at: "Lúc", "At";
    head: "Đầu chuỗi nhật ký", "Head of the audit chain";
    ledger_head: "Đầu chuỗi sổ cái", "Head of the ledger";
    of_entry: "mục số", "entry";
    export: "Tải CSV", "Download CSV";
    seal: "Niêm phong", "Seal";
    content: "Nội dung đã ghi", "Content written";
    previous: "Mục trước", "Entry before";
    written: "Đã ghi", "Written";
    rows: "dòng", "row" | "rows";
    changes: "Thay đổi", "Changes";
    what: "Cái gì", "What";
    before: "Trước", "Before";
    after: "Sau", "After";
    no_changes: "Mục này chỉ thêm mới.", "This entry only added.";
}
}
