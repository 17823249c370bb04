//! Paths for reading.

use std::fmt::Write;

use super::RECORDS;
use super::answer::Answer;
use crate::analysis::intro_path::IntroPath;
use crate::cli::error::CliError;
use crate::model::Evidence;
use crate::render::number;
use crate::render::text::Untrusted;

impl Answer<'_> {
    /// What matched, and every path in the order of scores.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let lines = self.targets.lines();
        for line in &lines {
            let _ = writeln!(text, "{}", Untrusted::new(line).terminal());
        }
        if !lines.is_empty() && !self.found.paths.is_empty() {
            text.push('\n');
        }
        for (index, path) in self.found.paths.iter().enumerate() {
            self.push_path(index, path, &mut text);
        }
        text
    }

    fn push_path(&self, index: usize, path: &IntroPath, text: &mut String) {
        let chain: Vec<String> = path.people.iter().map(|person| self.name(*person)).collect();
        let mark = match path.introducers() {
            [] if self.targets.people.len() > 1 => "   direct",
            _ if self.weighed.better_asked_first == Some(index) => "   better asked first",
            _ => "",
        };
        let relative = number::decimal(self.index(path), 0);
        let _ = writeln!(text, "{}. {}   index {relative}{mark}", index + 1, chain.join(" → "));
        if let Some(role) = path.people.last().filter(|_| !path.introducers().is_empty()).and_then(|target| self.role(*target)) {
            let _ = writeln!(text, "   to: {role}");
        }
        for (hop, (ends, probability)) in path.people.windows(2).zip(&path.probabilities).enumerate() {
            let &[from, to] = ends else { continue };
            let weakest = if hop == path.bottleneck() && path.probabilities.len() > 1 { ", the weakest hop" } else { "" };
            let strength = self.network.tie(from, to).map(|tie| number::decimal(tie.strength.get(), 0));
            let reason = Untrusted::new(&self.reason(from, to).unwrap_or_default()).terminal();
            let basis = match (self.evidence(path, hop), strength) {
                (Some(Evidence::Observed), Some(strength)) => format!("strength {strength}"),
                (Some(Evidence::Inferred), _) => format!("only inferred: {reason}"),
                _ => format!("only declared: {reason}"),
            };
            let odds = number::percent(*probability);
            let _ = writeln!(text, "   {} → {}: hop {odds} ({basis}{weakest})", self.name(from), self.name(to));
            for because in self.world.because(from, to, self.cutoff(), RECORDS) {
                let day = because.time.get(..10).unwrap_or(&because.time);
                let what = Untrusted::new(&because.what).terminal();
                let _ = writeln!(text, "      {day}  {}  {what}", Untrusted::new(&because.channel).terminal());
            }
        }
        if path.introducers().is_empty() {
            let _ = writeln!(text, "   {}\n", Untrusted::new(&self.advice(index)).terminal());
            return;
        }
        let shared: Vec<String> = self.shares_introducer_with(index).iter().map(|other| (other + 1).to_string()).collect();
        if !shared.is_empty() {
            let _ = writeln!(text, "   shares an introducer with {}", shared.join(", "));
        } else if self.found.paths.iter().filter(|path| !path.introducers().is_empty()).count() > 1 {
            let _ = writeln!(text, "   shares no introducer with the others");
        }
        if let Some(coffee) = self.coffee(index) {
            let person = self.name(coffee.person);
            let best = self.found.paths.first().map_or(1.0, |best| best.score);
            let lifted = number::decimal(100.0 * coffee.new_score / best, 0);
            let _ = if coffee.becomes_best {
                writeln!(text, "   One coffee with {person} would make this the best introduction (index {lifted}).")
            } else {
                writeln!(text, "   One coffee with {person} first would lift this from index {relative} to {lifted}.")
            };
        }
        let _ = writeln!(text, "   {}\n", Untrusted::new(&self.advice(index)).terminal());
    }

    /// Title and company of a person, as far as they are known.
    fn role(&self, person: u32) -> Option<String> {
        let known = self.network.person(person);
        let parts: Vec<&str> = [&known.title, &known.company].into_iter().flatten().map(String::as_str).collect();
        (!parts.is_empty()).then(|| Untrusted::new(&parts.join(", ")).terminal())
    }

    /// What to type for the text that asks for the best introduction; `None` where no path is one.
    pub(super) fn request_command(&self) -> Option<String> {
        let place = self.found.paths.iter().position(|path| !path.introducers().is_empty())?;
        let number = if place == 0 { String::new() } else { format!(" {}", place + 1) };
        Some(format!("acquaint path … --request{number}"))
    }

    /// The text that asks for the introduction of a path, by its number.
    pub(super) fn request_text(&self, number: u64) -> Result<String, CliError> {
        let paths = &self.found.paths;
        let place = usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1);
        let path = paths.get(place).ok_or_else(|| {
            CliError::no_answer(format!("there is no path number {number}"))
                .hint(format!("paths were found up to number {}; more: --k {number}", paths.len()))
        })?;
        let request = self.request(path);
        Ok(request.lines().map(|line| format!("{}\n", Untrusted::new(line).terminal())).collect())
    }
}
