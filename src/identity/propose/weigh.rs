//! How likely two people are one: the odds that chance made their names agree, times what else speaks for it and against it.
//!
//! `odds = D/E · m · Π LR`, with D the records that one more source is expected to hold of a person, E how many others of this name chance
//! would put into this workspace, m how often one person's name is written so differently, and LR the likelihood ratio of each ground.

use super::ground::Ground;
use super::known::{Comparable, Known};
use super::name::{Name, NameMatch};
use crate::model::Handle;

/// How many further records of a person a workspace holds, on average.
const FURTHER_RECORDS: f64 = 0.2;
/// People with names of the world at large whom a small workspace is mixed with, and how common its given and family names are.
const WORLD_GIVEN: (f64, f64) = (300.0, 1.2);
const WORLD_FAMILY: (f64, f64) = (500.0, 0.5);
/// Namesakes that chance is granted at least: fathers and sons, and names that this workspace happens to show once.
const LEAST_CHANCE: f64 = 0.02;
/// Likelihood ratios of grounds that no frequency tells.
const SHARED_HANDLE: f64 = 300.0;
const SAME_NUMBER: f64 = 300.0;
const OTHER_COMPANY: f64 = 0.4;
const IN_CONTACT: f64 = 0.3;
/// Odds of a number in common where there are no names to compare.
const NUMBER_ALONE: f64 = 6.0;
/// Contacts in common, counted by how rare they are, from which they carry a proposal.
const LEAST_CONTACTS: f64 = 0.5;
/// The least likelihood ratio of an organisation or a mail domain that says anything: of one that many have it is no reason.
const LEAST_WORK: f64 = 5.0;

/// The grounds and the odds of two people being one; `None` when nothing but a name speaks for it, or the names contradict each other.
pub(super) fn weigh(known: &Known, one: u32, other: u32) -> Option<(Vec<Ground>, f64)> {
    let (first, second) = (known.people.get(one as usize)?, known.people.get(other as usize)?);
    let mut grounds = Vec::new();
    let mut odds = match best_name(known, first, second) {
        Some((found, odds)) => {
            grounds.push(Ground::Name(found));
            odds
        }
        None if contradict(first, second) => return None,
        None => NUMBER_ALONE / SAME_NUMBER,
    };
    let is_named = !grounds.is_empty();
    let mut add = |ground: Ground, ratio: f64| {
        grounds.push(ground);
        odds *= ratio;
    };
    if let Some(handle) = first.shared.intersection(&second.shared).next() {
        add(Ground::Handle(handle.clone()), SHARED_HANDLE);
    }
    if let Some((a, b)) = same_number(first, second) {
        add(Ground::Phone(a, b), SAME_NUMBER);
    }
    if is_named {
        work(known, first, second, &mut add);
        if let Some((text, ratio)) = user_name(known, first, second) {
            add(Ground::UserName(text), ratio);
        }
        let (common, ratio) = contacts(known, one, other);
        if ratio > 1.0 {
            add(Ground::Contacts(common), ratio);
        }
    }
    if first.alters.binary_search(&other).is_ok() {
        add(Ground::InContact, IN_CONTACT);
    }
    grounds.iter().any(Ground::carries).then_some((grounds, odds))
}

/// The best agreement of any two names, and the odds that rest on it.
fn best_name(known: &Known, one: &Comparable, other: &Comparable) -> Option<(NameMatch, f64)> {
    let pairs = one.names.iter().flat_map(|a| other.names.iter().map(move |b| (a, b)));
    let agreeing = pairs.filter_map(|(a, b)| Some((a.agrees_with(b)?, a, b)));
    let (found, a, b) = agreeing.min_by_key(|(found, ..)| *found)?;
    Some((found, FURTHER_RECORDS * likeness(found) / chance(known, found, a, b)))
}

/// How often one person's name is written in this way somewhere else.
fn likeness(found: NameMatch) -> f64 {
    match found {
        NameMatch::Same => 1.0,
        NameMatch::Reordered | NameMatch::Transliterated => 0.8,
        NameMatch::MiddleName => 0.6,
        NameMatch::Nickname | NameMatch::Address => 0.4,
        NameMatch::Initial => 0.15,
    }
}

