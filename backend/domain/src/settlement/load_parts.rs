//! Components and the amounts they share, from the file to parts.

use std::ops::Range;

use super::{
    findings::Findings,
    formula::{Formula, Names},
    scheme::{
        Amount, Base, Bound, Days, Extra, FactTrigger, Fills, Gate, Loading, Milestone, Monthly, Part, Payee,
        Per, Rule, Spread, Trigger,
    },
    scheme_file::{
        Component, OwnRounding, PayeeTerms, SanctionTerms, SchemeFile, SpreadTerms, SpreadWhat, TriggerTerms,
    },
    scheme_load::learner,
};
use crate::{
    file::{At, Exact},
    fraction::Fraction,
    money::Remainder,
    text::Text,
    value::Type,
};

/// Amounts with the parts that share them, and all parts: of a learner first, then of the order.
pub(super) fn parts(
    file: &SchemeFile,
    names: &Names,
    rounding: Rule,
    found: &mut Findings,
) -> (Vec<Amount>, Vec<Part>) {
    let mut loader = Loader { file, rounding, names: names.clone(), parts: Vec::new() };
    for per in [Per::Learner, Per::Order] {
        for component in file.components.iter().filter(|component| component.per == per) {
            loader.component(component, found);
        }
    }
    for sanction in &file.sanctions {
        loader.sanction(sanction, found);
    }
    let mut parts = loader.parts;
    for (i, terms) in file.bands.iter().enumerate() {
        let shares: Vec<Fraction> = parts
            .iter()
            .filter_map(|part| match part.base {
                Base::Bands { bands, share, .. } if bands == i => share,
                _ => None,
            })
            .collect();
        if !shares.is_empty() {
            sum_to_one(shares.into_iter(), &terms.span, found);
        }
    }
    let amounts = amounts(file, names, &mut parts, found);
    (amounts, parts)
}

struct Loader<'a> {
    file: &'a SchemeFile,
    rounding: Rule,
    names: Names,
    parts: Vec<Part>,
}

