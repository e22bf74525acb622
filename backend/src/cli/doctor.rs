//! `dathang doctor`: is everything there that the program needs, and if not, what to do.

use std::process::ExitCode;

use super::shown;
use crate::{config::Config, documents, error::Error, mail::Post, storage::Store};

/// What whoever keeps the database does, where the program itself may make no role.
const NO_WALL: &str = "row-level security does not bind the program; as a superuser run \
    `CREATE ROLE dathang_portal NOLOGIN; GRANT dathang_portal TO …` with the user of database_url, then `dathang migrate`";

pub async fn run(config: &Config) -> Result<ExitCode, Error> {
    let mut healthy = true;
    let mut say = |good: bool, what: &str, detail: String| {
        healthy &= good;
        println!("{} {what}: {detail}", if good { "✓" } else { "✗" });
    };
    say(true, "settings", format!("database {}, portal {}", shown(&config.database_url), config.listen));
    match Store::connect(&config.database_url).await {
        Err(error) => say(false, "database", format!("{error}; check database_url and that the server runs")),
        Ok(store) => {
            say(true, "database", format!("{} answers", store.backend_name()));
            match store.is_walled().await {
                Ok(None) => {}
                Ok(Some(true)) => say(true, "second wall", "row-level security binds the program".to_owned()),
                Ok(Some(false)) => say(false, "second wall", NO_WALL.to_owned()),
                Err(error) => say(false, "second wall", error.to_string()),
            }
            match store.pending_migrations().await {
                Ok(0) => say(true, "tables", "those of this version".to_owned()),
                Ok(n) => say(false, "tables", format!("{n} steps are missing; run `dathang migrate`")),
                Err(error) => say(false, "tables", format!("{error}; run `dathang migrate`")),
            }
        }
    }
    match Post::new(&config.mail, config.mail.home(config.listen)) {
        Ok(None) => say(true, "mail", "off; people read their inbox in the portal".to_owned()),
        Ok(Some(post)) => say(true, "mail", format!("on; links begin with {}", post.home)),
        Err(error) => say(false, "mail", format!("{error}; see [mail] in dathang.example.toml")),
    }
    match documents::self_check() {
        Ok(letters) => say(true, "fonts", format!("{letters} Vietnamese letters can be printed")),
        Err(letter) => {
            say(false, "fonts", format!("the letter {letter} cannot be printed; reinstall the program"))
        }
    }
    Ok(if healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
