//! What is proposed and what never is; and how sure a proposal is against how often it is right, in a world whose truth is known.

use super::known::Known;
use super::name::{Name, NameMatch};
use super::weigh::{is_named_like, is_same_number, is_spelt_by};
use super::*;
use crate::identity::resolve;
use crate::model::{Card, DeclarationKind};
use crate::store::{Decision, DeclarationRow, HandleRow, NameRow};

/// A workspace being written: cards, names of addresses, contacts, decisions.
#[derive(Default)]
struct World {
    stored: StoredPeople,
    contacts: Vec<(String, String)>,
}

fn handle(text: &str) -> Handle {
    Handle::parse(text).unwrap_or_else(|| panic!("{text}"))
}

impl World {
    fn number(&mut self, text: &str) -> u32 {
        let wanted = handle(text);
        if let Some(row) = self.stored.handles.iter().find(|row| row.handle == wanted) {
            return row.number;
        }
        self.add_handle(wanted)
    }

    fn add_handle(&mut self, handle: Handle) -> u32 {
        let number = self.stored.handles.len() as u32 + 1;
        self.stored.handles.push(HandleRow { number, handle });
        number
    }

    fn card(mut self, name: &str, company: &str, handles: &[&str]) -> Self {
        let _: Vec<u32> = handles.iter().map(|text| self.number(text)).collect();
        let number = self.number(handles[0]);
        self.stored.names.push(NameRow { handle: number, name: name.to_owned(), rank: 1, first_micros: i64::MIN });
        self.stored.declarations.push(card(name, company, handles));
        self
    }

    fn writes(mut self, name: &str, address: &str, to: &[&str]) -> Self {
        let number = self.number(address);
        if !name.is_empty() {
            self.stored.names.push(NameRow { handle: number, name: name.to_owned(), rank: 2, first_micros: 0 });
        }
        for other in to {
            self.number(other);
            self.contacts.push((address.to_owned(), (*other).to_owned()));
        }
        self
    }

    fn decide(mut self, kind: DecisionKind, a: &str, b: &str) -> Self {
        self.stored.decisions.push(Decision::new(kind, handle(a), handle(b)));
        self
    }

    /// The proposals as (a handle of one, a handle of the other, words of the grounds), and the confidence.
    fn proposals(&self) -> Vec<(String, String, Vec<&'static str>, f64)> {
        let people = resolve(&self.stored, i64::MAX);
        let person = |text: &str| people.of_handle(&handle(text)).unwrap();
        let contacts: Vec<(u32, u32)> = self.contacts.iter().map(|(a, b)| (person(a), person(b))).collect();
        let found = propose(&Material {
            people: &people,
            stored: &self.stored,
            cutoff_micros: i64::MAX,
            contacts: &contacts,
            counts: &[],
        });
        let primary = |index: u32| people.people[index as usize].handle().to_owned();
        found
            .iter()
            .map(|p| (primary(p.one), primary(p.other), p.grounds.iter().map(Ground::as_str).collect(), p.confidence))
            .collect()
    }

    fn pairs(&self) -> Vec<(String, String)> {
        self.proposals().into_iter().map(|(one, other, ..)| (one, other)).collect()
    }
}

fn card(name: &str, company: &str, handles: &[&str]) -> DeclarationRow {
    DeclarationRow {
        kind: DeclarationKind::AddressBook,
        at_micros: None,
        import: 1,
        card: Card {
            handles: handles.iter().map(|text| handle(text)).collect(),
            name: (!name.is_empty()).then(|| name.to_owned()),
            company: (!company.is_empty()).then(|| company.to_owned()),
            ..Card::default()
        },
        detail: None,
        is_own: true,
        colleagues: Vec::new(),
    }
}

fn agree(one: &str, other: &str) -> Option<NameMatch> {
    Name::parse(one)?.agrees_with(&Name::parse(other)?)
}

