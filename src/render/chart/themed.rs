//! A painted SVG for a page: colours follow the page's style sheet, the size follows the column, the ground is the page's own.

use super::palette::Color;

/// Repeated on every element by the backend; given once on the root instead, or the default anyway.
const REPEATED: [&str; 2] = [" opacity=\"1\"", " font-family=\"DejaVu Sans, Verdana, sans-serif\""];

/// Turns what the backend wrote, with encoded colours, into what a page embeds: no size, no `style`, no identifiers that could clash
/// with those of other charts in the page.
///
/// Only what stands in tags is touched: a name that looks like an attribute stays as it is.
pub(super) fn themed(document: &str, root: &str) -> String {
    let mut page = String::with_capacity(document.len());
    let mut rest = document;
    let mut is_first = true;
    while let Some((words, from_tag)) = rest.split_once('<') {
        page.push_str(words.trim_matches('\n'));
        let (tag, after) = from_tag.split_once('>').unwrap_or((from_tag, ""));
        page.push('<');
        if is_first {
            page.push_str(root);
        } else {
            push_tag(&mut page, tag);
        }
        page.push('>');
        is_first = false;
        rest = after;
    }
    page
}

/// One tag with its encoded colours resolved.
fn push_tag(page: &mut String, tag: &str) {
    let mut kept = tag.to_owned();
    for repeated in REPEATED {
        kept = kept.replace(repeated, "");
    }
    let mut rest = kept.as_str();
    while let Some((before, code)) = rest.split_once("=\"#") {
        page.push_str(before);
        let (code, after) = code.split_once('"').unwrap_or((code, ""));
        match encoded(code).and_then(Color::decoded) {
            Some(color) => page.push_str(&format!("=\"{}\"", color.css())),
            None => page.push_str(&format!("=\"#{code}\"")),
        }
        rest = after;
    }
    page.push_str(rest);
}

/// `1F2328` as its three bytes.
fn encoded(code: &str) -> Option<(u8, u8, u8)> {
    let channel = |at: usize| code.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
    Some((channel(0)?, channel(2)?, channel(4).filter(|_| code.len() == 6)?))
}

#[cfg(test)]
mod tests {
    use super::themed;

    #[test]
    fn colours_of_tags_become_roles_and_words_stay() {
        let painted = "<svg width=\"9\" height=\"9\" viewBox=\"0 0 9 9\">\n<text opacity=\"1\" fill=\"#016400\">\nfill=&quot;#016400&quot;\n</text>\n</svg>";
        assert_eq!(
            themed(painted, "svg viewBox=\"0 0 9 9\""),
            "<svg viewBox=\"0 0 9 9\"><text fill=\"var(--chart-ink, #1f2328)\">fill=&quot;#016400&quot;</text></svg>"
        );
    }
}
