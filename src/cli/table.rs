//! A table that fits the terminal: texts wrap on two lines, and the least important columns go first.

use super::screen::{Ink, Screen};
use super::wrap::{cut, cut_middle, lines, width};

/// Blanks between columns.
const GAP: usize = 2;
/// Columns a text is squeezed to before a column goes, at most and at least.
const LEAST_TEXT: (usize, usize) = (16, 22);
/// Columns in which most texts fit on one line.
const TEXT_AT_EASE: usize = 30;
/// Columns a text is squeezed to when no column can go.
const SQUEEZED_TEXT: usize = 4;
/// Most columns a text takes, however wide the terminal.
const MOST_TEXT: usize = 60;
/// Columns by which the second line of a text is indented.
const HANGING: usize = 2;
/// Most columns of a text that are looked at.
const MOST_COLUMNS: usize = 1000;

/// A column of a table.
#[derive(Debug, Clone)]
pub(super) struct TableColumn {
    pub(super) heading: String,
    /// Numbers stand right.
    pub(super) right: bool,
    /// Texts may wrap and be cut; numbers, days and single words stay whole.
    pub(super) wraps: bool,
    /// Never goes when 0; the greatest goes first.
    pub(super) goes: u8,
}

impl TableColumn {
    /// A column of days or single words.
    pub(super) fn word(heading: &str) -> Self {
        Self { heading: heading.to_owned(), right: false, wraps: false, goes: 0 }
    }

    /// A column of numbers.
    pub(super) fn number(heading: &str) -> Self {
        Self { right: true, ..Self::word(heading) }
    }

    /// A column of texts.
    pub(super) fn text(heading: &str) -> Self {
        Self { wraps: true, ..Self::word(heading) }
    }

    /// That goes, the greater the number the sooner.
    pub(super) fn going(self, goes: u8) -> Self {
        Self { goes, ..self }
    }
}

/// A cell of a table, fit for a terminal.
#[derive(Debug, Clone, Default)]
pub(super) struct TableCell {
    /// What is drawn before the text, and the columns kept for it.
    pub(super) bar: Option<(String, usize)>,
    pub(super) text: String,
    /// Cut in its middle, where it must be.
    pub(super) cut_middle: bool,
    pub(super) ink: Option<Ink>,
}

impl TableCell {
    /// A cell with a text and nothing else.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    fn width(&self) -> usize {
        width(&self.text) + self.bar.as_ref().map_or(0, |(_, cells)| cells + 1)
    }

    /// The cell on one or two lines.
    fn fitted(&self, columns: usize) -> Vec<String> {
        if width(&self.text) <= columns {
            return vec![self.text.clone()];
        }
        let cut = if self.cut_middle { cut_middle } else { cut };
        if columns < LEAST_TEXT.0 / 2 {
            return vec![cut(&self.text, columns)];
        }
        let words: Vec<&str> = self.text.split(' ').filter(|word| !word.is_empty()).collect();
        let text = cut(&words.join(" "), MOST_COLUMNS);
        let first = lines(&text, columns, columns - HANGING).into_iter().next().unwrap_or_default();
        let rest = text.get(first.len()..).unwrap_or_default().trim_start_matches(' ');
        vec![first, format!("{:HANGING$}{}", "", cut(rest, columns - HANGING))]
    }
}

/// Rows and columns, to be laid out.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) columns: Vec<TableColumn>,
    pub(super) rows: Vec<Vec<TableCell>>,
}

/// A table as lines, and the headings of the columns for which there was no room.
pub(super) struct LaidOut {
    pub(super) text: String,
    pub(super) left_out: Vec<String>,
}

impl Table {
    /// Lays the table out. One line of headings is tried first, then two with texts on two lines, then columns go.
    pub(super) fn laid_out(&self, screen: &Screen) -> LaidOut {
        let natural: Vec<usize> = (0..self.columns.len()).map(|column| self.natural(column)).collect();
        let mut kept: Vec<usize> = (0..self.columns.len()).collect();
        loop {
            let widths = self
                .fit(&kept, &natural, screen.columns, Headings::OneLine)
                .or_else(|| self.fit(&kept, &natural, screen.columns, Headings::Stacked))
                .or_else(|| {
                    let last = kept.iter().all(|column| self.goes(*column) == 0);
                    last.then(|| self.fit(&kept, &natural, screen.columns, Headings::Squeezed)).flatten()
                });
            if let Some(widths) = widths {
                let left_out = (0..self.columns.len()).filter(|column| !kept.contains(column));
                let left_out =
                    left_out.filter_map(|column| self.columns.get(column)).map(|column| column.heading.clone()).collect();
                return LaidOut { text: self.drawn(&kept, &widths, screen), left_out };
            }
            // Of columns that may never go, the last ones do where not even their numbers fit.
            let place = (0..kept.len()).rev().max_by_key(|place| self.goes(kept[*place])).unwrap_or_default();
            kept.remove(place);
            if kept.is_empty() {
                return LaidOut { text: String::new(), left_out: Vec::new() };
            }
        }
    }

    fn goes(&self, column: usize) -> u8 {
        self.columns.get(column).map_or(0, |column| column.goes)
    }

    fn cells(&self, column: usize) -> impl Iterator<Item = &TableCell> {
        self.rows.iter().filter_map(move |row| row.get(column))
    }

