//! Ctrl-C during an import: the first one ends it tidily, a second one at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::error::say;

/// The exit status of an interrupted program.
const INTERRUPTED: i32 = 130;

/// A flag that becomes true when the user interrupts (or the system asks the program to end).
pub(super) fn flag() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&flag);
    // Where no handler can be set, Ctrl-C ends the program at once, which leaves the workspace sound as well.
    let _ = ctrlc::set_handler(move || {
        if raised.swap(true, Ordering::Relaxed) {
            say("ended at once; the next import removes what is left over");
            std::process::exit(INTERRUPTED);
        }
    });
    flag
}
