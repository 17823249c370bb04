//! Where the files of an export lie: the roots changed over the years, the sections within did not.

/// Folders that hold conversations, directly below `messages`.
const SECTIONS: [&str; 6] = ["inbox", "archived_threads", "filtered_threads", "message_requests", "e2ee_cutover", "broadcast"];
/// The folder above `messages`, in the years that have one.
const ACTIVITY: [&str; 3] = ["your_activity_across_facebook", "your_facebook_activity", "your_instagram_activity"];
/// Folders of the lists of people.
const LISTS: [&str; 4] = ["connections", "friends", "friends_and_followers", "followers_and_following"];

/// The folder of the whole export.
pub(super) fn export(folder: &str) -> &str {
    let parts = parts_of(folder);
    let named = |at: usize, words: &[&str]| parts.get(at).is_some_and(|(_, part)| words.contains(part));
    let messages = (1..parts.len()).rev().find(|at| named(at - 1, &["messages"]) && named(*at, &SECTIONS)).map(|at| at - 1);
    let list = (0..parts.len()).rev().take(3).filter(|at| named(*at, &LISTS)).min();
    let Some(mut first) = messages.or(list) else { return folder };
    if first > 0 && named(first - 1, &ACTIVITY) {
        first -= 1;
    }
    let start = parts.get(first).map_or(0, |(start, _)| *start);
    let above = folder.get(..start).unwrap_or_default();
    // The separator goes, unless it is an archive's or the root's.
    if above.len() > 1 && above.ends_with(['/', '\\']) { above.get(..above.len() - 1).unwrap_or_default() } else { above }
}

/// The parts of a folder with where they start.
fn parts_of(folder: &str) -> Vec<(usize, &str)> {
    let mut start = 0;
    folder
        .split(['/', '\\', '!'])
        .map(|part| {
            let at = start;
            start += part.len() + 1;
            (at, part)
        })
        .collect()
}

/// Whether the folders say that an export is Instagram's: the word stands in them behind any of the other service.
pub(super) fn is_instagrams(folder: &str) -> bool {
    let folder = folder.to_ascii_lowercase();
    let instagram = folder.rfind("instagram");
    instagram.is_some() && instagram > folder.rfind("facebook").max(folder.rfind("messenger"))
}

/// Whether a file of this name is a page of the HTML variant.
pub(super) fn is_page(name: &str) -> bool {
    name.strip_suffix(".html").is_some_and(|stem| number(stem).is_some())
}

/// The number in `message_12`.
fn number(stem: &str) -> Option<u32> {
    stem.strip_prefix("message_")?.parse().ok()
}

/// Whether a file holds messages of the thread that its folder is named after.
pub(super) fn is_numbered(name: &str) -> bool {
    name.strip_suffix(".json").is_some_and(|stem| number(stem).is_some())
}

/// Whether a path is that of a conversation: `…/messages/inbox/<thread>/message_1.json`.
pub(super) fn is_conversation(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    parts.next().is_some_and(is_numbered) && parts.nth(1).is_some_and(|section| SECTIONS.contains(&section))
}

/// Which list of Instagram a file is: `followers` or `following`.
pub(super) fn follow_list(name: &str) -> Option<&'static str> {
    ["followers", "following"].into_iter().find(|list| name.starts_with(list))
}
