//! From handles, cards and decisions to people.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use petgraph::unionfind::UnionFind;

use super::Everybody;
use super::person::{Person, fold};
use crate::model::{Cadence, DeclarationKind, Handle};
use crate::store::{DecisionKind, DeclarationRow, HandleRow, StoredPeople};

/// Everybody, sorted by primary handle.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct People {
    /// The people.
    pub people: Arc<Everybody>,
    /// The person of each handle number; index 0 is nobody.
    pub of_number: Vec<Option<u32>>,
    /// The owner of the data, where known.
    pub ego: Option<u32>,
    /// What was declared to colleagues of the ego by their own data: (colleague, person, in which way, when).
    pub declared_to: Vec<(u32, u32, DeclarationKind, Option<i64>)>,
    /// Whether the user or an archive's profile says who the ego is, even if that one is not in the data.
    pub ego_named: bool,
}

impl People {
    /// The person of a handle.
    #[must_use]
    pub fn of_handle(&self, handle: &Handle) -> Option<u32> {
        self.people.of_handle(handle)
    }
}

/// The handles being united, with the pairs that must stay apart.
struct Uniting<'a> {
    numbers: HashMap<&'a str, usize>,
    sets: UnionFind<usize>,
    apart: Vec<(usize, usize)>,
}

impl Uniting<'_> {
    fn number(&self, handle: &Handle) -> Option<usize> {
        self.numbers.get(handle.as_str()).copied()
    }

    /// Unites two handles, unless that would join two people whom the user told apart.
    fn unite(&mut self, one: usize, other: usize) {
        let (left, right) = (self.sets.find(one), self.sets.find(other));
        let forbidden = left != right
            && self.apart.iter().any(|&(a, b)| {
                let (a, b) = (self.sets.find(a), self.sets.find(b));
                (a, b) == (left, right) || (b, a) == (left, right)
            });
        if !forbidden {
            self.sets.union(left, right);
        }
    }

    fn unite_all(&mut self, handles: &[Handle]) {
        let numbers: Vec<usize> = handles.iter().filter_map(|handle| self.number(handle)).collect();
        if let Some((&first, rest)) = numbers.split_first() {
            for &other in rest {
                self.unite(first, other);
            }
        }
    }
}

/// Builds people from what the store knows.
///
/// Handles are united by, in this order: the user's `same`; the owner's handles; cards. A handle that stands on cards of people with
/// different names (a switchboard, a family's address) unites nobody. `different` is never overridden.
///
/// Names and cards dated after the cutoff are not seen. Of several names of one rank the one that came up last is taken.
///
/// # Complexity
/// O(n α(n)) in handles and cards, times the number of `different` decisions.
#[must_use]
pub fn resolve(stored: &StoredPeople, cutoff_micros: i64) -> People {
    resolve_seen(stored, cutoff_micros, |_| true)
}

/// As [`resolve`], of those handles only that are seen: who came later changes no number, rank or name of those before. The user's word holds
/// all the same, also where it was given of, or leads over, a handle that is not seen yet.
///
/// # Complexity
/// As [`resolve`].
#[must_use]
pub fn resolve_seen(stored: &StoredPeople, cutoff_micros: i64, seen: impl Fn(&HandleRow) -> bool) -> People {
    let mut uniting = Uniting {
        numbers: stored.handles.iter().enumerate().map(|(index, row)| (row.handle.as_str(), index)).collect(),
        sets: UnionFind::new(stored.handles.len()),
        apart: Vec::new(),
    };
    let decided = |kind: DecisionKind| stored.decisions.iter().filter(move |decision| decision.kind == kind);
    for decision in decided(DecisionKind::Different) {
        if let (Some(a), Some(b)) = (uniting.number(&decision.a), uniting.number(&decision.b)) {
            uniting.apart.push((a, b));
        }
    }
    for decision in decided(DecisionKind::Same) {
        uniting.unite_all(&[decision.a.clone(), decision.b.clone()]);
    }
    uniting.unite_all(&stored.me_by_user);
    let owner: Vec<Handle> = stored.me_by_user.iter().take(1).chain(&stored.me_from_profile).cloned().collect();
    uniting.unite_all(&owner);
    let shared = shared_handles(stored, cutoff_micros, &uniting);
    let cards = seen_cards(stored, cutoff_micros).map(|declaration| &declaration.card);
    for card in cards.filter(|card| card.handles.len() > 1) {
        let own: Vec<Handle> = card.handles.iter().filter(|handle| !shared.contains(handle.as_str())).cloned().collect();
        uniting.unite_all(&own);
    }
    assemble(stored, &uniting, cutoff_micros, seen)
}

