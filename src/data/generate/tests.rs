//! Invariants of the generators, and their moments at large n.

use super::*;

const ALL: [Generator; 4] = [
    Generator::MOONS,
    Generator::SEPARABLE,
    Generator::OVERLAP,
    Generator::PARTIAL,
];

fn points(data: &Dataset, class: Class) -> Vec<[f64; 2]> {
    let rows = data.examples.iter().filter(|e| e.class == class);
    rows.map(|e| e.x).collect()
}

fn whole(n: usize) -> Sizes {
    Sizes {
        n_orange: n,
        n_blue: n,
        keep_orange: 1.0,
        keep_blue: 1.0,
    }
}

/// Mean and variance of `values`.
fn moments(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let n = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / n;
    (
        mean,
        values.map(|v| (v - mean) * (v - mean)).sum::<f64>() / n,
    )
}

/// |mean − expected| within five standard errors, which a right generator misses once in 1.7 million seeds.
fn mean_is(values: impl Iterator<Item = f64> + Clone, expected: f64) {
    let n = values.clone().count() as f64;
    let (mean, variance) = moments(values);
    let bound = 5.0 * (variance / n).sqrt();
    assert!(
        (mean - expected).abs() <= bound,
        "mean {mean}, not {expected} ± {bound}"
    );
}

#[test]
fn rows_are_counted_and_orange_comes_first() {
    for generator in ALL {
        let sizes = Sizes {
            n_orange: 37,
            n_blue: 11,
            keep_orange: 0.2,
            keep_blue: 0.8,
        };
        let data = generate(&generator, &sizes, 5).unwrap();
        assert_eq!(data.count(Split::Train), (7, 9));
        assert_eq!(data.count(Split::Test), (30, 2));
        assert!(data.examples[..37].iter().all(|e| e.class == Class::Orange));
        assert!(data.examples[37..].iter().all(|e| e.class == Class::Blue));
        assert!(data.examples.iter().all(|e| e.weight == 1.0));
    }
    let paper = generate(&Generator::MOONS, &Generator::MOONS.usual_sizes(), 1).unwrap();
    assert_eq!(paper.count(Split::Train), (20, 80));
    assert_eq!(paper.count(Split::Test), (80, 20));
}

#[test]
fn keep_moves_no_point_and_a_larger_share_keeps_more() {
    for generator in ALL {
        let at = |keep_orange, keep_blue| {
            let sizes = Sizes {
                keep_orange,
                keep_blue,
                ..whole(40)
            };
            generate(&generator, &sizes, 9).unwrap()
        };
        let (few, many, none) = (at(0.2, 0.8), at(0.6, 0.8), at(0.0, 0.0));
        for (a, (b, c)) in few
            .examples
            .iter()
            .zip(many.examples.iter().zip(&none.examples))
        {
            assert_eq!((a.x, a.class), (b.x, b.class));
            assert_eq!((a.x, a.class), (c.x, c.class));
            assert!(a.split == Split::Test || b.split == Split::Train);
            assert!(
                a.class == Class::Orange || a.split == b.split,
                "blue is not moved"
            );
        }
        assert_eq!(none.count(Split::Train), (0, 0));
    }
}

#[test]
fn the_seed_moves_points_and_split() {
    for generator in ALL {
        let sizes = Generator::MOONS.usual_sizes();
        let at = |seed| generate(&generator, &sizes, seed).unwrap();
        assert_eq!(at(1), at(1));
        let same = at(1)
            .examples
            .iter()
            .zip(&at(2).examples)
            .filter(|(a, b)| a.x == b.x)
            .count();
        assert_eq!(same, 0);
        let splits = |seed| {
            at(seed)
                .examples
                .iter()
                .map(|e| e.split)
                .collect::<Vec<_>>()
        };
        assert_ne!(splits(1), splits(2));
    }
}

#[test]
fn one_class_grows_without_moving_the_other() {
    for generator in [Generator::MOONS, Generator::SEPARABLE, Generator::PARTIAL] {
        let at = |n_orange| {
            let sizes = Sizes {
                n_orange,
                ..whole(20)
            };
            generate(&generator, &sizes, 3).unwrap()
        };
        assert_eq!(points(&at(20), Class::Blue), points(&at(33), Class::Blue));
        if generator != Generator::PARTIAL {
            assert_eq!(
                points(&at(20), Class::Orange),
                points(&at(33), Class::Orange)[..20]
            );
        }
    }
}

#[test]
fn the_population_is_fresh_and_counted() {
    for generator in ALL {
        let fresh = population(&generator, 50, 4).unwrap();
        assert_eq!(fresh.len(), 100);
        assert_eq!(fresh, population(&generator, 50, 4).unwrap());
        let data = generate(&generator, &whole(50), 4).unwrap();
        assert!(data.examples.iter().all(|e| !fresh.contains(&e.x)));
        let sizes = Sizes {
            n_orange: 7,
            ..whole(50)
        };
        generate(&generator, &sizes, 4).unwrap();
        assert_eq!(fresh, population(&generator, 50, 4).unwrap());
    }
}

