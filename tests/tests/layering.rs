//! Who may import whom, read from the sources. A new arrow between modules is a line here and a commit of its own.

use std::collections::BTreeSet;

use tests::sources::{paths, paths_in, rust_files};

/// A part of the system, where it stands, and which of our other parts it may name. Its own files are always free.
struct Room {
    name: &'static str,
    place: &'static str,
    may_import: &'static [&'static str],
}

const ROOMS: &[Room] = &[
    Room { name: "domain", place: "backend/domain/src", may_import: &[] },
    Room { name: "migrations", place: "migrations/src", may_import: &[] },
    Room { name: "frontend", place: "frontend/src", may_import: &["domain"] },
    Room { name: "storage", place: "backend/src/storage", may_import: &["domain", "migrations"] },
    Room { name: "documents", place: "backend/src/documents", may_import: &["domain"] },
    Room { name: "spreadsheet", place: "backend/src/spreadsheet", may_import: &["domain"] },
    Room { name: "oidc", place: "backend/src/oidc", may_import: &[] },
    // A mail is the sentences of its events in the frame that the pages' texts give it.
    Room { name: "mail", place: "backend/src/mail", may_import: &["domain", "frontend"] },
    Room { name: "bank", place: "backend/src/bank", may_import: &["domain"] },
    Room {
        name: "actions",
        place: "backend/src/actions",
        // The registry is loaded from the fixtures by an action, like every other write.
        may_import: &[
            "domain",
            "storage",
            "spreadsheet",
            "documents",
            "oidc",
            "mail",
            "bank",
            "error",
            "clock",
            "fixtures",
        ],
    },
    Room { name: "clock", place: "backend/src/clock.rs", may_import: &["domain"] },
    Room { name: "error", place: "backend/src/error.rs", may_import: &["domain"] },
    Room { name: "fixtures", place: "backend/src/fixtures.rs", may_import: &["error"] },
    // The year as it is played: goes through the actions, as the people in it would.
    Room {
        name: "demo",
        place: "backend/src/demo",
        may_import: &["domain", "actions", "fixtures", "error", "clock"],
    },
    Room { name: "config", place: "backend/src/config.rs", may_import: &["error", "oidc", "mail"] },
    // Every route on one page, and what pages and API have in common: sessions, forms, the error page. The database
    // is nothing HTTP knows.
    Room {
        name: "http",
        place: "backend/src/http",
        may_import: &["domain", "actions", "error", "clock", "frontend", "http::api", "http::portal"],
    },
    Room {
        name: "http::api",
        place: "backend/src/http/api",
        may_import: &["domain", "actions", "error", "http"],
    },
    // Its tests set a whole server up.
    Room { name: "http::api::tests", place: "backend/src/http/api/tests", may_import: EVERYTHING },
    Room {
        name: "http::portal",
        place: "backend/src/http/portal",
        may_import: &["domain", "actions", "error", "frontend", "http"],
    },
    // Assembly only: these put the parts together and may name all of them.
    Room { name: "lib", place: "backend/src/lib.rs", may_import: EVERYTHING },
    Room { name: "cli", place: "backend/src/cli", may_import: EVERYTHING },
    Room { name: "main", place: "backend/src/main.rs", may_import: EVERYTHING },
];

const EVERYTHING: &[&str] = &[
    "domain",
    "migrations",
    "frontend",
    "storage",
    "documents",
    "spreadsheet",
    "oidc",
    "mail",
    "bank",
    "actions",
    "clock",
    "error",
    "fixtures",
    "demo",
    "config",
    "cli",
    "http",
    "http::api",
    "http::portal",
];

/// Where an outside library may be named. With `only`, no more of it than these.
struct Home {
    library: &'static str,
    places: &'static [&'static str],
    only: &'static [&'static str],
}

