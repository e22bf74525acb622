//! What was done with an order, and what the person who asks may do with it now.

use domain::{
    ids::{OrderId, PartyId},
    order::State,
    permission::{Deed, Scope},
    statement::{Kind, State as StatementState},
    text::Text,
};

use crate::{
    actions::{
        Ctx,
        views::{Coded, EventView},
    },
    error::Error,
    storage::{
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

pub async fn events(ctx: &Ctx, id: OrderId) -> Result<Vec<EventView>, Error> {
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
        State::Cancelled => Text::new("Hủy đơn", "Cancelled"),
    }
}

/// What the person may do now: the role allows it, the state allows it, and it is not their own work.
pub async fn may(ctx: &Ctx, order: &Order) -> Result<Vec<String>, Error> {
    let provider = [order.provider];
    let mut may = Vec::new();
    let mut add = |deed: Deed, owners: &[PartyId], possible: bool, name: &str| {
        if possible && ctx.may(deed, owners) {
            may.push(name.to_owned());
        }
    };
    let not_mine = !ctx.actor.is_same_hand(order.placed_by);
    let becomes = |next: State| order.state.may_become(next);
    add(Deed::ApproveOrder, &[], becomes(State::Approved) && not_mine, "approve");
    add(Deed::AcceptOrder, &provider, becomes(State::Accepted), "accept");
    add(Deed::ApproveOrder, &[], becomes(State::Rejected), "reject");
    add(Deed::PlaceOrder, &[], becomes(State::Cancelled), "cancel");
    if order.state == State::Accepted {
        let db = ctx.db();
        let advanced = money::has_run(db, order.id, Kind::Advance).await?;
        let liquidated = money::has_run(db, order.id, Kind::Liquidation).await?;
        let waiting = money::statements_of_order(db, Scope::Everything, order.id)
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
