//! What is known of everybody, made comparable, and how common it is in this very workspace.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::name::{Name, Word};
use super::nickname::classes;
use super::{Material, platforms};
use crate::identity::company_key;
use crate::model::{DeclarationKind, Handle, HandleKind};

/// Names kept of one person.
const MOST_NAMES: usize = 4;
/// Letters from which a user name says anything.
const LEAST_USER_NAME: usize = 4;

/// One person, made comparable.
#[derive(Debug, Default)]
pub(super) struct Comparable {
    /// Whether the person may be proposed.
    pub(super) counts: bool,
    /// How many handles the person has.
    handles: usize,
    pub(super) names: Vec<Name>,
    /// The folded words of all names as written, where they are not even two words.
    pub(super) short_names: Vec<String>,
    /// Keys of organisations, with one spelling of each.
    pub(super) companies: BTreeMap<String, String>,
    pub(super) mail_domains: BTreeSet<String>,
    pub(super) user_names: BTreeSet<String>,
    /// Digits of telephone numbers, with `+` where the country is said, and the handle.
    pub(super) phones: Vec<(String, Handle)>,
    /// Handles of cards of this person that also stand on cards of others.
    pub(super) shared: BTreeSet<Handle>,
    /// Whom the person was in contact with, ascending.
    pub(super) alters: Vec<u32>,
}

/// Everybody, and how often each feature occurs.
pub(super) struct Known {
    pub(super) people: Vec<Comparable>,
    /// People with a name.
    pub(super) named: usize,
    given: HashMap<String, u32>,
    family: HashMap<String, u32>,
    /// Of people with the same given and family name, how many are surely different: the most on one service.
    bearers: HashMap<String, u32>,
    pub(super) with_company: usize,
    companies: HashMap<String, u32>,
    pub(super) with_mail: usize,
    domains: HashMap<String, u32>,
    user_names: HashMap<String, u32>,
    /// People who were in contact with anybody.
    pub(super) tied: usize,
}

impl Known {
    pub(super) fn of(material: &Material<'_>) -> Self {
        let mut people = comparables(material);
        for &(one, other) in material.contacts {
            for (from, to) in [(one, other), (other, one)] {
                if let Some(person) = people.get_mut(from as usize) {
                    person.alters.push(to);
                }
            }
        }
        for person in &mut people {
            person.alters.sort_unstable();
            person.alters.dedup();
        }
        let mut known = Self {
            named: people.iter().filter(|person| !person.names.is_empty()).count(),
            with_company: people.iter().filter(|person| !person.companies.is_empty()).count(),
            with_mail: people.iter().filter(|person| !person.mail_domains.is_empty()).count(),
            tied: people.iter().filter(|person| !person.alters.is_empty()).count(),
            given: HashMap::new(),
            family: HashMap::new(),
            bearers: HashMap::new(),
            companies: HashMap::new(),
            domains: HashMap::new(),
            user_names: HashMap::new(),
            people,
        };
        known.count(material);
        known
    }

    fn count(&mut self, material: &Material<'_>) {
        let mut on_service: HashMap<(String, &str), u32> = HashMap::new();
        for (person, known) in material.people.people.iter().zip(&self.people) {
            if let Some(name) = known.names.first() {
                let with_full = |word: &str| classes(word).map(str::to_owned).chain([word.to_owned()]).collect::<Vec<_>>();
                let of_given: BTreeSet<String> = name.given().spellings().flat_map(with_full).collect();
                of_given.into_iter().for_each(|word| *self.given.entry(word).or_default() += 1);
                if let Some(initial) = name.given().plain.get(..1) {
                    *self.given.entry(format!("{initial}.")).or_default() += 1;
                }
                name.family().spellings().for_each(|word| *self.family.entry(word.to_owned()).or_default() += 1);
                let services: BTreeSet<&str> = platforms(person).collect();
                for service in services {
                    *on_service.entry((full(name), service)).or_default() += 1;
                }
            }
            known.companies.keys().for_each(|key| *self.companies.entry(key.clone()).or_default() += 1);
            known.mail_domains.iter().for_each(|key| *self.domains.entry(key.clone()).or_default() += 1);
            known.user_names.iter().for_each(|key| *self.user_names.entry(key.clone()).or_default() += 1);
        }
        for ((name, _), count) in on_service {
            let most = self.bearers.entry(name).or_default();
            *most = count.max(*most);
        }
    }

    /// How many people have a given name, in any spelling of it.
    pub(super) fn with_given(&self, word: &Word) -> u32 {
        most(&self.given, word)
    }

    /// How many people have a given name that shares a full form with this one.
    pub(super) fn with_short_form(&self, word: &Word) -> u32 {
        let of_classes = word.spellings().flat_map(classes).filter_map(|class| self.given.get(class));
        of_classes.copied().max().unwrap_or(0).max(self.with_given(word))
    }

    /// How many people have a given name with this initial.
    pub(super) fn with_initial(&self, word: &Word) -> u32 {
        word.plain.get(..1).and_then(|initial| self.given.get(&format!("{initial}."))).copied().unwrap_or(0)
    }

    pub(super) fn with_family(&self, word: &Word) -> u32 {
        most(&self.family, word)
    }

    /// How many people are known to bear a name and to be different.
    pub(super) fn bearers(&self, name: &Name) -> u32 {
        self.bearers.get(&full(name)).copied().unwrap_or(0)
    }

    pub(super) fn at_company(&self, key: &str) -> u32 {
        self.companies.get(key).copied().unwrap_or(0)
    }

    pub(super) fn at_domain(&self, domain: &str) -> u32 {
        self.domains.get(domain).copied().unwrap_or(0)
    }

