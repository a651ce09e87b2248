//! Printing: everything is drawn at once, light, at the width of a page, whether or not it was in sight before.

use crate::web::app::{App, Stale, frame, show};
use crate::web::dom::{Js, canvas};

/// Draws all that is printed, or goes back to the screen.
pub fn print(app: &mut App, printing: bool) -> Js {
    app.placed.printing = printing;
    app.stale = Stale::ALL;
    if !printing {
        app.film.repaint();
        return show::all(app);
    }
    canvas::forget_all();
    app.renew();
    frame::finish_pictures(app);
    let page = app.ties.window.location().href().unwrap_or_default();
    let page = page.split('#').next().unwrap_or_default();
    let address = format!("{page}#{}", app.address.query());
    app.page.paper.sync(&app.ui, &address, &app.address.link);
    show::all(app)?;
    show::marks(app)?;
    show::plane(app)?;
    app.film.repaint();
    while app.film.has_unpainted() {
        show::film(app)?;
    }
    app.stale.charts = Stale::ALL.charts;
    show::charts(app, f64::INFINITY)
}
