//! The whole network in words, with units.

use serde_json::{Map, Value as Json};

use crate::analysis::attribute::Attribute;
use crate::cli::page::Page;
use crate::cli::screen::Screen;
use crate::cli::wrap::width;
use crate::identity::Person;
use crate::network::Network;
use crate::render::number;
use crate::render::text::Untrusted;
use crate::report::counted;

/// Columns of the names of figures, and of the figures.
const NAMES: usize = 16;
const FIGURES: usize = 7;

/// The figures in groups, each with what it means, then what they come to in sentences.
pub(super) fn page(figures: &Map<String, Json>, network: &Network, all_ties: bool, screen: Screen) -> String {
    let mut page = Page::new(screen);
    page.title(&format!("The network, as of {}", network.as_of().day()));
    page.heading("Everybody");
    let of = |key: &str| figures.get(key).unwrap_or(&Json::Null);
    let faded = if all_ties { "" } else { " that has not faded" };
    figure(&mut page, "people", &whole(of("people")), &format!("with a tie{faded}"));
    figure(&mut page, "ties", &whole(of("ties")), &format!("of {} observed", whole(of("observed_ties"))));
    figure(&mut page, "mean degree", &decimal(of("mean_degree"), 1), "ties per person");
    figure(&mut page, "density", &share(of("density"), 1), "of all pairs of people are tied");
    figure(&mut page, "clustering", &share(of("clustering"), 0), "of a person's contacts are tied to each other, on average");
    let largest = of("largest_component").as_u64().unwrap_or(0) as usize;
    let largest = match of("components").as_u64() {
        Some(1) => "part: everybody is within reach of everybody".to_owned(),
        _ => format!("parts without a tie between them; the largest has {}", counted(largest, "person", "people")),
    };
    figure(&mut page, "components", &whole(of("components")), &largest);
    let modularity = format!("groups tied more within than without; modularity {}", decimal(of("modularity"), 2));
    figure(&mut page, "communities", &whole(of("communities")), &modularity);
    figure(&mut page, "bridges", &whole(of("bridges")), "ties without which somebody is out of reach of the rest");
    figure(&mut page, "cut people", &whole(of("cut_people")), "people without whom others are out of reach of the rest");
    if of("ego").is_object() {
        own(&mut page, of("ego"), network);
    }
    page.finish()
}

/// The ego's own figures.
fn own(page: &mut Page, ego: &Json, network: &Network) {
    page.heading("You");
    figure(page, "degree", &whole(&ego["degree"]), "people you have a tie with");
    let known = "of them are tied to another contact of yours";
    figure(page, "tied contacts", &share(&ego["alter_tie_share"], 0), known);
    let efficiency = format!("contacts, not counting overlap; efficiency {}", share(&ego["efficiency"], 0));
    figure(page, "effective size", &decimal(&ego["effective_size"], 1), &efficiency);
    figure(page, "constraint", &decimal(&ego["constraint"], 3), "how far your contacts close you in; the lower, the freer");
    figure(page, "communities", &whole(&ego["communities_reached"]), "that your ties reach");
    let diversity = &ego["diversity"];
    let told: Vec<&str> =
        Attribute::ALL.into_iter().map(Attribute::plural).filter(|plural| !diversity[*plural].is_null()).collect();
    if !told.is_empty() {
        page.heading("Your attention, as if spread evenly over so many");
    }
    for plural in &told {
        let kinds = format!("{plural}, of {} you have ties to", whole(&diversity["kinds"][*plural]));
        figure(page, plural, &decimal(&diversity[*plural], 1), &kinds);
    }
    let sentences = sentences(ego, network);
    if !sentences.is_empty() {
        page.blank();
    }
    for sentence in &sentences {
        page.entry("", 2, sentence);
    }
}

/// `  density      3.7 %  of all pairs …`.
fn figure(page: &mut Page, name: &str, value: &str, meaning: &str) {
    let pad = FIGURES.saturating_sub(width(value));
    let lead = format!("  {name:<NAMES$}{:pad$}{value}  ", "");
    page.entry(&lead, width(&lead), meaning);
}

fn whole(value: &Json) -> String {
    value.as_u64().map_or_else(|| number::UNDEFINED.to_owned(), |count| number::count(count as usize))
}

fn decimal(value: &Json, decimals: usize) -> String {
    number::decimal(value.as_f64().unwrap_or(f64::NAN), decimals)
}

fn share(value: &Json, decimals: usize) -> String {
    number::with_unit(value.as_f64().unwrap_or(f64::NAN) * 100.0, decimals, "%")
}

/// On whom others depend, what is too little known, and where attention is narrow.
fn sentences(ego: &Json, network: &Network) -> Vec<String> {
    let mut lines = Vec::new();
    for row in ego["fragility"].as_array().into_iter().flatten() {
        let count = |key: &str| row[key].as_u64().unwrap_or(0) as usize;
        let handle = row["person"].as_str().unwrap_or_default();
        let person = network.people().iter().find(|person| person.handle() == handle);
        let name = Untrusted::new(&person.map(Person::distinct_label).unwrap_or_default()).terminal();
        let lost = counted(count("lost"), "person", "people");
        let cut_off = match count("cut_off") {
            0 => String::new(),
            cut_off => format!("; out of reach altogether: {cut_off}"),
        };
        lines.push(format!("if {name} went quiet: {lost} fewer within two hops{cut_off}"));
    }
    let diversity = &ego["diversity"];
    let unknown = Attribute::ALL.into_iter().map(Attribute::plural).filter(|plural| diversity[plural].is_null());
    let unknown: Vec<&str> = unknown.filter(|_| diversity.is_object()).collect();
    if !unknown.is_empty() {
        let unknown = unknown.join(", ");
        lines.push(format!("too little is known to speak of diversity by {unknown} (over 30 % of your attention)"));
    }
    lines.extend(diversity["tunnel_vision"].as_str().map(|text| Untrusted::new(text).terminal()));
    lines
}
