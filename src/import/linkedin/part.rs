//! The files of an archive that are read, told by their names, and the search for their headers.

use std::io::Read;

use crate::import::table::headed::{self, EachRow, find_header};
pub(super) use crate::import::table::headed::{Cells, fold};
use crate::import::{ImportError, ReadOptions};

/// A kind of file in an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Connections,
    Messages,
    Invitations,
    Contacts,
    EndorsementsGiven,
    EndorsementsReceived,
    RecommendationsGiven,
    RecommendationsReceived,
    Positions,
    Profile,
    EmailAddresses,
}

impl Part {
    /// The part a file name stands for. Layouts differ in case, blanks, underscores and hyphens, and a browser or the user may
    /// have added to the end of the name.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let name = fold(name);
        let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
        let part = match () {
            () if starts(&["connections"]) => Self::Connections,
            () if starts(&["messages"]) => Self::Messages,
            () if starts(&["invitations"]) => Self::Invitations,
            () if starts(&["contacts", "importedcontacts"]) => Self::Contacts,
            () if starts(&["endorsementgiven", "endorsementsgiven"]) => Self::EndorsementsGiven,
            () if starts(&["endorsementreceived", "endorsementsreceived"]) => Self::EndorsementsReceived,
            () if starts(&["recommendationgiven", "recommendationsgiven"]) => Self::RecommendationsGiven,
            () if starts(&["recommendationreceived", "recommendationsreceived"]) => Self::RecommendationsReceived,
            () if starts(&["positions"]) => Self::Positions,
            () if starts(&["emailaddresses"]) => Self::EmailAddresses,
            () if starts(&["profile"]) && !starts(&["profilesummary"]) => Self::Profile,
            () => return None,
        };
        Some(part)
    }

    /// The folded names of the columns that its header must have in every layout.
    fn required(self) -> &'static [&'static str] {
        match self {
            Self::Connections => &["firstname", "lastname", "connectedon"],
            Self::Messages => &["from", "to", "date", "content", "folder"],
            Self::Invitations => &["from", "to", "sentat"],
            Self::Contacts => &["firstname", "lastname", "createdat"],
            Self::EndorsementsGiven | Self::EndorsementsReceived => &["endorsementdate", "skillname"],
            Self::RecommendationsGiven | Self::RecommendationsReceived => &["firstname", "lastname", "jobtitle", "text"],
            Self::Positions => &["companyname", "title", "startedon"],
            Self::Profile => &["firstname", "lastname", "headline"],
            Self::EmailAddresses => &["emailaddress", "confirmed"],
        }
    }

    /// What the header should hold, as an archive spells it.
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Connections => "First Name,Last Name,…,Connected On",
            Self::Messages => "FROM,TO,DATE,CONTENT,FOLDER",
            Self::Invitations => "From,To,Sent At",
            Self::Contacts => "FirstName,LastName,…,CreatedAt",
            Self::EndorsementsGiven | Self::EndorsementsReceived => "Endorsement Date,Skill Name",
            Self::RecommendationsGiven | Self::RecommendationsReceived => "First Name,Last Name,Company,Job Title,Text",
            Self::Positions => "Company Name,Title,…,Started On",
            Self::Profile => "First Name,Last Name,…,Headline",
            Self::EmailAddresses => "Email Address,Confirmed",
        }
    }

    /// Whether a line with these folded columns is its header.
    fn is_header(self, columns: &[String]) -> bool {
        self.required().iter().all(|name| columns.iter().any(|column| column == name))
    }

    /// Whether the header is among the first lines of a file.
    pub(super) fn has_header(self, bytes: &[u8]) -> bool {
        find_header(bytes, &|columns| self.is_header(columns)).is_some()
    }
}

/// Reads the rows of a part behind its header, which may stand behind a preamble.
pub(super) fn each_row(
    input: &mut dyn Read,
    part: Part,
    options: &ReadOptions,
    each: &mut EachRow<'_>,
) -> Result<(), ImportError> {
    headed::each_row(input, &|columns| part.is_header(columns), part.expected(), options, each)
}
