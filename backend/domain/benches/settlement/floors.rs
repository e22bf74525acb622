//! The arithmetic of the default scheme written by hand, from numbers that are already at hand: the price by largest
//! remainder into four parts, the class factor rounded half up, three of the parts between provider and host by hours.
//! No facts are read and no reason is given: nothing that settles by that scheme can be faster than this.

use rust_decimal::{Decimal, RoundingStrategy};

pub struct Plain {
    pub price: i64,
    /// Of the class, in hundredths.
    pub factor: i64,
    pub college: i64,
    pub host: i64,
    pub kept: bool,
    pub graduated: bool,
    pub hired: bool,
}

/// Enrolment to the provider; graduation, what is retained of it, and employment to provider and host.
pub struct Paid<N> {
    pub enrolment: N,
    pub graduation: [N; 2],
    pub retained: [N; 2],
    pub employment: [N; 2],
}

const WEIGHTS: [i64; 4] = [30, 45, 5, 20];

pub fn in_i64(learners: &[Plain]) -> Vec<Paid<i64>> {
    let one = |learner: &Plain| {
        let [enrolment, graduation, retained, employment] = allocate(learner.price, WEIGHTS);
        let quality = |part: i64| (part * learner.factor + 50) / 100;
        let hours = [learner.college, learner.host];
        let split = |part: i64, earned: bool| if earned { allocate(part, hours) } else { [0, 0] };
        Paid {
            enrolment: if learner.kept { enrolment } else { 0 },
            graduation: split(quality(graduation), learner.graduated),
            retained: split(quality(retained), learner.hired),
            employment: split(employment, learner.hired),
        }
    };
    learners.iter().map(one).collect()
}

/// One more to those with the largest fractions; ties to the earlier.
fn allocate<const N: usize>(amount: i64, weights: [i64; N]) -> [i64; N] {
    let total: i64 = weights.iter().sum();
    let mut parts = weights.map(|weight| amount * weight / total);
    let mut rests = weights.map(|weight| amount * weight % total);
    for _ in 0..amount - parts.iter().sum::<i64>() {
        let mut most = 0;
        for place in 1..N {
            if rests[place] > rests[most] {
                most = place;
            }
        }
        parts[most] += 1;
        rests[most] = -1;
    }
    parts
}

pub fn in_decimal(learners: &[Plain]) -> Vec<Paid<Decimal>> {
    let one = |learner: &Plain| {
        let weights = WEIGHTS.map(Decimal::from);
        let [enrolment, graduation, retained, employment] = allocate_decimal(learner.price.into(), weights);
        let factor = Decimal::new(learner.factor, 2);
        let quality =
            |part: Decimal| (part * factor).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        let hours = [Decimal::from(learner.college), Decimal::from(learner.host)];
        let split = |part: Decimal, earned: bool| match earned {
            true => allocate_decimal(part, hours),
            false => [Decimal::ZERO; 2],
        };
        Paid {
            enrolment: if learner.kept { enrolment } else { Decimal::ZERO },
            graduation: split(quality(graduation), learner.graduated),
            retained: split(quality(retained), learner.hired),
            employment: split(employment, learner.hired),
        }
    };
    learners.iter().map(one).collect()
}

fn allocate_decimal<const N: usize>(amount: Decimal, weights: [Decimal; N]) -> [Decimal; N] {
    let total: Decimal = weights.iter().sum();
    let mut parts = weights.map(|weight| (amount * weight / total).trunc());
    let mut rests = weights.map(|weight| amount * weight % total);
    let mut left = amount - parts.iter().sum::<Decimal>();
    while left > Decimal::ZERO {
        let mut most = 0;
        for place in 1..N {
            if rests[place] > rests[most] {
                most = place;
            }
        }
        parts[most] += Decimal::ONE;
        rests[most] = Decimal::NEGATIVE_ONE;
        left -= Decimal::ONE;
    }
    parts
}
