#!/usr/bin/env bash
# linfa's data sets lose their weights when they are shuffled, folded or resampled.
#
# Package  linfa 0.8.1 and linfa-trees 0.8.1 (crates.io)
# Bet      A weight belongs to its row: shuffle, fold, bootstrap_samples and split_with_ratio carry it along, as they
#          carry the target.
# Instead  split_with_ratio carries it. shuffle, fold and bootstrap_samples return data sets without weights, which is
#          read as all weights 1. The decision trees do use weights, so the usual shuffle before a fit changes what
#          is fitted, without a word.
# Seen     weights Some([1, 2, 3, 4, 5, 6]); shuffle None; fold None, None; bootstrap None; split Some([1, 2, 3]);
#          a tree of depth 1 predicts [1, 1, 1, 1, 1, 0] with the weights, [0, 1, 1, 1, 1, 1] after shuffle
# Meets    Whoever checks importance weighting in Rust with the one linfa model that honors weights: shuffled first,
#          it agrees with unweighted training, and "weights do not matter" looks confirmed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "finding"
version = "0.0.0"
edition = "2021"

[dependencies]
linfa = "=0.8.1"
linfa-trees = "=0.8.1"
ndarray = "0.16"
rand = { version = "0.8", features = ["small_rng"] }

[profile.dev]
debug = 0
TOML
cat > src/main.rs <<'RS'
use linfa::{prelude::*, Dataset};
use linfa_trees::DecisionTree;
use ndarray::array;
use rand::{rngs::SmallRng, SeedableRng};

fn main() {
    let rows = array![[0., 0.], [1., 0.], [2., 1.], [3., 1.], [4., 0.], [5., 1.]];
    let data: Dataset<f64, usize, ndarray::Ix1> = Dataset::new(rows.clone(), array![0, 1, 0, 1, 1, 0])
        .with_weights(array![1., 2., 3., 4., 5., 6.]);
    let mut rng = SmallRng::seed_from_u64(1);

    let shuffled = data.clone().shuffle(&mut rng);
    let folds = data.clone().fold(2);
    let resampled = data.bootstrap_samples(6, &mut rng).next().unwrap();
    let (first, _) = data.clone().split_with_ratio(0.5);
    println!("before    {:?}", data.weights());
    println!("shuffle   {:?}", shuffled.weights());
    println!("fold      {:?} {:?}", folds[0].0.weights(), folds[0].1.weights());
    println!("bootstrap {:?}", resampled.weights());
    println!("split     {:?}", first.weights());
    assert_eq!(data.weights(), Some([1., 2., 3., 4., 5., 6.].as_slice()));
    assert_eq!(shuffled.weights(), None);
    assert!(folds.iter().all(|(train, valid)| train.weights().is_none() && valid.weights().is_none()));
    assert_eq!(resampled.weights(), None);
    assert_eq!(first.weights(), Some([1., 2., 3.].as_slice()));

    let fit = |data: &Dataset<f64, usize, ndarray::Ix1>| {
        let tree = DecisionTree::params().max_depth(Some(1)).fit(data).unwrap();
        tree.predict(&rows).to_vec()
    };
    println!("tree with the weights {:?}, after shuffle {:?}", fit(&data), fit(&shuffled));
    assert_eq!(fit(&data), [1, 1, 1, 1, 1, 0]);
    assert_eq!(fit(&shuffled), [0, 1, 1, 1, 1, 1]);
}
RS
CARGO_TARGET_DIR="$folder/target" cargo run --quiet