/// The cards without a day, and those dated before the cutoff.
fn seen_cards(stored: &StoredPeople, cutoff_micros: i64) -> impl Iterator<Item = &DeclarationRow> {
    stored.declarations.iter().filter(move |declaration| declaration.at_micros.is_none_or(|at| at < cutoff_micros))
}

/// Handles that stand on cards with different names, unless the user said that both cards are of one person.
fn shared_handles<'a>(stored: &'a StoredPeople, cutoff_micros: i64, uniting: &Uniting<'_>) -> BTreeSet<&'a str> {
    let mut bearers: BTreeMap<&str, Vec<(String, Option<usize>)>> = BTreeMap::new();
    let mut shared = BTreeSet::new();
    let cards = seen_cards(stored, cutoff_micros).filter(|declaration| declaration.kind != DeclarationKind::Position);
    for declaration in cards {
        let Some(name) = declaration.card.name.as_deref().map(fold) else { continue };
        for handle in declaration.card.handles.iter().map(Handle::as_str) {
            if shared.contains(handle) {
                continue;
            }
            let beside =
                declaration.card.handles.iter().find(|other| other.as_str() != handle).and_then(|other| uniting.number(other));
            let known = bearers.entry(handle).or_default();
            let is_united = |one: usize, other: usize| one != other && uniting.sets.find(one) == uniting.sets.find(other);
            let differs = |other: &(String, Option<usize>)| {
                other.0 != name && !beside.zip(other.1).is_some_and(|(one, other)| is_united(one, other))
            };
            if known.iter().any(differs) {
                shared.insert(handle);
            } else if !known.iter().any(|other| other.0 == name && other.1 == beside) {
                known.push((name.clone(), beside));
            }
        }
    }
    shared
}

