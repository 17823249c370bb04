//! Who is meant: a person, or everybody whose company, title or topic matches.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::cli::args::PathArguments;
use crate::cli::context;
use crate::cli::error::CliError;
use crate::identity::{How, Kind, Person, Query};
use crate::network::Network;
use crate::report::counted;

/// Lines about what matched.
const LINES: usize = 5;

/// Something of a target that matched what was typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Matched {
    pub(super) field: &'static str,
    pub(super) value: String,
    pub(super) how: How,
    pub(super) score: f64,
}

/// Everybody who is meant, ascending, and for a search what matched.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Targets {
    pub(super) people: Vec<u32>,
    matched: BTreeMap<u32, Vec<Matched>>,
}

impl Targets {
    /// Everybody who is meant, without the asker.
    pub(super) fn of(arguments: &PathArguments, network: &Network, from: u32) -> Result<Self, CliError> {
        if let Some(target) = &arguments.target {
            let target = context::person(network.people(), target)?;
            if target == from {
                return Err(CliError::usage("the path starts and ends at the same person").hint("name somebody else"));
            }
            return Ok(Self { people: vec![target], matched: BTreeMap::new() });
        }
        let everybody = network.people().iter().zip(0_u32..).filter(|(person, number)| *number != from && !person.ignored);
        let wanted = Wanted::of(arguments);
        let mut matched: BTreeMap<u32, Vec<Matched>> =
            everybody.filter_map(|(person, number)| Some((number, wanted.matches(person)?))).collect();
        // Who is found by a slip of spelling must not dilute those who are found as typed.
        let how = |matched: &Vec<Matched>| matched.iter().map(|matched| matched.how).max();
        let best = matched.values().filter_map(how).min();
        matched.retain(|_, found| how(found) == best);
        if matched.is_empty() {
            return Err(CliError::no_answer("nobody matches this company, title or topic")
                .hint("see what is known: acquaint people WORD; import cards or a people table to know more"));
        }
        Ok(Self { people: matched.keys().copied().collect(), matched })
    }

    /// What matched of a target; nothing where the person was named.
    pub(super) fn of_person(&self, person: u32) -> &[Matched] {
        self.matched.get(&person).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn json(&self, person: u32) -> Vec<Json> {
        let matched = self.of_person(person).iter();
        matched
            .map(|matched| {
                json!({ "field": matched.field, "value": matched.value, "how": matched.how.as_str(), "score": matched.score })
            })
            .collect()
    }

    /// What matched, as lines: `matched: Castellan Logistics (company), 3 people`.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut counts: BTreeMap<(&str, &str), (usize, How)> = BTreeMap::new();
        for matched in self.matched.values().flatten() {
            counts.entry((&matched.value, matched.field)).or_insert((0, matched.how)).0 += 1;
        }
        let mut values: Vec<_> = counts.into_iter().collect();
        values.sort_by(|a, b| b.1.0.cmp(&a.1.0).then(a.0.cmp(&b.0)));
        let more = values.len().saturating_sub(LINES);
        let mut lines: Vec<String> = values
            .iter()
            .take(LINES)
            .map(|((value, field), (count, how))| {
                let how = match how {
                    How::Exact => "",
                    How::Prefix => ", begins so",
                    How::Fuzzy => ", similar",
                };
                format!("matched: {value} ({field}{how}), {}", counted(*count, "person", "people"))
            })
            .collect();
        if more > 0 {
            lines.push(format!("matched: {}", counted(more, "more value", "more values")));
        }
        lines
    }
}

/// What was asked for.
struct Wanted {
    company: Option<Query>,
    title: Option<Query>,
    /// A topic may stand in a tag, a title or a company's name, each compared in its own way.
    topic: Option<[Query; 3]>,
}

impl Wanted {
    fn of(arguments: &PathArguments) -> Self {
        let query = |kind: Kind, text: &Option<String>| text.as_deref().map(|text| Query::new(kind, text));
        let topic = |text: &String| [Kind::Text, Kind::Title, Kind::Company].map(|kind| Query::new(kind, text));
        Self {
            company: query(Kind::Company, &arguments.company),
            title: query(Kind::Title, &arguments.title),
            topic: arguments.topic.as_ref().map(topic),
        }
    }

    /// What of a person matches; `None` unless all that was asked for does.
    fn matches(&self, person: &Person) -> Option<Vec<Matched>> {
        let one = |field: &'static str, query: &Query, value: Option<&str>| {
            let value = value?;
            let found = query.matches(value)?;
            Some(Matched { field, value: value.to_owned(), how: found.how, score: found.score })
        };
        let (company, title) = (person.company.as_deref(), person.title.as_deref());
        let mut matched = Vec::new();
        if let Some(query) = &self.company {
            matched.push(one("company", query, company)?);
        }
        if let Some(query) = &self.title {
            matched.push(one("title", query, title)?);
        }
        if let Some([of_tag, of_title, of_company]) = &self.topic {
            let tags = person.tags.iter().filter_map(|tag| one("tag", of_tag, Some(tag)));
            let mut found: Vec<Matched> =
                tags.chain(one("title", of_title, title)).chain(one("company", of_company, company)).collect();
            let best = found.iter().map(|found| found.how).min()?;
            found.retain(|found| found.how == best);
            matched.extend(found);
        }
        (!matched.is_empty()).then_some(matched)
    }
}
