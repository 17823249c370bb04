//! A chart before it meets a backend: marks in logical pixels, back to front.

use super::font;
use super::palette::{Color, INK, MUTED, WHITE};
use crate::render::text::Untrusted;

/// The width of every chart, in logical pixels.
pub(super) const WIDTH: f64 = 720.0;
/// The usual height of a chart, in logical pixels.
pub(super) const HEIGHT: f64 = 460.0;
/// The margin left and right.
pub(super) const MARGIN: f64 = 22.0;

/// The size of names and values: shown at half the width of a document, an em is still eight pixels.
pub(super) const EM: f64 = 13.0;

const TITLE_EM: f64 = 18.0;
const FOOT_EM: f64 = 12.0;
/// The room below the figure: for the foot line, or none to speak of in a page.
const FOOT: f64 = 38.0;
const PAGE_FOOT: f64 = 6.0;

/// What the marks will be drawn to; it decides which characters can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// SVG: the viewer's fonts fill in for the embedded one.
    Vector,
    /// SVG within a page, which writes title and foot itself.
    Page,
    /// PNG: the embedded font is all there is.
    Bitmap,
}

/// A place in logical pixels, from the upper left.
pub(super) type Point = (f64, f64);

/// Where a text is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    Start,
    Middle,
    End,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Words {
    pub(super) text: String,
    pub(super) at: Point,
    pub(super) em: f64,
    pub(super) bold: bool,
    pub(super) hold: Hold,
    pub(super) color: Color,
}

/// One thing to draw.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    Stroke { points: Vec<Point>, width: f64, color: Color },
    Area { points: Vec<Point>, color: Color, opacity: f64 },
    Disc { center: Point, radius: f64, color: Color },
    Text(Words),
}

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Rect {
    pub(super) fn corners(&self) -> Vec<Point> {
        vec![(self.left, self.top), (self.right, self.top), (self.right, self.bottom), (self.left, self.bottom)]
    }

    pub(super) fn grown(&self, by: f64) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    pub(super) fn touches(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    pub(super) fn holds(&self, other: &Self) -> bool {
        self.left <= other.left && self.top <= other.top && self.right >= other.right && self.bottom >= other.bottom
    }
}

impl Words {
    /// The box the letters fill.
    pub(super) fn bounds(&self) -> Rect {
        let width = font::width(&self.text, self.em, self.bold);
        let left = match self.hold {
            Hold::Start => self.at.0,
            Hold::Middle => self.at.0 - width / 2.0,
            Hold::End => self.at.0 - width,
        };
        Rect { left, top: self.at.1 - self.em * 0.78, right: left + width, bottom: self.at.1 + self.em * 0.24 }
    }
}

/// The marks of one chart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scene {
    pub(super) target: Target,
    pub(super) height: f64,
    pub(super) marks: Vec<Mark>,
    /// Where the figure may draw: below the title, above the foot.
    pub(super) body: Rect,
}

impl Scene {
    /// An empty chart with its finding as a title.
    pub(super) fn new(target: Target, title: &str) -> Self {
        let mut scene = Self {
            target,
            height: HEIGHT,
            marks: Vec::new(),
            body: Rect { left: MARGIN, top: 0.0, right: WIDTH - MARGIN, bottom: HEIGHT - FOOT },
        };
        if target == Target::Page {
            scene.body.top = 16.0;
            scene.body.bottom = HEIGHT - PAGE_FOOT;
            return scene;
        }
        let mut baseline = 20.0;
        for line in scene.lines(title, WIDTH - 2.0 * MARGIN, TITLE_EM, true, 3) {
            baseline += TITLE_EM * 1.3;
            scene.words(line, (MARGIN, baseline), TITLE_EM, INK, Hold::Start, true);
        }
        scene.body.top = baseline + 22.0;
        scene
    }

    /// Makes the chart as high as its figure needs.
    pub(super) fn set_body_height(&mut self, height: f64) {
        let below = if self.target == Target::Page { PAGE_FOOT } else { FOOT };
        self.body.bottom = self.body.top + height;
        self.height = (self.body.bottom + below).round();
    }

    /// Writes the foot line, once the height is settled.
    pub(super) fn finish(&mut self, foot: &str) {
        if self.target == Target::Page {
            return;
        }
        let foot = self.name(foot, WIDTH - 2.0 * MARGIN, FOOT_EM);
        let baseline = self.height - 13.0;
        self.words(foot, (MARGIN, baseline), FOOT_EM, MUTED, Hold::Start, false);
    }

    /// A name, shortened to a width. It is cut before it is put in visual order, so that the end is lost and not the beginning.
    pub(super) fn name(&self, text: &str, max_width: f64, em: f64) -> String {
        self.in_order(&font::shorten(&self.shown(text), max_width, em, false))
    }

