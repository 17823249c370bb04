//! Sentences that the service writes in a person's name. Exports of 2024 and later no longer mark them.

/// What follows the sender's name, or "You".
const DEEDS: [&str; 22] = [
    "named the group",
    "created the group",
    "changed the group photo",
    "changed the chat theme",
    "changed the theme",
    "set the emoji to",
    "set the quick reaction to",
    "set the nickname for",
    "set your nickname to",
    "set her nickname to",
    "set his nickname to",
    "set their own nickname to",
    "cleared the nickname for",
    "left the group",
    "joined the group",
    "added",
    "removed",
    "turned on",
    "turned off",
    "started sharing video",
    "pinned a message",
    "unsent a message",
];

/// Whole sentences, by their beginning.
const BEGINNINGS: [&str; 9] = [
    "You are now connected on Messenger",
    "You can now message and call each other",
    "Say hi to your new Facebook friend",
    "Messages and calls are secured with end-to-end encryption",
    "The video chat ended",
    "Liked a message",
    "Reacted ",
    "This poll is no longer available",
    "You sent an attachment to the group",
];

/// Deeds that are also how people talk, so that more of the sentence must fit.
const ENDS: [(&str, &str); 4] =
    [("added", "to the group."), ("removed", "from the group."), ("turned on", "."), ("turned off", ".")];

/// Whether a text is a sentence of the service: it tells what its own sender did.
pub(super) fn is_of_service(text: &str, sender: &str) -> bool {
    if BEGINNINGS.iter().any(|beginning| text.starts_with(beginning)) {
        return !text.starts_with("Reacted ") || text.trim_end().ends_with("to your message");
    }
    DEEDS.iter().any(|deed| {
        let Some(at) = text.find(deed) else { return false };
        let who = text.get(..at).unwrap_or_default().trim_end();
        let names_sender = !who.is_empty() && (who == "You" || sender.starts_with(who));
        let end = ENDS.iter().find(|(of, _)| of == deed).map(|(_, end)| *end);
        names_sender && end.is_none_or(|end| text.trim_end().ends_with(end))
    })
}

#[cfg(test)]
mod tests {
    use super::is_of_service;

    #[test]
    fn what_the_service_says_in_a_name_is_told_from_what_people_say() {
        for text in [
            "Ann named the group Crew.",
            "Ann Example added Bob to the group.",
            "You created the group.",
            "Liked a message",
            "Reacted 😆 to your message",
        ] {
            assert!(is_of_service(text, "Ann Example"), "{text}");
        }
        for text in ["Bob named the group Crew.", "I added sugar", "Ann added salt", "Reacted badly", "named the group", ""] {
            assert!(!is_of_service(text, "Ann Example"), "{text}");
        }
    }
}
