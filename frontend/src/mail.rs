//! A mail: the same words as text and as HTML. The HTML carries its styles in itself, because a mail has no other place
//! for them; it is read on a phone as well, by day and by night.

use askama::Template;
use domain::text::Lang;

use crate::texts::{Texts, texts};

/// A mail ready to be written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub lang: Lang,
    pub subject: String,
    /// Of whom it is for; the only thing about a person in it.
    pub name: String,
    pub items: Vec<MailItem>,
    /// Where one chooses which mails come.
    pub settings: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailItem {
    /// Where there are several.
    pub heading: Option<String>,
    pub happened: String,
    pub to_do: String,
    pub link: String,
    pub label: String,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct Html<'a> {
    mail: &'a Mail,
    t: &'static Texts,
    lang: &'static str,
}

#[derive(Template)]
#[template(path = "mail.txt")]
struct Plain<'a> {
    mail: &'a Mail,
    t: &'static Texts,
}

impl Mail {
    pub fn html(&self) -> Result<String, askama::Error> {
        let lang = match self.lang {
            Lang::Vi => "vi",
            Lang::En => "en",
        };
        Html { mail: self, t: texts(self.lang), lang }.render()
    }

    pub fn text(&self) -> Result<String, askama::Error> {
        Plain { mail: self, t: texts(self.lang) }.render()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(lang: Lang) -> Mail {
        let item = |heading: &str| MailItem {
            heading: Some(heading.to_owned()),
            happened: "A <b>&</b>.".to_owned(),
            to_do: "B.".to_owned(),
            link: "https://dathang.example/orders/3".to_owned(),
            label: texts(lang).mail.open.to_owned(),
        };
        Mail {
            lang,
            subject: "S".to_owned(),
            name: "Nguyễn Thị Hoa".to_owned(),
            items: vec![item("Một"), item("Hai")],
            settings: "https://dathang.example/account".to_owned(),
        }
    }

    #[test]
    fn both_parts_say_everything_and_the_html_escapes_it() {
        for lang in [Lang::Vi, Lang::En] {
            let (html, text) = (mail(lang).html().unwrap(), mail(lang).text().unwrap());
            for said in ["Nguyễn Thị Hoa", "Một", "Hai", "B.", "https://dathang.example/orders/3"] {
                assert!(html.contains(said) && text.contains(said), "{said}");
            }
            assert!(text.contains("A <b>&</b>."), "{text}");
            assert!(!html.contains("<b>") && html.contains("&#60;b&#62;"), "{html}");
            assert!(!html.contains("<img") && !html.contains("<script"), "nothing is fetched");
            assert!(!text.contains("\n\n\n"), "{text}");
        }
    }
}
