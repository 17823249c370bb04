//! Names as comparisons see them: which words, in which spelling, and how two of them agree.

use deunicode::deunicode;

use super::nickname::classes;
use crate::identity::fold;

/// Words before a name that are no part of it.
const HONORIFICS: [&str; 20] = [
    "dr",
    "prof",
    "professor",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "sir",
    "herr",
    "frau",
    "hr",
    "fr",
    "mme",
    "mlle",
    "ing",
    "dipl",
    "mag",
    "rev",
    "hon",
];
/// Words behind a name that are no part of it.
const CREDENTIALS: [&str; 17] =
    ["phd", "md", "mba", "cpa", "pmp", "msc", "bsc", "ma", "ba", "esq", "cfa", "llm", "jd", "dds", "rn", "pe", "mph"];
/// Words behind a name that tell generations apart.
const GENERATIONS: [&str; 5] = ["jr", "sr", "ii", "iii", "iv"];
/// What exports and people put behind a name: a company, the list that carried a mail.
const ENDS: [&str; 5] = [" | ", " via ", " @ ", " - ", " – "];

/// How well two names agree; better ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameMatch {
    /// The same words in the same order, whatever the case and accents.
    Same,
    /// The same words in another order: `Example, Ann`.
    Reordered,
    /// The same in another spelling or script: `Jürgen` and `Juergen`, `Кирилл` and `Kirill`.
    Transliterated,
    /// One has a middle name or a second family name that the other leaves out.
    MiddleName,
    /// One uses a short form of the given name: `Bob` and `Robert`.
    Nickname,
    /// One shows no name, but an address that spells the other's: `ann.example@…`.
    Address,
    /// One has only an initial for the given name: `A. Example`.
    Initial,
}

impl NameMatch {
    /// The stable word used in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same name",
            Self::Reordered => "same name in another order",
            Self::Transliterated => "same name in another spelling",
            Self::MiddleName => "same name without middle name",
            Self::Nickname => "short form of the name",
            Self::Address => "an address that spells the name",
            Self::Initial => "initial and family name",
        }
    }
}

/// A word of a name in its spellings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Letters under accents: `jurgen`.
    pub(super) plain: String,
    /// With the digraphs that German and the Nordic languages write without umlauts: `juergen`.
    digraph: Option<String>,
    /// What is left of romanisations of one foreign word.
    skeleton: String,
}

impl Word {
    fn new(written: &str) -> Self {
        let latin = written.chars().all(|c| (c as u32) < 0x250);
        let plain = if latin { fold(written) } else { deunicode(written).to_lowercase() };
        let plain: String =
            deunicode(&plain).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        let spelt_out: String = written.to_lowercase().chars().map(spelt_out).collect();
        let digraph: String =
            deunicode(&spelt_out).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        Self { digraph: (latin && digraph != plain).then_some(digraph), skeleton: skeleton(&plain), plain }
    }

    fn is_initial(&self) -> bool {
        self.plain.len() == 1
    }

    /// The spellings in which it may be written elsewhere.
    pub(super) fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.plain.as_str()).chain(self.digraph.as_deref())
    }

    fn is_spelt_like(&self, other: &Self) -> bool {
        self.spellings().any(|one| other.spellings().any(|two| one == two))
    }
}

fn spelt_out(letter: char) -> String {
    match letter {
        'ä' | 'æ' => "ae".to_owned(),
        'ö' | 'ø' | 'œ' => "oe".to_owned(),
        'ü' => "ue".to_owned(),
        'å' => "aa".to_owned(),
        'ß' => "ss".to_owned(),
        other => other.to_string(),
    }
}

/// Romanisations differ in these: `Yuliya`, `Iuliia`, `Julija`.
fn skeleton(plain: &str) -> String {
    let mut text = plain
        .replace("kh", "h")
        .replace("ks", "x")
        .replace("ph", "f")
        .replace("th", "t")
        .replace(['y', 'j'], "i")
        .replace('w', "v");
    for (long, short) in [("ii", "i"), ("ie", "e"), ("iu", "u"), ("ia", "a"), ("iu", "u"), ("tz", "ts"), ("ck", "k"), ("c", "k")]
    {
        text = text.replace(long, short);
    }
    let mut letters = String::with_capacity(text.len());
    for letter in text.chars() {
        if !letters.ends_with(letter) {
            letters.push(letter);
        }
    }
    letters
}

