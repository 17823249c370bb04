//! Numbers and names that text messages and calls come from.

use crate::import::Reason;
use crate::model::Handle;

/// Numbers of fewer digits, without a country, are those of services.
const SHORT_CODE_DIGITS: usize = 6;

/// The owner of a telephone, where a backup does not say who that is: the same in each backup, so that a newer one brings only what is new.
pub(crate) const OWNER: &str = "owner-of-this-phone";

/// The owner's handle: by the user's word, or the one that stands for whoever it is.
pub(crate) fn owner(by_user: &[Handle]) -> Option<Handle> {
    by_user.first().cloned().or_else(|| Handle::key(OWNER))
}

/// The person behind a number or address.
///
/// # Errors
/// `not-people` for short codes, words in place of numbers, and businesses; `no-handle` for what is withheld or blank.
pub(crate) fn person(text: &str) -> Result<Handle, Reason> {
    let text = text.trim();
    // What telephones write for a number that was withheld, unknown, or of a telephone box.
    if text.is_empty()
        || text.eq_ignore_ascii_case("null")
        || matches!(text, "-1" | "-2" | "-3" | "-4")
        || text.eq_ignore_ascii_case("unknown")
    {
        return Err(Reason::NoHandle);
    }
    if text.contains('@') && !text.to_ascii_lowercase().starts_with("sip:") {
        return Handle::email(text).ok_or(Reason::NotPeople);
    }
    let plain = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '+' | '-' | '(' | ')' | '.' | '/')
            || c.is_whitespace()
            || ('\u{200e}'..='\u{202e}').contains(&c)
    };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if !text.chars().all(plain) || (digits <= SHORT_CODE_DIGITS && !text.contains('+')) {
        return Err(Reason::NotPeople);
    }
    Handle::phone(text).ok_or(Reason::NotPeople)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_and_withheld_numbers_are_no_people() {
        let person = |text: &str| person(text).map(|handle| handle.as_str().to_owned());
        assert_eq!(person("+1 (555) 010-0001").as_deref(), Ok("tel:+15550100001"));
        assert_eq!(person("ann@example.org").as_deref(), Ok("mailto:ann@example.org"));
        for text in ["72975", "123456", "ACME", "1-800-FLOWERS", "urn:biz:1234", "*100#"] {
            assert_eq!(person(text), Err(Reason::NotPeople), "{text}");
        }
        for text in ["", "-1", "null", "Unknown"] {
            assert_eq!(person(text), Err(Reason::NoHandle), "{text}");
        }
    }
}
