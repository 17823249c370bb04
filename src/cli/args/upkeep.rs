//! Arguments of what keeps a workspace in order: `imports`, `forget`.

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(in crate::cli) struct Imports {
    #[command(subcommand)]
    pub(in crate::cli) action: Option<ImportsAction>,
    /// Name silences of a channel that are longer than this many days
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=3650), value_name = "DAYS")]
    pub(in crate::cli) gap: u32,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ImportsAction {
    /// Take one import back: the workspace is as if it had never been made
    Undo {
        /// The number that `imports` shows
        number: u32,
    },
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Forget {
    /// A name, any handle, or a unique part of a name
    #[arg(required_unless_present = "list")]
    pub(in crate::cli) person: Option<String>,
    /// Do not ask
    #[arg(long)]
    pub(in crate::cli) yes: bool,
    /// Say how many were forgotten
    #[arg(long)]
    pub(in crate::cli) list: bool,
    /// Not possible; says why
    #[arg(long, hide = true)]
    pub(in crate::cli) undo: bool,
}