/// A name taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// The given name, then what stands between, then the family name; at least two words.
    pub(super) words: Vec<Word>,
    /// The short given name in brackets: `Jielun (Chris) Chen`.
    called: Option<Word>,
    generation: Option<String>,
    /// Whether the order is sure: a comma says which word is the family name.
    swapped: bool,
    is_foreign: bool,
    /// Whether it was read out of an address.
    pub(super) of_address: bool,
}

impl Name {
    /// Takes a name apart; `None` for one with less than two words, for addresses and numbers, and for what is no name.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.contains(['@', '/', ':']) || text.chars().any(|c| c.is_ascii_digit()) {
            return None;
        }
        let mut text = text;
        for end in ENDS {
            text = text.split(end).next().unwrap_or(text);
        }
        let (outside, inside) = brackets(text);
        let mut parts = outside.split(',').map(str::trim);
        let first = parts.next().unwrap_or_default();
        let second = parts.find(|part| !words_of(part).is_empty());
        let (mut words, swapped) = match second {
            // `Example, Ann`: the part before the comma is the family name. `Ann Example, CEO`: what follows is no name.
            Some(given)
                if words_of(first).len() == 1
                    || words_of(first).len() == 2 && words_of(given).len() <= 2 && !is_title(given) && is_family(first) =>
            {
                (words_of(given).into_iter().chain(words_of(first)).collect::<Vec<_>>(), true)
            }
            _ => (words_of(first), false),
        };
        let mut generation = None;
        words.retain(|word| {
            let folded = fold(word).replace('.', "");
            let is_generation = GENERATIONS.contains(&folded.as_str());
            if is_generation {
                generation = Some(folded.clone());
            }
            !is_generation && !CREDENTIALS.contains(&folded.as_str())
        });
        while words.len() > 2 && words.first().is_some_and(|word| HONORIFICS.contains(&fold(word).trim_end_matches('.'))) {
            words.remove(0);
        }
        let is_foreign = words.iter().any(|word| word.chars().any(|c| c.is_alphabetic() && (c as u32) >= 0x250));
        let words: Vec<Word> = words.iter().map(|word| Word::new(word)).filter(|word| !word.plain.is_empty()).collect();
        let called = inside.filter(|inside| words_of(inside).len() == 1).map(Word::new).filter(|word| word.plain.len() > 1);
        let family_is_whole = words.last().is_some_and(|word| word.plain.len() > 1);
        (words.len() >= 2 && words.len() <= 6 && family_is_whole).then_some(Self {
            words,
            called,
            generation,
            swapped,
            is_foreign,
            of_address: false,
        })
    }

    /// The name that the part of an address before its `@` spells: `ann.example`, `ann_example`. `None` when it does not look like one.
    pub(super) fn of_local_part(local: &str) -> Option<Self> {
        let words: Vec<Word> = local.split(['.', '_']).map(Word::new).collect();
        let sound = words.len() == 2
            && local.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '_'))
            && words.iter().all(|word| word.plain.len() > 1);
        sound.then_some(Self { words, called: None, generation: None, swapped: false, is_foreign: false, of_address: true })
    }

    pub(super) fn given(&self) -> &Word {
        &self.words[0]
    }

    pub(super) fn family(&self) -> &Word {
        &self.words[self.words.len() - 1]
    }

    fn between(&self) -> &[Word] {
        &self.words[1..self.words.len() - 1]
    }

    pub(super) fn has_initial_only(&self) -> bool {
        self.given().is_initial()
    }

    /// Under which keys somebody with an agreeing name may be found.
    pub(super) fn keys(&self, keys: &mut Vec<String>) {
        let first = keys.len();
        let ends = [(self.given(), self.family()), (self.family(), self.given())];
        for (given, family) in ends.into_iter().take(if self.swapped { 1 } else { 2 }) {
            for family in family.spellings() {
                for given in given.spellings().chain(self.called.as_ref().map(|word| word.plain.as_str())) {
                    keys.push(format!("{given} {family}"));
                    keys.extend(classes(given).map(|class| format!("{class} {family}")));
                }
            }
        }
        keys.push(format!("~{} {}", self.given().skeleton, self.family().skeleton));
        if let Some(initial) = self.given().plain.get(..1) {
            keys.extend(self.family().spellings().map(|family| format!("{initial}. {family}")));
        }
        keys[first..].sort_unstable();
        let mut own = keys.split_off(first);
        own.dedup();
        keys.append(&mut own);
    }

    /// How two names agree; `None` when they do not.
    pub(super) fn agrees_with(&self, other: &Self) -> Option<NameMatch> {
        if self.generation.is_some() && other.generation.is_some() && self.generation != other.generation {
            return None;
        }
        let found = self.compare(other)?;
        Some(if self.of_address || other.of_address { found.max(NameMatch::Address) } else { found })
    }

    fn compare(&self, other: &Self) -> Option<NameMatch> {
        let plain = |name: &Self| name.words.iter().map(|word| word.plain.clone()).collect::<Vec<_>>();
        let (one, two) = (plain(self), plain(other));
        if one == two {
            return Some(NameMatch::Same);
        }
        let (mut sorted_one, mut sorted_two) = (one, two);
        sorted_one.sort_unstable();
        sorted_two.sort_unstable();
        if sorted_one == sorted_two && !(self.has_initial_only() || other.has_initial_only()) {
            return Some(NameMatch::Reordered);
        }
        let foreign = self.is_foreign || other.is_foreign;
        let spelt_like = |a: &Word, b: &Word| a.is_spelt_like(b) || foreign && a.skeleton == b.skeleton && a.skeleton.len() > 1;
        if !spelt_like(self.family(), other.family()) {
            return self.reordered(other, &spelt_like);
        }
        let middle = middles(self.between(), other.between(), &spelt_like)?;
        if spelt_like(self.given(), other.given()) {
            let same = self.given().plain == other.given().plain && self.family().plain == other.family().plain;
            return Some(if middle {
                NameMatch::MiddleName
            } else if same {
                NameMatch::Same
            } else {
                NameMatch::Transliterated
            });
        }
        let called = |name: &Self, given: &Word| name.called.as_ref().is_some_and(|word| spelt_like(word, given));
        if called(self, other.given()) || called(other, self.given()) || share_class(self.given(), other.given()) {
            return Some(NameMatch::Nickname);
        }
        let initial = |a: &Word, b: &Word| a.is_initial() && b.plain.starts_with(&a.plain);
        (initial(self.given(), other.given()) || initial(other.given(), self.given())).then_some(NameMatch::Initial)
    }

    /// Names of two words, one of them turned around: their spellings may differ as well.
    fn reordered(&self, other: &Self, spelt_like: &impl Fn(&Word, &Word) -> bool) -> Option<NameMatch> {
        let turned = self.words.len() == 2 && other.words.len() == 2 && !self.swapped && !other.swapped;
        (turned && spelt_like(self.given(), other.family()) && spelt_like(self.family(), other.given()))
            .then_some(NameMatch::Reordered)
    }
}

