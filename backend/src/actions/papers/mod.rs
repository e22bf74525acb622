//! Official papers, drawn from what is stored as of now. A paper whose sums do not agree is not printed.

mod minutes;

use std::collections::HashMap;

use domain::{
    fact::Fact,
    ids::{EnrolmentId, OrderId, OrderLineId, PartyId},
    ledger::Position,
    money::Money,
    permission::Deed,
    programme::Programme,
    statement::{Kind, State},
    text::{Text, folded},
};

use super::{
    Ctx,
    standing::Standing,
    tally::{self, only},
    wrong_state,
};
use crate::{
    documents,
    error::Error,
    storage::{
        learners::{self, Enrolment, Person},
        money::{self, Statement},
        orders::{self, Line, Order},
        registry::{self, Directory, Occupation, PriceDecision},
        sums,
    },
};

/// Everything the minutes say, read once.
struct World {
    order: Order,
    programme: Programme,
    lines: Vec<Line>,
    people: Vec<(Enrolment, Person)>,
    standings: HashMap<EnrolmentId, Standing>,
    accepted: HashMap<(OrderLineId, EnrolmentId), Money>,
    positions: HashMap<PartyId, Position>,
    statements: Vec<Statement>,
    directory: Directory,
    occupations: HashMap<i64, Occupation>,
    prices: HashMap<i64, PriceDecision>,
}

/// The minutes of acceptance of an order, with what approved statements accepted until now: a file name and a PDF.
pub async fn minutes(ctx: &Ctx, id: OrderId) -> Result<(String, Vec<u8>), Error> {
    let world = World::load(ctx, id).await?;
    let rejected: Money = {
        let volumes = money::volumes_of_order(ctx.db(), id).await?;
        tally::sum(world.lines.iter().map(|line| tally::volume(line, world.order.state, &volumes))).rejected
    };
    let head = money::ledger_head(ctx.db()).await?;
    let paper = world.paper(ctx, rejected, head)?;
    let bytes = documents::acceptance_minutes(&paper).map_err(|error| Error::fault("minutes", error))?;
    Ok((file_name(&world.order.number), bytes))
}

impl World {
    async fn load(ctx: &Ctx, id: OrderId) -> Result<World, Error> {
        let db = ctx.db();
        let order = orders::find(db, ctx.scope(), id).await?.ok_or(Error::NotFound)?;
        ctx.permit(Deed::Read, &order.owners())?;
        if only(ctx.scope(), &order).is_some() {
            return Err(Error::NotFound);
        }
        let mut statements = money::statements_of_order(db, ctx.scope(), id).await?;
        statements.retain(|s| s.kind != Kind::Advance && matches!(s.state, State::Approved | State::Paid));
        if statements.is_empty() {
            return Err(nothing_accepted());
        }
        let programmes = registry::programmes(db).await?;
        let programme = programmes
            .into_iter()
            .find(|stored| stored.id == order.programme_id)
            .ok_or_else(|| Error::fault("order", "its programme is not there"))?;
        let people = learners::people_of_order(db, id).await?;
        let facts = learners::facts_of(db, people.iter().map(|(enrolment, _)| enrolment.id)).await?;
        let standing = |facts: &Vec<Fact>| Standing::of(facts, ctx.today());
        Ok(World {
            programme: programme.programme,
            lines: orders::lines(db, id).await?,
            standings: facts.iter().map(|(id, facts)| (*id, standing(facts))).collect(),
            people,
            accepted: sums::approved_by_enrolment(db, id).await?,
            positions: money::positions(db, id).await?,
            statements,
            directory: registry::directory(db).await?,
            occupations: registry::occupations(db).await?,
            prices: registry::price_decisions(db).await?,
            order,
        })
    }
}

fn nothing_accepted() -> Error {
    wrong_state(
        "minutes.nothing_accepted",
        Text::new("Đơn này chưa có khối lượng nào được duyệt.", "Nothing is accepted on this order yet."),
        Text::new(
            "Lập biên bản sau khi bảng thanh toán đầu tiên được duyệt.",
            "Print the minutes once the first statement is approved.",
        ),
    )
}

/// `bien-ban-nghiem-thu-01-2025-hd-dh.pdf`
fn file_name(order_number: &str) -> String {
    let plain: String =
        folded(order_number).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("bien-ban-nghiem-thu-{plain}.pdf")
}
