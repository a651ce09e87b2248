//! Generated data after Figure 1 of the paper: four recipes, each with every parameter open.
//!
//! Each class draws from a stream of its own, so that changing how many examples one class has does not move
//! the other's, and a larger n appends to the points of a smaller one. (But an overlapping draw that happens to
//! be separable is drawn again, both classes; and the core of partly separable data grows with n.)

mod error;
mod hulls;

pub use error::GenerateError;
pub(super) use error::share;

use std::f64::consts::PI;

use super::{Class, Dataset, Example, Split};
use crate::numeric::half_circle;
use crate::rng::{Purpose, Xoshiro256PlusPlus, normal, shuffle, stream, uniform_in};
use rand::{Rng, SeedableRng};

/// How examples are drawn. Orange is y = +1, blue y = −1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Generator {
    /// Two interleaved half circles, centered on their common middle:
    /// ```text
    /// orange (cos a, sin a)    blue (1 − cos a, ½ − sin a)    a ~ U(0, π)
    /// then − (½, ¼) + N(0, noise² I)
    /// ```
    /// At noise .1 weights hardly show, .15 to .2 they do, at .25 a network overfits strongly.
    Moons {
        /// Standard deviation s of the noise on each feature.
        noise: f64,
    },
    /// Two Gaussians that a line through the origin always separates:
    /// ```text
    /// x ~ N(y center, deviation² I), drawn again unless y (.8 x₁ + .6 x₂) ≥ margin
    /// ```
    Separable {
        /// Mean of orange; blue has its opposite.
        center: [f64; 2],
        /// Standard deviation of each feature.
        deviation: f64,
        /// Least distance to the line .8 x₁ + .6 x₂ = 0.
        margin: f64,
    },
    /// Two Gaussians that overlap: orange N(center, deviation_orange² I), blue N(−center, deviation_blue² I).
    /// A draw that a line happens to separate is drawn again, see [`OVERLAP_DRAWS`].
    Overlap {
        /// Mean of orange; blue has its opposite.
        center: [f64; 2],
        /// Standard deviation of orange's features.
        deviation_orange: f64,
        /// Standard deviation of blue's features.
        deviation_blue: f64,
    },
    /// Partly separable data (Ji and Telgarsky 2019): the signed rows z = y x of the core lie on the first
    /// axis with both signs, the others above it.
    /// ```text
    /// core:   x = (c, 0), c ~ U(reach), in both classes
    /// others: z = (U(−spread, spread), U(height)), x = y z
    /// ```
    /// The direction (0, 1) separates the others, and no direction separates the core without a bias.
    Partial {
        /// The core's share of each class.
        core: f64,
        /// Least and largest x₁ of the core.
        reach: [f64; 2],
        /// Largest |z₁| of the others.
        spread: f64,
        /// Least and largest z₂ of the others; both positive.
        height: [f64; 2],
    },
}

/// How many examples to draw and how many of them to train on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sizes {
    /// Orange examples.
    pub n_orange: usize,
    /// Blue examples.
    pub n_blue: usize,
    /// Share of the orange examples kept for training, 0 to 1; the complement is the test set.
    pub keep_orange: f64,
    /// Share of the blue examples kept for training.
    pub keep_blue: f64,
}

/// Draws of one row after which a margin counts as out of reach.
const ROW_DRAWS: usize = 10_000;

/// Draws of a whole overlapping set after which a separable one is kept: with few points, or centers far
/// apart, every draw is separable. Fewer where one check is long, so that 10 million pairs are compared in all.
pub const OVERLAP_DRAWS: usize = 100;

/// Pairs of points that the checks of overlapping draws may compare in all.
const OVERLAP_PAIRS: usize = 10_000_000;

impl Generator {
    /// The paper's data: moons at noise .2.
    pub const MOONS: Generator = Generator::Moons { noise: 0.2 };
    /// Separable data with a margin of at least .35.
    pub const SEPARABLE: Generator = Generator::Separable {
        center: [1.1, 0.8],
        deviation: 0.55,
        margin: 0.35,
    };
    /// Overlapping data, orange wider than blue.
    pub const OVERLAP: Generator = Generator::Overlap {
        center: [0.7, 0.5],
        deviation_orange: 1.0,
        deviation_blue: 0.7,
    };
    /// Partly separable data, half of it core.
    pub const PARTIAL: Generator = Generator::Partial {
        core: 0.5,
        reach: [0.2, 1.5],
        spread: 1.0,
        height: [0.4, 2.0],
    };

