use std::fmt::Write as _;

use super::samples::{charts, name};
use super::scene::{Mark, Rect, Scene, Target, WIDTH};
use super::{png, scene, svg};
use crate::report::{Calibration, Chart, DecayCurve, EgoMap, Figure, MapPerson, TiePoint};

const AS_OF: &str = "2026-10-31";

/// Whether tags balance, attributes are quoted and no character is forbidden in XML 1.0.
fn is_well_formed(xml: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml;
    while let Some(start) = rest.find('<') {
        let Some(end) = rest[start..].find('>').map(|end| start + end) else { return false };
        let tag = &rest[start + 1..end];
        if tag.contains('<') || !tag.matches('"').count().is_multiple_of(2) {
            return false;
        }
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap_or(""));
        }
        rest = &rest[end + 1..];
    }
    let legal = |c: char| matches!(c, '\n' | '\t' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..) && c != '\u{7f}';
    open.is_empty() && !rest.contains('>') && xml.chars().all(legal)
}

fn texts(scene: &Scene) -> Vec<(String, Rect)> {
    scene
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Text(words) if !words.text.is_empty() => Some((words.text.clone(), words.bounds())),
            _ => None,
        })
        .collect()
}

#[test]
fn no_text_of_any_chart_is_clipped_or_lies_on_another() {
    for chart in charts() {
        for target in [Target::Vector, Target::Bitmap] {
            let scene = scene(&chart, AS_OF, target);
            let texts = texts(&scene);
            let page = Rect { left: 4.0, top: 4.0, right: WIDTH - 4.0, bottom: scene.height - 4.0 };
            for (index, (text, bounds)) in texts.iter().enumerate() {
                assert!(page.holds(bounds), "{}: {text} at {bounds:?}", chart.id);
                for (other, others_bounds) in texts.iter().skip(index + 1) {
                    assert!(!bounds.touches(others_bounds), "{}: `{text}` lies on `{other}`", chart.id);
                }
            }
        }
    }
}

#[test]
fn every_chart_is_well_formed_and_the_same_twice() {
    for chart in charts() {
        let document = svg(&chart, AS_OF);
        assert!(is_well_formed(&document), "{}", chart.id);
        assert!(
            document.starts_with("<svg role=\"img\" aria-label=") && document.contains("width=\"900\""),
            "{}",
            &document[..200]
        );
        assert_eq!(document, svg(&chart, AS_OF));
    }
    let chart = &charts()[0];
    let picture = png(chart, AS_OF).unwrap();
    assert_eq!(picture, png(chart, AS_OF).unwrap());
    assert_eq!(picture.get(1..4), Some(b"PNG".as_slice()));
    assert_eq!(picture.get(16..24), Some([0, 0, 7, 8, 0, 0, 4, 96].as_slice()), "1800 by 1120");
}

#[test]
fn a_chart_without_data_says_so() {
    for chart in charts().iter().filter(|chart| chart.id.ends_with("-0")) {
        assert!(svg(chart, AS_OF).contains("nothing to show yet"), "{}", chart.id);
    }
}

/// A chart of each kind in which every text is the same hostile one and every number a bad one.
fn hostile(text: &str, number: f64) -> Vec<Chart> {
    let text = || text.to_owned();
    let point = |overlap, strength| TiePoint { name: text(), strength, overlap, community: usize::MAX, labelled: true };
    let person = |x, y| MapPerson { name: text(), x, y, strength: Some(number), community: 3, labelled: true };
    let curve = |p90| DecayCurve { name: text(), from_day: text(), p90, step_days: u32::MAX, fades_after_days: Some(u32::MAX) };
    [
        Figure::StrengthOverlap(vec![point(number, 1.0), point(0.5, number), point(0.5, 50.0)]),
        Figure::EgoMap(EgoMap {
            people: vec![person(0.0, 0.0), person(number, 1.0), person(1.0, 1.0), person(1.0, 1.0)],
            ties: vec![(0, 1, number), (0, usize::MAX, 1.0), (2, 3, 0.5)],
        }),
        Figure::DecayCurves(vec![curve(vec![number, 0.5, number, 0.1]), curve(vec![1.0, 0.9])]),
        Figure::StrengthDistribution(vec![(text(), usize::MAX), (text(), 0)]),
        Figure::MonthlyTrend {
            months: vec![text(), text(), "2026-99".to_owned()],
            series: vec![(text(), vec![Some(number), Some(1.0), None, Some(4.0)]), (text(), vec![Some(-1.0)])],
            unit: text(),
        },
        Figure::Calibration(Calibration {
            horizon_days: u32::MAX,
            curves: vec![
                (text(), vec![(number, 0.5, usize::MAX), (0.5, number, 0), (0.3, 0.2, 9)]),
                (text(), vec![(number, number, 1)]),
            ],
        }),
        Figure::Paths(vec![vec![(text(), Some(number)), (text(), Some(0.5)), (text(), None)]]),
    ]
    .into_iter()
    .map(|figure| Chart { id: "hostile", title: text(), source: text(), figure })
    .collect()
}

#[test]
fn hostile_names_and_numbers_neither_crash_nor_leave_markup() {
    let mut long = String::new();
    for index in 0..1200 {
        let _ = write!(long, "{} ", name(index));
    }
    let names = [
        "<script>alert(1)</script>",
        "\"/><svg onload='x'>",
        "\u{202e}evil\u{2066}\0\u{1b}[31m\u{fffe}",
        "]]>&amp;&#0;",
        "👩\u{200d}👧🦀",
        "",
        " ",
        &"W".repeat(10_000),
        &long,
    ];
    let numbers = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, -0.0, 1e300, 5e-324];
    for (index, text) in names.iter().enumerate() {
        for (place, number) in numbers.iter().enumerate() {
            for chart in hostile(text, *number) {
                let document = svg(&chart, text);
                assert!(is_well_formed(&document), "{text} {number}");
                assert!(!document.contains("<script") && !document.contains("onload='"), "{text}");
                assert!(!document.contains("NaN") && !document.contains("inf\""), "{text} {number}");
                if (index + place) % 8 == 0 {
                    assert!(!png(&chart, text).unwrap().is_empty());
                }
            }
        }
    }
}
