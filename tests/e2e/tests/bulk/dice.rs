//! What is chosen by chance: everything follows from one number.

use proptest::strategy::{Strategy, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

pub(crate) struct Dice(fastrand::Rng);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// Dice of its own for a part, so that what is chosen there changes nothing elsewhere.
    pub(crate) fn part(&mut self) -> Self {
        Self::new(self.0.u64(..))
    }

    pub(crate) fn number(&mut self) -> u64 {
        self.0.u64(..)
    }

    /// Whether it happens, with this probability.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.0.f64() < probability
    }

    /// From one to the other, both included.
    pub(crate) fn within(&mut self, from: u64, to: u64) -> u64 {
        self.0.u64(from..=to)
    }

    /// The same, small numbers as often as large ones.
    pub(crate) fn of_any_size(&mut self, from: u64, to: u64) -> u64 {
        let (least, most) = ((from.max(1) as f64).ln(), (to.max(1) as f64).ln());
        (least + self.0.f64() * (most - least)).exp().round() as u64
    }

    pub(crate) fn one_of<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.0.usize(..from.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        self.0.shuffle(list);
    }

    /// A value of a strategy.
    pub(crate) fn draw<S: Strategy>(&mut self, strategy: &S) -> S::Value {
        let mut seed = [0; 32];
        self.0.fill(&mut seed);
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        match strategy.new_tree(&mut runner) {
            Ok(tree) => tree.current(),
            Err(reason) => panic!("nothing can be drawn: {reason}"),
        }
    }
}
