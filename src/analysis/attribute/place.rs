//! The place: where somebody is, as coarsely as cards agree on.

use crate::identity::fold;

/// The last part of a location that says something: the country where one is named, else the region or city.
///
/// Parts are separated by commas or semicolons; numbers alone (postal codes) are skipped, and `Greater … Area` and the like
/// are read as the city in them.
///
/// # Range
/// A folded text; `None` when nothing is left, or when the location is no place (`remote`).
///
/// # Examples
/// ```
/// use acquaint::analysis::attribute::place;
/// assert_eq!(place("Göteborg, Sweden").as_deref(), Some("sweden"));
/// assert_eq!(place("Greater Hamburg Area").as_deref(), Some("hamburg"));
/// assert_eq!(place("Porto; 4000-123").as_deref(), Some("porto"));
/// assert_eq!((place("Remote"), place(", ")), (None, None));
/// ```
#[must_use]
pub fn place(location: &str) -> Option<String> {
    let said = location.split([',', ';']).map(fold).rfind(|part| part.chars().any(char::is_alphabetic))?;
    let mut kept = said.strip_prefix("greater ").unwrap_or(&said);
    for around in [" metropolitan area", " metropolitan region", " area", " und umgebung", " et peripherie", " y alrededores"] {
        kept = kept.strip_suffix(around).unwrap_or(kept);
    }
    let nowhere = ["remote", "worldwide", "global", "earth", "anywhere", "unknown", "n/a"];
    (!nowhere.contains(&kept)).then(|| kept.to_owned())
}
