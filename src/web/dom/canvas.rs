//! A canvas that pictures are painted on, sharp at every devicePixelRatio.
//!
//! The canvas is CSS size × devicePixelRatio large and its transform devicePixelRatio / [`UNIT`], so a
//! picture in units lands on true pixels. What a picture is made of is drawn here, the rest by `plotters-canvas`. That
//! measures text through the document (which fails in a shadow root and under a strict content policy), writes
//! opacities with Rust's tables for decimals (8 kB of a first visit), and makes every stroke and disc a path of its
//! own: here shapes that follow each other in one color are one path, so a dashed line costs the browser what an
//! unbroken one does.

use std::cell::Cell;

use plotters::prelude::IntoDrawingArea;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::text::decimal;
use crate::view::Picture;
use crate::view::paint::{LINE_HEIGHT, MIDDLE, UNIT};
use crate::view::stamps::Pixels;
use crate::view::text::Face;
use crate::view::theme::FONT;

/// What went wrong on a canvas, in words.
pub type Failure = String;

thread_local! {
    /// How often a browser gave canvases back: it has then forgotten all that was set.
    static RESTORED: Cell<u32> = const { Cell::new(0) };
}

/// No canvas is taken to be as it was left.
pub fn forget_all() {
    RESTORED.set(RESTORED.get().wrapping_add(1));
}

/// A canvas to draw on. What it was last asked for is kept: asking a canvas, or setting what is set, is slow.
pub struct Easel {
    element: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    /// In true pixels.
    size: Cell<[u32; 2]>,
    /// Type size and face of texts.
    font: Cell<Option<(f64, &'static str)>>,
    /// The [`RESTORED`] of when that was so.
    restored: Cell<u32>,
}

impl Easel {
    /// Fails where the browser refuses a two-dimensional context.
    pub fn new(element: &HtmlCanvasElement) -> Result<Easel, Failure> {
        let context = element.get_context("2d").ok().flatten();
        let context = context.and_then(|context| context.dyn_into().ok());
        Ok(Easel {
            element: element.clone(),
            context: context.ok_or("no two-dimensional context")?,
            size: Cell::default(),
            font: Cell::default(),
            restored: Cell::new(RESTORED.get()),
        })
    }

    /// Clears the canvas and paints `picture` on it, `size` CSS pixels large, over `ground` if there is one.
    pub fn paint(
        &self,
        ground: Option<&Pixels>,
        picture: &Picture,
        size: [f64; 2],
        device_pixel_ratio: f64,
    ) -> Result<(), Failure> {
        let [width, height] = size.map(|side| (side * device_pixel_ratio).round() as u32);
        let is_clear = self.resize([width, height]);
        let context = &self.context;
        let scale = device_pixel_ratio / f64::from(UNIT);
        let plain = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        plain.map_err(|_| "the canvas refused to be cleared")?;
        // On paper a browser draws again what was drawn, and clearing would clear what lies below too.
        if !is_clear {
            context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
        }
        if let Some(pixels) = ground {
            self.put(&pixels.bytes, width, height)?;
        }
        let scaled = context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0);
        scaled.map_err(|_| "the canvas refused to be scaled")?;
        context.set_line_join("round");

        let measure = |text: &str, face: Face| self.width_in_em(text, css_face(face));
        let backend = Sharp {
            easel: self,
            inner: CanvasBackend::with_canvas_object(self.element.clone())
                .ok_or("no two-dimensional context")?,
            size: size
                .map(|side| (side * f64::from(UNIT)).round() as u32)
                .into(),
            pen: None,
            fill: None,
            align: "",
        };
        let area = backend.into_drawing_area();
        picture
            .paint(&area, &measure)
            .and_then(|()| area.present())
            .map_err(in_words)
    }

    /// Puts RGBA pixels, `width` a row, onto a canvas of just as many pixels; CSS stretches it.
    pub fn blit(&self, pixels: &[u8], width: u32, height: u32) -> Result<(), Failure> {
        self.resize([width, height]);
        self.put(pixels, width, height)
    }

    /// Gives the canvas its size, in true pixels; returns whether that has cleared it.
    fn resize(&self, size: [u32; 2]) -> bool {
        let forgotten = self.restored.replace(RESTORED.get()) != RESTORED.get();
        let changed = self.size.replace(size) != size || forgotten;
        if changed {
            let [width, height] = size;
            self.element.set_width(width);
            self.element.set_height(height);
            // A canvas that is given a size, even its own, forgets all that was set.
            self.font.set(None);
        }
        changed
    }