impl Loader<'_> {
    /// Adds the component's one or two parts.
    fn component(&mut self, component: &At<Component>, found: &mut Findings) {
        found.word(&component.code, "code");
        found.law(&component.law);
        let names = Names { learner: component.per == Per::Learner, ..self.names.clone() };
        let base = self.base(component, &names, found);
        let triggers = vec![match &component.trigger {
            Some(terms) => trigger(terms, &names, found),
            None if component.per == Per::Learner => Trigger::Enrolled,
            None => Trigger::Always,
        }];
        let part = Part {
            code: component.code.value.clone(),
            title: component.title.clone(),
            per: component.per,
            base,
            units: found.formula_in(&component.units, &names),
            loadings: component.loadings.iter().map(|terms| loading(terms, &names, found)).collect(),
            stacking: component.stacking,
            gates: component.gates.iter().map(|terms| gate(terms, &names, found)).collect(),
            triggers,
            spread: component.spread.as_ref().map(|terms| spread(terms, &names, found)),
            by_quality: component.by_quality,
            factors: self.factors(component, found),
            cap: found.formula_in(&component.cap, &names),
            payee: component
                .payee
                .as_ref()
                .map_or_else(|| Payee::Role("provider".to_owned()), |terms| payee(terms, &names, found)),
            deduction: component.deduction,
            rounding: own_rounding(component.rounding.as_ref(), self.rounding, found),
            law: component.law.value.clone(),
        };
        self.checks(component, &part, found);
        self.names.components.insert(part.code.clone());
        match &component.retention {
            None => self.parts.push(part),
            Some(retention) => {
                found.law(&retention.law);
                let kept = found.share(&retention.share);
                let Base::Share { amount, share, .. } = part.base else {
                    found.require(false, &retention.span, "retention", "share");
                    return;
                };
                let of =
                    |part: Option<Fraction>| Base::Share { amount, leaf: 0, share: part.unwrap_or(share) };
                let retained = share.times(kept);
                let paid = retained.and_then(|retained| share.minus(retained));
                self.parts.push(Part { base: of(paid), ..part.clone() });
                let mut triggers = part.triggers.clone();
                triggers.push(trigger(&retention.release, &names, found));
                self.parts.push(Part {
                    code: format!("{}.retained", part.code),
                    title: retention.title.clone(),
                    base: of(retained),
                    triggers,
                    law: retention.law.value.clone(),
                    ..part
                });
            }
        }
    }

    fn checks(&self, component: &At<Component>, part: &Part, found: &mut Findings) {
        if component.by_quality && self.file.quality.is_none() {
            found.add(
                "scheme.quality_missing",
                &component.span,
                Text::new(
                    "Có phần trả theo chất lượng nhưng thiếu bảng [quality].",
                    "A component is paid by quality, but [quality] is missing.",
                ),
                Text::new("Thêm bảng hệ số theo xếp loại.", "Add the factors by class."),
            );
        }
        let of_learner = part.per == Per::Learner;
        let asks = |trigger: &Trigger| {
            !matches!(
                trigger,
                Trigger::Fact(_) | Trigger::Reached { .. } | Trigger::Date { .. } | Trigger::Always
            )
        };
        if !of_learner && (part.triggers.iter().any(asks) || part.by_quality || part.payee == Payee::ByHours)
        {
            found.refuse(
                false,
                &component.span,
                (
                    "Phần trả cho cả đơn không dùng được điều kiện của người học.",
                    "A component of the whole order cannot depend on what one learner does.",
                ),
                (
                    "Dùng trigger fact, reached, date hoặc always, bỏ by_quality và by_hours; hoặc bỏ per = \"order\".",
                    "Use the trigger fact, reached, date or always, without by_quality and by_hours; or drop per = \"order\".",
                ),
            );
        }
        let units = matches!(part.spread, Some(Spread::Instalments { units: true, .. }));
        if units && (part.units.is_none() || part.rounding.remainder == Remainder::Separate) {
            found.refuse(
                false,
                &component.span,
                (
                    "Chia số đơn vị theo kỳ (what = \"units\") cần units và phần dư khác separate.",
                    "Instalments of units (what = \"units\") need units, and a remainder other than separate.",
                ),
                ("Thêm units, hoặc đặt rounding.remainder.", "Give units, or set rounding.remainder."),
            );
        }
    }

    fn base(&mut self, component: &At<Component>, names: &Names, found: &mut Findings) -> Base {
        let codes: Vec<String> = self.file.amounts.iter().map(|amount| amount.code.value.clone()).collect();
        let facts =
            matches!(component.spread.as_ref().map(|spread| &spread.value), Some(SpreadTerms::Facts { .. }));
        let names = &Names { fact: facts, ..names.clone() };
        match (&component.share, &component.amount, &component.bands) {
            (Some(share), None, None) => {
                let amount = component.of.as_ref().map_or(0, |of| found.place_of(of, &codes));
                found.refuse(
                    !codes.is_empty(),
                    &share.span,
                    (
                        "Tỉ lệ này không có khoản nào để tính.",
                        "This share is a share of nothing: there are no [[amounts]].",
                    ),
                    (
                        "Khai báo [[amounts]], hoặc dùng amount.",
                        "Declare [[amounts]], or give amount in its place.",
                    ),
                );
                Base::Share { amount, leaf: 0, share: found.share(share) }
            }
            (None, Some(amount), None) => Base::Formula(found.formula_at(amount, Type::Number, names)),
            (share, None, Some(bands)) => {
                let codes: Vec<String> =
                    self.file.bands.iter().map(|bands| bands.code.value.clone()).collect();
                let fills =
                    component.fills.clone().map(|fills| Fills { fills, empties: component.empties.clone() });
                let counted = if names.learner {
                    fills.is_none()
                } else {
                    fills.is_some() != component.units.is_some()
                };
                found.refuse(
                    counted,
                    &bands.span,
                    (
                        "Phần theo bậc của cả đơn cần đúng một trong hai: units hoặc fills; phần của người học không dùng fills.",
                        "A component of the order with bands gives either units or fills; one of a learner gives no fills.",
                    ),
                    (
                        "units: công thức số lượng; fills: loại sự kiện của đơn.",
                        "units: a formula of how many; fills: a kind of the order's facts.",
                    ),
                );
                Base::Bands {
                    bands: found.place_of(bands, &codes),
                    share: share.as_ref().map(|share| found.share(share)),
                    fills,
                }
            }
            _ => {
                let code = &component.code.value;
                found.refuse(
                    false,
                    &component.code.span,
                    (
                        &format!("Phần '{code}' phải nêu đúng một trong ba: share, amount, bands."),
                        &format!("The component '{code}' must give exactly one of share, amount and bands."),
                    ),
                    (
                        "share: tỉ lệ của một khoản trong [[amounts]]; amount: công thức riêng; bands: giá theo bậc (có thể kèm share).",
                        "share: a part of one of the [[amounts]]; amount: a formula of its own; bands: the price of a band (share may stand with it).",
                    ),
                );
                Base::Formula(zero())
            }
        }
    }

    fn factors(&self, component: &Component, found: &mut Findings) -> Vec<usize> {
        let codes: Vec<String> = self.file.factors.iter().map(|factor| factor.code.value.clone()).collect();
        component.factors.iter().map(|code| found.place_of(code, &codes)).collect()
    }

    fn sanction(&mut self, terms: &At<SanctionTerms>, found: &mut Findings) {
        found.word(&terms.code, "code");
        found.law(&terms.law);
        let codes: Vec<String> = self.parts.iter().map(|part| part.code.clone()).collect();
        let of = if terms.of.is_empty() {
            (0..self.parts.len()).collect()
        } else {
            let named: Vec<usize> = terms.of.iter().map(|code| found.place_of(code, &codes)).collect();
            let retained_of = |i: &usize| {
                named.iter().any(|place| {
                    codes.get(*place).is_some_and(|code| codes[*i] == format!("{code}.retained"))
                })
            };
            (0..codes.len()).filter(|i| named.contains(i) || retained_of(i)).collect()
        };
        self.parts.push(Part {
            code: terms.code.value.clone(),
            title: terms.title.clone(),
            per: Per::Order,
            base: Base::Sanction {
                percent: found.formula_at(&terms.percent, Type::Number, &self.names),
                of,
                ceiling: terms.ceiling.as_ref().map(|ceiling| found.part(ceiling)),
            },
            units: None,
            loadings: Vec::new(),
            stacking: Default::default(),
            gates: Vec::new(),
            triggers: vec![Trigger::Always],
            spread: None,
            by_quality: false,
            factors: Vec::new(),
            cap: None,
            payee: Payee::Role("provider".to_owned()),
            deduction: true,
            rounding: self.rounding,
            law: terms.law.value.clone(),
        });
    }
}