/// Whether the words between differ in being left out only (true), or not at all (false); `None` when they contradict each other.
fn middles(one: &[Word], other: &[Word], spelt_like: &impl Fn(&Word, &Word) -> bool) -> Option<bool> {
    let agree = |a: &Word, b: &Word| {
        spelt_like(a, b) || a.is_initial() && b.plain.starts_with(&a.plain) || b.is_initial() && a.plain.starts_with(&b.plain)
    };
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|candidate| agree(word, candidate))).then_some(short.len() != long.len())
}

fn share_class(one: &Word, other: &Word) -> bool {
    one.spellings().any(|a| other.spellings().any(|b| classes(a).any(|class| classes(b).any(|known| class == known))))
}

fn words_of(text: &str) -> Vec<&str> {
    text.split([' ', '\u{a0}', '\t']).filter(|word| word.chars().any(char::is_alphabetic)).collect()
}

/// Text outside of brackets, and the first text within.
fn brackets(text: &str) -> (String, Option<&str>) {
    match text.split_once('(') {
        Some((before, rest)) => {
            let (inside, after) = rest.split_once(')').unwrap_or((rest, ""));
            (format!("{before} {after}"), Some(inside))
        }
        None => (text.to_owned(), None),
    }
}

fn is_title(text: &str) -> bool {
    words_of(text).iter().all(|word| {
        let folded = fold(word).replace('.', "");
        CREDENTIALS.contains(&folded.as_str()) || GENERATIONS.contains(&folded.as_str()) || word.chars().all(char::is_uppercase)
    })
}

/// Family names of two words begin with a small word: `van Dyk, Ann`.
fn is_family(text: &str) -> bool {
    words_of(text).first().is_some_and(|word| word.starts_with(char::is_lowercase))
}