/// How many other people whose names agree in this way chance would put into the workspace, by the frequency of the two words in it.
fn chance(known: &Known, found: NameMatch, one: &Name, other: &Name) -> f64 {
    let named = known.named as f64;
    let given = |name: &Name| match found {
        NameMatch::Nickname => known.with_short_form(name.given()),
        NameMatch::Initial => known.with_initial(name.given()),
        _ => known.with_given(name.given()),
    };
    // The two themselves are no evidence of how common their name is.
    let others = |count: u32| f64::from(count.saturating_sub(2));
    let share = |count: u32, (people, bearers): (f64, f64)| (others(count) + bearers) / (named + people);
    let of_given = share(given(one).max(given(other)), WORLD_GIVEN);
    let of_family = share(known.with_family(one.family()).max(known.with_family(other.family())), WORLD_FAMILY);
    let by_words = (named + WORLD_GIVEN.0) * of_given * of_family;
    // Namesakes whom one service tells apart: of them at most one is meant.
    let told_apart = f64::from(known.bearers(one).max(known.bearers(other)).saturating_sub(1));
    by_words.max(told_apart).max(LEAST_CHANCE)
}

/// Whether what both are called cannot be one person's: a household shares its number.
fn contradict(one: &Comparable, other: &Comparable) -> bool {
    let words = |person: &Comparable| {
        let whole = person
            .names
            .iter()
            .flat_map(|name| &name.words)
            .flat_map(|word| word.spellings().map(str::to_owned).collect::<Vec<_>>());
        let short = person.short_names.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
        whole.chain(short).filter(|word| word.chars().count() > 1).collect::<Vec<String>>()
    };
    if !one.names.is_empty() && !other.names.is_empty() {
        return true;
    }
    let (a, b) = (words(one), words(other));
    let within = |short: &[String], long: &[String]| short.iter().all(|word| long.contains(word));
    !a.is_empty() && !b.is_empty() && !within(&a, &b) && !within(&b, &a)
}

/// Two spellings of one number: equal, or the one without country is the end of the other.
fn same_number(one: &Comparable, other: &Comparable) -> Option<(Handle, Handle)> {
    let pairs = one.phones.iter().flat_map(|a| other.phones.iter().map(move |b| (a, b)));
    pairs.filter(|(a, b)| is_same_number(&a.0, &b.0)).map(|(a, b)| (a.1.clone(), b.1.clone())).min()
}

/// Digits that a national number must have to stand for one of a country.
const LEAST_NATIONAL: usize = 7;
/// The longest country code.
const MOST_COUNTRY: usize = 3;

pub(super) fn is_same_number(one: &str, other: &str) -> bool {
    match (one.strip_prefix('+'), other.strip_prefix('+')) {
        (Some(a), Some(b)) => a == b,
        (Some(international), None) => is_end_of(other, international),
        (None, Some(international)) => is_end_of(one, international),
        // Neither says the country: with and without the trunk prefix.
        (None, None) => one.trim_start_matches('0') == other.trim_start_matches('0'),
    }
}

fn is_end_of(national: &str, international: &str) -> bool {
    let own = national.trim_start_matches('0');
    own.len() >= LEAST_NATIONAL && international.strip_suffix(own).is_some_and(|country| country.len() <= MOST_COUNTRY)
}

/// What organisations and mail domains say.
fn work(known: &Known, one: &Comparable, other: &Comparable, add: &mut impl FnMut(Ground, f64)) {
    let share = |count: u32, of: usize| (f64::from(count.saturating_sub(2)) + 0.5) / (of as f64 + 20.0);
    let common = one.companies.iter().filter(|(key, _)| other.companies.contains_key(*key));
    let (ground, ratio) = if let Some((key, spelling)) = common.min_by_key(|(key, _)| (known.at_company(key), (*key).clone())) {
        (Ground::Company(spelling.clone()), (0.6 / share(known.at_company(key), known.with_company)).min(200.0))
    } else if let Some((domain, company)) = company_domain(one, other).or_else(|| company_domain(other, one)) {
        let at_domain = share(known.at_domain(&domain) + 1, known.with_mail);
        (Ground::CompanyDomain(domain, company), (0.4 / at_domain).min(100.0))
    } else if !one.companies.is_empty() && !other.companies.is_empty() {
        (Ground::OtherCompany, OTHER_COMPANY)
    } else {
        (Ground::OtherCompany, 1.0)
    };
    if ratio >= LEAST_WORK || ratio < 1.0 && ground == Ground::OtherCompany {
        add(ground, ratio);
    }
    let common = one.mail_domains.intersection(&other.mail_domains);
    let rarest = common.min_by_key(|domain| (known.at_domain(domain), (*domain).clone()));
    let ratio = rarest.map(|domain| (0.3 / share(known.at_domain(domain), known.with_mail)).clamp(1.0, 50.0));
    if let (Some(domain), Some(ratio)) = (rarest, ratio.filter(|ratio| *ratio >= LEAST_WORK)) {
        add(Ground::Domain(domain.clone()), ratio);
    }
}