fn zero() -> Formula {
    Formula { text: "0".to_owned(), root: super::formula::Expr::Literal(crate::value::Value::whole(0)) }
}

fn loading(terms: &At<super::scheme_file::LoadingTerms>, names: &Names, found: &mut Findings) -> Loading {
    let extra = match (&terms.percent, &terms.amount) {
        (Some(percent), None) => Extra::Percent(found.formula_at(percent, Type::Number, names)),
        (None, Some(amount)) => Extra::Amount(found.formula_at(amount, Type::Number, names)),
        _ => {
            found.refuse(
                false,
                &terms.span,
                (
                    "Phần cộng thêm phải nêu đúng một trong hai: percent, amount.",
                    "A loading gives exactly one of percent and amount.",
                ),
                ("percent = \"0.5\" là thêm một nửa.", "percent = \"0.5\" is one half more."),
            );
            Extra::Percent(zero())
        }
    };
    Loading {
        code: terms.code.value.clone(),
        when: found.formula_at(&terms.when, Type::YesNo, names),
        extra,
        law: terms.law.clone().unwrap_or_default(),
    }
}

fn gate(terms: &At<super::scheme_file::GateTerms>, names: &Names, found: &mut Findings) -> Gate {
    found.word(&terms.code, "code");
    found.refuse(
        !terms.say.vi.trim().is_empty() && !terms.say.en.trim().is_empty(),
        &terms.span,
        (
            "Điều kiện chưa có lời giải thích cho người nhận tiền.",
            "The condition says nothing to those it stops.",
        ),
        ("Ghi say bằng cả hai thứ tiếng.", "Write say in both languages."),
    );
    Gate {
        code: terms.code.value.clone(),
        test: found.formula_at(&terms.test, Type::YesNo, names),
        otherwise: terms.otherwise,
        say: terms.say.clone(),
        remedy: terms.remedy.clone(),
    }
}

