//! The charts' data: what is drawn, before it is drawn.

use super::MapState;

/// A chart's data; drawing it is the renderer's.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// A stable identifier and file stem, `strength-overlap`.
    pub id: &'static str,
    /// The finding, as a title.
    pub title: String,
    /// What it rests on, `3,161 interactions on 6 channels, since 2025-01-03`.
    pub source: String,
    /// What is drawn.
    pub figure: Figure,
}

/// Kinds of charts.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// Strength against overlap: who is strong, who is weak, who bridges.
    StrengthOverlap(Vec<TiePoint>),
    /// The ego's network with communities.
    EgoMap(EgoMap),
    /// Strength over the coming days for fading ties, if nothing happens.
    DecayCurves(Vec<DecayCurve>),
    /// The ties by rank, in layers that widen threefold.
    StrengthLayers(Vec<StrengthLayer>),
    /// Ties alive, new, revived and lost, month by month.
    OverTime(OverTime),
    /// A year of days, each with how many people there was contact with.
    Calendar(Calendar),
    /// Who acts and who gives, tie by tie.
    Balance(Vec<TieBalance>),
    /// Contact by channel, month by month.
    ChannelMix(ChannelMix),
    /// What became of the people met at each venue.
    Venues(Vec<VenueYield>),
    /// How long ties last, one curve per kind of beginning.
    Survival(Vec<SurvivalCurve>),
    /// Who the communities are.
    Communities(Vec<CommunityShare>),
    /// Predicted against observed, one curve per model.
    Calibration(Calibration),
    /// One introduction path or several, as chains of people with the odds of each hop.
    Paths(Vec<Vec<(String, Option<f64>)>>),
}

/// A layer of the ego's network, in the order of strength.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StrengthLayer {
    /// What it is called, `closest 5`.
    pub name: String,
    /// The rank of its first tie, from 1.
    pub first_rank: usize,
    /// The rank of its last tie when it is full; `None` for what lies beyond the last layer.
    pub last_rank: Option<usize>,
    /// The strengths of its ties, 0 to 100, descending; fewer than it holds where the network ends.
    pub strengths: Vec<f64>,
}

/// The network's changes by month; all series are as long as `months`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OverTime {
    /// The months, `2026-10`, oldest first.
    pub months: Vec<String>,
    /// Ties alive at the end of each: as many as at the end of the month before, and the new, revived and returned ones, without the
    /// lost ones.
    pub alive: Vec<usize>,
    /// Alive ties whose first contact was in the month.
    pub new: Vec<usize>,
    /// Ties alive again after half a year of silence.
    pub revived: Vec<usize>,
    /// Ties alive again that had been silent for less.
    pub returned: Vec<usize>,
    /// Ties that fell below even odds.
    pub lost: Vec<usize>,
}

/// Days in order, from `first_day` on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// The first day, `2025-11-01`.
    pub first_day: String,
    /// How many people there was contact with on each day; `None` before the data begins.
    pub people: Vec<Option<usize>>,
}

/// Who acts and who gives in one tie, over a year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TieBalance {
    /// The alter's name.
    pub name: String,
    /// Days on which the ego acted toward the alter.
    pub out_days: usize,
    /// Days on which the alter acted toward the ego.
    pub in_days: usize,
    /// What the ego gave: favours, introductions, endorsements.
    pub given: usize,
    /// What the ego asked for or received.
    pub taken: usize,
}

/// Contact by channel and month.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChannelMix {
    /// The months, `2026-10`, oldest first.
    pub months: Vec<String>,
    /// The channels: live ones first, then written ones, then those whose name says neither; most contact first within.
    pub channels: Vec<ChannelMonths>,
}

/// One channel's contact by month.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChannelMonths {
    /// The channel.
    pub name: String,
    /// `Some(true)` where one speaks or meets, `Some(false)` where one writes, `None` where the name does not say.
    pub live: Option<bool>,
    /// People and days with contact on it, one number a month.
    pub contacts: Vec<usize>,
}

/// What became of those met at one venue, or at all together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VenueYield {
    /// The venue's name; `None` for all together.
    pub name: Option<String>,
    /// People first met there.
    pub met: usize,
    /// Of these, ties alive today with acts of both.
    pub alive: usize,
    /// The share alive, shrunk towards that of all venues, 0 to 1.
    pub mean: f64,
    /// The lower end of its 90 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// How long ties of one kind of beginning last.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SurvivalCurve {
    /// The kind, `met in person`.
    pub name: String,
    /// How many ties were followed.
    pub ties: usize,
    /// The steps: days since the first contact, the share still in touch, and the ends of its 95 % interval where it has one.
    pub steps: Vec<SurvivalStep>,
    /// How long the longest tie was followed, in days.
    pub followed_days: i32,
}

/// Days since the first contact, the share still in touch, 0 to 1, and the two ends of its interval.
pub type SurvivalStep = (i32, f64, Option<(f64, f64)>);

/// One community of the ego's contacts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CommunityShare {
    /// What to call it, `around Priya Raman`.
    pub name: String,
    /// What its members have in common, `Castellan Logistics · engineering`; empty where nothing is known.
    pub about: String,
    /// Members tied strongly to the ego.
    pub strong: usize,
    /// Members tied weakly.
    pub weak: usize,
    /// Members whose tie has faded below even odds.
    pub dormant: usize,
    /// The share of the ego's attention that goes to it, 0 to 1; `None` where there is none to share.
    pub attention: Option<f64>,
}

/// How often contact was predicted, and how often it followed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Calibration {
    /// How far ahead was predicted, in days.
    pub horizon_days: u32,
    /// A model's name and its tenths.
    pub curves: Vec<(String, Vec<Tenth>)>,
}

/// A tenth of predictions: the mean predicted, the share observed, both from 0 to 1, and how many.
pub type Tenth = (f64, f64, usize);

/// One tie of the ego in the strength-overlap chart.
#[derive(Debug, Clone, PartialEq)]
pub struct TiePoint {
    /// The alter's name.
    pub name: String,
    /// Strength, 0 to 100.
    pub strength: f64,
    /// Neighbourhood overlap, 0 to 1.
    pub overlap: f64,
    /// The community's number, from 0.
    pub community: usize,
    /// Whether the name should be written beside the mark.
    pub labelled: bool,
}

/// Positions and ties of the ego map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EgoMap {
    /// The people, the ego first.
    pub people: Vec<MapPerson>,
    /// Ties: index, index, probability of contact within 90 days.
    pub ties: Vec<(usize, usize, f64)>,
}

/// One person of the ego map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapPerson {
    /// The name.
    pub name: String,
    /// Horizontal place, −1 to 1.
    pub x: f64,
    /// Vertical place, −1 to 1.
    pub y: f64,
    /// Strength of the tie with the ego, 0 to 100; `None` for the ego and for those only seen through others.
    pub strength: Option<f64>,
    /// What the tie with the ego is.
    pub state: MapState,
    /// The community's number, from 0.
    pub community: usize,
    /// What the community is called; empty for one that has no name of its own, and for those tied to nobody but the ego.
    pub group: String,
    /// Whether the name should be written.
    pub labelled: bool,
}

/// The decay of one tie.
#[derive(Debug, Clone, PartialEq)]
pub struct DecayCurve {
    /// The alter's name.
    pub name: String,
    /// The day the curve starts, `2026-10-31`.
    pub from_day: String,
    /// The probability of contact within 90 days, one value per `step_days`.
    pub p90: Vec<f64>,
    /// Days between two values.
    pub step_days: u32,
    /// Days from the start until it falls below even odds; `None` when it already has.
    pub fades_after_days: Option<u32>,
}
