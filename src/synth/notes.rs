//! The owner's own tables: encounters kept by hand, and people worth knowing.

use super::civil::{DAY, berlin_rfc3339, iso_day};
use super::encode::csv_row;
use super::people::{Community, Person};
use super::world::{World, last_day};

/// `notes/encounters.csv`: one row per encounter, oldest first, people as e-mail addresses.
pub(super) fn encounters(world: &World) -> Vec<u8> {
    let mut all: Vec<_> = world.encounters.iter().enumerate().filter(|(_, e)| e.at < (last_day() + 1) * DAY - 7_200).collect();
    all.sort_by_key(|(place, encounter)| (encounter.at, *place));
    let mut text = "source,target,time,channel,venue,give,source_name,target_name\n".to_owned();
    for (_, encounter) in all {
        let (Some(source), Some(target)) = (world.people.get(encounter.source), world.people.get(encounter.target)) else {
            continue;
        };
        let time = if encounter.day_only { iso_day(encounter.at) } else { berlin_rfc3339(encounter.at) };
        text.push_str(&csv_row(&[
            &source.email,
            &target.email,
            &time,
            encounter.channel,
            encounter.venue,
            encounter.give,
            &source.display(),
            &target.display(),
        ]));
        text.push('\n');
    }
    text.into_bytes()
}

/// `notes/people.csv`: what the owner wrote down about people, strangers among them; it declares no tie.
pub(super) fn people(world: &World) -> Vec<u8> {
    let mut text = "handle,name,company,title,location,tags\n".to_owned();
    for (place, person) in world.people.iter().enumerate().filter(|(_, person)| person.is_alter()) {
        let noted = person.reserved || place % 6 == 1;
        if noted {
            let tag = tags(person);
            text.push_str(&csv_row(&[&person.email, &person.display(), &person.company, &person.title, &person.place, tag]));
            text.push('\n');
        }
    }
    text.into_bytes()
}

fn tags(person: &Person) -> &'static str {
    match person.community {
        Community::Employer => "colleague",
        Community::Former => "brackwater",
        Community::Association => "open-statistics",
        Community::University => "university",
        Community::Estuary => "coast",
        Community::Outside if person.company.starts_with("Castellan") => "logistics",
        Community::Outside | Community::Machine => "",
    }
}
