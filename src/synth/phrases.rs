//! Neutral filler: subjects and bodies of one or two lines, telling nothing.

/// Subjects of mails between two people and in small groups.
pub(super) const SUBJECTS: &[&str] = &[
    "Draft for Thursday",
    "Numbers for the second quarter",
    "Short question",
    "Notes from this morning",
    "Data sharing agreement",
    "Agenda",
    "Slides",
    "Next steps",
    "Reference check",
    "Dates in the coming weeks",
    "Workshop plan",
    "Your feedback, please",
    "Pilot: first results",
    "Reading list",
    "Visit in spring",
    "Contract annex B",
    "Methods section",
    "Survey wording",
    "Budget line 14",
    "Überarbeitung des Entwurfs",
    "Größe der Stichprobe",
    "Prochaines étapes",
    "Plan na przyszły tydzień",
    "Åpent spørsmål",
];

/// Bodies in plain letters.
pub(super) const BODIES: &[&str] = &[
    "Thanks, that works for me.",
    "Attached is the version we spoke about. Comments are welcome.",
    "Could you look at page two before Friday?",
    "I have added my notes at the end.",
    "Good to hear from you. Let us talk next week.",
    "The figures are in the shared folder now.",
    "One point is still open on my side; I will come back to it tomorrow.",
    "Happy with this. Shall we send it?",
    "Ten o'clock would be better for me, if that is possible.",
    "I have asked the team and we can do it.",
];

/// Bodies that need more than seven bits.
pub(super) const ACCENTED_BODIES: &[&str] = &[
    "Vielen Dank für die schnelle Rückmeldung – das passt so.",
    "Merci beaucoup, c’est noté. À bientôt !",
    "Dziękuję, wracam do tego w środę.",
    "Takk for sist – jeg sender et utkast på mandag.",
    "Дякую, перегляну завтра.",
    "ありがとうございます。確認します。",
];

/// Titles of meetings.
pub(super) const MEETINGS: &[&str] = &[
    "Catch-up",
    "Project review",
    "Planning",
    "Coffee",
    "Working group",
    "Kick-off",
    "Method discussion",
    "Quarterly review",
    "Lunch",
    "Retrospective",
    "Besprechung Datenmodell",
    "Réunion de suivi",
];

/// Places of meetings.
pub(super) const MEETING_PLACES: &[&str] =
    &["", "", "Room Aurora", "Video call", "Café Ostwind, Berlin", "Room Borealis\\, 3rd floor"];

/// Short messages on the professional network.
pub(super) const MESSAGES: &[&str] = &[
    "Thanks for connecting!",
    "Congratulations on the new role.",
    "Good to see your talk is online.",
    "Sure, happy to help.",
    "Let me know when you are in town.",
    "I will send you a note by mail.",
    "Great, thank you, that is useful.",
    "Are you going to the spring meeting?",
];
