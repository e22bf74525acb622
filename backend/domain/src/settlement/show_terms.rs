//! Everything of a scheme that is not a part, in words: what parts rest on, and how money comes and goes.

use super::{
    scheme::{Advance, Base, Cap, Gives, Rank, Scale, Scheme, Source, Table},
    show::{Row, places, row, titles},
    show_words::{
        Meant, beyond, cap_per, corrections, cut, date, list, money, negative, number, otherwise, percent,
        rank, reach, recovery, refund, remainder, role, rounding, tax, words, year,
    },
    trigger::ONCE,
};
use crate::{
    fraction::Fraction,
    grading::GraduationClass,
    noun,
    text::{Text, say},
};

pub(super) fn amounts(scheme: &Scheme) -> Vec<Row> {
    let currency = Meant::Money(&scheme.currency);
    let share = |place: &usize| -> Option<Text> {
        let part = scheme.parts.get(*place)?;
        let Base::Share { share, .. } = &part.base else { return None };
        Some(say!(
            "“{title}” {share}",
            "“{title}” {share}",
            title = part.title.clone(),
            share = percent(*share)
        ))
    };
    // An amount that is a share of another has given its parts to that one.
    let shared = scheme.amounts.iter().filter(|amount| !amount.leaves.is_empty());
    let told = shared.map(|amount| {
        let cap = amount
            .cap
            .as_ref()
            .map(|cap| say!("không quá {cap}", "at most {cap}", cap = words(cap, currency)));
        let shares = list(amount.leaves.iter().filter_map(share), ", ");
        let shares = (!shares.vi.is_empty())
            .then(|| say!("chia cho: {shares}", "shared by: {shares}", shares = shares));
        let value = Some(words(&amount.value, currency));
        row(
            say!("Khoản “{code}”", "Amount “{code}”", code = Text::both(&amount.code)),
            list([value, cap, shares].into_iter().flatten(), "; "),
            &amount.law,
        )
    });
    told.collect()
}

pub(super) fn quality(scheme: &Scheme) -> Vec<Row> {
    let Some(quality) = &scheme.quality else { return Vec::new() };
    let parts = titles(scheme.parts.iter().filter(|part| part.by_quality));
    let parts = if parts.vi.is_empty() { say!("không phần nào", "no component") } else { parts };
    let mut rows = vec![row(say!("Áp dụng cho", "Applies to"), parts, &quality.law)];
    rows.extend(GraduationClass::ALL.into_iter().filter_map(|class| {
        let factor = quality.factors.get(class.as_str())?;
        Some(row(class.name(), percent(Fraction::from(*factor)), ""))
    }));
    rows
}

pub(super) fn factors(scheme: &Scheme) -> Vec<Row> {
    let told = scheme.factors.iter().map(|factor| {
        let cap = factor
            .cap
            .as_ref()
            .map(|cap| say!("không quá {cap}", "at most {cap}", cap = words(cap, Meant::Percent)));
        let value = Some(words(&factor.value, Meant::Percent));
        row(
            say!("Hệ số “{title}”", "Factor “{title}”", title = factor.title.clone()),
            list([value, cap].into_iter().flatten(), "; "),
            &factor.law,
        )
    });
    told.collect()
}

pub(super) fn table(code: &str, table: &Table) -> Row {
    let rows = say!(
        "Số dòng: {count}, tra theo {keys}",
        "Number of rows: {count}, looked up by {keys}",
        count = Text::both(table.rows.len()),
        keys = Text::both(table.keys.join(", "))
    );
    let least = table.rows.iter().map(|row| row.value).min();
    let most = table.rows.iter().map(|row| row.value).max();
    let range = least.zip(most).map(|(least, most)| {
        say!(
            "giá trị từ {least} đến {most}",
            "values from {least} to {most}",
            least = number(least),
            most = number(most)
        )
    });
    let dated = table.rows.iter().any(|row| row.from.is_some() || row.until.is_some());
    let dated = dated.then(|| {
        say!("có dòng chỉ có hiệu lực trong một thời hạn", "some rows are in force for a time only")
    });
    let what = say!("Bảng “{code}”", "Table “{code}”", code = Text::both(code));
    row(what, list([Some(rows), range, dated].into_iter().flatten(), "; "), &table.law)
}

