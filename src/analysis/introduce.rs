//! Introductions the ego could give: two people who should know each other and do not.

use std::collections::{BTreeMap, BTreeSet};

use super::new_reach::NewReach;
use super::weak_tie::median;
use crate::identity::{Kind, company_key, fold, topic_words};
use crate::model::HandleKind;
use crate::network::{Network, View};
use crate::ties::Tie;

/// Contacts that are paired at most, those likeliest to respond first.
const MOST_CONTACTS: usize = 400;
/// People of one company or mail domain up to which two of them are taken to know each other.
const MOST_COLLEAGUES: usize = 50;
/// A word that more people have than this many, and than one in ten of those described, is no topic: a label that an address book puts
/// on everybody, say.
const MOST_WITH_WORD: usize = 5;
/// Shared words that count.
const WORDS: usize = 3;
/// Nobody is in more than so many of the first so many introductions.
const MOST_EACH: usize = 2;
const FIRST: usize = 20;

/// Where a word about somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attribute {
    /// A label of the user's or of a card.
    Tag,
    /// The job title.
    Title,
    /// The company's name.
    Company,
}

impl Attribute {
    /// The word shown to users.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Title => "title",
            Self::Company => "company",
        }
    }
}

/// A word that says something about both.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedWord {
    /// The word, folded.
    pub word: String,
    /// Where it stands for the first of the two.
    pub of_one: Attribute,
    /// Where it stands for the second.
    pub of_other: Attribute,
    /// How rare it is among everybody with attributes: ln(n/with it)/ln n, 0 (everybody has it) to 1 (one person has it).
    pub rarity: f64,
}

/// An introduction the ego could give, with its factors.
#[derive(Debug, Clone, PartialEq)]
pub struct Introduction {
    /// One of the two, the smaller number.
    pub one: u32,
    /// The other.
    pub other: u32,
    /// The ego's tie with the first.
    pub one_tie: Tie,
    /// The ego's tie with the second.
    pub other_tie: Tie,
    /// 0 to 100.
    pub score: f64,
    /// The probability that both respond to the ego, 0 to 1.
    pub respond: f64,
    /// The people newly reached by the first through the second, shared reach counted in part.
    pub reach_for_one: f64,
    /// The people newly reached by the second through the first.
    pub reach_for_other: f64,
    /// The geometric mean of what both gain, each other included: √((1 + reach)·(1 + reach)), in people.
    pub benefit: f64,
    /// How many contacts other than the ego the two have in common: the more, the likelier they have met.
    pub mutual: usize,
    /// How much they have in common by words, 0 to 1: the sum of the rarities, at most 1.
    pub topic: f64,
    /// The rarest words they share, at most three.
    pub shared: Vec<SharedWord>,
}