#[test]
fn separable_data_has_its_margin() {
    for seed in 0..200 {
        let data = generate(&Generator::SEPARABLE, &whole(20), seed).unwrap();
        for e in &data.examples {
            assert!(e.class.sign() * (0.8 * e.x[0] + 0.6 * e.x[1]) >= 0.35);
        }
        assert!(hulls::are_apart(
            &points(&data, Class::Orange),
            &points(&data, Class::Blue)
        ));
    }
}

#[test]
fn overlapping_data_is_not_separable() {
    for seed in 0..200 {
        let data = generate(&Generator::OVERLAP, &whole(8), seed).unwrap();
        assert!(!hulls::are_apart(
            &points(&data, Class::Orange),
            &points(&data, Class::Blue)
        ));
    }
    // Two points always are: the last draw is kept.
    let two = generate(&Generator::OVERLAP, &whole(1), 0).unwrap();
    assert_eq!(two.examples.len(), 2);
}

#[test]
fn partial_data_is_core_and_separable_part() {
    for seed in 0..50 {
        let data = generate(&Generator::PARTIAL, &whole(20), seed).unwrap();
        let (core, others): (Vec<&Example>, Vec<&Example>) =
            data.examples.iter().partition(|e| e.x[1] == 0.0);
        assert_eq!((core.len(), others.len()), (20, 20));
        assert!(core.iter().all(|e| (0.2..1.5).contains(&e.x[0])));
        assert_eq!(core.iter().filter(|e| e.class == Class::Orange).count(), 10);
        for e in others {
            let z = e.x.map(|x| e.class.sign() * x);
            assert!((-1.0..1.0).contains(&z[0]) && (0.4..2.0).contains(&z[1]));
        }
    }
}

#[test]
fn moments_of_the_moons() {
    // On the arc E cos a = 0, E sin a = 2/π; var cos a = ½, var sin a = ½ − 4/π².
    let n = 5000;
    let data = generate(&Generator::MOONS, &whole(n), 11).unwrap();
    for (class, y) in [(Class::Orange, 1.0), (Class::Blue, -1.0)] {
        let x = points(&data, class);
        mean_is(x.iter().map(|x| x[0]), -0.5 * y);
        mean_is(x.iter().map(|x| x[1]), y * (2.0 / PI - 0.25));
        let squares = |k: usize, mean: f64| x.iter().map(move |x| (x[k] - mean) * (x[k] - mean));
        mean_is(squares(0, -0.5 * y), 0.5 + 0.04);
        mean_is(
            squares(1, y * (2.0 / PI - 0.25)),
            0.5 - 4.0 / (PI * PI) + 0.04,
        );
    }
}

#[test]
fn moments_of_the_overlap() {
    let data = generate(&Generator::OVERLAP, &whole(2000), 12).unwrap();
    for (class, y, deviation) in [(Class::Orange, 1.0, 1.0), (Class::Blue, -1.0, 0.7)] {
        let x = points(&data, class);
        for (k, center) in [(0, 0.7), (1, 0.5)] {
            mean_is(x.iter().map(|x| x[k]), y * center);
            let square = |x: &[f64; 2]| (x[k] - y * center) * (x[k] - y * center);
            mean_is(x.iter().map(square), deviation * deviation);
        }
    }
}

#[test]
fn moments_of_the_separable() {
    // Along the line's normal a truncated Gaussian, E = μ + σ φ(α)/(1 − Φ(α)) with α = (margin − μ)/σ;
    // across it the plain one.
    let (mean, deviation): (f64, f64) = (0.8 * 1.1 + 0.6 * 0.8, 0.55);
    let alpha = (0.35 - mean) / deviation;
    let density = crate::numeric::exp(-alpha * alpha / 2.0) / (2.0 * PI).sqrt();
    let beyond = libm::erfc(alpha / 2f64.sqrt()) / 2.0;
    let data = generate(&Generator::SEPARABLE, &whole(5000), 13).unwrap();
    for (class, y) in [(Class::Orange, 1.0), (Class::Blue, -1.0)] {
        let x = points(&data, class);
        mean_is(
            x.iter().map(|x| y * (0.8 * x[0] + 0.6 * x[1])),
            mean + deviation * density / beyond,
        );
        let across = |x: &[f64; 2]| y * (-0.6 * x[0] + 0.8 * x[1]);
        let center = -0.6 * 1.1 + 0.8 * 0.8;
        mean_is(x.iter().map(across), center);
        let square = |x: &[f64; 2]| (across(x) - center) * (across(x) - center);
        mean_is(x.iter().map(square), deviation * deviation);
    }
}

