//! Made-up learners for the demonstration: names, ages and ids that are plausible, valid and the same again for
//! the same seed. Nobody real is in here; a made-up id may by chance be the number of a living person, so it
//! must never be looked up anywhere. It knows nothing of orders: who learns what is decided by the caller.

use std::collections::BTreeMap;

use domain::personal_id::{PersonalId, Sex};
use serde::Deserialize;
use time::{Date, Duration, Month};

use super::random::Random;

/// Whom the programme trains (QĐ 1446/QĐ-TTg): learners of colleges, and workers of enterprises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 17 to 24 years old.
    Student,
    /// 19 to 55 years old.
    Worker,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub full_name: String,
    pub birth_date: Date,
    pub sex: Sex,
    /// Twelve digits that agree with birth date and sex; no two people of one `People` have the same.
    pub personal_id: String,
    /// Not everybody gives one.
    pub phone: Option<String>,
}

/// What people are made from, and which ids are taken.
pub struct People {
    family: Names,
    male: GivenNames,
    female: GivenNames,
    /// Codes of the 63 provinces where a birth was registered. Equally likely: assumption.
    provinces: Vec<String>,
    taken: BTreeMap<(usize, bool, i32), u32>,
}

struct GivenNames {
    middle: Names,
    given: Names,
}

#[derive(Default)]
struct Names {
    names: Vec<String>,
    weights: Vec<u64>,
}

#[derive(Deserialize)]
struct NameRow {
    part: String,
    name: String,
    weight: u64,
}

#[derive(Deserialize)]
struct ProvinceRow {
    personal_id_code: String,
}

/// Serials of one province, sex and year of birth.
const SERIALS: u32 = 1_000_000;
/// Steps through all serials before one returns, because it shares no factor with a million.
const SERIAL_STEP: u32 = 3_607;
/// Assumption.
const FEMALE_PERCENT: u64 = 45;
/// Weights of the ages from 17 on: most students are just out of school. Assumption.
const STUDENT_AGES: (i32, &[u64]) = (17, &[3, 30, 26, 16, 10, 7, 5, 3]);
/// Weights of the ages from 19 on, to 55. Assumption.
const WORKER_AGES: (i32, &[u64]) = (
    19,
    &[
        2, 3, 4, 4, 5, 5, 6, 6, 6, 6, 6, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 1,
        1, 1, 1,
    ],
);

impl People {
    /// From the text of `fixtures/names.csv` and `fixtures/provinces.csv`.
    ///
    /// # Panics
    /// When a file lacks a column or a part: both are compiled into the program and tested.
    pub fn from_csv(names: &str, provinces: &str) -> People {
        let mut parts: BTreeMap<String, Names> = BTreeMap::new();
        for row in rows::<NameRow>(names) {
            let part = parts.entry(row.part).or_default();
            part.names.push(row.name);
            part.weights.push(row.weight);
        }
        let mut part = |name: &str| parts.remove(name).expect("names.csv has every part of a name");
        People {
            family: part("family"),
            male: GivenNames { middle: part("middle_male"), given: part("given_male") },
            female: GivenNames { middle: part("middle_female"), given: part("given_female") },
            provinces: rows::<ProvinceRow>(provinces).into_iter().map(|row| row.personal_id_code).collect(),
            taken: BTreeMap::new(),
        }
    }

    /// Somebody new, of an age on the day `on` at which that kind of learner is found.
    pub fn person(&mut self, random: &mut Random, kind: Kind, on: Date) -> Person {
        let sex = if random.percent(FEMALE_PERCENT) { Sex::Female } else { Sex::Male };
        let full_name = self.full_name(random, sex);
        let birth_date = birth_date(random, kind, on);
        let personal_id = self.personal_id(random, sex, birth_date);
        let phone = phone(&personal_id);
        Person { full_name, birth_date, sex, personal_id, phone }
    }

    fn full_name(&self, random: &mut Random, sex: Sex) -> String {
        let parts = if sex == Sex::Male { &self.male } else { &self.female };
        let family = self.family.draw(random);
        let middle = parts.middle.draw_other_than(random, |middle| middle == family);
        let given = parts.given.draw_other_than(random, |given| given == family || middle.ends_with(given));
        format!("{family} {middle} {given}")
    }

    /// A million numbers for one province, sex and year of birth; a scattered order makes them look drawn.
    fn personal_id(&mut self, random: &mut Random, sex: Sex, birth_date: Date) -> String {
        let place = random.index(self.provinces.len());
        let taken = self.taken.entry((place, sex == Sex::Male, birth_date.year())).or_insert(0);
        assert!(*taken < SERIALS, "a million people of one province, sex and year of birth are enough");
        let group = u32::try_from(place).unwrap_or(0) * 2 + u32::from(sex == Sex::Male);
        let start = (birth_date.year().unsigned_abs() * 104_729 + group * 15_485_863 % SERIALS) % SERIALS;
        let serial = (start + *taken % SERIALS * SERIAL_STEP) % SERIALS;
        *taken += 1;
        PersonalId::compose(&self.provinces[place], sex, birth_date, serial).as_str().to_owned()
    }
}

impl Names {
    fn draw(&self, random: &mut Random) -> &str {
        &self.names[random.weighted(&self.weights)]
    }

    /// No `Hoàng Hoàng` and no `Ngọc Ngọc`. Ends because the list has other names.
    fn draw_other_than(&self, random: &mut Random, unwanted: impl Fn(&str) -> bool) -> &str {
        loop {
            let name = self.draw(random);
            if !unwanted(name) {
                return name;
            }
        }
    }
}

