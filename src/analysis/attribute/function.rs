//! Function: what somebody does, as the title says.

use super::title::{Table, hits, words};

/// A field of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is its word")]
pub enum Function {
    Administration,
    Communication,
    Consulting,
    Data,
    Design,
    Education,
    Engineering,
    Environment,
    Finance,
    GeneralManagement,
    Health,
    InformationTechnology,
    Legal,
    Marketing,
    Operations,
    People,
    Policy,
    Product,
    Research,
    Sales,
}

impl Function {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administration => "administration",
            Self::Communication => "communication",
            Self::Consulting => "consulting",
            Self::Data => "data",
            Self::Design => "design",
            Self::Education => "education",
            Self::Engineering => "engineering",
            Self::Environment => "environment",
            Self::Finance => "finance",
            Self::GeneralManagement => "general management",
            Self::Health => "health",
            Self::InformationTechnology => "information technology",
            Self::Legal => "legal",
            Self::Marketing => "marketing",
            Self::Operations => "operations",
            Self::People => "people",
            Self::Policy => "policy",
            Self::Product => "product",
            Self::Research => "research",
            Self::Sales => "sales",
        }
    }
}

/// Words of each function in English, German, French, Spanish, Portuguese and Italian; of two functions in one title the longer
/// phrase counts, then the one that stands first here: the particular comes before the general.
const FUNCTIONS: &Table<Function> = &[
    (
        Function::Data,
        "data, machine learning, analytics, statistician, statistics, data scientist, business intelligence, ai, ml, cdo, \
         forecasting, statistiker, statistik, daten, donnees, statisticien, statisticienne, datos, dados, estadistico, \
         estadistica, estatistico, dati, statistico",
    ),
    (
        Function::Legal,
        "legal, counsel, lawyer, attorney, solicitor, barrister, paralegal, compliance, notary, recht, rechtsanwalt, \
         anwalt, -anwalt, jurist, syndikus, juridique, juriste, avocat, avocate, notaire, abogado, abogada, juridico, \
         juridica, advogado, advogada, avvocato, avvocata, legale",
    ),
    (
        Function::Finance,
        "finance, financial, accountant, accounting, controller, controlling, treasurer, treasury, auditor, audit, \
         investment, investor, banker, tax, cfo, actuary, finanzen, -finanzen, buchhalter, buchhaltung, steuerberater, \
         financier, financiere, comptable, tresorier, financiero, financiera, finanzas, contable, financeiro, financeira, \
         contador, contadora, finanza, commercialista, contabile",
    ),
    (
        Function::People,
        "people partner, people, hr, human resources, recruiter, recruiting, recruitment, talent, chro, personalwesen, \
         personalreferent, personalleiter, rh, ressources humaines, recruteur, recursos humanos, rrhh, risorse umane",
    ),
    (Function::Marketing, "marketing, brand, growth, seo, cmo, advertising, market research, mercadotecnia"),
    (
        Function::Communication,
        "communications, communication, pr, public relations, press, journalist, editor, writer, content, media, social \
         media, translator, kommunikation, presse, redakteur, journaliste, redacteur, redactrice, comunicacion, \
         periodista, comunicacao, jornalista, comunicazione, giornalista",
    ),
    (
        Function::Sales,
        "sales, account manager, account director, account executive, key account, business development, customer \
         success, partnerships, cro, vertrieb, verkauf, -vertrieb, vertriebsleiter, verkaufer, commercial, commerciale, \
         ventes, ventas, comercial, vendas, vendite",
    ),
    (
        Function::Design,
        "design, designer, ux, ui, art director, creative, illustrator, gestalter, grafiker, graphiste, disenador, \
         disenadora, diseno",
    ),
    (
        Function::Product,
        "product, product manager, product owner, cpo, produkt, produktmanager, chef de produit, producto, produto, \
         prodotto",
    ),
    (
        Function::Policy,
        "policy, public affairs, advocacy, government, diplomat, politik, politique, politica, politicas, asuntos \
         publicos",
    ),
    (
        Function::Health,
        "physician, nurse, surgeon, clinical, medical, pharmacist, psychologist, therapist, arzt, -arzt, pfleger, \
         krankenpfleger, medecin, infirmier, infirmiere, medico, medica, enfermero, enfermera, enfermeiro, infermiere, \
         infermiera",
    ),
    (
        Function::Education,
        "professor of, professor, prof, lecturer, teacher, education, trainer, dean, lehrer, dozent, professeur, \
         professeure, enseignant, enseignante, profesor, profesora, docente, professora, professore, professoressa, \
         insegnante",
    ),
    (
        Function::Research,
        "research, researcher, scientist, phd, postdoc, postdoctoral, doctoral, hydrologist, ecologist, biologist, \
         chemist, physicist, geologist, economist, mathematician, sociologist, forscher, forschung, wissenschaftler, \
         -wissenschaftler, doktorand, recherche, chercheur, chercheuse, doctorant, doctorante, investigador, \
         investigadora, investigacion, pesquisador, pesquisadora, pesquisa, ricercatore, ricercatrice, ricerca, \
         dottorando, dottoranda",
    ),
    (
        Function::Environment,
        "environment, environmental, sustainability, conservation, climate, umwelt, nachhaltigkeit, environnement, medio \
         ambiente, meio ambiente, sostenibilidad, sustentabilidade, ambiente, sostenibilita",
    ),
    (
        Function::Operations,
        "operations, operation, logistics, supply chain, procurement, purchasing, buyer, planner, planning, coordinator, \
         project manager, program manager, programme manager, production, quality, coo, einkauf, logistik, betrieb, \
         produktion, projektleiter, achats, logistique, chef de projet, operaciones, logistica, compras, jefe de \
         proyecto, operacoes, operazioni, acquisti, qualite",
    ),
    (
        Function::InformationTechnology,
        "it, information technology, system administrator, sysadmin, security, ciso, cio, network engineer, support, \
         informatik, informatique, informatica",
    ),
    (
        Function::Engineering,
        "engineer, engineering, software engineer, software, developer, programmer, devops, architect, cto, technician, \
         ingenieur, -ingenieur, ingenieure, entwickler, -entwickler, techniker, developpeur, developpeuse, ingeniero, \
         ingeniera, desarrollador, desarrolladora, engenheiro, engenheira, desenvolvedor, desenvolvedora, ingegnere, \
         sviluppatore, sviluppatrice",
    ),
    (
        Function::Consulting,
        "consultant, consulting, advisory, adviser, advisor, berater, -berater, beratung, consultante, conseil, \
         consultor, consultora, consultoria, consulente, consulenza",
    ),
    (
        Function::Administration,
        "administrator, administration, office manager, assistant, secretary, clerk, verwaltung, sekretar, assistenz, \
         assistent, sachbearbeiter, -sachbearbeiter, assistante, secretaire, administratif, administrative, \
         administrativo, administrativa, asistente, secretaria, secretario, assistente, amministrativo, segretaria",
    ),
    (
        Function::GeneralManagement,
        "ceo, founder, cofounder, owner, managing director, managing partner, executive director, general manager, \
         president, chairman, chairwoman, geschaftsfuhrer, vorstand, inhaber, grunder, mitgrunder, pdg, directeur \
         general, directrice generale, fondateur, fondatrice, gerant, gerante, director general, directora general, \
         fundador, fundadora, propietario, consejero delegado, diretor geral, diretora geral, amministratore delegato, \
         direttore generale, direttrice generale, titolare",
    ),
];

