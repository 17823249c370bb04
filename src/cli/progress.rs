//! Progress of long work, on a terminal's stderr only.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::import::drive::Progress;
use crate::render::number;
use crate::render::text::Untrusted;

/// The file's name, and a bar with bytes, records, their speed and time left; silent when stderr is no terminal or the user wants quiet.
pub(super) struct ImportBar(ProgressBar);

impl ImportBar {
    pub(super) fn new(quiet: bool) -> Self {
        let bar = ProgressBar::new(0);
        if quiet || !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let template = "{prefix}\n{wide_bar} {bytes} of {total_bytes}, {msg}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(bar)
    }

    pub(super) fn show(&self, progress: Progress<'_>) {
        self.0.set_length(progress.total_bytes);
        self.0.set_position(progress.done_bytes);
        let name = progress.path.rsplit(['/', '\\', '!']).next().unwrap_or(progress.path);
        self.0.set_prefix(Untrusted::new(name).terminal());
        let seconds = self.0.elapsed().as_secs_f64();
        // In the first moments a speed would only be noise.
        let speed = match seconds {
            0.5.. => format!(" ({} a second)", number::count((progress.records as f64 / seconds) as usize)),
            _ => String::new(),
        };
        self.0.set_message(format!("{} records{speed}", number::count(progress.records as usize)));
    }

    pub(super) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
