//! The lists at the top of an export: accounts by number, members by channel.

use serde::Deserialize;

use super::user::User;
use super::{LISTS, USERS};
use crate::import::chat::MAX_REMEMBERED;
use crate::import::json::{List, Paths, Piece, Plain, parse, walk};
use crate::import::{Context, ImportError, ReadOptions, Siblings};

#[derive(Deserialize)]
struct Channel<'j> {
    #[serde(borrow, default)]
    id: Plain<'j>,
    #[serde(borrow, default)]
    name: Plain<'j>,
    #[serde(borrow, default)]
    members: List<Plain<'j>>,
}

/// How a conversation's members are remembered: the folder of its messages, and whether it is among few by its nature.
pub(super) fn key(folder: &str, is_direct: bool) -> String {
    format!("{}{folder}", if is_direct { '@' } else { '#' })
}

/// Reads the lists once for the whole export. A list that cannot be read tells nothing here.
pub(super) fn learn(siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
    let mut context = Context::default();
    let Some(paths) = Paths::new(&["[]"]) else { return Ok(context) };
    let mut remembered = 0;
    for name in USERS {
        let Some(mut input) = siblings.open(name)? else { continue };
        drop(walk(&mut *input, &paths, &options.limits, &mut |piece| {
            if let Piece::Record { json, .. } = piece
                && context.accounts.len() < MAX_REMEMBERED
                && let Ok(user) = parse::<User<'_>>(json)
                && let (Some(id), Some(account)) = (user.id.get(), user.account(options))
            {
                context.accounts.insert(id.to_owned(), account);
            }
            Ok(())
        }));
    }
    for name in LISTS {
        let is_direct = matches!(name, "dms.json" | "mpims.json");
        let Some(mut input) = siblings.open(name)? else { continue };
        drop(walk(&mut *input, &paths, &options.limits, &mut |piece| {
            if let Piece::Record { json, .. } = piece
                && let Ok(channel) = parse::<Channel<'_>>(json)
                && remembered + channel.members.0.len() < MAX_REMEMBERED
            {
                remembered += channel.members.0.len() + 1;
                // The folder has the channel's name; that of a direct message its number.
                if let Some(folder) = channel.name.get().or_else(|| channel.id.get()) {
                    let members = channel.members.0.iter().filter_map(Plain::get).map(str::to_owned).collect();
                    context.members.insert(key(folder, is_direct), members);
                }
            }
            Ok(())
        }));
    }
    Ok(context)
}
