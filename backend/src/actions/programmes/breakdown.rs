//! A programme cut four ways: by occupation, level, province and provider, each with its learners.

use std::collections::{BTreeMap, HashMap};

use domain::{ids::PartyId, settlement::Volume, text::Text};

use crate::{
    actions::{
        Ctx,
        tally::{Learners, Tally},
        views::{BreakdownRow, BreakdownView, OccupationProgress},
    },
    fixtures,
    storage::{orders::Line, registry::Directory},
};

type Sums = BTreeMap<String, BreakdownRow>;

/// `occupations` are the rows of the same lines, in the order of levels and codes.
pub fn breakdowns(
    ctx: &Ctx,
    tally: &Tally,
    lines: &[(&Line, Volume)],
    learners: &Learners,
    occupations: &[OccupationProgress],
    directory: &Directory,
) -> Vec<BreakdownView> {
    let mut of_occupation = Vec::new();
    let mut of_level: Vec<BreakdownRow> = Vec::new();
    for row in occupations {
        of_occupation.push(of(row, Text::new(labelled(row, |t| &t.vi), labelled(row, |t| &t.en))));
        let level = &row.level.name;
        match of_level.iter_mut().find(|sum| sum.label == *level) {
            Some(sum) => add(sum, [row.learners_ordered, row.learners_enrolled, row.learners_graduated]),
            None => of_level.push(of(row, Text::new(level.vi.clone(), level.en.clone()))),
        }
    }
    let (mut of_province, mut of_provider) = (Sums::new(), Sums::new());
    let providers: HashMap<_, _> = tally.orders.iter().map(|order| (order.id, order.provider)).collect();
    let mut provinces = HashMap::new();
    for (line, _) in lines {
        let Some(provider) = providers.get(&line.order) else { continue };
        let counts = [u64::from(line.quantity), learners.enrolled(line.id), learners.graduated(line.id)];
        let province = provinces.entry(*provider).or_insert_with(|| province_of(directory, *provider));
        sum(&mut of_province, province.clone(), counts);
        let name = directory.name(*provider, ctx.today());
        sum(&mut of_provider, Text::new(name.clone(), name), counts);
    }
    vec![
        view("occupation", of_occupation),
        view("level", of_level),
        view("province", largest_first(of_province)),
        view("provider", largest_first(of_provider)),
    ]
}

fn view(by: &str, rows: Vec<BreakdownRow>) -> BreakdownView {
    BreakdownView { by: by.to_owned(), rows }
}

fn labelled(row: &OccupationProgress, words: fn(&crate::actions::views::Words) -> &String) -> String {
    format!("{}, {}", words(&row.name), words(&row.level.name))
}

fn of(row: &OccupationProgress, label: Text) -> BreakdownRow {
    BreakdownRow {
        label: label.into(),
        learners_ordered: row.learners_ordered,
        learners_enrolled: row.learners_enrolled,
        learners_graduated: row.learners_graduated,
    }
}

fn add(sum: &mut BreakdownRow, [ordered, enrolled, graduated]: [u64; 3]) {
    sum.learners_ordered += ordered;
    sum.learners_enrolled += enrolled;
    sum.learners_graduated += graduated;
}

fn sum(sums: &mut Sums, label: Text, counts: [u64; 3]) {
    let empty = |label: Text| BreakdownRow {
        label: label.into(),
        learners_ordered: 0,
        learners_enrolled: 0,
        learners_graduated: 0,
    };
    add(sums.entry(label.vi.clone()).or_insert_with(|| empty(label)), counts);
}

/// Equal numbers stay in the order of their names.
fn largest_first(sums: Sums) -> Vec<BreakdownRow> {
    let mut rows: Vec<BreakdownRow> = sums.into_values().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.learners_ordered));
    rows
}

/// A firm's province is not known in every case.
fn province_of(directory: &Directory, provider: PartyId) -> Text {
    let party = directory.get(provider);
    match party.and_then(|party| fixtures::province_name(&party.province_code)) {
        Some(name) => Text::new(name.clone(), name),
        None => Text::new("Chưa rõ tỉnh, thành phố", "Province not known"),
    }
}
