//! Rows of hops that are made when a search asks for them.

use std::fmt::{Debug, Formatter};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use super::Hops;

/// People are asked about one by one up to this share of all; from then on the rows of all are made at once, which takes less for each.
const MOST_SHARE: usize = 16;

/// Of a person, ascending: each other one, how likely that one acts for the person, and the person for that one.
type Ask = dyn Fn(u32) -> Vec<(u32, f64, f64)> + Send + Sync;

/// Hops that are asked for by person, each person once.
#[derive(Clone)]
pub(super) struct Asked(Arc<Parts>);

struct Parts {
    ask: Box<Ask>,
    ask_all: Box<dyn Fn() -> Hops + Send + Sync>,
    count: AtomicUsize,
    rows: Vec<OnceLock<Box<Row>>>,
    all: OnceLock<Hops>,
}

/// The hops that begin with a person, and those that end there, as [`Hops`] keeps them.
pub(super) struct Row {
    pub(super) forth: Vec<[u32; 3]>,
    pub(super) back: Vec<[u8; 5]>,
}

static NO_HOPS: Row = Row { forth: Vec::new(), back: Vec::new() };

impl Asked {
    pub(super) fn new(
        people: usize,
        ask: impl Fn(u32) -> Vec<(u32, f64, f64)> + Send + Sync + 'static,
        ask_all: impl Fn() -> Hops + Send + Sync + 'static,
    ) -> Self {
        let mut rows = Vec::new();
        rows.resize_with(people, OnceLock::new);
        let (count, all) = (AtomicUsize::new(0), OnceLock::new());
        Self(Arc::new(Parts { ask: Box::new(ask), ask_all: Box::new(ask_all), count, rows, all }))
    }

    pub(super) fn people(&self) -> usize {
        self.0.rows.len()
    }

    /// The hops of a person, or else those of everybody. An unknown person has none.
    pub(super) fn of(&self, person: u32) -> Result<&Row, &Hops> {
        let parts = &*self.0;
        if let Some(all) = parts.all.get() {
            return Err(all);
        }
        let Some(kept) = parts.rows.get(person as usize) else { return Ok(&NO_HOPS) };
        if let Some(row) = kept.get() {
            return Ok(row);
        }
        if parts.count.fetch_add(1, Ordering::Relaxed) >= parts.rows.len() / MOST_SHARE {
            return Err(parts.all.get_or_init(&parts.ask_all));
        }
        Ok(kept.get_or_init(|| Box::new(Row::of(&(parts.ask)(person)))))
    }
}

impl Debug for Asked {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Asked").field("people", &self.people()).field("asked", &self.0.count).finish_non_exhaustive()
    }
}

/// What is asked for in the same place is the same.
impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
