//! The receivers of an interaction.

use std::ops::Deref;
use std::sync::Arc;

use super::Party;

/// The others of an interaction. A copy is the same list, so that the messages of a group take no room for its members each.
///
/// ```
/// use acquaint::model::{Audience, Handle, Party};
/// let ann = Party { handle: Handle::email("ann@example.org").unwrap(), name: None };
/// let members = Audience::from(vec![ann]);
/// assert_eq!(members.len(), 1);
/// assert!(members.clone().is_same_list(&members));
/// assert_eq!(members, Audience::from(members.to_vec()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience(Arc<[Party]>);

impl Audience {
    /// Whether this is the very list of another, and not one that is only equal.
    #[must_use]
    pub fn is_same_list(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Whether a copy of the list was kept by whoever made it, so that it may come again.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }

    /// A number that tells the list from others that exist now.
    #[must_use]
    pub fn address(&self) -> usize {
        Arc::as_ptr(&self.0).cast::<Party>() as usize
    }
}

impl From<Vec<Party>> for Audience {
    fn from(parties: Vec<Party>) -> Self {
        Self(parties.into())
    }
}

impl FromIterator<Party> for Audience {
    fn from_iter<I: IntoIterator<Item = Party>>(parties: I) -> Self {
        Self(parties.into_iter().collect())
    }
}

impl Deref for Audience {
    type Target = [Party];

    fn deref(&self) -> &[Party] {
        &self.0
    }
}

impl<'a> IntoIterator for &'a Audience {
    type Item = &'a Party;
    type IntoIter = std::slice::Iter<'a, Party>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
