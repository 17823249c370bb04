//! The sections of the monthly report, in reading order.

use super::attention::tunnel_vision;
use super::monthly::Material;
use super::{Cell, Prose, Section, Table, kind_title, plan_title, what_if_sentence};
use crate::analysis::attention::Attention;
use crate::analysis::attribute::Attribute;
use crate::analysis::plan::LetGo;
use crate::model::{Evidence, format_day};
use crate::ties::Parameters;

/// Rows of a table in the report.
const ROWS: usize = 12;

/// All sections.
pub(super) fn sections(material: &Material<'_>) -> Vec<Section> {
    vec![
        contact(material),
        fading(material),
        dormant(material),
        weak(material),
        strong_and_weak(material),
        map(material),
        diversity(material),
        over_time(),
        coverage(material),
    ]
}

fn person(material: &Material<'_>, person: u32) -> Cell {
    match material.listed(person) {
        Some(index) => Cell::Person { name: material.name(person), person: index },
        None => Cell::Text(material.name(person)),
    }
}

fn day(day: i32) -> Cell {
    Cell::Day(format_day(day))
}

/// Says that there is more than the table shows.
fn more(total: usize, command: &str) -> Vec<Prose> {
    if total > ROWS { vec![format!("{} more: acquaint {command}", total - ROWS).into()] } else { Vec::new() }
}

fn contact(material: &Material<'_>) -> Section {
    let rows = material.plan_entries.iter().map(|entry| {
        vec![
            person(material, entry.person),
            Cell::Text(kind_title(entry.kind).to_owned()),
            Cell::Prose(entry.why.placed(|person| material.listed(person))),
            Cell::Prose(entry.action.placed(|person| material.listed(person))),
            entry.odds.map_or(Cell::Missing, |odds| Cell::Percent(odds.0)),
            entry.odds.map_or(Cell::Missing, |odds| Cell::Percent(odds.1)),
        ]
    });
    let plan = &material.plan.plan;
    let mut notes = Vec::new();
    if !plan.picks.is_empty() {
        notes.push(what_if_sentence(&material.plan.what_if, material.plan.last_day).into());
    }
    let unanswered = plan.let_go.iter().filter(|(_, reason)| matches!(reason, LetGo::Unanswered(_))).count();
    match unanswered {
        0 => {}
        1 => notes.push("One person left several messages unanswered and is left in peace.".into()),
        count => notes.push(format!("{count} people left several messages unanswered and are left in peace.").into()),
    }
    Section {
        id: "contact",
        title: "Whom to contact".to_owned(),
        introduction: format!(
            "{}: a routine small enough to keep. Give before you ask, and one good message beats five. The odds are those of contact within \
             90 days, at the month's end, without and with one contact.",
            plan_title(material.plan)
        ),
        table: Some(Table {
            columns: vec![
                ("person", "person"),
                ("kind", "kind"),
                ("reason", "why"),
                ("action", "what to do"),
                ("odds_without", "odds without"),
                ("odds_with", "with"),
            ],
            rows: rows.collect(),
            empty: "Nobody in particular: your ties are in good order.",
        }),
        notes,
        charts: Vec::new(),
    }
}

fn fading(material: &Material<'_>) -> Section {
    let today = material.today();
    let rows = material.fading.iter().take(ROWS).map(|fading| {
        vec![
            person(material, fading.person),
            day(fading.fades_on),
            Cell::Number(f64::from(fading.fades_on - today), 0),
            Cell::Number(fading.tie.strength.get(), 0),
            day(fading.tie.both.last_day),
            fading.tie.reciprocity().map_or(Cell::Missing, |value| Cell::Number(value, 2)),
        ]
    });
    Section {
        id: "fading",
        title: "Ties fading".to_owned(),
        introduction: format!(
            "These ties fall below even odds of contact within 90 days, on the day given, if nothing happens in the next {} days. \
             Most contact behind it comes first.",
            material.fading_within_days
        ),
        table: Some(Table {
            columns: vec![
                ("person", "person"),
                ("fades_on", "fades on"),
                ("days_left", "days left"),
                ("strength", "strength"),
                ("last", "last contact"),
                ("reciprocity", "reciprocity"),
            ],
            rows: rows.collect(),
            empty: "No tie fades in this time.",
        }),
        notes: more(material.fading.len(), "fading"),
        charts: vec!["decay"],
    }
}

