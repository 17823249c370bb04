//! The choice itself: whom to take for which kind of contact, each person once, within a budget and quotas.

use std::collections::VecDeque;

/// What reserving a place for a kind is worth: more than any sum of values, so that least quotas are met where they can be.
const RESERVED: f64 = 1_000.0;
/// What each further place of one kind loses, so that equal values spread over the kinds.
const FURTHER: f64 = 0.02;
/// Gains smaller than this are rounding.
const TOLERANCE: f64 = 1e-9;

/// Somebody who could be contacted for one kind of reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// Who is contacted.
    pub person: u32,
    /// The number of the kind, below the number of quotas.
    pub kind: usize,
    /// What it is worth, above 0 and below 100.
    pub value: f64,
}

/// How many places a kind has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Places kept for it as long as somebody fits.
    pub least: usize,
    /// Places at most.
    pub most: usize,
}

/// Chooses at most `budget` of the choices, each person once and no more of a kind than its quota, so that the sum of the values is
/// largest; least quotas come before values. Positions in `choices`, ascending.
///
/// # Range
/// Fewer than the budget where quotas or people run out.
///
/// # Source
/// A maximum-weight flow by successive best augmenting paths (R. G. Busacker and P. J. Gowen, 1961; L. R. Ford and D. R. Fulkerson,
/// *Flows in Networks*, Princeton University Press 1962): exact, since the worth of a kind's further places only falls.
///
/// # Complexity
/// O(budget·(people + kinds)·choices) time at worst.
///
/// # Examples
/// ```
/// use acquaint::analysis::plan::{Choice, Quota, choose};
/// // Person 1 suits both kinds, but only together with person 2 do both places get taken.
/// let choices = [
///     Choice { person: 1, kind: 0, value: 0.9 },
///     Choice { person: 1, kind: 1, value: 0.8 },
///     Choice { person: 2, kind: 0, value: 0.7 },
/// ];
/// let one_each = [Quota { least: 0, most: 1 }; 2];
/// assert_eq!(choose(&choices, &one_each, 2), [1, 2]);
/// assert_eq!(choose(&choices, &one_each, 1), [0]);
/// ```
#[must_use]
pub fn choose(choices: &[Choice], quotas: &[Quota], budget: usize) -> Vec<usize> {
    let mut people: Vec<u32> = choices.iter().map(|choice| choice.person).collect();
    people.sort_unstable();
    people.dedup();
    let mut flow = Flow::new(choices, quotas, people);
    for _ in 0..budget {
        if !flow.augment() {
            break;
        }
    }
    (0..choices.len()).filter(|&position| flow.taken[position]).collect()
}

/// The flow from kinds to people. Each kind's taken places are a count; each taken choice is one unit from its kind to its person.
struct Flow<'a> {
    choices: &'a [Choice],
    quotas: &'a [Quota],
    people: Vec<u32>,
    taken: Vec<bool>,
    of_kind: Vec<usize>,
    choice_of_person: Vec<Option<usize>>,
}

impl<'a> Flow<'a> {
    fn new(choices: &'a [Choice], quotas: &'a [Quota], people: Vec<u32>) -> Self {
        Self {
            taken: vec![false; choices.len()],
            of_kind: vec![0; quotas.len()],
            choice_of_person: vec![None; people.len()],
            choices,
            quotas,
            people,
        }
    }

    fn place(&self, person: u32) -> usize {
        self.people.binary_search(&person).unwrap_or(0)
    }

    /// What the next place of a kind is worth beside the value of who takes it; `None` when there is none left.
    fn worth_of_next_place(&self, kind: usize) -> Option<f64> {
        let (quota, used) = (self.quotas.get(kind)?, self.of_kind[kind]);
        let reserved = if used < quota.least { RESERVED } else { 0.0 };
        (used < quota.most).then_some(reserved - FURTHER * used as f64)
    }

