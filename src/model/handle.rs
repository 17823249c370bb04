//! A handle is one address of a person in one system: the unit that identity is built from.

use std::borrow::Cow;
use std::fmt;

/// What kind of address a [`Handle`] is, told by its scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HandleKind {
    /// An e-mail address, `mailto:ann@example.org`.
    Email,
    /// A telephone number, `tel:+4915…`.
    Phone,
    /// A profile on a professional network, `linkedin:ann-example`.
    Profile,
    /// An account of a service that knows people by its own number or shown name, `slack:T1/U2`.
    Account,
    /// A plain table's own key, `id:123`.
    Key,
    /// A bare name, `name:Ann Example`, used when nothing better is known.
    Name,
}

/// One address of a person, in canonical form: `scheme:value`.
///
/// Two handles are equal when they denote the same address: e-mail addresses are compared without case, profile addresses
/// without case, percent-encoding, scheme, host or trailing slash, telephone numbers by their digits.
///
/// ```
/// use acquaint::model::Handle;
/// assert_eq!(Handle::email("Ann@Example.ORG").unwrap().as_str(), "mailto:ann@example.org");
/// assert_eq!(Handle::profile("https://www.linkedin.com/in/Ann-Example/").unwrap().as_str(), "linkedin:ann-example");
/// assert_eq!(Handle::phone("+49 (0)30 1234-567").unwrap().as_str(), "tel:+49301234567");
/// assert_eq!(Handle::parse("ann@example.org"), Handle::email("ann@example.org"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle(String);

/// The services whose accounts have a scheme of their own.
const SERVICES: [&str; 9] =
    ["discord", "friends", "google-chat", "instagram", "messenger", "monica", "slack", "telegram", "whatsapp"];

/// The longest value a handle may have, in bytes; longer ones are no address of a person.
const MAX_HANDLE_BYTES: usize = 512;

