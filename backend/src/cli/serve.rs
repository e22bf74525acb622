//! `dathang serve`: the portal and the API until somebody stops it.

use std::{net::SocketAddr, path::Path, process::ExitCode, sync::Arc};

use crate::{
    actions::{
        notices::{self, Post},
        workbooks,
    },
    clock::Clock,
    config::Config,
    demo::{PASSWORD, SignIn},
    error::Error,
    http::{self, App, DemoSignIn},
    oidc::Provider,
    storage::{Store, sealed::Seal},
};

pub async fn run(
    store: Store,
    clock: Clock,
    listen: SocketAddr,
    config: &Config,
    sign_ins: Vec<SignIn>,
) -> Result<ExitCode, Error> {
    let key_file = Path::new(&config.key_file);
    let seal = Seal::from_file(key_file).map_err(|error| Error::fault(&config.key_file, error))?;
    let store = store.with_seal(seal);
    if store.is_walled().await? == Some(false) {
        tracing::warn!("the database does not keep organisations apart by itself: see `dathang doctor`");
    }
    let demo_password = (!sign_ins.is_empty()).then(|| PASSWORD.to_owned());
    let shown = |SignIn { login, role, organisation }| DemoSignIn { login, role, organisation };
    let demo_sign_ins = sign_ins.into_iter().map(shown).collect();
    let resumed = workbooks::resume(&store, &clock).await?;
    if resumed > 0 {
        tracing::info!(resumed, "workbooks that were under way go on");
    }
    let behind_tls = config.behind_tls;
    let oidc = config.oidc.clone().map(|settings| Arc::new(Provider::new(settings)));
    let (portal, home) = (config.mail.portal(), config.mail.home(listen));
    let post = Post::new(&config.mail, home).map_err(|error| Error::fault("mail", error))?;
    let sends_mail = post.is_some();
    tokio::spawn(notices::work(store.clone(), clock.clone(), post));
    let app = App { store, clock, behind_tls, portal, oidc, sends_mail, demo_sign_ins, demo_password };
    let router = http::router(app);
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .map_err(|error| Error::fault(&format!("listen on {listen}"), error))?;
    let address = listener.local_addr().map_err(|error| Error::fault("listen", error))?;
    println!("  http://{address}");
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
        .await
        .map_err(|error| Error::fault("serve", error))?;
    Ok(ExitCode::SUCCESS)
}
