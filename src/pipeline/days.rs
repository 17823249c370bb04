//! The contact-days of a world: made anew, or where a snapshot holds them.

use std::ops::Range;
use std::sync::Arc;

use crate::io::Mapped;
use crate::ties::{ContactColumns, ContactDays, ContactSource, DayKind, DayOfKind, DyadRowsView, DyadStart};

/// Contact-days, sorted by dyad and day.
#[derive(Debug, Clone)]
pub struct Days(Place);

#[derive(Debug, Clone)]
enum Place {
    Held(Arc<ContactColumns>),
    Mapped(Arc<MappedDays>),
}

/// The bytes of a file that hold dyads, days and kinds, and three columns of rows; checked to be a whole number of each, and aligned.
#[derive(Debug)]
struct MappedDays {
    file: Arc<Mapped>,
    days: [Range<usize>; 3],
    rows: [Range<usize>; 3],
}

impl From<ContactColumns> for Days {
    fn from(columns: ContactColumns) -> Self {
        Self(Place::Held(Arc::new(columns)))
    }
}

impl Days {
    /// Those whose columns lie at places of a file; `None` where there is no whole number of entries at one.
    pub(super) fn mapped(file: &Arc<Mapped>, days: [Range<usize>; 3], rows: [Range<usize>; 3]) -> Option<Self> {
        let [dyads, of_dyads, kinds] = days.each_ref().map(|bytes| file.get(bytes.clone()));
        bytemuck::try_cast_slice::<u8, DyadStart>(dyads?).ok()?;
        bytemuck::try_cast_slice::<u8, DayOfKind>(of_dyads?).ok()?;
        bytemuck::try_cast_slice::<u8, DayKind>(kinds?).ok()?;
        for column in &rows {
            bytemuck::try_cast_slice::<u8, u32>(file.get(column.clone())?).ok()?;
        }
        Some(Self(Place::Mapped(Arc::new(MappedDays { file: Arc::clone(file), days, rows }))))
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> ContactDays<'_> {
        match &self.0 {
            Place::Held(columns) => columns.all(),
            Place::Mapped(mapped) => mapped.days(),
        }
    }

    /// Where they are held with the rows of people; `None` of those that were made anew.
    pub(super) fn source(&self) -> Option<Arc<dyn ContactSource>> {
        match &self.0 {
            Place::Held(_) => None,
            Place::Mapped(mapped) => Some(Arc::clone(mapped) as Arc<dyn ContactSource>),
        }
    }
}

impl MappedDays {
    fn bytes(&self, columns: &[Range<usize>; 3]) -> [&[u8]; 3] {
        columns.each_ref().map(|bytes| self.file.get(bytes.clone()).unwrap_or_default())
    }
}

impl ContactSource for MappedDays {
    fn days(&self) -> ContactDays<'_> {
        let [dyads, days, kinds] = self.bytes(&self.days);
        ContactDays::of_columns(bytemuck::cast_slice(dyads), bytemuck::cast_slice(days), bytemuck::cast_slice(kinds))
    }

    fn rows(&self) -> DyadRowsView<'_> {
        DyadRowsView::of_columns(self.bytes(&self.rows).map(bytemuck::cast_slice))
    }
}
