//! Parts of many learners in one list, and where each learner's end.

use std::ops::{Index, IndexMut, Range};

use super::entitlement::Entitled;

/// Learner by learner, in the order of the input. One list for all: an order has hundreds of learners with a few parts
/// each, and as many small lists would cost more than what stands in them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ByLearner {
    parts: Vec<Entitled>,
    ends: Vec<usize>,
}

impl ByLearner {
    pub(super) fn with_capacity(learners: usize, parts_each: usize) -> ByLearner {
        ByLearner { parts: Vec::with_capacity(learners * parts_each), ends: Vec::with_capacity(learners) }
    }

    /// Parts of the next learner are added to this list; `end` closes it.
    pub(super) fn open(&mut self) -> &mut Vec<Entitled> {
        &mut self.parts
    }

    pub(super) fn end(&mut self) {
        self.ends.push(self.parts.len());
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub fn get(&self, learner: usize) -> Option<&[Entitled]> {
        self.parts.get(self.range(learner)?)
    }

    /// The parts of each learner.
    pub fn iter(&self) -> impl Iterator<Item = &[Entitled]> {
        (0..self.len()).map(|learner| &self[learner])
    }

    /// The parts of all learners.
    pub fn parts(&self) -> &[Entitled] {
        &self.parts
    }

    pub fn parts_mut(&mut self) -> &mut [Entitled] {
        &mut self.parts
    }

    fn range(&self, learner: usize) -> Option<Range<usize>> {
        let end = *self.ends.get(learner)?;
        Some(learner.checked_sub(1).map_or(0, |before| self.ends[before])..end)
    }
}

impl Index<usize> for ByLearner {
    type Output = [Entitled];
    fn index(&self, learner: usize) -> &[Entitled] {
        let range = self.range(learner).expect("an entitlement has every learner of its input");
        &self.parts[range]
    }
}

impl IndexMut<usize> for ByLearner {
    fn index_mut(&mut self, learner: usize) -> &mut [Entitled] {
        let range = self.range(learner).expect("an entitlement has every learner of its input");
        &mut self.parts[range]
    }
}
