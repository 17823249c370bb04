//! Attention: over which kinds of people it spreads, and what one more tie would add.

use std::collections::BTreeMap;

use super::attribute::Attribute;
use super::diversity::{blau, effective_number, entropy};
use crate::network::{Network, View};

/// The share of attention that may go to people whose kind is not known before nothing is said of the attribute.
pub const MISSING_AT_MOST: f64 = 0.3;
/// What a tie is brought to when its gain is asked for: even odds of contact within 90 days.
pub const EVEN_ODDS: f64 = 0.5;
/// The share of attention from which one kind is most of it, and how many contacts and kinds there must be to say so.
const MOST: f64 = 0.5;
const LEAST_CONTACTS: usize = 10;
const LEAST_KINDS: usize = 3;

/// The ego's attention: shares of P90 over the contacts, by every [`Attribute`].
#[derive(Debug, Clone)]
pub struct Attention<'a> {
    network: &'a Network,
    view: &'a View,
    communities: &'a [usize],
    /// The ego's contacts and their shares' weights.
    contacts: Vec<(u32, f64)>,
    /// For each attribute: the weight of every kind.
    kinds: BTreeMap<Attribute, BTreeMap<String, f64>>,
}

/// Most of the attention on one of several kinds.
#[derive(Debug, Clone, PartialEq)]
pub struct TunnelVision {
    /// By which attribute.
    pub attribute: Attribute,
    /// The share of the attention whose kind is known, 0.5 to below 1.
    pub share: f64,
    /// How many kinds the ego deals with.
    pub kinds: usize,
    /// How many it effectively is, by attention.
    pub effective_number: f64,
    /// The kind with most of the attention.
    pub kind: String,
    /// The contact of that kind who gets most attention; of equals, the one with the smallest number.
    pub around: u32,
}

impl<'a> Attention<'a> {
    /// Gathers the ego's attention by every attribute: contacts are those tied to the ego in the view, their weights are the view's.
    ///
    /// # Arguments
    /// `communities` numbers everybody's community, found without the ego: an ego is tied to everybody and would hide them. Of a
    /// contact who is tied to nobody but the ego the community is not known.
    ///
    /// # As of
    /// Ties are those of the network's day; what cards, tables and tags say is today's.
    ///
    /// # Complexity
    /// O(d log d) in the ego's contacts.
    #[must_use]
    pub fn new(network: &'a Network, view: &'a View, communities: &'a [usize]) -> Self {
        Self::by(&Attribute::ALL, network, view, communities)
    }

    /// As [`Attention::new`], by some attributes only; of the others nothing is known.
    #[must_use]
    pub fn by(attributes: &[Attribute], network: &'a Network, view: &'a View, communities: &'a [usize]) -> Self {
        let ego = network.ego().filter(|ego| (*ego as usize) < view.people());
        let of = |ego: usize| view.neighbours(ego).iter().copied().zip(view.weights(ego).iter().copied());
        let contacts: Vec<(u32, f64)> = ego.map(|ego| of(ego as usize).collect()).unwrap_or_default();
        let mut attention = Self { network, view, communities, contacts, kinds: BTreeMap::new() };
        for &attribute in attributes {
            let mut kinds: BTreeMap<String, f64> = BTreeMap::new();
            for &(person, weight) in &attention.contacts {
                if let Some(kind) = attention.kind(person, attribute).filter(|_| weight > 0.0) {
                    *kinds.entry(kind).or_default() += weight;
                }
            }
            attention.kinds.insert(attribute, kinds);
        }
        attention
    }

    /// A person's kind; `None` when it is not known. A community is its number.
    #[must_use]
    pub fn kind(&self, person: u32, attribute: Attribute) -> Option<String> {
        if person as usize >= self.network.people().len() {
            return None;
        }
        if attribute != Attribute::Community {
            return attribute.of(self.network.person(person));
        }
        let others = if (person as usize) < self.view.people() { self.view.neighbours(person as usize) } else { &[] };
        let seen = others.iter().any(|&other| Some(other) != self.network.ego());
        self.communities.get(person as usize).filter(|_| seen).map(usize::to_string)
    }