fn dormant(material: &Material<'_>) -> Section {
    let rows = material.dormant.iter().take(ROWS).map(|dormant| {
        vec![
            person(material, dormant.person),
            day(dormant.tie.both.last_day),
            Cell::Number(f64::from(dormant.tie.both.contact_days), 0),
            Cell::Number(dormant.reciprocity, 2),
            Cell::Number(dormant.novelty as f64, 0),
            Cell::Percent(dormant.tie.p90.get()),
        ]
    });
    Section {
        id: "dormant",
        title: "Dormant ties worth reviving".to_owned(),
        introduction: "Once strong, silent for half a year or more. Such ties keep their trust and bring news from elsewhere; \
                       people let ties rest for good reasons, and most are glad to hear from you."
            .to_owned(),
        table: Some(Table {
            columns: vec![
                ("person", "person"),
                ("last", "last contact"),
                ("contact_days", "days in contact"),
                ("reciprocity", "reciprocity"),
                ("novelty", "new people"),
                ("p90", "contact in 90 days"),
            ],
            rows: rows.collect(),
            empty: "No tie that once was strong rests.",
        }),
        notes: more(material.dormant.len(), "dormant"),
        charts: Vec::new(),
    }
}

fn weak(material: &Material<'_>) -> Section {
    let rows = material.weak.iter().take(ROWS).map(|weak| {
        vec![
            person(material, weak.person),
            Cell::Number(weak.score, 0),
            Cell::Number(weak.respond, 2),
            Cell::Number(weak.new_reach, 2),
            Cell::Number(weak.zone, 2),
            Cell::Number(weak.diversity, 2),
            Cell::Number(weak.mutual as f64, 0),
        ]
    });
    let mut notes = more(material.weak.len(), "weak-ties");
    if material.star {
        notes.insert(0, star_note());
    }
    Section {
        id: "weak",
        title: "Weak ties that open new ground".to_owned(),
        introduction:
            "The score is the product of four factors: how likely they respond, how many people they reach that you do not, \
                       how well the number of mutual contacts fits, and what they add to the diversity of your communities."
                .to_owned(),
        table: Some(Table {
            columns: vec![
                ("person", "person"),
                ("score", "score"),
                ("respond", "respond"),
                ("new_reach", "new reach"),
                ("zone", "zone"),
                ("diversity", "diversity"),
                ("mutual", "mutual"),
            ],
            rows: rows.collect(),
            empty: "No weak tie reaches people you do not reach already.",
        }),
        notes,
        charts: Vec::new(),
    }
}

fn star_note() -> Prose {
    "This data is a star: ties between your contacts are hardly seen, so overlap and reach are not computable from it. Import a \
     calendar, or mail with several recipients."
        .into()
}

fn strong_and_weak(material: &Material<'_>) -> Section {
    Section {
        id: "strength",
        title: "Strong against weak".to_owned(),
        introduction:
            "Strength is the chance of contact within 30 days. Overlap is the share of contacts that the two of you have in \
                       common: high among people who all know each other, low for a bridge to elsewhere."
                .to_owned(),
        table: None,
        notes: if material.star { vec![star_note()] } else { Vec::new() },
        charts: vec!["strength-overlap", "strength-distribution"],
    }
}

fn map(material: &Material<'_>) -> Section {
    let attention = Attention::new(material.network, &material.view, &material.labels);
    Section {
        id: "map",
        title: "The map".to_owned(),
        introduction: format!(
            "Your contacts with a fair chance of contact, coloured by community ({} communities), larger the stronger the tie. A line \
             is a tie that was observed, wider the likelier it goes on.",
            attention.kinds(Attribute::Community)
        ),
        table: None,
        notes: Vec::new(),
        charts: vec!["ego-map"],
    }
}

fn diversity(material: &Material<'_>) -> Section {
    let attention = Attention::new(material.network, &material.view, &material.labels);
    let known = Attribute::ALL.into_iter().filter(|attribute| attention.kinds(*attribute) > 0);
    let number = |value: Option<f64>| value.map_or(Cell::Missing, |value| Cell::Number(value, 1));
    let rows: Vec<Vec<Cell>> = known
        .map(|attribute| {
            vec![
                Cell::Text(attribute.plural().to_owned()),
                Cell::Number(attention.kinds(attribute) as f64, 0),
                number(attention.effective_number(attribute)),
                attention.known(attribute).map_or(Cell::Missing, Cell::Percent),
            ]
        })
        .collect();
    let silent = rows.iter().any(|row| matches!(row.get(2), Some(Cell::Missing)));
    let silent = silent.then(|| {
        "Where over 30 % of the attention goes to people of whom it is not known, nothing is said. Titles, places and companies come \
         from cards; a tag sector:NAME tells a sector."
            .to_owned()
    });
    Section {
        id: "diversity",
        title: "Whom your attention goes to".to_owned(),
        introduction:
            "Attention is the chance of contact within 90 days. The effective number says over how many kinds it would be \
                       spread if it were spread evenly; it is low when one kind gets most."
                .to_owned(),
        table: Some(Table {
            columns: vec![("attribute", "by"), ("kinds", "kinds"), ("effective_number", "effective number"), ("known", "known")],
            rows,
            empty: "Too little is known of your contacts.",
        }),
        notes: tunnel_vision(material.network, &attention).into_iter().chain(silent).map(Prose::from).collect(),
        charts: Vec::new(),
    }
}