    /// A name in bold letters, shortened to a width.
    pub(super) fn bold_name(&self, text: &str, max_width: f64, em: f64) -> String {
        self.in_order(&font::shorten(&self.shown(text), max_width, em, true))
    }

    /// A text on at most so many lines of a width.
    pub(super) fn lines(&self, text: &str, max_width: f64, em: f64, bold: bool, max_lines: usize) -> Vec<String> {
        font::wrap(&self.shown(text), max_width, em, bold, max_lines).iter().map(|line| self.in_order(line)).collect()
    }

    /// What the target can show, in the order in which it is read.
    fn shown(&self, text: &str) -> String {
        let legible = Untrusted::new(text).legible();
        if self.target == Target::Bitmap { font::shown(&legible) } else { legible }
    }

    /// A line in the order in which the target draws it; viewers of SVG see to that themselves.
    fn in_order(&self, line: &str) -> String {
        if self.target == Target::Bitmap { font::in_visual_order(line) } else { line.to_owned() }
    }

    pub(super) fn words(&mut self, text: impl Into<String>, at: Point, em: f64, color: Color, hold: Hold, bold: bool) {
        self.marks.push(Mark::Text(Words { text: text.into(), at, em, bold, hold, color }));
    }

    pub(super) fn label(&mut self, text: impl Into<String>, at: Point, hold: Hold) {
        self.words(text, at, EM, MUTED, hold, false);
    }

    /// What the marks mean, at the lower end of the body, on as many lines as it takes; the body ends above.
    pub(super) fn explain(&mut self, text: &str) {
        let lines = font::wrap(text, self.body.right - self.body.left, FOOT_EM, false, 2);
        for (row, line) in lines.iter().rev().enumerate() {
            let at = (self.body.left, self.body.bottom - 4.0 - row as f64 * 16.0);
            self.words(line.clone(), at, FOOT_EM, MUTED, Hold::Start, false);
        }
        self.body.bottom -= 16.0 * lines.len() as f64 + 4.0;
    }

    pub(super) fn line(&mut self, from: Point, to: Point, width: f64, color: Color) {
        self.marks.push(Mark::Stroke { points: vec![from, to], width, color });
    }

    /// A straight line of dashes.
    pub(super) fn dashes(&mut self, from: Point, to: Point, width: f64, color: Color) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy);
        let steps = (length / 8.0).floor().clamp(0.0, 500.0) as usize;
        for step in 0..steps {
            let (start, end) = (step as f64 * 8.0 / length, (step as f64 * 8.0 + 4.5) / length);
            self.line((from.0 + dx * start, from.1 + dy * start), (from.0 + dx * end, from.1 + dy * end), width, color);
        }
    }

    pub(super) fn area(&mut self, points: Vec<Point>, color: Color, opacity: f64) {
        self.marks.push(Mark::Area { points, color, opacity });
    }

    pub(super) fn disc(&mut self, center: Point, radius: f64, color: Color) {
        self.marks.push(Mark::Disc { center, radius, color });
    }

    /// A box with round corners.
    pub(super) fn rounded(&mut self, rect: Rect, radius: f64, color: Color) {
        let corners = [
            (rect.right - radius, rect.top + radius, -90.0_f64),
            (rect.right - radius, rect.bottom - radius, 0.0),
            (rect.left + radius, rect.bottom - radius, 90.0),
            (rect.left + radius, rect.top + radius, 180.0),
        ];
        let mut points = Vec::with_capacity(36);
        for (x, y, from) in corners {
            for step in 0..=8 {
                let angle = (from + f64::from(step) * 11.25).to_radians();
                points.push((x + radius * angle.cos(), y + radius * angle.sin()));
            }
        }
        self.area(points, color, 1.0);
    }

    /// A name on a pale ground that keeps it legible over lines.
    pub(super) fn tag(&mut self, words: Words) {
        let bounds = words.bounds();
        let ground = Rect { left: bounds.left - 2.0, top: bounds.top, right: bounds.right + 2.0, bottom: bounds.bottom };
        self.area(ground.corners(), WHITE, 0.8);
        self.marks.push(Mark::Text(words));
    }

    /// Says that there is nothing to draw, instead of an empty frame.
    pub(super) fn nothing(&mut self, why: &str) {
        self.set_body_height(150.0);
        let middle = (f64::midpoint(self.body.left, self.body.right), f64::midpoint(self.body.top, self.body.bottom));
        self.rounded(self.body, 12.0, super::palette::PANEL);
        self.words("nothing to show yet", (middle.0, middle.1 - 8.0), 17.0, INK, Hold::Middle, true);
        for (row, line) in font::wrap(why, self.body.right - self.body.left - 40.0, EM, false, 2).into_iter().enumerate() {
            self.words(line, (middle.0, middle.1 + 20.0 + row as f64 * 17.0), EM, MUTED, Hold::Middle, false);
        }
    }
}
