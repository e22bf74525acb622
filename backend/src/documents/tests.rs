//! What a paper must look like, asked of the drawing instructions, and what its bytes must hold.

use domain::{money::Money, words::Spelling};

use super::{
    Unprintable, check,
    fonts::Face,
    layout::{Instruction, LEFT, Page, RIGHT, Sheet, Style, TOP, mm},
    minutes::{AcceptanceMinutes, Instrument},
    official, print, sample,
};

fn acceptance_minutes(minutes: &AcceptanceMinutes) -> Result<Vec<u8>, Unprintable> {
    print(&minutes.paper(), Spelling::default())
}

fn pages(minutes: &AcceptanceMinutes) -> Vec<Page> {
    official::pages(&minutes.paper(), Spelling::default())
}

/// The texts of a page with their places, in the order they are drawn.
fn texts(page: &Page) -> Vec<(i32, i32, Style, &str)> {
    let instructions = page.instructions.iter();
    instructions
        .filter_map(|instruction| match instruction {
            Instruction::Text { x, y, style, text, .. } => Some((*x, *y, *style, text.as_str())),
            Instruction::Rule { .. } => None,
        })
        .collect()
}

fn holds(page: &Page, wanted: &str) -> bool {
    texts(page).iter().any(|(.., text)| *text == wanted)
}

/// The amounts of the rows that begin with `label`, on all pages.
fn amounts_beside(pages: &[Page], label: &str) -> Vec<Money> {
    let mut amounts = Vec::new();
    for page in pages {
        let texts = texts(page);
        for (at, _) in texts.iter().enumerate().filter(|(_, (.., text))| *text == label) {
            let figures = texts[at + 1].3.replace('.', "");
            amounts.push(Money::dong(figures.parse().unwrap()));
        }
    }
    amounts
}

/// The pages of the annex alone.
fn annex(paper: &AcceptanceMinutes) -> Vec<Page> {
    let pages = pages(paper);
    let first = pages.iter().position(|page| holds(page, "Phụ lục")).unwrap();
    pages[first..].to_vec()
}

#[test]
fn the_same_value_gives_the_same_bytes() {
    let paper = sample::acceptance_minutes(40);
    let bytes = acceptance_minutes(&paper).unwrap();
    assert_eq!(bytes, acceptance_minutes(&paper.clone()).unwrap());
    assert!(bytes.starts_with(b"%PDF-1.7"));
    let mut other = paper;
    other.number = "08/BB-SGDĐT".to_owned();
    assert_ne!(bytes, acceptance_minutes(&other).unwrap());
}

#[test]
fn a_letter_the_fonts_lack_fails_the_paper() {
    let mut paper = sample::acceptance_minutes(3);
    paper.learners[1].full_name = "Nguyễn 文 Ánh".to_owned();
    let refused = acceptance_minutes(&paper).unwrap_err();
    assert_eq!(refused, Unprintable::MissingGlyph { letter: '文', text: "Nguyễn 文 Ánh".to_owned() });
    assert!(refused.to_string().contains("U+6587"), "{refused}");
}

#[test]
fn an_entry_longer_than_a_page_fails_the_paper() {
    let mut paper = sample::acceptance_minutes(1);
    paper.learners[0].full_name = "Nguyễn ".repeat(400);
    assert!(matches!(acceptance_minutes(&paper), Err(Unprintable::LeavesMargins { .. })));
}

#[test]
fn a_name_typed_on_a_mac_prints_the_same_bytes() {
    let paper = sample::acceptance_minutes(2);
    let mut decomposed = paper.clone();
    decomposed.provider.name =
        paper.provider.name.replace('ờ', "o\u{31b}\u{300}").replace('ẳ', "a\u{306}\u{309}");
    assert_ne!(paper, decomposed);
    assert_eq!(acceptance_minutes(&paper), acceptance_minutes(&decomposed));
}