#[test]
fn names_agree_across_spelling_order_script_and_short_forms() {
    use NameMatch::{Initial, MiddleName, Nickname, Reordered, Same, Transliterated};
    for (one, other, expected) in [
        ("Ann Example", "ANN EXAMPLE", Some(Same)),
        ("Dr. Ann Example, PhD", "Ann Example", Some(Same)),
        ("Ann Example | Fjordgrid", "Ann Example (she/her)", None),
        ("Ann Example | Fjordgrid", "Ann Example (she)", Some(Same)),
        ("Example, Ann", "Ann Example", Some(Same)),
        ("van Dyk, Ann", "Ann van Dyk", Some(Same)),
        ("Nagy Anna", "Anna Nagy", Some(Reordered)),
        ("Jürgen Müller", "Juergen Mueller", Some(Transliterated)),
        ("Jürgen Müller", "Jurgen Muller", Some(Same)),
        ("Søren Ærø", "Soeren Aeroe", Some(Transliterated)),
        ("Кирилл Петров", "Kirill Petrov", Some(Same)),
        ("Юлия Ковальчук", "Yuliya Kovalchuk", Some(Transliterated)),
        ("Bob Example", "Robert Example", Some(Nickname)),
        ("Sasha Example", "Alexander Example", Some(Nickname)),
        ("Jielun (Chris) Chen", "Chris Chen", Some(Nickname)),
        ("Ann B. Example", "Ann Example", Some(MiddleName)),
        ("Ann Beatrix Example", "Ann B. Example", Some(Same)),
        ("A. Example", "Ann Example", Some(Initial)),
        ("Ann Berta Example", "Ann Carla Example", None),
        ("Bob Example Jr.", "Bob Example Sr.", None),
        ("Ann Example", "Anna Sample", None),
        ("Ann Example", "Bob Example", None),
        ("Michael Kowalski", "Michelle Kowalski", None),
    ] {
        assert_eq!(agree(one, other), expected, "{one} and {other}");
        assert_eq!(agree(other, one), expected, "{other} and {one}");
    }
    for no_name in ["Ann", "ann@example.org", "+49 30 1234567", "", "Anna 3", "A. B.", "https://example.org"] {
        assert_eq!(Name::parse(no_name), None, "{no_name}");
    }
}

#[test]
fn a_name_alone_is_never_enough() {
    let world =
        World::default().writes("Quirina Xylander", "q@one.example", &[]).writes("Quirina Xylander", "qx@two.example", &[]);
    assert!(world.proposals().is_empty());
}

#[test]
fn two_accounts_of_one_service_are_two_people_whatever_speaks_for_it() {
    for [a, b] in [
        ["linkedin:ann-1", "linkedin:ann-2"],
        ["slack:T1/U1", "slack:T1/U2"],
        ["whatsapp:Ann Example", "whatsapp:Ann  B Example"],
        ["id:1", "id:2"],
    ] {
        let world = World::default().card("Ann Example", "Fjordgrid", &[a, "+15550100"]).card(
            "Ann B Example",
            "Fjordgrid",
            &[b, "+15550100"],
        );
        let pairs = world.pairs();
        assert!(
            !pairs.iter().any(|(one, other)| [one, other].iter().all(|end| end.starts_with(a.split(':').next().unwrap()))),
            "{pairs:?}"
        );
    }
}

#[test]
fn each_ground_beside_a_name_makes_a_proposal() {
    let with = |world: World| world.proposals().into_iter().next().map(|found| found.2).unwrap_or_default();
    let start = World::default;
    assert_eq!(
        with(start().card("Ann Example", "Fjordgrid AS", &["linkedin:ann"]).card(
            "Annie Example",
            "Fjordgrid",
            &["ann@home.example"]
        )),
        ["name", "company"]
    );
    assert_eq!(
        with(start().card("Ann Example", "Fjordgrid AS", &["linkedin:ann"]).writes("Ann Example", "ann@fjordgrid.example", &[])),
        ["name", "company-domain"]
    );
    assert_eq!(
        with(start().writes("Ann Example", "dragon.99@one.example", &[]).writes("Ann Example", "dragon99@two.example", &[])),
        ["name", "user-name"]
    );
    assert_eq!(
        with(start().writes("Ann Example", "ann@hill.example", &[]).writes("Ann Example", "example@hill.example", &[])),
        ["name", "domain"]
    );
    let crowd = ["x1@w.example", "x2@w.example", "x3@w.example"];
    let others = start().writes("", "y1@w.example", &["y2@w.example", "y3@w.example", "y4@w.example"]);
    assert_eq!(
        with(others.writes("Ann Example", "one@a.example", &crowd).writes("Ann Example", "two@b.example", &crowd)),
        ["name", "contacts"]
    );
    let household =
        start().card("Ann Example", "", &["a@a.example", "+15550100"]).card("Ann B. Example", "", &["b@b.example", "+15550100"]);
    assert!(with(household).contains(&"handle"));
}

