//! Texts put together.

/// The texts in order, with `between` between each two. What std has for this takes a kilobyte of a first visit: it has a
/// loop for every length of what is between.
pub fn joined(texts: &[String], between: &str) -> String {
    let mut all = String::new();
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            all += between;
        }
        all += text;
    }
    all
}
