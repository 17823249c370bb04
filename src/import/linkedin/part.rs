//! The files of an archive that are read, told by their names, and the search for their headers.

use std::io::Read;

use crate::import::table::rows::{Current, Rows, split_line};
use crate::import::{ImportError, Location, ReadOptions, Reason};

/// How many lines may stand before a header.
const PREAMBLE_LINES: usize = 32;
/// How many bytes may stand before the end of a header.
const PREAMBLE_BYTES: usize = 64 << 10;

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

    /// Looks for the header in the first lines of a file: how many lines stand before it, and its delimiter.
    pub(super) fn find_header(self, bytes: &[u8]) -> Option<(usize, u8)> {
        let bytes = bytes.get(..PREAMBLE_BYTES).unwrap_or(bytes);
        for (at, line) in bytes.split(|&byte| byte == b'\n').take(PREAMBLE_LINES).enumerate() {
            for delimiter in [b',', b'\t', b';'] {
                let cells: Vec<String> = split_line(line, delimiter).iter().map(|cell| fold(cell)).collect();
                if self.required().iter().all(|name| cells.iter().any(|cell| cell == name)) {
                    return Some((at, delimiter));
                }
            }
        }
        None
    }
}

/// Lower case letters and digits only, so that `First Name`, `FirstName` and `first_name` are one.
pub(super) fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// One row under a header.
pub(super) struct Cells<'a> {
    row: &'a Current,
    columns: &'a [String],
}

impl Cells<'_> {
    /// The value of the first of these folded columns that the file has, trimmed; empty when it has none.
    pub(super) fn get(&self, names: &[&str]) -> &str {
        let column = names.iter().find_map(|name| self.columns.iter().position(|column| column == name));
        column.map_or("", |at| self.row.cell(at))
    }

    /// Whether every cell is empty.
    pub(super) fn is_blank(&self) -> bool {
        (0..self.row.width()).all(|at| self.row.cell(at).is_empty())
    }
}

/// What is done with each row; a reason instead of cells when it cannot be split.
pub(super) type EachRow<'f> = dyn FnMut(Location, Result<&Cells<'_>, Reason>) -> Result<(), ImportError> + 'f;

/// Reads the rows of a part behind its header, which may stand behind a preamble.
pub(super) fn each_row(
    input: &mut dyn Read,
    part: Part,
    options: &ReadOptions,
    each: &mut EachRow<'_>,
) -> Result<(), ImportError> {
    let no_header = || ImportError::NoHeader { expected: part.expected() };
    let mut rows = Rows::new(input, &options.limits)?;
    let (before, delimiter) = part.find_header(rows.peek(PREAMBLE_BYTES)?).ok_or_else(no_header)?;
    for _ in 0..before {
        rows.skip_line()?;
    }
    rows.set_delimiter(delimiter);
    if rows.next_row()?.is_none_or(|row| row.state.is_err()) {
        return Err(no_header());
    }
    let width = rows.current().width();
    let columns: Vec<String> = (0..width).map(|at| fold(rows.current().cell(at))).collect();
    let mut record = 0;
    while let Some(row) = rows.next_row()? {
        record += 1;
        let location = Location { record, line: Some(row.line) };
        let current = rows.current();
        let fits = current.width() >= width && (width..current.width()).all(|at| current.cell(at).is_empty());
        match row.state {
            Err(reason) => each(location, Err(reason))?,
            Ok(()) if !fits => {
                rows.resume_after_first_line();
                each(location, Err(Reason::FieldCount))?;
            }
            Ok(()) => each(location, Ok(&Cells { row: rows.current(), columns: &columns }))?,
        }
    }
    Ok(())
}
