//! One order: parties by their names on its day, gates, lines, cohorts, money, statements, and what may be done now.

use std::collections::HashMap;

use domain::{
    amendment::{State as AmendmentState, Terms},
    ids::{CohortId, OrderId, OrderLineId, PartyId},
    money::Money,
    order::{Gate, State as OrderState},
    party::identity_on,
    permission::{Deed, Scope},
    programme::{Certainty, Programme},
    settlement::Volume,
    statement::{Kind, State as StatementState},
    text::Text,
};

use super::{
    compare::compare,
    deeds::{events, gate_name, may},
    level,
};
use crate::{
    actions::{
        Ctx, amendments, approvals, orders as placing_orders, read_statements,
        tally::{only, position, sum, volume},
        views::{
            AmendmentView, Coded, CohortRow, CorrectionView, GateView, OrderLineView, OrderView, PartyName,
            ProposedLine,
        },
    },
    error::Error,
    storage::{
        drafts, money,
        orders::{self, Line, Order},
        registry::{self, AppropriationRow, Approval, Directory, Occupation, PriceDecision, StoredScheme},
        sums,
    },
};

/// What an order's page needs, read once.
pub(super) struct World {
    pub order: Order,
    pub lines: Vec<Line>,
    directory: Directory,
    occupations: HashMap<i64, Occupation>,
    pub prices: HashMap<i64, PriceDecision>,
    pub approvals: Vec<Approval>,
    pub appropriations: Vec<AppropriationRow>,
    schemes: Vec<StoredScheme>,
}

/// One order within the scope of who asks.
pub async fn find(ctx: &Ctx, id: OrderId) -> Result<OrderView, Error> {
    let db = ctx.db();
    let order = orders::find(db, ctx.scope(), id).await?.ok_or(Error::NotFound)?;
    ctx.permit(Deed::Read, &order.owners())?;
    let programmes = registry::programmes(db).await?;
    let programme = programmes
        .into_iter()
        .find(|stored| stored.id == order.programme_id)
        .ok_or_else(|| Error::fault("order", "its programme is not there"))?
        .programme;
    let own = only(ctx.scope(), &order);
    let world = World {
        lines: orders::lines(db, id).await?,
        directory: registry::directory(db).await?,
        occupations: registry::occupations(db).await?,
        prices: registry::price_decisions(db).await?,
        approvals: registry::approvals_of(db, order.provider).await?,
        appropriations: registry::appropriations(db, order.programme_id).await?,
        schemes: registry::schemes(db).await?,
        order,
    };
    let order = &world.order;
    let volumes = money::volumes_of_order(db, id).await?;
    let by_line: Vec<_> = world.lines.iter().map(|line| volume(line, order.state, &volumes)).collect();
    let cohorts = cohorts(ctx, &world, own).await?;
    let statements = read_statements::of_order(ctx, order, &world.directory).await?;
    let scheme = world.lines.first().and_then(|line| world.scheme(line));
    let identity =
        world.directory.get(order.provider).and_then(|party| identity_on(&party.identities, order.placed_on));
    let chain = approvals::chain(db, &placing_orders::thing(order)).await?;
    let amendments = amendments::of_order(ctx, order, &world.lines).await?;
    let approves = |amendment: &AmendmentView| amendment.state.code == AmendmentState::Submitted.as_str();
    let asked = order.state == OrderState::Submitted || amendments.iter().any(approves);
    let comparison = match asked && ctx.may(Deed::ApproveOrder, &[]) {
        true => Some(compare(ctx, &world).await?),
        false => None,
    };
    let proposal = orders::proposal(db, id).await?;
    let approved = [StatementState::Approved.as_str(), StatementState::Paid.as_str()];
    Ok(OrderView {
        id: id.0,
        number: order.number.clone(),
        programme: programme.id.clone(),
        programme_name: programme.short.clone().into(),
        ordering_body: world.name_on_its_day(order.ordering_body),
        provider: world.name_on_its_day(order.provider),
        provider_tax_code: identity.and_then(|identity| identity.tax_code.clone()),
        instrument: Coded::new(order.instrument.as_str(), order.instrument.name()),
        placed_on: order.placed_on,
        value_dong: order.value.as_dong(),
        state: Coded::new(order.state.as_str(), order.state.name()),
        scheme: scheme.map_or_else(String::new, |stored| stored.scheme.name()),
        scheme_title: scheme.map_or_else(|| Text::new("", ""), |stored| stored.scheme.title.clone()).into(),
        gates: order.gates.iter().map(|gate| world.gate(gate, &programme)).collect(),
        lines: world.lines.iter().zip(&by_line).map(|(l, v)| world.line(l, *v, &cohorts)).collect(),
        cohorts,
        hosts: order.hosts.iter().map(|host| world.name_on_its_day(*host)).collect(),
        volume: sum(by_line.iter().copied()).into(),
        position: position(&money::positions(db, id).await?, own).into(),
        has_minutes: own.is_none()
            && statements.iter().any(|statement| {
                statement.kind.code != Kind::Advance.as_str()
                    && approved.contains(&statement.state.code.as_str())
            }),
        may: may(ctx, order, &chain).await?,
        events: events(ctx, id).await?,
        // An order that was approved before there were bands has no steps.
        approval: chain.view(order.state != OrderState::Submitted),
        comparison,
        amendments,
        proposal: proposal.iter().filter_map(|proposed| world.proposed(proposed)).collect(),
        corrections: orders::corrections(db, id)
            .await?
            .into_iter()
            .filter(|_| ctx.scope() == Scope::Everything)
            .map(|(later, id, number)| CorrectionView { later, id: id.0, number })
            .collect(),
        draft: match ctx.may(Deed::PlaceOrder, &[]) {
            true => drafts::correcting(db, id).await?,
            false => None,
        },
        statements,
    })
}

