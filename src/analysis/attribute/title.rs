//! Titles as words, and which phrases of a table they hold.

use crate::identity::fold;

/// A kind and the phrases that tell it, separated by commas. They are folded; one that begins with `-` is the end of a compound word.
pub(super) type Table<T> = [(T, &'static str)];

/// Who is somebody's right hand: what follows is the other one's title.
const HANDS: [&str; 12] = [
    "assistant",
    "assistante",
    "assistent",
    "assistentin",
    "assistenz",
    "assistente",
    "asistente",
    "pa",
    "secretary",
    "secretaire",
    "sekretar",
    "sekretarin",
];
const OF: [&str; 13] = ["to", "der", "des", "de", "du", "del", "della", "do", "da", "di", "von", "zur", "dem"];

/// The words of a title, folded. `Assistant to the Managing Director` is no managing director: what follows is left out.
pub(super) fn words(title: &str) -> Vec<String> {
    let folded = fold(title);
    let mut words: Vec<String> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let to = words.windows(2).position(|two| HANDS.contains(&two[0].as_str()) && OF.contains(&two[1].as_str()));
    if let Some(at) = to {
        words.truncate(at + 1);
    }
    words
}

/// A phrase found in a title.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit<T> {
    pub(super) kind: T,
    start: usize,
    pub(super) words: usize,
}

/// All phrases found, in the order of the table, without those that lie within a longer one: in `vice president` there is no
/// president.
pub(super) fn hits<T: Copy>(words: &[String], table: &Table<T>) -> Vec<Hit<T>> {
    let mut found: Vec<Hit<T>> = Vec::new();
    for &(kind, phrases) in table {
        for phrase in phrases.split(", ") {
            let parts: Vec<&str> = phrase.split(' ').collect();
            let starts = words
                .windows(parts.len())
                .enumerate()
                .filter(|(_, window)| window.iter().zip(&parts).all(|(word, part)| is_word(word, part)));
            found.extend(starts.map(|(start, _)| Hit { kind, start, words: parts.len() }));
        }
    }
    let ends = |hit: &Hit<T>| (hit.start, hit.start + hit.words);
    let spans: Vec<(usize, usize)> = found.iter().map(ends).collect();
    found.retain(|hit| {
        let (start, end) = ends(hit);
        !spans.iter().any(|&(from, to)| from <= start && end <= to && to - from > end - start)
    });
    found
}

/// Whether a word is that of the table, also with the German ending for women, or ends as the table says.
fn is_word(word: &str, wanted: &str) -> bool {
    let stem = word.strip_suffix("in").unwrap_or(word);
    match wanted.strip_prefix('-') {
        Some(ending) => [word, stem].iter().any(|form| form.len() > ending.len() && form.ends_with(ending)),
        None => word == wanted || stem == wanted,
    }
}
