//! The embedded font: registration, widths, and what it can draw. The system's fonts are never asked for.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef};
use plotters::style::{FontStyle, register_font};
use unicode_segmentation::UnicodeSegmentation;

use crate::render::text::Untrusted;

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

/// What a bitmap can show of a text: every run of characters without a glyph becomes one box, marks that only join or vary
/// letters go, and right-to-left runs are put in visual order (letters stay unjoined: a bitmap has no shaping engine).
pub(super) fn drawable(text: &str) -> String {
    let legible = Untrusted::new(text).legible();
    let mut shown = String::with_capacity(legible.len());
    for character in legible.chars().filter(|character| !is_joining(*character)) {
        if has_glyph(character) {
            shown.push(character);
        } else if !shown.ends_with(MISSING) {
            shown.push(MISSING);
        }
    }
    in_visual_order(&shown)
}

/// Reverses each stretch from a right-to-left letter to the last one before a left-to-right letter; numbers keep their order.
fn in_visual_order(text: &str) -> String {
    let graphemes: Vec<&str> = text.graphemes(true).collect();
    let right_to_left = |grapheme: &str| grapheme.chars().next().is_some_and(is_right_to_left);
    let mut ordered = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(grapheme) = graphemes.get(at) {
        if !right_to_left(grapheme) {
            ordered.push_str(grapheme);
            at += 1;
            continue;
        }
        let run = graphemes.iter().skip(at).take_while(|g| right_to_left(g) || !g.chars().any(char::is_alphabetic));
        let length = run.enumerate().filter(|(_, g)| right_to_left(g)).map(|(index, _)| index + 1).last().unwrap_or(1);
        let mut number = String::new();
        for grapheme in graphemes.iter().skip(at).take(length).rev() {
            if grapheme.chars().all(char::is_numeric) {
                number.insert_str(0, grapheme);
            } else {
                ordered.push_str(&std::mem::take(&mut number));
                ordered.push_str(grapheme);
            }
        }
        ordered.push_str(&number);
        at += length;
    }
    ordered
}

/// Hebrew, Arabic and their neighbours, and Arabic presentation forms.
fn is_right_to_left(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}') && !character.is_numeric()
}

/// Marks without a width of their own.
fn is_joining(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::{drawable, shorten, width, wrap};

    #[test]
    fn runs_without_glyphs_become_one_box() {
        assert_eq!(drawable("李小龍 Bruce 🦀🦀"), "□ Bruce □");
        assert_eq!(drawable("a\u{0}b\u{200d}c"), "a\u{fffd}bc");
    }

    #[test]
    fn right_to_left_runs_are_put_in_visual_order() {
        assert_eq!(drawable("Dr. אבג דה 42 ו, Rome"), "Dr. ו 42 הד גבא, Rome");
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
