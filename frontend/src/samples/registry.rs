use super::{dong, frame, issue, say};
use crate::{
    form::{Choice, Entered, SmallForm, SmallInput},
    pages::*,
    show::{Action, Badge, Crumb, Mark, Paging, Pair, Tone},
    texts::texts,
};
use domain::text::Lang;

fn nothing(_: &str) -> String {
    String::new()
}

/// A form with every kind of question.
fn form(lang: Lang, issues: &[domain::issue::Issue]) -> RegistryForm {
    let t = texts(lang);
    let (r, f) = (&t.registry, &t.fields);
    let entered = Entered { value: &nothing, issues, lang };
    let choices = vec![
        Choice::new("verified", say(lang, "Đã kiểm chứng", "Verified")),
        Choice::new("assumption", say(lang, "Giả định", "Assumption")),
    ];
    let levels = vec![
        (Choice::new("college", say(lang, "Cao đẳng", "College")), true),
        (Choice::new("intermediate", say(lang, "Trung cấp", "Intermediate")), false),
    ];
    RegistryForm {
        url: "/registry/prices".to_owned(),
        heading: r.new_list.to_owned(),
        lead: r.new_list_lead.to_owned(),
        open: !issues.is_empty(),
        hidden: vec![("of".to_owned(), "1".to_owned())],
        inputs: vec![
            Question::new(f.list, entered.field("list"), Asks::Area(6)).hint(r.list_hint),
            Question::new(f.file, entered.field("file"), Asks::File).hint(r.or_file),
            Question::new(f.levels, entered.field("levels"), Asks::Ticks(levels)),
        ],
        basis: vec![
            Question::new(f.valid_from, entered.field("valid_from"), Asks::Day),
            Question::new(f.certainty, entered.field("certainty"), Asks::Choice(choices)),
            Question::new(f.decision_number, entered.field("decision_number"), Asks::Text),
        ],
        button: r.propose.to_owned(),
    }
}

impl RegistryPage {
    fn sample_at(lang: Lang, title: &str, path: &str, lead: &str) -> RegistryPage {
        let crumbs = vec![Crumb::new(texts(lang).registry.nav, "/registry"), Crumb::here(title)];
        RegistryPage::new(frame(lang, title, path).crumbs(crumbs), lead)
    }

    pub fn sample(lang: Lang) -> RegistryPage {
        let r = &texts(lang).registry;
        let columns = [r.kind, r.subject, r.proposer];
        let row = vec![
            Entry::new(say(lang, "Đơn giá", "Prices")).link("/registry/changes/7"),
            Entry::data("GĐ-01/2026"),
            Entry::data("Phạm Thị Thu Hà"),
        ];
        RegistryPage {
            rooms: vec![
                Register {
                    name: r.schemes.to_owned(),
                    link: "/registry/schemes".to_owned(),
                    about: r.schemes_lead.to_owned(),
                },
                Register {
                    name: r.prices.to_owned(),
                    link: "/registry/prices".to_owned(),
                    about: r.prices_lead.to_owned(),
                },
            ],
            tables: vec![
                Listing::new(r.waiting, &columns, r.none_waiting).rows(vec![row]),
                Listing::new(r.decided, &columns, r.none_decided),
            ],
            ..RegistryPage::sample_at(lang, r.nav, "/registry", r.lead)
        }
    }

    pub fn sample_prices(lang: Lang) -> RegistryPage {
        let (r, f) = (&texts(lang).registry, &texts(lang).fields);
        let row = vec![
            Entry::data("GĐ-01/2024").link("/registry/prices/1").mark(Some(Mark::Assumption)),
            Entry::new("01/01/2025 – 31/12/2026"),
            Entry::new("14"),
        ];
        RegistryPage {
            search: Some(Sought {
                url: "/registry/licences".to_owned(),
                label: r.search_licence.to_owned(),
                text: "GĐ".to_owned(),
            }),
            tables: vec![
                Listing::new(r.prices, &[f.price_decision, f.valid_from, r.prices_count], r.none_found)
                    .figures(&[2])
                    .rows(vec![row]),
            ],
            paging: Paging::new(1, 50, 51, lang, |page| format!("/registry/prices?page={page}")),
            forms: vec![form(lang, &[])],
            ..RegistryPage::sample_at(lang, r.prices, "/registry/prices", r.prices_lead)
        }
    }

    pub fn sample_prices_refused(lang: Lang) -> RegistryPage {
        let issues = [
            issue(
                "prices.none",
                "list",
                "NĐ 32/2019 Đ12",
                ("Bảng giá chưa có dòng nào.", "The list has no row."),
                ("Dán hai cột: mã và đơn giá.", "Paste two columns: code and price."),
            ),
            issue(
                "form.day",
                "valid_from",
                "",
                ("Không phải một ngày có thật.", "This day does not exist."),
                ("Ghi ngày/tháng/năm.", "Write day/month/year."),
            ),
        ];
        let page = RegistryPage::sample_prices(lang);
        RegistryPage { frame: page.frame.clone().issues(&issues), forms: vec![form(lang, &issues)], ..page }
    }

