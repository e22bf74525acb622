//! `/bands`: from which amount on which roles approve. The administrator sets a new version; none is edited.

use domain::{
    approval::{Band, Subject},
    issue::Issue,
    permission::Role,
    text::Lang,
};
use frontend::{
    BandFields, BandsPage, BandsVersion,
    form::{Choice, Entered},
    show::{Badge, Crumb, Mark, Pair, Tone},
    texts::texts,
};

use super::show::{capital, day, dong};
use crate::{
    actions::{
        approvals::{self, Bands},
        views::BandsView,
    },
    error::Error,
    http::{
        forms::{Form, Reader, at_rows},
        respond::{Answer, once, page, refused, repeated, see},
        session::Member,
    },
};

/// Rows offered for bands.
const ROWS: usize = 4;
const FIELDS: [&str; 4] = ["above", "first", "second", "third"];

pub async fn list(member: Member) -> Answer {
    page(&show(&member, &Form::default(), &[]).await?)
}

pub async fn set(member: Member, form: Form) -> Answer {
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let rows = form.rows("bands", &FIELDS);
    let mut reader = Reader::new(&form);
    let subject = reader.chosen("subject", Subject::parse, Subject::Order);
    let governs_from = reader.day("governs_from");
    let mut bands = Vec::with_capacity(rows.len());
    for row in &rows {
        let roles =
            FIELDS[1..].iter().filter_map(|field| Role::parse(form.get(&format!("bands[{row}].{field}"))));
        bands.push(Band { above: reader.dong(&format!("bands[{row}].above")), roles: roles.collect() });
    }
    let bands = Bands { subject, bands, governs_from, reason: reader.text("reason") };
    if !reader.issues.is_empty() {
        let issues = reader.issues;
        return refused(&show(&member, &form, &issues).await?);
    }
    let ctx = member.ctx.clone();
    let deed =
        async move { approvals::set_bands(&ctx, bands).await.map(|()| "/bands?done=bands_set".to_owned()) };
    match once(&member, &form, deed).await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(&member, &form, &at_rows(issues, "bands", &rows)).await?),
        Err(error) => Err(error.into()),
    }
}

async fn show(member: &Member, form: &Form, issues: &[Issue]) -> Result<BandsPage, Error> {
    let lang = member.visit.lang;
    let t = texts(lang);
    let versions = approvals::bands(&member.ctx).await?;
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    let mut frame = member
        .visit
        .frame(t.life.bands)?
        .crumbs(vec![Crumb::new(t.registry.nav, "/registry"), Crumb::here(t.life.bands)]);
    frame.path = "/bands".to_owned();
    let subjects = Subject::ALL
        .into_iter()
        .map(|subject| Choice::new(subject.as_str(), capital(subject.name().get(lang))));
    let band = |row: usize| {
        let place = format!("bands[{row}]");
        let field = |name: &str| entered.field(&format!("{place}.{name}"));
        BandFields {
            above: field("above"),
            first: field("first"),
            second: field("second"),
            third: field("third"),
            place,
        }
    };
    Ok(BandsPage {
        frame: frame.issues(issues),
        versions: versions.iter().map(|version| version_of(version, lang)).collect(),
        subject: entered.field("subject"),
        subjects: subjects.collect(),
        governs_from: entered.field("governs_from"),
        reason: entered.field("reason"),
        bands: (0..ROWS).map(band).collect(),
        roles: Subject::Order
            .roles()
            .into_iter()
            .map(|role| Choice::new(role.as_str(), capital(role.name().get(lang))))
            .collect(),
    })
}

fn version_of(view: &BandsView, lang: Lang) -> BandsVersion {
    let t = texts(lang);
    let l = &t.life;
    let subject = capital(view.subject.name.get(lang));
    let mut head = Vec::new();
    if let (Some(from), Some(on)) = (view.governs_from, view.set_on) {
        head.push(Pair::new(t.fields.governs_from, day(from)));
        head.push(Pair::new(l.set_by, format!("{}, {}", view.set_by, day(on))));
        head.push(Pair::new(t.fields.reason, &view.reason));
    } else {
        head.push(Pair::new(l.version, l.bands_default).mark(Mark::Assumption));
    }
    let roles = |roles: &[crate::actions::views::Coded]| {
        roles.iter().map(|role| capital(role.name.get(lang))).collect::<Vec<_>>().join(" → ")
    };
    BandsVersion {
        heading: match view.version {
            0 => format!("{subject}: {}", l.bands_default.to_lowercase()),
            version => format!("{subject}: {} {version}", l.version.to_lowercase()),
        },
        state: view.governs.then(|| Badge::new(l.governs, Tone::Active)),
        head,
        bands: view.bands.iter().map(|band| (dong(band.above_dong), roles(&band.roles))).collect(),
    }
}
