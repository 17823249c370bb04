//! Going through the proposals one by one. Every answer is committed as it is given: whatever ends the session, no answer is lost.

use std::io::{BufRead, Write};

use super::evidence::{against, reasons};
use super::joined::Joined;
use super::{decision, taken_back_in_words};
use crate::cli::args::{Format, Global};
use crate::cli::context::Context;
use crate::cli::error::{CliError, say};
use crate::cli::page::Page;
use crate::cli::screen::{Ink, Screen};
use crate::cli::wrap::{cut, lines, width};
use crate::identity::{Person, Proposal};
use crate::model::format_day;
use crate::network::Network;
use crate::render::number;
use crate::render::text::Untrusted;
use crate::report::counted;
use crate::store::{DecisionKind, DecisionOrigin};

/// Columns of the names of the rows.
const NAMES: usize = 10;
/// Handles shown of one person.
const HANDLES: usize = 5;
/// What may be answered.
const HELP: &str = "a accept (one person) · r refuse (two people, never asked again) · l later · u undo the last answer · q quit";

/// What the user answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Accept,
    Refuse,
    Later,
    Undo,
    Quit,
}

pub(super) fn run(global: &Global, context: &mut Context, network: &Network, proposals: &[&Proposal]) -> Result<(), CliError> {
    if global.format != Format::Table || global.output.is_some() {
        return Err(CliError::usage("a review is a conversation and has no other format")
            .hint("the proposals in it: acquaint dedupe -f json"));
    }
    if proposals.is_empty() {
        if !global.quiet {
            say("nobody seems to be here twice: there is nothing to review");
        }
        return Ok(());
    }
    let mut review = Review { network, screen: Screen::of(global), given: Vec::new(), accepted: 0, refused: 0, later: 0 };
    let ended = review.go_through(context, proposals);
    if !global.quiet {
        review.say_sum(proposals);
    }
    ended
}

/// A session: which proposals were answered, and how.
struct Review<'a> {
    network: &'a Network,
    screen: Screen,
    /// The answers that stand, by place in the list.
    given: Vec<(usize, DecisionKind)>,
    accepted: usize,
    refused: usize,
    later: usize,
}