/// Open triads that the ego could close: both alive both ways with the ego, and unknown to each other.
///
/// `score = 100 · respond · (1 − e^(−benefit/B)) · (1 + topic)/2 / √(1 + mutual)`, with B the median benefit of all such pairs. The
/// benefit is a geometric mean, so that an introduction which serves one of the two only ranks low.
///
/// Left out are pairs with any observed tie ever, pairs for whom `acquainted` is true (one meeting or thread, or introduced by the ego
/// already), namesakes, and pairs with a company or mail domain in common (of at most 50 people in the data); and whoever is to be left
/// in peace, by `in_peace`.
///
/// # Range
/// 0 to 100. In a star it is not known who knows whom: nothing is given.
///
/// # Order
/// Those with a shared topic first, since that is the reason to give; then by score, then by the people's order. Of the first 20,
/// nobody is in more than three: what is over follows after.
///
/// # Source
/// Open triads and their closure: Granovetter 1973; giving introductions as what a broker can do without losing: Obstfeld, Social
/// Networks, the Tertius Iungens Orientation, and Involvement in Innovation, Administrative Science Quarterly 50(1), 2005. The score
/// is this project's.
///
/// # Complexity
/// O(c·(n + Σ degree)) for c contacts alive both ways, at most 400.
#[must_use]
pub fn introductions(
    network: &Network,
    view: &View,
    acquainted: impl Fn(u32, u32) -> bool,
    in_peace: impl Fn(u32) -> bool,
) -> Vec<Introduction> {
    let Some(ego) = network.ego().filter(|_| !network.is_star()) else { return Vec::new() };
    let mut alive = contacts(network, ego);
    alive.retain(|(person, _)| !in_peace(*person));
    let words = Words::of(network);
    let circles = Circles::of(network);
    let mut reach: BTreeMap<(u32, u32), (f64, usize)> = BTreeMap::new();
    for &(one, _) in &alive {
        let from = NewReach::of(view, one);
        for &(other, _) in alive.iter().filter(|(other, _)| *other != one) {
            reach.insert((one, other), (from.through(other), from.mutual(other)));
        }
    }
    // Two handles of one name may well be one person.
    let name = |person: u32| network.person(person).name.as_deref().map(fold);
    let namesakes = |one: u32, other: u32| name(one).is_some() && name(one) == name(other);
    let mut found: Vec<Introduction> = Vec::new();
    for (index, &(one, one_tie)) in alive.iter().enumerate() {
        for &(other, other_tie) in alive.iter().skip(index + 1) {
            if network.tie(one, other).is_some() || circles.share(one, other) || namesakes(one, other) || acquainted(one, other) {
                continue;
            }
            let (reach_for_one, mutual) = reach.get(&(one, other)).copied().unwrap_or_default();
            let (reach_for_other, _) = reach.get(&(other, one)).copied().unwrap_or_default();
            let shared = words.shared(one, other);
            found.push(Introduction {
                one,
                other,
                one_tie,
                other_tie,
                score: 0.0,
                respond: one_tie.hop_from(ego).get() * other_tie.hop_from(ego).get(),
                reach_for_one,
                reach_for_other,
                benefit: ((1.0 + reach_for_one) * (1.0 + reach_for_other)).sqrt(),
                // The ego is tied to both, and is not what is asked for.
                mutual: mutual.saturating_sub(1),
                topic: shared.iter().map(|word| word.rarity).sum::<f64>().min(1.0),
                shared,
            });
        }
    }
    let typical = median(found.iter().map(|pair| pair.benefit).collect()).unwrap_or(1.0).max(1.0);
    for pair in &mut found {
        let gain = 1.0 - (-pair.benefit / typical).exp();
        pair.score = 100.0 * pair.respond * gain * (1.0 + pair.topic) / 2.0 / (1.0 + pair.mutual as f64).sqrt();
    }
    found.sort_by(|a, b| {
        let reason = |pair: &Introduction| pair.shared.is_empty();
        reason(a).cmp(&reason(b)).then(b.score.total_cmp(&a.score)).then((a.one, a.other).cmp(&(b.one, b.other)))
    });
    spread(found)
}

/// The ego's contacts whose ties are alive both ways, by number.
fn contacts(network: &Network, ego: u32) -> Vec<(u32, Tie)> {
    let alive = network.parameters().alive;
    let both_ways = |tie: &Tie| tie.hop_out.get() >= alive && tie.hop_back.get() >= alive && tie.is_alive(network.parameters());
    let mut ties: Vec<(u32, Tie)> = network.ties_of(ego).into_iter().filter(both_ways).map(|tie| (tie.other(ego), tie)).collect();
    ties.sort_by(|a, b| b.1.hop_from(ego).cmp(&a.1.hop_from(ego)).then(a.0.cmp(&b.0)));
    ties.truncate(MOST_CONTACTS);
    ties.sort_by_key(|(person, _)| *person);
    ties
}

