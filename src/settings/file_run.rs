//! What a file that comes with weights does to the ladder: a run that uses them is added.

use super::{DataKind, Link, MAX_RUNS, Notice};
use crate::data::own::OwnData;
use crate::weights::Weighting;

impl Link {
    /// Takes own rows in place of the data so far. If they come with weights, the run `file` is added to the ladder where it
    /// is not in it, and that is said.
    pub fn take(&mut self, own: OwnData) -> Option<Notice> {
        self.spec.data = DataKind::Csv;
        let wanted = own.has_weight && !self.spec.weights.contains(&Weighting::File);
        self.own = Some(own);
        if !wanted {
            return None;
        }
        Some(Notice(if self.spec.weights.len() < MAX_RUNS {
            self.spec.weights.push(Weighting::File);
            "The file comes with weights: the run file, which uses them, was added to the ladder. Remove it there if it is not wanted"
                .to_owned()
        } else {
            format!(
                "The file comes with weights, and the ladder has {MAX_RUNS} runs already: remove one and add file to use them"
            )
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::read::load;

    #[test]
    fn weights_of_a_file_get_a_run_of_their_own() {
        let rows = "x1,x2,y,weight\n1,2,1,3\n2,1,-1,1\n";
        let own = load(rows, None).unwrap().0;
        let mut link = Link::default();
        let notice = link.take(own.clone()).expect("a run is added");
        assert!(notice.0.contains("run file"));
        assert_eq!(link.spec.weights.last(), Some(&Weighting::File));
        assert_eq!(link.take(own.clone()), None, "it is there already");
        let mut full = Link::default();
        full.spec.weights = vec![Weighting::Density; MAX_RUNS];
        assert!(full.take(own).unwrap().0.contains("already"));
        assert_eq!(full.spec.weights.len(), MAX_RUNS);
        let plain = load("x1,x2,y\n1,2,1\n2,1,-1\n", None).unwrap().0;
        assert_eq!(Link::default().take(plain), None);
    }
}