    fn put(&self, pixels: &[u8], width: u32, height: u32) -> Result<(), Failure> {
        let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(pixels), width, height)
            .map_err(|_| "an image of another size than its pixels")?;
        self.context
            .put_image_data(&image, 0.0, 0.0)
            .map_err(|_| "the canvas refused the image".to_string())
    }

    fn set_font(&self, size: f64, face: &'static str) {
        if self.font.replace(Some((size, face))) != Some((size, face)) {
            let pixels = decimal::plain(size);
            self.context.set_font(&format!("{face} {pixels}px {FONT}"));
        }
    }

    /// Width of `text` at type size 1; measured at the size that is set, to set none: in units every size is so large
    /// that rounding does not matter.
    fn width_in_em(&self, text: &str, face: &'static str) -> f64 {
        let set = self.font.get().filter(|(_, set)| *set == face);
        let size = set.map_or(100.0, |(size, _)| size);
        self.set_font(size, face);
        let metrics = self.context.measure_text(text);
        metrics.map_or(0.0, |metrics| metrics.width() / size)
    }
}

fn in_words(error: impl std::fmt::Display) -> Failure {
    error.to_string()
}

fn css_face(face: Face) -> &'static str {
    match face {
        Face::Regular => "400",
        Face::Bold => "600",
        Face::Italic => "italic 400",
    }
}

fn css_color((r, g, b): (u8, u8, u8), alpha: f64) -> String {
    let alpha = (255.0 * alpha).round() as u8;
    format!("#{r:02x}{g:02x}{b:02x}{alpha:02x}")
}

fn css_style(style: FontStyle) -> &'static str {
    match style {
        FontStyle::Normal => css_face(Face::Regular),
        FontStyle::Bold => css_face(Face::Bold),
        FontStyle::Italic | FontStyle::Oblique => css_face(Face::Italic),
    }
}

/// A canvas for plotters.
struct Sharp<'a> {
    easel: &'a Easel,
    inner: CanvasBackend,
    /// In units.
    size: (u32, u32),
    /// What the path in progress is to be drawn with.
    pen: Option<Pen>,
    /// The fill that is set: color and opacity.
    fill: Option<((u8, u8, u8), f64)>,
    /// The alignment of texts that is set.
    align: &'static str,
}

/// How a path is drawn.
#[derive(Clone, Copy, PartialEq)]
struct Pen {
    color: (u8, u8, u8),
    alpha: f64,
    /// Of a stroke; a path without is filled.
    width: Option<u32>,
}

impl Sharp<'_> {
    /// Goes on with the path in progress if it is drawn so, and else begins another.
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
            self.easel.context.begin_path();
            self.pen = Some(pen);
        }
    }

    /// Draws the path in progress.
    fn draw(&mut self) {
        let Some(pen) = self.pen.take() else {
            return;
        };
        let context = &self.easel.context;
        match pen.width {
            Some(width) => {
                context.set_stroke_style_str(&css_color(pen.color, pen.alpha));
                context.set_line_width(f64::from(width));
                context.stroke();
            }
            None => {
                self.set_fill(pen.color, pen.alpha);
                context.fill();
            }
        }
    }

    fn set_fill(&mut self, color: (u8, u8, u8), alpha: f64) {
        if self.fill.replace((color, alpha)) != Some((color, alpha)) {
            self.easel
                .context
                .set_fill_style_str(&css_color(color, alpha));
        }
    }

    fn trace(&self, path: impl IntoIterator<Item = BackendCoord>) {
        for (at, (x, y)) in path.into_iter().enumerate() {
            let (x, y) = (f64::from(x), f64::from(y));
            match at {
                0 => self.easel.context.move_to(x, y),
                _ => self.easel.context.line_to(x, y),
            }
        }
    }
}

type Drawn = Result<(), DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

impl DrawingBackend for Sharp<'_> {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Drawn {
        self.draw();
        self.inner.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.draw();
        self.fill = None;
        self.inner.draw_pixel(point, color)
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
        // By itself: two that overlap in one path could leave a hole.
        self.draw();
        self.take_pen(style, true);
        self.trace(path);
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
        let context = &self.easel.context;
        context.move_to(x + radius, y);
        // It fails for a negative radius only.
        let _ = context.arc(x, y, radius, 0.0, std::f64::consts::TAU);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        self.draw();
        let BackendColor { alpha, rgb } = style.color();
        self.set_fill(rgb, alpha);
        let size = style.size() / LINE_HEIGHT;
        self.easel.set_font(size, css_style(style.style()));
        let context = &self.easel.context;
        let align = match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        };
        if std::mem::replace(&mut self.align, align) != align {
            context.set_text_align(align);
        }
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
        let width = size * self.easel.width_in_em(text, css_style(style.style()));
        Ok((width.round() as u32, style.size().round() as u32))
    }
}
