use std::fmt::Write as _;

use super::samples::{charts, name};
use super::scene::{Mark, Rect, Scene, Target, WIDTH};
use super::{Growth, GrowthLine, growth_scene, png, scene, svg, svg_for_page};
use crate::report::{
    Calendar, Calibration, ChannelMix, ChannelMonths, Chart, CommunityShare, DecayCurve, EgoMap, Figure, MapPerson, MapState,
    OverTime, StrengthLayer, SurvivalCurve, TieBalance, TiePoint, VenueYield,
};

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

/// Six lines that end close to each other, and one that has no value that can be drawn.
fn growing() -> Growth {
    let names = ["import", "first command", "ties", "path", "weak-ties with a very long name", "network"];
    let line = |(index, name): (usize, &&str)| GrowthLine {
        name: (*name).to_owned(),
        points: (4..=8).map(|power| (10_f64.powi(power), 10_f64.powi(power - 6) * (1.0 + index as f64 / 9.0))).collect(),
    };
    let mut lines: Vec<GrowthLine> = names.iter().enumerate().map(line).collect();
    lines.insert(2, GrowthLine { name: "nothing".to_owned(), points: vec![(1e4, 0.0), (f64::NAN, 1.0), (1e5, -1.0)] });
    let [title, foot] =
        ["Every command grows no faster than the data", "acquaint 0.1.0 · 2026-11-30 · two processors"].map(str::to_owned);
    Growth { title, foot, sizes: "interactions".into(), costs: "seconds on the clock".into(), unit: "s".into(), lines }
}

#[test]
fn growth_is_drawn_with_what_can_be_drawn_and_an_empty_one_says_so() {
    let full = growing();
    let document = super::growth(&full).unwrap().svg;
    assert!(is_well_formed(&document) && document.contains("100 million") && !document.contains("nothing"), "{document}");
    let empty = super::growth(&Growth { lines: Vec::new(), ..full.clone() }).unwrap();
    assert!(empty.svg.contains("nothing to show yet") && empty.png.starts_with(b"\x89PNG"));
    assert_eq!(super::growth(&full).unwrap(), super::growth(&full).unwrap());
}