const HOMES: &[Home] = &[
    Home { library: "sea_orm", places: &["backend/src/storage"], only: &[] },
    // `?` turns a database's fault into ours in one place.
    Home { library: "sea_orm", places: &["backend/src/error.rs"], only: &["DbErr"] },
    // A query inside and outside a transaction takes the same connection; actions pass it on and ask it nothing.
    Home { library: "sea_orm", places: &["backend/src/actions"], only: &["ConnectionTrait"] },
    Home { library: "sea_orm_migration", places: &["migrations/src"], only: &[] },
    Home { library: "sqlx", places: &[], only: &[] },
    Home { library: "printpdf", places: &["backend/src/documents/pdf.rs"], only: &[] },
    Home {
        library: "lopdf",
        places: &["backend/src/documents/pdf.rs", "backend/src/documents/signature.rs"],
        only: &[],
    },
    Home { library: "cms", places: &["backend/src/documents/signature.rs"], only: &[] },
    Home { library: "qrcodegen", places: &["backend/src/documents/official/end.rs"], only: &[] },
    Home { library: "askama", places: &["frontend/src"], only: &[] },
    Home { library: "calamine", places: &["backend/src/spreadsheet"], only: &[] },
    Home { library: "rust_xlsxwriter", places: &["backend/src/spreadsheet"], only: &[] },
    Home { library: "zip", places: &["backend/src/spreadsheet"], only: &[] },
    Home { library: "openidconnect", places: &["backend/src/oidc"], only: &[] },
    Home { library: "quick_xml", places: &["backend/src/bank"], only: &[] },
    Home { library: "ureq", places: &["backend/src/oidc"], only: &[] },
    Home { library: "lettre", places: &["backend/src/mail"], only: &[] },
    Home { library: "axum", places: &["backend/src/http"], only: &[] },
    // The router is handed to a port here, and nothing else is known of HTTP.
    Home { library: "axum", places: &["backend/src/cli/serve.rs"], only: &["serve"] },
    Home { library: "tower_http", places: &["backend/src/http"], only: &[] },
    Home { library: "clap", places: &["backend/src/main.rs", "backend/src/cli"], only: &[] },
    // The scales of a demonstration are words of the command line.
    Home { library: "clap", places: &["backend/src/demo/plan.rs"], only: &["ValueEnum"] },
    Home { library: "utoipa_axum", places: &["backend/src/http/api"], only: &[] },
    Home { library: "utoipa", places: &["backend/src/http/api"], only: &[] },
    // What is read over the API describes itself; a derive is no dependency of the reading.
    Home { library: "utoipa", places: &["backend/src/actions/views"], only: &["ToSchema"] },
    // The fixtures are CSV, the names of the made-up people too, and what `export` writes.
    Home {
        library: "csv",
        places: &[
            "backend/src/fixtures.rs",
            "backend/src/demo/people.rs",
            "backend/src/cli/export.rs",
            "backend/src/spreadsheet/text.rs",
        ],
        only: &[],
    },
    Home { library: "argon2", places: &["backend/src/actions/sign_in.rs"], only: &[] },
    Home { library: "hmac", places: &["backend/src/actions/one_time_code.rs"], only: &[] },
    Home { library: "sha1", places: &["backend/src/actions/one_time_code.rs"], only: &[] },
    Home { library: "qrcodegen", places: &["backend/src/http/portal/account.rs"], only: &[] },
];

/// What the rules must not touch: they get everything handed in and hand everything back.
const NOT_FOR_RULES: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::io",
    "std::time",
    "tokio",
    "futures_util",
];

#[test]
fn every_file_of_ours_stands_in_a_room() {
    let known: BTreeSet<String> = ROOMS.iter().flat_map(|room| rust_files(room.place)).collect();
    let all = ["backend/src", "backend/domain/src", "frontend/src", "migrations/src"].map(rust_files);
    let homeless: Vec<String> = all.into_iter().flatten().filter(|file| !known.contains(file)).collect();
    assert_eq!(homeless, Vec::<String>::new(), "add a room for these, with what it may import");
}

#[test]
fn every_part_imports_only_what_the_table_allows() {
    let mut broken = BTreeSet::new();
    for room in ROOMS {
        for file in files(room) {
            for path in paths(&file) {
                let Some(imported) = room_of(&absolute(&file, &path)) else { continue };
                if imported != room.name && !room.may_import.contains(&imported) {
                    broken.insert(format!("{file} ({}) imports {imported}: {}", room.name, path.join("::")));
                }
            }
        }
    }
    assert_eq!(broken, BTreeSet::new());
}

