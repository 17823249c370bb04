//! Whom to contact in the month to come.

use super::super::monthly::Material;
use super::super::{Cell, Prose, Section, Table, counted, kind_title, plan_title, what_if_sentence};
use super::person;
use crate::analysis::plan::LetGo;

pub(super) fn contact(material: &Material<'_>) -> Section {
    let placed = |prose: &Prose<u32>| Cell::Prose(prose.placed(|person| material.listed(person)));
    let mut by_day: Vec<_> = material.plan_entries.iter().collect();
    by_day.sort_by_key(|entry| entry.day);
    let rows = by_day.into_iter().map(|entry| {
        vec![
            person(material, entry.person),
            Cell::Text(kind_title(entry.kind).to_owned()),
            placed(&entry.why),
            placed(&entry.action),
            super::day(entry.day),
            entry.odds.map_or(Cell::Missing, |odds| Cell::Percent(odds.0)),
            entry.odds.map_or(Cell::Missing, |odds| Cell::Percent(odds.1)),
        ]
    });
    let plan = &material.plan.plan;
    let mut notes: Vec<Prose> = Vec::new();
    if !plan.picks.is_empty() {
        notes.push(what_if_sentence(&material.plan.what_if, material.plan.last_day).into());
    }
    let unanswered = plan.let_go.iter().filter(|(_, reason)| matches!(reason, LetGo::Unanswered(_))).count();
    if unanswered > 0 {
        let people = counted(unanswered, "person has", "people have");
        notes.push(format!("{people} not answered several messages, and may be left in peace for now: acquaint plan").into());
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
                ("on", "by about"),
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
