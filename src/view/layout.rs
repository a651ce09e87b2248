//! Where the parts of the page lie, and how large the plane is, in the room that there is.
//!
//! ```text
//! scale = max(1, min(W / 1440, H / 860))      W, H: the lab's width and the window's height, CSS pixels
//! w = W / scale, h = H / scale                all else is laid out in w × h and enlarged by the scale
//! ```
//! Plane, transport and timeline are in sight together in every arrangement, so the side of the plane is what is left of
//! the height above and below it. At one height the plane never shrinks as the page grows: each arrangement begins where
//! its plane is as large as the largest of the one before.

use crate::numeric::clamp;

/// The room that there is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Room {
    /// Width of the lab, in CSS pixels.
    pub width: f64,
    /// Height of the window, in CSS pixels.
    pub height: f64,
    /// Whether it is to be read from the last row.
    pub presentation: bool,
}

/// Which parts lie beside which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// Settings beside the plane, read-outs on its other side.
    #[default]
    Wide,
    /// Read-outs beside the plane, settings below.
    Middle,
    /// One column.
    Narrow,
    /// A low window: everything that moves beside a plane as high as the window.
    Flat,
    /// A low and narrow one: the transport beside a small plane, the timeline under both.
    Tiny,
    /// A sheet of paper.
    Paper,
}

impl Arrangement {
    /// Its name in the style sheet.
    pub fn name(self) -> &'static str {
        match self {
            Arrangement::Wide => "wide",
            Arrangement::Middle => "middle",
            Arrangement::Narrow => "narrow",
            Arrangement::Flat => "flat",
            Arrangement::Tiny => "tiny",
            Arrangement::Paper => "paper",
        }
    }

    /// Room right of the plane for the names of boundaries, in CSS pixels.
    pub fn gutter(self) -> f64 {
        match self {
            Arrangement::Wide => 104.0,
            Arrangement::Middle | Arrangement::Flat | Arrangement::Paper => GUTTER,
            Arrangement::Narrow | Arrangement::Tiny => 0.0,
        }
    }
}

/// How the film is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FilmSize {
    /// There is no room for it.
    #[default]
    Off,
    /// Lower frames.
    Small,
    /// Whole.
    Full,
}

impl FilmSize {
    /// Its name in the style sheet.
    pub fn name(self) -> &'static str {
        match self {
            FilmSize::Off => "off",
            FilmSize::Small => "small",
            FilmSize::Full => "full",
        }
    }
}

/// How the page is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Plan {
    /// Which parts lie beside which.
    pub arrangement: Arrangement,
    /// What everything is enlarged by.
    pub scale: f64,
    /// Side of the plane's square, before it is enlarged.
    pub side: f64,
    /// How the film is shown.
    pub film: FilmSize,
}

/// Width and height for which the page is drawn at its natural size, and those of a presentation.
const NATURAL: [f64; 2] = [1440.0, 860.0];
const PRESENTED: [f64; 2] = [840.0, 472.0];
/// Nothing is enlarged more than this.
const MOST_SCALE: f64 = 6.0;

/// Widths from which on there are settings beside the plane, read-outs beside it, and a transport beside it.
const WIDE: f64 = 1140.0;
const MIDDLE: f64 = 720.0;
const FLAT: f64 = 580.0;
/// Heights up to which a window is low, and too low for one column.
const LOW: f64 = 560.0;
const LOWEST: f64 = 420.0;

/// Room for names beside a middle-sized plane.
const GUTTER: f64 = 50.0;
/// Least width of what stands beside the plane in a low window.
const BESIDE: f64 = 230.0;
/// The largest plane of one column: where two begin it is as large.
const COLUMN: f64 = 400.0;

/// Heights around a wide or middle plane: head, key, labels of the axis, transport and timeline; and the film's two.
const AROUND: f64 = 254.0;
const FILM: f64 = 98.0;
const SMALL_FILM: f64 = 72.0;
/// The least plane that leaves room for a film, whole or small.
const BESIDE_FILM: f64 = 440.0;
const BESIDE_SMALL_FILM: f64 = 390.0;

/// Side of the plane on paper, and the width of a page of A4 or Letter within its margins.
const PAPER_SIDE: f64 = 340.0;
/// The width that a page is printed at, in CSS pixels.
pub const PAPER_WIDTH: f64 = 680.0;