fn trigger(terms: &At<TriggerTerms>, names: &Names, found: &mut Findings) -> Trigger {
    let span = &terms.span;
    match &terms.value {
        TriggerTerms::Enrolled => Trigger::Enrolled,
        TriggerTerms::Graduated => Trigger::Graduated,
        TriggerTerms::Always => Trigger::Always,
        TriggerTerms::Retained { days, share, first_day } => {
            found.require(*first_day <= 1, span, "first_day", "0, 1");
            let days = match (days, share) {
                (Some(days), None) => match days.as_str().parse::<i64>() {
                    Ok(days) => {
                        found.refuse(
                            days >= i64::from(*first_day) && days <= i64::from(u16::MAX),
                            span,
                            ("Không có ngày học thứ như vậy.", "There is no such day of training."),
                            (
                                "Ghi số ngày từ 0 (tính từ 1 khi first_day = 1).",
                                "Give a number from 0, or from 1 where first_day = 1.",
                            ),
                        );
                        Days::Fixed(u16::try_from(days).unwrap_or(1))
                    }
                    Err(_) => Days::Formula(found.formula(days, span, Type::Number, names)),
                },
                (None, Some(share)) => Days::Share(found.number(share, span)),
                _ => {
                    found.refuse(
                        false,
                        span,
                        (
                            "retained cần đúng một trong hai: days, share.",
                            "retained gives exactly one of days and share.",
                        ),
                        ("Ví dụ: days = 30.", "For instance: days = 30."),
                    );
                    Days::Fixed(0)
                }
            };
            Trigger::Retained { days, first_day: *first_day == 1 }
        }
        TriggerTerms::Employed { within_days, lasting_days } => {
            Trigger::Employed { within_days: *within_days, lasting_days: *lasting_days }
        }
        TriggerTerms::Fact { fact, labels, by, evidence, within_days, last } => Trigger::Fact(FactTrigger {
            fact: fact.clone(),
            labels: labels.clone(),
            by: by.clone(),
            evidence: *evidence,
            within_days: *within_days,
            last: *last,
        }),
        TriggerTerms::Reached { fact, labels, at_least, every, total } => {
            let (written, every) = match (at_least, every) {
                (Some(at_least), None) => (at_least, false),
                (None, Some(every)) => (every, true),
                _ => {
                    found.refuse(
                        false,
                        span,
                        (
                            "reached cần đúng một trong hai: at_least, every.",
                            "reached gives exactly one of at_least and every.",
                        ),
                        (
                            "at_least: một lần khi đủ; every: mỗi lần thêm chừng ấy.",
                            "at_least: once, when so many are there; every: again for each so many.",
                        ),
                    );
                    return Trigger::Enrolled;
                }
            };
            let number = found.number(written, span);
            found.require(number > Fraction::ZERO, span, written.as_str(), "> 0");
            let percent = written.as_str().trim_end().ends_with('%');
            found.refuse(
                !percent || total.is_some(),
                span,
                (
                    &format!("{} của bao nhiêu? Thiếu total.", written.as_str()),
                    &format!("{} of how many? total is missing.", written.as_str()),
                ),
                (
                    "Thêm total, ví dụ: total = \"order.units\".",
                    "Add total, for instance: total = \"order.units\".",
                ),
            );
            Trigger::Reached {
                fact: fact.clone(),
                labels: labels.clone(),
                bound: if percent { Bound::Percent(number) } else { Bound::Number(number) },
                every,
                total: total.as_ref().map(|total| found.formula(total, span, Type::Number, names)),
            }
        }
        TriggerTerms::Date { on, even_if_ended } => {
            Trigger::Date { on: found.formula(on, span, Type::Day, names), even_if_ended: *even_if_ended }
        }
    }
}

