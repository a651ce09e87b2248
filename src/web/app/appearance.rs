//! Light or dark, as chosen or as the system says.

use crate::settings::ThemeChoice;
use crate::view::Theme;
use crate::web::dom::{Js, set_attribute};
use crate::web::panels::page::Page;
use web_sys::MediaQueryList;

/// The theme in use.
pub struct Appearance {
    /// Colors and sizes.
    pub theme: Theme,
    /// The theme whose tokens are in the style sheet.
    styled: Option<Theme>,
    /// Whether the system is dark.
    dark: Option<MediaQueryList>,
}

impl Appearance {
    /// A theme that no style sheet has yet.
    pub fn new(dark: Option<MediaQueryList>) -> Appearance {
        Appearance {
            theme: Theme::Light,
            styled: None,
            dark,
        }
    }

    /// Puts the chosen theme onto the page.
    pub fn apply(&mut self, choice: ThemeChoice, page: &Page) -> Js {
        let dark = match choice {
            ThemeChoice::Auto => self.dark.as_ref().is_some_and(MediaQueryList::matches),
            ThemeChoice::Light => false,
            ThemeChoice::Dark => true,
        };
        let theme = if dark { Theme::Dark } else { Theme::Light };
        if self.styled == Some(theme) {
            // A style sheet that is replaced, even by itself, has every element looked at.
            return Ok(());
        }
        (self.theme, self.styled) = (theme, Some(theme));
        page.tokens
            .replace(&format!(":host {{ {} }}", theme.css()))?;
        set_attribute(&page.lab, "data-theme", if dark { "dark" } else { "light" });
        Ok(())
    }
}
