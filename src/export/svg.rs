//! A figure as an SVG document that looks the same in the programs that figures end up in, and that carries its run.
//!
//! ```text
//! powers             a <tspan> moved by dy        baseline-shift is ignored by some
//! blanks at a tspan  dx                           dropped by most
//! halo               the text twice, stroked, then filled        paint-order whitens the word in some
//! dashes             lines of their own           dash offsets are ignored by some
//! link, step, hash   <desc>, data-, href, xlink:href and, if asked for, visible text
//! ```
//! No tool keeps all of these and every one of them is kept by some: a reader takes what is left.

use super::Carried;
use crate::text::decimal::plain;
use crate::view::figure::{Figure, Width};
use crate::view::geometry::Point;
use crate::view::picture::{Align, Shape};
use crate::view::text::{Face, Level, Line, width};
use crate::view::theme::{Color, HALO};

/// Fonts as wide as the table of widths, wherever one is.
const FONT: &str = "Helvetica, Arial, Liberation Sans, sans-serif";
/// The middle of the capitals lies this many em above the baseline.
const CAPITALS: f64 = 0.36;

/// The document, as wide on paper as `width` says. `address` is the lab's own, before the `#`; it may be empty.
pub fn document(
    figure: &Figure,
    width: Width,
    ground: Option<Color>,
    carried: &Carried,
    address: &str,
) -> String {
    let [w, h] = figure.size;
    let mm = width.mm() / w;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"{}mm\" height=\"{}mm\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\" \
         data-link=\"{}\" data-step=\"{}\" data-hash=\"{}\" font-family=\"{FONT}\" \
         stroke-linejoin=\"round\">\n<desc>{}</desc>\n",
        number(w * mm),
        number(h * mm),
        number(w),
        number(h),
        escape(&figure.description),
        escape(&carried.link),
        carried.step,
        carried.hash,
        escape(&format!("{} {}", figure.description, carried.sentence())),
    );
    let target = escape(&format!("{address}#{}", carried.link));
    svg += &format!("<a href=\"{target}\" xlink:href=\"{target}\">\n");
    if let Some(color) = ground {
        let (w, h) = (number(w), number(h));
        svg += &format!(
            "<rect width=\"{w}\" height=\"{h}\" fill=\"{}\"/>\n",
            color.hex()
        );
    }
    let mut shapes = figure.picture.shapes.iter().peekable();
    while let Some(shape) = shapes.next() {
        match shape {
            Shape::Stroke {
                points,
                color,
                width,
            } => {
                let mut path = line(points);
                // Dashes of one line are one element.
                while let Some(Shape::Stroke { points, .. }) =
                    shapes.next_if(|next| matches!(next, Shape::Stroke { color: c, width: w, .. } if c == color && w == width))
                {
                    path += &line(points);
                }
                svg += &format!(
                    "<path d=\"{path}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"/>\n",
                    color.hex(),
                    number(*width)
                );
            }
            Shape::Area {
                points,
                color,
                alpha,
            } => {
                let opacity = match *alpha {
                    1.0 => String::new(),
                    alpha => format!(" fill-opacity=\"{}\"", number(alpha)),
                };
                svg += &format!(
                    "<path d=\"{}Z\" fill=\"{}\"{opacity}/>\n",
                    line(points),
                    color.hex()
                );
            }
            Shape::Disc {
                center,
                radius,
                color,
            } => {
                svg += &format!(
                    "<circle {} fill=\"{}\"/>\n",
                    circle(*center, *radius),
                    color.hex()
                );
            }
            Shape::Ring {
                center,
                radius,
                color,
                width,
            } => {
                svg += &format!(
                    "<circle {} fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"/>\n",
                    circle(*center, *radius),
                    color.hex(),
                    number(*width)
                );
            }
            Shape::Text {
                at,
                line,
                align,
                size,
                color,
                halo,
            } => {
                if let Some(halo) = halo {
                    let halo = halo.hex();
                    let paint = format!(
                        "fill=\"{halo}\" stroke=\"{halo}\" stroke-width=\"{}\"",
                        number(2.0 * HALO)
                    );
                    svg += &text(*at, line, *align, *size, &paint);
                }
                svg += &text(
                    *at,
                    line,
                    *align,
                    *size,
                    &format!("fill=\"{}\"", color.hex()),
                );
            }
        }
    }
    svg + "</a>\n</svg>\n"
}

