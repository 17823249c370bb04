//! Counts what is otherwise equal: two messages of one sender with one text in one minute. The count looks back over a bounded number of
//! messages, so that it does not depend on where the file starts.

use std::collections::{HashMap, VecDeque};

/// How many messages are looked back on.
const WINDOW: usize = 1 << 16;

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    next: u64,
    in_window: u32,
}

/// The messages seen last.
#[derive(Debug, Default)]
pub(crate) struct Ordinals {
    counts: HashMap<u128, Count>,
    window: VecDeque<u128>,
}

impl Ordinals {
    /// How many equal ones came before, of those looked back on.
    pub(crate) fn next(&mut self, key: u128) -> u64 {
        if self.window.len() >= WINDOW
            && let Some(oldest) = self.window.pop_front()
            && let Some(count) = self.counts.get_mut(&oldest)
        {
            count.in_window -= 1;
            if count.in_window == 0 {
                self.counts.remove(&oldest);
            }
        }
        self.window.push_back(key);
        let count = self.counts.entry(key).or_default();
        count.in_window += 1;
        count.next += 1;
        count.next - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_messages_are_counted_and_forgotten_after_the_window() {
        let mut ordinals = Ordinals::default();
        assert_eq!([7, 8, 7, 7].map(|key| ordinals.next(key)), [0, 0, 1, 2]);
        for key in 100..100 + WINDOW as u128 {
            assert_eq!(ordinals.next(key), 0);
        }
        assert_eq!((ordinals.next(7), ordinals.window.len()), (0, WINDOW));
    }
}
