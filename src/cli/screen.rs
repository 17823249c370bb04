//! What is known of the terminal: its width, whether it takes colour, and whether it draws block characters.

use std::io::IsTerminal;

use super::args::{Color, Global};

/// Columns where neither the environment nor a terminal tells.
const USUAL_COLUMNS: usize = 80;
/// Columns below which nothing is laid out: a narrower terminal breaks lines itself.
const LEAST_COLUMNS: usize = 20;
/// Columns beyond which lines of prose tire the eye.
const MOST_PROSE_COLUMNS: usize = 100;
/// Eighths of a cell, from one to seven.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// What a piece of text is, for those who see colours; the words say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// A title or heading.
    Heading,
    /// A bar.
    Bar,
    /// What stands well.
    Good,
    /// What wants a look.
    Caution,
    /// What matters less.
    Quiet,
    /// What is wrong.
    Wrong,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Self::Heading => "1",
            Self::Bar => "36",
            Self::Good => "32",
            Self::Caution => "33",
            Self::Quiet => "2",
            Self::Wrong => "1;31",
        }
    }
}

/// Where results for reading go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Screen {
    /// Columns.
    pub(super) columns: usize,
    colors: bool,
    blocks: bool,
}

impl Screen {
    /// The screen behind stdout, or a file of the usual width.
    pub(super) fn of(global: &Global) -> Self {
        let is_terminal = global.output.is_none() && std::io::stdout().is_terminal();
        Self {
            columns: known_columns().unwrap_or(USUAL_COLUMNS),
            colors: wants_color(global.color, is_terminal),
            blocks: draws_blocks(),
        }
    }

    /// Columns of a line of prose.
    pub(super) fn prose_columns(&self) -> usize {
        self.columns.min(MOST_PROSE_COLUMNS)
    }

    /// The text in its colour, or as it is.
    pub(super) fn paint(&self, ink: Ink, text: &str) -> String {
        if self.colors && !text.is_empty() { painted(ink, text) } else { text.to_owned() }
    }

    /// Cells of a bar beside a number; none where the room is scarce.
    pub(super) fn bar_cells(&self) -> usize {
        match self.columns {
            100.. => 10,
            60..100 => 6,
            _ => 0,
        }
    }

    /// A share from 0 to 1 as a bar of up to so many cells, in eighths of a cell; in whole number signs where blocks are not drawn.
    /// Nothing but zero is drawn as nothing.
    pub(super) fn bar(&self, share: f64, cells: usize) -> String {
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
        let least = usize::from(share > 0.0 && cells > 0);
        if !self.blocks {
            return "#".repeat(((share * cells as f64).round() as usize).max(least));
        }
        let eighths = ((share * 8.0 * cells as f64).round() as usize).max(least);
        let rest = (eighths % 8).checked_sub(1).and_then(|place| EIGHTHS.get(place));
        "█".repeat(eighths / 8).chars().chain(rest.copied()).collect()
    }

    /// The line above a sum.
    pub(super) fn rule(&self, columns: usize) -> String {
        if self.blocks { "─" } else { "-" }.repeat(columns)
    }

    /// Two shares on one line of so many cells: full up to the lesser, shaded up to the greater.
    pub(super) fn span(&self, lesser: f64, greater: f64, cells: usize) -> String {
        let (full, shade) = if self.blocks { ("█", "░") } else { ("#", "-") };
        let place = |share: f64| if share.is_finite() { (share.clamp(0.0, 1.0) * cells as f64).round() as usize } else { 0 };
        let (lesser, greater) = (place(lesser), place(greater));
        full.repeat(lesser) + &shade.repeat(greater.saturating_sub(lesser))
    }

    /// A line of so many cells, full up to one share, with a stroke at another.
    pub(super) fn bar_with_stroke(&self, share: f64, stroke: f64, cells: usize) -> String {
        let (full, bar) = if self.blocks { ('█', '│') } else { ('#', '|') };
        let place = |share: f64| (share.clamp(0.0, 1.0) * cells as f64).round() as usize;
        let (at_stroke, end) = (place(stroke).min(cells.saturating_sub(1)), place(share));
        (0..cells)
            .map(|at| {
                if at == at_stroke {
                    bar
                } else if at < end {
                    full
                } else {
                    ' '
                }
            })
            .collect()
    }
}

/// The text between a colour and its end.
pub(super) fn painted(ink: Ink, text: &str) -> String {
    format!("\u{1b}[{}m{text}\u{1b}[0m", ink.code())
}

/// The terminal's columns: what `COLUMNS` says, else what a terminal behind stdout or stderr says.
fn known_columns() -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|text| text.trim().parse::<usize>().ok()).filter(|columns| *columns > 0);
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)).filter(|columns| *columns > 0);
    said.or_else(measured).map(|columns| columns.max(LEAST_COLUMNS))
}

/// Columns that messages are wrapped at; into a log, whose width nobody knows, they go in whole lines.
pub(super) fn message_columns() -> Option<usize> {
    known_columns().map(|columns| columns.min(MOST_PROSE_COLUMNS))
}

/// Whether to use colour on a stream: as asked; else not when `NO_COLOR` is set; else when `CLICOLOR_FORCE` is; else on a terminal
/// that takes it.
pub(super) fn wants_color(choice: Color, is_terminal: bool) -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let able = is_terminal && set("TERM").as_deref() != Some("dumb") && set("CLICOLOR").as_deref() != Some("0");
    match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR").is_some() => false,
        Color::Auto => able || set("CLICOLOR_FORCE").is_some_and(|value| value != "0"),
    }
}

/// Whether block characters are drawn: not where the locale names another character set than UTF-8 (`C` and `POSIX` do), nor on the
/// console of Linux, whose font lacks most of them.
fn draws_blocks() -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
    let utf8 = |locale: String| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    };
    set("TERM").as_deref() != Some("linux") && locale.is_none_or(utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCKS: Screen = Screen { columns: 80, colors: false, blocks: true };
    const PLAIN: Screen = Screen { columns: 80, colors: false, blocks: false };

    #[test]
    fn bars_are_drawn_in_eighths_and_nothing_but_zero_is_empty() {
        assert_eq!([0.0, 0.001, 0.5, 0.63, 1.0].map(|share| BLOCKS.bar(share, 10)), ["", "▏", "█████", "██████▎", "██████████"]);
        assert_eq!([0.0, 0.001, 0.63, 1.0].map(|share| PLAIN.bar(share, 10)), ["", "#", "######", "##########"]);
        assert_eq!(BLOCKS.bar(f64::NAN, 10), "");
        assert_eq!((BLOCKS.span(0.5, 0.9, 10), PLAIN.span(0.9, 0.5, 10)), ("█████░░░░".into(), "#########".into()));
        assert_eq!(BLOCKS.bar_with_stroke(0.3, 0.5, 10), "███  │    ");
    }

    #[test]
    fn colour_changes_no_text() {
        let colours = Screen { colors: true, ..BLOCKS };
        assert_eq!(colours.paint(Ink::Good, "strong"), "\u{1b}[32mstrong\u{1b}[0m");
        assert_eq!((colours.paint(Ink::Good, ""), BLOCKS.paint(Ink::Good, "strong")), (String::new(), "strong".to_owned()));
    }
}
