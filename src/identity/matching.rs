//! Whether what somebody typed means what a card says: companies, titles, topics and names, word by word.

use strsim::osa_distance;

use super::company::company_words;
use super::{Person, fold};

/// What titles are shortened to, and what it stands for.
const TITLES: [(&str, &str); 22] = [
    ("asst", "assistant"),
    ("ceo", "chief executive officer"),
    ("cfo", "chief financial officer"),
    ("cio", "chief information officer"),
    ("ciso", "chief information security officer"),
    ("cmo", "chief marketing officer"),
    ("coo", "chief operating officer"),
    ("cto", "chief technology officer"),
    ("dir", "director"),
    ("evp", "executive vice president"),
    ("exec", "executive"),
    ("gm", "general manager"),
    ("hr", "human resources"),
    ("jr", "junior"),
    ("mgr", "manager"),
    ("mngr", "manager"),
    ("ops", "operations"),
    ("prof", "professor"),
    ("snr", "senior"),
    ("sr", "senior"),
    ("svp", "senior vice president"),
    ("vp", "vice president"),
];

/// Words of a query that need not be matched when others are there.
const FILLERS: [&str; 12] = ["a", "and", "at", "d", "de", "der", "for", "in", "of", "the", "und", "y"];

/// Words of titles that say how high somebody stands, not in which field.
const RANKS: [&str; 30] = [
    "assistant",
    "associate",
    "chair",
    "chief",
    "consultant",
    "coordinator",
    "deputy",
    "director",
    "employee",
    "executive",
    "founder",
    "general",
    "head",
    "intern",
    "junior",
    "lead",
    "leader",
    "manager",
    "managing",
    "member",
    "officer",
    "owner",
    "partner",
    "president",
    "principal",
    "senior",
    "specialist",
    "staff",
    "team",
    "vice",
];

/// What kind of text is compared, since companies and titles are abbreviated in ways of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An organisation: the legal form at its end says nothing.
    Company,
    /// A job title: VP is vice president.
    Title,
    /// Any other text: a tag, a name.
    Text,
}

/// How well a text matches; better ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Every word of the query is a word of the text.
    Exact,
    /// Every word of the query is a word of the text or begins one.
    Prefix,
    /// A word is spelt a little differently.
    Fuzzy,
}

impl How {
    /// The word shown to users.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Prefix => "prefix",
            Self::Fuzzy => "fuzzy",
        }
    }
}

/// A match of a query with a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// How well: the worst of the query's words.
    pub how: How,
    /// Half the mean similarity of the words, half the share of the text's words that were asked for, in (0, 1].
    pub score: f64,
}

/// What somebody typed, ready to be compared.
///
/// Accents and case do not matter. Every word of the query must match a word of the text: be equal, begin it, or be spelt almost
/// like it (no slip in words under four letters, one from four on, two from eight on; the first letter always counts, and so do
/// digits). In scripts without blanks a part of a word is enough.
///
/// ```
/// use acquaint::identity::{How, Kind, Query};
/// let how = |kind, query: &str, text| Query::new(kind, query).matches(text).map(|found| found.how);
/// assert_eq!(how(Kind::Company, "müller gmbh", "Muller AG"), Some(How::Exact));
/// assert_eq!(how(Kind::Title, "VP Sales", "Vice President of Sales, EMEA"), Some(How::Exact));
/// assert_eq!(how(Kind::Company, "castel", "Castellan Logistics"), Some(How::Prefix));
/// assert_eq!(how(Kind::Company, "castelan logistic", "Castellan Logistics"), Some(How::Fuzzy));
/// assert_eq!(how(Kind::Company, "SAP", "SAS"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    kind: Kind,
    words: Vec<String>,
}

impl Query {
    /// Takes a query apart. One without any letter or digit matches nothing.
    #[must_use]
    pub fn new(kind: Kind, text: &str) -> Self {
        let mut words = words(kind, text);
        if words.iter().any(|word| !FILLERS.contains(&word.as_str())) {
            words.retain(|word| !FILLERS.contains(&word.as_str()));
        }
        Self { kind, words }
    }