/// The function that a title names.
///
/// The longest phrase found counts; of equally long ones the more particular function, in the order of the table in
/// `src/analysis/attribute/function.rs`: `Finance Director` works in finance, `Data Engineer` with data. English, German, French,
/// Spanish, Portuguese and Italian, without regard to case and accents.
///
/// # Range
/// Twenty functions; `None` when no word is known (`Principal`): nothing is guessed.
///
/// # Examples
/// ```
/// use acquaint::analysis::attribute::{Function, function};
/// assert_eq!(function("Research Software Engineer"), Some(Function::Engineering));
/// assert_eq!(function("Leiterin Vertrieb"), Some(Function::Sales));
/// assert_eq!(function("Chargée de communication"), Some(Function::Communication));
/// assert_eq!(function("Principal"), None);
/// ```
#[must_use]
pub fn function(title: &str) -> Option<Function> {
    let found = hits(&words(title), FUNCTIONS);
    let longest = found.iter().map(|hit| hit.words).max()?;
    found.into_iter().find(|hit| hit.words == longest).map(|hit| hit.kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_six_languages_are_read() {
        for (kind, titles) in [
            (
                Function::Data,
                [
                    "Chief Data Officer",
                    "Statistikerin",
                    "Responsable données",
                    "Científica de datos",
                    "Analista de dados",
                    "Statistico",
                ],
            ),
            (Function::Legal, ["Legal Counsel", "Rechtsanwältin", "Juriste", "Abogada", "Advogado", "Avvocato"]),
            (
                Function::Engineering,
                ["Software Engineer", "Bauingenieurin", "Développeuse", "Ingeniero civil", "Engenheira", "Sviluppatore"],
            ),
            (
                Function::Finance,
                [
                    "Finance Director",
                    "Buchhalterin",
                    "Directrice financière",
                    "Director financiero",
                    "Diretora Financeira",
                    "Contabile",
                ],
            ),
            (
                Function::Research,
                ["Hydrologist", "Wissenschaftlerin", "Chercheuse", "Investigadora", "Pesquisador", "Ricercatrice"],
            ),
        ] {
            for title in titles {
                assert_eq!(function(title), Some(kind), "{title}");
            }
        }
    }

    #[test]
    fn the_particular_comes_before_the_general() {
        for (title, kind) in [
            ("UX Researcher", Some(Function::Design)),
            ("Professor of Statistics", Some(Function::Education)),
            ("Co-founder & CTO", Some(Function::Engineering)),
            ("People Partner", Some(Function::People)),
            ("Account Director", Some(Function::Sales)),
            ("VP Operations", Some(Function::Operations)),
            ("Partner", None),
            ("", None),
        ] {
            assert_eq!(function(title), kind, "{title}");
        }
    }
}
