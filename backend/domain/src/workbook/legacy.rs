//! Vietnamese typed for the fonts of before Unicode: TCVN3 (ABC, `.VnTime`) and VNI. Their bytes look like other letters.
//! It is named, and its Unicode proposed, never written unasked: a wrong guess would write a wrong name on a certificate.

use unicode_normalization::UnicodeNormalization;

/// A way of writing Vietnamese that is no longer readable without its font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Tcvn3,
    Vni,
    /// Letters that were lost on the way: `Nguy?n`, `Nguyá»…n`, `Nguy�n`.
    Broken,
}

/// Letters that only TCVN3 puts into words.
const TCVN3: &str = "µ¸¶·¹¨»¾¼½Æ©Ç®Ð«¬ªÖØÞß÷¡¢§£¤¥¦×";
/// Letters of VNI that Vietnamese does not know, and TCVN3 uses otherwise or not at all.
const VNI: &str = "øûïëñØÛÏËÑ";
/// Both know them: after a vowel they are VNI, else TCVN3.
const EITHER: &str = "åäöüæçîÅÄÖÜÎ";
/// Pairs that no Vietnamese syllable has and VNI needs all the time.
const VNI_PAIRS: [&str; 14] =
    ["aâ", "aê", "aù", "aõ", "eâ", "eà", "eã", "eá", "oõ", "uù", "uõ", "aá", "aã", "aà"];

/// What the fonts of TCVN3 (ABC) show for a letter of Windows-1252. The fonts have no capitals with tones: text in capitals
/// is set in a font of its own (`.VnTimeH`), over the small letters.
const OF_TCVN3: &str = "µà¶ả·ã¸á¹ạ¨ă»ằ¼ẳ½ẵ¾ắÆặ©âÇầÈẩÉẫÊấËậ®đÌèÎẻÏẽÐéÑẹªêÒềÓểÔễÕếÖệ×ìØỉÜĩÝíÞị\
    ßòáỏâõãóäọ«ôåồæổçỗèốéộ¬ơêờëởìỡíớîợïùñủòũóúôụ\u{ad}ưõừöử÷ữøứùựúỳûỷüỹýýþỵ¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ";
/// The marks of VNI behind their vowel; with each mark the letter it makes of each vowel that takes it.
const OF_VNI: [(char, &str); 15] = [
    ('ù', "aáeéoóuúyýôớöứ"),
    ('ø', "aàeèoòuùyỳôờöừ"),
    ('û', "aảeẻoỏuủyỷôởöử"),
    ('õ', "aãeẽoõuũyỹôỡöữ"),
    ('ï', "aạeẹoọuụôợöự"),
    ('â', "aâeêoô"),
    ('á', "aấeếoố"),
    ('à', "aầeềoồ"),
    ('å', "aẩeểoổ"),
    ('ã', "aẫeễoỗ"),
    ('ä', "aậeệoộ"),
    ('ê', "aă"),
    ('é', "aắ"),
    ('è', "aằ"),
    ('ú', "aẳ"),
];
/// Two more marks of `a`.
const OF_VNI_A: [(char, char); 2] = [('ü', 'ẵ'), ('ë', 'ặ')];
/// Letters of VNI that stand alone.
const OF_VNI_ALONE: &str = "ííììæỉóĩòịôơöưîỵñđ";

/// The text in Unicode. Nothing when it has a letter that the encoding does not know: then it is not what it seems.
pub fn in_unicode(text: &str, encoding: Encoding) -> Option<String> {
    let letters: Vec<char> = text.nfc().collect();
    match encoding {
        Encoding::Tcvn3 => of_tcvn3(&letters),
        Encoding::Vni => of_vni(&letters),
        Encoding::Broken => None,
    }
}

fn of_tcvn3(letters: &[char]) -> Option<String> {
    let one = |letter: &char| if letter.is_ascii() { Some(*letter) } else { second(OF_TCVN3, *letter) };
    let text: String = letters.iter().map(one).collect::<Option<_>>()?;
    let mut ascii = text.chars().filter(char::is_ascii_alphabetic);
    let in_capitals = text.chars().any(|c| c.is_ascii_alphabetic()) && ascii.all(|c| c.is_ascii_uppercase());
    Some(if in_capitals { text.to_uppercase() } else { text })
}