    /// The columns that the cells of a column would take on one line each.
    fn natural(&self, column: usize) -> usize {
        let widest = self.cells(column).map(TableCell::width).max().unwrap_or(0);
        if self.columns.get(column).is_some_and(|column| column.wraps) { widest.min(MOST_TEXT) } else { widest }
    }

    /// The width of every column; `None` where they do not fit. Room that is left goes to texts until they can be read at ease, then to
    /// headings, then to texts again.
    fn fit(&self, kept: &[usize], natural: &[usize], room: usize, headings: Headings) -> Option<Vec<usize>> {
        let (mut widths, mut at_ease, mut whole) = (Vec::new(), Vec::new(), Vec::new());
        for column in kept {
            let (known, natural) = (self.columns.get(*column)?, *natural.get(*column)?);
            let heading = match headings {
                Headings::OneLine => width(&known.heading),
                _ => known.heading.split(' ').map(width).max().unwrap_or(0),
            };
            let least = match headings {
                Headings::OneLine => natural,
                Headings::Stacked => natural.min((natural / 2 + HANGING).clamp(LEAST_TEXT.0, LEAST_TEXT.1)),
                Headings::Squeezed => natural.min(SQUEEZED_TEXT),
            };
            widths.push(if known.wraps { least } else { natural }.max(heading));
            at_ease.push(if known.wraps { natural.min(TEXT_AT_EASE) } else { 0 });
            whole.push((natural, width(&known.heading)));
        }
        let mut free = room.checked_sub(widths.iter().sum::<usize>() + GAP * kept.len().saturating_sub(1))?;
        widen(&mut widths, &mut free, |place| at_ease[place]);
        for (width, (_, heading)) in widths.iter_mut().zip(&whole) {
            let lacks = heading.saturating_sub(*width);
            if lacks <= free {
                *width += lacks;
                free -= lacks;
            }
        }
        widen(&mut widths, &mut free, |place| whole[place].0);
        Some(widths)
    }

    fn drawn(&self, kept: &[usize], widths: &[usize], screen: &Screen) -> String {
        let mut text = String::new();
        let columns: Vec<(usize, &TableColumn, usize)> =
            kept.iter().zip(widths).filter_map(|(index, width)| Some((*index, self.columns.get(*index)?, *width))).collect();
        let heads: Vec<Vec<String>> = columns.iter().map(|(_, column, width)| lines(&column.heading, *width, *width)).collect();
        let tallest = heads.iter().map(Vec::len).max().unwrap_or(0);
        let named = columns.iter().any(|(_, column, _)| !column.heading.is_empty());
        for line in 0..if named { tallest } else { 0 } {
            let cells = heads.iter().zip(&columns).map(|(head, (_, column, width))| {
                // Headings stand on the last line, next to what they name.
                let said = (line + head.len()).checked_sub(tallest).and_then(|place| head.get(place)).map_or("", String::as_str);
                padded(said, &screen.paint(Ink::Heading, said), column.right, *width)
            });
            push_line(&cells.collect::<Vec<_>>(), &mut text);
        }
        for row in &self.rows {
            let cells: Vec<(&TableCell, Vec<String>)> = columns
                .iter()
                .filter_map(|(index, column, width)| {
                    let cell = row.get(*index)?;
                    Some((cell, if column.wraps { cell.fitted(*width) } else { vec![cell.text.clone()] }))
                })
                .collect();
            for line in 0..cells.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0) {
                let parts = cells.iter().zip(&columns).map(|((cell, lines), (_, column, column_width))| {
                    let said = lines.get(line).map_or("", String::as_str);
                    let shown = cell.ink.map_or_else(|| said.to_owned(), |ink| screen.paint(ink, said));
                    match &cell.bar {
                        Some((bar, cells)) => {
                            let bar = if line == 0 { bar.as_str() } else { "" };
                            let gap = cells.saturating_sub(width(bar)) + 1;
                            let drawn = format!("{}{:gap$}", screen.paint(Ink::Bar, bar), "");
                            drawn + &padded(said, &shown, true, column_width.saturating_sub(cells + 1))
                        }
                        None => padded(said, &shown, column.right, *column_width),
                    }
                });
                push_line(&parts.collect::<Vec<_>>(), &mut text);
            }
        }
        text
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Headings {
    /// On one line, and every cell too.
    OneLine,
    /// On two lines, and texts too.
    Stacked,
    /// On two lines, texts as short as they can be.
    Squeezed,
}

/// Spends free columns, one by one, on what lacks most.
fn widen(widths: &mut [usize], free: &mut usize, wanted: impl Fn(usize) -> usize) {
    while *free > 0 {
        let lacks = |place: &usize| wanted(*place).saturating_sub(widths[*place]);
        let Some(place) = (0..widths.len()).rev().max_by_key(lacks).filter(|place| lacks(place) > 0) else { break };
        widths[place] += 1;
        *free -= 1;
    }
}

/// What is shown, with blanks up to the column's width before or after it.
fn padded(plain: &str, shown: &str, right: bool, columns: usize) -> String {
    let pad = columns.saturating_sub(width(plain));
    if right { format!("{:pad$}{shown}", "") } else { format!("{shown}{:pad$}", "") }
}

fn push_line(cells: &[String], text: &mut String) {
    text.push_str(cells.join(&" ".repeat(GAP)).trim_end());
    text.push('\n');
}
