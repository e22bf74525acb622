//! Vietnamese typed for the fonts of before Unicode: TCVN3 (ABC, `.VnTime`) and VNI. Their bytes look like other letters.
//! It is named, never converted: a wrong guess would write a wrong name on a certificate.

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

    #[test]
    fn lost_letters_are_named() {
        for name in ["Nguy?n Th? Ánh", "Nguyá»…n VÄƒn An", "Tr\u{fffd}n An"] {
            assert_eq!(legacy(name), Some(Encoding::Broken), "{name}");
        }
    }
}
