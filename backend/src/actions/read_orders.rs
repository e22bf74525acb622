//! Orders as they are read: the list with its filter, and one order from its gates to its money.

use std::{cmp::Ordering, collections::HashMap};

use domain::{
    ids::{CohortId, OrderId, PartyId},
    money::Money,
    order::{Gate, State},
    party::identity_on,
    permission::Deed,
    programme::Certainty,
    statement::{Kind, State as StatementState},
    text::{Text, folded},
};

use super::{
    Ctx, read_statements,
    tally::{Learners, Tally, only, position, sum, volume},
    views::{Coded, CohortRow, EventView, GateView, OrderLineView, OrderRow, OrderView, Page, PartyName},
};
use crate::{
    error::Error,
    storage::{
        money,
        orders::{self, Line, Order},
        registry::{self, AppropriationRow, Approval, Directory, Occupation, PriceDecision, StoredScheme},
        sums,
    },
};

/// Which orders are wanted, in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of a number or of a provider's name; accents and case do not matter.
    pub text: String,
    pub state: Option<State>,
    /// Key of a programme.
    pub programme: Option<String>,
    pub sort: Sort,
    pub descending: bool,
    /// Counts from 1.
    pub page: u64,
    pub size: u64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// In the order of placing.
    #[default]
    Placed,
    Number,
    Provider,
    Lines,
    Learners,
    Value,
    Accepted,
    State,
}

impl Sort {
    pub fn parse(text: &str) -> Option<Sort> {
        match text {
            "placed" => Some(Sort::Placed),
            "number" => Some(Sort::Number),
            "provider" => Some(Sort::Provider),
            "lines" => Some(Sort::Lines),
            "learners" => Some(Sort::Learners),
            "value" => Some(Sort::Value),
            "accepted" => Some(Sort::Accepted),
            "state" => Some(Sort::State),
            _ => None,
        }
    }
}

/// Orders within the scope of who asks.
pub async fn list(ctx: &Ctx, filter: &Filter) -> Result<Page<OrderRow>, Error> {
    ctx.permit_own(Deed::Read)?;
    let tally = Tally::load(ctx).await?;
    let directory = registry::directory(ctx.db()).await?;
    let programmes = registry::programmes(ctx.db()).await?;
    let codes: HashMap<i64, &str> = programmes.iter().map(|p| (p.id, p.programme.id.as_str())).collect();
    let lines = tally.lines_by_order();
    let wanted = folded(&filter.text);
    let mut rows = Vec::new();
    for order in &tally.orders {
        let lines = lines.get(&order.id).map_or(&[][..], Vec::as_slice);
        let row = row(ctx, &tally, order, lines, &directory, &codes);
        let fits = filter.state.is_none_or(|state| state == order.state)
            && filter.programme.as_ref().is_none_or(|programme| *programme == row.programme)
            && (folded(&row.number).contains(&wanted) || folded(&row.provider.name).contains(&wanted));
        if fits {
            rows.push((order.state, row));
        }
    }
    rows.sort_by(|a, b| compare(filter.sort, a, b));
    if filter.descending {
        rows.reverse();
    }
    Ok(Page::cut(rows.into_iter().map(|(_, row)| row).collect(), filter.page, filter.size))
}

fn row(
    ctx: &Ctx,
    tally: &Tally,
    order: &Order,
    lines: &[&Line],
    directory: &Directory,
    programmes: &HashMap<i64, &str>,
) -> OrderRow {
    OrderRow {
        id: order.id.0,
        number: order.number.clone(),
        provider: PartyName::new(order.provider, directory.name(order.provider, ctx.today())),
        programme: programmes.get(&order.programme_id).copied().unwrap_or_default().to_owned(),
        placed_on: order.placed_on,
        lines: lines.len() as u64,
        learners: lines.iter().map(|line| u64::from(line.quantity)).sum(),
        value_dong: order.value.as_dong(),
        accepted_dong: sum(lines.iter().map(|line| tally.volume(line, order.state))).accepted.as_dong(),
        state: Coded::new(order.state.as_str(), order.state.name()),
    }
}

fn compare(sort: Sort, (a_state, a): &(State, OrderRow), (b_state, b): &(State, OrderRow)) -> Ordering {
    let key = match sort {
        Sort::Placed => Ordering::Equal,
        Sort::Number => a.number.cmp(&b.number),
        Sort::Provider => folded(&a.provider.name).cmp(&folded(&b.provider.name)),
        Sort::Lines => a.lines.cmp(&b.lines),
        Sort::Learners => a.learners.cmp(&b.learners),
        Sort::Value => a.value_dong.cmp(&b.value_dong),
        Sort::Accepted => a.accepted_dong.cmp(&b.accepted_dong),
        Sort::State => a_state.cmp(b_state),
    };
    key.then(a.id.cmp(&b.id))
}

/// What an order's page needs, read once.
struct World {
    order: Order,
    lines: Vec<Line>,
    directory: Directory,
    occupations: HashMap<i64, Occupation>,
    prices: HashMap<i64, PriceDecision>,
    approvals: Vec<Approval>,
    appropriations: Vec<AppropriationRow>,
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
    let learners = Learners::load(ctx).await?;
    let statements = read_statements::of_order(ctx, order, &world.directory).await?;
    let scheme = world.lines.first().and_then(|line| world.scheme(line));
    let identity =
        world.directory.get(order.provider).and_then(|party| identity_on(&party.identities, order.placed_on));
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
        lines: world.lines.iter().zip(&by_line).map(|(l, v)| world.line(l, *v, &learners)).collect(),
        cohorts: cohorts(ctx, &world, own).await?,
        hosts: order.hosts.iter().map(|host| world.name_on_its_day(*host)).collect(),
        volume: sum(by_line.iter().copied()).into(),
        position: position(&money::positions(db, id).await?, own).into(),
        has_minutes: own.is_none()
            && statements.iter().any(|statement| {
                statement.kind.code != Kind::Advance.as_str()
                    && approved.contains(&statement.state.code.as_str())
            }),
        may: may(ctx, order).await?,
        events: events(ctx, id).await?,
        statements,
    })
}

