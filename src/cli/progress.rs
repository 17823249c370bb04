//! Progress of long work, on a terminal's stderr only.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::import::drive::Progress;
use crate::pipeline::Step;
use crate::render::number;
use crate::render::text::Untrusted;

/// While files are read.
const READING: &str = "{prefix}\n{wide_bar} {bytes} of {total_bytes}, {msg}, {eta} left";
/// What stands above the bar while what was read is written.
const WRITING_TITLE: &str = "sorting, comparing and writing";
/// The bar below it.
const WRITING: &str = "{prefix}\n{wide_bar} {percent} %, {eta} left";

/// The file's name, and a bar with bytes, records, their speed and time left; then one of what is written. Silent when stderr is no terminal
/// or the user wants quiet.
pub(super) struct ImportBar(ProgressBar);

impl ImportBar {
    pub(super) fn new(quiet: bool) -> Self {
        let bar = ProgressBar::new(0);
        if quiet || !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let bar = Self(bar);
        bar.set_template(READING);
        bar
    }

    fn set_template(&self, template: &str) {
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.0.set_style(style);
        }
    }

    pub(super) fn show(&self, step: Step<'_>) {
        match step {
            Step::Reading(progress) => self.show_reading(progress),
            Step::Writing { done, total } => {
                if self.0.prefix() != WRITING_TITLE {
                    self.set_template(WRITING);
                    self.0.set_prefix(WRITING_TITLE);
                    self.0.reset();
                }
                self.0.set_length(total);
                self.0.set_position(done);
            }
        }
    }

    fn show_reading(&self, progress: Progress<'_>) {
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
