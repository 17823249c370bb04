//! Paths for reading.

use super::RECORDS;
use super::answer::Answer;
use crate::analysis::intro_path::IntroPath;
use crate::cli::error::CliError;
use crate::cli::page::Page;
use crate::cli::screen::Screen;
use crate::cli::wrap::width;
use crate::model::Evidence;
use crate::render::number;
use crate::render::text::Untrusted;

/// Columns that what belongs to a path is indented by, and a record of a hop.
const INDENT: usize = 3;
const RECORD_INDENT: usize = 6;
/// Cells of the bar of a hop.
const BAR: usize = 10;

impl Answer<'_> {
    /// What matched, and every path in the order of scores.
    pub(super) fn text(&self, screen: Screen) -> Result<String, CliError> {
        let mut page = Page::new(screen);
        for line in self.targets.lines() {
            page.sentence(&Untrusted::new(&line).terminal());
        }
        for (index, path) in self.found.paths.iter().enumerate() {
            self.push_path(index, path, &screen, &mut page)?;
        }
        Ok(page.finish())
    }

    /// A path: the chain and what to do with it, then the hops and what they rest on.
    fn push_path(&self, index: usize, path: &IntroPath, screen: &Screen, page: &mut Page) -> Result<(), CliError> {
        let chain: Vec<String> = path.people.iter().map(|person| self.name(*person)).collect();
        let mark = match path.introducers() {
            [] if self.targets.people.len() > 1 => ", direct",
            _ if self.weighed.better_asked_first == Some(index) => ", better asked first",
            _ => "",
        };
        let relative = number::decimal(self.index(path), 0);
        page.heading(&format!("{}. {} (index {relative}{mark})", index + 1, chain.join(" → ")));
        let is_direct = path.introducers().is_empty();
        if let Some(role) = path.people.last().filter(|_| !is_direct).and_then(|target| self.role(*target)) {
            page.item(INDENT, &format!("to: {role}"));
        }
        page.item(INDENT, &Untrusted::new(&self.advice(index)).terminal());
        if let Some(coffee) = self.coffee(index).filter(|_| !is_direct) {
            let person = self.name(coffee.person);
            let best = self.found.paths.first().map_or(1.0, |best| best.score);
            let lifted = number::decimal(100.0 * coffee.new_score / best, 0);
            page.item(
                INDENT,
                &if coffee.becomes_best {
                    format!("One coffee with {person} would make this the best introduction (index {lifted}).")
                } else {
                    format!("One coffee with {person} first would lift this from index {relative} to {lifted}.")
                },
            );
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
            let bar = screen.bar(*probability, BAR);
            let pad = BAR.saturating_sub(width(&bar));
            let lead = format!("{:INDENT$}hop {odds:>5} {bar}{:pad$}  ", "", "");
            let ends = format!("{} → {} ({basis}{weakest})", self.name(from), self.name(to));
            page.entry(&lead, width(&lead), &ends);
            for because in self.world.because(from, to, self.cutoff(), RECORDS)? {
                let day = because.time.get(..10).unwrap_or(&because.time);
                let what = Untrusted::new(&because.what).terminal();
                let lead = format!("{:RECORD_INDENT$}{day}  {}  ", "", Untrusted::new(&because.channel).terminal());
                page.entry(&lead, width(&lead), &what);
            }
        }
        let shared: Vec<String> = self.shares_introducer_with(index).iter().map(|other| (other + 1).to_string()).collect();
        let introductions = self.found.paths.iter().filter(|path| !path.introducers().is_empty()).count();
        if !is_direct && !shared.is_empty() {
            page.item(INDENT, &format!("shares an introducer with {}", shared.join(", ")));
        } else if !is_direct && introductions > 1 {
            page.item(INDENT, "shares no introducer with the others");
        }
        Ok(())
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
