//! A page that leads on by itself, and by its link where a browser does not let it.

use askama::Template;

use crate::frame::Frame;

#[derive(Debug, Clone, Template)]
#[template(path = "go_on.html")]
pub struct GoOnPage {
    pub frame: Frame,
    pub lead: String,
    pub link: String,
    pub label: String,
}