    /// Compares the query with a text; `None` when a word of it has no counterpart there.
    ///
    /// # Complexity
    /// O(words of the query · words of the text · letters²).
    #[must_use]
    pub fn matches(&self, text: &str) -> Option<Match> {
        let known = words(self.kind, text);
        let (mut how, mut similarity, mut asked) = (How::Exact, 0.0, vec![false; known.len()]);
        for wanted in &self.words {
            let candidates = known.iter().enumerate().filter_map(|(place, word)| Some((place, compare(wanted, word)?)));
            let best = candidates.min_by(|(_, one), (_, other)| one.how.cmp(&other.how).then(other.score.total_cmp(&one.score)));
            let (place, word) = best?;
            how = how.max(word.how);
            similarity += word.score;
            if let Some(asked) = asked.get_mut(place) {
                *asked = true;
            }
        }
        let covered = asked.iter().filter(|asked| **asked).count();
        (!self.words.is_empty()).then(|| Match {
            how,
            score: 0.5 * similarity / self.words.len() as f64 + 0.5 * covered as f64 / known.len().max(1) as f64,
        })
    }
}

/// Compares two folded words.
fn compare(wanted: &str, word: &str) -> Option<Match> {
    let letters = |text: &str| text.chars().count();
    if wanted == word {
        return Some(Match { how: How::Exact, score: 1.0 });
    }
    if word.starts_with(wanted) || (is_unspaced(wanted) && word.contains(wanted)) {
        return Some(Match { how: How::Prefix, score: letters(wanted) as f64 / letters(word) as f64 });
    }
    let allowed = match letters(wanted) {
        ..4 => 0,
        4..8 => 1,
        _ => 2,
    };
    let numeric = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    if allowed == 0 || numeric(wanted) || numeric(word) || wanted.chars().next() != word.chars().next() {
        return None;
    }
    let distance = osa_distance(wanted, word);
    (distance <= allowed)
        .then(|| Match { how: How::Fuzzy, score: 1.0 - distance as f64 / letters(wanted).max(letters(word)) as f64 })
}

/// Whether a word is in a script that puts no blanks between words: Thai, Chinese, Japanese.
fn is_unspaced(word: &str) -> bool {
    word.chars().any(|c| matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'))
}

/// The folded words of a text, abbreviations written out, legal forms left off.
fn words(kind: Kind, text: &str) -> Vec<String> {
    if kind == Kind::Company {
        return company_words(text);
    }
    let folded = fold(text).replace(['\'', '’', '`'], "");
    let mut words: Vec<String> = Vec::new();
    for chunk in folded.split_whitespace() {
        // `s.a.` and `c.e.o.` are one word each.
        let dotted = chunk.contains('.') && chunk.split('.').all(|part| part.chars().count() <= 1);
        let chunk = if dotted { chunk.replace('.', "") } else { chunk.to_owned() };
        words.extend(chunk.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned));
    }
    match kind {
        Kind::Title => {
            let written_out = |word: String| match TITLES.iter().find(|(short, _)| *short == word) {
                Some((_, long)) => long.split(' ').map(str::to_owned).collect(),
                None => vec![word],
            };
            words.into_iter().flat_map(written_out).collect()
        }
        Kind::Company | Kind::Text => words,
    }
}

/// What a text is about: its words as comparisons see them, without fillers and without words of rank.
///
/// ```
/// use acquaint::identity::{Kind, topic_words};
/// assert_eq!(topic_words(Kind::Title, "Sr. VP of Risk Management"), ["risk", "management"]);
/// ```
#[must_use]
pub fn topic_words(kind: Kind, text: &str) -> Vec<String> {
    let says_something = |word: &String| {
        let word = word.as_str();
        word.chars().count() > 1 && !FILLERS.contains(&word) && !RANKS.contains(&word) && word.contains(char::is_alphabetic)
    };
    words(kind, text).into_iter().filter(says_something).collect()
}

