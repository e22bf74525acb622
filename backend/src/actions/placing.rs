//! What the gates of an order ask: occupations, prices, approvals, budget lines and schemes, read once for a draft.

use std::collections::HashMap;

use domain::{
    grading,
    ids::PartyId,
    issue::Issue,
    occupation::Level,
    order::{self, ApprovalKind, Draft, Gate, LineContext, LineDraft, gates},
    party::PartyKind,
    text::Text,
};
use sea_orm::ConnectionTrait;
use time::Date;

use crate::{
    error::Error,
    storage::{
        registry::{
            self, AppropriationRow, Approval, Directory, Occupation, PriceDecision, StoredProgramme,
            StoredScheme,
        },
        tables::order_line,
    },
};

/// What placing an order needs to know, read once.
pub(super) struct World {
    pub directory: Directory,
    pub programme: StoredProgramme,
    pub provider: PartyId,
    provider_kind: PartyKind,
    occupations: HashMap<String, Occupation>,
    prices: HashMap<String, PriceDecision>,
    approvals: Vec<Approval>,
    ordered: HashMap<(i64, i32), u32>,
    appropriations: Vec<AppropriationRow>,
    schemes: Vec<StoredScheme>,
}

impl World {
    pub async fn load(db: &impl ConnectionTrait, draft: &Draft, today: Date) -> Result<World, Error> {
        let programmes = registry::programmes(db).await?;
        let directory = registry::directory(db).await?;
        let provider = directory.get(draft.provider);
        let Some((programme, provider)) =
            programmes.into_iter().find(|p| p.programme.id == draft.programme).zip(provider)
        else {
            return Err(unknown_parties(draft, provider.is_some()));
        };
        if !provider.is_active(today) {
            return Err(inactive().into());
        }
        let (provider, provider_kind) = (provider.id, provider.kind);
        let mut ordered = HashMap::new();
        let years: std::collections::BTreeSet<i32> =
            draft.lines.iter().map(|line| line.starts_on.year()).collect();
        for year in years {
            let under = registry::ordered_under(db, provider, year).await?;
            ordered.extend(under.into_iter().map(|(approval, learners)| ((approval, year), learners)));
        }
        let occupations = registry::occupations(db).await?.into_values();
        let prices = registry::price_decisions(db).await?.into_values();
        Ok(World {
            occupations: occupations.map(|occupation| (occupation.code.clone(), occupation)).collect(),
            prices: prices.map(|price| (price.code.clone(), price)).collect(),
            approvals: registry::approvals_of(db, provider).await?,
            ordered,
            appropriations: registry::appropriations(db, programme.id).await?,
            schemes: registry::schemes(db).await?,
            directory,
            programme,
            provider,
            provider_kind,
        })
    }

    pub fn gates(&self, draft: &Draft, today: Date) -> Vec<Gate> {
        let contexts: Vec<LineContext> = draft.lines.iter().map(|line| self.context(line, today)).collect();
        gates(draft, self.provider_kind, &contexts, today)
    }

    fn context(&self, line: &LineDraft, today: Date) -> LineContext {
        let level = self.occupations.get(&line.occupation).map(|occupation| occupation.level);
        let approval = self.approval(line);
        LineContext {
            level,
            price: self.prices.get(&line.price_decision).map(|price| order::Price {
                occupation: self.code_of(price.occupation_id),
                amount: price.price,
                authority: price.authority.clone(),
                number: price.number.clone(),
                valid_from: price.valid_from,
                valid_until: price.valid_until.unwrap_or(Date::MAX),
            }),
            approval: approval.map(|approval| order::Approval {
                kind: approval.kind,
                number: approval.number.clone(),
                valid_from: approval.valid_from,
                yearly_scale: approval.yearly_scale,
                already_ordered: self
                    .ordered
                    .get(&(approval.id, line.starts_on.year()))
                    .copied()
                    .unwrap_or(0),
            }),
            appropriation: level
                .and_then(|level| self.appropriation(level, line))
                .map(|row| order::Appropriation { key: row.code.clone(), available: row.available }),
            scheme: level.and_then(|level| self.scheme(level, today)).map(|stored| stored.scheme.name()),
        }
    }