fn spread(terms: &At<SpreadTerms>, names: &Names, found: &mut Findings) -> Spread {
    let span = &terms.span;
    match &terms.value {
        SpreadTerms::Facts { fact } => Spread::Facts(fact.clone()),
        SpreadTerms::Monthly {
            from,
            until,
            early,
            change,
            change_fact,
            overpaid,
            after_break,
            end_day,
            no_month_end,
        } => {
            found.refuse(
                names.learner,
                span,
                (
                    "Trả theo tháng học (monthly) chỉ dùng cho người học.",
                    "Months in learning (monthly) are those of a learner, not of an order.",
                ),
                ("Dùng instalments, hoặc bỏ per = \"order\".", "Use instalments, or drop per = \"order\"."),
            );
            let day = |written: &Option<Exact>, found: &mut Findings| {
                written.as_ref().map(|written| found.formula(written, span, Type::Day, names))
            };
            let recorded = *change == super::scheme::Change::AsRecorded;
            found.refuse(
                !recorded || change_fact.is_some(),
                span,
                (
                    "change = \"as_recorded\" cần biết loại sự kiện nào nói: thiếu change_fact.",
                    "change = \"as_recorded\" needs to know which fact says it: change_fact is missing.",
                ),
                ("Ví dụ: change_fact = \"price\".", "For instance: change_fact = \"price\"."),
            );
            Spread::Monthly(Monthly {
                from: day(from, found),
                until: day(until, found),
                early: *early,
                change: *change,
                change_fact: change_fact.clone(),
                overpaid: *overpaid,
                after_break: *after_break,
                end_day: *end_day,
                no_month_end: *no_month_end,
            })
        }
        SpreadTerms::Instalments { n, every, what } => {
            let fixed: Result<Fraction, _> = n.as_str().parse();
            let valid = fixed.map_or(true, |n| n.to_whole().is_some_and(|n| (1..=1200).contains(&n)));
            found.require(valid, span, n.as_str(), "1, 2, 3 … 1200");
            Spread::Instalments {
                number: found.formula(n, span, Type::Number, names),
                every: *every,
                units: *what == SpreadWhat::Units,
            }
        }
        SpreadTerms::Milestones { at } => {
            let milestones: Vec<Milestone> = at
                .iter()
                .map(|terms| Milestone {
                    label: terms.label.clone(),
                    on: found.formula(&terms.on, span, Type::Day, names),
                    share: found.number(&terms.share, span),
                })
                .collect();
            sum_to_one(milestones.iter().map(|milestone| milestone.share), span, found);
            let labels = at.iter().map(|terms| At { span: span.clone(), value: terms.label.clone() });
            found.once(labels.collect::<Vec<_>>().iter());
            Spread::Milestones(milestones)
        }
    }
}

fn payee(terms: &At<PayeeTerms>, names: &Names, found: &mut Findings) -> Payee {
    match &terms.value {
        PayeeTerms::One(role) if role == "by_hours" => Payee::ByHours,
        PayeeTerms::One(role) => Payee::Role(role.clone()),
        PayeeTerms::Parts(parts) => {
            let numbers: Vec<Fraction> =
                parts.iter().filter_map(|part| part.share.as_str().parse().ok()).collect();
            if numbers.len() == parts.len() {
                sum_to_one(numbers.into_iter(), &terms.span, found);
            }
            let share = |part: &super::scheme_file::PayeePart, found: &mut Findings| {
                (part.role.clone(), found.formula(&part.share, &terms.span, Type::Number, names))
            };
            Payee::Parts(parts.iter().map(|part| share(part, found)).collect())
        }
    }
}

fn own_rounding(own: Option<&At<OwnRounding>>, scheme: Rule, found: &mut Findings) -> Rule {
    let Some(own) = own else { return scheme };
    let multiple = own.unit.as_ref().and_then(|unit| {
        let ratio = found.number(unit, &unit.span).divided_by(scheme.smallest).and_then(Fraction::to_whole);
        found.require(
            ratio.is_some_and(|ratio| ratio > 0),
            &unit.span,
            unit.as_str(),
            "a multiple of rounding.unit",
        );
        ratio.filter(|ratio| *ratio > 0)
    });
    Rule {
        multiple: multiple.unwrap_or(1),
        mode: own.mode.unwrap_or(scheme.mode),
        remainder: own.remainder.unwrap_or(scheme.remainder),
        step: own.step.unwrap_or(scheme.step),
        ..scheme
    }
}

fn sum_to_one(mut shares: impl Iterator<Item = Fraction>, span: &Range<usize>, found: &mut Findings) {
    let sum = shares.try_fold(Fraction::ZERO, Fraction::plus);
    if sum != Some(Fraction::ONE) {
        let sum = sum.map_or_else(|| "?".to_owned(), |sum| sum.to_string());
        found.add(
            "scheme.shares",
            span,
            Text::new(
                format!("Các tỉ lệ cộng lại bằng {sum}, không phải 1."),
                format!("The shares sum to {sum}, not to 1."),
            ),
            Text::new("Sửa tỉ lệ để tổng đúng bằng 1.", "Correct the shares so that they sum to exactly 1."),
        );
    }
}