    /// Takes one person more by the best chain of replacements; `false` when nothing is gained.
    ///
    /// A chain starts at a kind with a free place, takes a person for it; if that person was taken for another kind, that kind takes
    /// somebody else, and so on until somebody new comes in.
    fn augment(&mut self) -> bool {
        let (kinds, people) = (self.quotas.len(), self.people.len());
        let mut best = vec![f64::NEG_INFINITY; kinds];
        let mut came_by: Vec<Option<usize>> = vec![None; kinds];
        let mut waiting: VecDeque<usize> = VecDeque::new();
        for (kind, best) in best.iter_mut().enumerate() {
            if let Some(worth) = self.worth_of_next_place(kind) {
                *best = worth;
                waiting.push_back(kind);
            }
        }
        let mut person_best = vec![f64::NEG_INFINITY; people];
        let mut person_by: Vec<Option<usize>> = vec![None; people];
        while let Some(kind) = waiting.pop_front() {
            for (position, choice) in self.choices.iter().enumerate() {
                if choice.kind != kind || self.taken[position] {
                    continue;
                }
                let (gain, place) = (best[kind] + choice.value, self.place(choice.person));
                if gain <= person_best[place] + TOLERANCE {
                    continue;
                }
                person_best[place] = gain;
                person_by[place] = Some(position);
                // Whoever is taken already gives a unit back to the kind that took them.
                if let Some(given_up) = self.choice_of_person[place] {
                    let (back, from) = (gain - self.choices[given_up].value, self.choices[given_up].kind);
                    if back > best[from] + TOLERANCE {
                        best[from] = back;
                        came_by[from] = Some(given_up);
                        waiting.push_back(from);
                    }
                }
            }
        }
        let free = (0..people).filter(|&place| self.choice_of_person[place].is_none());
        // The first of equals: people are in the order of their handles.
        let end = free.reduce(|best, place| if person_best[place] > person_best[best] + TOLERANCE { place } else { best });
        let Some(mut place) = end.filter(|&place| person_best[place] > TOLERANCE) else { return false };
        loop {
            let Some(position) = person_by[place] else { return false };
            let kind = self.choices[position].kind;
            self.taken[position] = true;
            self.choice_of_person[place] = Some(position);
            let Some(given_up) = came_by[kind] else {
                self.of_kind[kind] += 1;
                return true;
            };
            self.taken[given_up] = false;
            place = self.place(self.choices[given_up].person);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn worth(choices: &[Choice], quotas: &[Quota], taken: &[usize]) -> Option<f64> {
        let mut people: Vec<u32> = taken.iter().map(|&position| choices[position].person).collect();
        people.sort_unstable();
        people.dedup();
        let mut worth = taken.iter().map(|&position| choices[position].value).sum::<f64>();
        for (kind, quota) in quotas.iter().enumerate() {
            let used = taken.iter().filter(|&&position| choices[position].kind == kind).count();
            if used > quota.most {
                return None;
            }
            worth += RESERVED * used.min(quota.least) as f64 - FURTHER * (0..used).sum::<usize>() as f64;
        }
        (people.len() == taken.len()).then_some(worth)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]
        /// No other choice within budget and quotas is worth more: every subset is tried.
        #[test]
        fn no_other_choice_is_worth_more(
            raw in proptest::collection::vec((0_u32..6, 0_usize..3, 1_u32..100), 0..11),
            limits in proptest::collection::vec((0_usize..3, 0_usize..4), 3), budget in 0_usize..6,
        ) {
            let choices: Vec<Choice> =
                raw.iter().map(|&(person, kind, value)| Choice { person, kind, value: f64::from(value) / 50.0 }).collect();
            let quotas: Vec<Quota> = limits.iter().map(|&(least, more)| Quota { least, most: least + more }).collect();
            let taken = choose(&choices, &quotas, budget);
            prop_assert!(taken.len() <= budget);
            let reached = worth(&choices, &quotas, &taken);
            prop_assert!(reached.is_some(), "{taken:?} breaks a rule");
            let subsets = (0_u32..1 << choices.len()).filter(|set| set.count_ones() as usize <= budget);
            let best = subsets
                .filter_map(|set| {
                    let members: Vec<usize> = (0..choices.len()).filter(|place| set & (1 << place) != 0).collect();
                    worth(&choices, &quotas, &members)
                })
                .fold(0.0, f64::max);
            prop_assert!(reached.unwrap() >= best - 1e-6, "{} instead of {best}", reached.unwrap());
        }
    }

    #[test]
    fn nobody_to_choose_is_no_reason_to_panic() {
        assert!(choose(&[], &[Quota { least: 1, most: 2 }], 3).is_empty());
        assert!(choose(&[Choice { person: 1, kind: 0, value: 1.0 }], &[], 3).is_empty());
    }
}
