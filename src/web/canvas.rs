//! A canvas that pictures are painted on, sharp at every devicePixelRatio.
//!
//! The canvas is CSS size × devicePixelRatio large and its transform devicePixelRatio / [`UNIT`], so a
//! picture in units lands on true pixels. Lines and areas are drawn by `plotters-canvas`; text, its
//! measuring and bitmaps are drawn here, because there they go through the document (which fails in a shadow
//! root and under a strict content policy) and pixel by pixel.

use plotters::prelude::IntoDrawingArea;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::decimal;
use crate::view::Picture;
use crate::view::paint::{LINE_HEIGHT, MIDDLE, UNIT};
use crate::view::text::Face;
use crate::view::theme::FONT;

/// What went wrong on a canvas, in words.
pub type Failure = String;

/// Clears a canvas and paints `picture` on it, `size` CSS pixels large.
///
/// The canvas is resized only when its size in true pixels changes. Fails where the browser refuses a
/// two-dimensional context.
pub fn paint(
    element: &HtmlCanvasElement,
    picture: &Picture,
    size: [f64; 2],
    device_pixel_ratio: f64,
) -> Result<(), Failure> {
    let [width, height] = size.map(|side| (side * device_pixel_ratio).round() as u32);
    if element.width() != width || element.height() != height {
        element.set_width(width);
        element.set_height(height);
    }
    let context = context(element)?;
    let scale = device_pixel_ratio / f64::from(UNIT);
    let plain = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
    plain.map_err(|_| "the canvas refused to be cleared")?;
    context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
    let scaled = context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0);
    scaled.map_err(|_| "the canvas refused to be scaled")?;
    context.set_line_join("round");

    let measure = |text: &str, face: Face| width_in_em(&context, text, css_face(face));
    let backend = Sharp {
        inner: CanvasBackend::with_canvas_object(element.clone())
            .ok_or("no two-dimensional context")?,
        context: context.clone(),
        size: size
            .map(|side| (side * f64::from(UNIT)).round() as u32)
            .into(),
    };
    let area = backend.into_drawing_area();
    picture
        .paint(&area, &measure)
        .map_err(|error| error.to_string())
}

/// Puts RGBA pixels, `width` a row, onto a canvas of just as many pixels; CSS stretches it.
pub fn blit(
    element: &HtmlCanvasElement,
    pixels: &[u8],
    width: u32,
    height: u32,
) -> Result<(), Failure> {
    if element.width() != width || element.height() != height {
        element.set_width(width);
        element.set_height(height);
    }
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(pixels), width, height)
        .map_err(|_| "an image of another size than its pixels")?;
    context(element)?
        .put_image_data(&image, 0.0, 0.0)
        .map_err(|_| "the canvas refused the image".to_string())
}

fn context(element: &HtmlCanvasElement) -> Result<CanvasRenderingContext2d, Failure> {
    let context = element.get_context("2d").ok().flatten();
    context
        .and_then(|context| context.dyn_into().ok())
        .ok_or_else(|| "no two-dimensional context".to_string())
}

/// Width of `text` at type size 1; measured at 100 pixels, where rounding does not matter.
fn width_in_em(context: &CanvasRenderingContext2d, text: &str, face: &str) -> f64 {
    context.set_font(&format!("{face} 100px {FONT}"));
    let metrics = context.measure_text(text);
    metrics.map_or(0.0, |metrics| metrics.width() / 100.0)
}

fn css_face(face: Face) -> &'static str {
    match face {
        Face::Regular => "400",
        Face::Bold => "600",
        Face::Italic => "italic 400",
    }
}

fn css_style(style: FontStyle) -> &'static str {
    match style {
        FontStyle::Normal => css_face(Face::Regular),
        FontStyle::Bold => css_face(Face::Bold),
        FontStyle::Italic | FontStyle::Oblique => css_face(Face::Italic),
    }
}

/// `plotters-canvas` with its own text and bitmaps.
struct Sharp {
    inner: CanvasBackend,
    context: CanvasRenderingContext2d,
    /// In units.
    size: (u32, u32),
}

type Drawn = Result<(), DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

impl DrawingBackend for Sharp {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Drawn {
        self.inner.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.inner.draw_pixel(point, color)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.inner.draw_path(path, style)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.inner.fill_polygon(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.inner.draw_circle(center, radius, style, fill)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let BackendColor { alpha, rgb } = style.color();
        let (r, g, b) = rgb;
        let size = style.size() / LINE_HEIGHT;
        let context = &self.context;
        let pixels = decimal::plain(size);
        context.set_font(&format!("{} {pixels}px {FONT}", css_style(style.style())));
        context.set_text_baseline("alphabetic");
        context.set_text_align(match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        let alpha = decimal::plain(alpha);
        context.set_fill_style_str(&format!("rgba({r},{g},{b},{alpha})"));
        // A text that a browser refuses is left out: nothing in the picture depends on it.
        let _ = context.fill_text(text, f64::from(at.0), f64::from(at.1) + MIDDLE * size);
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let size = style.size() / LINE_HEIGHT;
        let width = size * width_in_em(&self.context, text, css_style(style.style()));
        Ok((width.round() as u32, style.size().round() as u32))
    }
}