fn assemble(stored: &StoredPeople, uniting: &Uniting<'_>, cutoff_micros: i64, seen: impl Fn(&HandleRow) -> bool) -> People {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in 0..stored.handles.len() {
        groups.entry(uniting.sets.find(index)).or_default().push(index);
    }
    let mut best_names: HashMap<u32, (i64, i64, &str)> = HashMap::new();
    for row in stored.names.iter().filter(|row| row.first_micros < cutoff_micros) {
        let candidate = (row.rank, -row.first_micros.saturating_add(1), row.name.as_str());
        let best = best_names.entry(row.handle).or_insert(candidate);
        *best = candidate.min(*best);
    }
    let mut members: Vec<(Person, Vec<usize>)> = groups
        .into_values()
        .filter_map(|group| {
            let rows = || group.iter().map(|&index| &stored.handles[index]).filter(|row| seen(row));
            let mut handles: Vec<Handle> = rows().map(|row| row.handle.clone()).collect();
            handles.sort_by(|a, b| (a.kind(), a).cmp(&(b.kind(), b)));
            let best = rows().filter_map(|row| best_names.get(&row.number)).min();
            let person = Person { name: best.map(|best| best.2.to_owned()), handles, ..Person::default() };
            (!person.handles.is_empty()).then_some((person, group))
        })
        .collect();
    members.sort_by(|(one, _), (other, _)| one.handle().cmp(other.handle()));
    let largest = stored.handles.iter().map(|row| row.number).max().unwrap_or(0) as usize;
    let mut of_number = vec![None; largest + 1];
    let mut of_index = vec![None; stored.handles.len()];
    let mut people = Vec::with_capacity(members.len());
    for (position, (person, group)) in members.into_iter().enumerate() {
        for index in group {
            of_number[stored.handles[index].number as usize] = Some(position as u32);
            of_index[index] = Some(position as u32);
        }
        people.push(person);
    }
    let person_of = |handle: &Handle| uniting.number(handle).and_then(|index| of_index[index]);
    let mut declared_to = Vec::new();
    for declaration in seen_cards(stored, cutoff_micros) {
        let Some(person) = declaration.card.handles.first().and_then(person_of).and_then(|p| people.get_mut(p as usize)) else {
            continue;
        };
        for (field, value) in [
            (&mut person.company, &declaration.card.company),
            (&mut person.title, &declaration.card.title),
            (&mut person.location, &declaration.card.location),
        ] {
            if value.is_some() {
                field.clone_from(value);
            }
        }
        person.has_card = true;
        person.tags.extend(declaration.card.tags.iter().cloned());
        if declaration.kind.declares_tie() {
            if declaration.is_own {
                person.declared.push((declaration.kind, declaration.at_micros));
            }
            let alter = declaration.card.handles.first().and_then(&person_of);
            for (of, alter) in declaration.colleagues.iter().filter_map(&person_of).filter_map(|of| Some((of, alter?))) {
                declared_to.push((of, alter, declaration.kind, declaration.at_micros));
            }
        }
    }
    apply_profile(stored, &person_of, &mut people);
    let mut bearers: HashMap<String, usize> = HashMap::new();
    for name in people.iter().filter_map(|person| person.name.clone()) {
        *bearers.entry(name).or_default() += 1;
    }
    for person in &mut people {
        person.has_namesake = person.name.as_ref().is_some_and(|name| bearers.get(name).is_some_and(|count| *count > 1));
    }
    for decision in stored.decisions.iter().filter(|decision| decision.kind == DecisionKind::Ignore) {
        if let Some(person) = person_of(&decision.a).and_then(|person| people.get_mut(person as usize)) {
            person.ignored = true;
        }
    }
    let ego = stored.me_by_user.iter().chain(&stored.me_from_profile).find_map(person_of);
    People {
        people: Arc::new(people.into()),
        of_number,
        ego,
        declared_to,
        ego_named: !(stored.me_by_user.is_empty() && stored.me_from_profile.is_empty()),
    }
}

/// What the user said of people, over what cards say; then the cadence of tags for those without one of their own.
fn apply_profile(stored: &StoredPeople, person_of: &impl Fn(&Handle) -> Option<u32>, people: &mut [Person]) {
    let mut of_tags: BTreeMap<&str, Cadence> = BTreeMap::new();
    for row in &stored.profile {
        if let Some(tag) = row.subject.strip_prefix("tag:") {
            of_tags.extend(Cadence::parse(&row.value).filter(|_| row.key == "cadence").map(|cadence| (tag, cadence)));
            continue;
        }
        let handle = Handle::from_canonical(row.subject.clone());
        let Some(person) = person_of(&handle).and_then(|person| people.get_mut(person as usize)) else { continue };
        let value = row.value.clone();
        match row.key.as_str() {
            "tag" => person.tags.push(value),
            "untag" => person.tags.retain(|tag| *tag != value),
            "company" => person.company = Some(value),
            "title" => person.title = Some(value),
            "location" => person.location = Some(value),
            "sector" => person.tags.push(format!("sector:{value}")),
            "cadence" => person.cadence = Cadence::parse(&value),
            "interests" => person.interests = words(&value),
            "goals" => person.goals = words(&value),
            _ => {}
        }
    }
    for person in people {
        person.tags.sort();
        person.tags.dedup();
        let of_tag = |tag: &String| of_tags.get(tag.as_str()).copied();
        // Of several tags the one that asks for most wins; a wish to leave somebody alone wins over all.
        person.cadence = person.cadence.or_else(|| {
            person.tags.iter().filter_map(of_tag).min_by_key(|cadence| match cadence {
                Cadence::Never => 0,
                Cadence::Every { ideal_days, .. } => *ideal_days,
            })
        });
    }
}

