//! Tie states, as `ties build` writes them: a row per tie, computed elsewhere.

use std::io::Read;

use super::table::headed::{Cells, each_row, find_header};
use super::{Confidence, Context, Head, ImportError, Importer, ReadOptions, Reason, Record, Reject, Siblings, Sink};
use crate::model::{Aggregate, AggregateState, Handle, Observation, day_of_micros};

/// What a header must hold to be one, folded.
const COLUMNS: [&str; 16] = [
    "low",
    "high",
    "interactions",
    "contactdays",
    "firstday",
    "lastday",
    "momentum",
    "outcontactdays",
    "outfirstday",
    "outlastday",
    "outmomentum",
    "backcontactdays",
    "backfirstday",
    "backlastday",
    "backmomentum",
    "asofday",
];
/// The first day that the last contact can be meant to be on: 1971-01-01. A first one before may stand in legs without a date.
const FIRST_DAY: i32 = 365;

/// The result of `ties build`, on this machine or on a cluster.
#[derive(Debug, Clone, Copy)]
pub struct TieStates;

impl Importer for TieStates {
    fn name(&self) -> &'static str {
        "tie-states"
    }

    fn about(&self) -> &'static str {
        "Parquet that `acquaint ties build` wrote, here or on a cluster: one row per tie, computed from interactions that are kept elsewhere"
    }

    fn guide(&self) -> &'static str {
        include_str!("../guide/sources/tie-states.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        match head.text().and_then(|text| find_header(&text, &is_header)) {
            Some(_) => Confidence::Certain,
            None => Confidence::No,
        }
    }

    fn context(&self, siblings: &mut dyn Siblings, _options: &ReadOptions) -> Result<Context, ImportError> {
        // What a job leaves that did not come to its end is not a part of what it should have written.
        if siblings.below().iter().any(|path| path.starts_with("_temporary/")) {
            let problem = "the folder is half written: it holds `_temporary`, as a job leaves it that did not end".to_owned();
            return Err(ImportError::Broken { format: "tie-states", problem });
        }
        Ok(Context::default())
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let latest_day = day_of_micros(options.limits.latest_micros.saturating_sub(1));
        each_row(input, &is_header, "low,high,interactions,contact_days,…,as_of_day", options, &mut |location, cells| {
            let aggregate = cells.and_then(|cells| aggregate(cells, latest_day));
            sink(match aggregate {
                Ok(aggregate) => Ok(Record { location, observations: vec![Observation::Aggregate(aggregate)] }),
                Err(reason) => Err(Reject { location, reason }),
            })
        })
    }
}

fn is_header(columns: &[String]) -> bool {
    COLUMNS.iter().all(|name| columns.iter().any(|column| column == name))
}

fn aggregate(cells: &Cells<'_>, latest_day: i32) -> Result<Aggregate, Reason> {
    if cells.is_blank() {
        return Err(Reason::BlankRecord);
    }
    let handle = |name: &str| match cells.get(&[name]) {
        "" => Err(Reason::MissingValue),
        text => Handle::parse(text).ok_or(Reason::NoHandle),
    };
    let (low, high) = (handle("low")?, handle("high")?);
    if low == high {
        return Err(Reason::SelfTie);
    }
    let as_of_day = required(cells, "asofday")?;
    let state = |prefix: &str| -> Result<AggregateState, Reason> {
        let name = |name: &str| format!("{prefix}{name}");
        let contact_days = required(cells, &name("contactdays"))?;
        let momentum = required(cells, &name("momentum"))?;
        if contact_days == 0 {
            return Ok(AggregateState { momentum, ..AggregateState::default() });
        }
        let (first_day, last_day) = (required(cells, &name("firstday"))?, required(cells, &name("lastday"))?);
        Ok(AggregateState { contact_days, first_day, last_day, momentum })
    };
    let (both, out, back) = (state("")?, state("out")?, state("back")?);
    let interactions = required(cells, "interactions")?;
    if as_of_day > latest_day || both.last_day > as_of_day || both.last_day < FIRST_DAY {
        return Err(Reason::ImplausibleDate);
    }
    let directions = [&out, &back];
    let sound = both.is_sound(as_of_day)
        && interactions >= both.contact_days
        && directions.iter().all(|state| state.is_within(&both, as_of_day));
    if !sound {
        return Err(Reason::Malformed);
    }
    // A handle written otherwise may stand elsewhere in the order.
    let turned = low > high;
    let (low, high) = if turned { (high, low) } else { (low, high) };
    let (out, back) = if turned { (back, out) } else { (out, back) };
    Ok(Aggregate { low, high, as_of_day, interactions, both, out, back })
}