#[test]
fn every_face_has_every_letter_of_vietnamese() {
    let alphabet = "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXYFJWZ0123456789.,;:/-()%*\u{a0}–“”…₫";
    let vowels = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ";
    for face in Face::ALL {
        let letters = alphabet.chars().chain(vowels.chars());
        let lacking: String = letters
            .flat_map(|c| c.to_uppercase().chain(c.to_lowercase()))
            .filter(|c| face.advance(*c).is_none())
            .collect();
        assert_eq!(lacking, "", "{face:?}");
    }
}

#[test]
fn widths_are_those_of_times_new_roman() {
    assert_eq!(Face::Regular.advance('0'), Some(500));
    assert_eq!(Face::Regular.advance('ữ'), Face::Regular.advance('ư'));
    assert_eq!(Face::Bold.advance('M'), Some(943));
    assert_eq!(Face::Regular.advance('文'), None);
    assert_eq!(Style::new(Face::Regular, 14).width("1.000"), 31_500);
}

#[test]
fn nothing_leaves_the_margins() {
    for (instrument, learners) in [(Instrument::Decision, 0), (Instrument::Contract, 130)] {
        let paper = AcceptanceMinutes { instrument, ..sample::acceptance_minutes(learners) };
        let pages = pages(&paper);
        check(&pages).unwrap();
        for (index, page) in pages.iter().enumerate() {
            for (x, y, style, text) in texts(page).into_iter().skip(usize::from(index > 0)) {
                assert!(x >= LEFT && x + style.width(text) <= RIGHT + 50, "{text:?} on page {}", index + 1);
                assert!(y > TOP && y < Sheet::Upright.bottom(), "{text:?} on page {}", index + 1);
            }
        }
    }
}

