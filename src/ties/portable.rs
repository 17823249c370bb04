//! Legs to tie states as one SQL text, for machines that hold more interactions than this one.
//!
//! The text is plain enough to run unchanged on `DuckDB`, Sail and Spark. It says the same as [`contact_days`](super::contact_days) and
//! [`fold_ties`](super::fold_ties) say, and takes their constants from where they do.

use super::Parameters;
use super::contact::{CO_RECIPIENT_WEIGHT, MOST_CO_RECIPIENTS, MOST_PAIRED};
use crate::model::{AsOf, Channel};

const CONTACT_DAYS: &str = include_str!("portable/contact_days.sql");
const TIE_STATES: &str = include_str!("portable/tie_states.sql");
const INPUT: &str = include_str!("portable/input.sql");

/// The farthest moment from 1970, in microseconds: 285 years. Up to there a day is found exactly by floating-point division.
pub const MOST_MICROS: i64 = 1 << 53;

/// What tie states are computed with.
///
/// # Examples
/// ```
/// use acquaint::model::AsOf;
/// use acquaint::ties::{Parameters, PortableQuery};
/// let as_of = AsOf::parse("2026-10-31", &jiff::tz::TimeZone::UTC).unwrap();
/// let query = PortableQuery { parameters: &Parameters::default(), as_of: &as_of, ego: Some("mailto:ann@example.org") };
/// assert!(query.tie_states().contains("person = 'mailto:ann@example.org'"));
/// assert!(!query.tie_states().contains('{'));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct PortableQuery<'a> {
    /// The model: its group weights, its half-life, and whether mass mail counts.
    pub parameters: &'a Parameters,
    /// Legs behind this moment are not seen.
    pub as_of: &'a AsOf,
    /// The handle of the ego, as it stands in the legs: recipients of one mail and people in one hall are told by it.
    pub ego: Option<&'a str>,
}

impl PortableQuery<'_> {
    /// The ties of the table `legs`, a row each: see the guide's chapter on distribution for the columns of both.
    ///
    /// # Complexity
    /// Of the query: O(n log n) in the contacts; two joins on the act of each leg, and three aggregations.
    #[must_use]
    pub fn tie_states(&self) -> String {
        self.filled(&format!("{CONTACT_DAYS},\n{TIE_STATES}"))
    }

    /// What the table `legs` must come to, counted apart from the ties: ties, contact-days, interactions, in one row.
    #[must_use]
    pub fn expected(&self) -> String {
        self.filled(&format!(
            "{CONTACT_DAYS}\nSELECT count(*) AS ties, CAST(coalesce(sum(days), 0) AS BIGINT) AS contact_days,\n  CAST(coalesce(sum(interactions), 0) AS BIGINT) AS interactions\nFROM (SELECT low, high, count(*) AS days, sum(interactions) AS interactions FROM contact_days GROUP BY low, high) dyads\n"
        ))
    }

    /// How many rows the table `legs` has, how many of them are no legs, and how many lie behind the as-of moment, in one row.
    #[must_use]
    pub fn input(&self) -> String {
        self.filled(INPUT)
    }

    /// What a table of ties holds, to compare with [`PortableQuery::expected`]: rows, contact-days, interactions, and different ties.
    #[must_use]
    pub fn found(table: &str) -> String {
        format!(
            "SELECT count(*) AS ties, CAST(coalesce(sum(days), 0) AS BIGINT) AS contact_days,\n  CAST(coalesce(sum(interactions), 0) AS BIGINT) AS interactions, CAST(coalesce(sum(ties), 0) AS BIGINT) AS rows_read\nFROM (SELECT low, high, count(*) AS ties, sum(contact_days) AS days, sum(interactions) AS interactions FROM {table} GROUP BY low, high) dyads\n"
        )
    }

    fn filled(&self, text: &str) -> String {
        let counted = if self.parameters.count_bulk {
            "'directed', 'mutual', 'gathering', 'bulk'"
        } else {
            "'directed', 'mutual', 'gathering'"
        };
        let values = [
            ("{cutoff_micros}", self.as_of.cutoff_micros().to_string()),
            ("{as_of_day}", self.as_of.utc_day().to_string()),
            ("{counted_shapes}", counted.to_owned()),
            ("{full_group}", number(self.parameters.full_group)),
            ("{half_life_days}", number(self.parameters.half_life_days)),
            ("{co_recipient_weight}", number(CO_RECIPIENT_WEIGHT)),
            ("{most_co_recipients}", MOST_CO_RECIPIENTS.to_string()),
            ("{most_paired}", MOST_PAIRED.to_string()),
            ("{most_micros}", MOST_MICROS.to_string()),
            ("{table_channel}", text_of(Channel::TABLE.as_str())),
            // No handle is empty: without an ego nobody is it.
            ("{ego}", text_of(self.ego.unwrap_or_default())),
        ];
        // The ego stands last, so that nothing in a handle is taken for a place to fill.
        values.iter().fold(text.to_owned(), |text, (place, value)| text.replace(place, value))
    }
}

/// A number as every dialect reads it as floating-point.
fn number(value: f64) -> String {
    let text = format!("{value:?}");
    if text.contains('e') { text } else { format!("{text}e0") }
}

/// A text as every dialect reads it: how quotes and backslashes are escaped differs, so they are put together by their numbers.
fn text_of(text: &str) -> String {
    if !text.contains(['\'', '\\']) {
        return format!("'{text}'");
    }
    let mut parts = vec!["''".to_owned()];
    for piece in text.split_inclusive(['\'', '\\']) {
        let plain = piece.trim_end_matches(['\'', '\\']);
        if !plain.is_empty() {
            parts.push(format!("'{plain}'"));
        }
        parts.extend(piece.get(plain.len()..).unwrap_or_default().bytes().map(|byte| format!("chr({byte})")));
    }
    format!("concat({})", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_filled_and_nothing_that_dialects_read_differently_is_left() {
        let as_of = AsOf::parse("2026-10-31", &jiff::tz::TimeZone::UTC).unwrap();
        let parameters = Parameters { count_bulk: true, ..Parameters::default() };
        let query = PortableQuery { parameters: &parameters, as_of: &as_of, ego: Some(r"id:o'{half_life_days}\x") };
        for text in [query.tie_states(), query.expected(), query.input()] {
            let ego = r"concat('', 'id:o', chr(39), '{half_life_days}', chr(92), 'x')";
            assert!(!text.replace(ego, "").contains(['{', '\\']), "{text}");
        }
        assert!(query.tie_states().contains("'bulk'") && query.tie_states().contains("sqrt(8.0e0 /"));
        assert!(query.tie_states().contains(&format!("at_micros < {}", as_of.cutoff_micros())));
    }

    #[test]
    fn numbers_are_floating_point_in_every_dialect() {
        assert_eq!([0.25, 180.0, 1e-7, 1e300].map(number), ["0.25e0", "180.0e0", "1e-7", "1e300"]);
    }
}
