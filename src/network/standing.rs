//! Who counts as a contact of the ego, and why: the one place that says so.

use super::Network;
use crate::model::Cadence;
use crate::ties::Tie;

/// What somebody is to the ego as of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The ego.
    You,
    /// Left out by the user's word.
    Ignored,
    /// Both acted toward each other, or they met.
    BothWays,
    /// A card, a connection, an endorsement.
    Declared,
    /// The user wishes to be in touch.
    Wished,
    /// Only the ego ever acted.
    OnlyYou,
    /// Only the other one ever acted.
    OnlyThey,
    /// Never in contact with the ego; seen with others, or sending to masses and lists.
    Unmet,
}

impl Standing {
    /// The stable word used in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::You => "you",
            Self::Ignored => "ignored",
            Self::BothWays => "both-ways",
            Self::Declared => "declared",
            Self::Wished => "wished",
            Self::OnlyYou => "only-you",
            Self::OnlyThey => "only-they",
            Self::Unmet => "unmet",
        }
    }

    /// Whether only one of two ever acted, without a meeting, a card or a wish: what that is worth is unknown.
    #[must_use]
    pub fn is_one_way(self) -> bool {
        matches!(self, Self::OnlyYou | Self::OnlyThey)
    }
}

impl Network {
    /// What somebody is to the ego. Without an ego everybody is unmet.
    ///
    /// # Complexity
    /// O(log m) in the ties.
    #[must_use]
    pub fn standing(&self, person: u32) -> Standing {
        let (Some(ego), known) = (self.ego(), self.person(person)) else { return Standing::Unmet };
        let tie = self.tie(ego, person);
        let acted =
            tie.as_ref().map(|tie| tie.seen_from(ego)).map(|(own, theirs)| (own.contact_days > 0, theirs.contact_days > 0));
        match acted {
            _ if ego == person => Standing::You,
            _ if known.ignored => Standing::Ignored,
            Some((true, true)) => Standing::BothWays,
            _ if self.is_declared(person) => Standing::Declared,
            _ if known.cadence.is_some_and(|cadence| cadence != Cadence::Never) => Standing::Wished,
            Some((true, false)) => Standing::OnlyYou,
            Some((false, true)) => Standing::OnlyThey,
            Some((false, false)) | None => Standing::Unmet,
        }
    }

    /// Whether somebody counts as a contact of the ego: contact in both directions, a meeting, a declared tie, or the user's wish. Who only
    /// wrote or was only written to does where [`Parameters::count_one_way`](crate::ties::Parameters) says so.
    ///
    /// # Complexity
    /// O(log m) in the ties.
    #[must_use]
    pub fn is_contact(&self, person: u32) -> bool {
        match self.standing(person) {
            Standing::BothWays | Standing::Declared | Standing::Wished => true,
            Standing::OnlyYou | Standing::OnlyThey => self.parameters().count_one_way,
            Standing::You | Standing::Ignored | Standing::Unmet => false,
        }
    }

    /// The observed ties of the ego with those who count as contacts, by the other one's number. Empty without an ego.
    ///
    /// # Complexity
    /// O(d log m) in the ego's degree.
    #[must_use]
    pub fn contact_ties(&self) -> Vec<Tie> {
        let Some(ego) = self.ego() else { return Vec::new() };
        let mut ties = self.ties_of(ego);
        ties.retain(|tie| self.is_contact(tie.other(ego)));
        ties
    }
}