/// A mail domain of one that is named like an organisation of the other.
fn company_domain(mail: &Comparable, card: &Comparable) -> Option<(String, String)> {
    let pairs = mail.mail_domains.iter().flat_map(|domain| card.companies.iter().map(move |company| (domain, company)));
    pairs
        .filter(|(domain, (key, _))| is_named_like(domain, key))
        .map(|(domain, (_, spelling))| (domain.clone(), spelling.clone()))
        .next()
}

/// Whether a label of a domain, but for the last, is the organisation's name: whole, its first word, or either's beginning.
pub(super) fn is_named_like(domain: &str, company: &str) -> bool {
    let joined: String = company.chars().filter(char::is_ascii_alphanumeric).collect();
    let first: String = company.split(' ').next().unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
    let mut labels: Vec<String> = domain.split('.').map(|label| label.replace('-', "")).collect();
    labels.pop();
    labels.iter().any(|label| {
        let label = label.as_str();
        let begins = |whole: &str, part: &str| part.len() >= 5 && whole.starts_with(part);
        label.len() >= 2 && label == joined
            || label.len() >= 4 && label == first
            || begins(&joined, label)
            || begins(label, &joined)
    })
}

/// The same user name at two places, the rarest; one that is only the name written together says little.
fn user_name(known: &Known, one: &Comparable, other: &Comparable) -> Option<(String, f64)> {
    let common = one.user_names.intersection(&other.user_names);
    let text = common.min_by_key(|text| (known.with_user_name(text), (*text).clone()))?;
    let share = (f64::from(known.with_user_name(text).saturating_sub(2)) + 0.5) / (known.with_mail as f64 + 50.0);
    let most = if one.names.iter().chain(&other.names).any(|name| is_spelt_by(name, text)) { 4.0 } else { 60.0 };
    let ratio = (0.3 / share).clamp(1.0, most);
    (ratio > 1.0).then(|| (text.clone(), ratio))
}

/// Whether a user name is made of the words of a name or their initials only: `annexample`, `aexample`, `exampleann`.
pub(super) fn is_spelt_by(name: &Name, text: &str) -> bool {
    fn spelt(words: &[&str], rest: &str) -> bool {
        rest.is_empty()
            || words.iter().enumerate().any(|(place, word)| {
                let left: Vec<&str> =
                    words.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, word)| *word).collect();
                let whole = rest.strip_prefix(word).is_some_and(|rest| spelt(&left, rest));
                whole || word.get(..1).and_then(|initial| rest.strip_prefix(initial)).is_some_and(|rest| spelt(&left, rest))
            })
    }
    let letters: String = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let words: Vec<&str> = name.words.iter().map(|word| word.plain.as_str()).collect();
    spelt(&words, &letters)
}

/// People in common, the rarest first, and their likelihood ratio: how far their number exceeds what chance gives two people of their
/// degrees. Whoever knows everybody says nothing.
fn contacts(known: &Known, one: u32, other: u32) -> (Vec<u32>, f64) {
    let alters = |person: u32| known.people.get(person as usize).map_or(&[][..], |person| person.alters.as_slice());
    let everybody = known.tied as f64;
    let rarity = |person: u32| ((everybody / alters(person).len().max(1) as f64).ln() / everybody.max(2.0).ln()).clamp(0.0, 1.0);
    let (few, many) = if alters(one).len() <= alters(other).len() { (one, other) } else { (other, one) };
    let mut common: Vec<u32> = alters(few).iter().copied().filter(|person| alters(many).binary_search(person).is_ok()).collect();
    let seen: f64 = common.iter().map(|person| rarity(*person)).sum();
    let by_chance: f64 =
        alters(few).iter().map(|person| rarity(*person)).sum::<f64>() * alters(many).len() as f64 / everybody.max(1.0);
    common.sort_by(|a, b| rarity(*b).total_cmp(&rarity(*a)).then(a.cmp(b)));
    if seen < LEAST_CONTACTS {
        return (common, 1.0);
    }
    (common, ((1.0 + seen) / (1.0 + by_chance)).powf(1.5).clamp(1.0, 100.0))
}