    /// How many kinds the ego's contacts are of, those only whose kind is known. Also told when little is known.
    #[must_use]
    pub fn kinds(&self, attribute: Attribute) -> usize {
        self.kinds.get(&attribute).map_or(0, BTreeMap::len)
    }

    /// The share of attention that goes to people whose kind is known, 0 to 1; `None` without attention.
    #[must_use]
    pub fn known(&self, attribute: Attribute) -> Option<f64> {
        let all: f64 = self.contacts.iter().map(|contact| contact.1).sum();
        let known: f64 = self.shares(attribute).map(|(_, weight)| weight).sum();
        // The sum of nothing is a negative zero.
        (all > 0.0).then(|| (known / all).clamp(0.0, 1.0) + 0.0)
    }

    /// Whether enough is known to speak of an attribute: at most [`MISSING_AT_MOST`] of the attention goes to people whose kind
    /// is not known. By attention and not by heads, as the shares are: a close contact of unknown kind leaves more open than
    /// a loose one.
    #[must_use]
    pub fn is_known(&self, attribute: Attribute) -> bool {
        // 3 of 10 equal weights are 30 %, whatever the last bit of their sum says.
        self.known(attribute).is_some_and(|known| 1.0 - known <= MISSING_AT_MOST + 1e-12)
    }

    /// The effective number of kinds, e^H (Hill number of order 1). 1 when all attention goes to one kind.
    ///
    /// # Range
    /// 1 to the number of kinds; `None` when over 30 % is missing.
    #[must_use]
    pub fn effective_number(&self, attribute: Attribute) -> Option<f64> {
        effective_number(self.shares(attribute)).filter(|_| self.is_known(attribute))
    }

    /// Blau's index: the chance that two acts of attention go to different kinds.
    ///
    /// # Range
    /// 0 to below 1; `None` when over 30 % is missing.
    #[must_use]
    pub fn blau(&self, attribute: Attribute) -> Option<f64> {
        blau(self.shares(attribute)).filter(|_| self.is_known(attribute))
    }

    /// What a tie would add if it were brought to even odds: the gain in entropy, in nats, for every attribute of which enough is
    /// known, of the ego's contacts and of the person. The person need not be tied to the ego yet.
    ///
    /// `ΔH = H(w + max(0, ½ − w_v)·e_kind(v)) − H(w)`, `w_v` the weight of the tie with `v`, 0 without one.
    ///
    /// # Range
    /// Negative when it is more of the same, at most ln 2. 0 for a tie at even odds or better.
    ///
    /// # Source
    /// C. E. Shannon, "A mathematical theory of communication", Bell System Technical Journal 27 (1948), 379–423.
    ///
    /// # Complexity
    /// O(k log k) in the kinds.
    #[must_use]
    pub fn gain(&self, person: u32) -> Vec<(Attribute, f64)> {
        self.change(person, |nats| nats)
    }

    /// As [`Attention::gain`], in the effective number of kinds instead of nats.
    #[must_use]
    pub fn gain_in_effective_number(&self, person: u32) -> Vec<(Attribute, f64)> {
        self.change(person, f64::exp)
    }

    fn change(&self, person: u32, of_nats: fn(f64) -> f64) -> Vec<(Attribute, f64)> {
        let at = self.contacts.binary_search_by_key(&person, |contact| contact.0);
        let lift = (EVEN_ODDS - at.map_or(0.0, |at| self.contacts[at].1)).max(0.0);
        let known =
            Attribute::ALL.into_iter().filter(|attribute| self.network.ego() != Some(person) && self.is_known(*attribute));
        known
            .filter_map(|attribute| {
                let kind = self.kind(person, attribute)?;
                let before = entropy(self.shares(attribute))?;
                let after = entropy(self.shares(attribute).chain([(kind.as_str(), lift)]))?;
                Some((attribute, of_nats(after) - of_nats(before)))
            })
            .collect()
    }

