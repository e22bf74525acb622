//! Notices of people: their inbox, and which way each wants which. These rows change; what happened stands in the books.

use domain::{
    ids::{OrderId, PartyId, UserId},
    notice::{Kind, Way},
    permission::Role,
    text::Lang,
};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use time::Date;

use super::{
    execute, id_list, number, row, rows,
    sums::{RESULT_AWAITED, RUNNING, STANDS},
};

/// Somebody to be told, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    pub user: UserId,
    pub has_address: bool,
    pub way: Way,
}

#[derive(FromQueryResult)]
struct AddresseeRow {
    id: i64,
    has_address: bool,
    way: Option<String>,
}

const ADDRESSEE: &str = "SELECT u.id, u.email <> '' AS has_address, w.way FROM user_account u \
    LEFT JOIN notice_way w ON w.user_id = u.id AND w.kind = $1";

/// Those at work in these organisations in one of these roles.
pub async fn people_of(
    db: &impl ConnectionTrait,
    kind: Kind,
    parties: &[PartyId],
    roles: &[Role],
) -> Result<Vec<Addressee>, DbErr> {
    let roles: Vec<String> = roles.iter().map(|role| format!("'{}'", role.as_str())).collect();
    let sql = format!(
        "{ADDRESSEE} WHERE u.active AND u.party_id IN {} AND u.role IN ({}) ORDER BY u.id",
        id_list(parties.iter().map(|party| party.0)),
        roles.join(",")
    );
    addressees(db, &sql, vec![kind.as_str().into()]).await
}

pub async fn person(db: &impl ConnectionTrait, kind: Kind, user: UserId) -> Result<Option<Addressee>, DbErr> {
    let sql = format!("{ADDRESSEE} WHERE u.active AND u.id = $2");
    Ok(addressees(db, &sql, vec![kind.as_str().into(), user.0.into()]).await?.pop())
}

async fn addressees(
    db: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<Addressee>, DbErr> {
    let found: Vec<AddresseeRow> = rows(db, sql, values).await?;
    let addressee = |AddresseeRow { id, has_address, way }| Addressee {
        user: UserId(id),
        has_address,
        way: way.as_deref().and_then(Way::parse).unwrap_or(Way::AtOnce),
    };
    Ok(found.into_iter().map(addressee).collect())
}

#[derive(FromQueryResult)]
struct Id {
    id: i64,
}

/// A notice as it is written.
#[derive(Debug, Clone)]
pub struct New<'a> {
    pub kind: Kind,
    pub about: &'a str,
    pub content: &'a str,
    pub at: i64,
}

/// Nothing when this person was told of it before.
pub async fn tell(
    db: &impl ConnectionTrait,
    user: UserId,
    way: Way,
    new: &New<'_>,
) -> Result<Option<i64>, DbErr> {
    let sql = "INSERT INTO notice (user_id, kind, about, content, told_at, way) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT DO NOTHING RETURNING id";
    let values = vec![
        user.0.into(),
        new.kind.as_str().into(),
        new.about.into(),
        new.content.into(),
        new.at.into(),
        way.as_str().into(),
    ];
    Ok(row::<Id>(db, sql, values).await?.map(|row| row.id))
}

/// A notice as it is read.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Stored {
    pub id: i64,
    pub content: String,
    pub told_at: i64,
    pub read_at: Option<i64>,
}

/// A person's inbox, what is unread first, then the newest.
pub async fn inbox(
    db: &impl ConnectionTrait,
    user: UserId,
    skip: u64,
    count: u64,
) -> Result<Vec<Stored>, DbErr> {
    let sql = format!(
        "SELECT id, content, told_at, read_at FROM notice WHERE user_id = $1 \
         ORDER BY CASE WHEN read_at IS NULL THEN 0 ELSE 1 END, told_at DESC, id DESC LIMIT {count} OFFSET {skip}"
    );
    rows(db, &sql, vec![user.0.into()]).await
}

pub async fn count(db: &impl ConnectionTrait, user: UserId) -> Result<i64, DbErr> {
    number(db, "SELECT COUNT(*) AS n FROM notice WHERE user_id = $1", vec![user.0.into()]).await
}

pub async fn unread(db: &impl ConnectionTrait, user: UserId) -> Result<i64, DbErr> {
    let sql = "SELECT COUNT(*) AS n FROM notice WHERE user_id = $1 AND read_at IS NULL";
    number(db, sql, vec![user.0.into()]).await
}

/// Marks one of a person's own notices as read; false when there is none such. Read once is read.
pub async fn read(db: &impl ConnectionTrait, user: UserId, id: i64, at: i64) -> Result<bool, DbErr> {
    let sql = "UPDATE notice SET read_at = COALESCE(read_at, $3) WHERE user_id = $1 AND id = $2";
    Ok(execute(db, sql, vec![user.0.into(), id.into(), at.into()]).await? == 1)
}

