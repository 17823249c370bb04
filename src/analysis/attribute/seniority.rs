//! Seniority: the rank that a title names.

use super::title::{Table, hits, words};

/// A rank, lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seniority {
    /// In training, or at the beginning.
    Entry,
    /// An occupation, without a word of rank.
    Professional,
    /// Experienced, without a team of their own by title.
    Senior,
    /// Leads a team.
    Manager,
    /// Leads a department, or several.
    Director,
    /// Leads or owns the organisation.
    Executive,
}

impl Seniority {
    /// How high the rank stands, 0 (entry) to 1 (executive), in equal steps.
    #[must_use]
    pub fn level(self) -> f64 {
        f64::from(self as u8) / f64::from(Self::Executive as u8)
    }

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Professional => "professional",
            Self::Senior => "senior",
            Self::Manager => "manager",
            Self::Director => "director",
            Self::Executive => "executive",
        }
    }
}

/// Words of rank in English, German, French, Spanish, Portuguese and Italian, and the phrases in which they are none.
const RANKS: &Table<Seniority> = &[
    (
        Seniority::Executive,
        "chief, ceo, cfo, cto, coo, cio, cmo, cdo, cpo, cro, chro, ciso, founder, cofounder, owner, president, partner, \
         managing director, executive director, chairman, chairwoman, chairperson, board member, -geschaftsfuhrer, \
         geschaftsfuhrer, vorstand, vorstandin, inhaber, grunder, mitgrunder, gesellschafter, pdg, directeur general, \
         directrice generale, fondateur, fondatrice, cofondateur, cofondatrice, gerant, gerante, presidente, associe, \
         associee, director general, directora general, fundador, fundadora, cofundador, cofundadora, propietario, \
         propietaria, socio, socia, consejero delegado, consejera delegada, presidenta, diretor geral, diretora geral, \
         diretor executivo, diretora executiva, proprietario, proprietaria, amministratore delegato, amministratrice \
         delegata, direttore generale, direttrice generale, fondatore, titolare",
    ),
    (
        Seniority::Director,
        "director, vp, svp, evp, avp, vice president, head, dean, direktor, leiter, leitung, bereichsleiter, prokurist, \
         chefarzt, directeur, directrice, vice presidente, directora, vicepresidente, vicepresidenta, diretor, diretora, \
         direttore, direttrice, dirigente",
    ),
    (
        Seniority::Manager,
        "manager, supervisor, supervisora, team lead, team leader, foreman, chief of staff, -leiter, -leitung, \
         responsable, chef de service, chef d equipe, cheffe d equipe, chef de departement, jefe, jefa, gerente, \
         encargado, encargada, chefe, lider, responsabile, capo, capoarea, caposquadra",
    ),
    (
        Seniority::Senior,
        "senior, sr, principal, lead, professor, prof, art director, staff engineer, staff scientist, oberarzt, \
         catedratico, catedratica, professore, professoressa",
    ),
    (
        Seniority::Entry,
        "intern, internship, trainee, apprentice, student, phd candidate, phd student, doctoral candidate, junior, jr, \
         assistant, praktikant, werkstudent, auszubildende, auszubildender, azubi, volontar, doktorand, assistent, \
         assistenz, stagiaire, apprenti, apprentie, alternant, alternante, assistante, etudiant, etudiante, doctorant, \
         doctorante, becario, becaria, practicante, estudiante, asistente, doctorando, doctoranda, estagiario, \
         estagiaria, estudante, assistente, stagista, tirocinante, studente, studentessa, apprendista, dottorando, \
         dottoranda",
    ),
    (
        Seniority::Professional,
        "product manager, product owner, project manager, program manager, programme manager, account manager, key \
         account manager, customer success manager, community manager, social media manager, case manager, office \
         manager, partner manager, people partner, business partner, hr partner, executive assistant, assistant \
         professor, associate professor, projektleiter, projektleitung, chef de projet, cheffe de projet, chef de \
         produit, cheffe de produit, jefe de proyecto, jefa de proyecto, gerente de projeto, gerente de projetos, gerente \
         de produto",
    ),
];