    /// Whether most of the attention, at least half, goes to one of at least three kinds: by the first attribute of communities,
    /// companies, sectors, functions and places of which that is so and enough is known, and with at least ten contacts. Rank is left
    /// out: most people are of few ranks.
    #[must_use]
    pub fn tunnel_vision(&self) -> Option<TunnelVision> {
        let spoken_of = Attribute::ALL.into_iter().filter(|attribute| *attribute != Attribute::Seniority);
        spoken_of.filter(|_| self.contacts.len() >= LEAST_CONTACTS).find_map(|attribute| {
            let effective_number = self.effective_number(attribute)?;
            let kinds = self.kinds(attribute);
            let all: f64 = self.shares(attribute).map(|(_, weight)| weight).sum();
            // More than half is one kind only; of two halves the first by name stays.
            let (kind, weight) = self.shares(attribute).reduce(|best, next| if next.1 > best.1 { next } else { best })?;
            let share = weight / all;
            let of_kind = self.contacts.iter().filter(|contact| self.kind(contact.0, attribute).as_deref() == Some(kind));
            let around = of_kind.reduce(|best, next| if next.1 > best.1 { next } else { best })?.0;
            let found = TunnelVision { attribute, share, kinds, effective_number, kind: kind.to_owned(), around };
            (share >= MOST && kinds >= LEAST_KINDS).then_some(found)
        })
    }

