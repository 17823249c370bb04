//! The people of the sample world: the owner, the cast of the stories, and everybody else by lot.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::cast::{CAST, CONFERENCE_PEOPLE};
use super::names::{ACADEMIC_TITLES, COASTAL_TITLES, COMPANIES, CULTURES, ESTUARY, INSTITUTES, PLACES, SUFFIXES, Spelt, TITLES};
use super::random::Random;

/// The owner's place in the list of people.
pub(super) const EGO: usize = 0;

/// Where a person is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Community {
    /// The owner's employer, Northlight Analytics.
    Employer,
    /// Colleagues of the owner's former employer, Brackwater Systems.
    Former,
    /// The Society for Open Statistics.
    Association,
    /// A university group.
    University,
    /// Coastal nature protection: another field.
    Estuary,
    /// Known to none of these.
    Outside,
    /// No person: a newsletter, a list, a machine.
    Machine,
}

/// Someone with an address.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) given: String,
    pub(super) family: String,
    /// Written behind the family name on the professional network.
    pub(super) suffix: &'static str,
    pub(super) family_first: bool,
    pub(super) email: String,
    /// The profile's slug, not percent-encoded.
    pub(super) slug: String,
    pub(super) company: String,
    pub(super) title: String,
    pub(super) place: String,
    pub(super) phone: Option<String>,
    pub(super) community: Community,
    /// Hours ahead of UTC on this person's clock; `None` follows Berlin.
    pub(super) clock: Option<i64>,
    /// Part of a story: no everyday traffic is invented.
    pub(super) reserved: bool,
}

impl Person {
    /// The name in the order its bearer writes it.
    pub(super) fn display(&self) -> String {
        if self.family.is_empty() {
            self.given.clone()
        } else if self.family_first {
            format!("{} {}", self.family, self.given)
        } else {
            format!("{} {}", self.given, self.family)
        }
    }

    /// The profile's address, percent-encoded as exports write it.
    pub(super) fn profile(&self) -> String {
        format!("https://www.linkedin.com/in/{}", percent_encode(&self.slug))
    }

    /// Whether this is a human being other than the owner.
    pub(super) fn is_alter(&self) -> bool {
        self.community != Community::Machine && self.email != super::OWNER_EMAIL
    }
}

fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Everybody: the owner first, then the cast, the conference acquaintances, the rest of each community, and the machines.
pub(super) fn everybody(seed: u64) -> Vec<Person> {
    let mut random = Random::stream(seed, "people");
    let mut people = vec![owner()];
    for role in CAST {
        let phone = (role.community != Community::Outside).then(|| phone(&mut random));
        people.push(Person {
            given: role.given.into(),
            family: role.family.into(),
            suffix: role.suffix,
            family_first: role.family_first,
            email: role.email.into(),
            slug: role.slug.into(),
            company: role.company.into(),
            title: role.title.into(),
            place: role.place.into(),
            phone,
            community: role.community,
            clock: None,
            reserved: true,
        });
    }
    let mut taken: BTreeSet<String> = people.iter().map(|person| local_part(&person.email)).collect();
    for _ in 0..CONFERENCE_PEOPLE {
        let person = invent(&mut random, Community::Association, &mut taken);
        people.push(Person { reserved: true, ..person });
    }
    let sizes = [
        (Community::Employer, 42),
        (Community::Former, 32),
        (Community::Association, 24),
        (Community::University, 27),
        (Community::Estuary, 20),
        (Community::Outside, 3),
    ];
    for (community, size) in sizes {
        for _ in 0..size {
            people.push(invent(&mut random, community, &mut taken));
        }
    }
    people.extend(MACHINES.iter().map(|&(name, email)| machine(name, email)));
    people
}

fn owner() -> Person {
    Person {
        given: "Mira".into(),
        family: "Solberg".into(),
        suffix: "",
        family_first: false,
        email: super::OWNER_EMAIL.into(),
        slug: super::OWNER_SLUG.into(),
        company: "Northlight Analytics".into(),
        title: "Head of Data Partnerships".into(),
        place: "Berlin, Germany".into(),
        phone: Some("+44 20 7946 0101".into()),
        community: Community::Employer,
        clock: None,
        reserved: true,
    }
}

