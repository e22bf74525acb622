//! The people who act in the demonstration, each with a sign-in.

use std::collections::HashMap;

use domain::{
    ids::{PartyId, UserId},
    permission::{Actor, Role},
};

use crate::{
    actions::{Ctx, registry, sign_in},
    error::Error,
};

/// The one password of every demonstration account.
pub const PASSWORD: &str = "dat-hang-2025";

/// A sign-in worth showing to a newcomer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    pub login: String,
    pub role: Role,
    pub organisation: String,
}

/// Everybody, ready to act.
pub struct Cast {
    pub planner: Ctx,
    pub approver: Ctx,
    pub accountant: Ctx,
    pub chief_accountant: Ctx,
    pub head: Ctx,
    pub administrator: Ctx,
    providers: HashMap<PartyId, (Ctx, Ctx)>,
    hosts: HashMap<PartyId, Ctx>,
    host_directors: HashMap<PartyId, Ctx>,
    pub sign_ins: Vec<SignIn>,
}

/// Who loads the registry before anybody has an account.
pub fn installer() -> Actor {
    Actor::new(UserId(0), "Cài đặt hệ thống", Role::Administrator, PartyId(0))
}

impl Cast {
    /// Creates the accounts of the ordering body, of every provider and of every host.
    pub async fn gather(ctx: &Ctx, body: &str, providers: &[&str], hosts: &[&str]) -> Result<Cast, Error> {
        let hash = sign_in::hash_password(PASSWORD)?;
        let directory = registry::parties(ctx).await?;
        let party = |code: &str| {
            directory.by_code(code).ok_or_else(|| Error::fault("demo", format!("no party is called {code}")))
        };
        let mut sign_ins = Vec::new();
        let ordering_body = party(body)?.id;
        let mut office = HashMap::new();
        for role in [
            Role::Planner,
            Role::Approver,
            Role::Accountant,
            Role::ChiefAccountant,
            Role::Head,
            Role::Inspector,
            Role::Administrator,
            Role::Auditor,
        ] {
            let login = role.as_str().replace('_', "-");
            let name = sentence(&role.name().vi);
            let actor = registry::add_account(ctx, &login, &name, role, ordering_body, &hash).await?;
            let organisation = directory.name(ordering_body, ctx.today());
            sign_ins.push(SignIn { login, role, organisation });
            office.insert(role, ctx.as_actor(actor));
        }
        let mut cast = Cast {
            planner: office[&Role::Planner].clone(),
            approver: office[&Role::Approver].clone(),
            accountant: office[&Role::Accountant].clone(),
            chief_accountant: office[&Role::ChiefAccountant].clone(),
            head: office[&Role::Head].clone(),
            administrator: office[&Role::Administrator].clone(),
            providers: HashMap::new(),
            hosts: HashMap::new(),
            host_directors: HashMap::new(),
            sign_ins,
        };
        for (i, code) in providers.iter().enumerate() {
            let id = party(code)?.id;
            let organisation = directory.name(id, ctx.today());
            let mut office = Vec::with_capacity(3);
            for role in [Role::Registrar, Role::Director, Role::CollegeAccountant] {
                let login = format!("{}.{code}", role.as_str().replace('_', "-"));
                let name = format!("{}, {organisation}", sentence(&role.name().vi));
                let actor = registry::add_account(ctx, &login, &name, role, id, &hash).await?;
                office.push(ctx.as_actor(actor));
                if i == 0 {
                    cast.sign_ins.push(SignIn { login, role, organisation: organisation.clone() });
                }
            }
            if let [registrar, director, _] = &office[..] {
                cast.providers.insert(id, (registrar.clone(), director.clone()));
            }
        }
        for (i, code) in hosts.iter().enumerate() {
            let id = party(code)?.id;
            let organisation = directory.name(id, ctx.today());
            for (role, login) in [(Role::HostCoordinator, "host"), (Role::HostDirector, "host-director")] {
                let login = format!("{login}.{code}");
                let name = format!("{}, {organisation}", sentence(&role.name().vi));
                let actor = registry::add_account(ctx, &login, &name, role, id, &hash).await?;
                match role {
                    Role::HostCoordinator => cast.hosts.insert(id, ctx.as_actor(actor)),
                    _ => cast.host_directors.insert(id, ctx.as_actor(actor)),
                };
                if i == 0 {
                    cast.sign_ins.push(SignIn { login, role, organisation: organisation.clone() });
                }
            }
        }
        Ok(cast)
    }

    /// Those who act.
    pub fn everybody(&self) -> impl Iterator<Item = &Ctx> {
        let office = [&self.planner, &self.accountant];
        let providers = self.providers.values().flat_map(|(registrar, director)| [registrar, director]);
        office.into_iter().chain(providers).chain(self.hosts.values())
    }

    pub fn registrar(&self, provider: PartyId) -> Result<&Ctx, Error> {
        self.providers.get(&provider).map(|(registrar, _)| registrar).ok_or(Error::NotFound)
    }

    pub fn director(&self, provider: PartyId) -> Result<&Ctx, Error> {
        self.providers.get(&provider).map(|(_, director)| director).ok_or(Error::NotFound)
    }

    /// Who records a payee's invoices.
    pub fn invoices(&self, payee: PartyId) -> Result<&Ctx, Error> {
        self.director(payee).or_else(|_| self.host_director(payee))
    }

    pub fn host_director(&self, host: PartyId) -> Result<&Ctx, Error> {
        self.host_directors.get(&host).ok_or(Error::NotFound)
    }

    pub fn coordinator(&self, host: PartyId) -> Result<&Ctx, Error> {
        self.hosts.get(&host).ok_or(Error::NotFound)
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