#[test]
fn every_outside_library_stays_at_home() {
    let mut broken = BTreeSet::new();
    for file in ROOMS.iter().flat_map(|room| rust_files(room.place)) {
        for path in paths(&file) {
            let homes: Vec<&Home> = HOMES.iter().filter(|home| home.library == path[0]).collect();
            let named = path.get(1).map_or("", String::as_str);
            let allowed = |home: &&Home| {
                let here = home.places.iter().any(|place| file.starts_with(place));
                here && (home.only.is_empty() || home.only.contains(&named))
            };
            if !homes.is_empty() && !homes.iter().any(allowed) {
                broken.insert(format!("{file} names {}", path.join("::")));
            }
        }
    }
    assert_eq!(broken, BTreeSet::new());
}

#[test]
fn every_home_of_a_library_is_there() {
    for place in HOMES.iter().flat_map(|home| home.places) {
        rust_files(place);
    }
}

#[test]
fn the_rules_touch_no_file_no_network_no_clock_and_nothing_asynchronous() {
    let mut broken = BTreeSet::new();
    for file in rust_files("backend/domain/src") {
        for path in paths(&file) {
            let written = path.join("::");
            if NOT_FOR_RULES.iter().any(|root| written == *root || written.starts_with(&format!("{root}::")))
            {
                broken.insert(format!("{file} names {written}"));
            }
        }
    }
    assert_eq!(broken, BTreeSet::new());
}

#[test]
fn an_import_is_found_however_it_is_written() {
    let found = |text: &str| paths_in(text).into_iter().map(|path| path.join("::")).collect::<Vec<_>>();
    assert_eq!(
        found("use crate::{clock::Clock, storage::{Tx, orders::{self, Line}}};"),
        [
            "crate::clock::Clock",
            "crate::storage::Tx",
            "crate::storage::orders::self",
            "crate::storage::orders::Line"
        ]
    );
    assert_eq!(
        found("fn f(tx: &crate::storage::Tx<'_>) -> super::Answer {}"),
        ["crate::storage::Tx", "super::Answer"]
    );
    assert_eq!(found("#[derive(utoipa::ToSchema)] struct S;"), ["utoipa::ToSchema"]);
    assert_eq!(
        found("// crate::no\nlet t = \"crate::no \\\" crate::no\"; let c = '\"'; axum::serve(c)"),
        ["axum::serve"]
    );
    assert_eq!(found("use axum; use sea_orm as s;"), ["axum", "sea_orm"]);
}

/// The files of a room, without those of a room inside it.
fn files(room: &Room) -> Vec<String> {
    let inner = |file: &String| {
        let deeper = |other: &&Room| other.place.len() > room.place.len() && file.starts_with(other.place);
        ROOMS.iter().any(|other| deeper(&other))
    };
    rust_files(room.place).into_iter().filter(|file| !inner(file)).collect()
}

/// A path as seen from the crate's root: `super::tx` in `backend/src/storage/verify.rs` is `crate::storage::tx`.
fn absolute(file: &str, path: &[String]) -> Vec<String> {
    // The other crates are one room each: what they name of themselves is free.
    let Some(inside) = file.strip_prefix("backend/src/") else {
        return if ["crate", "super"].contains(&path[0].as_str()) {
            vec!["self".to_owned()]
        } else {
            path.to_vec()
        };
    };
    let mut module: Vec<String> =
        inside.trim_end_matches(".rs").trim_end_matches("/mod").split('/').map(str::to_owned).collect();
    let ups = path.iter().take_while(|part| *part == "super").count();
    if ups == 0 {
        return path.to_vec();
    }
    module.truncate(module.len().saturating_sub(ups));
    ["crate".to_owned()].into_iter().chain(module).chain(path[ups..].iter().cloned()).collect()
}

/// Which of our rooms a path leads to: another crate by its name, a module of the server by its path in the crate,
/// where the longest name that fits is meant.
fn room_of(path: &[String]) -> Option<&'static str> {
    let (inside, written) = match path[0].as_str() {
        "crate" | "dathang" => (true, path[1..].join("::")),
        _ => (false, path.join("::")),
    };
    let fits = |room: &&Room| {
        let reachable = room.place.starts_with("backend/src") == inside;
        reachable && (written == room.name || written.starts_with(&format!("{}::", room.name)))
    };
    ROOMS.iter().filter(fits).max_by_key(|room| room.name.len()).map(|room| room.name)
}
