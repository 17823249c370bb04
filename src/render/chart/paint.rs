//! Marks to a plotters backend.

use plotters::backend::{BitMapBackend, SVGBackend};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle, WHITE};

use super::palette::Color;
use super::scene::{Hold, Mark, Point, Scene, Target, WIDTH, Words};
use super::{ChartError, font, themed};

/// Backend pixels per logical pixel: backends take whole numbers, and the bitmap is averaged down by half, which smooths it.
const SCALE: f64 = 5.0;
/// The width that an SVG document asks for, in the viewer's pixels.
const ASKED_WIDTH: f64 = 900.0;

/// The size of a scene in backend pixels.
fn size(scene: &Scene) -> (u32, u32) {
    ((WIDTH * SCALE) as u32, (scene.height * SCALE) as u32)
}

/// Draws to SVG as a document of its own.
pub(super) fn svg(scene: &Scene, root: &str) -> Result<String, ChartError> {
    let (document, width, height) = painted(scene)?;
    let asked = format!("<svg width=\"{width}\" height=\"{height}\"");
    let asked_height = (scene.height * ASKED_WIDTH / WIDTH).round();
    Ok(document.replacen(&asked, &format!("<svg {root} width=\"{ASKED_WIDTH}\" height=\"{asked_height}\""), 1))
}

/// Draws to SVG as a part of a page.
pub(super) fn svg_for_page(scene: &Scene, root: &str) -> Result<String, ChartError> {
    let (document, width, height) = painted(scene)?;
    let root = format!("svg {root} font-family=\"{}\" viewBox=\"0 0 {width} {height}\"", font::FAMILY);
    Ok(themed::themed(&document, &root))
}

/// What the backend writes, and its size.
fn painted(scene: &Scene) -> Result<(String, u32, u32), ChartError> {
    let mut document = String::new();
    let (width, height) = size(scene);
    draw(scene, &SVGBackend::with_string(&mut document, (width, height)).into_drawing_area())?;
    Ok((document, width, height))
}

/// Draws to PNG, 1800 pixels wide.
pub(super) fn png(scene: &Scene) -> Result<Vec<u8>, ChartError> {
    let (width, height) = size(scene);
    let mut pixels = vec![0_u8; width as usize * height as usize * 3];
    draw(scene, &BitMapBackend::with_buffer(&mut pixels, (width, height)).into_drawing_area())?;
    let halved = halve(&pixels, width as usize, height as usize);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width / 2, height / 2);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Default);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&halved)?;
    writer.finish()?;
    Ok(bytes)
}

/// The mean of every two by two pixels.
fn halve(pixels: &[u8], width: usize, height: usize) -> Vec<u8> {
    let row = width * 3;
    let mut halved = Vec::with_capacity(row / 2 * height / 2);
    for pair in pixels.chunks_exact(row * 2) {
        let (upper, lower) = pair.split_at(row);
        for (up, down) in upper.chunks_exact(6).zip(lower.chunks_exact(6)) {
            for channel in 0..3 {
                let sum: u16 = [up.get(channel), up.get(channel + 3), down.get(channel), down.get(channel + 3)]
                    .into_iter()
                    .flatten()
                    .map(|value| u16::from(*value))
                    .sum();
                halved.push(((sum + 2) / 4) as u8);
            }
        }
    }
    halved
}

fn draw<B: DrawingBackend>(scene: &Scene, area: &DrawingArea<B, Shift>) -> Result<(), ChartError> {
    if !font::register() {
        return Err(ChartError::Font);
    }
    // A page has a ground of its own.
    if scene.target != Target::Page {
        area.fill(&WHITE).map_err(failed)?;
    }
    let ink = |color: Color| {
        let (red, green, blue) = if scene.target == Target::Page { color.encoded() } else { color.rgb() };
        RGBColor(red, green, blue)
    };
    for mark in &scene.marks {
        match mark {
            Mark::Stroke { points, width, color } => stroke(scene.target, area, points, *width, ink(*color))?,
            Mark::Area { points, color, opacity } => {
                if let Some(points) = whole(points) {
                    area.draw(&Polygon::new(points, ink(*color).mix(*opacity).filled())).map_err(failed)?;
                }
            }
            Mark::Disc { center, radius, color } => disc(area, *center, *radius, ink(*color))?,
            Mark::Text(words) => text(scene.target, area, words, ink(words.color))?,
        }
    }
    area.present().map_err(failed)
}

