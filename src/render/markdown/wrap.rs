//! Lines of a sensible length.

use super::table::columns_of;

/// Terminal columns of a line of prose.
const COLUMNS: usize = 100;

/// Writes escaped text as a paragraph.
pub(super) fn paragraph(page: &mut String, text: &str) {
    item(page, "", text);
}

/// Writes escaped text behind a mark, `- `; further lines are set in by as much.
pub(super) fn item(page: &mut String, mark: &str, text: &str) {
    let indent = " ".repeat(mark.len());
    page.push_str(mark);
    let mut width = mark.len();
    for (place, word) in text.split(' ').enumerate() {
        let columns = columns_of(word);
        if place > 0 && width + 1 + columns > COLUMNS && !begins_block(word) {
            page.push('\n');
            page.push_str(&indent);
            width = indent.len();
        } else if place > 0 {
            page.push(' ');
            width += 1;
        }
        page.push_str(word);
        width += columns;
    }
    page.push('\n');
}

/// Whether a word would mean a list, a heading or a rule at the beginning of a line.
fn begins_block(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = digits > 0 && matches!(word.get(digits..), Some("." | ")"));
    numbered || word.starts_with(['-', '+', '=', ':', '!', '%']) || word.is_empty()
}

#[cfg(test)]
mod tests {
    use super::item;

    fn wrapped(text: &str) -> String {
        let mut page = String::new();
        item(&mut page, "- ", text);
        page
    }

    #[test]
    fn long_prose_is_wrapped_and_no_line_begins_a_list_by_chance() {
        let text = format!("{} - 2026. and so on", "word ".repeat(19).trim_end());
        let page = wrapped(&text);
        assert!(page.lines().all(|line| line.chars().count() <= 101), "{page}");
        assert!(page.lines().count() == 2 && page.lines().all(|line| !line.trim_start().starts_with("2026.")), "{page}");
        assert_eq!(page.split_whitespace().skip(1).collect::<Vec<_>>(), text.split_whitespace().collect::<Vec<_>>());
        // A word that is longer than a line stays whole.
        assert_eq!(wrapped(&"x".repeat(300)).lines().count(), 1);
    }
}
