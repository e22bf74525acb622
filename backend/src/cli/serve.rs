//! `dathang serve`: the portal and the API until somebody stops it.

use std::{net::SocketAddr, process::ExitCode};

use crate::{clock::Clock, demo::SignIn, error::Error, storage::Store};

pub async fn run(_store: Store, _clock: Clock, _listen: SocketAddr, _sign_ins: Vec<SignIn>) -> Result<ExitCode, Error> {
    Err(Error::Fault("the portal is not part of this build".to_owned()))
}