#[test]
fn the_first_page_has_no_number_and_the_others_have_theirs_above_the_text() {
    let pages = pages(&sample::acceptance_minutes(90));
    let above_the_text = |page| {
        texts(page)
            .into_iter()
            .filter(|(_, y, ..)| *y < TOP)
            .map(|(.., text)| text.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(above_the_text(&pages[0]), Vec::<String>::new());
    for (index, page) in pages.iter().enumerate().skip(1) {
        assert_eq!(above_the_text(page), [(index + 1).to_string()]);
    }
}

#[test]
fn the_head_of_the_annex_is_on_every_page_of_it() {
    let annex = annex(&sample::acceptance_minutes(200));
    assert!(annex.len() > 3);
    for page in &annex {
        assert!(holds(page, "Họ và tên") && holds(page, "Xếp loại"));
    }
}

#[test]
fn the_subtotals_add_up_to_the_total() {
    let paper = sample::acceptance_minutes(200);
    let annex = annex(&paper);
    let subtotals = amounts_beside(&annex, "Cộng trang");
    assert_eq!(subtotals.len(), annex.len());
    let total: Money = subtotals.into_iter().sum();
    assert_eq!(amounts_beside(&annex, "Tổng cộng"), [total]);
    assert_eq!(total, paper.learners.iter().map(|learner| learner.accepted_amount).sum());
}

#[test]
fn an_annex_of_one_page_has_a_total_and_no_subtotal() {
    let annex = annex(&sample::acceptance_minutes(5));
    assert_eq!(amounts_beside(&annex, "Cộng trang"), []);
    assert_eq!(amounts_beside(&annex, "Tổng cộng").len(), 1);
}

/// Whatever the number of learners: each row once, in order, and never one row alone on a page.
#[test]
fn no_row_of_the_annex_is_lost_or_left_alone() {
    let serial = |(.., text): &(i32, i32, Style, &str)| text.ends_with("/2026").then(|| (*text).to_owned());
    for learners in 1..=100 {
        let paper = sample::acceptance_minutes(learners);
        let per_page: Vec<Vec<String>> =
            annex(&paper).iter().map(|page| texts(page).iter().filter_map(serial).collect()).collect();
        let all: Vec<&String> = per_page.iter().flatten().collect();
        assert!(all.iter().copied().eq(paper.learners.iter().map(|learner| &learner.certificate_number)));
        assert!(learners == 1 || per_page.iter().all(|serials| serials.len() > 1), "{learners} learners");
    }
}

#[test]
fn a_long_name_takes_more_lines_inside_its_cell() {
    let mut paper = sample::acceptance_minutes(2);
    let name = "Công Tằng Tôn Nữ Hoàng Nguyễn Phước Quỳnh Thị Huyền Trân Diễm Phượng";
    paper.learners[0].full_name = name.to_owned();
    let annex = annex(&paper);
    let texts = texts(&annex[0]);
    let name_x = texts.iter().find(|(.., text)| *text == paper.learners[1].full_name).unwrap().0;
    let id_x = texts.iter().find(|(.., text)| *text == paper.learners[1].masked_personal_id).unwrap().0;
    let lines: Vec<_> = texts.iter().filter(|(x, _, _, text)| *x == name_x && name.contains(text)).collect();
    assert!(lines.len() > 1);
    assert_eq!(lines.iter().map(|(.., text)| *text).collect::<Vec<_>>().join(" "), name);
    assert!(lines.iter().all(|(x, _, style, text)| x + style.width(text) < id_x - mm(1)));
}

#[test]
fn amounts_stand_under_one_another() {
    let annex = annex(&sample::acceptance_minutes(30));
    let right_edges =
        texts(&annex[0]).into_iter().filter(|(.., text)| text.ends_with("00") && text.contains('.'));
    let mut right_edges: Vec<i32> = right_edges.map(|(x, _, style, text)| x + style.width(text)).collect();
    right_edges.dedup();
    assert_eq!(right_edges.len(), 1, "{right_edges:?}");
}

#[test]
fn the_signatures_stay_with_the_last_words_of_the_paper() {
    for conclusions in 1..40 {
        let mut paper = sample::acceptance_minutes(0);
        paper.conclusions = vec!["Hai bên thống nhất".to_owned(); conclusions];
        let pages = pages(&paper);
        let last = pages.last().unwrap();
        let words = ["- Hai bên thống nhất./.", "ĐẠI DIỆN BÊN A", "KẾ TOÁN TRƯỞNG BÊN B", "Nơi nhận:"];
        assert!(words.iter().all(|wanted| holds(last, wanted)), "{conclusions} conclusions");
    }
}

#[test]
fn the_form_follows_the_instrument() {
    let contract = sample::acceptance_minutes(0);
    assert!(holds(&pages(&contract)[0], "BIÊN BẢN NGHIỆM THU, THANH LÝ HỢP ĐỒNG"));
    let decision = AcceptanceMinutes { instrument: Instrument::Decision, ..contract };
    assert!(holds(&pages(&decision)[0], "BIÊN BẢN NGHIỆM THU ĐẶT HÀNG"));
}

#[test]
fn money_to_come_back_is_said_so_without_a_minus() {
    let mut paper = sample::acceptance_minutes(0);
    paper.money.balance = Money::dong(-12_000_000);
    let pages = pages(&paper);
    assert_eq!(amounts_beside(&pages, "Còn phải thu hồi"), [Money::dong(12_000_000)]);
}

/// How long it takes is told, not judged: run a release build with `--nocapture`.
#[test]
fn three_thousand_learners_take_less_than_a_megabyte() {
    let paper = sample::acceptance_minutes(3000);
    let begin = std::time::Instant::now();
    let bytes = acceptance_minutes(&paper).unwrap();
    println!("3,000 learners: {} ms, {} KB", begin.elapsed().as_millis(), bytes.len() / 1024);
    assert!(bytes.len() < 1_000_000, "{} bytes", bytes.len());
    let short = sample::acceptance_minutes(5);
    let begin = std::time::Instant::now();
    acceptance_minutes(&short).unwrap();
    println!("{} pages: {} µs", pages(&short).len(), begin.elapsed().as_micros());
}
