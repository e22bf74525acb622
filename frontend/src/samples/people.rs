use domain::{
    notice::{Kind, Way},
    permission::Role,
    text::Lang,
};

use super::{frame, issue, say};
use crate::{
    form::{Choice, Entered, Field, SmallForm, SmallInput},
    pages::*,
    show::{Action, Badge, Crumb, Paging, Pair, Tone},
    texts::texts,
};

impl CodePage {
    pub fn sample(lang: Lang) -> CodePage {
        CodePage {
            frame: crate::frame::Frame::new(
                lang,
                texts(lang).account.code_heading,
                "/sign-in/code",
                "0b6f1f3e5a8c4d27",
            ),
            next: Some("/orders".to_owned()),
            error: Some(say(lang, "Mã không đúng hoặc đã dùng.", "The code is wrong, or was used before.")),
        }
    }
}

impl PeoplePage {
    pub fn sample(lang: Lang) -> PeoplePage {
        people(lang, &[])
    }

    pub fn sample_refused(lang: Lang) -> PeoplePage {
        people(
            lang,
            &[issue(
                "account.taken",
                "login",
                "TT 12/2022/TT-BTTTT",
                ("Tên đăng nhập đã có người dùng.", "Somebody has this login."),
                ("Chọn tên khác.", "Choose another."),
            )],
        )
    }
}

fn people(lang: Lang, issues: &[domain::issue::Issue]) -> PeoplePage {
    let t = texts(lang);
    let (p, f) = (&t.people, &t.fields);
    let value = |_: &str| String::new();
    let entered = Entered { value: &value, issues, lang };
    let roles = vec![
        Choice::new("registrar", say(lang, "Cán bộ đào tạo", "Registrar")),
        Choice::new("director", say(lang, "Thủ trưởng cơ sở đào tạo", "Director")),
    ];
    let organisations = vec![Choice::new("7", "Trường Cao đẳng Công nghệ Thủ Đức")];
    let row = |name: &str, login: &str, role: (&str, &str), state: Badge| PersonRow {
        name: name.to_owned(),
        link: "/people/12".to_owned(),
        login: login.to_owned(),
        role: say(lang, role.0, role.1),
        organisation: "Trường Cao đẳng Công nghệ Thủ Đức".to_owned(),
        state,
    };
    PeoplePage {
        frame: frame(lang, p.heading, "/people").issues(issues),
        text: "thu duc".to_owned(),
        role: String::new(),
        roles: roles.clone(),
        rows: vec![
            row(
                "Nguyễn Thị Hoa",
                "hoa.nguyen",
                ("cán bộ đào tạo", "registrar"),
                Badge::new(say(lang, "đang dùng", "active"), Tone::Good),
            ),
            row(
                "Trần Văn Bình",
                "binh.tran",
                ("thủ trưởng cơ sở đào tạo", "director"),
                Badge::new(say(lang, "đã mời", "invited"), Tone::Waiting),
            ),
        ],
        paging: Paging::default(),
        export_link: Some("/people.xlsx".to_owned()),
        invite: SmallForm {
            url: "/people".to_owned(),
            heading: p.invite.to_owned(),
            lead: Some(p.invite_lead.to_owned()),
            hidden: Vec::new(),
            inputs: vec![
                SmallInput::typed(f.login, entered.field("login")),
                SmallInput::typed(f.full_name, entered.field("full_name")),
                SmallInput::chosen(f.role, entered.field("role"), roles),
                SmallInput::chosen(f.organisation, entered.field("organisation"), organisations),
            ],
            button: p.invite.to_owned(),
            confirm: None,
        },
        organisation: SmallForm {
            url: "/people/organisations".to_owned(),
            heading: p.add_organisation.to_owned(),
            lead: Some(p.add_organisation_lead.to_owned()),
            hidden: Vec::new(),
            inputs: vec![SmallInput::typed(f.organisation_name, entered.field("organisation_name"))],
            button: p.add_organisation.to_owned(),
            confirm: None,
        },
    }
}

fn tries(lang: Lang) -> Vec<TryRow> {
    let row = |at: &str, outcome: (&str, &str), tone: Tone| TryRow {
        at: at.to_owned(),
        outcome: Badge::new(say(lang, outcome.0, outcome.1), tone),
        device: "Chrome · Windows".to_owned(),
        address: "203.113.0.7".to_owned(),
    };
    vec![
        row("22/11/2026 08:01", ("đã vào từ thiết bị mới", "signed in from a new device"), Tone::Waiting),
        row("21/11/2026 17:40", ("sai mật khẩu", "wrong password"), Tone::Bad),
    ]
}

