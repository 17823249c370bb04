//! What became of the people met at each venue.

use super::{chart, percent};
use crate::analysis::follow_up::follow_ups;
use crate::analysis::venue::{self, Venue, met};
use crate::report::monthly::Material;
use crate::report::{Chart, Figure, VenueYield, counted};

pub(super) fn venues(material: &Material<'_>) -> Chart {
    let input = material.input;
    let follow_ups = follow_ups(input.encounters, input.observations.channels());
    let found = venue::venues(&met(material.network, material.ego, &follow_ups, input.observations));
    let name = |number: u32| input.labels.get(&number).cloned().unwrap_or_default();
    let row = |venue: &Venue| VenueYield {
        name: venue.venue.map(name),
        met: venue.met,
        alive: venue.alive,
        mean: venue.alive_rate.mean,
        low: venue.alive_rate.low,
        high: venue.alive_rate.high,
    };
    let rows: Vec<VenueYield> = found.iter().map(row).collect();
    chart("venues", title(&rows), Figure::Venues(rows))
}

/// The venue that stands out, if any does.
fn title(rows: &[VenueYield]) -> String {
    let Some((all, venues)) = rows.split_last() else { return "No venue where people were first met is known".to_owned() };
    let overall = all.alive as f64 / all.met.max(1) as f64;
    let people = counted(all.met, "person", "people");
    match venues.first() {
        Some(best) if venues.len() > 1 && best.low > overall => format!(
            "{} stands out: {} of {} met there are alive ties, against {} at all venues",
            best.name.as_deref().unwrap_or_default(),
            best.alive,
            best.met,
            percent(overall)
        ),
        Some(_) if venues.len() > 1 => {
            format!("No venue stands out yet: of {people} met at {} venues {} are alive ties", venues.len(), percent(overall))
        }
        _ => format!("Of {people} met at one venue {} are alive ties", percent(overall)),
    }
}
