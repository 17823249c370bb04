//! The network as a whole: the map, diversity, and how it went over time.

use super::super::attention::tunnel_vision;
use super::super::monthly::Material;
use super::super::{Cell, Section, Table};
use super::count;
use crate::analysis::attention::Attention;
use crate::analysis::attribute::Attribute;

pub(super) fn map(material: &Material<'_>) -> Section {
    let attention = Attention::new(material.network, &material.view, &material.labels);
    Section {
        id: "map",
        title: "The map".to_owned(),
        introduction: format!(
            "Your contacts with a fair chance of contact, by community ({} of them), larger the stronger the tie. A line is a tie that was \
             observed, wider the likelier it goes on.",
            attention.kinds(Attribute::Community)
        ),
        table: None,
        notes: Vec::new(),
        charts: vec!["ego-map"],
    }
}

pub(super) fn diversity(material: &Material<'_>) -> Section {
    let attention = Attention::new(material.network, &material.view, &material.labels);
    let known = Attribute::ALL.into_iter().filter(|attribute| attention.kinds(*attribute) > 0);
    let number = |value: Option<f64>| value.map_or(Cell::Missing, |value| Cell::Number(value, 1));
    let rows: Vec<Vec<Cell>> = known
        .map(|attribute| {
            vec![
                Cell::Text(attribute.plural().to_owned()),
                count(attention.kinds(attribute)),
                number(attention.effective_number(attribute)),
                attention.known(attribute).map_or(Cell::Missing, Cell::Percent),
            ]
        })
        .collect();
    let silent = rows.iter().any(|row| matches!(row.get(2), Some(Cell::Missing)));
    let silent = silent.then_some(
        "Where over 30 % of the attention goes to people of whom it is not known, nothing is said. Titles, places and companies come \
         from cards; a tag sector:NAME tells a sector.",
    );
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
        notes: tunnel_vision(material.network, &attention)
            .into_iter()
            .map(|found| found.placed(|person| material.listed(person)))
            .chain(silent.map(Into::into))
            .collect(),
        charts: vec!["communities"],
    }
}

pub(super) fn over_time(_material: &Material<'_>) -> Section {
    Section {
        id: "time",
        title: "Over time".to_owned(),
        introduction: "Ties alive at the end of each month; people met, ties revived and lost in it; the days of contact; and how long new ties \
                       last."
            .to_owned(),
        table: None,
        notes: Vec::new(),
        charts: vec!["over-time", "calendar", "survival"],
    }
}
