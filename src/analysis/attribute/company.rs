//! The company: the same however it is written.

use crate::identity::fold;

/// Words at the end of a name that say the legal form, in the languages of the exports we read.
const LEGAL_FORMS: &str = "ab, ag, aps, as, asa, bv, co, company, corp, corporation, doo, ek, eg, ev, gbr, ggmbh, gmbh, inc, incorporated, \
     kft, kg, kgaa, kk, lda, limited, llc, llp, lp, ltd, ltda, mbh, nv, oy, oyj, plc, pte, pty, sa, sarl, sas, se, \
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
/// use acquaint::analysis::attribute::company;
/// assert_eq!(company("Färber & Söhne GmbH & Co. KG"), company("FÄRBER & SÖHNE"));
/// assert_eq!(company("Cinderhall Foods, Inc.").as_deref(), Some("cinderhall foods"));
/// assert_eq!(company("Esempio S.p.A.").as_deref(), Some("esempio"));
/// assert_eq!(company("AG").as_deref(), Some("ag"));
/// assert_eq!(company("Self-employed"), None);
/// ```
#[must_use]
pub fn company(name: &str) -> Option<String> {
    let folded = fold(name).replace(['.', '\'', '’'], "");
    let folded = folded.replace("a/s", "as").replace("sp z oo", "spzoo");
    let mut words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let whole = words.join(" ");
    let listed = |list: &str, word: &str| list.split(", ").any(|known| known == word);
    if whole.is_empty() || listed(NONE, &whole) {
        return None;
    }
    while words.len() > 1 && words.last().is_some_and(|last| listed(LEGAL_FORMS, last)) {
        words.pop();
        while words.len() > 1 && words.last().is_some_and(|last| listed(BETWEEN, last)) {
            words.pop();
        }
    }
    Some(words.join(" "))
}