#[test]
fn an_address_that_spells_the_name_stands_for_a_name_that_is_not_shown() {
    let world =
        World::default().card("Ann Example", "Fjordgrid", &["linkedin:ann"]).writes("", "ann.example@fjordgrid.example", &[]);
    assert_eq!(world.proposals()[0].2, ["name", "company-domain"]);
}

#[test]
fn one_number_with_and_without_its_country_is_proposed_even_without_names() {
    let world = World::default().card("Ann Example", "", &["+49301234567"]).writes("", "tel:0301234567", &[]).writes(
        "",
        "whatsapp:+49 30 1234567",
        &[],
    );
    let found = world.proposals();
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found.iter().all(|found| found.2 == ["phone"] && found.3 > 0.5 && found.3 < 0.95), "{found:?}");
    let household = World::default().card("Ann Example", "", &["+49301234567"]).card("Bob Example", "", &["tel:0301234567"]);
    assert!(household.proposals().is_empty(), "a household shares its number");
    for (one, other, same) in [
        ("+49301234567", "0301234567", true),
        ("+15550100234", "5550100234", true),
        ("+49301234567", "+43301234567", false),
        ("0301234567", "301234567", true),
        ("+4930123456", "23456", false),
    ] {
        assert_eq!((is_same_number(one, other), is_same_number(other, one)), (same, same), "{one} {other}");
    }
}

#[test]
fn a_family_with_one_telephone_is_not_one_person() {
    let world = World::default().card("Ann Example", "", &["a@a.example", "+15550100"]).card(
        "Bob Example",
        "",
        &["b@b.example", "+15550100"],
    );
    let own = ["mailto:a@a.example", "mailto:b@b.example"];
    assert!(!world.pairs().iter().any(|(one, other)| own.contains(&one.as_str()) && own.contains(&other.as_str())));
}

#[test]
fn a_switchboard_is_nobodys_second_handle() {
    let world = World::default()
        .card("Ann Example", "Fjordgrid", &["a@a.example", "+15550100"])
        .card("Ann Bertha Example", "Fjordgrid", &["b@b.example", "+15550100"])
        .card("Carl Else", "Fjordgrid", &["c@c.example", "+15550100"]);
    assert_eq!(world.pairs(), [("mailto:a@a.example".to_owned(), "mailto:b@b.example".to_owned())]);
}

#[test]
fn what_the_user_decided_is_never_asked_again() {
    let world = || {
        World::default().card("Ann Example", "Fjordgrid", &["linkedin:ann"]).card(
            "Ann Example",
            "Fjordgrid",
            &["ann@home.example"],
        )
    };
    assert_eq!(world().proposals().len(), 1);
    for kind in [DecisionKind::Same, DecisionKind::Different] {
        assert!(world().decide(kind, "linkedin:ann", "ann@home.example").proposals().is_empty(), "{kind:?}");
    }
    assert!(world().decide(DecisionKind::Ignore, "linkedin:ann", "linkedin:ann").proposals().is_empty());
    // The refusal holds for whatever else belongs to either of them.
    let wider = world().card("Ann Example", "", &["ann@home.example", "ann@other.example"]);
    assert!(wider.decide(DecisionKind::Different, "linkedin:ann", "ann@other.example").proposals().is_empty());
}

#[test]
fn of_two_namesakes_of_one_service_neither_is_sure() {
    let one = World::default().card("Ann Example", "Fjordgrid", &["linkedin:ann-1"]).writes(
        "Ann Example",
        "ann@fjordgrid.example",
        &[],
    );
    let alone = one.proposals()[0].3;
    let two = one.card("Ann Example", "Fjordgrid", &["linkedin:ann-2"]).proposals();
    assert_eq!(two.len(), 2);
    assert!(two.iter().all(|found| found.3 <= 0.5) && alone > 0.9, "{alone} {two:?}");
}

#[test]
fn the_order_of_the_data_does_not_matter() {
    let world = || {
        World::default()
            .card("Ann Example", "Fjordgrid", &["linkedin:ann"])
            .card("Ann Example", "Fjordgrid", &["ann@home.example"])
            .writes("A. Example", "ae@fjordgrid.example", &[])
    };
    let mut turned = world();
    turned.stored.names.reverse();
    turned.stored.declarations.reverse();
    let count = turned.stored.handles.len() as u32;
    assert!(!world().proposals().is_empty());
    assert_eq!(turned.proposals(), world().proposals());
    assert_eq!(count, 3);
}

