//! Facets of a tie: what its strength does not say, kept apart from it.

use std::collections::{BTreeMap, BTreeSet};

use super::balance::{Balance, balance};
use super::channel_mix::{ChannelShare, Channels, channel_mix, messages_only};
use super::confidence::{Confidence, confidence, last_observed};
use super::conversation::{Conversations, conversations};
use super::introduction::Introduction;
use super::reply::{Replies, replies};
use super::rhythm::{Rhythm, rhythm};
use crate::model::{DeclarationKind, Handle};
use crate::network::Network;
use crate::ties::{Act, Encounter, Parameters, encounters_with};

/// What the facets of all ties of the ego are computed from.
#[derive(Debug, Clone)]
pub struct Observations<'a> {
    encounters: &'a [Encounter],
    introductions: &'a [Introduction],
    channels: Channels<'a>,
    last_observed: BTreeMap<u32, i32>,
    ego: u32,
    today: i32,
    cutoff_micros: i64,
}

/// The facets of one tie. Reciprocity is a field of the tie itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Facets<'a> {
    /// Who begins conversations.
    pub conversations: Conversations,
    /// How the ego answers the alter.
    pub replies: Replies,
    /// How the alter answers the ego.
    pub their_replies: Replies,
    /// The last year's channels.
    pub channels: Vec<ChannelShare<'a>>,
    /// On messages alone for a year.
    pub messages_only: Option<bool>,
    /// Days from the first contact to the last; `None` without any.
    pub tenure_days: Option<i32>,
    /// The usual gap, and today's silence as a multiple of it.
    pub rhythm: Option<Rhythm>,
    /// Give and take over a year.
    pub balance: Balance,
    /// How far all of this can be relied on.
    pub confidence: Confidence<'a>,
    /// Days on which the ego acted toward the alter alone, without an answer in two weeks or since.
    pub unanswered: u32,
}

impl<'a> Observations<'a> {
    /// Takes all encounters of the ego sorted by alter and time, the introductions seen, and the texts of labels.
    ///
    /// # As of
    /// `today` and `cutoff_micros`, the end of that day. Later encounters are the caller's to leave out.
    #[must_use]
    pub fn new(
        encounters: &'a [Encounter],
        introductions: &'a [Introduction],
        labels: &'a BTreeMap<u32, String>,
        ego: u32,
        (today, cutoff_micros): (i32, i64),
    ) -> Self {
        let (channels, last_observed) = (Channels::new(labels), last_observed(encounters));
        Self { encounters, introductions, channels, last_observed, ego, today, cutoff_micros }
    }

    /// The channels of the data.
    #[must_use]
    pub fn channels(&self) -> &Channels<'a> {
        &self.channels
    }

    /// The introductions seen in the data, in order of time.
    #[must_use]
    pub fn introductions(&self) -> &'a [Introduction] {
        self.introductions
    }

    /// Give and take with one alter over a year, see [`balance`]; the tie was declared in these ways.
    ///
    /// # Complexity
    /// O(n) in the encounters with the alter, and O(i) in the introductions.
    #[must_use]
    pub fn balance(&self, person: u32, declared: &[(DeclarationKind, Option<i64>)]) -> Balance {
        balance(self.with(person), declared, self.introductions, (self.ego, person), self.today)
    }

    /// How many acts somebody left unanswered, see [`unanswered`]; none while they still act toward the ego at even odds.
    ///
    /// # As of
    /// The network's day, which must be that of these observations.
    #[must_use]
    pub fn unanswered_by(&self, network: &Network, person: u32) -> u32 {
        let parameters = network.parameters();
        let still_acts = network.tie(self.ego, person).is_some_and(|tie| {
            let state = tie.seen_from(self.ego).1;
            state.probability(self.today, Parameters::ALIVE_DAYS, parameters).get() >= parameters.alive
        });
        if still_acts { 0 } else { unanswered(self.with(person), &self.channels, self.today) }
    }

    /// The encounters with one alter.
    #[must_use]
    pub fn with(&self, person: u32) -> &'a [Encounter] {
        encounters_with(self.encounters, person)
    }

    /// The facets of the tie with one alter, who has these handles and was declared in these ways.
    ///
    /// # Complexity
    /// O(n log n) in the encounters with the alter, and O(i) in the introductions.
    #[must_use]
    pub fn facets(&self, person: u32, handles: &[Handle], declared: &[(DeclarationKind, Option<i64>)]) -> Facets<'a> {
        let encounters = self.with(person);
        let (replies, their_replies) = replies(encounters, &self.channels, self.cutoff_micros);
        Facets {
            conversations: conversations(encounters),
            replies,
            their_replies,
            channels: channel_mix(encounters, &self.channels, self.today),
            messages_only: messages_only(encounters, &self.channels, self.today),
            tenure_days: encounters.first().zip(encounters.last()).map(|(first, last)| last.day - first.day),
            rhythm: rhythm(encounters, self.today),
            balance: self.balance(person, declared),
            confidence: confidence(encounters, &self.channels, &self.last_observed, handles, self.today),
            unanswered: unanswered(encounters, &self.channels, self.today),
        }
    }
}

/// Days on which the ego acted toward the alter alone since the alter last acted or the two met, the last two weeks left out: three and
/// more call for leaving somebody in peace. What went to several people at once asks nobody for an answer, and an answer takes its time.
///
/// # Complexity
/// O(n log n) in the encounters, which must be one alter's, in order of time.
///
/// # Examples
/// ```
/// use acquaint::analysis::channel_mix::Channels;
/// use acquaint::analysis::facet::unanswered;
/// use acquaint::model::Stance;
/// use acquaint::ties::{Act, Encounter};
/// let labels = [(1, "email".to_owned()), (2, "coffee".to_owned())].into();
/// let on = |day: i32, channel: u32, act: Act| Encounter {
///     person: 1, at_micros: i64::from(day) * 86_400_000_000, id: 0, day, channel, venue: 0, act, others: 1,
///     stance: Stance::Neutral, weight: 1.0,
/// };
/// let channels = Channels::new(&labels);
/// let acts = [on(0, 1, Act::In), on(3, 1, Act::Out), on(3, 1, Act::Out), on(9, 1, Act::Out)];
/// assert_eq!(unanswered(&acts, &channels, 30), 2);
/// // The newest may still be answered.
/// assert_eq!(unanswered(&acts, &channels, 20), 1);
/// // A coffee is no unanswered message, whoever invited.
/// assert_eq!(unanswered(&[on(0, 1, Act::Out), on(3, 2, Act::Out)], &channels, 30), 0);
/// ```
#[must_use]
pub fn unanswered(encounters: &[Encounter], channels: &Channels<'_>, today: i32) -> u32 {
    let answered = |encounter: &Encounter| encounter.act != Act::Out || channels.met(encounter);
    let since = encounters.iter().rposition(answered).map_or(0, |last| last + 1);
    let waited = |encounter: &&Encounter| i64::from(today - encounter.day) >= super::reply::ANSWER_WITHIN_DAYS;
    let asked = encounters.iter().skip(since).filter(|encounter| encounter.others <= 1).filter(waited);
    asked.map(|encounter| encounter.day).collect::<BTreeSet<i32>>().len() as u32
}
