//! The contact-days of a world: made anew, or where a snapshot holds them.

use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::io::Mapped;
use crate::ties::ContactDay;

/// Contact-days, sorted by dyad and day.
#[derive(Debug, Clone)]
pub struct Days(Place);

#[derive(Debug, Clone)]
enum Place {
    Held(Vec<ContactDay>),
    /// The bytes of a file that hold them; checked to be a whole number, and aligned.
    Mapped(Arc<Mapped>, Range<usize>),
}

impl From<Vec<ContactDay>> for Days {
    fn from(days: Vec<ContactDay>) -> Self {
        Self(Place::Held(days))
    }
}

impl Days {
    /// Those in some bytes of a file; `None` where there is no whole number of them at this place.
    pub(super) fn mapped(file: &Arc<Mapped>, bytes: Range<usize>) -> Option<Self> {
        bytemuck::try_cast_slice::<u8, ContactDay>(file.get(bytes.clone())?).ok()?;
        Some(Self(Place::Mapped(Arc::clone(file), bytes)))
    }
}

impl Deref for Days {
    type Target = [ContactDay];

    fn deref(&self) -> &[ContactDay] {
        match &self.0 {
            Place::Held(days) => days,
            Place::Mapped(file, bytes) => file.get(bytes.clone()).map_or(&[], bytemuck::cast_slice),
        }
    }
}