impl Plan {
    /// The plan for a room.
    pub fn of(room: Room) -> Plan {
        let scale = scale(room);
        let (w, h) = (room.width / scale, room.height / scale);
        let arrangement = arrangement(w, h);
        let (room_for_plane, film) = beside_film(h);
        let side = match arrangement {
            Arrangement::Wide => (w - 292.0 - 104.0 - results(w)).min(room_for_plane),
            Arrangement::Middle => (0.5 * (w - MIDDLE) + COLUMN).min(488.0).min(room_for_plane),
            Arrangement::Narrow => (w - 32.0).min(0.43 * h).min(COLUMN),
            Arrangement::Flat => (h - 24.0).min(w - 48.0 - GUTTER - BESIDE),
            Arrangement::Tiny => (0.43 * w).min(h - 100.0),
            Arrangement::Paper => PAPER_SIDE,
        };
        Plan {
            arrangement,
            scale,
            side: side.max(96.0).floor(),
            film: match arrangement {
                Arrangement::Wide => film,
                _ => FilmSize::Off,
            },
        }
    }

    /// The plan of a printed page.
    pub fn paper() -> Plan {
        Plan {
            arrangement: Arrangement::Paper,
            scale: 1.0,
            side: PAPER_SIDE,
            film: FilmSize::Full,
        }
    }
}

fn scale(room: Room) -> f64 {
    let [width, height] = if room.presentation {
        PRESENTED
    } else {
        NATURAL
    };
    let scale = (room.width / width).min(room.height / height);
    clamp(scale, 1.0, MOST_SCALE)
}

fn arrangement(w: f64, h: f64) -> Arrangement {
    if h <= LOW && w >= FLAT {
        Arrangement::Flat
    } else if h < LOWEST {
        Arrangement::Tiny
    } else if w >= WIDE {
        Arrangement::Wide
    } else if w >= MIDDLE {
        Arrangement::Middle
    } else {
        Arrangement::Narrow
    }
}

/// Width of the read-outs beside a wide plane.
fn results(w: f64) -> f64 {
    clamp(256.0 + 0.45 * (w - WIDE), 256.0, 480.0)
}

/// The side that the height has room for, and the film under it.
fn beside_film(h: f64) -> (f64, FilmSize) {
    let side = h - AROUND;
    if side - FILM >= BESIDE_FILM {
        (side - FILM, FilmSize::Full)
    } else if side - SMALL_FILM >= BESIDE_SMALL_FILM {
        ((side - SMALL_FILM).min(BESIDE_FILM), FilmSize::Small)
    } else {
        (side.min(BESIDE_FILM), FilmSize::Off)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(width: f64, height: f64) -> Plan {
        Plan::of(Room {
            width,
            height,
            presentation: false,
        })
    }

    #[test]
    fn the_plane_never_shrinks_as_the_page_grows() {
        for height in (200..=1600)
            .step_by(20)
            .chain([559, 560, 561, 419, 420, 421])
        {
            let mut before = 0.0;
            for width in 440..=1200 {
                let side = plan(f64::from(width), f64::from(height)).side;
                assert!(side >= before, "{width}x{height}: {side} after {before}");
                before = side;
            }
        }
    }

    #[test]
    fn plane_transport_and_timeline_fit_the_height() {
        for (width, height) in [
            (1366, 650),
            (1280, 720),
            (1440, 789),
            (1280, 860),
            (1140, 604),
        ] {
            let plan = plan(f64::from(width), f64::from(height));
            assert_eq!(plan.arrangement, Arrangement::Wide);
            let film = match plan.film {
                FilmSize::Off => 0.0,
                FilmSize::Small => SMALL_FILM,
                FilmSize::Full => FILM,
            };
            assert!(
                AROUND + plan.side + film <= f64::from(height),
                "{width}x{height}"
            );
            assert!(plan.side >= 350.0, "{width}x{height}: {}", plan.side);
        }
    }

    #[test]
    fn each_window_has_the_arrangement_that_it_has_room_for() {
        for (width, height, arrangement) in [
            (320, 256, Arrangement::Tiny),
            (320, 568, Arrangement::Narrow),
            (390, 844, Arrangement::Narrow),
            (600, 560, Arrangement::Flat),
            (844, 390, Arrangement::Flat),
            (768, 1024, Arrangement::Middle),
            (1920, 1080, Arrangement::Wide),
        ] {
            let plan = plan(f64::from(width), f64::from(height));
            assert_eq!(plan.arrangement, arrangement, "{width}x{height}");
            assert!(plan.side <= f64::from(width) && plan.side < f64::from(height));
        }
    }

    #[test]
    fn large_windows_enlarge_everything_and_presentations_more() {
        assert_eq!(plan(1440.0, 900.0).scale, 1.0);
        assert!(plan(1920.0, 1080.0).scale > 1.2);
        assert!(plan(2560.0, 1440.0).scale > 1.6);
        // Type of 13 pixels is a fortieth of the height or larger: readable from the last row.
        for (width, height) in [(1280.0, 720.0), (1920.0, 1080.0), (3840.0, 2160.0)] {
            let plan = Plan::of(Room {
                width,
                height,
                presentation: true,
            });
            assert!(13.0 * plan.scale >= height / 40.0, "{width}x{height}");
            assert_eq!(plan.arrangement, Arrangement::Flat);
        }
    }
}
