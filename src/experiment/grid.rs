//! The grid of points at which models are evaluated for the picture.

/// `nx` × `ny` points over a rectangle of the data, its edges included, row by row from the top.
///
/// ```text
/// point (i, j) = (x₀ + i (x₁ − x₀)/(nx − 1),  y₁ − j (y₁ − y₀)/(ny − 1)),   index j nx + i
/// ```
///
/// The points are the corners of cells, so that boundaries reach the edges of the plane exactly. An image
/// with one pixel a point, stretched over the plane, is off by half a cell at its edges, which a smooth
/// field does not show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// Points in a row, at least 2.
    pub nx: usize,
    /// Rows, at least 2.
    pub ny: usize,
    /// Range of x₁ from left to right.
    pub x: [f64; 2],
    /// Range of x₂ from bottom to top.
    pub y: [f64; 2],
}

impl Grid {
    /// How many points there are.
    pub fn len(&self) -> usize {
        self.nx * self.ny
    }

    /// Whether there is no point.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The point in column `i` of row `j`.
    pub fn point(&self, i: usize, j: usize) -> [f64; 2] {
        let share = |k: usize, n: usize| k as f64 / (n - 1) as f64;
        [
            self.x[0] + share(i, self.nx) * (self.x[1] - self.x[0]),
            self.y[1] - share(j, self.ny) * (self.y[1] - self.y[0]),
        ]
    }

    /// All points, (x₁, x₂) after (x₁, x₂).
    pub fn points(&self) -> impl Iterator<Item = [f64; 2]> + '_ {
        (0..self.len()).map(|at| self.point(at % self.nx, at / self.nx))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_are_points_and_rows_run_from_the_top() {
        let grid = Grid {
            nx: 3,
            ny: 2,
            x: [-1.0, 1.0],
            y: [0.0, 4.0],
        };
        let points: Vec<_> = grid.points().collect();
        assert_eq!(points.len(), grid.len());
        assert_eq!(points[0], [-1.0, 4.0]);
        assert_eq!(points[1], [0.0, 4.0]);
        assert_eq!(points[5], [1.0, 0.0]);
    }
}