pub(super) fn scale(code: &str, scale: &Scale) -> Row {
    let points = list(
        scale.points.iter().map(|(at, value)| {
            let (at, value) = (number(*at), number(*value));
            match (scale.line, scale.at_least) {
                (true, _) => say!("tại {at} là {value}", "{value} at {at}", at = at, value = value),
                (false, true) => {
                    say!("từ {at} trở lên là {value}", "{value} from {at} on", at = at, value = value)
                }
                (false, false) => say!("trên {at} là {value}", "{value} above {at}", at = at, value = value),
            }
        }),
        "; ",
    );
    let rest = if scale.line {
        say!(
            "giữa hai điểm tính theo đường thẳng, ngoài hai đầu giữ nguyên",
            "straight between points, level outside"
        )
    } else {
        say!("dưới điểm đầu là 0", "0 below the first")
    };
    let what = say!("Thang “{code}”", "Scale “{code}”", code = Text::both(code));
    row(what, list([points, rest], "; "), &scale.law)
}

pub(super) fn values(scheme: &Scheme) -> Vec<Row> {
    let told = scheme.values.iter().map(|(name, formula)| {
        row(
            say!("Giá trị “{name}”", "Value “{name}”", name = Text::both(name)),
            words(formula, Meant::Number),
            "",
        )
    });
    told.collect()
}

pub(super) fn quantity(scheme: &Scheme) -> Vec<Row> {
    let counted = say!("Ai được tính", "Who counts");
    let once = row(
        say!("Mỗi người", "Each person"),
        say!(
            "một lần cho mỗi nghề và trình độ; nghi trùng thì chờ quyết định",
            "once per occupation and level; a possible duplicate waits for a decision"
        ),
        ONCE,
    );
    let Some(quantity) = &scheme.quantity else {
        let all = say!("mọi người học, không giới hạn số lượng", "every learner, without a limit");
        return vec![row(counted, all, ""), once];
    };
    let enrolment = (!quantity.rank.contains(&Rank::EnrolledOn)).then_some(Rank::EnrolledOn);
    let ranks = quantity.rank.iter().copied().chain(enrolment).map(rank);
    let mut rows = vec![
        row(
            counted,
            say!(
                "không quá số lượng đặt hàng (order.quantity)",
                "at most the ordered number of learners (order.quantity)"
            ),
            &quantity.law,
        ),
        row(say!("Vượt số lượng", "Beyond the number"), beyond(quantity.beyond), ""),
        row(say!("Ai được xếp trước", "Who stands first"), list(ranks, "; "), ""),
        once,
    ];
    if let Some(minimum) = quantity.minimum {
        let said = say!(
            "dưới {minimum} thì {otherwise}",
            "below {minimum}: {otherwise}",
            minimum = noun::LEARNER.counted(minimum),
            otherwise = otherwise(quantity.below)
        );
        rows.push(row(say!("Số tối thiểu", "Minimum"), said, ""));
    }
    rows
}

pub(super) fn bands(scheme: &Scheme) -> Vec<Row> {
    let mut rows = Vec::new();
    for bands in &scheme.bands {
        rows.push(row(
            say!("Cách đếm của “{code}”", "How “{code}” is counted", code = Text::both(&bands.code)),
            reach(bands.scope),
            &bands.law,
        ));
        rows.extend(bands.steps.iter().map(|band| {
            row(
                say!("Bậc {code}", "Band {code}", code = Text::both(&band.code)),
                say!(
                    "số chỗ: {capacity}; đơn giá một chỗ: {price}",
                    "places: {capacity}; price of one place: {price}",
                    capacity = words(&band.capacity, Meant::Number),
                    price = words(&band.price, Meant::Money(&scheme.currency))
                ),
                "",
            )
        }));
        rows.push(row(say!("Vượt bậc cuối", "Beyond the last band"), beyond(bands.beyond), ""));
        rows.push(row(say!("Khi có người thôi học", "When somebody drops out"), refund(bands.refund), ""));
    }
    rows
}

