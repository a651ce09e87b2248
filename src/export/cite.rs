//! How to cite a run: BibTeX. The repository itself carries `CITATION.cff`.

use super::Carried;
use super::carried::VERSION;

/// Two entries: the lab at its version with the link, and the paper whose question it asks.
pub fn bibtex(carried: &Carried, address: &str) -> String {
    let Carried { link, step, hash } = carried;
    format!(
        "@software{{importance_weighting_lab,\n  \
           author  = {{{{Importance Weighting Lab contributors}}}},\n  \
           title   = {{{{Importance Weighting Lab}}}},\n  \
           version = {{{VERSION}}},\n  \
           url     = {{{address}#{link}}},\n  \
           note    = {{Step {step}, parameters {hash}}}\n}}\n\n\
         @inproceedings{{xu2021understanding,\n  \
           author    = {{Xu, Da and Ye, Yuting and Ruan, Chuanwei}},\n  \
           title     = {{Understanding the role of importance weighting for deep learning}},\n  \
           booktitle = {{International Conference on Learning Representations}},\n  \
           year      = {{2021}}\n}}\n"
    )
}