fn over_time() -> Section {
    Section {
        id: "time",
        title: "Over time".to_owned(),
        introduction: "Ties alive at the end of each month, people met, ties revived and lost in it.".to_owned(),
        table: None,
        notes: Vec::new(),
        charts: vec!["over-time"],
    }
}

fn coverage(material: &Material<'_>) -> Section {
    let network = material.network;
    let rows = material.coverage.iter().map(|channel| {
        vec![
            Cell::Text(channel.channel.clone()),
            Cell::Number(channel.interactions as f64, 0),
            Cell::Number(channel.bulk as f64, 0),
            day(channel.first_day),
            day(channel.last_day),
        ]
    });
    let declared =
        (0..network.people().len() as u32).filter(|p| network.evidence_with_ego(*p) == Some(Evidence::Declared)).count();
    let mut notes: Vec<Prose> = vec![
        "Not seen is not the same as cold: a tie kept up on a channel that is not loaded looks weaker than it is.".into(),
        format!("{} For ties silent for over 14 days every model is uncertain.", calibration_note(network.parameters())).into(),
    ];
    if declared > 0 {
        notes.push(
            format!("{declared} people are only declared (connections, cards): no contact with them is in the data.").into(),
        );
    }
    if let Some(share) = network.alter_tie_share() {
        notes.push(format!("{:.0} % of your contacts have an observed tie with another contact.", 100.0 * share).into());
    }
    Section {
        id: "coverage",
        title: "Coverage and confidence".to_owned(),
        introduction: "What these figures rest on.".to_owned(),
        table: Some(Table {
            columns: vec![
                ("channel", "channel"),
                ("interactions", "interactions"),
                ("bulk", "from machines"),
                ("first", "first"),
                ("last", "last"),
            ],
            rows: rows.collect(),
            empty: "No interactions are loaded.",
        }),
        notes,
        charts: Vec::new(),
    }
}

/// What the model's constants rest on.
fn calibration_note(model: &Parameters) -> String {
    match (&model.calibrated_on, model.level) {
        (None, _) => "The model's constants are the published ones (calibration level 0), not fitted to your data.".to_owned(),
        (Some(day), 0) => format!(
            "The model's constants are the published ones (calibration level 0); the evaluation of {day} found no reason to change \
             them."
        ),
        (Some(day), 1) => format!(
            "The model's level was shifted to fit your own data (calibration level 1, evaluation of {day}); the rest is as published."
        ),
        (Some(day), level) => {
            format!("The model's coefficients were fitted to your own data (calibration level {level}, evaluation of {day}).")
        }
    }
}

/// Model parameters and settings, name and value.
pub(super) fn parameters(material: &Material<'_>) -> Vec<(String, String)> {
    let model = material.network.parameters();
    vec![
        ("as-of day".to_owned(), material.network.as_of().day().to_string()),
        (
            "tie model".to_owned(),
            format!(
                "momentum and silence: intercept {}, momentum {}, silence {}, crossing {}, half-life {} days",
                model.intercept, model.momentum, model.silence, model.crossing, model.half_life_days
            ),
        ),
        ("calibration".to_owned(), calibration(model)),
        ("fading looks ahead".to_owned(), format!("{} days", material.fading_within_days)),
        ("alive".to_owned(), format!("90-day probability of at least {}", model.alive)),
        ("ties in structural measures".to_owned(), format!("90-day probability of at least {}", crate::network::STRUCTURAL_P90)),
        ("communities".to_owned(), format!("Leiden, modularity, seed {}", material.seed)),
    ]
}

/// The level of calibration and the day it rests on.
fn calibration(model: &Parameters) -> String {
    let made = match model.level {
        0 => "published constants",
        1 => "intercept shifted",
        _ => "coefficients refitted",
    };
    match &model.calibrated_on {
        Some(day) => format!("level {} ({made}; evaluated on {day})", model.level),
        None => format!("level {} ({made})", model.level),
    }
}