    /// The sizes that go with the recipe: moons down-sampled as in the paper, the others small and whole.
    pub fn usual_sizes(&self) -> Sizes {
        let whole = |n| Sizes {
            n_orange: n,
            n_blue: n,
            keep_orange: 1.0,
            keep_blue: 1.0,
        };
        match self {
            Generator::Moons { .. } => Sizes {
                keep_orange: 0.2,
                keep_blue: 0.8,
                ..whole(100)
            },
            Generator::Separable { .. } | Generator::Partial { .. } => whole(20),
            Generator::Overlap { .. } => whole(50),
        }
    }

    /// Draws the `index`-th of `n` examples of `class`.
    fn draw(
        &self,
        class: Class,
        index: usize,
        n: usize,
        rng: &mut Xoshiro256PlusPlus,
    ) -> Result<[f64; 2], GenerateError> {
        match *self {
            Generator::Moons { noise } => {
                let (cos, sin) = half_circle(uniform_in(rng, 0.0, PI));
                let on_arc = match class {
                    Class::Orange => [cos, sin],
                    Class::Blue => [1.0 - cos, 0.5 - sin],
                };
                Ok(gaussian([on_arc[0] - 0.5, on_arc[1] - 0.25], noise, rng))
            }
            _ => self.draw_another(class, index, n, rng),
        }
    }

    /// The same for what is not moons. (The default lab has moons: `src/web/parts.rs`.)
    fn draw_another(
        &self,
        class: Class,
        index: usize,
        n: usize,
        rng: &mut Xoshiro256PlusPlus,
    ) -> Result<[f64; 2], GenerateError> {
        let y = class.sign();
        match *self {
            Generator::Moons { .. } => self.draw(class, index, n, rng),
            Generator::Separable {
                center,
                deviation,
                margin,
            } => (0..ROW_DRAWS)
                .map(|_| gaussian([y * center[0], y * center[1]], deviation, rng))
                .find(|x| y * (0.8 * x[0] + 0.6 * x[1]) >= margin)
                .ok_or(GenerateError::MarginOutOfReach { margin }),
            Generator::Overlap {
                center,
                deviation_orange,
                deviation_blue,
            } => {
                let deviation = match class {
                    Class::Orange => deviation_orange,
                    Class::Blue => deviation_blue,
                };
                let mean = [y * center[0], y * center[1]];
                Ok(gaussian(mean, deviation, rng))
            }
            Generator::Partial {
                core,
                reach,
                spread,
                height,
            } => Ok(if index < portion(core, n) {
                [uniform_in(rng, reach[0], reach[1]), 0.0]
            } else {
                let z = [
                    uniform_in(rng, -spread, spread),
                    uniform_in(rng, height[0], height[1]),
                ];
                [y * z[0], y * z[1]]
            }),
        }
    }

    /// Draws `n` examples of `class`.
    fn draw_class(
        &self,
        class: Class,
        n: usize,
        rng: &mut Xoshiro256PlusPlus,
    ) -> Result<Vec<[f64; 2]>, GenerateError> {
        let mut points = Vec::with_capacity(n);
        for index in 0..n {
            points.push(self.draw(class, index, n, rng)?);
        }
        Ok(points)
    }

    /// Draws the examples of both classes, orange first.
    fn draw_both(
        &self,
        sizes: &Sizes,
        [orange, blue]: &mut [Xoshiro256PlusPlus; 2],
    ) -> Result<[Vec<[f64; 2]>; 2], GenerateError> {
        Ok([
            self.draw_class(Class::Orange, sizes.n_orange, orange)?,
            self.draw_class(Class::Blue, sizes.n_blue, blue)?,
        ])
    }
}

