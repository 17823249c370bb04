//! Three small networks that every textbook knows, for examples, doctests and oracle tests.
//!
//! The ties are as networkx (BSD-3-Clause) ships them.

/// A published network: who, and who with whom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassicGraph {
    /// The people or families; their places are their numbers.
    pub names: &'static [&'static str],
    /// Ties (low, high, weight), ascending. Weights are 1 where the source has none.
    pub ties: &'static [(u32, u32, f64)],
}

/// Zachary's karate club: 34 members, 78 ties, weighted by the number of settings two members met in outside the club (1 to 7).
///
/// The club split in two after a dispute between the instructor (`Mr. Hi`, number 0) and its president (`Officer`, number 33).
///
/// # Source
/// W. W. Zachary, "An information flow model for conflict and fission in small groups", Journal of Anthropological Research 33
/// (1977), 452–473.
///
/// # Examples
/// ```
/// let karate = acquaint::synth::classic::karate();
/// assert_eq!((karate.names.len(), karate.ties.len()), (34, 78));
/// ```
#[must_use]
pub fn karate() -> ClassicGraph {
    ClassicGraph { names: &KARATE_NAMES, ties: &KARATE_TIES }
}

/// Marriages among 15 families of Renaissance Florence, 20 ties; the Medici hold the middle.
///
/// # Source
/// R. L. Breiger and P. E. Pattison, "Cumulated social roles: the duality of persons and their algebras", Social Networks 8
/// (1986), 215–256.
///
/// # Examples
/// ```
/// let florentine = acquaint::synth::classic::florentine();
/// assert_eq!((florentine.names.len(), florentine.ties.len()), (15, 20));
/// assert_eq!(florentine.names[1], "Medici");
/// ```
#[must_use]
pub fn florentine() -> ClassicGraph {
    ClassicGraph { names: &FLORENTINE_NAMES, ties: &FLORENTINE_TIES }
}

/// Krackhardt's kite: ten people, 18 ties, drawn so that the most tied (Diane), the closest (Fernando and Garth) and the most
/// between (Heather) are different people.
///
/// # Source
/// D. Krackhardt, "Assessing the political landscape: structure, cognition, and power in organizations", Administrative Science
/// Quarterly 35 (1990), 342–369.
///
/// # Examples
/// ```
/// let kite = acquaint::synth::classic::kite();
/// assert_eq!((kite.names.len(), kite.ties.len()), (10, 18));
/// ```
#[must_use]
pub fn kite() -> ClassicGraph {
    ClassicGraph { names: &KITE_NAMES, ties: &KITE_TIES }
}

#[rustfmt::skip]
const KARATE_NAMES: [&str; 34] = [
    "Mr. Hi", "Member 2", "Member 3", "Member 4", "Member 5", "Member 6", "Member 7", "Member 8", "Member 9", "Member 10",
    "Member 11", "Member 12", "Member 13", "Member 14", "Member 15", "Member 16", "Member 17", "Member 18", "Member 19",
    "Member 20", "Member 21", "Member 22", "Member 23", "Member 24", "Member 25", "Member 26", "Member 27", "Member 28",
    "Member 29", "Member 30", "Member 31", "Member 32", "Member 33", "Officer",
];

#[rustfmt::skip]
const KARATE_TIES: [(u32, u32, f64); 78] = [
    (0, 1, 4.0), (0, 2, 5.0), (0, 3, 3.0), (0, 4, 3.0), (0, 5, 3.0), (0, 6, 3.0), (0, 7, 2.0), (0, 8, 2.0), (0, 10, 2.0),
    (0, 11, 3.0), (0, 12, 1.0), (0, 13, 3.0), (0, 17, 2.0), (0, 19, 2.0), (0, 21, 2.0), (0, 31, 2.0), (1, 2, 6.0), (1, 3, 3.0),
    (1, 7, 4.0), (1, 13, 5.0), (1, 17, 1.0), (1, 19, 2.0), (1, 21, 2.0), (1, 30, 2.0), (2, 3, 3.0), (2, 7, 4.0), (2, 8, 5.0),
    (2, 9, 1.0), (2, 13, 3.0), (2, 27, 2.0), (2, 28, 2.0), (2, 32, 2.0), (3, 7, 3.0), (3, 12, 3.0), (3, 13, 3.0), (4, 6, 2.0),
    (4, 10, 3.0), (5, 6, 5.0), (5, 10, 3.0), (5, 16, 3.0), (6, 16, 3.0), (8, 30, 3.0), (8, 32, 3.0), (8, 33, 4.0), (9, 33, 2.0),
    (13, 33, 3.0), (14, 32, 3.0), (14, 33, 2.0), (15, 32, 3.0), (15, 33, 4.0), (18, 32, 1.0), (18, 33, 2.0), (19, 33, 1.0),
    (20, 32, 3.0), (20, 33, 1.0), (22, 32, 2.0), (22, 33, 3.0), (23, 25, 5.0), (23, 27, 4.0), (23, 29, 3.0), (23, 32, 5.0),
    (23, 33, 4.0), (24, 25, 2.0), (24, 27, 3.0), (24, 31, 2.0), (25, 31, 7.0), (26, 29, 4.0), (26, 33, 2.0), (27, 33, 4.0),
    (28, 31, 2.0), (28, 33, 2.0), (29, 32, 4.0), (29, 33, 2.0), (30, 32, 3.0), (30, 33, 3.0), (31, 32, 4.0), (31, 33, 4.0),
    (32, 33, 5.0),
];

#[rustfmt::skip]
const FLORENTINE_NAMES: [&str; 15] = [
    "Acciaiuoli", "Medici", "Castellani", "Peruzzi", "Strozzi", "Barbadori", "Ridolfi", "Tornabuoni", "Albizzi", "Salviati",
    "Pazzi", "Bischeri", "Guadagni", "Ginori", "Lamberteschi",
];

#[rustfmt::skip]
const FLORENTINE_TIES: [(u32, u32, f64); 20] = [
    (0, 1, 1.0), (1, 5, 1.0), (1, 6, 1.0), (1, 7, 1.0), (1, 8, 1.0), (1, 9, 1.0), (2, 3, 1.0), (2, 4, 1.0), (2, 5, 1.0),
    (3, 4, 1.0), (3, 11, 1.0), (4, 6, 1.0), (4, 11, 1.0), (6, 7, 1.0), (7, 12, 1.0), (8, 12, 1.0), (8, 13, 1.0), (9, 10, 1.0),
    (11, 12, 1.0), (12, 14, 1.0),
];

#[rustfmt::skip]
const KITE_NAMES: [&str; 10] = [
    "Andre", "Beverley", "Carol", "Diane", "Ed", "Fernando", "Garth", "Heather", "Ike", "Jane",
];

#[rustfmt::skip]
const KITE_TIES: [(u32, u32, f64); 18] = [
    (0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0), (0, 5, 1.0), (1, 3, 1.0), (1, 4, 1.0), (1, 6, 1.0), (2, 3, 1.0), (2, 5, 1.0),
    (3, 4, 1.0), (3, 5, 1.0), (3, 6, 1.0), (4, 6, 1.0), (5, 6, 1.0), (5, 7, 1.0), (6, 7, 1.0), (7, 8, 1.0), (8, 9, 1.0),
];
