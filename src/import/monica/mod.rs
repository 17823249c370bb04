//! The JSON export of Monica 4: contacts, what was done with them, calls and conversations.
//!
//! The export is one document. Contacts come before the activities that they took part in and only name them, so that who took part
//! in which is remembered while the document streams by.

mod contact;
mod event;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::Read;

use serde::Deserialize;

use self::contact::Element;
use super::json::{Paths, Piece, Plain, parse, walk};
use super::{Confidence, Head, ImportError, Importer, ReadOptions, Reason, Record, Reject, Sink, clean};
use crate::model::{Handle, Me, Observation, Party};

/// Reads a Monica account.
#[derive(Debug, Clone, Copy)]
pub struct Monica;

const SERVICE: &str = "monica";
/// Who the account is of, where the export does not say it.
const OWNER: &str = "(the owner of the account)";
/// Most pairs of an activity and a contact that are remembered.
const MAX_PAIRS: usize = 1_000_000;
const PATHS: [&str; 3] = ["exported_by", "account.data[].type", "account.data[].values[]"];

impl Importer for Monica {
    fn name(&self) -> &'static str {
        SERVICE
    }

    fn about(&self) -> &'static str {
        "the JSON export of Monica 4: contacts, activities, calls and conversations"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/monica.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let start = String::from_utf8_lossy(head.bytes);
        let start = start.trim_start_matches('\u{feff}').trim_start();
        let marks = ["\"app_version\"", "\"exported_by\"", "\"account\"", "\"export_date\""];
        let met = marks.iter().filter(|mark| start.contains(**mark)).count();
        match met {
            _ if !start.starts_with('{') => Confidence::No,
            4 => Confidence::Certain,
            3 => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let paths = Paths::new(&PATHS).ok_or(ImportError::Broken { format: "Monica", problem: "no paths".into() })?;
        let mut reading = Reading {
            options,
            kind: String::new(),
            exported_by: None,
            me: None,
            known: BTreeMap::new(),
            took_part: BTreeMap::new(),
            pairs: 0,
        };
        let mut collections = 0_u64;
        let given = walk(input, &paths, &options.limits, &mut |piece| match piece {
            Piece::Entered => {
                reading.kind.clear();
                Ok(())
            }
            Piece::Value { path: 0, json } => {
                reading.exported_by = parse::<Plain<'_>>(json).ok().and_then(|text| text.get().map(str::to_owned));
                Ok(())
            }
            Piece::Value { json, .. } => {
                collections += 1;
                let kind = parse::<Plain<'_>>(json).unwrap_or_default();
                // Releases differ in singular and plural.
                kind.get().unwrap_or_default().trim_end_matches('s').clone_into(&mut reading.kind);
                Ok(())
            }
            Piece::Record { location, json, .. } => match reading.take(json) {
                Ok(observations) if observations.is_empty() => Ok(()),
                Ok(observations) => sink(Ok(Record { location, observations })),
                Err(reason) => sink(Err(Reject { location, reason })),
            },
            // A photo may be longer than any record, and is none of ours.
            Piece::Rejected(_) if !reading.is_wanted() && collections > 0 && !reading.kind.is_empty() => Ok(()),
            Piece::Rejected(reject) => sink(Err(reject)),
        })?;
        if collections == 0 && given == 0 {
            return Err(ImportError::Broken {
                format: "a Monica export",
                problem: "it has no collections in account.data".into(),
            });
        }
        Ok(())
    }
}

/// What is known while the document streams by.
struct Reading<'o> {
    options: &'o ReadOptions,
    /// The collection being read, in the singular.
    kind: String,
    exported_by: Option<String>,
    me: Option<Handle>,
    /// The contacts who can take part, by their number.
    known: BTreeMap<String, Party>,
    /// The contacts of each activity.
    took_part: BTreeMap<String, Vec<String>>,
    pairs: usize,
}

