//! The embedded font: registration, widths, and what it can draw. The system's fonts are never asked for.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef};
use plotters::style::{FontStyle, register_font};
use unicode_segmentation::UnicodeSegmentation;

/// The family as SVG names it: where the embedded font is missing, one of the same width, then any that covers the script.
pub(super) const FAMILY: &str = "DejaVu Sans, Verdana, sans-serif";

static REGULAR: &[u8] = include_bytes!("font/DejaVuSans.ttf");
static BOLD: &[u8] = include_bytes!("font/DejaVuSans-Bold.ttf");

/// The height of the font's line in ems, which is what bitmap sizes are measured in.
const LINE_EMS: f64 = 1.164;
/// What stands for characters that the embedded font lacks.
const MISSING: char = '□';

struct Faces {
    regular: FontRef<'static>,
    bold: FontRef<'static>,
}

/// Makes the font known to plotters, once for the process; `false` when the embedded font cannot be read.
pub(super) fn register() -> bool {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    *REGISTERED.get_or_init(|| {
        register_font(FAMILY, FontStyle::Normal, REGULAR).is_ok() && register_font(FAMILY, FontStyle::Bold, BOLD).is_ok()
    })
}

/// The plotters size at which a bitmap shows letters of this em.
pub(super) fn bitmap_size(em: f64) -> f64 {
    em * LINE_EMS
}

fn faces() -> Option<&'static Faces> {
    static FACES: OnceLock<Option<Faces>> = OnceLock::new();
    FACES
        .get_or_init(|| {
            Some(Faces { regular: FontRef::try_from_slice(REGULAR).ok()?, bold: FontRef::try_from_slice(BOLD).ok()? })
        })
        .as_ref()
}

/// Whether the embedded font has a glyph for a character.
fn has_glyph(character: char) -> bool {
    faces().is_some_and(|faces| faces.regular.glyph_id(character).0 != 0)
}

/// The width of a line in pixels, at an em of so many pixels.
pub(super) fn width(text: &str, em: f64, bold: bool) -> f64 {
    let Some(faces) = faces() else { return text.chars().count() as f64 * em };
    let face = if bold { &faces.bold } else { &faces.regular };
    let units = f64::from(face.units_per_em().unwrap_or(2048.0));
    let ems: f64 = text
        .chars()
        .map(|character| match face.glyph_id(character) {
            _ if is_joining(character) => 0.0,
            // A viewer's own font fills in; ideographs and pictures are as wide as they are high.
            ab_glyph::GlyphId(0) => 1.05,
            glyph => f64::from(face.h_advance_unscaled(glyph)) / units,
        })
        .sum();
    ems * em
}

/// Text cut at a grapheme to fit a width, marked with an ellipsis.
pub(super) fn shorten(text: &str, max_width: f64, em: f64, bold: bool) -> String {
    if width(text, em, bold) <= max_width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = width("…", em, bold);
    for grapheme in text.graphemes(true) {
        used += width(grapheme, em, bold);
        if used > max_width {
            break;
        }
        kept.push_str(grapheme);
    }
    format!("{}…", kept.trim_end())
}

/// Text on at most `max_lines` lines of a width, broken between words; the rest is marked as cut.
pub(super) fn wrap(text: &str, max_width: f64, em: f64, bold: bool, max_lines: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let full = lines.len() == max_lines;
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), em, bold) <= max_width => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if full => {
                *line = shorten(&format!("{line} {word}"), max_width, em, bold);
                break;
            }
            _ => lines.push(shorten(word, max_width, em, bold)),
        }
    }
    lines
}