fn delegations(lang: Lang, actions: Vec<Action>) -> Vec<DelegationRow> {
    vec![DelegationRow {
        giver: "Lê Thị Mai".to_owned(),
        holder: "Phạm Thị Thu Hà".to_owned(),
        days: "23/11/2026 – 30/11/2026".to_owned(),
        reason: say(lang, "Nghỉ phép, GUQ 12/2026", "Leave, paper 12/2026"),
        state: Badge::new(say(lang, "đang hiệu lực", "in force"), Tone::Active),
        id: Some(3),
        actions,
    }]
}

fn action(url: &str, label: &str) -> Action {
    Action { url: url.to_owned(), label: label.to_owned(), confirm: None, primary: false }
}

impl PersonPage {
    pub fn sample(lang: Lang) -> PersonPage {
        let t = texts(lang);
        let p = &t.people;
        let value = |_: &str| String::new();
        let entered = Entered { value: &value, issues: &[], lang };
        PersonPage {
            frame: frame(lang, "Nguyễn Thị Hoa", "/people/12")
                .crumbs(vec![Crumb::new(p.people, "/people"), Crumb::here("Nguyễn Thị Hoa")]),
            head: vec![
                Pair::new(t.fields.login, "hoa.nguyen"),
                Pair::new(t.fields.organisation, "Trường Cao đẳng Công nghệ Thủ Đức"),
            ],
            actions: vec![Action {
                confirm: Some(p.invite_again_confirm.to_owned()),
                ..action("/people/12/invite", p.invite_again)
            }],
            identity: None,
            deactivate: Some(SmallForm {
                url: "/people/12/deactivate".to_owned(),
                heading: p.deactivate.to_owned(),
                lead: Some(p.deactivate_lead.to_owned()),
                hidden: Vec::new(),
                inputs: vec![SmallInput::typed(t.fields.reason, entered.field("reason"))],
                button: p.deactivate.to_owned(),
                confirm: None,
            }),
            events: vec![EventRow {
                on: "02/11/2026".to_owned(),
                what: say(lang, "Gửi lời mời", "Invited"),
                by: "Phạm Thị Thu Hà".to_owned(),
                note: String::new(),
            }],
            delegations: delegations(lang, Vec::new()),
            history: tries(lang),
        }
    }
}

impl ShownOncePage {
    pub fn sample(lang: Lang) -> ShownOncePage {
        let p = &texts(lang).people;
        ShownOncePage {
            frame: frame(lang, p.link_heading, "/people/12"),
            lead: p.link_lead.to_owned(),
            values: vec!["/invitations/3f9c0d5e7a1b".to_owned()],
            go_on: "/people/12".to_owned(),
        }
    }
}

impl InvitationPage {
    pub fn sample(lang: Lang) -> InvitationPage {
        let t = texts(lang);
        let p = &t.people;
        let value = |_: &str| String::new();
        let entered = Entered { value: &value, issues: &[], lang };
        InvitationPage {
            frame: crate::frame::Frame::new(
                lang,
                p.invitation,
                "/invitations/3f9c0d5e7a1b",
                "0b6f1f3e5a8c4d27",
            ),
            provider: None,
            form: SmallForm {
                url: "/invitations/3f9c0d5e7a1b".to_owned(),
                heading: "hoa.nguyen".to_owned(),
                lead: Some(p.invitation_lead.to_owned()),
                hidden: Vec::new(),
                inputs: vec![
                    SmallInput::typed(t.fields.full_name, entered.field("full_name")),
                    SmallInput::secret(t.fields.password, entered.field("password"), "new-password"),
                ],
                button: p.invitation.to_owned(),
                confirm: None,
            },
        }
    }
}

fn ways(lang: Lang, entered: &Entered) -> SmallForm {
    let t = texts(lang);
    let n = &t.notices;
    let ways = || Way::ALL.map(|way| Choice::new(way.as_str(), way.name().get(lang))).to_vec();
    let kinds = Kind::settable_by(Role::Accountant).map(|kind| {
        let field = Field { value: Way::AtOnce.as_str().to_owned(), ..entered.field(kind.as_str()) };
        SmallInput::chosen(kind.name().get(lang), field, ways())
    });
    let languages = vec![Choice::new("vi", n.vietnamese), Choice::new("en", n.english)];
    let language = Field { value: "vi".to_owned(), ..entered.field("mail_language") };
    SmallForm {
        url: "/account/notices".to_owned(),
        heading: n.ways.to_owned(),
        lead: Some(n.ways_lead.to_owned()),
        hidden: Vec::new(),
        inputs: std::iter::once(SmallInput::chosen(t.fields.mail_language, language, languages))
            .chain(kinds)
            .collect(),
        button: n.ways_save.to_owned(),
        confirm: None,
    }
}