#[test]
fn domains_and_user_names_are_read_as_people_write_them() {
    for (domain, company, is) in [
        ("castellan.example", "castellan logistics", true),
        ("mail.castellan-logistics.co.example", "castellan logistics", true),
        ("ibm.example", "ibm", true),
        ("gmail.example", "castellan logistics", false),
        ("cast.example", "castellan logistics", false),
        ("example", "example", false),
    ] {
        assert_eq!(is_named_like(domain, company), is, "{domain} {company}");
    }
    let name = Name::parse("Ann Berta Example").unwrap();
    for (text, is) in [
        ("annexample", true),
        ("aexample", true),
        ("exampleann", true),
        ("abe", true),
        ("ann7", true),
        ("dragon", false),
        ("annx", false),
    ] {
        assert_eq!(is_spelt_by(&name, text), is, "{text}");
    }
}

/// Pseudo-random numbers, the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % below.max(1)
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.next(count) == 0
    }

    /// Small numbers far more often than large ones, as names and companies are.
    fn common(&mut self, below: usize) -> usize {
        let least = self.next(below).min(self.next(below));
        least.min(self.next(below))
    }
}

/// A word of syllables, different for every number.
fn word(mut number: usize, salt: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ri", "no", "te", "lu", "mo", "sa", "ke", "vi", "do", "pe", "ga", "hu", "zo", "fi", "ra"];
    let mut text = String::new();
    number += 16 * (salt + 1);
    while number > 0 {
        text.push_str(SYLLABLES[number % 16]);
        number /= 16;
    }
    text[..1].to_uppercase() + &text[1..]
}

/// A world of `count` people, each with one to four records: a profile, an address at work, one at home, a chat account. Namesakes are as
/// frequent as chance makes them, also within one company. Gives the truth: the person of each handle.
fn invented(count: usize, seed: u64) -> (StoredPeople, Vec<(String, String)>, BTreeMap<String, usize>) {
    const FORMS: [(&str, &str); 8] = [
        ("Robert", "Bob"),
        ("William", "Bill"),
        ("Elizabeth", "Liz"),
        ("Alexander", "Sasha"),
        ("Michael", "Mike"),
        ("Katherine", "Kate"),
        ("Thomas", "Tom"),
        ("Susan", "Sue"),
    ];
    let mut dice = Dice(seed);
    let mut world = World::default();
    let mut truth = BTreeMap::new();
    let mut members: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for person in 0..count {
        let (given, short) = match dice.next(10) {
            0 | 1 => FORMS[dice.next(FORMS.len())],
            _ => ("", ""),
        };
        let given = if given.is_empty() { word(dice.common(count / 20 + 40), 0) } else { given.to_owned() };
        let family = word(dice.common(count / 5 + 200), 3);
        let work = dice.common(count / 20 + 20);
        let (company, label) = (format!("{} Works", word(work, 7)), word(work, 7).to_lowercase());
        let spelt = |dice: &mut Dice| match dice.next(20) {
            0 => format!("{family}, {given}"),
            1 => format!("{given} {}. {family}", word(person % 7, 1).chars().next().unwrap()),
            2 | 3 if !short.is_empty() => format!("{short} {family}"),
            4 => format!("{}. {family}", given.chars().next().unwrap()),
            _ => format!("{given} {family}"),
        };
        let mut add = |world: &mut World, text: String, name: String, company: Option<String>, ties: bool| {
            if truth.contains_key(&text) {
                return;
            }
            let number = world.add_handle(handle(&text));
            world.stored.names.push(NameRow { handle: number, name: name.clone(), rank: 1, first_micros: 0 });
            if let Some(company) = company {
                world.stored.declarations.push(card(&name, &company, &[&text]));
            }
            if ties {
                members.entry(work).or_default().push(text.clone());
            }
            truth.insert(text, person);
        };
        let (small, family_small) = (given.to_lowercase(), family.to_lowercase());
        if !dice.one_in(4) {
            // Some changed jobs since.
            let shown = if dice.one_in(6) { format!("{} Works", word(dice.common(count / 20 + 20), 7)) } else { company.clone() };
            add(&mut world, format!("linkedin:{small}-{family_small}-{person}"), spelt(&mut dice), Some(shown), false);
        }
        if !dice.one_in(2) {
            add(
                &mut world,
                format!("{small}.{family_small}{}@{label}.example", if dice.one_in(3) { "2" } else { "" }),
                spelt(&mut dice),
                None,
                true,
            );
        }
        if dice.one_in(3) {
            let local = if dice.one_in(2) {
                format!("{}{person}", word(person, 5).to_lowercase())
            } else {
                format!("{small}{family_small}{}", dice.next(4))
            };
            add(&mut world, format!("{local}@post.example"), spelt(&mut dice), None, true);
            if dice.one_in(3) {
                add(&mut world, format!("{local}@elsewhere.example"), spelt(&mut dice), None, true);
            }
        }
        if dice.one_in(4) {
            add(&mut world, format!("whatsapp:{} {person}", spelt(&mut dice)), spelt(&mut dice), None, true);
        }
    }
    // Colleagues write to colleagues, and now and then to anybody; two records of one person meet the same people.
    let everybody: Vec<String> = members.values().flatten().cloned().collect();
    for house in members.values() {
        for one in house {
            for _ in 0..5 {
                let other = if dice.one_in(5) { &everybody[dice.next(everybody.len())] } else { &house[dice.next(house.len())] };
                if truth.get(one) != truth.get(other) {
                    world.contacts.push((one.clone(), other.clone()));
                }
            }
        }
    }
    (world.stored, world.contacts, truth)
}

