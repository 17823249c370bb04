//! The network that the page lets one walk through: people at fixed places, ties month by month.

use super::Month;
use super::monthly::Material;

/// People, ties and communities, with their history.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NetworkMap {
    /// The months, `2026-10`, oldest first; the last one ends on the as-of day.
    pub months: Vec<String>,
    /// The people, the owner first.
    pub people: Vec<NetworkPerson>,
    /// Ties between them, those of the owner included.
    pub ties: Vec<MapTie>,
    /// The communities, by number.
    pub communities: Vec<Community>,
    /// The channels that people are in touch on, by number.
    pub channels: Vec<String>,
}

/// A community, named after the best known of its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Community {
    /// `around Priya Raman`.
    pub name: String,
    /// How many of the map's people are in it.
    pub size: usize,
}

/// What somebody is to the owner at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MapState {
    /// Not yet seen.
    Unseen,
    /// Only seen with others: no tie of the owner's own.
    Indirect,
    /// Only declared: a connection or a card without contact.
    Declared,
    /// A tie that has faded below even odds.
    Dormant,
    /// An alive tie below strength 60.
    Weak,
    /// A tie of strength 60 and above.
    Strong,
}

/// Somebody on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkPerson {
    /// Their place in [`Report::people`](super::Report::people); `None` for the owner.
    pub person: Option<usize>,
    /// What to call them.
    pub name: String,
    /// The primary handle.
    pub handle: String,
    /// Horizontal place, −1 to 1.
    pub x: f64,
    /// Vertical place, −1 to 1, downwards.
    pub y: f64,
    /// Their community, a place in [`NetworkMap::communities`]; `None` for the owner and for those tied to nobody else.
    pub community: Option<usize>,
    /// The channels they are in touch with the owner on, places in [`NetworkMap::channels`], ascending.
    pub channels: Vec<usize>,
    /// Strength of the tie with the owner at the end of each month, 0 to 100; `None` without one.
    pub strength: Vec<Option<f64>>,
    /// What they are to the owner at the end of each month.
    pub state: Vec<MapState>,
}

/// A tie on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapTie {
    /// One person, a place in [`NetworkMap::people`]; the smaller of the two.
    pub from: usize,
    /// The other.
    pub to: usize,
    /// The probability of contact within 90 days at the end of each month; `None` before the first contact.
    pub p90: Vec<Option<f64>>,
    /// The odds that `from` introduces onward to `to`, as `path` reckons on the as-of day; `None` where there is no such hop.
    pub hop_out: Option<f64>,
    /// The odds of the hop from `to` to `from`.
    pub hop_back: Option<f64>,
}

/// The map of everybody listed.
pub(super) fn map(_material: &Material<'_>, _months: &[Month]) -> NetworkMap {
    NetworkMap::default()
}