pub(super) fn cap(cap: &Cap, scheme: &Scheme) -> Row {
    let most = say!(
        "không quá {amount} cho {per} {year}",
        "at most {amount} for {per} {year}",
        amount = words(&cap.amount, Meant::Money(&scheme.currency)),
        per = cap_per(cap.per),
        year = year(cap.year, scheme.year_begins)
    );
    let parts = if cap.parts.is_empty() {
        say!("tính mọi phần trả", "all components count")
    } else {
        say!("tính {parts}", "counting {parts}", parts = places(&cap.parts, scheme))
    };
    let payee = cap
        .payee
        .as_ref()
        .map(|payee| say!("chỉ phần {role} được nhận", "only what {role} receives", role = role(payee)));
    let named = (!cap.cut_first.is_empty()).then(|| {
        say!(
            "cắt trước hết {parts}",
            "cut before all others: {parts}",
            parts = places(&cap.cut_first, scheme)
        )
    });
    let order = say!("cắt {cut}", "cut: {cut}", cut = cut(cap.cut));
    let over = say!("phần vượt: {over}", "what is over: {over}", over = otherwise(cap.over));
    row(
        say!("Trần “{title}”", "Cap “{title}”", title = cap.title.clone()),
        list([Some(most), Some(parts), payee, named, Some(order), Some(over)].into_iter().flatten(), "; "),
        &cap.law,
    )
}

pub(super) fn sources(scheme: &Scheme) -> Vec<Row> {
    if scheme.sources.is_empty() {
        let said = say!("cơ quan đặt hàng trả toàn bộ", "the ordering body pays the whole");
        return vec![row(say!("Ai trả", "Who pays"), said, "")];
    }
    let told = scheme.sources.iter().enumerate();
    let mut rows: Vec<Row> = told.map(|(place, source)| one_source(place + 1, source, scheme)).collect();
    if scheme.sources.len() > 1 {
        let by = scheme.draw_order.iter().map(|formula| {
            say!(
                "{formula} nhỏ nhất trước",
                "the smallest of {formula}",
                formula = words(formula, Meant::Number)
            )
        });
        let last = match scheme.draw_order.is_empty() {
            true => say!("theo ngày, đơn đặt hàng, người học", "by day, order, learner"),
            false => say!("rồi theo ngày, đơn đặt hàng, người học", "then by day, order, learner"),
        };
        rows.push(row(
            say!("Dòng nào được chi trước", "Which line draws first"),
            list(by.chain([last]), "; "),
            "",
        ));
        let said = say!(
            "trả lại những nguồn đã chi dòng đó, theo tỉ lệ, không quá số mỗi nguồn đã chi",
            "back to those who paid that line, in proportion, at most what each paid"
        );
        rows.push(row(say!("Tiền thu hồi", "Money that comes back"), said, ""));
    }
    rows
}

fn one_source(place: usize, source: &Source, scheme: &Scheme) -> Row {
    let gives = match &source.gives {
        Gives::Draws(balance) => say!(
            "lấy từ số dư “{balance}” đến khi hết",
            "draws on the balance “{balance}” while it lasts",
            balance = Text::both(balance)
        ),
        Gives::Share(share) => say!(
            "trả theo tỉ lệ trên phần các nguồn trước để lại: {share}",
            "pays a part of what the sources before left: {share}",
            share = words(share, Meant::Percent)
        ),
        Gives::Rest => say!("trả toàn bộ phần còn lại", "pays whatever is left"),
    };
    let when = source.when.as_ref().map(|when| {
        say!("chỉ khi thỏa “{when}”", "only where “{when}” holds", when = Text::both(&when.text))
    });
    let ceiling = source.ceiling.as_ref().map(|ceiling| {
        say!(
            "không quá {ceiling} {year}",
            "at most {ceiling} {year}",
            ceiling = words(ceiling, Meant::Money(&scheme.currency)),
            year = year(source.per_year, scheme.year_begins)
        )
    });
    row(
        say!(
            "Nguồn {place}: {title}",
            "Source {place}: {title}",
            place = Text::both(place),
            title = source.title.clone()
        ),
        list([Some(gives), when, ceiling].into_iter().flatten(), "; "),
        &source.law,
    )
}

