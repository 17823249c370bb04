//! The people whose stories the sample tells, and what an analysis should find about each.

use super::people::Community;

/// What the data must show about one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Story {
    /// A stable word for the kind of story: `fading`, `dormant`, `bridge`, `one-sided`, `conference`, `introducer`, `introduced`,
    /// `target`, `path-best`, `path-second`, `bulk`, `automatic`.
    pub kind: &'static str,
    /// The person's primary handle (for `conference`, `bulk` and `automatic`: the one whose data tells it).
    pub handle: &'static str,
    /// The person's name as the exports write it.
    pub name: &'static str,
    /// What to expect on the as-of day.
    pub what: &'static str,
}

/// Every story, one row a person.
pub const STORIES: &[Story] = &[
    Story {
        kind: "fading",
        handle: "mailto:hanna.lindqvist@fjordgrid.example",
        name: "Hanna Lindqvist",
        what: "Near-weekly mail and monthly meetings from late March to the first days of August 2026, then silence. Alive on the \
               as-of day (P90 at least .5), and below even odds within thirty days.",
    },
    Story {
        kind: "dormant",
        handle: "mailto:lukasz.wisniewski@velden.example",
        name: "Łukasz Wiśniewski",
        what: "A mentor: reciprocal mail every two to three weeks until January 2026, silent for nine months. Momentum above 5, no \
               longer alive.",
    },
    Story {
        kind: "bridge",
        handle: "mailto:olena.kovalenko@wadden-trust.example",
        name: "Олена Коваленко",
        what: "A weak but living tie, and the only link to twenty people of coastal nature protection who are seen among themselves: \
               in a shared calendar and in threads she copies on.",
    },
    Story {
        kind: "one-sided",
        handle: "mailto:gareth.penhaligon@orchard-capital.example",
        name: "Gareth Penhaligon",
        what: "Seven mails sent since February 2026, none answered; the only mail back is an automatic reply. Reciprocity 0.",
    },
    Story {
        kind: "conference",
        handle: "mailto:mira.solberg@northlight.example",
        name: "Mira Solberg",
        what: "Met twelve people for the first time at the venue `Open Statistics Days 2026` on 8 October 2026: five followed up \
               within seven days, three of whom answered, seven missed.",
    },
    Story {
        kind: "introducer",
        handle: "mailto:joerg.brandt@meridianfinch.example",
        name: "Jörg Brandt",
        what: "Introduced the owner and Amara Okafor to each other by one mail to both on 11 May 2026.",
    },
    Story {
        kind: "introduced",
        handle: "mailto:amara.okafor@lumen-health.example",
        name: "Amara Okafor",
        what: "Unknown before Jörg Brandt's mail of 11 May 2026; a living, reciprocal tie since.",
    },
    Story {
        kind: "target",
        handle: "mailto:beatriz.salgado@castellan.example",
        name: "Beatriz Salgado",
        what: "Director of Network Planning at Castellan Logistics. The owner has never been in touch with her; two contacts have.",
    },
    Story {
        kind: "path-best",
        handle: "mailto:priya.raman@quayside.example",
        name: "Priya Raman",
        what: "The better introducer to Beatriz Salgado: alive both ways with the owner, and meets her every two weeks.",
    },
    Story {
        kind: "path-second",
        handle: "mailto:tomas.herrera@tallow-row.example",
        name: "Tomás Herrera",
        what: "The second introducer to Beatriz Salgado: quarterly contact with the owner, three meetings with her.",
    },
    Story {
        kind: "bulk",
        handle: "mailto:news@statistikbrief.example",
        name: "Statistikbrief",
        what: "A newsletter (List-Id, List-Unsubscribe, Precedence), like two others and one mailing list: never a tie.",
    },
    Story {
        kind: "automatic",
        handle: "mailto:noreply@tracker.northlight.example",
        name: "Tracker",
        what: "Machine mail (Auto-Submitted), like bounces and absence notes: never a tie and never an answer.",
    },
];

