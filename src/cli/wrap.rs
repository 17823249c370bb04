//! How wide a text is on a terminal, and how it is cut and wrapped to fit.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// Columns that a text takes.
///
/// Summed over characters, as most terminals count; where a terminal draws several as one (an emoji with its skin tone, an Arabic
/// ligature) this is too much and never too little, so nothing runs over the edge.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|character| character.width().unwrap_or(0)).sum()
}

/// The text cut at its end to `most` columns, with an ellipsis where something is missing.
pub(super) fn cut(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let (head, _) = split(text, most.saturating_sub(1));
    format!("{}…", head.trim_end())
}

/// The text cut in its middle: of names and handles, the ends tell more apart than the beginnings alone.
pub(super) fn cut_middle(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(1);
    let (head, _) = split(text, room.div_ceil(2));
    let (mut tail, mut used) = (text.len(), 0);
    for (start, grapheme) in text.grapheme_indices(true).rev() {
        used += width(grapheme);
        if used > room / 2 {
            break;
        }
        tail = start;
    }
    format!("{}…{}", head.trim_end(), text.get(tail..).unwrap_or_default().trim_start())
}

/// The text parted where it reaches `most` columns, between characters as people see them.
fn split(text: &str, most: usize) -> (&str, &str) {
    let mut used = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        used += width(grapheme);
        if used > most {
            return text.split_at(start);
        }
    }
    (text, "")
}

/// The lines of a text of which the first has `first` columns and the others `rest`; lines are broken at blanks, and inside a word
/// only where it is longer than a line. Narrow blanks, as between a number and its unit, do not break.
pub(super) fn lines(text: &str, first: usize, rest: usize) -> Vec<String> {
    let (mut room, rest) = (first.max(2), rest.max(2));
    let mut lines = Vec::new();
    let mut line = String::new();
    for chunk in chunks(text, rest) {
        let mut chunk = chunk;
        if line.is_empty() && lines.is_empty() && (room + 1..=rest).contains(&width(chunk)) {
            lines.push(String::new());
            room = rest;
        } else if !line.is_empty() {
            if width(&line) + 1 + width(chunk) <= room {
                line.push(' ');
                line.push_str(chunk);
                continue;
            }
            lines.push(std::mem::take(&mut line));
            room = rest;
        }
        while width(chunk) > room {
            let (head, tail) = broken(chunk, room);
            lines.push(head.to_owned());
            (chunk, room) = (tail, rest);
        }
        chunk.clone_into(&mut line);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// A word that is longer than a line, parted after a sign where there is one in the second half of the line.
fn broken(word: &str, room: usize) -> (&str, &str) {
    let (head, _) = match split(word, room) {
        ("", _) => word.split_at(word.chars().next().map_or(0, char::len_utf8)),
        parts => parts,
    };
    let sign = head
        .rfind(['-', '/', '@', '.', '_', ','])
        .map(|at| at + 1)
        .filter(|at| width(head.get(..*at).unwrap_or_default()) > room / 2);
    word.split_at(sign.unwrap_or(head.len()))
}

/// What is not broken: words, and commands to type that fit on a line.
fn chunks(text: &str, most: usize) -> Vec<&str> {
    let mut chunks: Vec<&str> = Vec::new();
    let mut rest = text.trim_matches(' ');
    while !rest.is_empty() {
        let is_command = rest.starts_with("acquaint ") && chunks.last().is_some_and(|before| before.ends_with(':'));
        let end = if is_command { command_end(rest) } else { rest.find(' ').unwrap_or(rest.len()) };
        let (chunk, after) = rest.split_at(end);
        if is_command && width(chunk) > most {
            chunks.extend(chunk.split(' ').filter(|word| !word.is_empty()));
        } else {
            chunks.push(chunk);
        }
        rest = after.trim_start_matches(' ');
    }
    chunks
}

/// Where a command ends: at the word that closes a part of the sentence, or where the sentence does.
fn command_end(text: &str) -> usize {
    let mut end = 0;
    for word in text.split(' ') {
        end += word.len();
        if word.ends_with([';', ',', ')']) || word.ends_with('.') {
            return end;
        }
        end += 1;
    }
    text.len()
}

/// A text begun by `lead`, its further lines indented by `hanging` blanks, each line ended.
pub(super) fn wrapped(lead: &str, hanging: usize, text: &str, columns: usize) -> String {
    let hanging = hanging.min(columns / 3);
    let mut block = String::new();
    for (place, line) in lines(text, columns.saturating_sub(width(lead)), columns.saturating_sub(hanging)).iter().enumerate() {
        let line = if place == 0 { format!("{lead}{line}") } else { format!("{:hanging$}{line}", "") };
        block.push_str(line.trim_end());
        block.push('\n');
    }
    block
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked_and_nothing_is_lost(text in "\\PC{0,80}", first in 2_usize..40, rest in 2_usize..40) {
            let lines = lines(&text, first, rest);
            for (place, line) in lines.iter().enumerate() {
                let room = if place == 0 { first } else { rest };
                prop_assert!(width(line) <= room, "{line:?} in {room}");
            }
            let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }

        #[test]
        fn what_is_cut_fits(text in "\\PC{0,60}", most in 1_usize..40) {
            for cut in [cut(&text, most), cut_middle(&text, most)] {
                prop_assert!(width(&cut) <= most, "{cut:?} in {most}");
                prop_assert!(cut == text || cut.contains('…'));
            }
        }
    }

    #[test]
    fn wide_characters_count_twice_and_marks_not_at_all() {
        assert_eq!([width("高橋"), width("e\u{301}"), width("ไม้"), width("👍")], [4, 1, 2, 2]);
        assert_eq!(cut("高橋 健太", 6), "高橋…");
        assert_eq!(cut_middle("ann@example.org", 9), "ann@….org");
    }

    #[test]
    fn a_command_to_type_stays_on_one_line_where_it_fits() {
        let text = "search: acquaint people NAME; or say who you are: acquaint config set me A";
        assert_eq!(lines(text, 30, 30), ["search: acquaint people NAME;", "or say who you are:", "acquaint config set me A"]);
        assert_eq!(wrapped("  hint: ", 8, "one two", 13), "  hint: one\n    two\n");
    }
}
