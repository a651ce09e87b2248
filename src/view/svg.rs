//! A picture as a stand-alone SVG document: the tests' eyes, and a download for publication.

use plotters::prelude::{IntoDrawingArea, SVGBackend};

use super::paint::UNIT;
use super::picture::Picture;
use super::text;
use super::theme::{Color, FONT};

/// The fonts that the table of text widths describes; a document has no browser to measure for it.
const MEASURED_FONT: &str = "Helvetica, Arial, Liberation Sans, sans-serif";

/// The SVG text of a picture of `size` CSS pixels on `ground`.
///
/// Text widths come from a fixed table, so that the same picture gives the same bytes natively and in the
/// browser. The error says what plotters could not draw.
pub fn document(
    picture: &Picture,
    size: [f64; 2],
    ground: Option<Color>,
) -> Result<String, String> {
    let [width, height] = size.map(|side| (side * f64::from(UNIT)).round() as u32);
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
        if let Some(Color(r, g, b)) = ground {
            area.fill(&plotters::style::RGBColor(r, g, b))
                .map_err(|error| error.to_string())?;
        }
        picture
            .paint(&area, &text::width)
            .map_err(|error| error.to_string())?;
        area.present().map_err(|error| error.to_string())?;
    }
    // plotters writes the size in units; the document's is in CSS pixels, its view box in units.
    let plain = format!("<svg width=\"{width}\" height=\"{height}\" ");
    let sized = format!(
        "<svg width=\"{}\" height=\"{}\" stroke-linejoin=\"round\" ",
        size[0], size[1]
    );
    let svg = svg.replacen(&plain, &sized, 1);
    let font = format!("font-family=\"{}\"", FONT.replace('\'', "&apos;"));
    Ok(svg.replace(&font, &format!("font-family=\"{MEASURED_FONT}\"")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::picture::Align;
    use crate::view::text::Line;

    #[test]
    fn a_document_is_sized_in_css_pixels_and_drawn_in_units() {
        let mut picture = Picture::default();
        picture.disc([10.0, 5.5], 2.25, Color(0, 87, 155));
        let at = [4.0, 4.0];
        picture.text(at, Line::plain("a<b"), Align::End, 12.0, Color(0, 0, 0));
        let svg = document(&picture, [20.0, 11.0], None).expect("drawn");
        assert!(svg.starts_with("<svg width=\"20\" height=\"11\""));
        assert!(svg.contains("viewBox=\"0 0 160 88\""));
        assert!(svg.contains("cx=\"80\" cy=\"44\" r=\"18\""));
        assert!(svg.contains("a&lt;b") && svg.contains("text-anchor=\"end\""));
        assert!(svg.contains("font-size=\"96\""));
        assert!(svg.trim_end().ends_with("</svg>"));
    }
}
