//! The sector, as the user's tags say.

use crate::identity::fold;

/// The sector that a tag `sector:NAME` or `sector=NAME` names; the first in order when there are several.
///
/// # Range
/// A folded text; `None` without such a tag. Companies and titles say nothing of sectors: nothing is guessed.
///
/// # Examples
/// ```
/// use acquaint::analysis::attribute::sector;
/// assert_eq!(sector(&["coast".into(), "Sector:Énergie".into()]).as_deref(), Some("energie"));
/// assert_eq!(sector(&["energy".into()]), None);
/// ```
#[must_use]
pub fn sector(tags: &[String]) -> Option<String> {
    tags.iter()
        .filter_map(|tag| {
            let tag = fold(tag);
            let name = tag.strip_prefix("sector")?.trim_start().strip_prefix([':', '='])?.trim();
            (!name.is_empty()).then(|| name.to_owned())
        })
        .min()
}
