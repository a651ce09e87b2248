//! Adjustments of the margin by class, which combine with every loss.
//!
//! ```text
//! uᵢ′ = Δ_y uᵢ − ι_y      L = (1/n) Σ wᵢ ℓ(uᵢ′)      ∂L/∂θ = (1/n) Σ wᵢ ℓ′(uᵢ′) Δ_y ∂uᵢ/∂θ
//! ```
//! The form is that of Kini et al. (2021), *Label-imbalanced and group-sensitive classification under
//! overparameterization*.

/// Δ and ι of (orange, blue).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adjustment {
    /// Δ_y > 0, which multiplies the margins of a class.
    pub scale: [f64; 2],
    /// ι_y, which is taken off them.
    pub offset: [f64; 2],
}

impl Adjustment {
    /// Δ = 1 and ι = 0: u′ = u.
    pub const NONE: Adjustment = Adjustment {
        scale: [1.0; 2],
        offset: [0.0; 2],
    };

    /// Δ of the class y = ±1.
    pub fn scale(&self, y: f64) -> f64 {
        self.scale[usize::from(y < 0.0)]
    }

    /// ι of the class y = ±1.
    pub fn offset(&self, y: f64) -> f64 {
        self.offset[usize::from(y < 0.0)]
    }

    /// u′ of a row of class y = ±1.
    pub fn margin(&self, y: f64, u: f64) -> f64 {
        self.scale(y) * u - self.offset(y)
    }

    /// A number that no |u′| exceeds where no |u| exceeds `largest`.
    pub(crate) fn bound(&self, largest: f64) -> f64 {
        let of = |f: fn(f64, f64) -> f64, pair: [f64; 2]| f(pair[0].abs(), pair[1].abs());
        of(f64::max, self.scale) * largest + of(f64::max, self.offset)
    }
}

/// LDAM's ι (Cao et al. 2019), for (orange, blue) training rows and a largest margin m:
///
/// ```text
/// ι_y = m (min_c n_c / n_y)^¼
/// ```
/// 0 for a class without rows. Their scaling of features by 30 and deferred reweighting are not part of it.
pub fn ldam(counts: (usize, usize), largest: f64) -> Adjustment {
    let (orange, blue) = (counts.0 as f64, counts.1 as f64);
    let least = match counts {
        (0, n) | (n, 0) => n as f64,
        _ => orange.min(blue),
    };
    let offset = |n: f64| {
        if n > 0.0 {
            largest * crate::numeric::pow(least / n, 0.25)
        } else {
            0.0
        }
    };
    Adjustment {
        offset: [offset(orange), offset(blue)],
        ..Adjustment::NONE
    }
}

/// Logit adjustment's ι (Menon et al. 2021), for (orange, blue) training rows:
///
/// ```text
/// ι_orange = τ ln(π_blue/π_orange) = −ι_blue
/// ```
/// `None` where a class has no rows.
pub fn logit(counts: (usize, usize), tau: f64) -> Option<Adjustment> {
    if counts.0 == 0 || counts.1 == 0 {
        return None;
    }
    let offset = tau * crate::numeric::ln(counts.1 as f64 / counts.0 as f64);
    Some(Adjustment {
        offset: [offset, -offset],
        ..Adjustment::NONE
    })
}
