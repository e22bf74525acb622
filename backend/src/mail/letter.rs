//! From events to a mail in somebody's language.

use domain::{
    notice::{Event, Kind},
    text::Lang,
};
use frontend::{
    mail::{Mail, MailItem},
    texts::texts,
};

/// Whom it is for and where its links lead.
#[derive(Debug, Clone)]
pub struct To<'a> {
    pub name: &'a str,
    pub lang: Lang,
    pub home: &'a str,
    /// The key of an invitation, which opens its page.
    pub invitation: Option<&'a str>,
}

/// One event a mail, or those of a day together.
pub fn letter(to: &To, events: &[Event]) -> Mail {
    let t = &texts(to.lang).mail;
    let one = match events {
        [event] => Some(event),
        _ => None,
    };
    let subject = match one {
        Some(event) => event.said().subject.get(to.lang).to_owned(),
        None => format!("{} {}", events.len(), t.of_the_day),
    };
    let item = |event: &Event| {
        let said = event.said();
        let (path, label) = match to.invitation.filter(|_| event.kind() == Kind::Invited) {
            Some(key) => (format!("/invitations/{key}"), t.take),
            None => (event.path(), t.open),
        };
        MailItem {
            heading: one.is_none().then(|| said.subject.get(to.lang).to_owned()),
            happened: said.happened.get(to.lang).to_owned(),
            to_do: said.to_do.get(to.lang).to_owned(),
            link: format!("{}{path}", to.home),
            label: label.to_owned(),
        }
    };
    Mail {
        lang: to.lang,
        subject,
        name: to.name.to_owned(),
        items: events.iter().map(item).collect(),
        settings: format!("{}/account", to.home),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(lang: Lang) -> To<'static> {
        To { name: "Nguyễn Thị Hoa", lang, home: "https://dathang.example", invitation: Some("abc") }
    }

    #[test]
    fn every_event_is_a_mail_in_both_languages() {
        for lang in [Lang::Vi, Lang::En] {
            for kind in Kind::ALL {
                let mail = letter(&to(lang), &[Event::sample(kind)]);
                let (text, html) = (mail.text().unwrap(), mail.html().unwrap().replace("&#39;", "'"));
                for said in [&mail.items[0].happened, &mail.items[0].to_do, &mail.items[0].link] {
                    assert!(text.contains(said.as_str()) && html.contains(said.as_str()), "{kind:?}: {said}");
                }
            }
        }
    }

    #[test]
    fn an_invitation_leads_to_its_own_page_and_nothing_else_does() {
        let link = |kind| letter(&to(Lang::En), &[Event::sample(kind)]).items.remove(0).link;
        assert_eq!(link(Kind::Invited), "https://dathang.example/invitations/abc");
        assert_eq!(link(Kind::NewDevice), "https://dathang.example/account");
    }

    #[test]
    fn a_day_is_one_mail_with_a_heading_for_each_event() {
        let events = [Event::sample(Kind::OrderAccepted), Event::sample(Kind::StatementPaid)];
        let mail = letter(&to(Lang::Vi), &events);
        assert_eq!(mail.subject, "2 thông báo trong ngày");
        assert!(mail.items.iter().all(|item| item.heading.is_some()));
    }
}
