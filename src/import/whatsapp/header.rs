//! The beginning of a message's first line: date, time and what stands around them, in the spellings of phones and languages.

use std::ops::ControlFlow;

/// Most characters between the date and the time, and between the time and the end of the header.
const MOST_BETWEEN: usize = 16;

/// Words between date and time that say nothing.
const JOINTS: [&str; 12] = ["", "à", "às", "at", "um", "klo", "kl", "в", "о", "om", "alle", "a las"];

/// Words of the first half of the day, folded by [`folded`].
const MORNING: [&str; 16] =
    ["am", "a", "ص", "上午", "凌晨", "早上", "清晨", "午前", "오전", "πμ", "öö", "fm", "de", "ap", "vm", "дп"];

/// Words of the second half.
const AFTERNOON: [&str; 17] =
    ["pm", "p", "م", "下午", "晚上", "傍晚", "午後", "오후", "μμ", "ös", "em", "du", "ip", "nm", "пп", "слоб", "md"];

/// Where a date has its year of four digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Year {
    /// `2021-03-18`.
    First,
    /// `18.03.2021`.
    Last,
    /// `18.03.21`, or `21/3/18`.
    Short,
}

/// What is the same in every header of one file; a line of another shape is quoted text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Shape {
    /// `[…]` around date and time (iOS), or ` - ` after them (Android).
    pub(super) bracketed: bool,
    /// Between the numbers of the date.
    pub(super) separator: char,
    /// Where the year stands.
    pub(super) year: Year,
    /// Seconds are given.
    pub(super) seconds: bool,
}

/// The beginning of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header<'a> {
    /// The numbers of the date, as they stand.
    pub(super) date: [u16; 3],
    /// The second of the day; `None` when there is no such time of day.
    pub(super) second_of_day: Option<u32>,
    /// How it is written.
    pub(super) shape: Shape,
    /// A word between date and time that only the French write.
    pub(super) french: bool,
    /// What follows: a sender and text, or a sentence of the service.
    pub(super) rest: &'a str,
}

/// Marks that are not seen: byte order marks, and those that steer the direction of writing.
pub(super) fn is_mark(character: char) -> bool {
    matches!(character, '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a line could begin a message, by its first bytes only.
pub(super) fn may_begin(line: &[u8]) -> bool {
    // Beyond ASCII stand marks and the digits of other scripts.
    line.first().is_some_and(|&byte| byte == b'[' || byte.is_ascii_digit() || byte >= 0x80 || byte == b' ')
}

/// Reads the header of a line; `None` when the line continues a message.
pub(super) fn parse(line: &str) -> Option<Header<'_>> {
    let mut scan = Scan { rest: line };
    scan.skip_blanks();
    let bracketed = scan.take('[');
    let (first, first_digits) = scan.number()?;
    let separator = scan.separator()?;
    let (second, _) = scan.number()?;
    if scan.separator()? != separator {
        return None;
    }
    let (third, third_digits) = scan.number()?;
    let year = match (first_digits, third_digits) {
        (4, 1..=2) => Year::First,
        (1..=2, 4) => Year::Last,
        (1..=2, 1..=2) => Year::Short,
        _ => return None,
    };
    let before = folded(scan.until_digit()?);
    let mut half = half_of_day(&before);
    if half.is_none() && !JOINTS.contains(&before.as_str()) {
        return None;
    }
    let (hour, _) = scan.number()?;
    if !scan.clock_separator() {
        return None;
    }
    let (minute, _) = scan.number()?;
    let mut second_number = None;
    let behind_minute = scan.rest;
    if scan.take(':') || scan.take('.') {
        match scan.number() {
            Some((number, _)) => second_number = Some(number),
            // The point of `12.24.` ends a word.
            None => scan.rest = behind_minute,
        }
    }
    let after = folded(scan.until_end(bracketed)?);
    if !after.is_empty() {
        half = Some(half_of_day(&after)?);
    }
    Some(Header {
        date: [first, second, third],
        second_of_day: second_of_day(hour, minute, second_number.unwrap_or(0), half),
        shape: Shape { bracketed, separator, year, seconds: second_number.is_some() },
        french: before == "à",
        rest: scan.rest.trim_start_matches([' ', '\u{feff}', '\u{a0}']),
    })
}

fn second_of_day(hour: u16, minute: u16, second: u16, half: Option<Half>) -> Option<u32> {
    let hour = match half {
        Some(Half::Morning) if hour == 12 => 0,
        Some(Half::Noon) if hour < 11 => hour + 12,
        Some(Half::Afternoon) if hour < 12 => hour + 12,
        _ => hour,
    };
    // A leap second counts as the second before it.
    (hour < 24 && minute < 60 && second <= 60)
        .then(|| u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second.min(59)))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    /// `中午`, from eleven to two.
    Noon,
    Afternoon,
}

