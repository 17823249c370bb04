//! The page that stands beside the sample.

use std::fmt::Write as _;

use super::cast::STORIES;
use super::world::World;

/// `data/sample/README.md`.
pub(super) fn render(world: &World, seed: u64) -> Vec<u8> {
    let alters = world.people.iter().filter(|person| person.is_alter()).count();
    let mut text = format!(
        "# The sample: two years of an invented professional\n\n\
         Everything here is fiction, written by `acquaint::synth::sample_world({seed})` and compared byte for byte by a test. Mira Solberg, \
         her {alters} contacts, their employers and all that they say do not exist; a likeness to a person is chance. Addresses end in \
         `.example`, telephone numbers are from ranges kept for fiction.\n\n\
         The data runs from 2024-11-01 to 2026-10-31; look at it as of {}.\n\n\
         | path | what | in the form of |\n|---|---|---|\n\
         | `linkedin/` | connections, messages, invitations, endorsements, recommendations, profile | a network's data archive, layout of 2024 |\n\
         | `mail/` | {} mails | a mail provider's mailbox export (mbox, CRLF) |\n\
         | `contacts/` | an address book | vCard 3.0 |\n\
         | `calendar/` | the owner's calendar and two shared ones | iCalendar |\n\
         | `notes/encounters.csv` | calls, coffees, a conference | a plain table, one row per encounter |\n\
         | `notes/people.csv` | what is known of people, strangers among them | a people table; declares no tie |\n\n\
         The owner's addresses are `{}` and `{}`.\n\n## Stories\n\nWhat an analysis should find:\n\n",
        super::SAMPLE_AS_OF,
        world.sent().len(),
        super::OWNER_EMAIL,
        super::OWNER_PRIVATE_EMAIL,
    );
    for story in STORIES {
        let _ = writeln!(text, "- **{}** ({}, `{}`): {}", story.name, story.kind, story.handle, story.what);
    }
    text.push_str("\n## Licence\n\nThat of the project.\n");
    text.into_bytes()
}
