//! The ties by rank, in the layers that human networks are found in.

use super::chart;
use crate::report::monthly::Material;
use crate::report::{Chart, Figure, StrengthLayer, counted};

/// How many ties each layer holds together with those within it: about three times as many each. W.-X. Zhou, D. Sornette, R. A. Hill
/// and R. I. M. Dunbar, "Discrete hierarchical organization of social group sizes", Proceedings of the Royal Society B 272, 2005.
const LAYERS: [usize; 4] = [5, 15, 50, 150];

pub(super) fn strength_layers(material: &Material<'_>) -> Chart {
    let mut strengths: Vec<f64> = material.network.contact_ties().iter().map(|tie| tie.strength.get()).collect();
    strengths.sort_by(|a, b| b.total_cmp(a));
    let title = title(&strengths);
    chart("strength-distribution", title, Figure::StrengthLayers(layers(&strengths)))
}

/// Ties of strength 1 and above by layer; all layers are there, also the empty ones.
fn layers(strengths: &[f64]) -> Vec<StrengthLayer> {
    let mut first = 0;
    let ends = LAYERS.into_iter().map(Some).chain([None]);
    ends.map(|end| {
        let until = end.unwrap_or(usize::MAX).min(strengths.len());
        let name = match (first, end) {
            (0, Some(end)) => format!("closest {end}"),
            (_, Some(end)) => format!("up to {end}"),
            (_, None) => format!("beyond {first}"),
        };
        let layer = StrengthLayer {
            name,
            first_rank: first + 1,
            last_rank: end,
            strengths: strengths.get(first.min(until)..until).unwrap_or_default().to_vec(),
        };
        first = end.unwrap_or(first);
        layer
    })
    .collect()
}

/// How deep into the layers strength reaches.
fn title(strengths: &[f64]) -> String {
    let alive = |least: f64| strengths.iter().filter(|strength| **strength >= least).count();
    let reached = |rank: usize| strengths.get(rank - 1).map(|strength| format!("{strength:.0}"));
    match (reached(5), reached(15), reached(50)) {
        (Some(five), Some(fifteen), Some(fifty)) => {
            format!("Your closest 5 ties are all at {five} or above; the 15th reaches {fifteen}, the 50th {fifty}")
        }
        (Some(five), Some(fifteen), None) => {
            format!("Your closest 5 ties are all at {five} or above; the 15th reaches {fifteen}")
        }
        _ => format!("{} of {} of 60 and above", alive(60.0), counted(strengths.len(), "tie is", "ties are")),
    }
}

#[cfg(test)]
mod tests {
    use super::{layers, title};

    #[test]
    fn every_tie_is_in_the_layer_of_its_rank() {
        let strengths: Vec<f64> = (0..200).map(|rank| 100.0 - f64::from(rank) / 2.0).collect();
        let layers = layers(&strengths);
        assert_eq!(layers.iter().map(|layer| layer.strengths.len()).collect::<Vec<_>>(), [5, 10, 35, 100, 50]);
        assert_eq!(layers.iter().map(|layer| layer.first_rank).collect::<Vec<_>>(), [1, 6, 16, 51, 151]);
        assert_eq!(layers.iter().flat_map(|layer| layer.strengths.clone()).collect::<Vec<_>>(), strengths);
        assert!(title(&strengths).contains("all at 98 or above; the 15th reaches 93, the 50th 76"), "{}", title(&strengths));
    }

    #[test]
    fn a_network_of_few_fills_the_first_layers_only() {
        let layers = layers(&[90.0, 10.0]);
        assert_eq!(layers.iter().map(|layer| layer.strengths.len()).collect::<Vec<_>>(), [2, 0, 0, 0, 0]);
        assert_eq!(title(&[90.0, 10.0]), "1 of 2 ties are of 60 and above");
    }
}
