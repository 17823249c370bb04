//! The contact-days of a world: made anew, or where a snapshot holds them.

use std::ops::Range;
use std::sync::Arc;

use crate::io::Mapped;
use crate::ties::{ContactColumns, ContactDays, DayKind, DayOfKind, DyadStart};

/// Contact-days, sorted by dyad and day.
#[derive(Debug, Clone)]
pub struct Days(Place);

#[derive(Debug, Clone)]
enum Place {
    Held(Arc<ContactColumns>),
    /// The bytes of a file that hold dyads, days and kinds; checked to be a whole number of each, and aligned.
    Mapped(Arc<Mapped>, [Range<usize>; 3]),
}

impl From<ContactColumns> for Days {
    fn from(columns: ContactColumns) -> Self {
        Self(Place::Held(Arc::new(columns)))
    }
}

impl Days {
    /// Those whose columns lie at places of a file; `None` where there is no whole number of entries at one.
    pub(super) fn mapped(file: &Arc<Mapped>, columns: [Range<usize>; 3]) -> Option<Self> {
        let [dyads, days, kinds] = columns.each_ref().map(|bytes| file.get(bytes.clone()));
        bytemuck::try_cast_slice::<u8, DyadStart>(dyads?).ok()?;
        bytemuck::try_cast_slice::<u8, DayOfKind>(days?).ok()?;
        bytemuck::try_cast_slice::<u8, DayKind>(kinds?).ok()?;
        Some(Self(Place::Mapped(Arc::clone(file), columns)))
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> ContactDays<'_> {
        match &self.0 {
            Place::Held(columns) => columns.all(),
            Place::Mapped(file, columns) => {
                let [dyads, days, kinds] = columns.each_ref().map(|bytes| file.get(bytes.clone()).unwrap_or_default());
                ContactDays::of_columns(bytemuck::cast_slice(dyads), bytemuck::cast_slice(days), bytemuck::cast_slice(kinds))
            }
        }
    }
}
