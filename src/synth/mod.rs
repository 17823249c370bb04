//! Seeded worlds: people, communities and two years of exports in real formats.
//!
//! [`sample_world`] writes the files of `data/sample`: two years (2024-11-01 to 2026-10-31) of one invented professional, Mira
//! Solberg, in the formats that real exports have. It is pure: a seed in, bytes out, the same bytes on every machine. The
//! people belong to five communities (her employer, her former employer, a learned society, a university group, and coastal
//! nature protection); every address ends in a reserved domain, every telephone number is from a range kept for fiction.
//!
//! Eight stories are told, person by person in [`STORIES`], so that each analysis has something to find: a strong tie that fades
//! (Hanna Lindqvist), a dormant mentor (Łukasz Wiśniewski), a bridge to another field (Олена Коваленко), a tie of one side only
//! (Gareth Penhaligon), a conference where twelve people were met and seven not followed up, an introduction that became a tie
//! (Jörg Brandt, Amara Okafor), a stranger reachable over two introducers of whom one is better (Beatriz Salgado by Priya Raman
//! or Tomás Herrera), and mail that must not become ties: newsletters, a list, and machines.
//!
//! [`legs`], [`scale`] and [`mailbox_bytes`] make worlds of any size for measuring.

mod calendar;
mod cast;
mod civil;
pub mod classic;
mod contacts;
mod encode;
mod everyday;
mod groups;
mod hearsay;
mod legs;
mod linkedin;
mod linkedin_profile;
mod mail_bench;
mod mailbox;
mod names;
mod notes;
mod people;
mod phone_bench;
mod phrases;
mod random;
mod readme;
mod scale;
mod stories;
#[cfg(test)]
mod story_tests;
mod world;

pub use cast::{STORIES, Story};
pub use legs::{Leg, Legs, legs, legs_csv};
pub use mail_bench::{mailbox_bytes, write_mailbox};
pub use phone_bench::{write_sms_backup, write_whatsapp_chat};
pub use random::Random;
pub use scale::{Contact, SCALE_AS_OF, SCALE_EGO, Scale, scale, scale_csv, scale_people};

/// The seed that `data/sample` was written with.
pub const SAMPLE_SEED: u64 = 20_261_031;
/// The day the sample is meant to be looked at: the last day of its data.
pub const SAMPLE_AS_OF: &str = "2026-10-31";
/// The owner's address in mails and calendars.
pub const OWNER_EMAIL: &str = "mira.solberg@northlight.example";
/// The owner's private address, known from the network's archive.
pub const OWNER_PRIVATE_EMAIL: &str = "mira@solberg.example";
/// The slug of the owner's profile.
pub const OWNER_SLUG: &str = "mira-solberg";

/// One file of the sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleFile {
    /// Where it belongs, relative to `data/sample`, with forward slashes.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The files of the sample world of a seed, sorted by path; the same seed gives the same bytes.
///
/// The stories hold for [`SAMPLE_SEED`]; another seed tells them with other people around.
///
/// ```
/// use acquaint::synth::{SAMPLE_SEED, sample_world};
/// let files = sample_world(SAMPLE_SEED);
/// assert!(files.iter().any(|file| file.path == "linkedin/Connections.csv"));
/// ```
#[must_use]
pub fn sample_world(seed: u64) -> Vec<SampleFile> {
    let world = world_of(seed);
    let mut files = linkedin::render(&world, seed);
    files.extend(calendar::render(&world, seed));
    let file = |path: &str, bytes: Vec<u8>| SampleFile { path: path.into(), bytes };
    files.push(file("README.md", readme::render(&world, seed)));
    files.push(file("contacts/All Contacts.vcf", contacts::render(&world, seed)));
    files.push(file("mail/All mail Including Spam and Trash.mbox", mailbox::render(&world, seed)));
    files.push(file("notes/encounters.csv", notes::encounters(&world)));
    files.push(file("notes/people.csv", notes::people(&world)));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// People and everything that happened.
fn world_of(seed: u64) -> world::World {
    let mut world = world::World::of(people::everybody(seed));
    stories::tell(&mut world, seed);
    everyday::live(&mut world, seed);
    hearsay::live(&mut world, seed);
    world
}
