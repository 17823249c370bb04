use super::code_page;
use crate::import::contacts::{GoogleContacts, OutlookContacts};
use crate::import::{Confidence, Head, Importer, Item, ReadOptions};
use crate::io::Limits;
use crate::model::{Card, Declaration, DeclarationKind, Observation};

fn declarations(importer: &dyn Importer, bytes: &[u8]) -> Vec<Declaration> {
    let options = ReadOptions::new(Limits::as_of_micros(1_800_000_000_000_000), jiff::tz::TimeZone::UTC);
    let mut found = Vec::new();
    let mut input = bytes;
    let mut sink = |item: Item| {
        found.extend(item.into_iter().flat_map(|record| record.observations));
        Ok(())
    };
    importer.read(&mut input, &options, &mut sink).unwrap();
    let declared = found.into_iter().filter_map(|observation| match observation {
        Observation::Declaration(declaration) => Some(declaration),
        _ => None,
    });
    declared.collect()
}

fn card(importer: &dyn Importer, text: &str) -> Card {
    declarations(importer, text.as_bytes()).remove(0).card
}

#[test]
fn a_google_contact_keeps_name_company_place_and_groups_and_drops_the_group_of_everybody() {
    let text = "First Name,Middle Name,Last Name,Name Suffix,File As,Organization Name,Organization Title,Labels,E-mail 1 - Label,\
                E-mail 1 - Value,Address 1 - City,Address 1 - Country\n\
                Ann,B.,Example,Jr.,,Acme,Engineer,* coworkers ::: Choir ::: * myContacts,* Work,ann@example.org,Oslo,Norway\n";
    let card = card(&GoogleContacts, text);
    assert_eq!(card.name.as_deref(), Some("Ann B. Example Jr."));
    assert_eq!((card.company.as_deref(), card.title.as_deref()), (Some("Acme"), Some("Engineer")));
    assert_eq!(card.location.as_deref(), Some("Oslo, Norway"));
    assert_eq!(card.tags, ["coworkers", "Choir"]);
}

#[test]
fn an_address_that_the_service_noted_by_itself_declares_no_tie() {
    let text = "First Name,File As,Labels,E-mail 1 - Label,E-mail 1 - Value\n,,* Other Contacts,* ,noted@example.org\n\
                Ann,,* Other Contacts ::: Choir,* ,ann@example.org\n";
    let kinds: Vec<DeclarationKind> = declarations(&GoogleContacts, text.as_bytes()).iter().map(|found| found.kind).collect();
    assert_eq!(kinds, [DeclarationKind::Attributes, DeclarationKind::AddressBook]);
}

#[test]
fn names_come_out_right_in_every_code_page_that_outlook_writes() {
    let header = "\"First Name\",\"Middle Name\",\"Last Name\",\"E-mail Address\"\r\n";
    let cases: [(&[u8], &str); 7] = [
        (b"\"J\xf6rg\",\"\",\"M\xfc\xdfig\"", "Jörg Müßig"),
        (b"\"Fran\xe7ois\",\"\",\"Lef\xe8vre\"", "François Lefèvre"),
        (b"\"\xa3ukasz\",\"\",\"\xaf\xf3\xb3kiewski\"", "Łukasz Żółkiewski"),
        (b"\"\xd1\xe5\xf0\xe3\xe5\xe9\",\"\",\"\xd9\xe5\xf0\xe1\xe0\xea\xee\xe2\"", "Сергей Щербаков"),
        (b"\"J\x9arg\",\"\",\"M\x9f\xa7ig\"", "Jörg Müßig"),
        (b"\"H\x8el\x8fne\",\"\",\"N\x91el\"", "Hélène Nëel"),
        ("\"Łukasz\",\"\",\"Щербаков\"".as_bytes(), "Łukasz Щербаков"),
    ];
    for (name, expected) in cases {
        let bytes = [header.as_bytes(), name, b",\"a@example.org\"\r\n"].concat();
        let found = declarations(&OutlookContacts, &bytes).remove(0).card.name;
        assert_eq!(found.as_deref(), Some(expected));
    }
}

#[test]
fn a_text_cut_within_a_character_still_is_utf8() {
    assert_eq!(code_page::of("Jörg".as_bytes().get(..2).unwrap()).name(), "UTF-8");
    assert_eq!(code_page::of(b"plain").name(), "UTF-8");
    assert_eq!(code_page::of(b"\xff\xfeA\0").name(), "UTF-8");
}

#[test]
fn numbers_of_a_company_and_of_an_assistant_are_nobodys() {
    let text = "First Name,Middle Name,Last Name,Assistant's Phone,Business Fax,Business Phone,Company Main Phone,E-mail Address\n\
                Ann,,Example,+4711111,+4722222,+4733333,+4744444,ann@example.org\n";
    let handles: Vec<String> = card(&OutlookContacts, text).handles.iter().map(ToString::to_string).collect();
    assert_eq!(handles, ["mailto:ann@example.org", "tel:+4733333"]);
}

#[test]
fn formats_are_told_apart_by_their_headers() {
    let sniff = |importer: &dyn Importer, text: &str| importer.sniff(&Head { name: "x.csv", folder: "", bytes: text.as_bytes() });
    let google = "First Name,Middle Name,Last Name,File As,Labels,E-mail 1 - Label,E-mail 1 - Value\n";
    let outlook = "\"First Name\",\"Middle Name\",\"Last Name\",\"E-mail Address\"\n";
    let linkedin = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";
    assert_eq!(sniff(&GoogleContacts, google), Confidence::Certain);
    assert_eq!(sniff(&GoogleContacts, outlook), Confidence::No);
    assert_eq!(sniff(&OutlookContacts, outlook), Confidence::Likely);
    // The header of `Verifications/Verifications.csv` in a LinkedIn archive of 2026: the owner's documents.
    let documents = "First name,Middle name,Last name,Verification type,Organization name,Email address,Country,State,City,Year of birth,\
                     Issuing authority,Document type,Verification service provider,Verified date,Expiry date\n";
    assert_eq!(sniff(&OutlookContacts, documents), Confidence::No);
    assert_eq!(sniff(&GoogleContacts, documents), Confidence::No);
    for importer in [&GoogleContacts as &dyn Importer, &OutlookContacts] {
        assert_eq!(sniff(importer, linkedin), Confidence::No);
        assert_eq!(sniff(importer, "source,target,time\n"), Confidence::No);
    }
}