/// What an SVG says of the moment it shows, from whichever of the places a tool has left it in.
pub fn read(svg: &str) -> Option<Carried> {
    let plain = unescape(svg);
    if let Some(carried) = Carried::in_text(&plain) {
        return Some(carried);
    }
    let attribute = |name: &str| {
        let start = svg.find(&format!("{name}=\""))? + name.len() + 2;
        let end = start + svg[start..].find('"')?;
        Some(unescape(&svg[start..end]))
    };
    let link = attribute("data-link").or_else(|| {
        let target = attribute("href")?;
        target.split_once('#').map(|(_, link)| link.to_owned())
    });
    let link = link.filter(|link| link.starts_with("v=")).or_else(|| {
        let start = plain.find("v=1")?;
        let end = plain[start..].find(|c: char| c.is_whitespace() || c == '<' || c == '"');
        Some(plain[start..end.map_or(plain.len(), |end| start + end)].to_owned())
    })?;
    Some(Carried {
        link,
        step: attribute("data-step")
            .and_then(|step| step.parse().ok())
            .unwrap_or(0),
        hash: attribute("data-hash").unwrap_or_default(),
    })
}

/// With at most two decimals.
fn number(value: f64) -> String {
    // Adding 0 turns −0 into 0.
    plain((value * 100.0).round() / 100.0 + 0.0)
}

fn line(points: &[Point]) -> String {
    let mut path = String::new();
    for (k, [x, y]) in points.iter().enumerate() {
        path += if k == 0 { "M" } else { "L" };
        path += &format!("{} {}", number(*x), number(*y));
    }
    path
}

fn circle([x, y]: Point, radius: f64) -> String {
    format!(
        "cx=\"{}\" cy=\"{}\" r=\"{}\"",
        number(x),
        number(y),
        number(radius)
    )
}

fn text(at: Point, line: &Line, align: Align, size: f64, paint: &str) -> String {
    // Some anchor each <tspan> by itself: a line of several is placed by the table of widths instead.
    let several = line.0.len() > 1;
    let shift = if several { size * line.width() } else { 0.0 };
    let (anchor, shift) = match align {
        Align::Start => ("", 0.0),
        Align::Middle if several => ("", 0.5 * shift),
        Align::End if several => ("", shift),
        Align::Middle => (" text-anchor=\"middle\"", 0.0),
        Align::End => (" text-anchor=\"end\"", 0.0),
    };
    let mut out = format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{anchor} {paint}>",
        number(at[0] - shift),
        number(at[1] + CAPITALS * size),
        number(size)
    );
    let alone = line.0.len() == 1 && line.0[0].level == Level::Line;
    // Height above the line, and blanks that are owed, in figure pixels.
    let (mut height, mut gap) = (0.0, 0.0);
    for span in &line.0 {
        let own = size * span.level.scale();
        let blanks = |text: &str| width(text, span.face) * own;
        let blank = [' ', '\u{a0}'];
        let words = span.text.trim_matches(blank);
        let before = &span.text[..span.text.len() - span.text.trim_start_matches(blank).len()];
        let after = &span.text[span.text.trim_end_matches(blank).len()..];
        if words.is_empty() {
            gap += blanks(&span.text);
            continue;
        }
        gap += blanks(before);
        let rise = span.level.rise() * size;
        let mut style = String::new();
        if gap > 0.0 {
            style += &format!(" dx=\"{}\"", number(gap));
        }
        if rise != height {
            style += &format!(" dy=\"{}\"", number(height - rise));
        }
        if span.level != Level::Line {
            style += &format!(" font-size=\"{}\"", number(own));
        }
        style += match span.face {
            Face::Regular => "",
            Face::Bold => " font-weight=\"bold\"",
            Face::Italic => " font-style=\"italic\"",
        };
        let words = escape(words);
        if alone && style.is_empty() {
            out += &words;
        } else {
            out += &format!("<tspan{style}>{words}</tspan>");
        }
        (height, gap) = (rise, blanks(after));
    }
    out + "</text>\n"
}