/// People whose name is almost what was typed, best first, at most `limit`: to be proposed, never to be taken.
///
/// # Complexity
/// O(people).
#[must_use]
pub fn similar_names(people: &[Person], query: &str, limit: usize) -> Vec<usize> {
    let query = Query::new(Kind::Text, query);
    let named = people.iter().enumerate().filter(|(_, person)| !person.ignored);
    let mut found: Vec<(usize, Match)> =
        named.filter_map(|(index, person)| Some((index, query.matches(person.name.as_deref()?)?))).collect();
    found.sort_by(|one, other| one.1.how.cmp(&other.1.how).then(other.1.score.total_cmp(&one.1.score)).then(one.0.cmp(&other.0)));
    found.into_iter().take(limit).map(|(index, _)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn how(kind: Kind, query: &str, text: &str) -> Option<How> {
        Query::new(kind, query).matches(text).map(|found| found.how)
    }

    #[test]
    fn a_company_is_found_however_its_legal_form_is_written() {
        for text in
            ["Castellan Logistics", "CASTELLAN LOGISTICS GmbH & Co. KG", "Castellan Logistics, Inc.", "Castellan-Logistics S.A."]
        {
            assert_eq!(how(Kind::Company, "castellan logistics ltd", text), Some(How::Exact), "{text}");
        }
        assert_eq!(how(Kind::Company, "L'Oreal", "L’Oréal"), Some(How::Exact));
        assert_eq!(how(Kind::Company, "SAS", "SAS Institute"), Some(How::Exact), "a first word is no legal form");
        assert_eq!(how(Kind::Company, "Inc", "Castellan Inc."), None, "a legal form alone is not asked for");
        assert_eq!(how(Kind::Company, "日立", "株式会社日立製作所"), Some(How::Prefix));
        assert_eq!(how(Kind::Company, " & ", "Castellan"), None);
    }

    #[test]
    fn titles_are_the_same_abbreviated_or_not() {
        for (query, text) in [
            ("CTO", "Chief Technology Officer & co-founder"),
            ("chief executive officer", "Founder / C.E.O."),
            ("Sr. Mgr. Ops", "Senior Manager, Operations"),
            ("vice-president", "SVP Finance"),
            ("director network planning", "Director of Network Planning"),
        ] {
            assert_eq!(how(Kind::Title, query, text), Some(How::Exact), "{query}");
        }
        assert_eq!(how(Kind::Title, "CTO", "CFO"), None);
    }

    #[test]
    fn short_words_and_numbers_bear_no_slip() {
        assert_eq!(how(Kind::Text, "anna", "anne"), Some(How::Fuzzy));
        assert_eq!(how(Kind::Text, "ann", "ana"), None);
        assert_eq!(how(Kind::Text, "meta", "beta"), None);
        assert_eq!(how(Kind::Text, "route66", "route67"), None);
        assert_eq!(how(Kind::Text, "logistcis", "logistics"), Some(How::Fuzzy));
        assert_eq!(how(Kind::Text, "lgstics", "logistics"), None);
    }

    #[test]
    fn who_is_meant_is_proposed_best_first() {
        let named = |name: &str| Person { name: Some(name.to_owned()), ..Person::default() };
        let people = [
            named("Beatrix Salgada"),
            named("Beatriz Salgado"),
            named("Bea Smith"),
            Person { ignored: true, ..named("Beatriz Salgado") },
        ];
        assert_eq!(similar_names(&people, "beatris salgado", 3), [1, 0]);
        assert!(similar_names(&people, "", 3).is_empty());
    }

    proptest! {
        /// A text matches itself exactly and fully, whatever it is; scores stay in (0, 1].
        #[test]
        fn every_text_matches_itself(text in "\\PC{0,24}", other in "\\PC{0,24}") {
            for kind in [Kind::Company, Kind::Title, Kind::Text] {
                let query = Query::new(kind, &text);
                let itself = query.matches(&text);
                prop_assert_eq!(itself.map(|found| found.how), (!query.words.is_empty()).then_some(How::Exact));
                for found in [itself, query.matches(&other)].into_iter().flatten() {
                    prop_assert!(found.score > 0.0 && found.score <= 1.0);
                }
            }
        }
    }
}
