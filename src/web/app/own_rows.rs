//! The reader's own rows: the dialog, and training on them.

use crate::data::own::OwnData;
use crate::settings::Notice;
use crate::web::app::{App, changes};
use crate::web::dom::Js;
use crate::web::msg::OwnMsg;

/// Answers what happened in the dialog.
pub fn on_own(app: &mut App, msg: OwnMsg) -> Js {
    app.renew();
    let dialog = app.page.own(&app.ui, &app.ties.mail);
    match msg {
        OwnMsg::Open => dialog.open(),
        OwnMsg::Close => dialog.close(),
        OwnMsg::File(file) => dialog.load(&file),
        OwnMsg::Text(text) => dialog.read(&app.ui, &text),
        OwnMsg::Failed(why) => dialog.failed(&why),
        OwnMsg::Picked => dialog.preview(&app.ui),
        OwnMsg::Use => {
            let Some(Ok((own, report))) = dialog.rows() else {
                return Ok(());
            };
            dialog.close();
            app.address.notices = report.sentences().into_iter().map(Notice).collect();
            take_own(app, own);
            return changes::train_anew(app);
        }
    }
    Ok(())
}

/// Sets these rows to be trained on.
pub fn take_own(app: &mut App, own: OwnData) {
    let told = app.address.link.take(own);
    app.address.notices.extend(told);
}
