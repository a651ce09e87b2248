//! A canvas element of the page and how it is painted on.

use crate::text::decimal;
use crate::view::Picture;
use crate::view::stamps::Pixels;
use crate::web::dom::canvas::{Easel, Failure};
use crate::web::dom::{Js, set_style, zoom};
use std::cell::{Cell, OnceCell};
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlCanvasElement, HtmlElement};

fn thrown(why: Failure) -> JsValue {
    JsValue::from_str(&why)
}

/// A canvas.
pub struct Sheet {
    element: HtmlCanvasElement,
    /// Made when it is first drawn on.
    easel: OnceCell<Easel>,
    /// The height it was given, in CSS pixels.
    height: Cell<f64>,
}

impl Sheet {
    /// An empty canvas, hidden from screen readers: what it shows is said in words elsewhere.
    pub fn new(element: HtmlCanvasElement) -> Sheet {
        Sheet {
            element,
            easel: OnceCell::new(),
            height: Cell::default(),
        }
    }

    /// The element.
    pub fn element(&self) -> &Element {
        &self.element
    }

    /// The element, to be listened to.
    pub fn html(&self) -> &HtmlElement {
        &self.element
    }

    /// Its width in CSS pixels, as laid out, to the fraction (a rounded one would blur what is drawn); 0
    /// where it is not shown.
    pub fn width(&self) -> f64 {
        self.element.get_bounding_client_rect().width() / zoom(&self.element)
    }

    /// Gives it a place and a size in CSS pixels.
    pub fn place(&self, left: f64, top: f64, size: [f64; 2]) {
        for (name, value) in [
            ("left", left),
            ("top", top),
            ("width", size[0]),
            ("height", size[1]),
        ] {
            set_style(&self.element, name, &(decimal::plain(value) + "px"));
        }
    }

    /// Gives it a height in CSS pixels.
    pub fn set_height(&self, height: f64) {
        if self.height.replace(height) != height {
            set_style(&self.element, "height", &(decimal::plain(height) + "px"));
        }
    }

    /// Paints a picture of `size` CSS pixels.
    pub fn paint(&self, picture: &Picture, size: [f64; 2], device_pixel_ratio: f64) -> Js {
        self.paint_over(None, picture, size, device_pixel_ratio)
    }

    /// Paints a picture of `size` CSS pixels over pixels of the screen.
    pub fn paint_over(
        &self,
        ground: Option<&Pixels>,
        picture: &Picture,
        size: [f64; 2],
        device_pixel_ratio: f64,
    ) -> Js {
        let painted = self
            .easel()
            .and_then(|easel| easel.paint(ground, picture, size, device_pixel_ratio));
        painted.map_err(thrown)
    }

    /// Puts RGBA pixels on it, `width` a row; CSS stretches them.
    pub fn blit(&self, pixels: &[u8], width: usize, height: usize) -> Js {
        self.easel()
            .and_then(|easel| easel.blit(pixels, width as u32, height as u32))
            .map_err(thrown)
    }

    fn easel(&self) -> Result<&Easel, Failure> {
        if let Some(easel) = self.easel.get() {
            return Ok(easel);
        }
        let easel = Easel::new(&self.element)?;
        Ok(self.easel.get_or_init(|| easel))
    }
}