impl World {
    fn name_on_its_day(&self, party: PartyId) -> PartyName {
        PartyName::new(party, self.directory.name(party, self.order.placed_on))
    }

    fn scheme(&self, line: &Line) -> Option<&StoredScheme> {
        self.schemes.iter().find(|stored| stored.id == line.scheme_id)
    }

    fn appropriation(&self, line: &Line) -> Option<&AppropriationRow> {
        self.appropriations.iter().find(|row| row.id == line.appropriation_id)
    }

    fn line(&self, line: &Line, volume: domain::settlement::Volume, learners: &Learners) -> OrderLineView {
        let occupation = self.occupations.get(&line.occupation_id);
        let price = self.prices.get(&line.price_decision_id);
        OrderLineView {
            id: line.id.0,
            position: line.position,
            occupation_code: occupation.map_or_else(String::new, |o| o.code.clone()),
            occupation: occupation.map_or_else(|| Text::new("", ""), |o| o.name.clone()).into(),
            occupation_certainty: occupation.map_or(Certainty::Assumption, |o| o.status).into(),
            level: level(occupation),
            mode: Coded::new(line.mode.as_str(), line.mode.name()),
            quantity: line.quantity,
            enrolled: learners.enrolled(line.id),
            graduated: learners.graduated(line.id),
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
            value_dong: line.price.times(line.quantity).as_dong(),
            volume: volume.into(),
        }
    }

    fn gate(&self, gate: &Gate, programme: &domain::programme::Programme) -> GateView {
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

/// What a gate asks, in a few words.
pub fn gate_name(code: &str) -> Text {
    match code {
        "lines" => Text::new("Có dòng đặt hàng", "Has order lines"),
        "catalogue" => Text::new("Thuộc danh mục dịch vụ công", "In the catalogue of public services"),
        "quantity" => Text::new("Có số lượng", "Has a quantity"),
        "price" => Text::new("Có quyết định giá còn hiệu lực", "Has a price decision in force"),
        "channel" => Text::new("Cơ sở được nhận trình độ này", "The provider may take the level"),
        "duration" => Text::new("Thời gian đúng trình độ", "Duration fits the level"),
        "licence" => Text::new("Trong quy mô được cấp phép", "Within the licence's scale"),
        "condition_check" => Text::new("Đã kiểm tra điều kiện đào tạo", "Conditions were checked"),
        "scheme" => Text::new("Có quy chế thanh toán", "Has a payment scheme"),
        "appropriation" => Text::new("Đủ dự toán", "Within the appropriation"),
        other => Text::new(other, other),
    }
}

pub(super) fn level(occupation: Option<&Occupation>) -> Coded {
    occupation.map_or_else(
        || Coded::new("", Text::new("", "")),
        |occupation| Coded::new(occupation.level.as_str(), occupation.level.name()),
    )
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

async fn events(ctx: &Ctx, id: OrderId) -> Result<Vec<EventView>, Error> {
    let found = orders::events(ctx.db(), id).await?;
    let event = |event: orders::Event| EventView {
        on: event.happened_on,
        state: Coded::new(
            &event.state,
            State::parse(&event.state).map_or_else(|| Text::new("", ""), happened),
        ),
        by: event.actor,
        note: event.note,
    };
    Ok(found.into_iter().map(event).collect())
}

/// What somebody did to bring an order into a state.
fn happened(state: State) -> Text {
    match state {
        State::Submitted => Text::new("Lập và gửi duyệt", "Placed and submitted"),
        State::Approved => Text::new("Duyệt", "Approved"),
        State::Rejected => Text::new("Không duyệt", "Rejected"),
        State::Accepted => Text::new("Cơ sở đào tạo nhận đơn", "Accepted by the provider"),
        State::Closed => Text::new("Thanh lý", "Closed"),
    }
}

/// What the person may do now: the role allows it, the state allows it, and it is not their own work.
async fn may(ctx: &Ctx, order: &Order) -> Result<Vec<String>, Error> {
    let provider = [order.provider];
    let mut may = Vec::new();
    let mut add = |deed: Deed, owners: &[PartyId], possible: bool, name: &str| {
        if possible && ctx.may(deed, owners) {
            may.push(name.to_owned());
        }
    };
    let not_mine = order.placed_by != ctx.actor.user;
    let becomes = |next: State| order.state.may_become(next);
    add(Deed::ApproveOrder, &[], becomes(State::Approved) && not_mine, "approve");
    add(Deed::AcceptOrder, &provider, becomes(State::Accepted), "accept");
    add(Deed::ApproveOrder, &[], becomes(State::Rejected), "reject");
    if order.state == State::Accepted {
        let db = ctx.db();
        let advanced = money::has_run(db, order.id, Kind::Advance).await?;
        let liquidated = money::has_run(db, order.id, Kind::Liquidation).await?;
        let waiting = money::statements_of_order(db, domain::permission::Scope::Everything, order.id)
            .await?
            .iter()
            .any(|statement| statement.state == StatementState::Prepared);
        add(Deed::ReportProgress, &provider, true, "add_host");
        add(Deed::Settle, &[], !advanced && !liquidated, "advance");
        add(Deed::Settle, &[], !liquidated && !waiting, "liquidate");
        add(Deed::CloseOrder, &[], liquidated && !waiting, "close");
    }
    Ok(may)
}
