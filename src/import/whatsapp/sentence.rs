//! Sentences of the service itself: who joined, that the chat is encrypted, missed calls, deleted messages. The lists hold the languages
//! in which exports are most common; of other languages, lines without a sender are known by having none.

use super::header::is_mark;

/// Stand in the first line of a chat.
const ENCRYPTION: [&str; 12] = [
    "end-to-end encrypted",
    "end-to-end-encryption",
    "Ende-zu-Ende-verschlüsselt",
    "Ende-zu-Ende-Verschlüsselung",
    "cifrados de extremo a extremo",
    "cifrado de extremo a extremo",
    "chiffrés de bout en bout",
    "criptografia de ponta a ponta",
    "crittografia end-to-end",
    "crittografati end-to-end",
    "end-to-end versleuteld",
    "сквозным шифрованием",
];

/// What stands in place of a message that was taken back.
const DELETED: [&str; 26] = [
    "this message was deleted",
    "you deleted this message",
    "message deleted",
    "this message was deleted by admin",
    "diese nachricht wurde gelöscht",
    "du hast diese nachricht gelöscht",
    "se eliminó este mensaje",
    "eliminaste este mensaje",
    "este mensaje fue eliminado",
    "ce message a été supprimé",
    "vous avez supprimé ce message",
    "essa mensagem foi apagada",
    "esta mensagem foi apagada",
    "mensagem apagada",
    "você apagou esta mensagem",
    "apagou esta mensagem",
    "questo messaggio è stato eliminato",
    "hai eliminato questo messaggio",
    "dit bericht is verwijderd",
    "dit bericht werd verwijderd",
    "je hebt dit bericht verwijderd",
    "данное сообщение удалено",
    "это сообщение удалено",
    "вы удалили данное сообщение",
    "bu mesaj silindi",
    "bu mesajı sildiniz",
];

/// How sentences of the service begin where the export puts a name before them; they begin with a mark then.
const OPENINGS: [&str; 44] = [
    "you ",
    "your ",
    "missed ",
    "silenced ",
    "voice call",
    "video call",
    "group call",
    "no answer",
    "waiting for this message",
    "tap to ",
    "du ",
    "dein",
    "verpasster ",
    "sprachanruf",
    "videoanruf",
    "keine antwort",
    "llamada",
    "videollamada",
    "se te ",
    "creaste ",
    "añadiste ",
    "vous ",
    "votre ",
    "appel ",
    "você ",
    "seu ",
    "chamada ",
    "hai ",
    "chiamata ",
    "videochiamata ",
    "je ",
    "gemist",
    "spraakoproep",
    "video-oproep",
    "вы ",
    "пропущенн",
    "аудиозвонок",
    "видеозвонок",
    "cevapsız",
    "sesli arama",
    "görüntülü arama",
    "this business ",
    "this chat ",
    "messages you send ",
];

/// What exports write in place of a picture or recording that they leave out.
const LEFT_OUT: [&str; 18] = [
    "omitted",
    "weggelassen",
    "ausgelassen",
    "ausgeschlossen",
    "omitido",
    "omitida",
    "omitidos",
    "omesso",
    "omessa",
    "omis",
    "omise",
    "ocultado",
    "oculto",
    "weggelaten",
    "utelämnad",
    "пропущен",
    "attached",
    "angehängt",
];

/// Text without the marks at its ends.
pub(super) fn without_marks(text: &str) -> &str {
    text.trim_matches(|c: char| is_mark(c) || c.is_whitespace())
}

/// Whether a text says that the chat is encrypted, and nobody wrote that.
pub(super) fn is_encryption(text: &str) -> bool {
    (text.starts_with(is_mark) || text.contains("WhatsApp")) && ENCRYPTION.iter().any(|phrase| text.contains(phrase))
}

/// Whether a text stands in place of a message that was taken back.
pub(super) fn is_deleted(text: &str) -> bool {
    if text.len() > 100 {
        return false;
    }
    let text = without_marks(text).trim_end_matches('.');
    DELETED.iter().any(|sentence| sentence.eq_ignore_ascii_case(text))
        || (!text.is_ascii() && DELETED.contains(&text.to_lowercase().as_str()))
}

/// Whether the service and not the named sender says this.
pub(super) fn is_of_service(sender: &str, text: &str) -> bool {
    if is_encryption(text) || is_deleted(text) {
        return true;
    }
    if !text.starts_with(is_mark) {
        return false;
    }
    let said = without_marks(text);
    let lower: String = said.chars().take(40).flat_map(char::to_lowercase).collect();
    OPENINGS.iter().any(|opening| lower.starts_with(opening))
        || said.strip_prefix(sender).is_some_and(|rest| rest.starts_with(' ') && !is_media(text))
}

/// Whether a text stands for a picture, a recording or a file: it differs between exports with and without them.
pub(super) fn is_media(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let said = without_marks(line);
    if said.starts_with('<') && said.ends_with('>') {
        return true;
    }
    let last = said.rsplit(' ').next().unwrap_or_default();
    if line.starts_with(is_mark) && LEFT_OUT.iter().any(|word| last.eq_ignore_ascii_case(word)) {
        return true;
    }
    // `IMG-20180129-WA0025.jpg (file attached)`.
    let Some((name, note)) = said.split_once(" (") else { return false };
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    note.ends_with(')') && (2..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