/// Occupations: a title that names one and no rank.
const OCCUPATIONS: &Table<Seniority> = &[(
    Seniority::Professional,
    "engineer, analyst, developer, programmer, researcher, scientist, consultant, designer, lawyer, counsel, \
         attorney, solicitor, accountant, auditor, controller, nurse, physician, doctor, teacher, lecturer, statistician, \
         economist, -ologist, ecologist, biologist, chemist, physicist, mathematician, planner, adviser, advisor, \
         officer, specialist, coordinator, administrator, architect, journalist, editor, writer, translator, librarian, \
         recruiter, steward, representative, associate, technician, psychologist, buyer, curator, ingenieur, -ingenieur, \
         -analyst, entwickler, -entwickler, forscher, wissenschaftler, -wissenschaftler, berater, -berater, gestalter, \
         anwalt, -anwalt, referent, -referent, sachbearbeiter, -sachbearbeiter, lehrer, arzt, buchhalter, redakteur, \
         jurist, ingenieure, analyste, developpeur, developpeuse, chercheur, chercheuse, consultante, avocat, avocate, \
         comptable, charge, chargee, infirmier, infirmiere, professeur, professeure, enseignant, enseignante, ingeniero, \
         ingeniera, analista, desarrollador, desarrolladora, investigador, investigadora, consultor, consultora, abogado, \
         abogada, contable, profesor, profesora, tecnico, tecnica, engenheiro, engenheira, desenvolvedor, desenvolvedora, \
         pesquisador, pesquisadora, advogado, advogada, contador, contadora, professora, ingegnere, sviluppatore, \
         sviluppatrice, ricercatore, ricercatrice, consulente, avvocato, avvocata, commercialista, insegnante",
)];

/// The rank that a title names.
///
/// The highest rank of its words counts, so that `Senior Director` is a director; a phrase counts before the words in it, so
/// that a vice president is no president and a product manager leads a product. An occupation without a word of rank
/// (`Data Engineer`) is professional. The words are in `src/analysis/attribute/seniority.rs`: English, German, French, Spanish,
/// Portuguese and Italian, without regard to case and accents.
///
/// # Range
/// Six ranks; `None` when no word is known: nothing is guessed.
///
/// # Examples
/// ```
/// use acquaint::analysis::attribute::{Seniority, seniority};
/// assert_eq!(seniority("Chief Data Officer"), Some(Seniority::Executive));
/// assert_eq!(seniority("Vice-President, Sales"), Some(Seniority::Director));
/// assert_eq!(seniority("Abteilungsleiterin Einkauf"), Some(Seniority::Manager));
/// assert_eq!(seniority("Directrice générale"), Some(Seniority::Executive));
/// assert_eq!(seniority("Senior Product Manager"), Some(Seniority::Senior));
/// assert_eq!(seniority("Assistant to the Managing Director"), Some(Seniority::Entry));
/// assert_eq!(seniority("Ninja"), None);
/// ```
#[must_use]
pub fn seniority(title: &str) -> Option<Seniority> {
    let words = words(title);
    let ranks = hits(&words, RANKS);
    let highest = ranks.iter().map(|hit| hit.kind).filter(|kind| *kind != Seniority::Professional).max();
    let occupation = || hits(&words, OCCUPATIONS).first().map(|hit| hit.kind);
    highest.or_else(|| ranks.first().map(|hit| hit.kind)).or_else(occupation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_six_languages_are_read() {
        let wanted = [
            (
                Seniority::Executive,
                [
                    "Co-Founder & CTO",
                    "Geschäftsführerin",
                    "Président-directeur général",
                    "Socia fundadora",
                    "Diretor-Geral",
                    "Amministratore Delegato",
                ],
            ),
            (
                Seniority::Director,
                [
                    "Head of Analytics",
                    "Leiterin Vertrieb",
                    "Directrice marketing",
                    "Directora de Ventas",
                    "Diretora Financeira",
                    "Direttore commerciale",
                ],
            ),
            (
                Seniority::Manager,
                [
                    "Store Manager",
                    "Teamleiter IT",
                    "Responsable qualité",
                    "Jefa de compras",
                    "Gerente comercial",
                    "Responsabile acquisti",
                ],
            ),
            (
                Seniority::Senior,
                [
                    "Principal Engineer",
                    "Senior Entwicklerin",
                    "Consultant senior",
                    "Catedrática de Derecho",
                    "Analista Sênior",
                    "Professoressa",
                ],
            ),
            (
                Seniority::Professional,
                [
                    "Legal Counsel",
                    "Softwareentwicklerin",
                    "Chef de projet",
                    "Ingeniera civil",
                    "Engenheiro de dados",
                    "Ricercatrice",
                ],
            ),
            (Seniority::Entry, ["PhD Candidate", "Werkstudentin", "Stagiaire", "Becario", "Estagiária", "Tirocinante"]),
        ];
        for (rank, titles) in wanted {
            for title in titles {
                assert_eq!(seniority(title), Some(rank), "{title}");
            }
        }
    }

    #[test]
    fn what_only_looks_like_a_rank_is_none() {
        for (title, rank) in [
            ("People Partner", Some(Seniority::Professional)),
            ("Partner", Some(Seniority::Executive)),
            ("Assistentin der Geschäftsführung", Some(Seniority::Entry)),
            ("Assistenz des Geschäftsführers", Some(Seniority::Entry)),
            ("Chief of Staff", Some(Seniority::Manager)),
            ("Junior Product Manager", Some(Seniority::Entry)),
            ("Policy Adviser", Some(Seniority::Professional)),
            ("", None),
            ("—", None),
            ("Headhunter-ish thing", None),
            ("営業部長", None),
        ] {
            assert_eq!(seniority(title), rank, "{title}");
        }
    }
}
