//! Who acts and who gives, in the ties with most contact.

use std::collections::BTreeSet;

use super::{YEAR_DAYS, chart};
use crate::report::monthly::Material;
use crate::report::{Chart, Figure, TieBalance, counted};
use crate::ties::{Act, Encounter};

/// Most ties of the chart.
const TIES: usize = 14;
/// Acts of both, in days, from which a tie is worth a row.
const LEAST_DAYS: usize = 3;
/// The share of the acts from which one side does most of them.
const MOST: f64 = 2.0 / 3.0;

pub(super) fn balance(material: &Material<'_>) -> Chart {
    let today = material.today();
    let mut ties: Vec<(u32, TieBalance)> = Vec::new();
    for own in material.input.encounters.chunk_by(|one, other| one.person == other.person) {
        let Some(person) = own.first().map(|encounter| encounter.person).filter(|person| material.listed(*person).is_some())
        else {
            continue;
        };
        let known = material.network.person(person);
        let given = material.input.observations.facets(person, &known.handles, &known.declared).balance;
        let within = |encounter: &&Encounter| encounter.day > today - YEAR_DAYS && encounter.day <= today;
        let days = |act: Act| {
            own.iter()
                .filter(within)
                .filter(|encounter| encounter.act == act)
                .map(|encounter| encounter.day)
                .collect::<BTreeSet<i32>>()
                .len()
        };
        ties.push((
            person,
            TieBalance {
                name: material.name(person),
                out_days: days(Act::Out),
                in_days: days(Act::In),
                given: given.given() as usize,
                taken: given.taken() as usize,
            },
        ));
    }
    let weight = |tie: &TieBalance| tie.out_days + tie.in_days;
    ties.retain(|(_, tie)| weight(tie) >= LEAST_DAYS || tie.given + tie.taken > 0);
    // What was given and taken is rare, so those ties come first; then those with most acts.
    ties.sort_by_key(|(person, tie)| (std::cmp::Reverse((tie.given + tie.taken > 0, weight(tie))), *person));
    ties.truncate(TIES);
    let share = |tie: &TieBalance| (tie.out_days as f64 - tie.in_days as f64) / (weight(tie).max(1)) as f64;
    ties.sort_by(|(a, one), (b, other)| share(other).total_cmp(&share(one)).then(weight(other).cmp(&weight(one))).then(a.cmp(b)));
    let ties: Vec<TieBalance> = ties.into_iter().map(|(_, tie)| tie).collect();
    chart("balance", title(&ties), Figure::Balance(ties))
}

/// How many of the ties one side carries.
fn title(ties: &[TieBalance]) -> String {
    let carried = |acts: fn(&TieBalance) -> usize| {
        ties.iter().filter(|tie| acts(tie) as f64 > MOST * (tie.out_days + tie.in_days) as f64).count()
    };
    let (ego, alters) = (carried(|tie| tie.out_days), carried(|tie| tie.in_days));
    match (ties.len(), ego, alters) {
        (0, ..) => "Who acts in which tie is not known yet".to_owned(),
        (1, 0, 0) => "In the one tie shown both sides act".to_owned(),
        (all, 0, 0) => format!("In all {all} ties shown both sides act"),
        (all, ego, alters) => {
            let or_none = |count: usize| if count == 0 { "none".to_owned() } else { count.to_string() };
            let ties = counted(all, "tie", "ties");
            format!("In {} of {ties} shown you do most of the acting, in {} they do", or_none(ego), or_none(alters))
        }
    }
}
