//! `figure`: one figure or all of them, in every format that is wanted.

use crate::{Look, cells, plan, whole};
use anyhow::{Result, bail};
use iw_lab::experiment::ladder::Ladder;
use iw_lab::export::Options;
use iw_lab::export::figure::{Name, figure};
use iw_lab::export::sweep_figure::sweep_figure;
use iw_lab::settings::Link;
use iw_lab::view::Theme;
use std::fs;
use std::path::Path;

/// After the paper's Figure 2c, to 100,000 steps.
const ERROR: &str = "v=1&weights=16:1,10:1,5:1,2:1,1:1,1:5&sweep=seed:1..20&sweep_steps=100000";
/// Two knobs: which noise and how many units.
const MAP: &str =
    "v=1&weights=1:1&sweep=seed:1..10;noise:0.1,0.2,0.3;width:4,16,64&sweep_steps=10000";

/// Draws.
pub fn draw(name: &str, link: &str, step: u64, look: &Look, out: &Path) -> Result<()> {
    fs::create_dir_all(out)?;
    let all = name == "all";
    let formats = look.options(all)?;
    let mut known = false;
    if all || Name::of_key(name).is_some() {
        known = true;
        let (link, notices) = Link::from_query(link);
        notices.iter().for_each(|notice| eprintln!("{}", notice.0));
        let mut lab = Ladder::new(link.spec.clone(), link.own.as_ref());
        lab.advance(step);
        for wanted in Name::ALL
            .into_iter()
            .filter(|wanted| all || wanted.key() == name)
        {
            for options in &formats {
                write(
                    out,
                    wanted.key(),
                    options,
                    &figure(wanted, &link, &lab, options),
                )?;
            }
        }
    }
    for (key, usual) in [("error", ERROR), ("sweep", MAP)] {
        if !all && key != name {
            continue;
        }
        known = true;
        let given = if link.is_empty() || all { usual } else { link };
        let plan = plan(given);
        let rows = cells::all(&plan)?;
        for options in &formats {
            write(out, key, options, &sweep_figure(&plan, &rows, options))?;
        }
    }
    if !known {
        let names = Name::ALL.map(Name::key).join(", ");
        bail!("there is no figure {name}: it is one of {names}, error, sweep, or all");
    }
    Ok(())
}

fn write(out: &Path, key: &str, options: &Options, svg: &str) -> Result<()> {
    let theme = match options.format.theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let name = format!("{key}-{}-{theme}.svg", options.format.width.mm());
    whole::write(&out.join(name), svg.as_bytes())
}