/// Text as XML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn unescape(xml: &str) -> String {
    xml.replace("&quot;", "\"")
        .replace("&gt;", ">")
        .replace("&lt;", "<")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::picture::Picture;

    fn carried() -> Carried {
        Carried {
            link: "v=1&seed=7&sweep=seed:1..3;width:4,8".to_owned(),
            step: 1000,
            hash: "h0123456789abcdef".to_owned(),
        }
    }

    fn figure() -> Figure {
        let mut picture = Picture::default();
        let ink = Color(1, 2, 3);
        picture.line([0.0, 0.0], [10.126, 5.0], ink, 2.0);
        picture.line([12.0, 5.0], [20.0, 5.0], ink, 2.0);
        let power = Line::plain("10")
            .shifted("4", Face::Regular, Level::Raised)
            .then(" steps ", Face::Regular);
        let power = power.then("t", Face::Italic);
        picture.text_on(
            [5.0, 5.0],
            power,
            Align::End,
            12.0,
            ink,
            Color(255, 255, 255),
        );
        Figure {
            picture,
            size: [100.0, 50.0],
            description: "A & B <c>".to_owned(),
        }
    }

    fn svg() -> String {
        document(
            &figure(),
            Width::Column,
            None,
            &carried(),
            "https://lab.example/",
        )
    }

    #[test]
    fn text_stays_text_and_blanks_are_no_characters() {
        let svg = svg();
        assert!(svg.contains("width=\"85mm\" height=\"42.5mm\" viewBox=\"0 0 100 50\""));
        assert!(svg.contains("<tspan>10</tspan><tspan dy=\"-4.32\" font-size=\"8.88\">4</tspan><tspan dx=\"3.36\" dy=\"4.32\">steps</tspan><tspan dx=\"3.36\" font-style=\"italic\">t</tspan>"), "{svg}");
        assert!(svg.contains("M0 0L10.13 5M12 5L20 5"));
        for banned in [
            "> <",
            " </tspan>",
            "paint-order",
            "baseline-shift",
            "textLength",
            "dasharray",
        ] {
            assert!(!svg.contains(banned), "{banned}");
        }
        assert_eq!(svg.matches("<text").count(), 2, "stroked, then filled");
    }

    #[test]
    fn only_a_line_of_one_span_is_anchored() {
        let svg = svg();
        assert!(
            !svg.contains("text-anchor"),
            "two powers and a word, ending at 5"
        );
        let one = text([5.0, 5.0], &Line::plain("a b"), Align::End, 12.0, "");
        assert!(
            one.starts_with("<text x=\"5\"")
                && one.contains("text-anchor=\"end\"")
                && one.contains(">a b<")
        );
    }

    #[test]
    fn every_carrier_is_read_alone() {
        let svg = svg();
        assert_eq!(read(&svg), Some(carried()));
        let without = |svg: &str, start: &str, end: &str| {
            let from = svg.find(start).expect(start);
            let to =
                from + start.len() + svg[from + start.len()..].find(end).expect(end) + end.len();
            svg[..from].to_owned() + &svg[to..]
        };
        let no_desc = without(&svg, "<desc>", "</desc>");
        assert_eq!(read(&no_desc), Some(carried()));
        let mut bare = no_desc;
        for attribute in ["data-link=\"", "data-step=\"", "data-hash=\""] {
            bare = without(&bare, attribute, "\"");
        }
        let link = |svg: &str| read(svg).map(|carried| carried.link);
        assert_eq!(link(&bare), Some(carried().link));
        let bare = without(&bare, " href=\"", "\"");
        assert_eq!(link(&bare), Some(carried().link), "xlink:href");
        let bare = without(&bare, " xlink:href=\"", "\"");
        assert_eq!(read(&bare), None);
        let mut figure = figure();
        figure = figure.with_caption(&carried().link, crate::view::Theme::Light.palette());
        let visible = document(&figure, Width::Page, None, &Carried::default(), "");
        assert_eq!(link(&visible), Some(carried().link), "visible text");
        assert_eq!(read("<svg/>"), None);
    }
}
