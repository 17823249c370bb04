//! Scratch space that is made once a thread, and not once a piece of work.

use std::sync::{Mutex, PoisonError};

/// Scratch spaces that lie free. Whoever takes one leaves it as it was.
pub(super) struct Scratch<T, F> {
    free: Mutex<Vec<T>>,
    make: F,
}

impl<T, F: Fn() -> T> Scratch<T, F> {
    pub(super) fn new(make: F) -> Self {
        Self { free: Mutex::default(), make }
    }

    /// Works with a free one, or with a new one where there is none.
    pub(super) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let free = || self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = free().pop();
        let mut space = taken.unwrap_or_else(&self.make);
        let result = work(&mut space);
        free().push(space);
        result
    }
}