/// A number that must be there.
fn required<T: std::str::FromStr>(cells: &Cells<'_>, name: &str) -> Result<T, Reason> {
    match cells.get(&[name]) {
        "" => Err(Reason::MissingValue),
        text => text.parse().map_err(|_| Reason::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Item;
    use crate::io::Limits;

    const HEADER: &str = "low,high,interactions,contact_days,first_day,last_day,momentum,out_contact_days,out_first_day,out_last_day,out_momentum,back_contact_days,back_first_day,back_last_day,back_momentum,as_of_day\n";

    fn read(rows: &str) -> Vec<Result<Aggregate, Reason>> {
        let limits = Limits::as_of_micros(21_000 * 86_400_000_000);
        let options = ReadOptions::new(limits, jiff::tz::TimeZone::UTC);
        let mut items: Vec<Item> = Vec::new();
        let text = format!("{HEADER}{rows}");
        let mut sink = |item| {
            items.push(item);
            Ok(())
        };
        TieStates.read(&mut text.as_bytes(), &options, &mut sink).unwrap();
        let told = |item: Item| match item {
            Ok(record) => match record.observations.into_iter().next() {
                Some(Observation::Aggregate(aggregate)) => Ok(aggregate),
                other => panic!("{other:?}"),
            },
            Err(reject) => Err(reject.reason),
        };
        items.into_iter().map(told).collect()
    }

    #[test]
    fn a_row_is_a_tie_whichever_way_its_handles_are_written() {
        let rows = "id:ann,id:bob,3,2,20000,20180,1.5,1,20180,20180,1,2,20000,20180,1.0,20757\n\
                    MAILTO:Zoe@Example.org,id:bob,3,2,20000,20180,1.5,0,,,0.0,2,20000,20180,1.5,20757\n";
        let read = read(rows);
        let first = read[0].as_ref().unwrap();
        assert_eq!(
            (first.low.as_str(), first.high.as_str(), first.out.contact_days, first.back.contact_days),
            ("id:ann", "id:bob", 1, 2)
        );
        let second = read[1].as_ref().unwrap();
        assert_eq!((second.low.as_str(), second.high.as_str()), ("id:bob", "mailto:zoe@example.org"));
        assert_eq!((second.out.contact_days, second.back.contact_days), (2, 0));
    }

    #[test]
    fn a_row_that_no_interactions_come_to_is_rejected_with_a_reason() {
        let row = |row: &str| read(&format!("{row}\n")).remove(0).unwrap_err();
        assert_eq!(row("id:ann,id:ann,1,1,20000,20000,1,0,,,0,0,,,0,20757"), Reason::SelfTie);
        assert_eq!(row("id:ann,,1,1,20000,20000,1,0,,,0,0,,,0,20757"), Reason::MissingValue);
        assert_eq!(row("id:ann,id:bob,1,1,20000,20000,,0,,,0,0,,,0,20757"), Reason::MissingValue);
        assert_eq!(row("id:ann,id:bob,1,1,20000,20000,1,0,,,0,0,,,0,21005"), Reason::ImplausibleDate);
        assert_eq!(row("id:ann,id:bob,1,1,20800,20800,1,0,,,0,0,,,0,20757"), Reason::ImplausibleDate);
        assert_eq!(row("id:ann,id:bob,1,1,100,100,1,0,,,0,0,,,0,20757"), Reason::ImplausibleDate);
        for momentum in ["0", "-1", "NaN", "inf", "1.01", "x"] {
            assert_eq!(
                row(&format!("id:ann,id:bob,1,1,20000,20000,{momentum},0,,,0,0,,,0,20757")),
                Reason::Malformed,
                "{momentum}"
            );
        }
        // More contact-days than interactions, than days, or in one direction than in both.
        assert_eq!(row("id:ann,id:bob,1,2,20000,20001,2,0,,,0,0,,,0,20757"), Reason::Malformed);
        assert_eq!(row("id:ann,id:bob,9,3,20000,20001,2,0,,,0,0,,,0,20757"), Reason::Malformed);
        assert_eq!(row("id:ann,id:bob,9,1,20000,20000,1,2,20000,20001,1,0,,,0,20757"), Reason::Malformed);
        assert_eq!(row("id:ann,id:bob,9,1,20000,20000,1,0,,,0.5,0,,,0,20757"), Reason::Malformed);
    }
}
