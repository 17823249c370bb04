//! Prose for reading: headings, sentences with a hanging indent, and figures beside their names.

use super::screen::{Ink, Screen};
use super::table::Table;
use super::wrap::{width, wrapped};

/// A text that is laid out line by line as it is written. What is put in must be fit for a terminal already.
#[derive(Debug)]
pub(super) struct Page {
    screen: Screen,
    text: String,
}

impl Page {
    pub(super) fn new(screen: Screen) -> Self {
        Self { screen, text: String::new() }
    }

    /// The first line, or lines.
    pub(super) fn title(&mut self, text: &str) {
        self.painted(Ink::Heading, &wrapped("", 2, text, self.screen.prose_columns()));
    }

    /// A heading, parted from what is above.
    pub(super) fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.blank();
        }
        self.painted(Ink::Heading, &wrapped("", 2, text, self.screen.prose_columns()));
    }

    /// One empty line.
    pub(super) fn blank(&mut self) {
        if !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A sentence from the left edge on.
    pub(super) fn sentence(&mut self, text: &str) {
        self.entry("", 0, text);
    }

    /// A text behind its lead, its further lines `hanging` columns in. A lead that leaves too little room stands alone.
    pub(super) fn entry(&mut self, lead: &str, hanging: usize, text: &str) {
        if width(lead) > self.screen.columns / 2 {
            let said = lead.trim_start_matches(' ');
            let indent = lead.len() - said.len();
            self.text.push_str(&wrapped(&" ".repeat(indent), indent + 2, said, self.screen.prose_columns()));
            self.item(indent + 2, text);
            return;
        }
        self.text.push_str(&wrapped(lead, hanging, text, self.screen.prose_columns()));
    }

    /// A text indented by so many columns, its further lines two more.
    pub(super) fn item(&mut self, indent: usize, text: &str) {
        self.entry(&" ".repeat(indent), indent + 2, text);
    }

    /// A text with its name before it, which takes `columns`.
    pub(super) fn named(&mut self, name: &str, columns: usize, text: &str) {
        let pad = columns.saturating_sub(width(name)).max(1);
        self.entry(&format!("{name}{:pad$}", ""), columns, text);
    }

    /// Lines that are laid out already.
    pub(super) fn lines(&mut self, lines: &str) {
        self.text.push_str(lines);
    }

    /// A table, whose columns go where there is no room.
    pub(super) fn table(&mut self, table: &Table) {
        self.text.push_str(&table.laid_out(&self.screen).text);
    }

    fn painted(&mut self, ink: Ink, lines: &str) {
        for line in lines.lines() {
            self.text.push_str(&self.screen.paint(ink, line));
            self.text.push('\n');
        }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}