#[derive(Debug, Deserialize, Default)]
#[serde(default)]
struct User<'j> {
    #[serde(borrow)]
    uuid: Plain<'j>,
    properties: UserProperties<'j>,
}

#[derive(Debug, Deserialize, Default)]
#[serde(default)]
struct UserProperties<'j> {
    #[serde(borrow)]
    first_name: Plain<'j>,
    last_name: Plain<'j>,
    email: Plain<'j>,
}

impl Reading<'_> {
    fn is_wanted(&self) -> bool {
        ["user", "contact", "activity", "activitie"].contains(&self.kind.as_str())
    }

    /// What an element of the collection being read says; nothing for collections that are left alone.
    fn take(&mut self, json: &str) -> Result<Vec<Observation>, Reason> {
        match self.kind.as_str() {
            "user" => self.user(&parse(json)?),
            "contact" => self.contact(&parse(json)?),
            "activity" | "activitie" => self.activity(&parse(json)?),
            _ => Ok(Vec::new()),
        }
    }

    /// The account's users: the one who exported is the owner.
    fn user(&mut self, user: &User<'_>) -> Result<Vec<Observation>, Reason> {
        let handle = user.properties.email.get().and_then(Handle::email).ok_or(Reason::NoHandle)?;
        let exported = self.exported_by.as_deref();
        let is_owner = exported.is_some_and(|by| user.uuid.get() == Some(by) || Handle::email(by).as_ref() == Some(&handle));
        if !is_owner {
            return Ok(Vec::new());
        }
        let name = format!("{} {}", user.properties.first_name.0, user.properties.last_name.0);
        self.me = Some(handle.clone());
        Ok(vec![Observation::Me(Me { handles: vec![handle], name: clean::name(&name, self.options.limits.max_name_chars) })])
    }

    /// The owner, and that this is who it is.
    fn owner(&self) -> Result<(Party, Observation), Reason> {
        let exported = self.exported_by.as_deref().and_then(Handle::email);
        let handle = self.me.clone().or(exported).or_else(|| self.options.owner.first().cloned());
        let handle = handle.or_else(|| Handle::account(SERVICE, OWNER)).ok_or(Reason::NoHandle)?;
        let me = Observation::Me(Me { handles: vec![handle.clone()], name: None });
        Ok((Party { handle, name: None }, me))
    }

    fn contact(&mut self, element: &Element<'_>) -> Result<Vec<Observation>, Reason> {
        let (party, declared) = contact::declaration(element, &self.options.limits)?;
        let uuid = element.uuid.get().unwrap_or_default();
        for activity in element.activities() {
            if self.pairs < MAX_PAIRS {
                self.pairs += 1;
                self.took_part.entry(activity.to_owned()).or_default().push(uuid.to_owned());
            }
        }
        let mut observations = vec![declared];
        let events = event::of_contact(element, uuid, &party, &self.owner()?.0, self.options)?;
        if !events.is_empty() {
            observations.push(self.owner()?.1);
            observations.extend(events.into_iter().map(Observation::Interaction));
        }
        self.known.insert(uuid.to_owned(), party);
        Ok(observations)
    }

    fn activity(&self, element: &Element<'_>) -> Result<Vec<Observation>, Reason> {
        let uuid = element.uuid.get().ok_or(Reason::MissingValue)?;
        let took_part = self.took_part.get(uuid).map(Vec::as_slice).unwrap_or_default();
        let mut parties: Vec<Party> = took_part.iter().filter_map(|contact| self.known.get(contact)).cloned().collect();
        if parties.is_empty() {
            return Err(Reason::NoOtherParticipant);
        }
        if parties.len() > self.options.limits.max_parties {
            return Err(Reason::TooMany);
        }
        let (owner, me) = self.owner()?;
        parties.push(owner);
        let at_micros = event::moment(element.properties.happened_at.get(), self.options)?;
        Ok(vec![me, Observation::Interaction(event::gathering(uuid, at_micros, parties))])
    }
}