impl World {
    fn name_on_its_day(&self, party: PartyId) -> PartyName {
        PartyName::new(party, self.directory.name(party, self.order.placed_on))
    }

    pub fn occupation_code(&self, line: &Line) -> String {
        self.occupations.get(&line.occupation_id).map_or_else(String::new, |found| found.code.clone())
    }

    /// What the provider proposed for a line, beside what was ordered.
    fn proposed(&self, (id, terms): &(OrderLineId, Terms)) -> Option<ProposedLine> {
        let line = self.lines.iter().find(|line| line.id == *id)?;
        Some(ProposedLine {
            line: line.position,
            quantity: terms.quantity,
            price_dong: terms.price.as_dong(),
            starts_on: terms.starts_on,
            ends_on: terms.ends_on,
            changes: line.terms() != *terms,
        })
    }

    fn scheme(&self, line: &Line) -> Option<&StoredScheme> {
        self.schemes.iter().find(|stored| stored.id == line.scheme_id)
    }

    fn appropriation(&self, line: &Line) -> Option<&AppropriationRow> {
        self.appropriations.iter().find(|row| row.id == line.appropriation_id)
    }

    fn line(&self, line: &Line, volume: Volume, cohorts: &[CohortRow]) -> OrderLineView {
        let occupation = self.occupations.get(&line.occupation_id);
        let price = self.prices.get(&line.price_decision_id);
        let of_line = || cohorts.iter().filter(|cohort| cohort.order_line_id == line.id.0);
        OrderLineView {
            id: line.id.0,
            position: line.position,
            occupation_code: occupation.map_or_else(String::new, |o| o.code.clone()),
            occupation: occupation.map_or_else(|| Text::new("", ""), |o| o.name.clone()).into(),
            occupation_certainty: occupation.map_or(Certainty::Assumption, |o| o.status).into(),
            level: level(occupation),
            mode: Coded::new(line.mode.as_str(), line.mode.name()),
            quantity: line.quantity,
            enrolled: of_line().map(|cohort| cohort.learners).sum(),
            graduated: of_line().map(|cohort| cohort.graduated).sum(),
            price_dong: line.price.as_dong(),
            price_decision: price.map_or_else(String::new, |price| price.number.clone()),
            price_authority: price.map_or_else(String::new, |price| price.authority.clone()),
            price_decided_on: price.map_or(self.order.placed_on, |price| price.decided_on),
            price_reasoning: price.map_or_else(String::new, |price| price.reasoning.clone()),
            price_source: price.map_or_else(String::new, |price| price.source.clone()),
            price_certainty: price.map_or(Certainty::Assumption, |price| price.status).into(),
            appropriation: self.appropriation(line).map_or_else(String::new, |row| row.code.clone()),
            scheme: self.scheme(line).map_or_else(String::new, |stored| stored.scheme.name()),
            grading_rules: line.grading_rules.clone(),
            starts_on: line.starts_on,
            ends_on: line.ends_on,
            value_dong: line.value.as_dong(),
            price_at_most_dong: price.map_or(line.price, |price| price.price).as_dong(),
            volume: volume.into(),
        }
    }

