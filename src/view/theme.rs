//! Tokens: every color, type size and stroke of the lab, in one place.
//!
//! The two classes are the only hues: orange (y = +1) and blue (y = −1). Everything else is ink on paper and
//! greys between them, so that hue always means class. `web` publishes the same values as CSS custom
//! properties with [`Theme::css`].

use crate::text::decimal;

/// An opaque color, red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// `share` of this color laid over `paper`; share 0 is paper, 1 this color.
    pub fn over(self, paper: Color, share: f64) -> Color {
        let mix =
            |a: u8, b: u8| (f64::from(a) * share + f64::from(b) * (1.0 - share)).round() as u8;
        Color(
            mix(self.0, paper.0),
            mix(self.1, paper.1),
            mix(self.2, paper.2),
        )
    }

    /// `#RRGGBB`.
    pub fn hex(self) -> String {
        format!("#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}

/// Light or dark; follows the host unless a link says otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark ink on white paper.
    #[default]
    Light,
    /// Light ink on dark paper.
    Dark,
}

/// The colors of one theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// Class y = +1.
    pub orange: Color,
    /// Class y = −1.
    pub blue: Color,
    /// The page.
    pub paper: Color,
    /// Lines and primary text.
    pub ink: Color,
    /// Secondary text: labels of axes, symbols, captions.
    pub muted: Color,
    /// Hairlines between groups, tracks of sliders.
    pub hairline: Color,
    /// Grid lines of charts.
    pub grid: Color,
    /// The ground of film frames and of a plane without a field.
    pub wash: Color,
    /// The time line still ahead of the cursor but known.
    pub future: Color,
    /// Where runs disagree, on paper.
    pub disagree: Color,
}

const LIGHT: Palette = Palette {
    orange: Color(0xDD, 0x6B, 0x00),
    blue: Color(0x00, 0x57, 0x9B),
    paper: Color(0xFF, 0xFF, 0xFF),
    ink: Color(0x1B, 0x1F, 0x24),
    muted: Color(0x5B, 0x62, 0x70),
    hairline: Color(0xD3, 0xD5, 0xD9),
    grid: Color(0xE7, 0xE8, 0xEA),
    wash: Color(0xF3, 0xF4, 0xF7),
    future: Color(0xBE, 0xC0, 0xC1),
    disagree: Color(0xD8, 0xD9, 0xDA),
};

const DARK: Palette = Palette {
    orange: Color(0xFF, 0xB4, 0x54),
    blue: Color(0x4A, 0x90, 0xE2),
    paper: Color(0x16, 0x18, 0x1D),
    ink: Color(0xE8, 0xEA, 0xEB),
    muted: Color(0x9A, 0xA4, 0xB2),
    hairline: Color(0x3A, 0x3F, 0x46),
    grid: Color(0x26, 0x29, 0x30),
    wash: Color(0x1E, 0x22, 0x28),
    future: Color(0x51, 0x53, 0x56),
    disagree: Color(0x44, 0x46, 0x4A),
};

/// Stroke of a run, CSS pixels.
pub const STROKE: f64 = 1.75;
/// Stroke of the selected run.
pub const SELECTED_STROKE: f64 = 2.75;
/// Paper on each side of a line or a mark, so that overlapping ones stay apart.
pub const HALO: f64 = 1.5;
/// Labels of axes and ticks.
pub const TEXT_SMALL: f64 = 12.0;
/// Direct labels of runs.
pub const TEXT_LABEL: f64 = 14.0;
/// Type of every picture.
///
/// Each system's own interface font by name, so that a system without one falls back to a narrow sans serif.
pub const FONT: &str =
    "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, system-ui, sans-serif";
/// The spacing that everything is a multiple of, but for optical offsets.
pub const SPACE: f64 = 8.0;

impl Theme {
    /// The colors of this theme.
    pub fn palette(self) -> &'static Palette {
        match self {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }

    /// How strongly disagreement greys a ground: ink at 17 % on light, 22 % on dark.
    pub fn disagreement(self) -> f64 {
        match self {
            Theme::Light => 0.17,
            Theme::Dark => 0.22,
        }
    }

    /// The palette and the type sizes as CSS declarations, one `--name: value;` each.
    pub fn css(self) -> String {
        let p = self.palette();
        let colors = [
            ("orange", p.orange),
            ("blue", p.blue),
            ("paper", p.paper),
            ("ink", p.ink),
            ("muted", p.muted),
            ("hairline", p.hairline),
            ("grid", p.grid),
            ("wash", p.wash),
            ("future", p.future),
            ("disagree", p.disagree),
        ];
        let mut css = format!("--font: {FONT};\n");
        for (name, color) in colors {
            css.push_str(&format!("--{name}: {};\n", color.hex()));
        }
        for (name, size) in [
            ("text-small", TEXT_SMALL),
            ("text-label", TEXT_LABEL),
            ("space", SPACE),
        ] {
            css.push_str(&format!("--{name}: {}px;\n", decimal::plain(size)));
        }
        css
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast ratio as WCAG 2.2 defines them.
    fn contrast(a: Color, b: Color) -> f64 {
        let linear = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.040_45 {
                v / 12.92
            } else {
                crate::numeric::pow((v + 0.055) / 1.055, 2.4)
            }
        };
        let luminance =
            |c: Color| 0.2126 * linear(c.0) + 0.7152 * linear(c.1) + 0.0722 * linear(c.2);
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        (a / b).max(b / a)
    }

    #[test]
    fn contrast_of_black_on_white_is_21() {
        let ratio = contrast(Color(0, 0, 0), Color(255, 255, 255));
        assert!((ratio - 21.0).abs() < 1e-12);
    }

    #[test]
    fn classes_are_seen_and_text_is_read_in_both_themes() {
        for theme in [Theme::Light, Theme::Dark] {
            let p = theme.palette();
            assert!(contrast(p.orange, p.paper) >= 3.0, "{theme:?} orange");
            assert!(contrast(p.blue, p.paper) >= 3.0, "{theme:?} blue");
            for ground in [p.paper, p.wash, p.disagree] {
                assert!(contrast(p.ink, ground) >= 7.0, "{theme:?} ink");
            }
            for ground in [p.paper, p.wash] {
                assert!(contrast(p.muted, ground) >= 4.5, "{theme:?} muted");
            }
        }
    }

    #[test]
    fn ink_is_read_on_the_deepest_field() {
        for theme in [Theme::Light, Theme::Dark] {
            let p = theme.palette();
            for class in [p.orange, p.blue] {
                let ground = class.over(p.paper, super::super::field::DEPTH);
                assert!(contrast(p.ink, ground) >= 4.5, "{theme:?}");
            }
        }
    }

    #[test]
    fn disagreement_is_ink_over_paper() {
        for theme in [Theme::Light, Theme::Dark] {
            let p = theme.palette();
            let mixed = p.ink.over(p.paper, theme.disagreement());
            let off = |a: u8, b: u8| a.abs_diff(b) <= 1;
            assert!(
                off(mixed.0, p.disagree.0)
                    && off(mixed.1, p.disagree.1)
                    && off(mixed.2, p.disagree.2),
                "{theme:?} {mixed:?}"
            );
        }
    }

    #[test]
    fn css_names_every_color() {
        let css = Theme::Light.css();
        assert!(css.contains("--orange: #DD6B00;"));
        assert_eq!(css.matches('#').count(), 10);
    }
}