pub(super) fn advance(advance: Option<&Advance>) -> Vec<Row> {
    let paid_ahead = say!("Mức tạm ứng", "Paid ahead");
    let Some(advance) = advance else {
        return vec![row(paid_ahead, say!("không tạm ứng", "nothing"), "")];
    };
    let of_value = |share| percent(Fraction::from(share));
    vec![
        row(
            paid_ahead,
            say!(
                "{percent} giá trị đơn đặt hàng, không bao giờ quá {ceiling}",
                "{percent} of the value of the order, never more than {ceiling}",
                percent = of_value(advance.percent),
                ceiling = of_value(advance.ceiling)
            ),
            &advance.law,
        ),
        row(
            say!("Thu hồi tạm ứng", "How it is recovered"),
            say!(
                "{recovery}; thu hồi hết khi nghiệm thu đạt {whole} giá trị",
                "{recovery}; whole once {whole} of the value is accepted",
                recovery = recovery(advance.recovery),
                whole = of_value(advance.recovered_at)
            ),
            "",
        ),
    ]
}

pub(super) fn netting(scheme: &Scheme) -> Vec<Row> {
    let netting = &scheme.netting;
    let ceiling = netting.monthly_ceiling.map(|ceiling| {
        let ceiling = money(ceiling, &scheme.currency);
        say!("mỗi tháng không quá {ceiling}", "at most {ceiling} a month", ceiling = ceiling)
    });
    let back =
        list([Some(negative(netting.negative, netting.instalments)), ceiling].into_iter().flatten(), "; ");
    let mut rows = vec![row(say!("Tiền phải thu hồi", "Money that must come back"), back, &netting.law)];
    if netting.contest_days > 0 {
        let said = say!(
            "không trừ gì trong {days} kể từ ngày thông báo",
            "nothing is kept for {days} after the notice",
            days = noun::DAY.counted(netting.contest_days)
        );
        rows.push(row(say!("Thời hạn khiếu nại", "Time to contest"), said, ""));
    }
    rows.push(row(say!("Điều chỉnh", "Corrections"), corrections(netting.corrections), ""));
    rows
}

pub(super) fn taxes(scheme: &Scheme) -> Vec<Row> {
    let said = tax(scheme.tax.class, scheme.tax.rate.as_ref());
    vec![row(say!("Thuế giá trị gia tăng", "Value added tax"), said, &scheme.tax.law)]
}

pub(super) fn roundings(scheme: &Scheme) -> Vec<Row> {
    let rule = rounding(&scheme.rounding, &scheme.currency);
    vec![
        row(say!("Cách làm tròn", "Rule"), rule, &scheme.rounding_law),
        row(say!("Số lẻ còn lại", "What is left over"), remainder(scheme.rounding.remainder), ""),
    ]
}

pub(super) fn versions(scheme: &Scheme) -> Vec<Row> {
    let mut rows = vec![row(
        say!("Hiệu lực", "In force"),
        say!(
            "phiên bản {version}, cho đơn đặt hàng lập từ ngày {day}",
            "version {version}, for orders placed from {day} on",
            version = Text::both(scheme.version),
            day = date(scheme.governs_from)
        ),
        "",
    )];
    if let Some((version, changes)) = &scheme.replaces {
        let said = say!(
            "phiên bản {version}; thay đổi: {changes}",
            "version {version}; what changes: {changes}",
            version = Text::both(version),
            changes = changes.clone()
        );
        rows.push(row(say!("Thay thế", "Replaces"), said, ""));
    }
    rows
}
