//! What a new password must be: long enough, not one that everybody tries first, and not the person's own name.
//! No rule on its letters (NIST SP 800-63B §3.1.1.2): such rules make passwords worse.

use std::{collections::HashSet, sync::OnceLock};

use domain::{
    issue::Issue,
    text::{Text, clean},
};

/// Letters of the shortest password. An assumption of ours: NIST asks for 15 without and 8 with a second step.
pub const SHORTEST: usize = 10;
const LONGEST: usize = 200;
/// Shorter words of a name are no help in guessing.
const TELLING: usize = 4;

const COMMON: &str = include_str!("common.txt");

/// What is wrong with a password at the field `place`, for somebody known by `words`: login, name, organisation.
pub fn check(password: &str, words: &[&str], place: &str) -> Vec<Issue> {
    let letters = password.chars().count();
    let small = password.to_lowercase();
    let mut issues = Vec::new();
    if letters < SHORTEST {
        issues.push(issue(
            "password.short",
            place,
            Text::new(
                format!("Mật khẩu ngắn hơn {SHORTEST} ký tự."),
                format!("The password has fewer than {SHORTEST} characters."),
            ),
        ));
    } else if letters > LONGEST {
        issues.push(issue(
            "password.long",
            place,
            Text::new(
                format!("Mật khẩu dài hơn {LONGEST} ký tự."),
                format!("The password has more than {LONGEST} characters."),
            ),
        ));
    } else if is_common(&small) {
        issues.push(issue(
            "password.common",
            place,
            Text::new(
                "Mật khẩu này có trong danh sách mật khẩu đã bị lộ.",
                "This password is on the list of passwords that were breached.",
            ),
        ));
    } else if words.iter().any(|word| is_mostly(&small, word)) {
        issues.push(issue(
            "password.own_name",
            place,
            Text::new(
                "Mật khẩu gần như chỉ là tên đăng nhập, họ tên hoặc đơn vị.",
                "The password is hardly more than the login, the name or the organisation.",
            ),
        ));
    }
    issues
}

fn issue(code: &str, place: &str, problem: Text) -> Issue {
    let remedy = Text::new(
        "Ghép vài từ không liên quan với nhau thành một câu dễ nhớ.",
        "Put a few unrelated words together into a phrase you can remember.",
    );
    Issue::new(code, place, "NIST SP 800-63B", problem, remedy)
}

/// Also with figures and signs put at its end, and when it is one character over and over.
fn is_common(small: &str) -> bool {
    static WORDS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let words = WORDS.get_or_init(|| COMMON.lines().collect());
    let stem = small.trim_end_matches(|c: char| !c.is_alphabetic());
    let first = small.chars().next();
    words.contains(small) || words.contains(stem) || small.chars().all(|c| Some(c) == first)
}

/// Whether little is left of the password without the word.
fn is_mostly(small: &str, word: &str) -> bool {
    let word = clean(word).to_lowercase();
    let joined: String = word.split_whitespace().collect();
    [word, joined].iter().any(|word| {
        word.chars().count() >= TELLING
            && small.replace(word.as_str(), "").chars().count() < SHORTEST - TELLING
            && small.contains(word.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(password: &str) -> Vec<String> {
        check(password, &["registrar.cd-hue", "Nguyễn Văn An"], "password")
            .into_iter()
            .map(|i| i.code)
            .collect()
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for common in ["1234567890", "qwertyuiop", "Password12345!", "aaaaaaaaaaaa", "QWERTYUIOP"] {
            assert_eq!(codes(common), ["password.common"], "{common}");
        }
        assert_eq!(codes("matkhau"), ["password.short"]);
        assert_eq!(codes("registrar.cd-hue1"), ["password.own_name"]);
        assert_eq!(codes("nguyễnvănan99"), ["password.own_name"]);
    }

    #[test]
    fn a_phrase_in_any_letters_is_taken() {
        for good in ["con mèo uống cà phê", "xe đạp tím", "correcthorsebattery"] {
            assert_eq!(codes(good), Vec::<String>::new(), "{good}");
        }
    }
}