fn half_of_day(word: &str) -> Option<Half> {
    if MORNING.contains(&word) {
        Some(Half::Morning)
    } else if AFTERNOON.contains(&word) {
        Some(Half::Afternoon)
    } else if word == "中午" {
        Some(Half::Noon)
    } else {
        None
    }
}

/// A word without its points, blanks and marks, in lower case: `p. m.` and `PM` are one.
fn folded(text: &str) -> String {
    let kept = text.chars().filter(|&c| !(c.is_whitespace() || is_mark(c) || matches!(c, '.' | ',' | '،' | '\'' | '`')));
    kept.flat_map(char::to_lowercase).collect()
}

/// The value of a digit of the scripts in which phones write dates.
fn digit(character: char) -> Option<u16> {
    let zero = match character {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        '\u{9e6}'..='\u{9ef}' => '\u{9e6}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    u16::try_from(u32::from(character) - u32::from(zero)).ok()
}

/// A place in a line.
struct Scan<'a> {
    rest: &'a str,
}

impl<'a> Scan<'a> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() || is_mark(c));
    }

    fn take(&mut self, wanted: char) -> bool {
        let rest = self.rest.trim_start_matches(is_mark);
        let found = rest.strip_prefix(wanted);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    /// A number of one to four digits, with how many.
    fn number(&mut self) -> Option<(u16, usize)> {
        self.skip_blanks();
        let (mut value, mut digits, mut end) = (0, 0, 0);
        for (at, character) in self.rest.char_indices() {
            let Some(next) = digit(character) else { break };
            digits += 1;
            if digits > 4 {
                return None;
            }
            value = value * 10 + next;
            end = at + character.len_utf8();
        }
        self.rest = self.rest.get(end..)?;
        (digits > 0).then_some((value, digits))
    }

    /// Between the numbers of a date, perhaps with blanks around it.
    fn separator(&mut self) -> Option<char> {
        self.skip_blanks();
        let found = self.rest.chars().next().filter(|c| matches!(c, '/' | '.' | '-' | '年' | '月' | '⁄'))?;
        self.rest = self.rest.get(found.len_utf8()..)?;
        // One kind, as `2018年1月29日` has two.
        Some(if found == '月' { '年' } else { found })
    }

    /// Between hour and minute: `12:24`, `12.24`, `12 h 24`.
    fn clock_separator(&mut self) -> bool {
        self.take(':') || self.take('.') || {
            self.skip_blanks();
            self.take('h') || self.take('時')
        }
    }

    /// What stands before the next digit, if it is short.
    fn until_digit(&mut self) -> Option<&'a str> {
        let found = self.rest.char_indices().take(MOST_BETWEEN).try_for_each(|(at, character)| match digit(character) {
            Some(_) => ControlFlow::Break(at),
            None => ControlFlow::Continue(()),
        });
        let ControlFlow::Break(at) = found else { return None };
        let (before, rest) = self.rest.split_at_checked(at)?;
        self.rest = rest;
        Some(before.trim_start_matches('日'))
    }

    /// What stands before the end of the header, if it is short: `]`, or a dash between blanks.
    fn until_end(&mut self, bracketed: bool) -> Option<&'a str> {
        for (at, character) in self.rest.char_indices().take(MOST_BETWEEN) {
            let ends = if bracketed { character == ']' } else { matches!(character, '-' | '–') };
            if ends {
                let before = self.rest.get(..at)?;
                let after = self.rest.get(at + character.len_utf8()..)?;
                if !bracketed
                    && !(before.ends_with(char::is_whitespace) && (after.is_empty() || after.starts_with([' ', '\u{a0}'])))
                {
                    return None;
                }
                self.rest = after;
                return Some(before);
            }
            if digit(character).is_some() {
                return None;
            }
        }
        None
    }
}
