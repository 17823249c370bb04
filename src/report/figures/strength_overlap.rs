//! Strength against overlap.

use super::{alters, chart, labelled};
use crate::analysis::weak_tie::{WEAK_BELOW_STRENGTH, median};
use crate::report::monthly::Material;
use crate::report::{Chart, Figure, TiePoint, counted};

pub(super) fn strength_overlap(material: &Material<'_>) -> Chart {
    let alters = alters(material);
    let named = labelled(material, &alters);
    let points: Vec<TiePoint> = alters
        .iter()
        .map(|&(alter, strength)| TiePoint {
            name: material.name(alter),
            strength,
            overlap: material.overlap(alter),
            community: material.community(alter),
            labelled: named.contains(&alter),
        })
        .collect();
    let typical = median(points.iter().map(|point| point.overlap).collect()).unwrap_or(0.0);
    let strong = points.iter().filter(|point| point.strength >= WEAK_BELOW_STRENGTH).count();
    let bridges = points.iter().filter(|point| point.strength < WEAK_BELOW_STRENGTH && point.overlap < typical).count();
    let title = match points.len() {
        0 => "No ties to compare yet".to_owned(),
        _ => format!(
            "{} strong; {} to elsewhere",
            counted(strong, "tie is", "ties are"),
            counted(bridges, "weak tie is a bridge", "weak ties are bridges")
        ),
    };
    chart("strength-overlap", title, Figure::StrengthOverlap(points))
}