#[test]
fn moments_of_the_partly_separable() {
    // U(a, b) has mean (a + b)/2 and variance (b − a)²/12.
    let data = generate(&Generator::PARTIAL, &whole(4000), 14).unwrap();
    for (class, y) in [(Class::Orange, 1.0), (Class::Blue, -1.0)] {
        let (core, others) = {
            let x = points(&data, class);
            (x[..2000].to_vec(), x[2000..].to_vec())
        };
        mean_is(core.iter().map(|x| x[0]), 0.85);
        mean_is(
            core.iter().map(|x| (x[0] - 0.85) * (x[0] - 0.85)),
            1.3 * 1.3 / 12.0,
        );
        mean_is(others.iter().map(|x| y * x[0]), 0.0);
        mean_is(others.iter().map(|x| x[0] * x[0]), 1.0 / 3.0);
        mean_is(others.iter().map(|x| y * x[1]), 1.2);
    }
}

/// The invariants above are the recipes', not this code's: data drawn elsewhere from the same recipes has them.
#[test]
fn independent_data_from_the_same_recipes() {
    let load = |text: &str| {
        let (own, report) = crate::data::read::load(text, None).unwrap();
        assert!(report.left_out.is_empty());
        own.dataset
    };
    let apart =
        |data: &Dataset| hulls::are_apart(&points(data, Class::Orange), &points(data, Class::Blue));
    let separable = load(include_str!("../../../tests/reference/sep40.csv"));
    assert_eq!(separable.count(Split::Train), (20, 20));
    for e in &separable.examples {
        assert!(e.class.sign() * (0.8 * e.x[0] + 0.6 * e.x[1]) >= 0.35);
    }
    assert!(apart(&separable));
    let overlap = load(include_str!("../../../tests/reference/overlap100.csv"));
    assert_eq!(overlap.count(Split::Train), (50, 50));
    assert!(!apart(&overlap));
    let partial = load(include_str!("../../../tests/reference/partial40.csv"));
    let core = partial.examples.iter().filter(|e| e.x[1] == 0.0);
    assert!(core.clone().all(|e| (0.2..1.5).contains(&e.x[0])));
    assert_eq!(core.count(), 20);
    let moons = load(include_str!("../../../tests/reference/moons200.csv"));
    assert_eq!(moons.count(Split::Train), (20, 80));
    assert_eq!(moons.count(Split::Test), (80, 20));
    // Its half circles are ours: no point is farther than five deviations from its arc's circle.
    for e in &moons.examples {
        let y = e.class.sign();
        let (a, b) = (e.x[0] + 0.5 * y, e.x[1] + 0.25 * y);
        assert!(((a * a + b * b).sqrt() - 1.0).abs() < 5.0 * 0.2);
    }
}

#[test]
fn the_split_is_uniform() {
    // Each row is kept in 20 % of seeds: a binomial count, within five standard deviations.
    let mut kept = [0.0; 50];
    let seeds = 2000;
    for seed in 0..seeds {
        let [mut rng, _] = class_streams(seed, Purpose::Split);
        for (row, split) in choose_split(50, 0.2, &mut rng).iter().enumerate() {
            kept[row] += f64::from(*split == Split::Train);
        }
    }
    let n = seeds as f64;
    for count in kept {
        assert!(
            (count - 0.2 * n).abs() <= 5.0 * (n * 0.2 * 0.8).sqrt(),
            "{count}"
        );
    }
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let refused = |generator: Generator| {
        let reason = generate(&generator, &whole(20), 1).unwrap_err().to_string();
        assert_eq!(
            population(&generator, 20, 1).unwrap_err().to_string(),
            reason
        );
        reason
    };
    let far = Generator::Separable {
        center: [1.1, 0.8],
        deviation: 0.55,
        margin: 50.0,
    };
    assert!(refused(far).contains("smaller margin"));
    assert!(refused(Generator::Moons { noise: f64::NAN }).starts_with("noise is NaN"));
    assert!(refused(Generator::Moons { noise: -1.0 }).contains("between 0"));
    let Generator::Partial {
        core,
        reach,
        spread,
        ..
    } = Generator::PARTIAL
    else {
        unreachable!()
    };
    let below = Generator::Partial {
        core,
        reach,
        spread,
        height: [-1.0, 2.0],
    };
    assert!(refused(below).contains("above 0"));
    let crossed = Generator::Partial {
        core,
        reach: [2.0, 1.0],
        spread,
        height: [0.4, 2.0],
    };
    assert!(refused(crossed).contains("lower end"));
    let sizes = Sizes {
        keep_blue: 1.5,
        ..whole(5)
    };
    assert!(generate(&Generator::MOONS, &sizes, 1).is_err());
}

#[test]
fn the_largest_and_smallest_sizes() {
    for generator in ALL {
        assert_eq!(
            generate(&generator, &whole(0), 1).unwrap().examples.len(),
            0
        );
        assert_eq!(
            generate(&generator, &whole(1), 1).unwrap().examples.len(),
            2
        );
        assert_eq!(
            generate(&generator, &whole(5000), 1)
                .unwrap()
                .examples
                .len(),
            10_000
        );
    }
}
