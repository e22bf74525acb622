//! For whom a connection works. On PostgreSQL each query tells the database, before it is asked, whose rows it may see;
//! the policies there are the second wall behind the scope of every query (`migrations::walls`). Nothing said is nothing
//! seen. SQLite has no such wall.

use std::pin::Pin;

use domain::permission::{Actor, Scope};
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult,
    Statement, StreamTrait,
    prelude::async_trait::async_trait,
    sqlx::{AssertSqlSafe, Executor},
};

tokio::task_local! {
    /// What is told to the connection that is taken from the pool next.
    static SIGHT: Sight;
}

/// Whose rows are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Accounts, sessions and registers, which have no wall.
    Nobodys,
    /// The program's own work, and that of people who see every order.
    Everything,
    Of(Scope),
    /// Reads everybody's, adds to one's own side only.
    Writes(Scope),
}

impl Sight {
    pub fn of(actor: &Actor) -> Sight {
        Sight::Of(actor.scope())
    }

    pub fn of_write(actor: &Actor) -> Sight {
        Sight::Writes(actor.scope())
    }

    /// Numbers and words of ours: nothing that anybody typed stands in it.
    fn said(self) -> String {
        let (reach, organisation, learner, writes) = match self {
            Sight::Nobodys => ("", None, None, ""),
            Sight::Everything | Sight::Of(Scope::Everything) => ("office", None, None, ""),
            Sight::Of(Scope::Party(party)) => ("party", Some(party.0), None, ""),
            Sight::Of(Scope::Learner(learner)) => ("learner", None, Some(learner.0), ""),
            Sight::Writes(Scope::Everything) => ("office", None, None, "yes"),
            Sight::Writes(Scope::Party(party)) => ("party", Some(party.0), None, "yes"),
            Sight::Writes(Scope::Learner(learner)) => ("learner", None, Some(learner.0), "yes"),
        };
        let number = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
        format!(
            "SELECT set_config('dathang.reach', '{reach}', false), \
             set_config('dathang.organisation', '{}', false), set_config('dathang.learner', '{}', false), \
             set_config('dathang.writes', '{writes}', false)",
            number(organisation),
            number(learner)
        )
    }
}

/// Does something with the database for somebody.
pub async fn with<T>(sight: Sight, work: impl Future<Output = T>) -> T {
    SIGHT.scope(sight, work).await
}

/// Every connection works as the role that owns nothing, and is told for whom whenever it is taken. This takes the place of
/// the question whether it still lives, so it costs no more.
pub fn tell_on_taking(options: &mut ConnectOptions) {
    options.test_before_acquire(false);
    options.map_sqlx_postgres_pool_opts(|pool| {
        pool.after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute(AssertSqlSafe(enter())).await?;
                let said = now().said();
                connection.execute(AssertSqlSafe(said)).await.map(drop)
            })
        })
        .before_acquire(|connection, _| {
            Box::pin(async move {
                let said = now().said();
                // A connection that died is thrown away, and another one taken.
                Ok(connection.execute(AssertSqlSafe(said)).await.is_ok())
            })
        })
    });
}

/// Where the role is not there, or may not be taken, the first wall stands alone; `doctor` says so.
fn enter() -> String {
    format!("DO $$ BEGIN SET ROLE {}; EXCEPTION WHEN OTHERS THEN NULL; END $$", migrations::walls::ROLE)
}

fn now() -> Sight {
    SIGHT.try_with(|sight| *sight).unwrap_or(Sight::Nobodys)
}

/// The database as somebody sees it.
#[derive(Debug, Clone)]
pub struct Reader {
    db: DatabaseConnection,
    sight: Sight,
}

impl Reader {
    pub fn new(db: DatabaseConnection, sight: Sight) -> Reader {
        Reader { db, sight }
    }
}

#[async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        self.db.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        with(self.sight, self.db.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        with(self.sight, self.db.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        with(self.sight, self.db.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        with(self.sight, self.db.query_all_raw(statement)).await
    }
}

impl StreamTrait for Reader {
    type Stream<'a> = <DatabaseConnection as StreamTrait>::Stream<'a>;

    fn get_database_backend(&self) -> DbBackend {
        self.db.get_database_backend()
    }

    fn stream_raw<'a>(
        &'a self,
        statement: Statement,
    ) -> Pin<Box<dyn Future<Output = Result<Self::Stream<'a>, DbErr>> + 'a + Send>> {
        Box::pin(with(self.sight, self.db.stream_raw(statement)))
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::{LearnerId, PartyId};

    use super::*;

    #[test]
    fn nothing_said_is_nothing_seen_and_everybody_is_told_in_full() {
        assert_eq!(now(), Sight::Nobodys);
        assert!(Sight::Nobodys.said().contains("'dathang.reach', ''"));
        // What was said for somebody before is always said anew.
        for sight in [
            Sight::Nobodys,
            Sight::Everything,
            Sight::Of(Scope::Party(PartyId(7))),
            Sight::Writes(Scope::Learner(LearnerId(3))),
        ] {
            for setting in ["reach", "organisation", "learner", "writes"] {
                assert!(sight.said().contains(&format!("dathang.{setting}")), "{sight:?}");
            }
        }
        assert!(Sight::Of(Scope::Party(PartyId(7))).said().contains("'dathang.organisation', '7'"));
    }

    #[tokio::test]
    async fn it_holds_for_the_work_and_no_longer() {
        let sight = Sight::Of(Scope::Party(PartyId(7)));
        assert_eq!(with(sight, async { now() }).await, sight);
        assert_eq!(now(), Sight::Nobodys);
    }
}
