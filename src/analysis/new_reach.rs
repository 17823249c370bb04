//! New reach: whom a contact would open up that a person does not reach already.

use crate::network::View;

/// What everybody can open up for one person.
///
/// `newreach(u, v) = Σ_{w ∈ N(v) \ N[u]} a_vw / (1 + number of u's other contacts tied to w)`: the people tied to `v` and not to `u`,
/// by the weight of their tie, each counted less the more of `u`'s contacts lead there anyway.
///
/// # Range
/// 0 and up, in people; 0 where `v` is tied to nobody else.
///
/// # Source
/// Non-redundant reach after R. S. Burt, *Structural Holes*, Harvard University Press 1992; the discount is this project's.
///
/// # Complexity
/// O(n + Σ degree of the contacts) to build, O(degree of the contact · log degree) per question.
///
/// # Examples
/// 0 knows 1 and 2. Both lead to 3, only 2 leads to 4.
/// ```
/// use acquaint::{analysis::new_reach::NewReach, network::View};
/// let view = View::from_ties(5, &[(0, 1, 1.0), (0, 2, 1.0), (1, 3, 1.0), (2, 3, 1.0), (2, 4, 1.0)]);
/// let reach = NewReach::of(&view, 0);
/// assert_eq!((reach.through(1), reach.through(2)), (0.5, 1.5));
/// assert_eq!(reach.people(2), [(4, 1.0), (3, 0.5)]);
/// assert_eq!(reach.only_through(2), [4]);
/// ```
#[derive(Debug, Clone)]
pub struct NewReach<'v> {
    view: &'v View,
    person: u32,
    /// How many of the person's contacts are tied to each other person.
    reached_by: Vec<u32>,
}

impl<'v> NewReach<'v> {
    /// Prepares the question for one person of the view.
    #[must_use]
    pub fn of(view: &'v View, person: u32) -> Self {
        let mut reached_by = vec![0_u32; view.people()];
        for &contact in view.neighbours(person as usize) {
            for &third in view.neighbours(contact as usize) {
                reached_by[third as usize] += 1;
            }
        }
        Self { view, person, reached_by }
    }

    fn knows(&self, other: u32) -> bool {
        self.view.neighbours(self.person as usize).binary_search(&other).is_ok()
    }

    /// Each person newly reached through a contact, with the number of other contacts who lead there, and the weight.
    fn each(&self, contact: u32) -> impl Iterator<Item = (u32, u32, f64)> + '_ {
        let (own, place) = (u32::from(self.knows(contact)), contact as usize);
        let thirds = self.view.neighbours(place).iter().copied().zip(self.view.weights(place).iter().copied());
        thirds
            .filter(move |(third, _)| *third != self.person && *third != contact && !self.knows(*third))
            .map(move |(third, weight)| (third, self.reached_by[third as usize] - own, weight))
    }

    /// The new reach through a contact, known already or not.
    #[must_use]
    pub fn through(&self, contact: u32) -> f64 {
        self.each(contact).map(|(_, others, weight)| weight / (1.0 + f64::from(others))).sum()
    }

    /// Everybody newly reached through a contact with what each counts, most first, then by number.
    #[must_use]
    pub fn people(&self, contact: u32) -> Vec<(u32, f64)> {
        let mut people: Vec<(u32, f64)> =
            self.each(contact).map(|(third, others, weight)| (third, weight / (1.0 + f64::from(others)))).collect();
        people.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        people
    }

    /// The people whom no other contact leads to, ascending: lost with this contact.
    #[must_use]
    pub fn only_through(&self, contact: u32) -> Vec<u32> {
        self.each(contact).filter(|(_, others, _)| *others == 0).map(|(third, ..)| third).collect()
    }

    /// How many contacts the two have in common.
    #[must_use]
    pub fn mutual(&self, contact: u32) -> usize {
        self.view.neighbours(contact as usize).iter().filter(|third| self.knows(**third)).count()
    }
}