    fn shares(&self, attribute: Attribute) -> impl Iterator<Item = (&str, f64)> {
        self.kinds.get(&attribute).into_iter().flatten().map(|(kind, weight)| (kind.as_str(), *weight))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    use super::*;
    use crate::identity::{Everybody, Person};
    use crate::model::AsOf;
    use crate::network::NetworkInput;
    use crate::ties::{ContactColumns, ContactDay, Parameters};

    /// An ego, person 0, in touch today with everybody else, who works where the text says; the last one is not tied.
    fn network(companies: &[&str]) -> Network {
        let works =
            |company: &&str| Person { company: Some((*company).to_owned()).filter(|name| !name.is_empty()), ..Person::default() };
        let people: Arc<Everybody> = Arc::new([Person::default()].into_iter().chain(companies.iter().map(works)).collect());
        let as_of = AsOf::parse("2026-10-31", &TimeZone::UTC).unwrap();
        let day = as_of.utc_day();
        let days: Vec<ContactDay> = (1..companies.len() as u32)
            .map(|high| ContactDay { low: 0, high, day, interactions: 1, out: 1.0, back: 1.0, both: 1.0 })
            .collect();
        Network::build(
            &NetworkInput {
                people: &people,
                ego: Some(0),
                days: ContactColumns::of(&days).all(),
                parameters: &Parameters::default(),
            },
            &as_of,
        )
    }

    fn effective(companies: &[&str]) -> Option<f64> {
        let network = network(companies);
        Attention::new(&network, &network.view(false), &[]).effective_number(Attribute::Company)
    }

    #[test]
    fn thirty_per_cent_may_be_missing_and_no_more() {
        let seven = ["a", "b", "a", "b", "a", "b", "a", "", "", "", "not tied"];
        assert!((effective(&seven).unwrap() - 1.98).abs() < 0.01);
        let six = ["a", "b", "a", "b", "a", "b", "", "", "", "", "not tied"];
        assert_eq!(effective(&six), None);
        assert_eq!(effective(&["not tied"]), None);
        assert_eq!(effective(&["same", "Same Ltd", "not tied"]), Some(1.0));
    }

    #[test]
    fn one_more_kind_adds_and_more_of_the_same_takes_away() {
        let companies = ["a", "a", "b", "c"];
        let network = network(&companies);
        let view = network.view(false);
        let attention = Attention::new(&network, &view, &[]);
        // All three ties are at even odds or better: they cannot be brought there.
        assert_eq!(attention.gain(1), [(Attribute::Company, 0.0)]);
        let (attribute, gained) = attention.gain(4)[0];
        let weight = view.weight(0, 1).unwrap();
        let shares = [2.0 * weight, weight, 0.5].map(|part| part / (3.0 * weight + 0.5));
        let after: f64 = shares.iter().map(|share| -share * share.ln()).sum();
        let before = entropy([(0, 2.0), (1, 1.0)]).unwrap();
        assert_eq!(attribute, Attribute::Company);
        assert!((gained - (after - before)).abs() < 1e-12 && gained > 0.0);
        let (_, kinds) = attention.gain_in_effective_number(4)[0];
        assert!((kinds - (after.exp() - before.exp())).abs() < 1e-12);
        assert_eq!(attention.gain(0), [], "the ego is no tie of its own");
        assert_eq!(attention.gain(99), []);
    }

    #[test]
    fn tunnel_vision_needs_contacts_and_kinds_and_most_of_the_attention() {
        let seen = |companies: &[&str]| {
            let network = network(companies);
            Attention::new(&network, &network.view(false), &[]).tunnel_vision()
        };
        let ten = ["a", "a", "a", "a", "a", "b", "b", "c", "d", "", "not tied"];
        let found = seen(&ten).unwrap();
        assert_eq!((found.attribute, found.kinds, found.kind.as_str(), found.around), (Attribute::Company, 4, "a", 1));
        assert!((found.share - 5.0 / 9.0).abs() < 1e-12);
        assert_eq!(seen(&ten[1..]), None, "nine contacts");
        assert_eq!(seen(&["a", "a", "a", "a", "a", "a", "a", "a", "a", "b", "not tied"]), None, "two kinds");
        assert_eq!(seen(&["a", "a", "a", "a", "b", "b", "b", "c", "c", "c", "not tied"]), None, "no kind has half");
    }

    #[test]
    fn the_community_of_somebody_tied_to_the_ego_alone_is_not_known() {
        let network = network(&["", "", ""]);
        let view = View::from_ties(4, &[(0, 1, 0.5), (0, 2, 0.5), (0, 3, 0.5), (1, 2, 0.5)]);
        let attention = Attention::new(&network, &view, &[9, 4, 4, 5]);
        assert_eq!(attention.kind(1, Attribute::Community).as_deref(), Some("4"));
        assert_eq!(attention.kind(3, Attribute::Community), None);
        assert!(attention.known(Attribute::Community).is_some_and(|known| (known - 2.0 / 3.0).abs() < 1e-12));
        assert_eq!((attention.kinds(Attribute::Community), attention.effective_number(Attribute::Community)), (1, None));
    }

    proptest! {
        #[test]
        fn measures_stay_in_their_ranges(companies in prop::collection::vec("[abc]?", 1..12)) {
            let companies: Vec<&str> = companies.iter().map(String::as_str).collect();
            let network = network(&companies);
            let view = network.view(false);
            let attention = Attention::new(&network, &view, &[]);
            let kinds = attention.kinds(Attribute::Company) as f64;
            prop_assert_eq!(attention.known(Attribute::Company).is_none(), companies.len() == 1);
            if let Some(number) = attention.effective_number(Attribute::Company) {
                prop_assert!((1.0..=kinds + 1e-9).contains(&number));
                let blau = attention.blau(Attribute::Company).unwrap();
                prop_assert!((0.0..=1.0 - 1.0 / kinds + 1e-9).contains(&blau));
            }
            for person in 0..=companies.len() as u32 {
                for (_, gain) in attention.gain(person) {
                    prop_assert!(gain.is_finite() && gain <= std::f64::consts::LN_2 + 1e-12);
                }
            }
        }
    }
}
