//! Short forms of given names: which words stand for one name.

use std::collections::HashMap;
use std::sync::LazyLock;

/// One name per line, the full form first.
const TABLE: &str = include_str!("nicknames.txt");

static CLASSES: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut classes: HashMap<&str, Vec<&str>> = HashMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let Some(full) = line.split(' ').next() else { continue };
        for word in line.split(' ') {
            let known = classes.entry(word).or_default();
            if !known.contains(&full) {
                known.push(full);
            }
        }
    }
    classes
});

/// The full names that a given name (folded) may stand for; none for a name that the table does not know.
pub(super) fn classes(given: &str) -> impl Iterator<Item = &'static str> {
    CLASSES.get(given).into_iter().flatten().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_folded_and_names_several() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            assert!(line.split(' ').count() > 1, "{line}");
            assert!(line.split(' ').all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase())), "{line}");
        }
    }

    #[test]
    fn a_short_form_may_stand_for_several_names() {
        let of = |word| classes(word).collect::<Vec<_>>();
        assert!(of("sasha").contains(&"alexander") && of("sasha").contains(&"alexandra"));
        assert_eq!(of("bob"), ["robert"]);
        assert!(of("zebediah").is_empty());
    }
}
