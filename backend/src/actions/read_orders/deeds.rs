//! What was done with an order, and what the person who asks may do with it now.

use domain::{
    amendment::State as AmendmentState,
    ids::{OrderId, PartyId},
    order::State,
    permission::{Deed, Scope},
    statement::{Kind, State as StatementState},
    text::Text,
};

use crate::{
    actions::{
        self, Ctx,
        approvals::Chain,
        views::{Coded, EventView},
    },
    error::Error,
    storage::{
        amendments,
        approvals::{self, Step},
        money,
        orders::{self, Order},
    },
};

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

/// What happened to an order and its amendments, step by step, in the order in which it was written.
pub async fn events(ctx: &Ctx, id: OrderId) -> Result<Vec<EventView>, Error> {
    let db = ctx.db();
    let mut told: Vec<(i64, EventView)> = Vec::new();
    let steps = approvals::steps(db, "order", id.0).await?;
    for event in orders::events(db, id).await? {
        // The last step of the chain says the same, and whose it was.
        if steps.iter().any(|step| step.audit_seq == event.audit_seq) {
            continue;
        }
        let name = State::parse(&event.state).map_or_else(|| Text::new("", ""), happened);
        let state = Coded::new(&event.state, name);
        told.push((
            event.audit_seq,
            EventView { on: event.happened_on, state, by: event.actor, note: event.note },
        ));
    }
    told.extend(steps.into_iter().map(|step| approved(step, &Text::new("Duyệt", "Approved"))));
    for amendment in amendments::of_order(db, id).await? {
        let number = amendment.number;
        let steps = approvals::steps(db, "amendment", amendment.id).await?;
        for event in amendments::events(db, amendment.id).await? {
            if steps.iter().any(|step| step.audit_seq == event.audit_seq) {
                continue;
            }
            let done = AmendmentState::parse(&event.state).map_or_else(|| Text::new("", ""), amended);
            let name = Text::new(
                format!("{} điều chỉnh số {number}", done.vi),
                format!("Amendment {number} {}", done.en),
            );
            let state = Coded::new(&format!("amendment_{}", event.state), name);
            told.push((
                event.audit_seq,
                EventView { on: event.happened_on, state, by: event.actor, note: event.note },
            ));
        }
        let said = Text::new(format!("Duyệt điều chỉnh số {number}"), format!("Amendment {number} approved"));
        told.extend(steps.into_iter().map(|step| approved(step, &said)));
    }
    told.sort_by_key(|(seq, _)| *seq);
    Ok(told.into_iter().map(|(_, event)| event).collect())
}

fn approved(step: Step, said: &Text) -> (i64, EventView) {
    let role = step.role.name();
    let name = Text::new(format!("{} ({})", said.vi, role.vi), format!("{} ({})", said.en, role.en));
    let state = Coded::new("approved", name);
    (step.audit_seq, EventView { on: step.happened_on, state, by: step.actor, note: step.note })
}

/// What somebody did to bring an amendment into a state.
fn amended(state: AmendmentState) -> Text {
    match state {
        AmendmentState::Submitted => Text::new("Lập", "proposed"),
        AmendmentState::Approved => Text::new("Duyệt", "approved"),
        AmendmentState::Rejected => Text::new("Không duyệt", "rejected"),
        AmendmentState::Accepted => Text::new("Cơ sở đào tạo nhận", "accepted by the provider"),
        AmendmentState::Declined => Text::new("Cơ sở đào tạo không nhận", "declined by the provider"),
        AmendmentState::Withdrawn => Text::new("Rút", "withdrawn"),
    }
}

/// What somebody did to bring an order into a state.
fn happened(state: State) -> Text {
    match state {
        State::Submitted => Text::new("Lập và gửi duyệt", "Placed and submitted"),
        State::Approved => Text::new("Duyệt", "Approved"),
        State::Rejected => Text::new("Không duyệt", "Rejected"),
        State::Accepted => Text::new("Cơ sở đào tạo nhận đơn", "Accepted by the provider"),
        State::Closed => Text::new("Thanh lý", "Closed"),
        State::Cancelled => Text::new("Hủy đơn", "Cancelled"),
        State::Returned => Text::new("Trả lại để sửa", "Returned for correction"),
        State::Proposed => Text::new("Cơ sở đào tạo đề nghị khác", "The provider proposed other terms"),
    }
}

/// What the person may do now: the role allows it, the state allows it, and it is not their own work.
pub async fn may(ctx: &Ctx, order: &Order, chain: &Chain) -> Result<Vec<String>, Error> {
    let provider = [order.provider];
    let mut may = Vec::new();
    let mut add = |deed: Deed, owners: &[PartyId], possible: bool, name: &str| {
        if possible && ctx.may(deed, owners) {
            may.push(name.to_owned());
        }
    };
    let not_mine = !ctx.actor.is_same_hand(order.placed_by);
    let becomes = |next: State| order.state.may_become(next);
    let in_chain = chain.roles.contains(&ctx.actor.role);
    let proposed = order.state == State::Proposed;
    add(Deed::ApproveOrder, &[], becomes(State::Approved) && not_mine && chain.awaits(ctx), "approve");
    add(Deed::AcceptOrder, &provider, becomes(State::Accepted), "accept");
    add(Deed::AcceptOrder, &provider, becomes(State::Proposed), "answer");
    add(Deed::ApproveOrder, &[], becomes(State::Returned) && !proposed && in_chain, "send_back");
    add(Deed::ApproveOrder, &[], becomes(State::Rejected) && in_chain, "reject");
    add(Deed::PlaceOrder, &[], proposed, "take");
    add(Deed::PlaceOrder, &[], becomes(State::Cancelled), "cancel");
    if order.state == State::Accepted {
        let db = ctx.db();
        let advanced = money::has_run(db, order.id, Kind::Advance).await?;
        let liquidated = money::has_run(db, order.id, Kind::Liquidation).await?;
        let waiting = money::statements_of_order(db, Scope::Everything, order.id)
            .await?
            .iter()
            .any(|statement| statement.state == StatementState::Prepared);
        let amending = actions::amendments::open(db, order.id).await?.is_some();
        add(Deed::PlaceOrder, &[], !amending && !liquidated, "amend");
        add(Deed::ReportProgress, &provider, true, "add_host");
        add(Deed::Enrol, &provider, true, "enrol");
        add(Deed::ReportGraduation, &provider, true, "report_graduation");
        add(Deed::Settle, &[], !advanced && !liquidated, "advance");
        add(Deed::Settle, &[], !liquidated && !waiting && !amending, "liquidate");
        add(Deed::CloseOrder, &[], liquidated && !waiting && !amending, "close");
    }
    Ok(may)
}
