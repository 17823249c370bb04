//! The one place where floats become text: decimals, percentages, changes.
//!
//! An undefined number is [`UNDEFINED`], a negative zero is never written, and grouping and minus signs are typographic except in
//! [`plain`], which other programs read.

/// What stands for a value that does not exist.
pub const UNDEFINED: &str = "–";

/// A narrow space that does not break a line: between groups of digits and before a unit.
const THIN: char = '\u{202f}';

/// A number other programs read: ASCII, no grouping, `decimals` places; empty when it is not finite.
///
/// ```
/// use acquaint::render::number::plain;
/// assert_eq!(plain(-0.004, 2), "0.00");
/// assert_eq!(plain(f64::NAN, 2), "");
/// ```
#[must_use]
pub fn plain(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if !digits.bytes().any(|byte| matches!(byte, b'1'..=b'9')) => digits.to_owned(),
        _ => text,
    }
}

/// A number people read: a true minus sign, digits grouped from 10 000 on, [`UNDEFINED`] when it is not finite.
///
/// ```
/// use acquaint::render::number::decimal;
/// assert_eq!(decimal(-3.25, 1), "−3.2");
/// assert_eq!(decimal(1234567.0, 0), "1\u{202f}234\u{202f}567");
/// assert_eq!(decimal(f64::INFINITY, 0), "–");
/// ```
#[must_use]
pub fn decimal(value: f64, decimals: usize) -> String {
    let text = plain(value, decimals);
    if text.is_empty() {
        return UNDEFINED.to_owned();
    }
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("−", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut written = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && whole.len() > 4 && (whole.len() - index).is_multiple_of(3) {
            written.push(THIN);
        }
        written.push(digit);
    }
    if let Some(fraction) = fraction {
        written.push('.');
        written.push_str(fraction);
    }
    written
}

/// A count, digits grouped from 10 000 on.
#[must_use]
pub fn count(value: usize) -> String {
    decimal(value as f64, 0)
}

/// A probability in whole per cent. What is neither impossible nor certain is never written as 0 or 100.
///
/// ```
/// use acquaint::render::number::percent;
/// assert_eq!(percent(0.5), "50\u{202f}%");
/// assert_eq!(percent(0.001), "<1\u{202f}%");
/// assert_eq!(percent(0.999), ">99\u{202f}%");
/// assert_eq!(percent(f64::NAN), "–");
/// ```
#[must_use]
pub fn percent(probability: f64) -> String {
    if !probability.is_finite() {
        return UNDEFINED.to_owned();
    }
    let share = probability * 100.0;
    if share > 0.0 && share < 0.5 {
        format!("<1{THIN}%")
    } else if (99.5..100.0).contains(&share) {
        format!(">99{THIN}%")
    } else {
        format!("{}{THIN}%", decimal(share, 0))
    }
}

/// A change with its sign; `±0` when it rounds to nothing, [`UNDEFINED`] when it is not finite.
///
/// ```
/// use acquaint::render::number::change;
/// assert_eq!(change(2.0, 0), "+2");
/// assert_eq!(change(-0.04, 1), "±0");
/// ```
#[must_use]
pub fn change(value: f64, decimals: usize) -> String {
    let text = decimal(value, decimals);
    if text == UNDEFINED || text.starts_with('−') {
        text
    } else if is_nothing(value, decimals) {
        "±0".to_owned()
    } else {
        format!("+{text}")
    }
}

/// Whether a number rounds to zero at this many decimals.
#[must_use]
pub fn is_nothing(value: f64, decimals: usize) -> bool {
    let text = plain(value, decimals);
    !text.is_empty() && !text.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

/// A number with its unit; a percent sign or word follows after a narrow space.
#[must_use]
pub fn with_unit(value: f64, decimals: usize, unit: &str) -> String {
    let text = decimal(value, decimals);
    if unit.is_empty() || text == UNDEFINED { text } else { format!("{text}{THIN}{unit}") }
}

/// A number fit for JSON: `None` when it is not finite, and zero without a sign.
#[must_use]
pub fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value + 0.0)
}

/// Values as a row of block characters, scaled between the lowest and the highest; a middle dot where there is none.
///
/// ```
/// use acquaint::render::number::sparkline;
/// assert_eq!(sparkline(&[Some(0.0), None, Some(1.0)]), "▁·█");
/// ```
#[must_use]
pub fn sparkline(values: &[Option<f64>]) -> String {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let known = || values.iter().flatten().copied().filter(|value| value.is_finite());
    let (low, high) = known().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    values
        .iter()
        .map(|value| match value {
            Some(value) if value.is_finite() && high > low => {
                let place = (value / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0);
                BLOCKS.get((place * 7.0).round() as usize).copied().unwrap_or('█')
            }
            Some(value) if value.is_finite() => '▄',
            _ => '·',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{change, decimal, finite, percent, plain, sparkline};

    proptest! {
        #[test]
        fn no_float_is_written_as_a_negative_zero_or_as_nan(value in proptest::num::f64::ANY, decimals in 0_usize..6) {
            for text in [plain(value, decimals), decimal(value, decimals), percent(value), change(value, decimals)] {
                let digits = text.trim_start_matches(['-', '−']);
                let signed = digits.len() < text.len();
                prop_assert!(!signed || text.chars().any(|c| matches!(c, '1'..='9')), "{text}");
                prop_assert!(!text.contains("NaN") && !text.contains("inf"));
            }
        }

        #[test]
        fn a_plain_number_reads_back(value in -1e12_f64..1e12) {
            prop_assert!((plain(value, 6).parse::<f64>().unwrap() - value).abs() < 1e-3);
        }

        #[test]
        fn a_sparkline_has_one_character_a_value(values in proptest::collection::vec(proptest::option::of(proptest::num::f64::ANY), 0..40)) {
            prop_assert_eq!(sparkline(&values).chars().count(), values.len());
        }
    }

    #[test]
    fn zero_loses_its_sign_on_the_way_to_json() {
        assert!(finite(-0.0).is_some_and(f64::is_sign_positive));
        assert_eq!(finite(f64::NAN), None);
    }
}
