//! The small files of the archive: who the owner is, where they worked, what was written about them.

use super::civil::{DAY, american_stamp, day};
use super::encode::csv_row;
use super::linkedin::shown_name;
use super::people::Community;
use super::random::Random;
use super::world::World;

/// The owner's profile.
pub(super) fn profile() -> Vec<String> {
    vec![
        "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers"
            .into(),
        csv_row(&[
            "Mira",
            "Solberg",
            "",
            "",
            "Aug 12",
            "Head of Data Partnerships at Northlight Analytics",
            "",
            "Data Infrastructure and Analytics",
            "10115",
            "Berlin, Germany",
            "",
            "[PORTFOLIO:https://solberg.example]",
            "",
        ]),
    ]
}

/// The owner's addresses.
pub(super) fn email_addresses() -> Vec<String> {
    let on = american_stamp(day(2022, 9, 1) * DAY + 19_260);
    vec![
        "Email Address,Confirmed,Primary,Updated On".into(),
        csv_row(&[super::OWNER_EMAIL, "Yes", "Yes", &on]),
        csv_row(&[super::OWNER_PRIVATE_EMAIL, "Yes", "No", &american_stamp(day(2016, 3, 1) * DAY + 61_200)]),
    ]
}

/// The owner's positions, newest first.
pub(super) fn positions() -> Vec<String> {
    vec![
        "Company Name,Title,Description,Location,Started On,Finished On".into(),
        csv_row(&["Northlight Analytics", "Head of Data Partnerships", "", "Berlin, Germany", "Sep 2022", ""]),
        csv_row(&[
            "Brackwater Systems",
            "Senior Data Engineer",
            "Forecasting, data sharing.",
            "Hamburg, Germany",
            "Aug 2017",
            "Aug 2022",
        ]),
        csv_row(&["Velden University", "Research Assistant", "", "", "2014", "Jul 2017"]),
    ]
}

/// Recommendations from (or for) colleagues of the former employer.
pub(super) fn recommendations(world: &World, random: &mut Random, count: usize) -> Vec<String> {
    let mut lines = vec!["First Name,Last Name,Company,Job Title,Text,Creation Date,Status".to_owned()];
    let former: Vec<usize> = (1..world.people.len())
        .filter(|&place| world.people.get(place).is_some_and(|p| p.community == Community::Former && !p.reserved))
        .collect();
    for (number, place) in random.sample(&former, count).into_iter().enumerate() {
        let Some(person) = world.people.get(place) else { continue };
        let (first, last) = shown_name(person, place);
        let at = day(2025, 10, 3) * DAY - number as i64 * 140 * DAY + random.between(0, 80_000);
        let text = "Clear in thought, calm in deadlines, and generous with time.";
        lines.push(csv_row(&[&first, &last, &person.company, &person.title, text, &american_stamp(at), "VISIBLE"]));
    }
    lines
}

/// Contacts that the owner once uploaded.
pub(super) fn imported_contacts(world: &World, random: &mut Random) -> Vec<String> {
    let mut lines = vec![
        "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,Addresses,Sites,InstantMessageHandles,FullName,Birthday,\
         Location,BookmarkedAt,Profiles"
            .to_owned(),
    ];
    let known: Vec<usize> = (1..world.people.len())
        .filter(|&place| {
            world
                .people
                .get(place)
                .is_some_and(|p| matches!(p.community, Community::Former | Community::University) && p.is_alter())
        })
        .collect();
    let on = american_stamp(day(2023, 1, 16) * DAY + 19_500);
    for place in random.sample(&known, 32) {
        let Some(person) = world.people.get(place) else { continue };
        let phone = person.phone.as_deref().unwrap_or_default();
        let (given, family) = if random.chance(85) { (person.given.as_str(), person.family.as_str()) } else { ("", "") };
        lines.push(csv_row(&[
            "GOOGLE_CONTACTS",
            given,
            family,
            "",
            "",
            &person.email,
            phone,
            &on,
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
        ]));
    }
    lines
}