/// The parts of a list written with commas.
fn words(text: &str) -> Vec<String> {
    text.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Card;
    use crate::store::{Decision, NameRow};

    fn handle(text: &str) -> Handle {
        Handle::parse(text).unwrap()
    }

    fn world(handles: &[&str], cards: &[(&str, &[&str])], decisions: Vec<Decision>) -> StoredPeople {
        let declarations = cards.iter().map(|(name, handles)| DeclarationRow {
            kind: DeclarationKind::AddressBook,
            at_micros: None,
            import: 1,
            card: Card {
                handles: handles.iter().map(|text| handle(text)).collect(),
                name: Some((*name).to_owned()),
                ..Card::default()
            },
            detail: None,
            is_own: true,
            colleagues: Vec::new(),
        });
        StoredPeople {
            handles: (1..).zip(handles).map(|(number, text)| HandleRow { number, handle: handle(text) }).collect(),
            declarations: declarations.collect(),
            decisions,
            ..StoredPeople::default()
        }
    }

    #[test]
    fn a_card_unites_its_handles_and_a_shared_switchboard_does_not() {
        let world = world(
            &["ann@example.org", "+15550100", "bob@example.org", "ann@example.net"],
            &[
                ("Ann", &["ann@example.org", "+15550100"]),
                ("Bob", &["bob@example.org", "+15550100"]),
                ("Ann", &["ann@example.org", "ann@example.net"]),
            ],
            Vec::new(),
        );
        let people = resolve(&world, i64::MAX).people;
        let handles: Vec<usize> = people.iter().map(|person| person.handles.len()).collect();
        assert_eq!(people.len(), 3, "Ann with two addresses, Bob, and the switchboard: {people:?}");
        assert_eq!(handles, [2, 1, 1]);
    }

    #[test]
    fn the_users_different_wins_over_a_card_and_over_same_by_way_of_others() {
        let apart = Decision::new(DecisionKind::Different, handle("a@example.org"), handle("c@example.org"));
        let same = Decision::new(DecisionKind::Same, handle("a@example.org"), handle("b@example.org"));
        let world = world(
            &["a@example.org", "b@example.org", "c@example.org"],
            &[("X", &["b@example.org", "c@example.org"])],
            vec![apart, same],
        );
        let people = resolve(&world, i64::MAX);
        assert_eq!(people.of_number[1], people.of_number[2]);
        assert_ne!(people.of_number[1], people.of_number[3]);
    }

    #[test]
    fn a_number_on_two_cards_of_one_person_by_the_users_word_is_theirs() {
        let same = Decision::new(DecisionKind::Same, handle("a@example.org"), handle("b@example.org"));
        let cards: [(&str, &[&str]); 2] =
            [("Ann", &["a@example.org", "+15550100"]), ("Ann B. Example", &["b@example.org", "+15550100"])];
        let handles = ["a@example.org", "b@example.org", "+15550100"];
        assert_eq!(resolve(&world(&handles, &cards, Vec::new()), i64::MAX).people.len(), 3);
        assert_eq!(resolve(&world(&handles, &cards, vec![same]), i64::MAX).people.len(), 1);
    }

    #[test]
    fn equal_names_never_make_one_person() {
        let mut world = world(&["a@example.org", "b@example.org"], &[], Vec::new());
        for handle in [1, 2] {
            world.names.push(NameRow { handle, name: "Ann Example".into(), rank: 2, first_micros: 0 });
        }
        assert_eq!(resolve(&world, i64::MAX).people.len(), 2);
    }
}