/// Senders that are no people, in the order of the constants below.
const MACHINES: &[Spelt] = &[
    ("Statistikbrief", "news@statistikbrief.example"),
    ("The Open Ledger Weekly", "editors@openledger.example"),
    ("Kulturkalender Berlin 🎭", "kalender@kultur-berlin.example"),
    ("open-statistics", "open-statistics@lists.open-statistics.example"),
    ("Tracker", "noreply@tracker.northlight.example"),
    ("Mail Delivery Subsystem", "mailer-daemon@northlight.example"),
    ("Bargain Desk", "offer@bargain-desk.example"),
    ("Crown Lottery", "winner@crown-lottery.example"),
];

/// How many of the machines send newsletters; they are the first.
pub(super) const NEWSLETTERS: usize = 3;
/// The mailing list's place behind the first machine.
pub(super) const LIST: usize = 3;
/// The ticket tracker's place.
pub(super) const TRACKER: usize = 4;
/// The place of the mail system's bounces.
pub(super) const BOUNCER: usize = 5;
/// The place of the first sender of spam.
pub(super) const SPAMMER: usize = 6;

fn machine(name: &str, email: &str) -> Person {
    Person {
        given: name.into(),
        family: String::new(),
        suffix: "",
        family_first: false,
        email: email.into(),
        slug: String::new(),
        company: String::new(),
        title: String::new(),
        place: String::new(),
        phone: None,
        community: Community::Machine,
        clock: Some(0),
        reserved: true,
    }
}

fn local_part(email: &str) -> String {
    email.split('@').next().unwrap_or_default().to_owned()
}

/// A person by lot, with a name nobody else has.
fn invent(random: &mut Random, community: Community, taken: &mut BTreeSet<String>) -> Person {
    let (given, family, family_first) = loop {
        let Some(culture) = random.pick(CULTURES) else { continue };
        let (Some(&given), Some(&family)) = (random.pick(culture.given), random.pick(culture.family)) else { continue };
        if taken.insert(format!("{}.{}", given.1, family.1)) {
            break (given, family, culture.family_first);
        }
    };
    let ((company, domain), titles) = match community {
        Community::Employer => (("Northlight Analytics", "northlight.example"), TITLES),
        Community::University if random.chance(65) => (choose(random, INSTITUTES), ACADEMIC_TITLES),
        Community::Estuary => (choose(random, ESTUARY), COASTAL_TITLES),
        Community::Outside => (("Castellan Logistics", "castellan.example"), TITLES),
        _ => (choose(random, COMPANIES), TITLES),
    };
    let full = format!("{}.{}@{domain}", given.1, family.1);
    let short = format!("{}{}@{domain}", given.1.get(..1).unwrap_or_default(), family.1);
    let email = if random.chance(25) && taken.insert(short.clone()) { short } else { full };
    let native = random.chance(35) && !given.0.contains('\'') && !family.0.contains('\'');
    let stem = if native { format!("{} {}", given.0, family.0) } else { format!("{} {}", given.1, family.1) };
    let clock = match random.below(6) {
        0 => Some([-5, -8, 0, 5, 9, 3].get(random.below(6)).copied().unwrap_or(0)),
        _ => None,
    };
    Person {
        given: given.0.into(),
        family: family.0.into(),
        suffix: if random.chance(14) { random.word(SUFFIXES) } else { "" },
        family_first,
        email,
        slug: format!("{}-{:08x}", stem.to_lowercase().replace(' ', "-"), random.bits() >> 32),
        company: company.into(),
        title: random.word(titles).into(),
        place: random.word(PLACES).into(),
        phone: random.chance(45).then(|| phone(random)),
        community,
        clock,
        reserved: matches!(community, Community::Estuary | Community::Outside),
    }
}

fn choose(random: &mut Random, list: &[Spelt]) -> Spelt {
    random.pick(list).copied().unwrap_or(("", "example.org"))
}

/// A number from the ranges kept free for fiction: 555-0100 to 0199 in North America, 020 7946 0000 to 0999 in London.
fn phone(random: &mut Random) -> String {
    const AREAS: &[&str] = &["202", "212", "312", "415", "617"];
    if random.chance(50) {
        format!("+1 {}-555-01{:02}", random.word(AREAS), random.below(100))
    } else {
        format!("+44 20 7946 0{:03}", random.below(1_000))
    }
}
