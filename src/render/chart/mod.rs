//! Charts as SVG and PNG: a figure lays out a scene of marks, and the scene is painted through plotters.
//!
//! The same chart gives the same bytes on every machine: the font is embedded and the system's are never asked for. Values that
//! are no numbers are left out, and a chart without values says so.

mod axis;
mod calibration;
mod decay;
mod distribution;
mod ego_map;
mod font;
mod legend;
mod overlap;
mod paint;
mod palette;
mod paths;
mod place;
mod scene;
mod trend;

use self::scene::{Scene, Target};
use super::text::Untrusted;
use crate::report::{Chart, Figure};

/// Why a chart could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The embedded font cannot be read.
    #[error("the embedded font cannot be read")]
    Font,
    /// The drawing backend failed.
    #[error("the chart cannot be drawn: {0}")]
    Backend(String),
    /// The picture cannot be encoded.
    #[error("the chart cannot be encoded as PNG")]
    Encode(#[from] png::EncodingError),
}

/// Draws a chart as an SVG document, 900 logical pixels wide, with the day it speaks of at its foot.
#[must_use]
pub fn svg(chart: &Chart, as_of: &str) -> String {
    let title = Untrusted::new(&chart.title).svg();
    // Writing to memory fails only without a font; the finding itself is still worth showing then.
    let drawn = paint::svg(&scene(chart, as_of, Target::Vector)).unwrap_or_else(|_| {
        format!(
            "<svg width=\"900\" height=\"60\" xmlns=\"http://www.w3.org/2000/svg\"><text x=\"28\" y=\"40\">{title}</text></svg>"
        )
    });
    drawn.replacen("<svg", &format!("<svg role=\"img\" aria-label=\"{title}\""), 1)
}

/// Draws a chart as a PNG picture, 1800 pixels wide.
///
/// Letters that the embedded font lacks are shown as boxes; the SVG leaves them to the viewer's fonts.
///
/// # Errors
/// When the backend or the encoder fails.
pub fn png(chart: &Chart, as_of: &str) -> Result<Vec<u8>, ChartError> {
    paint::png(&scene(chart, as_of, Target::Bitmap))
}

/// Lays a chart out.
fn scene(chart: &Chart, as_of: &str, target: Target) -> Scene {
    let mut scene = Scene::new(target, &chart.title);
    match &chart.figure {
        Figure::StrengthOverlap(points) => overlap::draw(&mut scene, points),
        Figure::EgoMap(map) => ego_map::draw(&mut scene, map),
        Figure::DecayCurves(curves) => decay::draw(&mut scene, curves),
        Figure::StrengthDistribution(bands) => distribution::draw(&mut scene, bands),
        Figure::MonthlyTrend { months, series, unit } => trend::draw(&mut scene, months, series, unit),
        Figure::Calibration(figure) => calibration::draw(&mut scene, figure),
        Figure::Paths(paths) => paths::draw(&mut scene, paths),
    }
    scene.finish(as_of);
    scene
}

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
