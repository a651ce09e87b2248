//! Dashes: the mark by which runs are told apart, here and in every legend.
//!
//! plotters knows no dashes with lengths below a pixel, so lines are split here.

use super::geometry::{Point, between, distance, drawable};

/// On and off lengths in CSS pixels, one pattern a run of a ladder of up to eight. The empty one is solid.
///
/// Round dots are kept for what is not a run: the max-margin reference, its band and predicted laws.
pub const PATTERNS: [&[f64]; 8] = [
    &[],
    &[9.0, 5.0],
    &[10.0, 4.0, 1.6, 4.0],
    &[3.0, 3.0],
    &[18.0, 5.0],
    &[10.0, 4.0, 1.6, 4.0, 1.6, 4.0],
    &[18.0, 4.0, 4.0, 4.0],
    &[18.0, 4.0, 1.6, 4.0, 1.6, 4.0, 1.6, 4.0],
];

/// A dash, a gap or a distance of dots is at least so long, in CSS pixels: nobody sees shorter ones.
const SHORTEST: f64 = 0.5;

/// The pattern of run `run`; a ladder longer than the table begins again.
pub fn pattern(run: usize) -> &'static [f64] {
    PATTERNS[run % PATTERNS.len()]
}

/// Splits a line into its dashes; a solid pattern gives the line itself.
///
/// The pattern runs on around corners, which a dash keeps as points of its own. A line that has no place in a
/// picture has no dashes; a pattern finer than anyone sees is solid.
pub fn split(points: &[Point], pattern: &[f64]) -> Vec<Vec<Point>> {
    if !drawable(points) {
        return Vec::new();
    }
    if pattern.is_empty() || !pattern.iter().all(|&length| length >= SHORTEST) {
        return vec![points.to_vec()];
    }
    let mut dashes = Vec::new();
    let mut current: Vec<Point> = points.first().copied().into_iter().collect();
    let (mut phase, mut left) = (0, pattern[0]);
    for ends in points.windows(2) {
        let length = distance(ends[0], ends[1]);
        let mut done = 0.0;
        while length - done > left {
            done += left;
            let at = between(ends[0], ends[1], done / length);
            if phase % 2 == 0 {
                current.push(at);
                dashes.push(std::mem::take(&mut current));
            } else {
                current = vec![at];
            }
            phase = (phase + 1) % pattern.len();
            left = pattern[phase];
        }
        left -= length - done;
        if phase % 2 == 0 {
            current.push(ends[1]);
        }
    }
    if phase % 2 == 0 && current.len() > 1 {
        dashes.push(current);
    }
    dashes
}

/// Places along a line `gap` apart, the first at its start: the middles of round dots. None on a line that has no
/// place in a picture, and none where they are nearer to each other than anyone sees.
pub fn dots(points: &[Point], gap: f64) -> Vec<Point> {
    if !drawable(points) || gap.is_nan() || gap < SHORTEST {
        return Vec::new();
    }
    let mut dots: Vec<Point> = points.first().copied().into_iter().collect();
    let mut left = gap;
    for ends in points.windows(2) {
        let length = distance(ends[0], ends[1]);
        let mut done = 0.0;
        while length - done >= left {
            done += left;
            dots.push(between(ends[0], ends[1], done / length));
            left = gap;
        }
        left -= length - done;
    }
    dots
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(line: &[Point]) -> f64 {
        line.windows(2).map(|p| distance(p[0], p[1])).sum()
    }

    #[test]
    fn a_straight_line_is_cut_into_whole_dashes() {
        let dashes = split(&[[0.0, 0.0], [140.0, 0.0]], &[9.0, 5.0]);
        assert_eq!(dashes.len(), 10);
        for (k, dash) in dashes.iter().enumerate() {
            assert!((dash[0][0] - 14.0 * k as f64).abs() < 1e-9);
            assert!((length(dash) - 9.0).abs() < 1e-9);
        }
    }

    #[test]
    fn dashes_go_around_corners_and_many_points_change_nothing() {
        let corner = [[0.0, 0.0], [5.0, 0.0], [5.0, 100.0]];
        let dashes = split(&corner, &[9.0, 5.0]);
        assert_eq!(dashes[0], vec![[0.0, 0.0], [5.0, 0.0], [5.0, 4.0]]);
        let fine: Vec<Point> = (0..=1000).map(|k| [0.1 * f64::from(k), 0.0]).collect();
        let coarse = [[0.0, 0.0], [100.0, 0.0]];
        for pattern in PATTERNS {
            let (a, b) = (split(&fine, pattern), split(&coarse, pattern));
            assert_eq!(a.len(), b.len());
            for (a, b) in a.iter().zip(&b) {
                assert!((length(a) - length(b)).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn solid_is_one_dash_and_points_that_repeat_do_no_harm() {
        let line = [[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [2.0, 0.0]];
        assert_eq!(split(&line, &[]), vec![line.to_vec()]);
        assert_eq!(split(&line, &[9.0, 5.0]).len(), 1);
        assert!(split(&[], &[9.0, 5.0]).is_empty());
    }

    #[test]
    fn dots_are_evenly_spaced() {
        let dots = dots(&[[0.0, 0.0], [10.0, 0.0], [10.0, 8.0]], 6.0);
        assert_eq!(dots, vec![[0.0, 0.0], [6.0, 0.0], [10.0, 2.0], [10.0, 8.0]]);
    }

    #[test]
    fn every_run_of_a_ladder_has_its_own_pattern() {
        for (k, pattern) in PATTERNS.iter().enumerate() {
            assert_eq!(pattern.len() % 2, 0);
            assert!(PATTERNS[..k].iter().all(|other| other != pattern));
        }
    }
}
