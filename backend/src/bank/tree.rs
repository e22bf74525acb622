//! XML as a tree of elements, for files that somebody else made: no document type, no entity of their own, and limits on
//! depth and number, so that what is read costs no more than its size.

use domain::{issue::Issue, text::Text};
use quick_xml::{Reader, escape::resolve_predefined_entity, events::Event};

const DEEPEST: usize = 40;
const MOST_ELEMENTS: usize = 400_000;

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Element {
    /// Without its prefix.
    pub name: String,
    pub namespace: String,
    pub currency: String,
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first one along a path: `Refs/EndToEndId`.
    pub fn at(&self, path: &str) -> Option<&Element> {
        path.split('/')
            .try_fold(self, |element, name| element.children.iter().find(|child| child.name == name))
    }

    /// Its text, empty where it is not there.
    pub fn said(&self, path: &str) -> &str {
        self.at(path).map_or("", |element| element.text.trim())
    }
}

pub fn parse(bytes: &[u8]) -> Result<Element, Issue> {
    let text = std::str::from_utf8(bytes).map_err(|_| broken("UTF-8"))?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut open: Vec<Element> = vec![Element::default()];
    let mut count = 0usize;
    loop {
        let event = reader.read_event().map_err(|error| broken(&error.to_string()))?;
        let (start, is_empty) = match event {
            Event::Eof => break,
            Event::DocType(_) => return Err(forbidden()),
            Event::GeneralRef(reference) => {
                let name = reference.xml_content(quick_xml::XmlVersion::Implicit1_0).into_owned();
                let known = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => letter.to_string(),
                    Ok(None) => resolve_predefined_entity(&name).ok_or_else(forbidden)?.to_owned(),
                    Err(error) => return Err(broken(&error.to_string())),
                };
                push(&mut open, &known);
                continue;
            }
            Event::Text(text) => {
                push(&mut open, &text.xml_content(quick_xml::XmlVersion::Implicit1_0));
                continue;
            }
            Event::CData(text) => {
                push(&mut open, &text.xml_content(quick_xml::XmlVersion::Implicit1_0));
                continue;
            }
            Event::End(_) => {
                close(&mut open);
                continue;
            }
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
        };
        count += 1;
        if count > MOST_ELEMENTS || open.len() > DEEPEST {
            return Err(too_much());
        }
        let mut element = Element { name: start.local_name().as_ref().to_owned(), ..Element::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| broken(&error.to_string()))?;
            let key: &str = attribute.key.as_ref();
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_err(|_| forbidden())?
                .into_owned();
            match key {
                "Ccy" => element.currency = value,
                key if key.starts_with("xmlns") => element.namespace = value,
                _ => {}
            }
        }
        open.push(element);
        if is_empty {
            close(&mut open);
        }
    }
    if open.len() != 1 {
        return Err(broken("an element is not closed"));
    }
    open.pop().and_then(|root| root.children.into_iter().next()).ok_or_else(|| broken("no element"))
}

fn push(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(done) = open.pop()
        && let Some(outer) = open.last_mut()
    {
        outer.children.push(done);
    }
}

pub fn about_file(code: &str, problem: Text, remedy: Text) -> Issue {
    Issue::new(code, "file", "ISO 20022", problem, remedy)
}

fn broken(what: &str) -> Issue {
    about_file(
        "confirmation.broken",
        Text::new(format!("Tệp XML bị hỏng: {what}."), format!("The XML file is damaged: {what}.")),
        Text::new("Tải lại tệp từ ngân hàng rồi gửi.", "Take the file from the bank again and send it."),
    )
}

fn forbidden() -> Issue {
    about_file(
        "confirmation.entities",
        Text::new(
            "Tệp XML có khai báo DOCTYPE hoặc thực thể riêng.",
            "The XML file declares a DOCTYPE or entities of its own.",
        ),
        Text::new(
            "Tệp của ngân hàng không có các phần này; kiểm tra nguồn của tệp.",
            "A bank's file has none of these; look at where it comes from.",
        ),
    )
}

fn too_much() -> Issue {
    about_file(
        "confirmation.too_much",
        Text::new(
            "Tệp XML quá sâu hoặc có quá nhiều phần tử.",
            "The XML file is too deep, or has too many elements.",
        ),
        Text::new("Chia tệp theo ngày rồi gửi.", "Split it by day and send the parts."),
    )
}
