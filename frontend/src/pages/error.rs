//! When there is no page to show: 403, 404 and 500, each with what to do next.

use askama::Template;

use crate::frame::Frame;

#[derive(Debug, Clone, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    pub frame: Frame,
    /// `404`
    pub code: u16,
    pub text: String,
    pub what_to_do: Vec<String>,
    /// By which the fault is found in the logs.
    pub reference: Option<String>,
}

impl ErrorPage {
    /// The frame's title is replaced by the error's own.
    pub fn not_found(frame: Frame) -> ErrorPage {
        let t = &frame.texts.error;
        let what_to_do = vec![t.not_found_check.to_owned(), t.not_found_lists.to_owned()];
        ErrorPage::new(frame, 404, t.not_found, t.not_found_text, what_to_do)
    }

    pub fn forbidden(frame: Frame) -> ErrorPage {
        let t = &frame.texts.error;
        let what_to_do = vec![t.forbidden_account.to_owned(), t.forbidden_ask.to_owned()];
        ErrorPage::new(frame, 403, t.forbidden, t.forbidden_text, what_to_do)
    }

    pub fn fault(frame: Frame, reference: impl Into<String>) -> ErrorPage {
        let t = &frame.texts.error;
        let what_to_do = vec![t.fault_retry.to_owned(), t.fault_tell.to_owned()];
        ErrorPage {
            reference: Some(reference.into()),
            ..ErrorPage::new(frame, 500, t.fault, t.fault_text, what_to_do)
        }
    }

    fn new(mut frame: Frame, code: u16, title: &str, text: &str, what_to_do: Vec<String>) -> ErrorPage {
        title.clone_into(&mut frame.title);
        ErrorPage { frame, code, text: text.to_owned(), what_to_do, reference: None }
    }
}
