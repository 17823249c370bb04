//! The network over time.

use std::collections::BTreeSet;

use super::chart;
use crate::analysis::dormant::DORMANT_SILENCE_DAYS;
use crate::network::Network;
use crate::report::monthly::Material;
use crate::report::{Chart, Figure, Month, OverTime, counted};

pub(super) fn over_time(material: &Material<'_>) -> Chart {
    let months = material.input.months;
    let mut figure = OverTime::default();
    for (index, month) in months.iter().enumerate().skip(months.len() - material.shown_months().len()) {
        let alive = alive(&month.network, material.ego);
        // What came and went in the first month of all is not known.
        let before =
            index.checked_sub(1).and_then(|before| months.get(before)).map(|before| self::alive(&before.network, material.ego));
        let before = before.unwrap_or_else(|| alive.clone());
        let [mut new, mut revived, mut returned] = [0; 3];
        for person in alive.difference(&before) {
            match silence_before(material, month, *person) {
                None => new += 1,
                Some(days) if days >= DORMANT_SILENCE_DAYS => revived += 1,
                Some(_) => returned += 1,
            }
        }
        figure.months.push(month.name.clone());
        figure.alive.push(alive.len());
        figure.new.push(new);
        figure.revived.push(revived);
        figure.returned.push(returned);
        figure.lost.push(before.difference(&alive).count());
    }
    chart("over-time", title(&figure), Figure::OverTime(figure))
}

/// Whom the ego has an alive tie with.
fn alive(network: &Network, ego: u32) -> BTreeSet<u32> {
    network.contact_ties().iter().filter(|tie| tie.is_alive(network.parameters())).map(|tie| tie.other(ego)).collect()
}

/// The days without contact that ended in a month; `None` where the first contact of all lies in it.
fn silence_before(material: &Material<'_>, month: &Month, person: u32) -> Option<i32> {
    let dyad = material.input.days.of(material.ego, person);
    let before = dyad.until(month.first_day - 1);
    let next = dyad.days().nth(before.len());
    Some(next.unwrap_or(month.last_day) - before.days().next_back()?)
}

fn title(figure: &OverTime) -> String {
    let months = figure.alive.len().saturating_sub(1);
    match (figure.alive.first(), figure.alive.last()) {
        (Some(first), Some(last)) if months > 0 => {
            let sum = |series: &[usize]| series.iter().skip(1).sum::<usize>();
            let gained = sum(&figure.new) + sum(&figure.revived) + sum(&figure.returned);
            let way = match last.cmp(first) {
                std::cmp::Ordering::Greater => format!("up from {first} over {months} months"),
                std::cmp::Ordering::Less => format!("down from {first} over {months} months"),
                std::cmp::Ordering::Equal => format!("as many as {months} months before"),
            };
            format!("{} alive, {way}: {gained} gained, {} lost", counted(*last, "tie", "ties"), sum(&figure.lost))
        }
        (_, Some(last)) => format!("{} alive; months to compare with come with time", counted(*last, "tie", "ties")),
        _ => "No months to compare yet".to_owned(),
    }
}