/// Precision and recall from each confidence on, in an invented world.
fn measured(count: usize, seed: u64) -> Vec<(f64, usize, usize, usize)> {
    let (stored, contacts, truth) = invented(count, seed);
    let people = resolve(&stored, i64::MAX);
    let of_handle: BTreeMap<&str, u32> =
        stored.handles.iter().filter_map(|row| Some((row.handle.as_str(), people.of_number[row.number as usize]?))).collect();
    let canonical = |text: &String| of_handle.get(handle(text).as_str()).copied();
    let contacts: Vec<(u32, u32)> = contacts.iter().filter_map(|(a, b)| Some((canonical(a)?, canonical(b)?))).collect();
    let person: BTreeMap<u32, usize> = truth.iter().filter_map(|(text, person)| Some((canonical(text)?, *person))).collect();
    let mut records: BTreeMap<usize, usize> = BTreeMap::new();
    let _: Vec<()> = person.values().map(|person| *records.entry(*person).or_default() += 1).collect();
    let pairs: usize = records.values().map(|count| count * (count - 1) / 2).sum();
    let found =
        propose(&Material { people: &people, stored: &stored, cutoff_micros: i64::MAX, contacts: &contacts, counts: &[] });
    assert!(found.is_sorted_by(|a, b| a.confidence >= b.confidence));
    [0.0, 0.5, 0.8, 0.9, 0.95, 0.98]
        .into_iter()
        .map(|least| {
            let made: Vec<&Proposal> = found.iter().filter(|proposal| proposal.confidence >= least).collect();
            let right = made.iter().filter(|proposal| person.get(&proposal.one) == person.get(&proposal.other)).count();
            (least, made.len(), right, pairs)
        })
        .collect()
}

#[test]
fn a_proposal_is_right_at_least_as_often_as_it_says() {
    for (count, seed) in [(300, 1), (2_000, 2), (8_000, 3)] {
        for (least, made, right, pairs) in measured(count, seed) {
            let (precision, recall) = (right as f64 / made.max(1) as f64, right as f64 / pairs as f64);
            println!("{count} people, from {least}: {made} proposals, precision {precision:.3}, recall {recall:.3}");
            assert!(made > 10 && precision >= least, "{count} people, from {least}: {right} of {made} right");
        }
    }
}

#[test]
fn a_hundred_thousand_people_share_no_block_larger_than_the_limit() {
    let (stored, _, _) = invented(20_000, 4);
    let people = resolve(&stored, i64::MAX);
    let known = Known::of(&Material { people: &people, stored: &stored, cutoff_micros: i64::MAX, contacts: &[], counts: &[] });
    let pairs = block::candidates(&known).len();
    assert!(pairs < 20 * people.people.len(), "{pairs} pairs of {} people", people.people.len());
}