fn of_vni(letters: &[char]) -> Option<String> {
    let mut text = String::new();
    let mut rest = letters;
    while let [first, after @ ..] = rest {
        let marked = after.first().and_then(|mark| marked(small(*first), small(*mark)));
        let (letter, taken) = match marked {
            Some(letter) => (letter, 2),
            None if first.is_ascii() => (small(*first), 1),
            None => (second(OF_VNI_ALONE, small(*first))?, 1),
        };
        if first.is_uppercase() {
            text.extend(letter.to_uppercase())
        } else {
            text.push(letter)
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    Some(text)
}

fn marked(vowel: char, mark: char) -> Option<char> {
    let of_a =
        || OF_VNI_A.iter().find(|(known, _)| vowel == 'a' && *known == mark).map(|(_, letter)| *letter);
    let of_mark = OF_VNI.iter().find(|(known, _)| *known == mark);
    of_mark.and_then(|(_, letters)| second(letters, vowel)).or_else(of_a)
}

fn small(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// The letter behind a letter, in a list of pairs.
fn second(pairs: &str, wanted: char) -> Option<char> {
    let mut letters = pairs.chars();
    while let (Some(first), Some(second)) = (letters.next(), letters.next()) {
        if first == wanted {
            return Some(second);
        }
    }
    None
}

/// Which legacy encoding a text is written in, if it is.
pub fn legacy(text: &str) -> Option<Encoding> {
    let letters: Vec<char> = text.chars().collect();
    if text.contains('\u{fffd}') || mojibake(text) || question_inside_word(&letters) {
        return Some(Encoding::Broken);
    }
    let lower = text.to_lowercase();
    if VNI_PAIRS.iter().any(|pair| lower.contains(pair)) {
        return Some(Encoding::Vni);
    }
    for (i, letter) in letters.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| letters[i]);
        let after_vowel = before.is_some_and(|c| "aeiouyAEIOUY".contains(c));
        if TCVN3.contains(*letter) {
            return Some(Encoding::Tcvn3);
        }
        if VNI.contains(*letter) {
            return Some(Encoding::Vni);
        }
        if EITHER.contains(*letter) {
            return Some(if after_vowel { Encoding::Vni } else { Encoding::Tcvn3 });
        }
        // TCVN3 has capitals of its own for tones: `NguyÔn`. A capital inside a small word is one of them.
        let inside = before.is_some_and(char::is_lowercase) && !letter.is_ascii() && letter.is_uppercase();
        if inside {
            return Some(Encoding::Tcvn3);
        }
    }
    None
}

/// UTF-8 that was read as Windows-1252: `Nguyá»…n`, `Tráº§n`, `ÄÃ o`.
fn mojibake(text: &str) -> bool {
    ["á»", "áº", "Ã¡", "Ã ", "Ã¢", "Ãª", "Ã´", "Ä‘", "Æ°", "Æ¡", "Äƒ"].iter().any(|sign| text.contains(sign))
}

fn question_inside_word(letters: &[char]) -> bool {
    letters.windows(3).any(|three| three[1] == '?' && three[0].is_alphabetic() && three[2].is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_today_are_no_legacy() {
        for name in [
            "Nguyễn Thị Ngọc Ánh",
            "Đặng Thị Hằng",
            "Hoà Thuý Oanh",
            "Luân Tuấn Huệ Uyên",
            "Ngô Xuân Diệu",
            "PHẠM THỊ HƯƠNG",
            "Trần Quốc Bửu",
            "Công ty TNHH Bosch Việt Nam",
            "H' Blă Niê Kdăm",
            "Âu Dương Ôn",
            "Hà Quý Đoàn",
        ] {
            assert_eq!(legacy(name), None, "{name}");
        }
    }

    #[test]
    fn tcvn3_is_named() {
        for name in ["NguyÔn V¨n An", "TrÇn ThÞ Hång", "Ph¹m §øc Hoµng", "Lª Quèc B×nh", "Vò ThÞ Mü"]
        {
            // `Vò ThÞ Mü`: þ alone tells it.
            assert_eq!(legacy(name), Some(Encoding::Tcvn3), "{name}");
        }
    }

    #[test]
    fn vni_is_named() {
        for name in [
            "Nguyeãn Vaên An",
            "Traàn Thò Hoàng",
            "Phaïm Ñöùc Hoaøng",
            "Ñoã Thò Myõ Duyeân",
            "Leâ Quoác Bình",
        ] {
            assert_eq!(legacy(name), Some(Encoding::Vni), "{name}");
        }
    }

    const SMALL: &str = "aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ";

    fn first_of(pairs: &str, wanted: char) -> Option<char> {
        let letters: Vec<char> = pairs.chars().collect();
        letters.chunks(2).find(|pair| pair[1] == wanted).map(|pair| pair[0])
    }

    fn to_tcvn3(letter: char) -> Option<String> {
        if letter.is_ascii() {
            Some(letter.to_string())
        } else {
            first_of(OF_TCVN3, letter).map(String::from)
        }
    }

    fn to_vni(letter: char) -> Option<String> {
        let small = small(letter);
        let marked = OF_VNI.iter().find_map(|(mark, letters)| Some((first_of(letters, small)?, *mark)));
        let of_a = OF_VNI_A.iter().find(|(_, made)| *made == small).map(|(mark, _)| ('a', *mark));
        let written = match marked.or(of_a) {
            Some((vowel, mark)) => format!("{vowel}{mark}"),
            None if small.is_ascii() => small.to_string(),
            None => first_of(OF_VNI_ALONE, small)?.to_string(),
        };
        Some(if letter.is_uppercase() { written.to_uppercase() } else { written })
    }

    #[test]
    fn every_letter_goes_there_and_back() {
        assert_eq!(SMALL.chars().count(), 73);
        let mut seen = std::collections::BTreeSet::new();
        // Of its capitals TCVN3 has those without a tone.
        for letter in SMALL.chars().chain("ĂÂÊÔƠƯĐ".chars()) {
            let written = to_tcvn3(letter).unwrap_or_else(|| panic!("{letter} in TCVN3"));
            assert_eq!(in_unicode(&format!("h{written}"), Encoding::Tcvn3), Some(format!("h{letter}")));
            assert!(seen.insert(written), "{letter} is written like another");
        }
        seen.clear();
        for letter in SMALL.chars().chain(SMALL.to_uppercase().chars()) {
            let written = to_vni(letter).unwrap_or_else(|| panic!("{letter} in VNI"));
            assert_eq!(in_unicode(&written, Encoding::Vni), Some(letter.to_string()), "{written}");
            assert!(seen.insert(written), "{letter} is written like another");
        }
    }

    #[test]
    fn names_are_converted_as_their_fonts_show_them() {
        let tcvn3 = |text| in_unicode(text, Encoding::Tcvn3);
        for (written, name) in [
            ("NguyÔn V¨n An", "Nguyễn Văn An"),
            ("TrÇn ThÞ Hång", "Trần Thị Hồng"),
            ("Ph¹m §øc Hoµng", "Phạm Đức Hoàng"),
            ("Vò ThÞ Mü", "Vũ Thị Mỹ"),
            ("L\u{ad}¬ng ThÞ H\u{ad}êng", "Lương Thị Hường"),
            ("NGUYÔN THÞ §ÔNG", "NGUYỄN THỊ ĐỄNG"),
        ] {
            assert_eq!(tcvn3(written).as_deref(), Some(name));
        }
        let vni = |text| in_unicode(text, Encoding::Vni);
        for (written, name) in [
            ("Nguyeãn Vaên An", "Nguyễn Văn An"),
            ("Traàn Thò Hoàng", "Trần Thị Hồng"),
            ("Phaïm Ñöùc Hoaøng", "Phạm Đức Hoàng"),
            ("Ñoã Thò Myõ Duyeân", "Đỗ Thị Mỹ Duyên"),
            ("LEÂ QUOÁC BÌNH", "LÊ QUỐC BÌNH"),
        ] {
            assert_eq!(vni(written).as_deref(), Some(name));
        }
        // A letter that the encoding does not know: no proposal.
        assert_eq!(tcvn3("NguyÔn Ngọc"), None);
        assert_eq!(vni("Nguyeãn Ngọc"), None);
    }

    #[test]
    fn lost_letters_are_named() {
        for name in ["Nguy?n Th? Ánh", "Nguyá»…n VÄƒn An", "Tr\u{fffd}n An"] {
            assert_eq!(legacy(name), Some(Encoding::Broken), "{name}");
        }
    }
}