impl AccountPage {
    pub fn sample(lang: Lang) -> AccountPage {
        let t = texts(lang);
        let (a, f) = (&t.account, &t.fields);
        let value = |_: &str| String::new();
        let entered = Entered { value: &value, issues: &[], lang };
        let form = |url: &str, heading: &str, lead: &str, inputs: Vec<SmallInput>| SmallForm {
            url: url.to_owned(),
            heading: heading.to_owned(),
            lead: Some(lead.to_owned()),
            hidden: Vec::new(),
            inputs,
            button: heading.to_owned(),
            confirm: None,
        };
        AccountPage {
            frame: frame(lang, a.heading, "/account"),
            head: vec![Pair::new(f.login, "ha.pham"), Pair::new(f.role, say(lang, "kế toán", "accountant"))],
            own_role: Some(action("/account/act", a.own_role)),
            sessions: vec![
                SessionRow {
                    key: "3f9c0d5e7a1b2c3d".to_owned(),
                    opened: "22/11/2026 08:01".to_owned(),
                    device: "Chrome · Windows".to_owned(),
                    address: "203.113.0.7".to_owned(),
                    is_this: true,
                },
                SessionRow {
                    key: "8a7b6c5d4e3f2a1b".to_owned(),
                    opened: "21/11/2026 21:15".to_owned(),
                    device: "Safari · iPhone".to_owned(),
                    address: "14.161.0.2".to_owned(),
                    is_this: false,
                },
            ],
            password: form(
                "/account/password",
                a.change_password,
                a.password_lead,
                vec![
                    SmallInput::secret(f.current_password, entered.field("password"), "current-password"),
                    SmallInput::secret(f.new_password, entered.field("new_password"), "new-password"),
                ],
            ),
            codes: Codes {
                text: a.codes_off.to_owned(),
                picture: None,
                begin: Some(action("/account/codes", a.codes_begin)),
                form: None,
            },
            delegations: delegations(lang, vec![action("/account/act", a.act)]),
            delegate: Some(form(
                "/account/delegations",
                a.delegate,
                a.delegate_lead,
                vec![SmallInput::typed(f.reason, entered.field("reason"))],
            )),
            ways: ways(lang, &entered),
            history: tries(lang),
        }
    }

    pub fn sample_pending(lang: Lang) -> AccountPage {
        let t = texts(lang);
        let a = &t.account;
        let value = |_: &str| String::new();
        let entered = Entered { value: &value, issues: &[], lang };
        AccountPage {
            own_role: None,
            codes: Codes {
                text: a.codes_scan.to_owned(),
                picture: Some(Picture {
                    path: "M4,4h7v1h-7z".to_owned(),
                    width: 33,
                    key: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned(),
                }),
                begin: None,
                form: Some(SmallForm {
                    url: "/account/codes/confirm".to_owned(),
                    heading: a.codes_confirm.to_owned(),
                    lead: None,
                    hidden: Vec::new(),
                    inputs: vec![SmallInput::typed(t.fields.code, entered.field("code"))],
                    button: a.codes_confirm.to_owned(),
                    confirm: None,
                }),
            },
            delegations: Vec::new(),
            delegate: None,
            ..AccountPage::sample(lang)
        }
    }
}

impl AccessPage {
    pub fn sample(lang: Lang) -> AccessPage {
        AccessPage {
            rows: vec![LookRow {
                at: "22/11/2026 09:12".to_owned(),
                learner: "Đặng Quốc Bảo".to_owned(),
                link: "/learners/31".to_owned(),
                by: "Nguyễn Thị Hoa".to_owned(),
                role: say(lang, "cán bộ đào tạo", "registrar"),
                organisation: "Trường Cao đẳng Công nghệ Thủ Đức".to_owned(),
                reason: say(lang, "Đối chiếu văn bằng trước khi cấp", "To check the certificate"),
            }],
            ..AccessPage::sample_empty(lang)
        }
    }

    pub fn sample_empty(lang: Lang) -> AccessPage {
        AccessPage {
            frame: frame(lang, texts(lang).people.access_heading, "/access"),
            rows: Vec::new(),
            paging: Paging::default(),
            export_link: None,
        }
    }
}
