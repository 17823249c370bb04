//! Charts as SVG and PNG: a figure lays out a scene of marks, and the scene is painted through plotters.
//!
//! The same chart gives the same bytes on every machine: the font is embedded and the system's are never asked for. Values that
//! are no numbers are left out, and a chart without values says so.

mod axis;
mod balance;
mod calendar;
mod calibration;
mod channel_mix;
mod communities;
mod days;
mod decay;
mod ego_map;
mod font;
mod growth;
mod layers;
mod legend;
mod over_time;
mod overlap;
mod paint;
mod palette;
mod paths;
mod place;
mod scene;
mod survival;
mod themed;
mod venues;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

pub use self::growth::{Growth, GrowthLine};
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

/// Draws a chart as an SVG document, 900 pixels wide, with its finding as a title and what it rests on at its foot.
#[must_use]
pub fn svg(chart: &Chart, as_of: &str) -> String {
    paint::svg(&scene(chart, as_of, Target::Vector), &root(chart)).unwrap_or_else(|_| without_font(chart))
}

/// Draws a chart as an SVG element for a page, without title and foot: the page writes [`Chart::title`] and [`foot`] beside it, in
/// its own letters.
///
/// The element has a `viewBox` and no size, no ground, no `style` and no identifiers. Every colour is a custom property with the
/// value on white to fall back on: see [`page_colors`]. The root has the classes `chart` and `chart-<id>`. Letters have the family
/// of the root's attribute, which a style sheet may override with a font that is no wider than the embedded one.
#[must_use]
pub fn svg_for_page(chart: &Chart) -> String {
    let root = format!("class=\"chart chart-{}\" {}", Untrusted::new(chart.id).file_name(), root(chart));
    paint::svg_for_page(&scene(chart, "", Target::Page), &root).unwrap_or_else(|_| without_font(chart))
}

/// The colours of charts in a page, as declarations for a style sheet: `--chart-ground`, `--chart-ink`, `--chart-muted`,
/// `--chart-axis`, `--chart-grid`, `--chart-tie`, `--chart-panel` and `--chart-1` to `--chart-6` for series and communities.
///
/// ```
/// assert!(acquaint::render::chart::page_colors(false).contains("--chart-ink: #1f2328;"));
/// ```
#[must_use]
pub fn page_colors(is_dark: bool) -> String {
    palette::declarations(is_dark)
}

/// The line at a chart's foot: the day it speaks of, and what it rests on.
///
/// ```
/// use acquaint::{render::chart, report::{Chart, Figure}};
/// let chart = Chart { id: "decay", title: String::new(), source: "9 interactions".into(), figure: Figure::DecayCurves(Vec::new()) };
/// assert_eq!(chart::foot(&chart, "2026-10-31"), "acquaint · as of 2026-10-31 · 9 interactions");
/// ```
#[must_use]
pub fn foot(chart: &Chart, as_of: &str) -> String {
    let day = format!("acquaint · as of {as_of}");
    if chart.source.is_empty() { day } else { format!("{day} · {}", chart.source) }
}

/// What tells a screen reader that this is one picture, and which.
fn root(chart: &Chart) -> String {
    format!("role=\"img\" aria-label=\"{}\"", Untrusted::new(&chart.title).svg())
}

/// Writing to memory fails only without a font; the finding itself is still worth showing then.
fn without_font(chart: &Chart) -> String {
    let title = Untrusted::new(&chart.title).svg();
    format!(
        "<svg {} viewBox=\"0 0 900 60\" xmlns=\"http://www.w3.org/2000/svg\"><text x=\"28\" y=\"40\">{title}</text></svg>",
        root(chart)
    )
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

/// A chart as both documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// As [`svg`].
    pub svg: String,
    /// As [`png()`].
    pub png: Vec<u8>,
}

/// Draws charts on all cores, in the order given.
///
/// # Errors
/// As [`png()`].
pub fn draw_all(charts: &[Chart], as_of: &str) -> Result<Vec<Drawn>, ChartError> {
    charts.par_iter().map(|chart| Ok(Drawn { svg: svg(chart, as_of), png: png(chart, as_of)? })).collect()
}

/// Draws how costs grow with the data, as both documents.
///
/// # Errors
/// When the embedded font cannot be read, or the backend or the encoder fails.
pub fn growth(growth: &Growth) -> Result<Drawn, ChartError> {
    let root = format!("role=\"img\" aria-label=\"{}\"", Untrusted::new(&growth.title).svg());
    let svg = paint::svg(&growth_scene(growth, Target::Vector), &root)?;
    Ok(Drawn { svg, png: paint::png(&growth_scene(growth, Target::Bitmap))? })
}

fn growth_scene(growth: &Growth, target: Target) -> Scene {
    let mut scene = Scene::new(target, &growth.title);
    growth::draw(&mut scene, growth);
    scene.finish(&growth.foot);
    scene
}

/// Lays a chart out.
fn scene(chart: &Chart, as_of: &str, target: Target) -> Scene {
    let mut scene = Scene::new(target, &chart.title);
    match &chart.figure {
        Figure::StrengthOverlap(points) => overlap::draw(&mut scene, points),
        Figure::EgoMap(map) => ego_map::draw(&mut scene, map),
        Figure::DecayCurves(curves) => decay::draw(&mut scene, curves),
        Figure::StrengthLayers(layers) => layers::draw(&mut scene, layers),
        Figure::OverTime(time) => over_time::draw(&mut scene, time),
        Figure::Calendar(calendar) => calendar::draw(&mut scene, calendar),
        Figure::Balance(ties) => balance::draw(&mut scene, ties),
        Figure::ChannelMix(mix) => channel_mix::draw(&mut scene, mix),
        Figure::Venues(venues) => venues::draw(&mut scene, venues),
        Figure::Survival(curves) => survival::draw(&mut scene, curves),
        Figure::Communities(rows) => communities::draw(&mut scene, rows),
        Figure::Calibration(figure) => calibration::draw(&mut scene, figure),
        Figure::Paths(paths) => paths::draw(&mut scene, paths),
    }
    scene.finish(&foot(chart, as_of));
    scene
}

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
