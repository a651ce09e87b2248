//! A canvas that pictures are painted on, sharp at every devicePixelRatio.
//!
//! The canvas is CSS size × devicePixelRatio large and its transform devicePixelRatio / [`UNIT`], so a
//! picture in units lands on true pixels. `plotters-canvas` measures text through the document (which fails in a
//! shadow root and under a strict content policy), and makes every stroke and disc a path of its own. Here shapes
//! that follow each other in one color are one path, so a dashed line costs the browser what an unbroken one does.

use std::convert::Infallible;

use plotters::prelude::IntoDrawingArea;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::decimal;
use crate::view::Picture;
use crate::view::paint::{LINE_HEIGHT, MIDDLE, UNIT};
use crate::view::stamps::Pixels;
use crate::view::text::Face;
use crate::view::theme::FONT;

/// What went wrong on a canvas, in words.
pub type Failure = String;

/// Clears a canvas and paints `picture` on it, `size` CSS pixels large, over `ground` if there is one.
///
/// The canvas is resized only when its size in true pixels changes. Fails where the browser refuses a
/// two-dimensional context.
pub fn paint(
    element: &HtmlCanvasElement,
    ground: Option<&Pixels>,
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
    if let Some(pixels) = ground {
        put(&context, &pixels.bytes, width, height)?;
    }
    let scaled = context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0);
    scaled.map_err(|_| "the canvas refused to be scaled")?;
    context.set_line_join("round");

    let measure = |text: &str, face: Face| width_in_em(&context, text, css_face(face));
    let backend = Sharp {
        context: context.clone(),
        size: size
            .map(|side| (side * f64::from(UNIT)).round() as u32)
            .into(),
        pen: None,
    };
    let area = backend.into_drawing_area();
    picture
        .paint(&area, &measure)
        .and_then(|()| area.present())
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
    put(&context(element)?, pixels, width, height)
}

fn put(
    context: &CanvasRenderingContext2d,
    pixels: &[u8],
    width: u32,
    height: u32,
) -> Result<(), Failure> {
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(pixels), width, height)
        .map_err(|_| "an image of another size than its pixels")?;
    context
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

/// A canvas for plotters.
struct Sharp {
    context: CanvasRenderingContext2d,
    /// In units.
    size: (u32, u32),
    /// What the path in the making is to be drawn with.
    pen: Option<Pen>,
}

/// How a path is drawn.
#[derive(Clone, Copy, PartialEq)]
struct Pen {
    color: (u8, u8, u8),
    alpha: f64,
    /// Of a stroke; a path without is filled.
    width: Option<u32>,
}

impl Sharp {
    /// Goes on with the path in the making if it is drawn so, and else begins another.
    fn take_pen(&mut self, style: &impl BackendStyle, filled: bool) {
        let BackendColor { alpha, rgb } = style.color();
        let pen = Pen {
            color: rgb,
            alpha,
            width: (!filled).then(|| style.stroke_width()),
        };
        // What is seen through is drawn by itself, or it would not be seen through where it overlaps.
        if self.pen != Some(pen) || alpha < 1.0 {
            self.draw();
            self.context.begin_path();
            self.pen = Some(pen);
        }
    }

    /// Draws the path in the making.
    fn draw(&mut self) {
        let Some(Pen {
            color: (r, g, b),
            alpha,
            width,
        }) = self.pen.take()
        else {
            return;
        };
        let alpha = (255.0 * alpha) as u8;
        let color = format!("#{r:02x}{g:02x}{b:02x}{alpha:02x}");
        match width {
            Some(width) => {
                self.context.set_stroke_style_str(&color);
                self.context.set_line_width(f64::from(width));
                self.context.stroke();
            }
            None => {
                self.context.set_fill_style_str(&color);
                self.context.fill();
            }
        }
    }

    fn trace(&self, path: impl IntoIterator<Item = BackendCoord>) {
        for (at, (x, y)) in path.into_iter().enumerate() {
            let (x, y) = (f64::from(x), f64::from(y));
            match at {
                0 => self.context.move_to(x, y),
                _ => self.context.line_to(x, y),
            }
        }
    }
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Sharp {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        self.draw();
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.fill_polygon([(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)], &color)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.take_pen(style, false);
        self.trace(path);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.take_pen(style, true);
        self.trace(path);
        self.context.close_path();
        // Two that turn against each other would leave a hole where they overlap.
        self.draw();
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.take_pen(style, fill);
        let (x, y, radius) = (f64::from(center.0), f64::from(center.1), f64::from(radius));
        self.context.move_to(x + radius, y);
        // It fails for a negative radius only.
        let _ = self.context.arc(x, y, radius, 0.0, std::f64::consts::TAU);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        self.draw();
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
