//! Who owns the Takeout, and who is in which conversation.

use serde::Deserialize;

use super::message::{Person, party};
use crate::import::chat::MAX_REMEMBERED;
use crate::import::json::{List, Paths, Piece, parse, walk};
use crate::import::{Account, Context, ImportError, ReadOptions, Siblings};

#[derive(Deserialize)]
struct Group<'j> {
    #[serde(borrow, default)]
    members: List<Person<'j>>,
}

#[derive(Deserialize)]
struct UserInfo<'j> {
    #[serde(borrow)]
    user: Person<'j>,
}

/// Reads `Users/*/user_info.json` and every `group_info.json`. A file that cannot be read tells nothing.
pub(super) fn learn(siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
    let mut context = Context::default();
    let Some(paths) = Paths::new(&[""]) else { return Ok(context) };
    let mut remembered = 0;
    for path in siblings.below() {
        let mut parts = path.rsplit('/');
        let (name, folder) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let is_group = name == "group_info.json";
        if !(name == "user_info.json" || (is_group && remembered < MAX_REMEMBERED)) {
            continue;
        }
        let Some(mut input) = siblings.open(&path)? else { continue };
        drop(walk(&mut *input, &paths, &options.limits, &mut |piece| {
            let Piece::Record { json, .. } = piece else { return Ok(()) };
            if is_group {
                if let Ok(group) = parse::<Group<'_>>(json) {
                    let members = group.members.0.iter().filter_map(|member| Some((party(member, options)?, member.is_person())));
                    for (party, is_person) in members {
                        let address = party.handle.to_string();
                        context.members.entry(folder.to_owned()).or_default().push(address.clone());
                        context.accounts.insert(address, Account { party, is_person });
                        remembered += 1;
                    }
                }
            } else if let Some(owner) = parse::<UserInfo<'_>>(json).ok().and_then(|info| party(&info.user, options)) {
                context.owner = vec![owner.handle];
                context.owner_name = owner.name;
            }
            Ok(())
        }));
    }
    Ok(context)
}
