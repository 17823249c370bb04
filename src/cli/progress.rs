//! Progress of long work, on a terminal's stderr only.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::import::drive::Progress;

/// A bar with bytes, records and time left; silent when stderr is no terminal or the user wants quiet.
pub(super) struct ImportBar(ProgressBar);

impl ImportBar {
    pub(super) fn new(quiet: bool) -> Self {
        let bar = ProgressBar::new(0);
        if quiet || !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let template = "{wide_bar} {bytes}/{total_bytes} {msg} {eta}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(bar)
    }

    pub(super) fn show(&self, progress: Progress<'_>) {
        self.0.set_length(progress.total_bytes);
        self.0.set_position(progress.done_bytes);
        self.0.set_message(format!("{} records", progress.records));
    }

    pub(super) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
