//! Approval by amount: whose turn it is on a thing, and the step that they take. The last step approves the thing itself,
//! which is the caller's to do.

use domain::{
    approval::{self, Band, Subject},
    ids::UserId,
    money::Money,
    permission::Role,
    text::Text,
};
use sea_orm::ConnectionTrait;
use time::Date;

use super::{
    Ctx,
    hands::{self, Made},
    views::{ApprovalStepView, Coded},
    wrong_state,
};
use crate::{
    error::Error,
    storage::{
        Tx,
        approvals::{self as stored, Step, Version},
        tables::approval_step,
    },
};

/// What is to be approved: by whom it was made, on which day, and what it is worth.
#[derive(Debug, Clone, Copy)]
pub(super) struct Thing {
    pub made: Made,
    pub maker: UserId,
    pub made_on: Date,
    pub amount: Money,
}

/// The roles that must approve, and the steps that were taken.
pub(super) struct Chain {
    pub roles: Vec<Role>,
    pub steps: Vec<Step>,
}

impl Thing {
    fn subject(&self) -> Subject {
        match self.made {
            Made::Order(_) | Made::Amendment(_) => Subject::Order,
            Made::Statement(_) => Subject::Statement,
        }
    }
}

impl Chain {
    pub fn awaited(&self) -> Option<Role> {
        self.roles.get(self.steps.len()).copied()
    }

    /// Whether it is the turn of who asks, who took no step of it before.
    pub fn awaits(&self, ctx: &Ctx) -> bool {
        let mine = |step: &Step| ctx.actor.is_same_hand(UserId(step.actor_id));
        self.awaited() == Some(ctx.actor.role) && !self.steps.iter().any(mine)
    }

    /// Every step with who took it, then who is awaited. `over` when nobody is awaited any more.
    pub fn view(&self, over: bool) -> Vec<ApprovalStepView> {
        let step = |(i, role): (usize, &Role)| {
            let taken = self.steps.get(i);
            if over && taken.is_none() {
                return None;
            }
            let state = match taken {
                Some(_) => "done",
                None if i == self.steps.len() => "awaited",
                None => "later",
            };
            Some(ApprovalStepView {
                role: Coded::new(role.as_str(), role.name()),
                state: state.to_owned(),
                by: taken.map_or_else(String::new, |step| step.actor.clone()),
                on: taken.map(|step| step.happened_on),
                note: taken.map_or_else(String::new, |step| step.note.clone()),
            })
        };
        self.roles.iter().enumerate().filter_map(step).collect()
    }
}

/// The bands that govern what is made on a day.
pub(super) fn governing(subject: Subject, versions: &[Version], on: Date) -> Vec<Band> {
    let version = versions.iter().rfind(|version| version.governs_from <= on);
    version.map_or_else(|| subject.defaults(), |version| version.bands.clone())
}

pub(super) async fn chain(db: &impl ConnectionTrait, thing: &Thing) -> Result<Chain, Error> {
    let versions = stored::versions(db, thing.subject()).await?;
    let bands = governing(thing.subject(), &versions, thing.made_on);
    let (subject, id) = thing.made.subject();
    let steps = stored::steps(db, subject, id).await?;
    Ok(Chain { roles: approval::chain(&bands, thing.amount), steps })
}

/// Takes the step that is awaited; answers whether it was the last. Who made the thing or took a step of it may not;
/// the database refuses it as well.
pub(super) async fn take(ctx: &Ctx, tx: &mut Tx, thing: &Thing, note: &str) -> Result<bool, Error> {
    let chain = chain(tx.db(), thing).await?;
    let awaited = chain.awaited().ok_or_else(|| Error::fault("approval", "every step was taken"))?;
    let hands = hands::of(ctx, tx.db()).await?;
    let took = |step: &Step| {
        hands.contains(&step.actor_id) || step.giver_id.is_some_and(|giver| hands.contains(&giver))
    };
    if hands::is_own(ctx, tx.db(), thing.made.row(), thing.maker).await? {
        return Err(own(thing.subject()));
    }
    if chain.steps.iter().any(took) {
        return Err(took_a_step());
    }
    if awaited != ctx.actor.role {
        return Err(not_their_turn(awaited));
    }
    let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let (subject, subject_id) = thing.made.subject();
    let (step, steps) = (chain.steps.len() + 1, chain.roles.len());
    let row = approval_step::Model {
        id: 0,
        audit_seq: 0,
        subject: subject.to_owned(),
        subject_id,
        step: number(step),
        steps: number(steps),
        role: awaited.as_str().to_owned(),
        happened_on: ctx.today(),
        actor_id: ctx.actor.user.0,
        made_by: thing.maker.0,
        note: note.to_owned(),
    };
    tx.insert::<approval_step::Entity>(row).await?;
    Ok(step == steps)
}

/// Refuses who has no place in the chain: sending a thing back is for those who would approve it.
pub(super) async fn in_chain(ctx: &Ctx, db: &impl ConnectionTrait, thing: &Thing) -> Result<(), Error> {
    let chain = chain(db, thing).await?;
    match chain.awaited().or(chain.roles.last().copied()) {
        Some(awaited) if !chain.roles.contains(&ctx.actor.role) => Err(not_their_turn(awaited)),
        _ => Ok(()),
    }
}

/// Those of the things that wait for who asks.
pub(super) async fn waiting_for(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    things: &[Thing],
) -> Result<Vec<i64>, Error> {
    let Some(first) = things.first() else { return Ok(Vec::new()) };
    let subject = first.subject();
    let versions = stored::versions(db, subject).await?;
    let ids = |things: &[Thing]| things.iter().map(|thing| thing.made.subject().1).collect::<Vec<_>>();
    let taken = stored::taken(db, first.made.subject().0, ids(things)).await?;
    let mine = |thing: &&Thing| {
        let roles = approval::chain(&governing(subject, &versions, thing.made_on), thing.amount);
        let steps = taken.get(&thing.made.subject().1).copied().unwrap_or(0);
        roles.get(steps) == Some(&ctx.actor.role) && !ctx.actor.is_same_hand(thing.maker)
    };
    Ok(things.iter().filter(mine).map(|thing| thing.made.subject().1).collect())
}

fn own(subject: Subject) -> Error {
    let (code, problem) = match subject {
        Subject::Order => (
            "order.own",
            Text::new("Người lập không được duyệt đơn của mình.", "Who placed an order may not approve it."),
        ),
        Subject::Statement => (
            "statement.own",
            Text::new(
                "Người lập không được duyệt bảng của mình.",
                "Who prepared a statement may not approve it.",
            ),
        ),
    };
    wrong_state(code, problem, Text::new("Chuyển cho người duyệt khác.", "Leave it to another approver."))
}

fn took_a_step() -> Error {
    wrong_state(
        "approval.hand",
        Text::new(
            "Bạn, hoặc người bạn làm thay, đã duyệt một bước; không duyệt bước khác.",
            "You, or who you act for, took a step of it and take no other.",
        ),
        Text::new("Chuyển cho người duyệt của bước này.", "Leave it to who approves this step."),
    )
}

fn not_their_turn(awaited: Role) -> Error {
    let role = awaited.name();
    wrong_state(
        "approval.turn",
        Text::new(format!("Bước này chờ {}.", role.vi), format!("This step waits for the {}.", role.en)),
        Text::new(
            "Xem chuỗi duyệt trên trang; người đúng lượt sẽ duyệt.",
            "The chain on the page says whose turn it is.",
        ),
    )
}
