//! What the workbooks themselves say, in the two languages. Either is read whatever language it is read in.

use domain::text::Lang;

/// The words of one language.
pub struct Words {
    /// Names of the sheets: the list, what its drop-downs offer, how to fill it in, and what was found.
    pub list: &'static str,
    pub lists: &'static str,
    pub help: &'static str,
    pub summary: &'static str,
    pub sexes: [&'static str; 2],
    pub sex: &'static str,
    pub kinds: [&'static str; 2],
    pub kind: &'static str,
    pub class: &'static str,
    pub cohort: &'static str,
    pub not_a_choice: &'static str,
    pub employers: &'static str,
    pub cohorts: &'static str,
    pub other_employer: &'static str,
    pub other_employer_text: &'static str,
    /// The first line is the heading.
    pub fill_in: [&'static str; 10],
    pub of_enrolment: &'static str,
    pub of_graduation: &'static str,
    /// Where the rows name their cohorts.
    pub of_order: &'static str,
    pub required: &'static str,
    pub result: &'static str,
    pub proposal: &'static str,
    pub correction: &'static str,
    pub counts: [&'static str; 6],
    pub found: [&'static str; 5],
}

pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}

/// Sheets that a template or an annotated workbook brings along; rows are never read from them.
pub fn is_own_sheet(name: &str) -> bool {
    [&VI, &EN].iter().any(|words| [words.lists, words.help, words.summary].contains(&name))
}

static VI: Words = Words {
    list: "Danh sách",
    lists: "Danh mục",
    help: "Hướng dẫn",
    summary: "Tổng hợp",
    sexes: ["Nam", "Nữ"],
    sex: "Chọn Nam hoặc Nữ.",
    kinds: ["Học sinh - sinh viên", "Người lao động"],
    kind: "Chọn một đối tượng trong danh sách.",
    class: "Chọn một xếp loại trong danh sách.",
    cohort: "Chọn một lớp của đơn trong danh sách.",
    not_a_choice: "Giá trị không hợp lệ",
    employers: "Doanh nghiệp",
    cohorts: "Lớp",
    other_employer: "Doanh nghiệp ngoài danh sách",
    other_employer_text: "Doanh nghiệp này chưa có trong danh mục; vẫn có thể ghi.",
    fill_in: [
        "Cách điền",
        "1. Mỗi dòng một người học. Không đổi tên các cột; có thể đổi chỗ hoặc thêm cột ghi chú.",
        "2. Họ tên, ngày sinh, giới tính và số định danh ghi đúng như trên thẻ căn cước.",
        "3. Số định danh (12 chữ số) và điện thoại là văn bản, giữ các số 0 ở đầu. Điện thoại có thể để trống.",
        "4. Ngày ghi ngày/tháng/năm, năm đủ bốn chữ số, ví dụ 20/05/2006.",
        "5. Giới tính, đối tượng và xếp loại chọn trong danh sách của ô.",
        "6. Chữ gõ bằng Unicode. Chữ của phông .Vn… hoặc VNI-… phải chuyển mã trước khi gửi.",
        "7. Gửi tệp ở trang đã tải mẫu. Chưa có gì được ghi cho đến khi xem kết quả kiểm tra và bấm nhận.",
        "8. Nếu có lỗi, tải bảng tính đã ghi chú về: ô sai màu đỏ, cột cuối ghi cách sửa. Sửa ngay trong tệp đó rồi gửi lại.",
        "9. Gửi lại cùng một tệp, hoặc gửi lại những người đã ghi, không ghi thêm lần nào nữa.",
    ],
    of_enrolment: "Đối tượng để trống thì lấy theo lớp. Người lao động phải có nơi làm việc.",
    of_graduation: "Cột Mã nhập học nối kết quả với người học, không sửa; danh sách riêng của trường có thể dùng cột Số định danh cá nhân. Dòng chưa có kết quả để trống; kết quả đã báo cáo được ghi sẵn, sửa là đính chính. Ghi số và ngày quyết định ở phía trên bảng.",
    of_order: "Bảng tính này dùng cho mọi lớp của đơn: cột Lớp ghi lớp của từng người học. Một quyết định tốt nghiệp ghi cho mọi dòng của bảng.",
    required: "Cột phải có",
    result: "Kết quả kiểm tra",
    proposal: "Đề nghị",
    correction: "Đính chính",
    counts: [
        "Số dòng",
        "Dòng mới",
        "Dòng đính chính",
        "Dòng không đổi",
        "Dòng nghi trùng, được nhận và chờ xét",
        "Dòng có lỗi",
    ],
    found: ["Lỗi", "Số ô", "Các ô", "Cách sửa", "Căn cứ"],
};

static EN: Words = Words {
    list: "List",
    lists: "Choices",
    help: "How to fill in",
    summary: "Summary",
    sexes: ["Male", "Female"],
    sex: "Choose Male or Female.",
    kinds: ["Student", "Worker"],
    kind: "Choose a kind of learner from the list.",
    class: "Choose a class from the list.",
    cohort: "Choose one of the order's cohorts from the list.",
    not_a_choice: "Not one of the choices",
    employers: "Enterprises",
    cohorts: "Cohorts",
    other_employer: "Not on the list",
    other_employer_text: "This enterprise is not on the list yet; it can be written all the same.",
    fill_in: [
        "How to fill it in",
        "1. One learner a row. Keep the names of the columns; you may move them or add columns of your own.",
        "2. Name, birth date, sex and personal id as on the identity card.",
        "3. Personal id (12 figures) and phone are text, with the zeros at their front. The phone may be left empty.",
        "4. Days are day/month/year, the year in four figures, for example 20/05/2006.",
        "5. Choose sex, kind and class from the list of the cell.",
        "6. Type in Unicode. Text for the fonts .Vn... or VNI-... has to be converted before you send it.",
        "7. Send the file on the page where the template came from. Nothing is recorded until you have seen what was found and accepted it.",
        "8. If there are faults, take the workbook with notes: wrong cells are red, the last column says what to do. Mend it there and send it again.",
        "9. The same file sent again, or the same people, are not recorded once more.",
    ],
    of_enrolment: "Where the kind is empty, the cohort's counts. A worker needs an employer.",
    of_graduation: "The column Enrolment ties a result to its learner; leave it as it is. A list of your own may have the column Personal id instead. Leave rows without a result empty; what was reported is filled in, and changing it is a correction. Write the decision and its day above the list.",
    of_order: "This workbook serves all cohorts of the order: the column Cohort says where each learner belongs. One graduation decision holds for every row of the list.",
    required: "Columns that must be there",
    result: "What was found",
    proposal: "Proposal",
    correction: "Correction",
    counts: [
        "Rows",
        "New rows",
        "Rows that correct what is recorded",
        "Unchanged rows",
        "Possible duplicates, taken and to be decided",
        "Rows with faults",
    ],
    found: ["Fault", "Cells", "Where", "Remedy", "Rule"],
};
