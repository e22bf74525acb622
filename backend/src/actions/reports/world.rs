//! What a report is computed from: courses of the orders that it covers, their learners, and money with its days.

use std::collections::HashMap;

use domain::{
    enrolment::LearnerKind,
    ids::{OrderId, OrderLineId, PartyId},
    money::Money,
    order::State,
    report::{Ahead, Course, Learner, Measured, Milestones, Movement, Provider, shared},
    text::Text,
};
use time::Date;

use super::own_orders;
use crate::{
    actions::Ctx,
    error::Error,
    fixtures,
    storage::{
        learners,
        orders::{self, Line, Order},
        registry::{self, Directory},
        reports,
    },
};

/// Which orders of the scope.
#[derive(Debug, Clone, Copy)]
pub enum Covers {
    Everything,
    Provider(PartyId),
    Programme(i64),
}

pub struct World {
    orders: Vec<Order>,
    lines: Vec<Line>,
    /// One for each line, in their order.
    pub courses: Vec<Course>,
    pub learners: Vec<Learner>,
}

impl World {
    /// As of a day. Orders that were refused by then, and those placed later, are not there.
    pub async fn load(ctx: &Ctx, covers: Covers, as_of: Date, jobs_until: Date) -> Result<World, Error> {
        let db = ctx.db();
        let stood = reports::states_of_everyone(db, as_of).await?;
        let mut orders = own_orders(ctx).await?;
        orders.retain(|order| {
            let wanted = match covers {
                Covers::Everything => true,
                Covers::Provider(provider) => order.provider == provider,
                Covers::Programme(programme) => order.programme_id == programme,
            };
            wanted && stood.get(&order.id).is_some_and(|state: &State| !state.is_void())
        });
        let by_id: HashMap<OrderId, &Order> = orders.iter().map(|order| (order.id, order)).collect();
        let mut lines = orders::lines_within(db, ctx.scope()).await?;
        lines.retain(|line| by_id.contains_key(&line.order));
        let directory = registry::directory(db).await?;
        let occupations = registry::occupations(db).await?;
        let mut providers: HashMap<PartyId, Provider> = HashMap::new();
        let mut courses = Vec::with_capacity(lines.len());
        for line in &lines {
            let (Some(order), Some(occupation)) =
                (by_id.get(&line.order), occupations.get(&line.occupation_id))
            else {
                return Err(Error::fault("order_line", "its order or its occupation is not there"));
            };
            let provider = providers
                .entry(order.provider)
                .or_insert_with(|| provider(&directory, order.provider, as_of.min(ctx.today())));
            courses.push(Course {
                provider: provider.clone(),
                occupation_code: occupation.code.clone(),
                occupation: occupation.name.clone(),
                level: occupation.level,
                mode: line.mode,
                starts_on: line.starts_on,
                ends_on: line.ends_on,
            });
        }
        let mut people = Vec::new();
        // Line by line, so that never more facts are held than those of one.
        for (course, line) in lines.iter().enumerate() {
            for (enrolment, facts) in learners::milestones_of_line(db, line.id).await? {
                let Some(milestones) = Milestones::of(&facts, as_of, jobs_until) else { continue };
                let kind = LearnerKind::parse(&enrolment.kind)
                    .ok_or_else(|| Error::fault("enrolment.kind", &enrolment.kind))?;
                people.push(Learner { course, kind, milestones });
            }
        }
        Ok(World { courses, learners: people, lines, orders })
    }

    /// What was ordered, advanced, accepted, paid and taken back.
    pub async fn movements(&self, ctx: &Ctx, as_of: Date) -> Result<Vec<Movement>, Error> {
        let db = ctx.db();
        let place: HashMap<OrderLineId, usize> =
            self.lines.iter().enumerate().map(|(place, line)| (line.id, place)).collect();
        let placed_on: HashMap<OrderId, Date> =
            self.orders.iter().map(|order| (order.id, order.placed_on)).collect();
        let mut movements = Vec::new();
        let mut moved = |course: usize, on: Date, what: Measured, amount: i64| {
            movements.push(Movement { course, on, what, amount });
        };
        for (course, line) in self.lines.iter().enumerate() {
            let on = placed_on[&line.order];
            moved(course, on, Measured::Ordered, i64::from(line.placed.quantity));
            moved(course, on, Measured::OrderedDong, line.placed.value().as_dong());
        }
        for amended in reports::amended_of_everyone(db, as_of).await? {
            let Some(course) = place.get(&amended.line) else { continue };
            moved(*course, amended.on, Measured::Ordered, amended.learners);
            moved(*course, amended.on, Measured::OrderedDong, amended.value.as_dong());
        }
        for settled in reports::settled_of_everyone(db, as_of).await? {
            let Some(course) = place.get(&settled.line) else { continue };
            if settled.paid {
                moved(*course, settled.on, Measured::PaidDong, settled.amount.as_dong());
            } else {
                moved(*course, settled.on, Measured::AcceptedDong, settled.amount.as_dong());
                moved(*course, settled.on, Measured::ReturnedDong, -settled.taken_back.as_dong());
            }
        }
        let mut of_order: HashMap<OrderId, Vec<(usize, Money)>> = HashMap::new();
        for (course, line) in self.lines.iter().enumerate() {
            of_order.entry(line.order).or_default().push((course, line.placed.value()));
        }
        for (order, on, amount) in reports::advances_of_everyone(db, as_of).await? {
            let Some(lines) = of_order.get(&order) else { continue };
            movements.extend(shared(Ahead { on, amount }, lines));
        }
        Ok(movements)
    }
}

fn provider(directory: &Directory, id: PartyId, on: Date) -> Provider {
    let province_code = directory.get(id).map_or_else(String::new, |party| party.province_code.clone());
    // A firm's province is not known in every case.
    let province = fixtures::province_name(&province_code).map_or_else(
        || Text::new("Chưa rõ tỉnh, thành phố", "Province not known"),
        |name| Text::new(name.clone(), name),
    );
    Provider { id, name: directory.name(id, on), province_code, province }
}
