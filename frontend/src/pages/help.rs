//! `/help`: how the work goes, role by role, and whom to ask. Open to everybody, before signing in too.

use askama::Template;

use crate::frame::Frame;

#[derive(Debug, Clone, Template)]
#[template(path = "help.html")]
pub struct HelpPage {
    pub frame: Frame,
}

impl HelpPage {
    /// What each role does, and where.
    pub fn roles(&self) -> [(&'static str, &'static str); 9] {
        let h = &self.frame.texts.help;
        [
            (h.planner, h.planner_text),
            (h.approver, h.approver_text),
            (h.director, h.director_text),
            (h.registrar, h.registrar_text),
            (h.host, h.host_text),
            (h.accountant, h.accountant_text),
            (h.chief_accountant, h.chief_accountant_text),
            (h.auditor, h.auditor_text),
            (h.administrator, h.administrator_text),
        ]
    }
}