impl Review<'_> {
    fn go_through(&mut self, context: &mut Context, proposals: &[&Proposal]) -> Result<(), CliError> {
        let mut place = 0;
        let mut input = std::io::stdin().lock();
        while let Some(proposal) = proposals.get(place) {
            if self.is_settled(proposals, proposal) {
                place += 1;
                continue;
            }
            let last = self.given.last().copied();
            show(&self.page(proposal, place, proposals.len()))?;
            match ask(&mut input, last.is_some())? {
                Answer::Quit => return Ok(()),
                Answer::Later => {
                    self.later += 1;
                    place += 1;
                }
                Answer::Undo => {
                    let Some((answered, kind)) = last else { continue };
                    for back in context.workspace.take_back_last(1, Some(DecisionOrigin::Dedupe))? {
                        show(&format!("{}\n", taken_back_in_words(&back.decision)))?;
                    }
                    self.given.pop();
                    *self.count(kind) -= 1;
                    place = answered;
                }
                answer => {
                    let kind = if answer == Answer::Accept { DecisionKind::Same } else { DecisionKind::Different };
                    context.workspace.decide_all(&[decision(self.network, proposal, kind)?], DecisionOrigin::Dedupe)?;
                    self.given.push((place, kind));
                    *self.count(kind) += 1;
                    place += 1;
                }
            }
        }
        Ok(())
    }

    fn count(&mut self, kind: DecisionKind) -> &mut usize {
        if kind == DecisionKind::Same { &mut self.accepted } else { &mut self.refused }
    }

    /// Whether earlier answers answer this one: both are one person already, or would make two accounts of one service one.
    fn is_settled(&self, proposals: &[&Proposal], proposal: &Proposal) -> bool {
        let accepted = self.given.iter().filter(|given| given.1 == DecisionKind::Same);
        let joined = Joined::by(accepted.filter_map(|(answered, _)| proposals.get(*answered).copied()));
        joined.has(proposal) || joined.clash(self.network, proposal).is_some()
    }

    fn page(&self, proposal: &Proposal, place: usize, all: usize) -> String {
        let mut page = Page::new(self.screen);
        page.heading(&format!("{} of {} · {} sure · {}", place + 1, all, number::percent(proposal.confidence), proposal.id));
        page.blank();
        page.lines(&self.side_by_side(proposal));
        for (lead, text) in reasons(self.network, proposal).iter().map(|text| ("for  ", text)) {
            page.entry(&format!("{lead:NAMES$}"), NAMES, &Untrusted::new(text).terminal());
        }
        if let Some(text) = against(proposal) {
            page.entry(&format!("{:NAMES$}", "against"), NAMES, &text);
        }
        page.finish()
    }

    /// What is known of both, beside each other.
    fn side_by_side(&self, proposal: &Proposal) -> String {
        let room = (self.screen.columns.saturating_sub(NAMES + 2) / 2).clamp(6, 60);
        let [one, other] = [proposal.one, proposal.other].map(|person| self.facts(person));
        let mut text = String::new();
        for ((name, one), (_, other)) in one.into_iter().zip(other) {
            let cells = [one, other].map(|values| {
                let fitted = values
                    .iter()
                    .flat_map(|value| lines(&Untrusted::new(value).terminal(), room, room))
                    .map(|line| cut(&line, room));
                fitted.collect::<Vec<String>>()
            });
            for line in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
                let [one, other] = [&cells[0], &cells[1]].map(|cell| cell.get(line).map_or("", String::as_str));
                let label = if line == 0 { name } else { "" };
                let shown = if name == "name" { self.screen.paint(Ink::Heading, one) } else { one.to_owned() };
                let pad = " ".repeat((room + 2).saturating_sub(width(one)));
                let right = if name == "name" { self.screen.paint(Ink::Heading, other) } else { other.to_owned() };
                let row = format!("{label:NAMES$}{shown}{pad}{right}");
                text.push_str(row.trim_end());
                text.push('\n');
            }
        }
        text
    }

    fn facts(&self, index: u32) -> Vec<(&'static str, Vec<String>)> {
        let person: &Person = self.network.person(index);
        let optional = |text: &Option<String>| text.iter().cloned().collect::<Vec<String>>();
        let mut handles: Vec<String> = person.handles.iter().take(HANDLES).map(ToString::to_string).collect();
        if person.handles.len() > HANDLES {
            handles.push(format!("and {} more", person.handles.len() - HANDLES));
        }
        let ties = self.network.ties_of(index);
        let span = ties.iter().map(|tie| tie.both.first_day).min().zip(ties.iter().map(|tie| tie.both.last_day).max());
        let seen = span.map(|(first, last)| format!("{} – {}", format_day(first), format_day(last)));
        let with_you = self.network.ego().filter(|ego| *ego != index).and_then(|ego| self.network.tie(ego, index));
        let contact = with_you.map(|tie| format!("{} with you", counted(tie.both.contact_days as usize, "day", "days")));
        let you = (self.network.ego() == Some(index)).then(|| "this is you".to_owned());
        vec![
            ("name", vec![person.label().to_owned()]),
            ("handle", handles),
            ("company", optional(&person.company)),
            ("title", optional(&person.title)),
            ("place", optional(&person.location)),
            ("seen", seen.into_iter().collect()),
            ("contact", contact.into_iter().chain(you).collect()),
            ("contacts", vec![number::count(ties.len())]),
        ]
    }

    fn say_sum(&self, proposals: &[&Proposal]) {
        let left = proposals.len() - self.accepted - self.refused;
        let mut text = format!("{} accepted, {} refused, {left} left", self.accepted, self.refused);
        if self.accepted + self.refused > 0 {
            text.push_str(" (take the last back: acquaint dedupe --undo)");
        }
        say(&text);
    }
}

fn show(text: &str) -> Result<(), CliError> {
    let mut output = std::io::stdout().lock();
    output.write_all(text.as_bytes())?;
    Ok(output.flush()?)
}

/// Asks until there is an answer. The end of the input, and input that is no text, end the session.
fn ask(input: &mut impl BufRead, may_undo: bool) -> Result<Answer, CliError> {
    loop {
        show("accept, refuse, later, undo, quit, help? [a r l u q ?] ")?;
        let mut line = String::new();
        match input.read_line(&mut line) {
            Ok(0) | Err(_) => {
                show("\n")?;
                return Ok(Answer::Quit);
            }
            Ok(_) => {}
        }
        match line.trim().to_lowercase().as_str() {
            "a" | "accept" | "y" | "yes" => return Ok(Answer::Accept),
            "r" | "refuse" | "n" | "no" => return Ok(Answer::Refuse),
            "l" | "later" => return Ok(Answer::Later),
            "u" | "undo" if may_undo => return Ok(Answer::Undo),
            "u" | "undo" => show("nothing was answered in this session yet\n")?,
            "q" | "quit" => return Ok(Answer::Quit),
            _ => show(&format!("{HELP}\n"))?,
        }
    }
}
