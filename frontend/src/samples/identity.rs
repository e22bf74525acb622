use domain::text::Lang;

use super::say;
use crate::{
    form::{Entered, SmallForm, SmallInput},
    frame::Frame,
    pages::{GoOnPage, InvitationPage, PersonPage, ProviderButton, SignInPage},
    show::Pair,
    texts::texts,
};

fn button(lang: Lang, url: &str) -> Option<ProviderButton> {
    let label = say(lang, "Đăng nhập bằng tài khoản của Bộ", "Sign in with the ministry's account");
    Some(ProviderButton { url: url.to_owned(), label })
}

impl SignInPage {
    pub fn sample_with_provider(lang: Lang) -> SignInPage {
        let error = say(
            lang,
            "Cổng đăng nhập chung không trả lời. Thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu.",
            "The provider of identities does not answer. Try again in some minutes, or sign in with a password.",
        );
        SignInPage {
            provider: button(lang, "/sign-in/oidc?next=%2Forders%2F7"),
            error: Some(error),
            mistyped: false,
            login: String::new(),
            ..SignInPage::sample_refused(lang)
        }
    }
}

impl InvitationPage {
    pub fn sample_with_provider(lang: Lang) -> InvitationPage {
        InvitationPage { provider: button(lang, "/invitations/0/oidc"), ..InvitationPage::sample(lang) }
    }
}

impl PersonPage {
    pub fn sample_linked(lang: Lang) -> PersonPage {
        let mut page = PersonPage::sample(lang);
        let i = &texts(lang).identity;
        let value = |_: &str| "hung.vo@bo.gov.vn".to_owned();
        let field = Entered { value: &value, issues: &[], lang }.field("identity_name");
        page.identity = Some(SmallForm {
            url: "/people/12/identity".to_owned(),
            heading: i.allow.to_owned(),
            lead: Some(i.allow_lead.to_owned()),
            hidden: Vec::new(),
            inputs: vec![SmallInput::typed(texts(lang).fields.identity_name, field)],
            button: i.allow.to_owned(),
            confirm: None,
        });
        page.head.push(Pair::new(i.heading, format!("{} (hung.vo@bo.gov.vn)", i.tied)));
        page
    }
}

impl GoOnPage {
    pub fn sample(lang: Lang) -> GoOnPage {
        let i = &texts(lang).identity;
        GoOnPage {
            frame: Frame::new(lang, i.left, "/sign-out", "0b6f1f3e5a8c4d27"),
            lead: i.left_lead.to_owned(),
            link: "#main".to_owned(),
            label: i.leave.to_owned(),
        }
    }
}