/// Marks what people of an organisation were told of one thing as read.
pub async fn read_of(
    db: &impl ConnectionTrait,
    party: PartyId,
    kind: Kind,
    about: &str,
    at: i64,
) -> Result<(), DbErr> {
    let sql = "UPDATE notice SET read_at = $4 WHERE user_id IN (SELECT id FROM user_account WHERE party_id = $1) \
        AND kind = $2 AND about = $3 AND read_at IS NULL";
    let values = vec![party.0.into(), kind.as_str().into(), about.into(), at.into()];
    execute(db, sql, values).await.map(drop)
}

pub async fn read_all(db: &impl ConnectionTrait, user: UserId, at: i64) -> Result<(), DbErr> {
    let sql = "UPDATE notice SET read_at = $2 WHERE user_id = $1 AND read_at IS NULL";
    execute(db, sql, vec![user.0.into(), at.into()]).await.map(drop)
}

/// What a person decided about kinds; the others come at once.
pub async fn ways(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<(Kind, Way)>, DbErr> {
    #[derive(FromQueryResult)]
    struct Chosen {
        kind: String,
        way: String,
    }
    let sql = "SELECT kind, way FROM notice_way WHERE user_id = $1 ORDER BY kind";
    let found: Vec<Chosen> = rows(db, sql, vec![user.0.into()]).await?;
    Ok(found.iter().filter_map(|row| Some((Kind::parse(&row.kind)?, Way::parse(&row.way)?))).collect())
}

pub async fn set_ways(db: &impl ConnectionTrait, user: UserId, ways: &[(Kind, Way)]) -> Result<(), DbErr> {
    for (kind, way) in ways {
        let sql = "DELETE FROM notice_way WHERE user_id = $1 AND kind = $2";
        execute(db, sql, vec![user.0.into(), kind.as_str().into()]).await?;
        let sql = "INSERT INTO notice_way (user_id, kind, way) VALUES ($1, $2, $3)";
        execute(db, sql, vec![user.0.into(), kind.as_str().into(), way.as_str().into()]).await?;
    }
    Ok(())
}

/// The language of a person's mails.
pub async fn language(db: &impl ConnectionTrait, user: UserId) -> Result<Lang, DbErr> {
    #[derive(FromQueryResult)]
    struct Spoken {
        language: String,
    }
    let sql = "SELECT language FROM user_account WHERE id = $1";
    let found: Option<Spoken> = row(db, sql, vec![user.0.into()]).await?;
    Ok(if found.is_some_and(|row| row.language == "en") { Lang::En } else { Lang::Vi })
}

pub async fn set_language(db: &impl ConnectionTrait, user: UserId, lang: Lang) -> Result<(), DbErr> {
    let code = match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    };
    let sql = "UPDATE user_account SET language = $2 WHERE id = $1";
    execute(db, sql, vec![user.0.into(), code.into()]).await.map(drop)
}

/// Of an order, learners without a result whose courses end on one day.
#[derive(Debug, Clone)]
pub struct Awaited {
    pub order: OrderId,
    pub number: String,
    pub provider: PartyId,
    pub ends_on: Date,
    pub learners: u64,
}

/// Those of every running order whose courses end before a day.
pub async fn awaited_of_everyone(db: &impl ConnectionTrait, before: Date) -> Result<Vec<Awaited>, DbErr> {
    #[derive(FromQueryResult)]
    struct AwaitedRow {
        id: i64,
        number: String,
        provider_id: i64,
        ends_on: Date,
        n: i64,
    }
    let ends = "COALESCE((SELECT n.ends_on FROM amended_line n WHERE n.order_line_id = l.id), l.ends_on)";
    let sql = format!(
        "SELECT id, number, provider_id, ends_on, CAST(SUM(n) AS BIGINT) AS n FROM ( \
         SELECT o.id, o.number, o.provider_id, {ends} AS ends_on, COUNT(*) AS n FROM enrolment e \
         JOIN order_line l ON l.id = e.order_line_id JOIN orders o ON o.id = e.order_id \
         WHERE $1 = 0 AND {RUNNING} AND {STANDS} AND {RESULT_AWAITED} \
         GROUP BY o.id, o.number, o.provider_id, l.id, l.ends_on) a \
         GROUP BY id, number, provider_id, ends_on ORDER BY id, ends_on"
    );
    let found: Vec<AwaitedRow> = rows(db, &sql, vec![0i64.into(), before.into()]).await?;
    let awaited = |AwaitedRow { id, number, provider_id, ends_on, n }| Awaited {
        order: OrderId(id),
        number,
        provider: PartyId(provider_id),
        ends_on,
        learners: u64::try_from(n).unwrap_or(0),
    };
    Ok(found.into_iter().map(awaited).collect())
}
