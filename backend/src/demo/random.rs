//! Numbers that look random and are the same on every machine for the same seed. The sequence is part of the
//! product: `demo --seed 7` promises the same year again, so what these functions return is stable for ever.
//! Another way of drawing is another function. For demonstrations only, never for secrets. Integers only.

/// `SplitMix64` (Steele, Lea, Flood 2014): eight bytes of state, every seed is a good seed.
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
}

impl Random {
    pub fn new(seed: u64) -> Random {
        Random { state: seed }
    }

    /// A number from 0 to `n` - 1, each as likely as the other.
    ///
    /// # Panics
    /// When `n` is 0: there is no such number.
    pub fn below(&mut self, n: u64) -> u64 {
        assert!(n > 0, "there is no number below 0");
        // The last, incomplete round of n would favour small numbers; draw again when it is hit.
        let whole_rounds = u64::MAX - u64::MAX % n;
        loop {
            let drawn = self.draw();
            if drawn < whole_rounds {
                return drawn % n;
            }
        }
    }

    /// True in `percent` cases of a hundred.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// # Panics
    /// When there is nothing to pick from.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }

    /// The place of one of the weights, each as likely as its weight says.
    ///
    /// # Panics
    /// When the weights sum to 0.
    pub fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if left < *weight {
                return index;
            }
            left -= weight;
        }
        unreachable!("what was drawn lies below the sum of the weights")
    }

    /// The place of one of `len` items.
    ///
    /// # Panics
    /// When there are none.
    pub fn index(&mut self, len: usize) -> usize {
        let len = u64::try_from(len).expect("a length fits in 64 bits");
        usize::try_from(self.below(len)).expect("an index below a length fits")
    }

    fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one_and_stays_so() {
        let mut random = Random::new(1_234_567);
        let drawn: Vec<u64> = (0..3).map(|_| random.draw()).collect();
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn what_is_built_on_the_sequence_stays_so_too() {
        let mut random = Random::new(2025);
        let numbers: Vec<u64> = (0..5).map(|_| random.below(1000)).collect();
        let places: Vec<usize> = (0..5).map(|_| random.weighted(&[1, 0, 7, 2])).collect();
        let hits: Vec<bool> = (0..5).map(|_| random.percent(30)).collect();
        assert_eq!((numbers, places, hits), (BELOW_1000.to_vec(), WEIGHTED.to_vec(), PERCENT_30.to_vec()));
    }

    const BELOW_1000: [u64; 5] = [215, 34, 676, 920, 406];
    const WEIGHTED: [usize; 5] = [2, 2, 2, 2, 3];
    const PERCENT_30: [bool; 5] = [false, true, false, false, false];

    #[test]
    fn every_number_below_n_comes_up_about_as_often() {
        let mut random = Random::new(1);
        let mut counts = [0u32; 7];
        for _ in 0..70_000 {
            counts[random.index(7)] += 1;
        }
        assert!(counts.iter().all(|count| (9_500..10_500).contains(count)), "{counts:?}");
    }

    #[test]
    fn a_weight_of_zero_is_never_drawn_and_the_others_by_weight() {
        let mut random = Random::new(9);
        let mut counts = [0u32; 3];
        for _ in 0..10_000 {
            counts[random.weighted(&[3, 0, 1])] += 1;
        }
        assert_eq!(counts[1], 0);
        assert!((7_200..7_800).contains(&counts[0]), "{counts:?}");
    }

    #[test]
    fn certain_and_impossible_are_what_they_say() {
        let mut random = Random::new(3);
        assert!((0..1000).all(|_| random.percent(100)));
        assert!(!(0..1000).any(|_| random.percent(0)));
        assert_eq!(*random.pick(&["the only one"]), "the only one");
    }
}
