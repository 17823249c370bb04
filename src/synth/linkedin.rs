//! The archive of a professional network, in its layout of 2024.

use super::SampleFile;
use super::civil::{DAY, american_stamp, day, english_day, utc_stamp};
use super::encode::csv_row;
use super::names::SKILLS;
use super::people::{Community, EGO, Person};
use super::phrases::MESSAGES;
use super::random::{Random, mix};
use super::world::{Message, World, last_day};

/// The lines above the header of the connections, as the network writes them.
const PREAMBLE: &str = "Notes:\n\"When exporting your connection data, you may notice that some of the email addresses are missing. You will \
only see email addresses for connections who have allowed their connections to see or download their email address using this setting \
https://www.linkedin.com/psettings/privacy/email. You can learn more here https://www.linkedin.com/help/linkedin/answer/261\"\n\n";

/// A connection of the owner.
struct Connection {
    person: usize,
    at: i64,
}

/// Every file of the archive.
pub(super) fn render(world: &World, seed: u64) -> Vec<SampleFile> {
    let mut random = Random::stream(seed, "linkedin");
    let connections = connections(world, &mut random);
    vec![
        file("Connections.csv", &connections_csv(world, &connections, &mut random)),
        file("Contacts.csv", &rows(&super::linkedin_profile::imported_contacts(world, &mut random))),
        // The network writes this one without a last line end.
        file("Email Addresses.csv", rows(&super::linkedin_profile::email_addresses()).trim_end()),
        file("Endorsement_Given_Info.csv", &rows(&endorsements(world, &connections, &mut random, "Endorsee", 14))),
        file("Endorsement_Received_Info.csv", &rows(&endorsements(world, &connections, &mut random, "Endorser", 24))),
        file("Invitations.csv", &rows(&invitations(world, &connections, &mut random))),
        file("Positions.csv", &rows(&super::linkedin_profile::positions())),
        file("Profile.csv", &rows(&super::linkedin_profile::profile())),
        file("Recommendations_Given.csv", &rows(&super::linkedin_profile::recommendations(world, &mut random, 3))),
        file("Recommendations_Received.csv", &rows(&super::linkedin_profile::recommendations(world, &mut random, 5))),
        file("messages.csv", &rows(&messages(world, seed, &mut random))),
    ]
}

fn file(name: &str, text: &str) -> SampleFile {
    SampleFile { path: format!("linkedin/{name}"), bytes: text.as_bytes().to_vec() }
}

/// Rows with LF after each.
fn rows(rows: &[String]) -> String {
    let mut text = rows.join("\n");
    text.push('\n');
    text
}

/// First and last name as the network shows them: suffixes, and now and then a stray blank.
pub(super) fn shown_name(person: &Person, place: usize) -> (String, String) {
    let family = format!("{}{}", person.family, person.suffix);
    (person.given.clone(), if place % 17 == 5 { format!("{family} ") } else { family })
}

fn full_name(world: &World, place: usize) -> String {
    world.people.get(place).map(|person| format!("{} {}{}", person.given, person.family, person.suffix)).unwrap_or_default()
}

/// Two in three people outside the other field, newest first. The one to reach is never among them.
fn connections(world: &World, random: &mut Random) -> Vec<Connection> {
    let mut all = Vec::new();
    for (place, person) in world.people.iter().enumerate() {
        let likely = match person.community {
            Community::Employer | Community::Former => 78,
            Community::Association | Community::University => 68,
            Community::Estuary => 0,
            Community::Outside => 40,
            Community::Machine => continue,
        };
        let stranger = person.company == "Castellan Logistics";
        if person.is_alter() && !stranger && random.chance(likely) {
            let at = day(2016, 3, 1) * DAY + random.between(0, (last_day() - day(2016, 3, 1)) * DAY);
            all.push(Connection { person: place, at });
        }
    }
    all.sort_by_key(|connection| (-connection.at, connection.person));
    all
}

fn connections_csv(world: &World, connections: &[Connection], random: &mut Random) -> String {
    let mut lines = vec!["First Name,Last Name,URL,Email Address,Company,Position,Connected On".to_owned()];
    for (number, connection) in connections.iter().enumerate() {
        let Some(person) = world.people.get(connection.person) else { continue };
        let on = english_day(connection.at);
        if number % 29 == 11 {
            lines.push(format!(",,,,,,{on}"));
        }
        let (first, last) = shown_name(person, connection.person);
        let email = if random.chance(42) { person.email.as_str() } else { "" };
        lines.push(csv_row(&[&first, &last, &person.profile(), email, &person.company, &person.title, &on]));
    }
    format!("{PREAMBLE}{}", lines.join("\n"))
}