/// Moves behind the first 20 what would put somebody there more than three times.
fn spread(found: Vec<Introduction>) -> Vec<Introduction> {
    let mut times: BTreeMap<u32, usize> = BTreeMap::new();
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for pair in found {
        let often = [pair.one, pair.other].iter().any(|person| times.get(person).copied().unwrap_or(0) >= MOST_EACH);
        if first.len() < FIRST && !often {
            *times.entry(pair.one).or_default() += 1;
            *times.entry(pair.other).or_default() += 1;
            first.push(pair);
        } else {
            rest.push(pair);
        }
    }
    first.extend(rest);
    first
}

/// What is said about everybody, word by word.
struct Words {
    of: Vec<BTreeMap<String, Attribute>>,
    with: BTreeMap<String, usize>,
    described: usize,
}

impl Words {
    fn of(network: &Network) -> Self {
        let mut words = Self { of: Vec::new(), with: BTreeMap::new(), described: 0 };
        for person in network.people() {
            // Of a tag `sector:energy` only the sector is a topic.
            let bare =
                |tag: &str| tag.split_once([':', '=']).filter(|(key, _)| *key == "sector").map_or(0, |(key, _)| key.len() + 1);
            let tags = person.tags.iter().map(|tag| (Attribute::Tag, Kind::Text, tag.get(bare(tag)..).unwrap_or_default()));
            let title = person.title.as_deref().map(|title| (Attribute::Title, Kind::Title, title));
            let company = person.company.as_deref().map(|company| (Attribute::Company, Kind::Company, company));
            let mut own: BTreeMap<String, Attribute> = BTreeMap::new();
            for (attribute, kind, text) in tags.chain(title).chain(company).filter(|_| !person.ignored) {
                for word in topic_words(kind, text) {
                    own.entry(word).or_insert(attribute);
                }
            }
            for word in own.keys() {
                *words.with.entry(word.clone()).or_default() += 1;
            }
            words.described += usize::from(!own.is_empty());
            words.of.push(own);
        }
        words
    }

    /// The words two people share, rarest first.
    fn shared(&self, one: u32, other: u32) -> Vec<SharedWord> {
        let (Some(one), Some(other)) = (self.of.get(one as usize), self.of.get(other as usize)) else { return Vec::new() };
        let described = self.described as f64;
        let both = one.iter().filter_map(|(word, of_one)| {
            let of_other = *other.get(word)?;
            let with = self.with.get(word).copied().unwrap_or(1);
            let rarity = (described / with as f64).ln() / described.max(2.0).ln();
            (rarity > 0.0 && with <= MOST_WITH_WORD.max(self.described / 10)).then(|| SharedWord {
                word: word.clone(),
                of_one: *of_one,
                of_other,
                rarity,
            })
        });
        let mut both: Vec<SharedWord> = both.collect();
        both.sort_by(|a, b| b.rarity.total_cmp(&a.rarity).then_with(|| a.word.cmp(&b.word)));
        both.truncate(WORDS);
        both
    }
}

/// The companies and mail domains of everybody that are small enough to know each other in.
struct Circles(Vec<BTreeSet<String>>);

impl Circles {
    fn of(network: &Network) -> Self {
        let mut people: BTreeMap<String, usize> = BTreeMap::new();
        let mut circles: Vec<BTreeSet<String>> = Vec::new();
        for person in network.people() {
            let company = person.company.as_deref().and_then(company_key);
            let mail = person.handles.iter().filter(|handle| handle.kind() == HandleKind::Email);
            let domains = mail.filter_map(|handle| Some(format!("@{}", handle.value().rsplit_once('@')?.1)));
            let own: BTreeSet<String> = company.into_iter().chain(domains).collect();
            for circle in &own {
                *people.entry(circle.clone()).or_default() += 1;
            }
            circles.push(own);
        }
        for own in &mut circles {
            own.retain(|circle| people.get(circle).is_some_and(|people| *people <= MOST_COLLEAGUES));
        }
        Self(circles)
    }

    fn share(&self, one: u32, other: u32) -> bool {
        match (self.0.get(one as usize), self.0.get(other as usize)) {
            (Some(one), Some(other)) => one.intersection(other).next().is_some(),
            _ => false,
        }
    }
}