impl Handle {
    /// An e-mail address, lower-cased; `None` unless it looks like `local@domain` without blanks or control characters.
    #[must_use]
    pub fn email(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('<').trim_end_matches('>').trim();
        let text = strip_prefix_ignore_case(text, "mailto:").unwrap_or(text);
        let (local, domain) = text.rsplit_once('@')?;
        let sound = !local.is_empty()
            && !domain.is_empty()
            && text.len() <= MAX_HANDLE_BYTES
            && !domain.starts_with('.')
            && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | ',' | ';'));
        sound.then(|| Self::lower("mailto:", text))
    }

    /// A telephone number as `tel:` and digits, with a leading `+` when the country is given; `None` under five digits.
    ///
    /// A leading `00` becomes `+` and a bracketed trunk zero `(0)` is dropped. Without a country code the number stays
    /// national: no country is guessed.
    #[must_use]
    pub fn phone(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = strip_prefix_ignore_case(text, "tel:").unwrap_or(text);
        let text = text.split(';').next().unwrap_or(text);
        let text = if text.contains("(0)") { Cow::Owned(text.replace("(0)", "")) } else { Cow::Borrowed(text) };
        let mut digits = String::with_capacity(text.len());
        for character in text.chars() {
            match character.to_digit(10) {
                Some(_) => digits.push(character),
                None if character == '+' && digits.is_empty() => digits.push('+'),
                None if character.is_alphabetic() => return None,
                None => {}
            }
        }
        if let Some(rest) = digits.strip_prefix("00") {
            digits = format!("+{rest}");
        }
        let count = digits.trim_start_matches('+').len();
        (5..=20).contains(&count).then(|| Self::joined("tel:", &digits))
    }

    /// A professional-network profile, from its address or its slug; `None` when no slug is left.
    #[must_use]
    pub fn profile(text: &str) -> Option<Self> {
        let text = text.trim();
        let slug = match text.as_bytes().windows(4).position(|part| part.eq_ignore_ascii_case(b"/in/")) {
            Some(at) => text.get(at + 4..)?,
            None if text.contains("://") || text.contains('/') => return None,
            None => text,
        };
        let slug = slug.split(['/', '?', '#']).next().unwrap_or_default();
        let slug = if slug.contains('%') { Cow::Owned(percent_decode(slug)) } else { Cow::Borrowed(slug) };
        let handle = Self::lower("linkedin:", &slug);
        let slug = handle.value();
        let sound =
            !slug.is_empty() && slug.len() <= MAX_HANDLE_BYTES && !slug.chars().any(|c| c.is_whitespace() || c.is_control());
        sound.then_some(handle)
    }

    fn lower(scheme: &str, text: &str) -> Self {
        let mut handle = String::with_capacity(scheme.len() + text.len());
        handle.push_str(scheme);
        if text.is_ascii() {
            handle.push_str(text);
            handle.make_ascii_lowercase();
        } else {
            handle.push_str(&text.to_lowercase());
        }
        Self(handle)
    }

    /// An account of a service: its own id (`slack:T1/U2`), or the shown name where the service exports nothing else
    /// (`whatsapp:Ann Example`), with blanks folded. Names of two services are two handles, never one. `None` for a service that has no
    /// scheme, and when the id is blank or too long.
    ///
    /// ```
    /// use acquaint::model::Handle;
    /// assert_eq!(Handle::account("slack", "T1/U2").unwrap().as_str(), "slack:T1/U2");
    /// assert_eq!(Handle::account("elsewhere", "U2"), None);
    /// ```
    #[must_use]
    pub fn account(service: &str, id: &str) -> Option<Self> {
        let service = SERVICES.into_iter().find(|known| *known == service)?;
        Self::free(service, &folded(id))
    }

    /// A plain table's own key, kept as it is; `None` when blank or too long.
    #[must_use]
    pub fn key(text: &str) -> Option<Self> {
        Self::free("id", text)
    }

    /// A bare name, with blanks folded; `None` when blank or too long. Names identify nobody for certain.
    #[must_use]
    pub fn name(text: &str) -> Option<Self> {
        Self::free("name", &folded(text))
    }

    fn free(scheme: &str, text: &str) -> Option<Self> {
        let text = text.trim();
        let sound = !text.is_empty() && text.len() <= MAX_HANDLE_BYTES && !text.chars().any(char::is_control);
        sound.then(|| {
            let mut handle = String::with_capacity(scheme.len() + 1 + text.len());
            handle.push_str(scheme);
            handle.push(':');
            handle.push_str(text);
            Self(handle)
        })
    }

    fn joined(scheme: &str, value: &str) -> Self {
        let mut handle = String::with_capacity(scheme.len() + value.len());
        handle.push_str(scheme);
        handle.push_str(value);
        Self(handle)
    }

    /// A handle in any spelling a user or a table may give: a known scheme, an e-mail address, a profile address, or a key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((scheme, value)) = text.split_once(':') {
            match scheme.to_ascii_lowercase().as_str() {
                "mailto" => return Self::email(value),
                "tel" => return Self::phone(value),
                "linkedin" => return Self::profile(value),
                "id" => return Self::key(value),
                "name" => return Self::name(value),
                service if SERVICES.contains(&service) => return Self::account(service, value),
                _ => {}
            }
        }
        // Most texts of a table are short keys, and a slash tells the few that need a closer look.
        if text.contains('/') && text.to_ascii_lowercase().contains("linkedin.com/in/") {
            return Self::profile(text);
        }
        if text.contains('@')
            && let Some(handle) = Self::email(text)
        {
            return Some(handle);
        }
        if text.starts_with('+')
            && let Some(handle) = Self::phone(text)
        {
            return Some(handle);
        }
        Self::key(text)
    }

    /// A handle read back from our own store, which holds canonical text only.
    #[must_use]
    pub fn from_canonical(text: String) -> Self {
        Self(text)
    }

    /// The canonical text, `scheme:value`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the colon: `mailto`, `tel`, `linkedin`, `id`, `name`, or the service of an account.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.0.split_once(':').map_or("", |(scheme, _)| scheme)
    }

    /// The part after the scheme, for showing to a person.
    #[must_use]
    pub fn value(&self) -> &str {
        self.0.split_once(':').map_or(self.0.as_str(), |(_, value)| value)
    }

    /// What kind of address this is.
    #[must_use]
    pub fn kind(&self) -> HandleKind {
        match self.0.split(':').next() {
            Some("mailto") => HandleKind::Email,
            Some("tel") => HandleKind::Phone,
            Some("linkedin") => HandleKind::Profile,
            Some("name") => HandleKind::Name,
            Some(service) if SERVICES.contains(&service) => HandleKind::Account,
            _ => HandleKind::Key,
        }
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl serde::Serialize for Handle {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Handle {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from_canonical)
    }
}

/// A text with one blank wherever it has several; most have not.
fn folded(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let is_folded = text.is_ascii() && !text.contains("  ") && !text.contains(|c: char| c != ' ' && c.is_whitespace());
    if is_folded { Cow::Borrowed(text) } else { Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")) }
}

fn strip_prefix_ignore_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    if head.eq_ignore_ascii_case(prefix) { text.get(prefix.len()..) } else { None }
}

/// Decodes `%41` escapes; broken escapes and invalid UTF-8 are kept as they are.
fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = match (first, tail) {
            (b'%', [high, low, ..]) => hex_digit(*high).zip(hex_digit(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        bytes.push(escaped.unwrap_or(first));
        rest = if escaped.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profile_addresses_of_all_layouts_are_one_handle() {
        let spellings = [
            "https://www.linkedin.com/in/j%C3%B6rg-m",
            "www.linkedin.com/in/J%c3%b6rg-M/",
            "linkedin:jörg-m",
            "http://de.linkedin.com/in/jörg-m?trk=x",
        ];
        for spelling in spellings {
            assert_eq!(Handle::parse(spelling).map(|h| h.as_str().to_owned()), Some("linkedin:jörg-m".into()), "{spelling}");
        }
        assert_eq!(Handle::profile("https://www.linkedin.com/company/acme"), None);
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["", "@", "a@", "@b", "a b@c.org", "a@b\u{7}c", "x"] {
            assert_eq!(Handle::email(text), None, "{text:?}");
        }
        assert_eq!(Handle::phone("call me"), None);
        assert_eq!(Handle::phone("123"), None);
        assert_eq!(Handle::name(" \t"), None);
    }
}
