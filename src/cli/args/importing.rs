//! The options of `import`.

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(in crate::cli) struct Import {
    /// Files, folders, zip archives; with --list, formats
    #[arg(required_unless_present = "list", value_name = "PATH")]
    pub(in crate::cli) paths: Vec<String>,
    /// Name the formats; with names of formats, say how to get each export
    #[arg(long)]
    pub(in crate::cli) list: bool,
    /// The format, instead of finding it
    #[arg(long, value_name = "FORMAT")]
    pub(in crate::cli) from: Option<String>,
    /// Import nothing when any record is rejected (exit code 3)
    #[arg(long)]
    pub(in crate::cli) strict: bool,
    /// Say what would happen and change nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// The data of somebody else, whom `--owner` names: theirs, in your workspace
    #[arg(long, requires = "owner")]
    pub(in crate::cli) colleague: bool,
    /// Columns of a table under other names: source=FROM,target=TO,time=WHEN
    #[arg(long, value_delimiter = ',', value_name = "FIELD=COLUMN")]
    pub(in crate::cli) map: Vec<String>,
    /// A file that says which column or path of any CSV or JSON is what (see the guide on map files)
    #[arg(long, value_name = "FILE", conflicts_with = "map")]
    pub(in crate::cli) map_file: Option<std::path::PathBuf>,
    /// Rows of a table are contacts without initiator
    #[arg(long)]
    pub(in crate::cli) undirected: bool,
    /// The unit of numeric times
    #[arg(long, value_enum, value_name = "UNIT")]
    pub(in crate::cli) time_unit: Option<TimeUnit>,
    /// How dates are written where a chat does not tell: dmy, mdy, ymd
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(in crate::cli) date_order: Option<DateOrder>,
}

/// The order of day, month and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum DateOrder {
    /// 31/12/2025
    Dmy,
    /// 12/31/2025
    Mdy,
    /// 2025/12/31
    Ymd,
}

/// The unit of numeric times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TimeUnit {
    /// Unix seconds
    S,
    /// Unix milliseconds
    Ms,
    /// Unix microseconds
    Us,
}