/// How many people the owner meets at the conference.
pub(super) const CONFERENCE_PEOPLE: usize = 12;
/// The venue as the encounters write it.
pub(super) const VENUE: &str = "Open Statistics Days 2026";

/// One person of the cast.
pub(super) struct Role {
    pub(super) given: &'static str,
    pub(super) family: &'static str,
    pub(super) suffix: &'static str,
    pub(super) family_first: bool,
    pub(super) email: &'static str,
    pub(super) slug: &'static str,
    pub(super) company: &'static str,
    pub(super) title: &'static str,
    pub(super) place: &'static str,
    pub(super) community: Community,
}

/// The strong tie that fades.
pub(super) const FADING: &str = "hanna.lindqvist@fjordgrid.example";
/// The mentor.
pub(super) const MENTOR: &str = "lukasz.wisniewski@velden.example";
/// The bridge to another field.
pub(super) const BRIDGE: &str = "olena.kovalenko@wadden-trust.example";
/// The one who never answers.
pub(super) const ONE_SIDED: &str = "gareth.penhaligon@orchard-capital.example";
/// The introducer of one person to the owner.
pub(super) const INTRODUCER: &str = "joerg.brandt@meridianfinch.example";
/// The person introduced.
pub(super) const INTRODUCED: &str = "amara.okafor@lumen-health.example";
/// The person to reach.
pub(super) const TARGET: &str = "beatriz.salgado@castellan.example";
/// The better introducer to that person.
pub(super) const BEST: &str = "priya.raman@quayside.example";
/// The second introducer.
pub(super) const SECOND: &str = "tomas.herrera@tallow-row.example";

const fn role(
    names: (&'static str, &'static str, &'static str),
    email: &'static str,
    slug: &'static str,
    work: (&'static str, &'static str, &'static str),
    community: Community,
) -> Role {
    let (given, family, suffix) = names;
    let (company, title, place) = work;
    Role { given, family, suffix, family_first: false, email, slug, company, title, place, community }
}

/// The cast, in a fixed order.
pub(super) const CAST: &[Role] = &[
    role(
        ("Hanna", "Lindqvist", ""),
        FADING,
        "hanna-lindqvist-4410a7",
        ("Fjordgrid Energy", "Director of Forecasting", "Göteborg, Sweden"),
        Community::Former,
    ),
    role(
        ("Łukasz", "Wiśniewski", ", PhD"),
        MENTOR,
        "łukasz-wiśniewski-91c0de",
        ("Velden University", "Professor of Statistics", "Kraków, Poland"),
        Community::University,
    ),
    role(
        ("Олена", "Коваленко", ""),
        BRIDGE,
        "olena-kovalenko-77b1",
        ("Wadden Trust", "Head of Monitoring", "Hamburg, Germany"),
        Community::Estuary,
    ),
    role(
        ("Gareth", "Penhaligon", ", CFA"),
        ONE_SIDED,
        "gareth-penhaligon",
        ("Orchard Capital", "Partner", "London, United Kingdom"),
        Community::Outside,
    ),
    role(
        ("Jörg", "Brandt", ""),
        INTRODUCER,
        "jörg-brandt-5d2",
        ("Meridian & Finch", "Managing Partner", "Hamburg, Germany"),
        Community::Former,
    ),
    role(
        ("Amara", "Okafor", ", MBA"),
        INTRODUCED,
        "amara-okafor-ng",
        ("Lumen Health", "Chief Data Officer", "Lagos, Nigeria"),
        Community::Outside,
    ),
    role(
        ("Beatriz", "Salgado", ""),
        TARGET,
        "beatriz-salgado-castellan",
        ("Castellan Logistics", "Director of Network Planning", "Porto, Portugal"),
        Community::Outside,
    ),
    role(
        ("Priya", "Raman", ""),
        BEST,
        "priya-raman-quayside",
        ("Quayside Partners", "Head of Data Standards", "London, United Kingdom"),
        Community::Association,
    ),
    role(
        ("Tomás", "Herrera", ""),
        SECOND,
        "tomás-herrera-b3",
        ("Tallow Row Consulting", "Principal", "Bilbao, Spain"),
        Community::Former,
    ),
];
