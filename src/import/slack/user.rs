//! `users.json`: who is who in the workspace, with the addresses that unite the account with other sources.

use serde::Deserialize;

use crate::import::json::{Plain, parse};
use crate::import::{Account, ReadOptions, Reason, clean};
use crate::model::{Card, Declaration, DeclarationKind, Handle, Observation, Party};

/// The label of members whose account is closed: their messages stay.
const CLOSED: &str = "deactivated";
/// The workspace's own program, which no list marks as one.
const SLACKBOT: &str = "USLACKBOT";

#[derive(Deserialize)]
pub(super) struct User<'j> {
    #[serde(borrow, default)]
    pub(super) id: Plain<'j>,
    #[serde(borrow, default)]
    pub(super) team_id: Plain<'j>,
    #[serde(borrow, default)]
    name: Plain<'j>,
    #[serde(borrow, default)]
    real_name: Plain<'j>,
    #[serde(borrow, default)]
    deleted: Plain<'j>,
    #[serde(borrow, default)]
    is_bot: Plain<'j>,
    #[serde(borrow, default)]
    is_workflow_bot: Plain<'j>,
    #[serde(borrow, default)]
    profile: Profile<'j>,
}

#[derive(Deserialize, Default)]
struct Profile<'j> {
    #[serde(borrow, default)]
    real_name: Plain<'j>,
    #[serde(borrow, default)]
    display_name: Plain<'j>,
    #[serde(borrow, default)]
    email: Plain<'j>,
    #[serde(borrow, default)]
    phone: Plain<'j>,
    #[serde(borrow, default)]
    title: Plain<'j>,
    #[serde(borrow, default)]
    team: Plain<'j>,
}

/// The address of an account: its number alone is only told apart within its team.
pub(super) fn handle(team: Option<&str>, user: &str) -> Option<Handle> {
    let id = match team {
        Some(team) => format!("{team}/{user}"),
        None => user.to_owned(),
    };
    Handle::account("slack", &id)
}

impl User<'_> {
    /// The account as others refer to it.
    pub(super) fn account(&self, options: &ReadOptions) -> Option<Account> {
        let id = self.id.get()?;
        let handle = handle(self.team_id.get().or_else(|| self.profile.team.get()), id)?;
        let is_person = !self.is_program();
        Some(Account { party: Party { handle, name: self.shown_name(options) }, is_person })
    }

    fn is_program(&self) -> bool {
        self.is_bot.get() == Some("true") || self.is_workflow_bot.get() == Some("true") || self.id.get() == Some(SLACKBOT)
    }

    fn shown_name(&self, options: &ReadOptions) -> Option<String> {
        let names = [&self.profile.real_name, &self.real_name, &self.profile.display_name, &self.name];
        names.into_iter().find_map(|name| clean::name(&name.0, options.limits.max_name_chars))
    }
}

/// The card of a member. It declares no tie: sharing a workspace is none.
pub(super) fn card(json: &str, options: &ReadOptions) -> Result<Observation, Reason> {
    let user: User<'_> = parse(json)?;
    let account = user.account(options).ok_or(Reason::NoHandle)?;
    if !account.is_person {
        return Err(Reason::NotPeople);
    }
    let email = Handle::email(&user.profile.email.0);
    let phone = Handle::phone(&user.profile.phone.0);
    let is_closed = user.deleted.get() == Some("true");
    let card = Card {
        handles: std::iter::once(account.party.handle).chain(email).chain(phone).collect(),
        name: account.party.name,
        title: clean::name(&user.profile.title.0, options.limits.max_name_chars),
        tags: if is_closed { vec![CLOSED.to_owned()] } else { Vec::new() },
        ..Card::default()
    };
    let kind = DeclarationKind::Attributes;
    Ok(Observation::Declaration(Declaration { kind, card, at_micros: None, detail: None }))
}