/// What a bitmap can show of a text, in the order in which it is read: Arabic letters take the forms in which they join, letters
/// of scripts that the font lacks are written in Latin ones, everything else it lacks becomes a box, and marks that only join or
/// vary letters go.
pub(super) fn shown(text: &str) -> String {
    let joined = ar_reshaper::reshape_line(text);
    // A joined form that the font lacks is worse than letters that stand apart.
    let text =
        if joined.chars().all(|character| has_glyph(character) || !is_presentation_form(character)) { &joined } else { text };
    let mut shown = String::with_capacity(text.len());
    let mut is_after_latin_form = false;
    for character in text.chars().filter(|character| !is_joining(*character)) {
        if has_glyph(character) {
            if is_after_latin_form && character.is_alphanumeric() {
                shown.push(' ');
            }
            is_after_latin_form = false;
            shown.push(character);
            continue;
        }
        match deunicode::deunicode_char(character) {
            // A mark on the letter before.
            Some("") => {}
            Some(latin) if character.is_alphabetic() => {
                // An ideograph is a word of its own, `Li `; letters of an alphabet run on.
                let is_word = latin.ends_with(' ');
                let parted = shown.is_empty() || shown.ends_with(char::is_whitespace);
                if !parted && (is_word || !is_after_latin_form) && shown.ends_with(char::is_alphanumeric) {
                    shown.push(' ');
                }
                let begins = shown.chars().next_back().is_none_or(|before| !before.is_alphanumeric());
                let mut letters = latin.trim_end().chars();
                // Scripts without capitals would give names without them.
                shown.extend(letters.next().map(|first| if begins { first.to_ascii_uppercase() } else { first }));
                shown.push_str(letters.as_str());
                is_after_latin_form = true;
            }
            _ if !shown.ends_with(MISSING) => shown.push(MISSING),
            _ => {}
        }
    }
    shown
}

/// A line as a bitmap draws it, from left to right: stretches from right to left are turned round by the Unicode rules.
pub(super) fn in_visual_order(line: &str) -> String {
    let info = unicode_bidi::ParagraphBidiInfo::new(line, Some(unicode_bidi::Level::ltr()));
    if info.has_rtl() { info.reorder_line(0..line.len()).into_owned() } else { line.to_owned() }
}

/// Arabic letters in a joined form.
fn is_presentation_form(character: char) -> bool {
    matches!(character, '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Marks without a width of their own.
fn is_joining(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::{has_glyph, in_visual_order, shorten, shown, width, wrap};

    #[test]
    fn letters_the_font_lacks_are_written_in_latin_ones_and_pictures_become_one_box() {
        assert_eq!(shown("李小龍 Bruce 🦀🦀"), "Li Xiao Long Bruce □");
        assert_eq!(shown("a\u{200d}b"), "ab");
        for name in ["สมชาย ใจดี", "김민준", "अनिल कुमार", "田中さくら", "Ann李Lee"]
        {
            let shown = shown(name);
            assert!(!shown.contains('□') && shown.chars().all(has_glyph), "{name}: {shown}");
        }
        assert_eq!(shown("Ann李Lee"), "Ann Li Lee");
        assert_eq!(shown("Zoë Müller-Łukasiewicz, Иван Петров, Νίκος"), "Zoë Müller-Łukasiewicz, Иван Петров, Νίκος");
    }

    #[test]
    fn arabic_letters_join_and_run_from_the_right() {
        let joined = shown("محمد علي");
        assert!(joined.chars().all(has_glyph) && !joined.contains('م'), "{joined}");
        let line = in_visual_order(&joined);
        assert_eq!(line.chars().rev().collect::<String>(), joined);
    }

    #[test]
    fn right_to_left_runs_are_put_in_visual_order() {
        assert_eq!(in_visual_order("Dr. אבג דה 42 ו, Rome"), "Dr. ו 42 הד גבא, Rome");
        assert_eq!(in_visual_order("Ann (100 %)"), "Ann (100 %)");
    }

    #[test]
    fn cutting_and_wrapping_keep_within_the_width() {
        let name = "Wolfeschlegelsteinhausenbergerdorff".repeat(300);
        assert!(width(&shorten(&name, 120.0, 12.0, false), 12.0, false) <= 120.0);
        let lines = wrap(&format!("A finding about {name} and then some"), 300.0, 19.0, true, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| width(line, 19.0, true) <= 300.0), "{lines:?}");
        assert!(lines[1].ends_with('…'));
    }
}
