//! `Ann Example <ann@example.org>`: people of a commit, and the programs that sign like people.

use crate::import::clean;
use crate::model::{Handle, Party};

/// A name and an address as a commit gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) address: String,
}

impl Person {
    /// Reads `Name <address>`; what follows the bracket is left alone. `None` when there is no address in brackets.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once('<')?;
        let (address, _) = rest.split_once('>')?;
        Some(Self { name: name.trim().trim_matches('"').to_owned(), address: address.trim().to_owned() })
    }

    /// Whether this is a program: services mark theirs with `[bot]`, and nobody is behind an address that takes no mail. The private
    /// addresses of a code host (`1+ann@users.noreply…`) are people's.
    pub(super) fn is_program(&self) -> bool {
        let local = self.address.split('@').next().unwrap_or_default().to_ascii_lowercase();
        let silent = ["noreply", "no-reply", "no_reply", "donotreply", "do-not-reply"].contains(&local.as_str());
        silent || self.name.ends_with("[bot]") || local.ends_with("[bot]")
    }

    /// This person; `None` for a program.
    pub(super) fn unless_program(self) -> Option<Self> {
        if self.is_program() { None } else { Some(self) }
    }

    /// As a participant; `None` when neither address nor name tells who it is.
    pub(super) fn into_party(self, max_name_chars: usize) -> Option<Party> {
        let name = clean::name(&self.name, max_name_chars);
        let handle = Handle::email(&self.address).or_else(|| name.as_deref().and_then(Handle::name))?;
        Some(Party { handle, name: name.filter(|name| !name.contains('@')) })
    }
}

/// The people of a trailer such as `Co-authored-by: Ann <ann@example.org>`; the line of any other kind gives `None`.
///
/// A trailer that means somebody had a hand in the change counts; one that merely tells somebody of it (`Cc:`) does not.
pub(super) fn trailer(line: &str) -> Option<Person> {
    const TRAILERS: [&str; 7] =
        ["co-authored-by", "signed-off-by", "reviewed-by", "acked-by", "tested-by", "helped-by", "co-developed-by"];
    let (word, value) = line.trim().split_once(':')?;
    let word = word.trim_end();
    if word.len() > 20 || !TRAILERS.iter().any(|known| word.eq_ignore_ascii_case(known)) {
        return None;
    }
    Person::parse(value)
}