/// Examples drawn with `seed`: orange rows first, then blue; within a class in the order drawn.
///
/// The points depend on the recipe, the sizes and the seed only; which of them are kept for training comes
/// from a stream of its own, and a larger share keeps what a smaller one kept.
pub fn generate(generator: &Generator, sizes: &Sizes, seed: u64) -> Result<Dataset, GenerateError> {
    generator.check()?;
    sizes.check()?;
    let [orange, blue] = draw_points(generator, sizes, seed)?;
    let [rng_orange, rng_blue] = class_streams(seed, Purpose::Split);
    let mut examples = Vec::with_capacity(sizes.n_orange + sizes.n_blue);
    for (class, points, keep, mut rng) in [
        (Class::Orange, orange, sizes.keep_orange, rng_orange),
        (Class::Blue, blue, sizes.keep_blue, rng_blue),
    ] {
        let splits = choose_split(points.len(), keep, &mut rng);
        for (x, split) in points.into_iter().zip(splits) {
            examples.push(Example {
                x,
                class,
                split,
                weight: 1.0,
            });
        }
    }
    Ok(Dataset { examples })
}

/// A fresh sample that is never trained on: `per_class` orange points, then as many blue ones.
pub fn population(
    generator: &Generator,
    per_class: usize,
    seed: u64,
) -> Result<Vec<[f64; 2]>, GenerateError> {
    fresh(generator, per_class, seed, Purpose::Population)
}

/// A balanced sample from a stream of its own: `per_class` orange points, then as many blue ones.
pub fn fresh(
    generator: &Generator,
    per_class: usize,
    seed: u64,
    purpose: Purpose,
) -> Result<Vec<[f64; 2]>, GenerateError> {
    generator.check()?;
    let [mut rng_orange, mut rng_blue] = class_streams(seed, purpose);
    let mut points = generator.draw_class(Class::Orange, per_class, &mut rng_orange)?;
    points.append(&mut generator.draw_class(Class::Blue, per_class, &mut rng_blue)?);
    Ok(points)
}

/// Training or test for each of `n` rows, `keep` of them (as a share, rounded) chosen at random for training.
pub(super) fn choose_split(n: usize, keep: f64, rng: &mut Xoshiro256PlusPlus) -> Vec<Split> {
    let mut order: Vec<usize> = (0..n).collect();
    shuffle(rng, &mut order);
    let mut splits = vec![Split::Test; n];
    for &row in &order[..portion(keep, n)] {
        splits[row] = Split::Train;
    }
    splits
}

/// One generator for each class, orange first.
pub(super) fn class_streams(seed: u64, purpose: Purpose) -> [Xoshiro256PlusPlus; 2] {
    let mut parent = stream(seed, purpose);
    [(); 2].map(|()| Xoshiro256PlusPlus::seed_from_u64(parent.next_u64()))
}

/// The points of training and test set together, orange's and blue's.
fn draw_points(
    generator: &Generator,
    sizes: &Sizes,
    seed: u64,
) -> Result<[Vec<[f64; 2]>; 2], GenerateError> {
    let mut rngs = class_streams(seed, Purpose::Data);
    match generator {
        Generator::Overlap { .. } => overlapping(generator, sizes, &mut rngs),
        _ => generator.draw_both(sizes, &mut rngs),
    }
}

/// Points drawn again for as long as a line separates them, and that is worth while.
fn overlapping(
    generator: &Generator,
    sizes: &Sizes,
    rngs: &mut [Xoshiro256PlusPlus; 2],
) -> Result<[Vec<[f64; 2]>; 2], GenerateError> {
    let mut points = generator.draw_both(sizes, rngs)?;
    let pairs = points[0].len() * points[1].len();
    let draws = OVERLAP_PAIRS.checked_div(pairs).unwrap_or(1);
    for _ in 1..draws.clamp(1, OVERLAP_DRAWS) {
        if !hulls::are_apart(&points[0], &points[1]) {
            break;
        }
        points = generator.draw_both(sizes, rngs)?;
    }
    Ok(points)
}

/// N(mean, deviation² I).
fn gaussian(mean: [f64; 2], deviation: f64, rng: &mut Xoshiro256PlusPlus) -> [f64; 2] {
    mean.map(|m| m + deviation * normal(rng))
}

/// `share` of `n`, rounded to the nearest whole number.
fn portion(share: f64, n: usize) -> usize {
    (share * n as f64).round() as usize
}

#[cfg(test)]
mod tests;
