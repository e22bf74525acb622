//! The router and the list of what it holds, made together: a route that is served stands on the list, and nothing else
//! does. The list is what `dathang routes` prints and what the test of roles walks.

use axum::{Router, extract::DefaultBodyLimit, handler::Handler, http::Method, routing::MethodRouter};

use super::{App, respond};

/// One address and what may be sent to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub method: Method,
    pub path: String,
}

/// A router that knows its routes.
#[derive(Debug, Default)]
pub struct Routes {
    router: Router<App>,
    list: Vec<Route>,
}

/// The handlers of one address.
pub struct Doors {
    router: MethodRouter<App>,
    methods: Vec<Method>,
}

pub fn get<H, T>(handler: H) -> Doors
where
    H: Handler<T, App>,
    T: 'static,
{
    Doors { router: axum::routing::get(handler), methods: vec![Method::GET] }
}

pub fn post<H, T>(handler: H) -> Doors
where
    H: Handler<T, App>,
    T: 'static,
{
    Doors { router: axum::routing::post(handler), methods: vec![Method::POST] }
}

impl Doors {
    /// What is sent may be so many bytes long.
    pub fn at_most(self, bytes: usize) -> Doors {
        Doors { router: self.router.layer(DefaultBodyLimit::max(bytes)), ..self }
    }

    pub fn post<H, T>(mut self, handler: H) -> Doors
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.methods.push(Method::POST);
        Doors { router: self.router.post(handler), ..self }
    }
}

impl Routes {
    pub fn new() -> Routes {
        Routes::default()
    }

    pub fn route(mut self, path: &str, doors: Doors) -> Routes {
        let route = |method: &Method| Route { method: method.clone(), path: path.to_owned() };
        self.list.extend(doors.methods.iter().map(route));
        Routes { router: self.router.route(path, doors.router), ..self }
    }

    pub fn list(&self) -> &[Route] {
        &self.list
    }

    /// What is not on the list is not found.
    pub fn into_router(self) -> Router<App> {
        self.router.fallback(respond::not_found).method_not_allowed_fallback(respond::not_found)
    }
}
