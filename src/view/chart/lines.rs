//! From a series to what the pixels of a chart show of it.

use super::Plot;
use crate::view::geometry::{Point, map};

impl Plot<'_> {
    /// A series as lines in CSS pixels: broken where a value is missing and where time changes its scale,
    /// and thinned to what the pixel columns show.
    pub(super) fn lines(&self, points: &[(f64, f64)]) -> Vec<Vec<Point>> {
        let axis = self.axis;
        let mut lines: Vec<Vec<Point>> = Vec::new();
        let mut current = Vec::new();
        let mut warped = false;
        let mut end = |line: &mut Vec<Point>| {
            if !line.is_empty() {
                lines.push(thin(line));
                line.clear();
            }
        };
        for &(place, value) in points {
            let shown = self.shows((place, value));
            if !shown || axis.is_warped(place) != warped {
                end(&mut current);
                warped = axis.is_warped(place);
            }
            if shown {
                current.push([axis.x(place), self.y(value)]);
            }
        }
        end(&mut current);
        lines
    }
}

/// The value at `place` on the straight line between the two recorded ones around it.
///
/// `None` before the first and after the last, and where either value is not finite.
pub(super) fn value_at(points: &[(f64, f64)], place: f64) -> Option<f64> {
    let after = points.partition_point(|point| point.0 < place);
    let &(t1, v1) = points.get(after)?;
    if t1 == place {
        return v1.is_finite().then_some(v1);
    }
    let &(t0, v0) = points.get(after.checked_sub(1)?)?;
    let value = if t0.is_finite() {
        map(place, (t0, t1), (v0, v1))
    } else {
        v0
    };
    value.is_finite().then_some(value)
}

/// Keeps the first, lowest, highest and last point of each pixel column.
fn thin(line: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    let column = |p: &Point| p[0].floor();
    for points in line.chunk_by(|a, b| column(a) == column(b)) {
        let n = points.len();
        let by_height = |&a: &usize, &b: &usize| points[a][1].total_cmp(&points[b][1]);
        let lowest = (0..n).min_by(by_height).unwrap_or(0);
        let highest = (0..n).max_by(by_height).unwrap_or(0);
        let keep = [0, lowest.min(highest), lowest.max(highest), n - 1];
        for (k, &index) in keep.iter().enumerate() {
            if k == 0 || keep[k - 1] != index {
                kept.push(points[index]);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::abscissa::Across;
    use crate::view::chart::{Chart, Unit};
    use crate::view::ticks::Scale;
    use crate::view::time_axis::TimeSpan;

    fn chart(warped_to: Option<u32>) -> Chart<'static> {
        Chart {
            size: [320.0, 160.0],
            across: Across::Time(TimeSpan {
                decades: 6,
                warped_to,
            }),
            scale: Scale::Linear,
            unit: Unit::Plain,
            range: Some((0.0, 1.0)),
            series: &[],
            area: None,
            laws: &[],
            cursor: None,
            time_labels: false,
        }
    }

    #[test]
    fn a_missing_value_breaks_the_line_and_the_start_is_left_out() {
        let points = [
            (f64::NEG_INFINITY, 0.5),
            (0.0, 0.5),
            (1.0, 0.5),
            (2.0, f64::NAN),
            (3.0, 0.5),
            (4.0, 0.5),
            (5.0, 2.0),
        ];
        let lines = chart(None).plot().lines(&points);
        assert_eq!(lines.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
        assert_eq!(lines[0][0][0], chart(None).rect().x);
    }

    #[test]
    fn steps_and_warped_time_are_never_joined() {
        let points: Vec<(f64, f64)> = (0..100).map(|k| (f64::from(k), 0.5)).collect();
        let chart = chart(Some(1000));
        let lines = chart.plot().lines(&points);
        assert_eq!(lines.len(), 2);
        let stretches = chart.axis().stretches();
        let [trained, warped] = stretches[..] else {
            panic!("{stretches:?}");
        };
        assert!(lines[0].iter().all(|p| p[0] <= trained.1));
        assert!(lines[1].iter().all(|p| p[0] >= warped.0));
    }

    #[test]
    fn thinning_keeps_extremes_and_at_most_four_points_a_column() {
        let line: Vec<Point> = (0..10_000)
            .map(|k| {
                let k = f64::from(k);
                [
                    k / 100.0,
                    if k == 5_555.0 { 99.0 } else { (k * 0.7) % 10.0 },
                ]
            })
            .collect();
        let kept = thin(&line);
        assert!(kept.len() <= 400, "{}", kept.len());
        assert!(kept.contains(&[55.55, 99.0]));
        assert_eq!((kept[0], kept[kept.len() - 1]), (line[0], line[9_999]));
        assert!(kept.is_sorted_by(|a, b| a[0] <= b[0]));
        let few = [[0.5, 1.0], [1.5, 2.0], [2.5, 0.0]];
        assert_eq!(thin(&few), few);
    }

    #[test]
    fn the_value_at_the_cursor_lies_on_the_line() {
        let points = [
            (f64::NEG_INFINITY, 0.8),
            (0.0, 0.6),
            (2.0, 0.2),
            (3.0, f64::NAN),
        ];
        assert_eq!(value_at(&points, 0.0), Some(0.6));
        assert_eq!(value_at(&points, 1.0), Some(0.4));
        assert_eq!(value_at(&points, f64::NEG_INFINITY), Some(0.8));
        assert_eq!(value_at(&points, 2.5), None);
        assert_eq!(value_at(&points, 9.0), None);
        assert_eq!(value_at(&[], 1.0), None);
    }
}