    fn code_of(&self, occupation_id: i64) -> String {
        let found = self.occupations.values().find(|occupation| occupation.id == occupation_id);
        found.map_or_else(String::new, |occupation| occupation.code.clone())
    }

    /// A college works under a licence; an enterprise under the ordering body's condition check. Either counts for the
    /// provider's own province; where that is not known, for any.
    fn approval(&self, line: &LineDraft) -> Option<&Approval> {
        let occupation = self.occupations.get(&line.occupation)?;
        let province = self.directory.get(self.provider).map_or("", |party| party.province_code.as_str());
        let kind = match self.provider_kind {
            PartyKind::Enterprise => ApprovalKind::ConditionCheck,
            _ => ApprovalKind::Licence,
        };
        self.approvals
            .iter()
            .filter(|approval| approval.occupation_id == occupation.id && approval.kind == kind)
            .filter(|approval| province.is_empty() || approval.place == province)
            .filter(|approval| approval.valid_from <= line.starts_on)
            .max_by_key(|approval| approval.valid_from)
    }

    fn appropriation(&self, level: Level, line: &LineDraft) -> Option<&AppropriationRow> {
        let found = self.programme.programme.appropriation(level, line.starts_on.year())?;
        self.appropriations.iter().find(|row| row.code == found.key)
    }

    fn scheme(&self, level: Level, today: Date) -> Option<&StoredScheme> {
        let id = self.programme.programme.scheme(level);
        let governing = self.schemes.iter().filter(|s| s.scheme.id == id && s.scheme.governs_from <= today);
        governing.max_by_key(|stored| stored.scheme.version)
    }

    /// The lines as rows; only asked for once every gate is passed.
    pub fn lines(&self, draft: &Draft, today: Date) -> Result<Vec<order_line::Model>, Error> {
        let missing = || Error::fault("order", "a gate let an incomplete line pass");
        (1..)
            .zip(&draft.lines)
            .map(|(position, line)| {
                let occupation = self.occupations.get(&line.occupation).ok_or_else(missing)?;
                let price = self.prices.get(&line.price_decision).ok_or_else(missing)?;
                let rules = grading::in_force(occupation.level.grading(), today)?;
                Ok(order_line::Model {
                    id: 0,
                    audit_seq: 0,
                    order_id: 0,
                    position,
                    occupation_id: occupation.id,
                    mode: line.mode.as_str().to_owned(),
                    quantity: i32::try_from(line.quantity).map_err(|_| missing())?,
                    price_dong: line.price.unwrap_or(price.price).as_dong(),
                    price_decision_id: price.id,
                    approval_id: self.approval(line).ok_or_else(missing)?.id,
                    appropriation_id: self.appropriation(occupation.level, line).ok_or_else(missing)?.id,
                    scheme_id: self.scheme(occupation.level, today).ok_or_else(missing)?.id,
                    grading_rules: rules.as_str().to_owned(),
                    starts_on: line.starts_on,
                    ends_on: line.ends_on,
                })
            })
            .collect()
    }
}

fn inactive() -> Issue {
    Issue::new(
        "order.provider_inactive",
        "provider",
        "NĐ 32/2019 Đ12",
        Text::new("Cơ sở đào tạo này đã ngừng nhận đơn.", "This provider takes no new orders."),
        Text::new("Chọn cơ sở khác.", "Choose another provider."),
    )
}

fn unknown_parties(draft: &Draft, provider_known: bool) -> Error {
    let mut issues = Vec::new();
    let mut add = |code: &str, place: &str, problem: Text, remedy: Text| {
        issues.push(Issue::new(code, place, "NĐ 32/2019 Đ12", problem, remedy));
    };
    if !provider_known {
        add(
            "order.provider",
            "provider",
            Text::new("Không có cơ sở đào tạo này.", "There is no such provider."),
            Text::new("Chọn cơ sở trong danh sách.", "Choose a provider of the list."),
        );
    } else {
        add(
            "order.programme",
            "programme",
            Text::new(
                format!("Không có chương trình {}.", draft.programme),
                format!("No programme {}.", draft.programme),
            ),
            Text::new("Chọn chương trình trong danh sách.", "Choose a programme of the list."),
        );
    }
    Error::Issues(issues)
}
