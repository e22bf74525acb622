//! A server over a database of its own, with the real fixtures and one person of each role.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use domain::{
    ids::{PartyId, UserId},
    permission::{Actor, Role},
};
use serde_json::{Value, json};
use time::{Date, macros::date};
use tower::ServiceExt;
use utoipa::openapi::OpenApi;

use crate::{
    actions::{
        Ctx, Store, registry,
        sign_in::{self, Knock},
    },
    clock::Clock,
    fixtures::{self, Fixtures},
    http::{App, api},
};

pub const COLLEGE: &str = "cd-cong-nghe-thu-duc";
const FIRST_DAY: Date = date!(2025 - 01 - 06);
const BODY: &str = "ordering-body";

pub struct Rig {
    router: Router,
    pub document: OpenApi,
    app: App,
    tokens: HashMap<Role, String>,
    pub college: PartyId,
    file: PathBuf,
}

pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    pub json: Value,
}

impl Rig {
    pub async fn new() -> Rig {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let n = COUNT.fetch_add(1, Ordering::SeqCst);
        let file = std::env::temp_dir().join(format!("dathang-api-{}-{n}.db", std::process::id()));
        let store = Store::connect(&format!("sqlite://{}", file.display())).await.unwrap();
        store.migrate().await.unwrap();
        let clock = Clock::set_to(FIRST_DAY);
        let founder = Actor::new(UserId(0), "Test", Role::Administrator, PartyId(0));
        let ctx = Ctx::new(store.clone(), clock.clone(), founder);
        registry::load(&ctx, &Fixtures::read().unwrap()).await.unwrap();
        for scheme in fixtures::SCHEMES {
            registry::publish_scheme(&ctx, scheme).await.unwrap();
        }
        registry::load_programme(&ctx, fixtures::PROGRAMMES[0]).await.unwrap();
        let parties = registry::parties(&ctx).await.unwrap();
        let college = parties.by_code(COLLEGE).unwrap().id;
        let body = parties.by_code(BODY).unwrap().id;
        let hash = sign_in::hash_password("mật khẩu").unwrap();
        for role in Role::ALL {
            let party = match role {
                Role::Registrar | Role::Director | Role::CollegeAccountant => college,
                _ => body,
            };
            let login = role.as_str();
            registry::add_account(&ctx, login, login, role, party, &hash).await.unwrap();
        }
        let app = App {
            store,
            clock,
            behind_tls: false,
            portal: None,
            oidc: None,
            sends_mail: false,
            demo_sign_ins: Vec::new(),
            demo_password: None,
        };
        let (router, document) = api::router(&app);
        let router = router.with_state(app.clone());
        let mut rig = Rig { router, document, app, tokens: HashMap::new(), college, file };
        rig.move_to(FIRST_DAY).await;
        rig
    }

    /// Sessions run out in between, so everybody signs in anew.
    pub async fn move_to(&mut self, day: Date) {
        self.app.clock.move_to(day);
        for role in Role::ALL {
            let App { store, clock, .. } = &self.app;
            let knock = Knock {
                login: role.as_str().to_owned(),
                password: "mật khẩu".to_owned(),
                ..Knock::default()
            };
            let opened = sign_in::sign_in(store, clock, &knock).await.unwrap();
            self.tokens.insert(role, opened.token);
        }
    }

    pub fn token(&self, role: Role) -> &str {
        &self.tokens[&role]
    }

    pub async fn post(&self, role: Role, path: &str, body: Value) -> Answered {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.call("POST", path, Some(self.token(role)), None, &body).await
    }

    pub async fn get(&self, role: Role, path: &str) -> Answered {
        self.call("GET", path, Some(self.token(role)), None, "").await
    }

    pub async fn call(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        key: Option<&str>,
        body: &str,
    ) -> Answered {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answered { status: parts.status, headers: parts.headers, text, json }
    }

    /// An order of the college for software technology at college level.
    pub fn order(&self, quantity: u32) -> Value {
        json!({
            "programme": "qd1446",
            "provider": self.college.0,
            "lines": [{
                "occupation": "6480202",
                "mode": "formal",
                "quantity": quantity,
                "price_decision": "gd-01-2024-6480202",
                "starts_on": "2025-01-13",
                "ends_on": "2026-01-12"
            }]
        })
    }
}

impl Answered {
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self.json
    }

    /// Code and place of every issue.
    pub fn issues(&self) -> Vec<(&str, &str)> {
        let issues = self.json["issues"].as_array().unwrap();
        issues.iter().map(|i| (i["code"].as_str().unwrap(), i["place"].as_str().unwrap())).collect()
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            std::fs::remove_file(format!("{}{end}", self.file.display())).ok();
        }
    }
}
