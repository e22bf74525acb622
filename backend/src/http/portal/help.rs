//! `/help`: the same for everybody, signed in or not.

use frontend::{HelpPage, texts::texts};

use crate::http::{
    respond::{Answer, page},
    session::Visit,
};

pub async fn help(visit: Visit) -> Answer {
    page(&HelpPage { frame: visit.frame(texts(visit.lang).help.heading)? })
}