    fn gate(&self, gate: &Gate, programme: &Programme) -> GateView {
        let index = gate.place.strip_prefix("lines[").and_then(|rest| rest.split(']').next());
        let line = index.and_then(|index| index.parse::<usize>().ok()).and_then(|i| self.lines.get(i));
        let certainty = line.and_then(|line| match gate.code.as_str() {
            "price" => self.prices.get(&line.price_decision_id).map(|price| price.status),
            "licence" | "condition_check" => {
                self.approvals.iter().find(|a| a.id == line.approval_id).map(|approval| approval.status)
            }
            "appropriation" => self
                .appropriation(line)
                .and_then(|row| programme.appropriations.iter().find(|a| a.key == row.code))
                .map(|appropriation| appropriation.status),
            "catalogue" => self.occupations.get(&line.occupation_id).map(|o| o.status),
            _ => None,
        });
        GateView {
            code: gate.code.clone(),
            name: gate_name(&gate.code).into(),
            place: gate.place.clone(),
            passed: gate.passed,
            finding: gate.finding.clone().into(),
            rule: gate.rule.clone(),
            certainty: certainty.map(Coded::from),
        }
    }
}

async fn cohorts(ctx: &Ctx, world: &World, own: Option<PartyId>) -> Result<Vec<CohortRow>, Error> {
    let order = world.order.id;
    let learners = sums::learners_by_cohort(ctx.db(), order).await?;
    let settled = sums::settled_by_cohort(ctx.db(), order, own).await?;
    let mut rows = Vec::new();
    for cohort in orders::cohorts(ctx.db(), order).await? {
        let line = world
            .lines
            .iter()
            .find(|line| line.id == cohort.line)
            .ok_or_else(|| Error::fault("cohort", "its order line is not there"))?;
        let occupation = world.occupations.get(&line.occupation_id);
        let (enrolled, graduated) = learners.get(&cohort.id).copied().unwrap_or((0, 0));
        let (code, name) = match (enrolled, line.ends_on < ctx.today()) {
            (0, _) => ("empty", Text::new("chưa có người học", "no learner yet")),
            (_, false) => ("running", Text::new("đang học", "running")),
            (_, true) => ("over", Text::new("đã hết khóa", "over")),
        };
        rows.push(CohortRow {
            id: cohort.id.0,
            name: cohort.name,
            order_line_id: line.id.0,
            occupation: occupation.map_or_else(|| Text::new("", ""), |o| o.name.clone()).into(),
            level: level(occupation),
            starts_on: line.starts_on,
            ends_on: line.ends_on,
            learners: u64::try_from(enrolled).unwrap_or(0),
            graduated: u64::try_from(graduated).unwrap_or(0),
            accepted_dong: settled_of(&settled, cohort.id).as_dong(),
            state: Coded::new(code, name),
        });
    }
    Ok(rows)
}

fn settled_of(settled: &HashMap<CohortId, Money>, cohort: CohortId) -> Money {
    settled.get(&cohort).copied().unwrap_or_default()
}