fn invitations(world: &World, connections: &[Connection], random: &mut Random) -> Vec<String> {
    let mut lines = vec!["From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl".to_owned()];
    let owner = (full_name(world, EGO), world.people.get(EGO).map(Person::profile).unwrap_or_default());
    let recent =
        connections.iter().filter(|connection| connection.at > day(2024, 11, 1) * DAY).map(|c| (c.person, c.at - 90_000));
    let unanswered = (1..world.people.len())
        .filter(|place| connections.iter().all(|connection| connection.person != *place))
        .filter(|place| {
            world
                .people
                .get(*place)
                .is_some_and(|p| p.is_alter() && p.community != Community::Estuary && !p.company.starts_with("Castellan"))
        })
        .take(9)
        .map(|place| (place, day(2026, 5, 4) * DAY + place as i64 * 7_777));
    let mut all: Vec<(usize, i64)> = recent.chain(unanswered).collect();
    all.sort_by_key(|&(place, at)| (-at, place));
    for (place, at) in all {
        let Some(person) = world.people.get(place) else { continue };
        let other = (full_name(world, place), person.profile());
        let outgoing = random.chance(55);
        let (from, to) = if outgoing { (&owner, &other) } else { (&other, &owner) };
        let note = if random.chance(30) { "It was good to meet you, let us stay in touch." } else { "" };
        let direction = if outgoing { "OUTGOING" } else { "INCOMING" };
        lines.push(csv_row(&[&from.0, &to.0, &american_stamp(at), note, direction, &from.1, &to.1]));
    }
    lines
}

fn endorsements(world: &World, connections: &[Connection], random: &mut Random, role: &str, count: usize) -> Vec<String> {
    let mut lines =
        vec![format!("Endorsement Date,Skill Name,{role} First Name,{role} Last Name,{role} Public Url,Endorsement Status")];
    let mut dates: Vec<i64> = (0..count).map(|_| day(2021, 1, 4) * DAY + random.between(0, 2_000 * DAY)).collect();
    dates.sort_unstable_by(|a, b| b.cmp(a));
    for at in dates {
        let Some((place, person)) = random.pick(connections).and_then(|c| Some((c.person, world.people.get(c.person)?))) else {
            continue;
        };
        let (first, last) = shown_name(person, place);
        let link = person.profile().replace("https://", "");
        let status = if random.chance(90) { "ACCEPTED" } else { "PENDING" };
        lines.push(csv_row(&[&utc_stamp(at, '/'), random.word(SKILLS), &first, &last, &link, status]));
    }
    lines
}

fn messages(world: &World, seed: u64, random: &mut Random) -> Vec<String> {
    let mut lines = vec![
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,ATTACHMENTS,\
         IS MESSAGE DRAFT,IS CONVERSATION DRAFT"
            .to_owned(),
    ];
    let mut all: Vec<&Message> = world.messages.iter().filter(|message| message.at < (last_day() + 1) * DAY - 7_200).collect();
    // Conversations by their newest message, and the newest message first in each.
    let newest = |conversation: usize| all.iter().filter(|m| m.conversation == conversation).map(|m| m.at).max().unwrap_or(0);
    let order: Vec<i64> = (0..=world.messages.len()).map(newest).collect();
    all.sort_by_key(|message| (-order.get(message.conversation).copied().unwrap_or(0), message.conversation, -message.at));
    let name = |person: &Option<usize>| person.map_or_else(|| "LinkedIn Member".to_owned(), |place| full_name(world, place));
    let link = |person: &Option<usize>| person.and_then(|place| world.people.get(place)).map(Person::profile).unwrap_or_default();
    for message in all {
        let id = format!(
            "2-{:016x}{:016x}==",
            mix(seed ^ message.conversation as u64),
            mix(seed ^ (message.conversation as u64) << 20)
        );
        let to: Vec<String> = message.to.iter().map(name).collect();
        let links: Vec<String> = message.to.iter().map(link).filter(|link| !link.is_empty()).collect();
        let title = if message.to.len() > 1 { "Spring meeting" } else { "" };
        let content = if random.chance(20) { "" } else { random.word(MESSAGES) };
        let folder = match random.below(12) {
            0 => "ARCHIVE",
            _ => "INBOX",
        };
        let draft = if message.draft { "Yes" } else { "No" };
        let sender = (name(&message.from), link(&message.from));
        lines.push(csv_row(&[
            &id,
            title,
            &sender.0,
            &sender.1,
            &to.join(","),
            &links.join(","),
            &utc_stamp(message.at, '-'),
            "",
            content,
            folder,
            "",
            draft,
            draft,
        ]));
    }
    lines
}