#[test]
fn no_text_of_any_chart_is_clipped_or_lies_on_another() {
    let mut problems = Vec::new();
    let scenes = charts()
        .into_iter()
        .flat_map(|chart| [Target::Vector, Target::Bitmap, Target::Page].map(|target| (chart.id, scene(&chart, AS_OF, target))));
    let growth = [Target::Vector, Target::Bitmap].map(|target| ("growth", growth_scene(&growing(), target)));
    let mut short = growing();
    short.lines.iter_mut().for_each(|line| line.points.truncate(2));
    let of_one_decade = ("growth", growth_scene(&short, Target::Bitmap));
    for (id, scene) in scenes.chain(growth).chain([of_one_decade]) {
        let texts = texts(&scene);
        let page = Rect { left: 4.0, top: 4.0, right: WIDTH - 4.0, bottom: scene.height - 4.0 };
        for (index, (text, bounds)) in texts.iter().enumerate() {
            if !page.holds(bounds) {
                problems.push(format!("{id}: {text} at {bounds:?}"));
            }
            for (other, others_bounds) in texts.iter().skip(index + 1) {
                if bounds.touches(others_bounds) {
                    problems.push(format!("{id}: `{text}` lies on `{other}`"));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
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
    assert_eq!(picture.get(16..24), Some([0, 0, 7, 8, 0, 0, 4, 126].as_slice()), "1800 by 1150");
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
    let person = |x, y| MapPerson {
        name: text(),
        x,
        y,
        strength: Some(number),
        state: MapState::Weak,
        community: 3,
        group: text(),
        labelled: true,
    };
    let curve = |p90| DecayCurve { name: text(), from_day: text(), p90, step_days: u32::MAX, fades_after_days: Some(u32::MAX) };
    [
        Figure::StrengthOverlap(vec![point(number, 1.0), point(0.5, number), point(0.5, 50.0)]),
        Figure::EgoMap(EgoMap {
            people: vec![person(0.0, 0.0), person(number, 1.0), person(1.0, 1.0), person(1.0, 1.0)],
            ties: vec![(0, 1, number), (0, usize::MAX, 1.0), (2, 3, 0.5)],
        }),
        Figure::DecayCurves(vec![curve(vec![number, 0.5, number, 0.1]), curve(vec![1.0, 0.9])]),
        Figure::StrengthLayers(vec![
            StrengthLayer { name: text(), first_rank: 1, last_rank: Some(5), strengths: vec![number, 50.0] },
            StrengthLayer { name: text(), first_rank: usize::MAX, last_rank: Some(0), strengths: vec![1.0, number] },
            StrengthLayer { name: text(), first_rank: 0, last_rank: None, strengths: vec![0.5] },
        ]),
        Figure::OverTime(OverTime {
            months: vec![text(), text(), "2026-99".to_owned()],
            alive: vec![usize::MAX, 1],
            new: vec![usize::MAX, 3, 4],
            revived: vec![],
            returned: vec![usize::MAX],
            lost: vec![1, usize::MAX, 2],
        }),
        Figure::Calendar(Calendar { first_day: text(), people: vec![Some(usize::MAX), None] }),
        Figure::Calendar(Calendar { first_day: "9999-12-01".to_owned(), people: vec![Some(usize::MAX), None, Some(1)] }),
        Figure::Balance(vec![
            TieBalance { name: text(), out_days: usize::MAX, in_days: 0, given: 1, taken: usize::MAX },
            TieBalance { name: text(), ..TieBalance::default() },
        ]),
        Figure::ChannelMix(ChannelMix {
            months: vec![text(), text()],
            channels: [Some(true), Some(false), None]
                .map(|live| ChannelMonths { name: text(), live, contacts: vec![usize::MAX, 1, 1] })
                .to_vec(),
        }),
        Figure::Venues(vec![
            VenueYield { name: Some(text()), met: usize::MAX, alive: 0, mean: 0.3, low: -1.0, high: 1e300 },
            VenueYield { name: Some(text()), met: 1, alive: 0, mean: number, low: number, high: number },
            VenueYield { name: None, met: 1, alive: usize::MAX, mean: 0.5, low: 0.1, high: 0.9 },
        ]),
        Figure::Survival(vec![
            SurvivalCurve {
                name: text(),
                ties: usize::MAX,
                steps: vec![(i32::MIN, number, None), (5, 0.5, Some((number, number)))],
                followed_days: i32::MAX,
            },
            SurvivalCurve { name: text(), ties: 1, steps: vec![(9, 0.5, Some((0.1, 0.9)))], followed_days: 30 },
        ]),
        Figure::Communities(vec![
            CommunityShare { name: text(), about: text(), strong: usize::MAX, weak: 1, dormant: 1, attention: Some(number) },
            CommunityShare { name: text(), about: text(), strong: 1, weak: 1, dormant: 1, attention: None },
        ]),
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
        "محمد علي بن أحمد",
        "李小龍 (田中さくら)",
        "สมชาย ใจดี",
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
                let part = svg_for_page(&chart);
                assert!(is_well_formed(&part), "{text} {number}");
                assert!(!part.contains(" style=") && !part.contains(" id=") && !part.contains("<style"), "{text}");
                assert!(!document.contains("NaN") && !document.contains("inf\""), "{text} {number}");
                if (index + place) % 8 == 0 {
                    assert!(!png(&chart, text).unwrap().is_empty());
                }
            }
        }
    }
}

/// The kinds of elements of a document, in order.
fn kinds(document: &str) -> Vec<&str> {
    document.split('<').skip(1).filter_map(|tag| tag.split([' ', '>', '/']).find(|kind| !kind.is_empty())).collect()
}

#[test]
fn a_name_never_adds_an_element() {
    // One name a chart, so that a longer one cannot push another aside.
    let with = |name: &str| {
        let name = || name.to_owned();
        [
            Figure::Balance(vec![TieBalance { name: name(), out_days: 3, in_days: 2, given: 1, taken: 1 }]),
            Figure::Venues(vec![VenueYield { name: Some(name()), met: 3, alive: 1, mean: 0.4, low: 0.2, high: 0.6 }]),
            Figure::Communities(vec![CommunityShare {
                name: name(),
                strong: 2,
                attention: Some(0.2),
                ..CommunityShare::default()
            }]),
            Figure::DecayCurves(vec![DecayCurve {
                name: name(),
                from_day: "2026-10-31".to_owned(),
                p90: vec![0.6, 0.4],
                step_days: 30,
                fades_after_days: Some(15),
            }]),
            Figure::ChannelMix(ChannelMix {
                months: vec!["2026-10".to_owned()],
                channels: vec![ChannelMonths { name: name(), live: None, contacts: vec![4] }],
            }),
            Figure::Survival(vec![SurvivalCurve { name: name(), ties: 5, steps: vec![(90, 0.5, None)], followed_days: 100 }]),
        ]
        .map(|figure| Chart { id: "one", title: "A title".to_owned(), source: String::new(), figure })
    };
    let plain = with("A");
    for hostile in
        ["<script>x</script>", "\u{202e}evil\0", "]]>&amp;", "👩\u{200d}👧", "محمد", "李小龍", "สมชาย", &"W".repeat(10_000)]
    {
        for (chart, plain) in with(hostile).iter().zip(&plain) {
            assert_eq!(kinds(&svg(chart, AS_OF)), kinds(&svg(plain, AS_OF)), "{hostile}");
            assert_eq!(kinds(&svg_for_page(chart)), kinds(&svg_for_page(plain)), "{hostile}");
        }
    }
}

/// Every kind of chart as it was when somebody last looked at it; `ACQUAINT_GOLDEN=1` writes them anew.
#[test]
fn charts_look_as_they_did_when_somebody_looked_at_them() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render/chart/golden");
    let golden = [
        "overlap-3",
        "map-6",
        "decay-8",
        "layers-7",
        "time",
        "calendar",
        "balance",
        "mix",
        "venues",
        "survival",
        "communities",
        "calibration",
        "paths",
    ];
    let all = charts();
    let documents = golden.map(|id| (id.to_owned(), svg(all.iter().find(|chart| chart.id == id).unwrap(), AS_OF)));
    let map = all.iter().find(|chart| chart.id == "map-6").unwrap();
    for (id, drawn) in documents.into_iter().chain([("map-6-page".to_owned(), svg_for_page(map))]) {
        let path = folder.join(format!("{id}.svg"));
        if std::env::var_os("ACQUAINT_GOLDEN").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &drawn).unwrap();
        }
        assert!(
            std::fs::read_to_string(&path).unwrap() == drawn,
            "{id} has changed: look at it, then run with ACQUAINT_GOLDEN=1"
        );
    }
}
