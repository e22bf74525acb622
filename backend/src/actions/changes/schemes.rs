//! Versions of payment terms that are published, and what each says in plain words.

use std::collections::HashMap;

use domain::{
    permission::Deed,
    settlement::show::{self, Section},
    text::Text,
};
use time::Date;

use crate::{
    actions::Ctx,
    error::Error,
    storage::{
        changes,
        registry::{self, StoredScheme},
    },
};

#[derive(Debug, Clone)]
pub struct SchemeRow {
    pub id: i64,
    pub code: String,
    pub version: u32,
    pub title: Text,
    pub sha256: String,
    pub governs_from: Date,
    /// Orders that pin it.
    pub orders: i64,
    /// Whether an order placed today pins it.
    pub governs_now: bool,
}

#[derive(Debug)]
pub struct SchemeView {
    pub row: SchemeRow,
    pub sections: Vec<Section>,
    pub content: String,
}

/// By code, the newest version first.
pub async fn schemes(ctx: &Ctx) -> Result<Vec<SchemeRow>, Error> {
    ctx.permit(Deed::Read, &[])?;
    let orders = changes::orders_by_scheme(ctx.db()).await?;
    let all = registry::schemes(ctx.db()).await?;
    let mut rows: Vec<SchemeRow> = all.iter().map(|stored| row(ctx, stored, &all, &orders)).collect();
    rows.sort_by(|a, b| (&a.code, b.version).cmp(&(&b.code, a.version)));
    Ok(rows)
}

pub async fn scheme(ctx: &Ctx, id: i64) -> Result<SchemeView, Error> {
    ctx.permit(Deed::Read, &[])?;
    let orders = changes::orders_by_scheme(ctx.db()).await?;
    let all = registry::schemes(ctx.db()).await?;
    let stored = all.iter().find(|stored| stored.id == id).ok_or(Error::NotFound)?;
    Ok(SchemeView {
        row: row(ctx, stored, &all, &orders),
        sections: show::show(&stored.scheme),
        content: registry::scheme_content(ctx.db(), id).await?,
    })
}

fn row(ctx: &Ctx, stored: &StoredScheme, all: &[StoredScheme], orders: &HashMap<i64, i64>) -> SchemeRow {
    let scheme = &stored.scheme;
    let governing = all.iter().filter(|s| s.scheme.id == scheme.id && s.scheme.governs_from <= ctx.today());
    SchemeRow {
        id: stored.id,
        code: scheme.id.clone(),
        version: scheme.version,
        title: scheme.title.clone(),
        sha256: stored.sha256.clone(),
        governs_from: scheme.governs_from,
        orders: orders.get(&stored.id).copied().unwrap_or(0),
        governs_now: governing.max_by_key(|s| s.scheme.version).is_some_and(|s| s.id == stored.id),
    }
}