/// Resolves the tree of amounts to its roots, and tells each part its leaf.
fn amounts(file: &SchemeFile, names: &Names, parts: &mut [Part], found: &mut Findings) -> Vec<Amount> {
    let codes: Vec<String> = file.amounts.iter().map(|amount| amount.code.value.clone()).collect();
    let parents: Vec<Option<(usize, Fraction)>> = file
        .amounts
        .iter()
        .map(|amount| match (&amount.value.value, &amount.of, &amount.share) {
            (Some(_), None, None) => None,
            (None, Some(of), Some(share)) => Some((found.place_of(of, &codes), found.share(share))),
            _ => {
                found.refuse(
                    false,
                    &amount.span,
                    (
                        &format!("Khoản '{}' cần value, hoặc of cùng với share.", amount.code.value),
                        &format!(
                            "The amount '{}' gives value, or of together with share.",
                            amount.code.value
                        ),
                    ),
                    (
                        "value: công thức của cả khoản; of và share: một phần của khoản khác.",
                        "value: a formula of the whole; of and share: a part of another amount.",
                    ),
                );
                None
            }
        })
        .collect();
    for (i, amount) in file.amounts.iter().enumerate() {
        let of_amounts = parents.iter().flatten().filter(|(of, _)| *of == i).map(|(_, share)| *share);
        let of_parts = parts.iter().filter_map(|part| match part.base {
            Base::Share { amount, share, .. } if amount == i => Some(share),
            _ => None,
        });
        let shares: Vec<Fraction> = of_amounts.chain(of_parts).collect();
        if !shares.is_empty() {
            let span = if file.amounts.len() == 1 { &file.components.span } else { &amount.span };
            sum_to_one(shares.into_iter(), span, found);
        }
    }
    for (i, amount) in file.amounts.iter().enumerate() {
        let up = |place: usize| parents.get(place).and_then(|parent| parent.map(|(of, _)| of));
        let on_the_way = std::iter::successors(up(i), |place| up(*place)).take(codes.len());
        if on_the_way.collect::<Vec<_>>().contains(&i) {
            found.add(
                "scheme.circle",
                &amount.span,
                Text::new(
                    format!("Khoản '{}' là một phần của chính nó.", amount.code.value),
                    format!("The amount '{}' is a share of itself in the end.", amount.code.value),
                ),
                Text::new("Cho một khoản trong vòng một value.", "Give one of them a value."),
            );
        }
    }
    let of_order = |i: usize| {
        parts.iter().any(|part| {
            part.per == Per::Order && matches!(part.base, Base::Share { amount, .. } if amount == i)
        })
    };
    let asks: Vec<Names> =
        (0..codes.len()).map(|i| if of_order(i) { names.clone() } else { learner(names) }).collect();
    let mut amounts: Vec<Amount> = file
        .amounts
        .iter()
        .zip(&asks)
        .map(|(amount, names)| {
            found.word(&amount.code, "code");
            found.law(&amount.law);
            Amount {
                code: amount.code.value.clone(),
                value: amount
                    .value
                    .value
                    .as_ref()
                    .map_or_else(zero, |value| found.formula_at(value, Type::Number, names)),
                cap: found.formula_in(&amount.cap, names),
                law: amount.law.value.clone(),
                leaves: Vec::new(),
                weights: Vec::new(),
            }
        })
        .collect();
    let mut shares: Vec<Vec<Fraction>> = vec![Vec::new(); amounts.len()];
    for (i, part) in parts.iter_mut().enumerate() {
        if let Base::Share { amount, leaf, share } = &mut part.base {
            for _ in 0..codes.len() {
                let Some(Some((parent, of))) = parents.get(*amount) else { break };
                (*amount, *share) = (*parent, share.times(*of).unwrap_or(*share));
            }
            let Some(root) = amounts.get_mut(*amount) else { continue };
            *leaf = root.leaves.len();
            root.leaves.push(i);
            shares[*amount].push(*share);
        }
    }
    for ((amount, shares), terms) in amounts.iter_mut().zip(&shares).zip(&file.amounts) {
        match weights(shares) {
            Some(weights) => amount.weights = weights,
            None => found.require(false, &terms.span, &terms.code, "share: fewer decimals"),
        }
    }
    amounts
}

/// Shares as whole numbers in the same proportion.
pub(super) fn weights(shares: &[Fraction]) -> Option<Vec<u64>> {
    let mut common: i128 = 1;
    for share in shares {
        common = Fraction::new(common, share.denominator())?.numerator().checked_mul(share.denominator())?;
    }
    let common = Fraction::new(common, 1)?;
    shares.iter().map(|share| u64::try_from(share.times(common)?.to_whole()?).ok()).collect()
}