fn disc<B: DrawingBackend>(area: &DrawingArea<B, Shift>, center: Point, radius: f64, color: RGBColor) -> Result<(), ChartError> {
    match (whole(&[center]), radius.is_finite()) {
        (Some(center), true) => {
            let radius = (radius.clamp(0.0, WIDTH) * SCALE).round() as u32;
            center.first().map_or(Ok(()), |at| area.draw(&Circle::new(*at, radius, color.filled())).map_err(failed))
        }
        _ => Ok(()),
    }
}

/// A line through points. The bitmap backend draws thick lines badly at sharp turns: there each piece is a quadrilateral and
/// each turn a disc.
fn stroke<B: DrawingBackend>(
    target: Target,
    area: &DrawingArea<B, Shift>,
    points: &[Point],
    width: f64,
    color: RGBColor,
) -> Result<(), ChartError> {
    let Some(path) = whole(points) else { return Ok(()) };
    if target != Target::Bitmap {
        let style = ShapeStyle { color: color.to_rgba(), filled: false, stroke_width: (width * SCALE).round().max(1.0) as u32 };
        return area.draw(&PathElement::new(path, style)).map_err(failed);
    }
    let half = width * SCALE / 2.0;
    for pair in points.windows(2) {
        let [from, to] = pair else { continue };
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy);
        if length < 1e-6 {
            continue;
        }
        let (across, along) = (-dy / length * half / SCALE, dx / length * half / SCALE);
        let quad = [
            (from.0 + across, from.1 + along),
            (to.0 + across, to.1 + along),
            (to.0 - across, to.1 - along),
            (from.0 - across, from.1 - along),
        ];
        if let Some(quad) = whole(&quad) {
            area.draw(&Polygon::new(quad, color.filled())).map_err(failed)?;
        }
    }
    let inner = points.len().saturating_sub(2);
    points.iter().skip(1).take(inner).try_for_each(|point| disc(area, *point, width / 2.0, color))
}

/// The two backends place text differently from its style; both are told the same baseline here.
fn text<B: DrawingBackend>(
    target: Target,
    area: &DrawingArea<B, Shift>,
    words: &Words,
    color: RGBColor,
) -> Result<(), ChartError> {
    let em = words.em * SCALE;
    let (size, rise) = match target {
        Target::Vector | Target::Page => (em * 1.24, em * 0.76),
        Target::Bitmap => (font::bitmap_size(em), font::bitmap_size(em) / 2.0),
    };
    let Some(&at) = whole(&[(words.at.0, words.at.1 - rise / SCALE)]).as_deref().and_then(<[_]>::first) else { return Ok(()) };
    let weight = if words.bold { FontStyle::Bold } else { FontStyle::Normal };
    let hold = match words.hold {
        Hold::Start => HPos::Left,
        Hold::Middle => HPos::Center,
        Hold::End => HPos::Right,
    };
    let style =
        TextStyle::from(FontDesc::new(FontFamily::Name(font::FAMILY), size, weight)).color(&color).pos(Pos::new(hold, VPos::Top));
    area.draw_text(&words.text, &style, at).map_err(failed)
}

/// Places in backend pixels; `None` when one of them is no number. Far-off ones are pulled in: backends loop over every pixel.
fn whole(points: &[Point]) -> Option<Vec<(i32, i32)>> {
    let place = |value: f64| value.is_finite().then(|| (value.clamp(-200.0, 4000.0) * SCALE).round() as i32);
    points.iter().map(|(x, y)| place(*x).zip(place(*y))).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` calls")]
fn failed<E: std::error::Error + Send + Sync>(error: DrawingAreaErrorKind<E>) -> ChartError {
    ChartError::Backend(error.to_string())
}