/// A number of the right form that follows from the id, so that nothing else of the year is drawn otherwise. It may by chance be
/// somebody's, and must never be called. Every eighth person gives none: assumption.
fn phone(personal_id: &str) -> Option<String> {
    let mixed = personal_id.bytes().fold(7_u64, |sum, digit| (sum * 131 + u64::from(digit)) % 1_000_000_007);
    let beginning = ["032", "034", "038", "070", "078", "081", "090", "097"];
    let place = usize::try_from(mixed % 8).unwrap_or(0);
    (mixed / 8 % 8 > 0).then(|| format!("{}{:07}", beginning[place], mixed / 64 % 10_000_000))
}

fn birth_date(random: &mut Random, kind: Kind, on: Date) -> Date {
    let (youngest, weights) = match kind {
        Kind::Student => STUDENT_AGES,
        Kind::Worker => WORKER_AGES,
    };
    let age = youngest + i32::try_from(random.weighted(weights)).expect("there are few ages");
    let latest = years_before(on, age);
    let days = (latest - years_before(on, age + 1)).whole_days();
    let days = u64::try_from(days).expect("a year earlier is earlier");
    let days_back = i64::try_from(random.below(days)).expect("a year has few days");
    latest - Duration::days(days_back)
}

/// The same day, years earlier; 28 February where there is no 29.
fn years_before(day: Date, years: i32) -> Date {
    let year = day.year() - years;
    day.replace_year(year).unwrap_or_else(|_| {
        Date::from_calendar_date(year, Month::February, 28).expect("every year has a 28 February")
    })
}

fn rows<Row: for<'de> Deserialize<'de>>(text: &str) -> Vec<Row> {
    csv::Reader::from_reader(text.as_bytes())
        .into_deserialize()
        .map(|row| row.expect("the fixture is compiled into the program and tested"))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::{calendar::age, phone::Phone, text::clean};
    use time::macros::date;

    use super::*;

    const NAMES: &str = include_str!("../../../fixtures/names.csv");
    const PROVINCES: &str = include_str!("../../../fixtures/provinces.csv");

    fn some(count: usize, seed: u64, kind: Kind, on: Date) -> Vec<Person> {
        let mut people = People::from_csv(NAMES, PROVINCES);
        let mut random = Random::new(seed);
        (0..count).map(|_| people.person(&mut random, kind, on)).collect()
    }

    #[test]
    fn every_id_agrees_with_its_own_birth_date_and_sex_and_a_real_province() {
        for person in some(5_000, 1, Kind::Worker, date!(2025 - 01 - 13)) {
            let id = PersonalId::parse(&person.personal_id, person.birth_date, person.sex).unwrap();
            assert!(id.warnings().is_empty(), "{}", person.personal_id);
        }
    }

    #[test]
    fn most_have_a_phone_of_the_right_form() {
        let people = some(2_000, 6, Kind::Student, date!(2025 - 01 - 13));
        let phones: Vec<&String> = people.iter().filter_map(|person| person.phone.as_ref()).collect();
        assert!((1_600..1_900).contains(&phones.len()), "{}", phones.len());
        assert!(phones.iter().all(|phone| Phone::parse(phone).is_ok()));
    }

    #[test]
    fn no_two_people_have_the_same_id() {
        let people = some(50_000, 2, Kind::Student, date!(2025 - 01 - 13));
        let ids: BTreeSet<&str> = people.iter().map(|person| person.personal_id.as_str()).collect();
        assert_eq!(ids.len(), people.len());
    }

    #[test]
    fn all_serials_of_a_province_sex_and_year_are_used_before_one_returns() {
        let mut people = People::from_csv(NAMES, "personal_id_code\n001\n");
        let mut random = Random::new(0);
        let ids: BTreeSet<String> = (0..SERIALS)
            .map(|_| people.personal_id(&mut random, Sex::Female, date!(2006 - 05 - 04)))
            .collect();
        assert_eq!(ids.len(), 1_000_000);
    }

    #[test]
    fn the_same_seed_gives_the_same_people_and_another_seed_others() {
        let day = date!(2025 - 03 - 01);
        assert_eq!(some(300, 7, Kind::Student, day), some(300, 7, Kind::Student, day));
        assert_ne!(some(300, 7, Kind::Student, day), some(300, 8, Kind::Student, day));
    }

    #[test]
    fn ages_stay_in_their_range_and_reach_both_ends() {
        for on in [date!(2025 - 01 - 13), date!(2024 - 02 - 29), date!(2025 - 02 - 28), date!(2025 - 12 - 31)]
        {
            for (kind, youngest, oldest) in [(Kind::Student, 17, 24), (Kind::Worker, 19, 55)] {
                let ages: BTreeSet<i32> =
                    some(20_000, 3, kind, on).iter().map(|person| age(person.birth_date, on)).collect();
                assert_eq!(ages, (youngest..=oldest).collect(), "{kind:?} on {on}");
            }
        }
    }

    #[test]
    fn names_are_clean_nfc_of_three_or_four_words_and_repeat_no_word() {
        for person in some(20_000, 4, Kind::Student, date!(2025 - 01 - 13)) {
            let name = &person.full_name;
            assert_eq!(clean(name), *name);
            let words: Vec<&str> = name.split(' ').collect();
            assert!((3..=4).contains(&words.len()), "{name}");
            assert!(words.windows(2).all(|pair| pair[0] != pair[1]), "{name}");
        }
    }

    #[test]
    fn the_most_common_family_name_is_the_most_common() {
        let people = some(10_000, 5, Kind::Worker, date!(2025 - 01 - 13));
        let nguyen = people.iter().filter(|person| person.full_name.starts_with("Nguyễn ")).count();
        assert!((3_200..4_200).contains(&nguyen), "{nguyen}");
    }
}