    pub fn sample_change(lang: Lang) -> RegistryPage {
        let (r, f) = (&texts(lang).registry, &texts(lang).fields);
        let title = say(lang, "Quy chế thanh toán: qd1446-training v2", "Scheme: qd1446-training v2");
        let entered = Entered { value: &nothing, issues: &[], lang };
        let change = vec![
            Entry::new(say(lang, "Tạm ứng · Mức", "Advance · Amount")),
            Entry::new(say(lang, "30 % giá trị đơn", "30 % of the order")),
            Entry::new(say(lang, "50 % giá trị đơn", "50 % of the order")),
        ];
        let party = vec![
            Entry::data("Trường Cao đẳng Công nghệ Thủ Đức"),
            Entry::new(dong(1_200_000_000, lang).0),
            Entry::new(dong(1_260_000_000, lang).0),
            Entry::new(dong(60_000_000, lang).0),
        ];
        RegistryPage {
            state: Some(Badge::new(say(lang, "chờ duyệt", "waits for approval"), Tone::Waiting)),
            head: vec![
                Pair::new(f.valid_from, "01/01/2027"),
                Pair::new(r.proposer, "Phạm Thị Thu Hà").note("02/11/2026"),
            ],
            actions: vec![Action {
                url: "/registry/changes/7/approve".to_owned(),
                label: r.publish.to_owned(),
                confirm: Some(r.approve_confirm.to_owned()),
                primary: true,
            }],
            small: vec![SmallForm {
                url: "/registry/changes/7/reject".to_owned(),
                heading: r.reject.to_owned(),
                lead: Some(r.reject_lead.to_owned()),
                hidden: Vec::new(),
                inputs: vec![SmallInput::typed(f.reason, entered.field("reason"))],
                button: r.reject.to_owned(),
                confirm: None,
            }],
            tables: vec![
                Listing::new(r.changes_heading, &[r.field, r.before, r.after], r.no_difference)
                    .rows(vec![change]),
                Listing::new(r.compared, &[r.subject, r.old_amount, r.new_amount, r.change], r.compared_none)
                    .lead(r.of_year)
                    .figures(&[1, 2, 3])
                    .rows(vec![party]),
            ],
            terms: vec![Terms {
                title: say(lang, "Tạm ứng", "Advance"),
                rows: vec![Term {
                    what: say(lang, "Mức", "Amount"),
                    said: say(lang, "50 % giá trị đơn", "50 % of the order"),
                    law: "NĐ 32/2019 Đ24".to_owned(),
                }],
            }],
            content: Some("id = \"qd1446-training\"\nversion = 2\n".to_owned()),
            ..RegistryPage::sample_at(lang, &title, "/registry/changes/7", "")
        }
    }

    pub fn sample_at_work(lang: Lang) -> RegistryPage {
        let r = &texts(lang).registry;
        let said = format!("120 / {}, {} 14 {}", r.orders_done.count(900, lang), r.left, r.seconds);
        RegistryPage {
            progress: Some((
                "/registry/changes/7/progress".to_owned(),
                WorkProgress { done: 120, total: 900, said },
            )),
            actions: Vec::new(),
            ..RegistryPage::sample_change(lang)
        }
    }
}

impl CalendarPage {
    pub fn sample(lang: Lang) -> CalendarPage {
        let r = &texts(lang).registry;
        let title = format!("{} 2025", r.calendar);
        let day = |number: u8, look| DayCell { number: number.to_string(), look, name: None };
        let off =
            DayCell { name: Some(say(lang, "Quốc khánh", "National day")), ..day(2, DayLook::Holiday) };
        let week = vec![
            day(1, DayLook::Worked),
            off,
            day(3, DayLook::Worked),
            day(4, DayLook::Worked),
            day(5, DayLook::Worked),
            day(6, DayLook::Instead),
            day(7, DayLook::Weekend),
        ];
        let row = vec![
            Entry::new("02/09/2025"),
            Entry::new(say(lang, "Ngày nghỉ", "Day off")),
            Entry::new(r.rests_on).link("/registry/changes/5"),
        ];
        CalendarPage {
            frame: frame(lang, &title, "/registry/calendar?year=2025"),
            year: "2025".to_owned(),
            earlier: "2024".to_owned(),
            later: "2026".to_owned(),
            head: vec![Pair::new(r.working_days, "250")],
            months: vec![MonthGrid {
                name: say(lang, "Tháng 9/2025", "September 2025"),
                worked: format!("21 {}", r.working_days),
                weeks: vec![week, vec![DayCell::default(); 7]],
            }],
            tables: vec![
                Listing::new(r.decided_days, &[r.day, r.kind, r.basis], r.no_decided_days).rows(vec![row]),
            ],
            forms: vec![form(lang, &[])],
            export_link: "/registry/tables/calendar.xlsx?year=2025".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Template, form::anchor};

    #[test]
    fn a_fault_unfolds_its_form_and_leads_into_it() {
        let html = RegistryPage::sample_prices_refused(Lang::Vi).render().unwrap();
        assert!(html.contains("<details class=\"panel proposal no-print\" open>"));
        assert!(html.contains(&format!("href=\"#{}\"", anchor("list"))));
        let folded = RegistryPage::sample_prices(Lang::Vi).render().unwrap();
        assert!(folded.contains("<details class=\"panel proposal no-print\">"));
    }
}
