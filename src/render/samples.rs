//! A made-up report for the tests, in which every imported text is the same.

use crate::report::{Better, Cell, Chart, Figure, Indicator, Report, Section, Table};

/// Names that have hurt somebody.
pub(super) const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='x",
    "</style><script>x</script>",
    "[click](javascript:alert(1)) ![x](https://tracker.example/p.gif)",
    "a | b | c `code` **bold** $x$ #tag",
    "\u{202e}txt.exe\u{2066}",
    "\0\u{1b}[31mred\u{7}\r\nnext",
    "=HYPERLINK(\"https://x.example\")",
    "{{ 7 * 7 }} {% raw %}",
    "👩\u{200d}👧🦀 李小龍 محمد",
    "",
];

fn months() -> impl Iterator<Item = String> {
    (1..=12).map(|month| format!("2026-{month:02}")).skip(4).chain(["2026-13".to_owned()]).take(9)
}

/// A report about somebody with this name.
pub(super) fn report(name: &str) -> Report {
    let trend = |slope: f64| months().enumerate().map(|(index, month)| (month, Some(40.0 + slope * index as f64))).collect();
    let indicator = |key, label, better, trend| Indicator {
        key,
        label,
        explanation: "People you are likely to hear from within 90 days.",
        unit: "people",
        decimals: 0,
        better,
        trend,
    };
    let mut undefined: Vec<(String, Option<f64>)> = trend(-1.0);
    if let Some(last) = undefined.last_mut() {
        last.1 = Some(f64::NAN);
    }
    let text = || Cell::Text(name.to_owned());
    Report {
        title: "Network health, October 2026".to_owned(),
        month: "2026-10".to_owned(),
        as_of: "2026-10-31".to_owned(),
        owner: name.to_owned(),
        sentences: vec![format!("You heard from {name}.").into(), "Nothing else changed.".into()],
        indicators: vec![
            indicator("alive_ties", "alive ties", Better::Higher, trend(3.0)),
            indicator("undefined", "undefined", Better::Lower, undefined),
            indicator("fading", "fading", Better::Lower, trend(1.0)),
            indicator("level", "level", Better::Neutral, trend(0.0)),
            indicator("empty", "empty", Better::Neutral, Vec::new()),
        ],
        sections: vec![
            Section {
                id: "strongest",
                title: format!("Strongest: {name}"),
                introduction: format!("Ties with {name} & others."),
                table: Some(Table {
                    columns: vec![("name", "name"), ("strength", "strength"), ("alive", "alive"), ("fades_on", "fades on")],
                    rows: vec![
                        vec![text(), Cell::Number(61.5, 1), Cell::Percent(0.004), Cell::Day("2026-12-01".to_owned())],
                        vec![text(), Cell::Number(f64::NAN, 1), Cell::Percent(f64::INFINITY), Cell::Missing],
                    ],
                    empty: "Nobody.",
                }),
                notes: vec![format!("{name} is new.").into()],
                charts: vec!["bands"],
            },
            Section {
                id: "fading",
                title: "Fading".to_owned(),
                introduction: String::new(),
                table: Some(Table { columns: vec![("name", "name")], rows: Vec::new(), empty: "No one is fading." }),
                notes: Vec::new(),
                charts: Vec::new(),
            },
        ],
        charts: vec![
            Chart {
                id: "bands",
                title: "Most ties are weak".to_owned(),
                source: name.to_owned(),
                figure: Figure::StrengthLayers(vec![crate::report::StrengthLayer {
                    name: name.to_owned(),
                    first_rank: 1,
                    last_rank: Some(5),
                    strengths: vec![3.0],
                }]),
            },
            Chart {
                id: "paths",
                title: name.to_owned(),
                source: name.to_owned(),
                figure: Figure::Paths(vec![vec![(name.to_owned(), Some(f64::NAN)); 2]]),
            },
        ],
        parameters: vec![("half-life".to_owned(), "40 days".to_owned()), ("note".to_owned(), name.to_owned())],
        ..Report::default()
    }
}
