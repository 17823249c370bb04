//! What a data package says of its owner and of the recipients of its direct messages.

use serde::Deserialize;

use super::package::{channel_of, handle};
use crate::import::chat::MAX_REMEMBERED;
use crate::import::json::{List, Paths, Piece, Plain, parse, walk};
use crate::import::{Account, Context, ImportError, ReadOptions, Siblings, clean};
use crate::model::{Handle, Party};

#[derive(Deserialize)]
struct User<'j> {
    #[serde(borrow, default)]
    id: Plain<'j>,
    #[serde(borrow, default)]
    username: Plain<'j>,
    #[serde(borrow, default)]
    global_name: Plain<'j>,
    #[serde(borrow, default)]
    email: Plain<'j>,
    #[serde(borrow, default)]
    phone: Plain<'j>,
    #[serde(borrow, default)]
    relationships: List<Relationship<'j>>,
}

#[derive(Deserialize)]
struct Relationship<'j> {
    #[serde(borrow, default)]
    user: Option<Other<'j>>,
}

#[derive(Deserialize)]
struct Other<'j> {
    #[serde(borrow, default)]
    id: Plain<'j>,
    #[serde(borrow, default)]
    username: Plain<'j>,
    #[serde(borrow, default)]
    global_name: Plain<'j>,
}

#[derive(Deserialize)]
struct Channel<'j> {
    #[serde(borrow, default)]
    id: Plain<'j>,
    #[serde(borrow, default)]
    recipients: List<Plain<'j>>,
}

/// Reads the account's file and the file of every channel.
pub(super) fn learn(siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
    let mut context = Context::default();
    let Some(paths) = Paths::new(&[""]) else { return Ok(context) };
    let mut remembered = 0;
    for path in siblings.below() {
        let lower = path.to_ascii_lowercase();
        let is_account = lower.ends_with("account/user.json");
        let is_channel = lower.ends_with("/channel.json");
        if !(is_account || (is_channel && remembered < MAX_REMEMBERED)) {
            continue;
        }
        let Some(mut input) = siblings.open(&path)? else { continue };
        let folder = path.rsplit('/').nth(1).unwrap_or_default();
        drop(walk(&mut *input, &paths, &options.limits, &mut |piece| {
            let Piece::Record { json, .. } = piece else { return Ok(()) };
            if is_account {
                if let Ok(user) = parse::<User<'_>>(json) {
                    take_account(&user, &mut context, options);
                }
            } else if let Ok(channel) = parse::<Channel<'_>>(json) {
                let recipients: Vec<String> = channel.recipients.0.iter().filter_map(Plain::get).map(str::to_owned).collect();
                remembered += recipients.len();
                let number = channel.id.get().unwrap_or_else(|| channel_of(folder));
                if !recipients.is_empty() {
                    context.members.insert(number.to_owned(), recipients);
                }
            }
            Ok(())
        }));
    }
    Ok(context)
}

fn take_account(user: &User<'_>, context: &mut Context, options: &ReadOptions) {
    let name = |shown: &Plain<'_>, plain: &Plain<'_>| {
        [shown, plain].into_iter().find_map(|name| clean::name(&name.0, options.limits.max_name_chars))
    };
    let own = user.id.get().and_then(handle);
    context.owner = own.into_iter().chain(Handle::email(&user.email.0)).chain(Handle::phone(&user.phone.0)).collect();
    context.owner_name = name(&user.global_name, &user.username);
    for other in user.relationships.0.iter().filter_map(|relationship| relationship.user.as_ref()).take(MAX_REMEMBERED) {
        if let Some((id, handle)) = other.id.get().and_then(|id| Some((id, handle(id)?))) {
            let party = Party { handle, name: name(&other.global_name, &other.username) };
            context.accounts.insert(id.to_owned(), Account { party, is_person: true });
        }
    }
}
