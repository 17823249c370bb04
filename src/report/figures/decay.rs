//! How the fading ties fall if nothing happens.

use super::chart;
use crate::model::format_day;
use crate::report::monthly::Material;
use crate::report::{Chart, DecayCurve, Figure};
use crate::ties::Parameters;

/// Curves of fading ties.
const CURVES: usize = 6;
/// How far the decay curves go, and in what steps, in days.
const CURVE_DAYS: u32 = 120;
const CURVE_STEP_DAYS: u32 = 4;

pub(super) fn decay(material: &Material<'_>) -> Chart {
    let parameters = material.network.parameters();
    let today = material.today();
    let curves: Vec<DecayCurve> = material
        .fading
        .iter()
        .take(CURVES)
        .map(|fading| DecayCurve {
            name: material.name(fading.person),
            from_day: format_day(today),
            p90: (0..=CURVE_DAYS)
                .step_by(CURVE_STEP_DAYS as usize)
                .map(|days| fading.tie.both.probability(today + days as i32, Parameters::ALIVE_DAYS, parameters).get())
                .collect(),
            step_days: CURVE_STEP_DAYS,
            fades_after_days: u32::try_from(fading.fades_on - today).ok(),
        })
        .collect();
    let title = match material.fading.iter().min_by_key(|fading| (fading.fades_on, fading.person)) {
        Some(first) => {
            let others = material.fading.len() - 1;
            let others = if others == 0 { String::new() } else { format!(", {others} more after") };
            format!(
                "{} is the first to fall below even odds, on {}{others}",
                material.name(first.person),
                format_day(first.fades_on)
            )
        }
        None => format!("No tie falls below even odds within {} days", material.fading_within_days),
    };
    chart("decay", title, Figure::DecayCurves(curves))
}
