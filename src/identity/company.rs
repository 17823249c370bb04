//! The company: the same however it is written.

use super::person::fold;

/// Words at the end of a name that say the legal form, in the languages of the exports we read.
const LEGAL_FORMS: &str = "ab, ag, aps, as, asa, bhd, bv, co, company, corp, corporation, doo, ek, eg, ev, gbr, ggmbh, gmbh, inc, incorporated, \
     kft, kg, kgaa, kk, lda, limited, llc, llp, lp, ltd, ltda, mbh, nv, ohg, oy, oyj, plc, pte, pty, pvt, sa, sarl, sas, se, \
     sl, slu, spa, spzoo, srl, sro, ug, zrt";
/// What stands before the legal form and belongs to it: `GmbH & Co. KG` has two.
const BETWEEN: &str = "and, und, et, e, y";
/// What people write who have no company.
const NONE: &str = "self employed, selfemployed, freelance, freelancer, selbststandig, freiberuflich, independant, autonomo, libero \
     professionista, confidential, none, n a";

/// A company's name without case, accents, punctuation and legal form.
///
/// # Range
/// A folded text; `None` when no letter or digit is left, or when it only says that there is no company (`self-employed`).
///
/// # Examples
/// ```
/// use acquaint::identity::company_key;
/// assert_eq!(company_key("Färber & Söhne GmbH & Co. KG"), company_key("FÄRBER & SÖHNE"));
/// assert_eq!(company_key("Cinderhall Foods, Inc.").as_deref(), Some("cinderhall foods"));
/// assert_eq!(company_key("Esempio S.p.A.").as_deref(), Some("esempio"));
/// assert_eq!(company_key("AG").as_deref(), Some("ag"));
/// assert_eq!(company_key("Self-employed"), None);
/// ```
#[must_use]
pub fn company_key(name: &str) -> Option<String> {
    let key = company_words(name).join(" ");
    (!key.is_empty() && !is_listed(NONE, &key)).then_some(key)
}

/// The folded words of a company's name, without the legal form at its end; the last word always stays.
pub(super) fn company_words(name: &str) -> Vec<String> {
    let folded = fold(name).replace(['.', '\'', '’', '`'], "");
    let folded = folded.replace("a/s", "as").replace("sp z oo", "spzoo");
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.map(str::to_owned).collect();
    while words.len() > 1 && words.last().is_some_and(|last| is_listed(LEGAL_FORMS, last)) {
        words.pop();
        while words.len() > 1 && words.last().is_some_and(|last| is_listed(BETWEEN, last)) {
            words.pop();
        }
    }
    words
}

fn is_listed(list: &str, word: &str) -> bool {
    list.split(", ").any(|known| known == word)
}