    pub(super) fn with_user_name(&self, text: &str) -> u32 {
        self.user_names.get(text).copied().unwrap_or(0)
    }
}

fn full(name: &Name) -> String {
    format!("{} {}", name.given().plain, name.family().plain)
}

fn most(counts: &HashMap<String, u32>, word: &Word) -> u32 {
    word.spellings().filter_map(|spelling| counts.get(spelling)).copied().max().unwrap_or(0)
}

fn comparables(material: &Material<'_>) -> Vec<Comparable> {
    let everybody = material.people.people.iter().zip(material.counts.iter().chain(std::iter::repeat(&true)));
    let mut people: Vec<Comparable> = everybody
        .map(|(person, counts)| {
            let handles = person.handles.len();
            let mut known = Comparable { counts: *counts && !person.ignored, handles, ..Comparable::default() };
            person.name.iter().for_each(|name| known.take_name(name));
            person.handles.iter().for_each(|handle| known.take_handle(handle));
            known
        })
        .collect();
    let numbers: HashMap<&Handle, u32> = material.stored.handles.iter().map(|row| (&row.handle, row.number)).collect();
    let person = |handle: &Handle| material.people.of_number.get(*numbers.get(handle)? as usize).copied().flatten();
    for row in material.stored.names.iter().filter(|row| row.first_micros < material.cutoff_micros) {
        let person = material.people.of_number.get(row.handle as usize).copied().flatten();
        if let Some(known) = person.and_then(|person| people.get_mut(person as usize)) {
            known.take_name(&row.name);
        }
    }
    let mut on_cards: BTreeMap<&Handle, BTreeSet<u32>> = BTreeMap::new();
    for row in &material.stored.declarations {
        if row.kind == DeclarationKind::Position || row.at_micros.is_some_and(|at| at >= material.cutoff_micros) {
            continue;
        }
        let of_card: BTreeSet<u32> = row.card.handles.iter().filter_map(person).collect();
        for &one in &of_card {
            if let (Some(company), Some(known)) = (&row.card.company, people.get_mut(one as usize)) {
                known.take_company(company);
            }
            // Who stands on a card together was not united with a handle that stands on cards of several.
            for handle in row.card.handles.iter().filter(|_| of_card.len() > 1) {
                on_cards.entry(handle).or_default().insert(one);
            }
        }
    }
    for (place, person) in material.people.people.iter().enumerate() {
        person.company.iter().for_each(|company| people[place].take_company(company));
    }
    for (handle, bearers) in on_cards.into_iter().filter(|(_, bearers)| bearers.len() > 1) {
        let own = person(handle);
        // A switchboard or a household's number is nobody's second handle; whose it is, is asked of those on whose cards it stands.
        if bearers.iter().filter(|bearer| Some(**bearer) != own).nth(1).is_some()
            && let Some(known) = own.and_then(|own| people.get_mut(own as usize)).filter(|known| known.handles == 1)
        {
            known.counts = false;
        }
        for bearer in bearers.into_iter().filter(|bearer| Some(*bearer) != own) {
            if let Some(known) = people.get_mut(bearer as usize) {
                known.shared.insert(handle.clone());
            }
        }
    }
    for (person, known) in material.people.people.iter().zip(&mut people) {
        if known.names.is_empty() && known.short_names.is_empty() {
            let of_address = |handle: &Handle| Name::of_local_part(handle.value().split_once('@')?.0);
            known.names.extend(person.handles.iter().filter(|handle| handle.kind() == HandleKind::Email).find_map(of_address));
        }
    }
    people
}

impl Comparable {
    fn take_name(&mut self, text: &str) {
        match Name::parse(text) {
            Some(name) if self.names.len() < MOST_NAMES && !self.names.contains(&name) => self.names.push(name),
            Some(_) => {}
            None if text.contains('@') || !text.contains(char::is_alphabetic) => {}
            None => self.short_names.push(crate::identity::fold(text)),
        }
    }

    fn take_company(&mut self, company: &str) {
        if let Some(key) = company_key(company) {
            self.companies.entry(key).or_insert_with(|| company.to_owned());
        }
    }

    fn take_handle(&mut self, handle: &Handle) {
        match handle.kind() {
            HandleKind::Email => {
                if let Some((local, domain)) = handle.value().split_once('@') {
                    self.mail_domains.insert(domain.to_owned());
                    self.take_user_name(user_part(local));
                }
            }
            HandleKind::Phone => self.phones.push((handle.value().to_owned(), handle.clone())),
            HandleKind::Profile => {
                let slug = handle.value();
                // The service ends a slug that was taken with a number of its own.
                let own = slug
                    .rsplit_once('-')
                    .filter(|(_, end)| end.contains(|c: char| c.is_ascii_digit()))
                    .map_or(slug, |(own, _)| own);
                self.take_user_name(own);
            }
            HandleKind::Account => {
                // Who is not in the address book is shown with the number.
                if let Some(phone) = Handle::phone(handle.value()).filter(|_| handle.value().starts_with('+')) {
                    self.phones.push((phone.value().to_owned(), handle.clone()));
                } else if !handle.value().contains([' ', '/']) {
                    self.take_user_name(handle.value());
                }
            }
            HandleKind::Key | HandleKind::Name => {}
        }
    }

    fn take_user_name(&mut self, text: &str) {
        let plain: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if plain.chars().count() >= LEAST_USER_NAME && plain.contains(char::is_alphabetic) {
            self.user_names.insert(plain);
        }
    }
}

/// An address's own part: without a tag behind a plus, or the number that code hosts put before one.
fn user_part(local: &str) -> &str {
    match local.split_once('+') {
        Some((number, name)) if number.bytes().all(|byte| byte.is_ascii_digit()) => name,
        Some((name, _)) => name,
        None => local,
    }
}
