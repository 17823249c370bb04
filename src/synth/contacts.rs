//! The address book as one file of vCard 3.0 cards, as a provider's data export writes it.

use super::encode::{base64_lines, folded};
use super::people::{Community, EGO, Person};
use super::random::Random;
use super::world::World;

/// About ninety cards, CRLF, addresses in labelled groups, some without a name.
pub(super) fn render(world: &World, seed: u64) -> Vec<u8> {
    let mut random = Random::stream(seed, "contacts");
    let mut text = String::new();
    for (place, person) in world.people.iter().enumerate() {
        let likely = match person.community {
            Community::Employer => 62,
            Community::Former | Community::Association => 56,
            Community::University => 50,
            Community::Estuary | Community::Outside | Community::Machine => 0,
        };
        // The cast has cards, so that their profiles and addresses are one person; strangers have none.
        let cast = (1..=9).contains(&place) && !person.company.starts_with("Castellan");
        let met_lately = person.reserved && !cast;
        if place == EGO || (cast || random.chance(likely)) && !met_lately {
            card(&mut text, person, place, &mut random);
        }
    }
    for line in
        ["BEGIN:VCARD", "VERSION:3.0", "item1.EMAIL;TYPE=INTERNET:info@kultur-berlin.example", "item1.X-ABLabel:", "END:VCARD"]
    {
        text.push_str(&folded(line));
    }
    text.into_bytes()
}

fn card(text: &mut String, person: &Person, place: usize, random: &mut Random) {
    let mut line = |content: &str| text.push_str(&folded(content));
    line("BEGIN:VCARD");
    line("VERSION:3.0");
    let nameless = place > 9 && random.chance(15);
    if !nameless {
        let (given, family) = (escaped(&person.given), escaped(&person.family));
        line(&format!("FN:{}", escaped(&person.display())));
        line(&format!("N:{family};{given};;;{}", escaped(person.suffix.trim_start_matches([',', ' ']))));
    }
    if random.chance(70) {
        line(&format!("item1.EMAIL;TYPE=INTERNET:{}", person.email));
        line(if random.chance(50) { "item1.X-ABLabel:" } else { "item1.X-ABLabel:Office" });
    } else {
        line(&format!("EMAIL;TYPE=INTERNET;TYPE=WORK:{}", person.email));
    }
    if let Some(phone) = &person.phone {
        line(&format!("TEL;TYPE=CELL:{phone}"));
    }
    if !nameless {
        line(&format!("ORG:{}", escaped(&person.company)));
        line(&format!("TITLE:{}", escaped(&person.title)));
    }
    if random.chance(30) {
        let mut parts = person.place.splitn(2, ", ");
        let (town, country) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        line(&format!("ADR;TYPE=WORK:;;;{town};;;{country};{country}"));
    }
    if place <= 9 || random.chance(60) {
        line(&format!("item2.URL:{}", person.profile().replace(':', "\\:")));
        line("item2.X-ABLabel:PROFILE");
    }
    if random.chance(6) {
        line("BDAY;X-APPLE-OMIT-YEAR=1604:1604-08-12");
    }
    if random.chance(4) {
        let picture = base64_lines(&[0x89, b'P', b'N', b'G', 13, 10, 26, 10].repeat(20)).replace("\r\n", "");
        line(&format!("PHOTO;ENCODING=b;TYPE=PNG:{picture}"));
    }
    let group = match person.community {
        Community::Employer => "Northlight",
        Community::Former => "Brackwater",
        Community::Association => "Open Statistics",
        Community::University => "Universität",
        Community::Estuary => "Projekt Küste",
        Community::Outside | Community::Machine => "",
    };
    if !group.is_empty() && random.chance(45) {
        line(&format!("CATEGORIES:myContacts,{group}"));
    } else if random.chance(50) {
        line("CATEGORIES:myContacts");
    }
    line("END:VCARD");
}

/// Escapes what has a meaning in a card's value.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;")
}
