//! A made-up report for the tests, in which every imported text is the same.

use crate::report::{
    Better, Cell, Chart, Community, EgoMap, Figure, Indicator, LedgerEntry, MapPerson, MapState, MapTie, NetworkMap,
    NetworkPerson, Part, PersonEvidence, Prose, Report, Section, Table,
};

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
    let mapped = |place, strength, state| MapPerson {
        name: name.to_owned(),
        x: place,
        y: place,
        strength,
        state,
        community: 0,
        group: name.to_owned(),
        labelled: true,
    };
    let named = |person| Part::Person { name: name.to_owned(), person };
    Report {
        title: "Network health, October 2026".to_owned(),
        month: "2026-10".to_owned(),
        as_of: "2026-10-31".to_owned(),
        owner: name.to_owned(),
        sentences: vec![
            Prose(vec![Part::Words("You heard from ".to_owned()), named(0), Part::Words(format!(", {name}."))]),
            "Nothing else changed.".into(),
        ],
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
                        vec![
                            Cell::Person { name: name.to_owned(), person: 1 },
                            Cell::Number(61.5, 1),
                            Cell::Percent(0.004),
                            Cell::Day("2026-12-01".to_owned()),
                        ],
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
                id: "ego-map",
                title: name.to_owned(),
                source: name.to_owned(),
                figure: Figure::EgoMap(EgoMap {
                    people: vec![mapped(0.0, None, MapState::Unseen), mapped(0.5, Some(61.5), MapState::Strong)],
                    ties: vec![(0, 1, 0.9)],
                }),
            },
            Chart {
                id: "paths",
                title: name.to_owned(),
                source: name.to_owned(),
                figure: Figure::Paths(vec![vec![(name.to_owned(), Some(f64::NAN)); 2]]),
            },
        ],
        people: vec![
            person(name),
            PersonEvidence { name: name.to_owned(), handle: name.to_owned(), band: "none", ..PersonEvidence::default() },
        ],
        map: map(name),
        parameters: vec![("half-life".to_owned(), "40 days".to_owned()), ("note".to_owned(), name.to_owned())],
    }
}

/// Somebody with two contact-days in the ledger and more before.
fn person(name: &str) -> PersonEvidence {
    let entry = |day: &str, direction| LedgerEntry {
        day: day.to_owned(),
        channels: vec![name.to_owned()],
        interactions: 2,
        direction,
        weight: 1.0,
        contribution: 1.0,
    };
    PersonEvidence {
        name: name.to_owned(),
        handle: format!("name:{name}"),
        position: Some(name.to_owned()),
        band: "strong",
        strength: Some(61.5),
        p90: Some(0.9),
        fades_on: Some("2026-12-01".to_owned()),
        first: Some("2026-01-02".to_owned()),
        last: Some("2026-10-30".to_owned()),
        contact_days: 5,
        interactions: 9,
        reciprocity: Some(0.8),
        momentum: 2.5,
        silence_days: Some(1),
        strength_by_month: vec![None, Some(f64::NAN), Some(61.5)],
        ledger: vec![entry("2026-10-30", "both"), entry("2026-10-01", "in")],
        earlier: Some((3, 0.5)),
    }
}

fn map(name: &str) -> NetworkMap {
    let person = |person, x, state| NetworkPerson {
        person,
        name: name.to_owned(),
        handle: name.to_owned(),
        x,
        y: -x,
        community: person,
        channels: vec![0],
        strength: vec![None, Some(20.0), Some(61.5)],
        state: vec![MapState::Unseen, state, state],
    };
    let tie = |from, to| MapTie { from, to, p90: vec![None, Some(0.4), Some(0.9)], hop_out: Some(0.7), hop_back: None };
    NetworkMap {
        months: ["2026-08", "2026-09", "2026-10"].map(str::to_owned).to_vec(),
        people: vec![
            person(None, 0.0, MapState::Unseen),
            person(Some(0), 0.5, MapState::Strong),
            person(Some(1), f64::NAN, MapState::Indirect),
        ],
        ties: vec![tie(0, 1), tie(1, 2)],
        communities: vec![Community { name: name.to_owned(), size: 1 }; 2],
        channels: vec![name.to_owned()],
    }
}
