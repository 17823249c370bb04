//! What the user can type.

mod building;
mod exporting;
mod importing;
mod upkeep;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

pub(super) use building::{Build, Engine, TiesAction};
pub(super) use exporting::{Export, ExportFormat};
pub(super) use importing::{DateOrder, Import, TimeUnit};
pub(super) use upkeep::{Forget, Imports, ImportsAction};

/// Keeps an eye on your professional network: who is fading, who opens new ground, who can introduce you.
///
#[cfg_attr(not(feature = "distributed"), doc = "Everything stays on this machine: acquaint opens no network connection.")]
#[cfg_attr(
    feature = "distributed",
    doc = "Everything stays on this machine: acquaint opens no network connection but to the cluster that `ties build --remote` names."
)]
#[derive(Debug, Parser)]
#[command(name = "acquaint", version, propagate_version = true, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The whole command line, for completions and the manual page.
#[must_use]
pub fn command() -> clap::Command {
    Arguments::command()
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub(super) struct Global {
    /// The workspace folder [default: the platform's data folder]
    #[arg(short, long, global = true, env = "ACQUAINT_WORKSPACE", value_name = "DIR")]
    pub(super) workspace: Option<std::path::PathBuf>,
    /// See nothing after this day: YYYY-MM-DD (included) or RFC 3339 [default: now]
    #[arg(long, global = true, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// IANA time zone for days and months [default: the workspace's, else the system's]
    #[arg(long, global = true, value_name = "ZONE")]
    pub(super) tz: Option<String>,
    /// Whose network it is; `import` remembers it, other commands use it once
    #[arg(long, global = true, value_name = "HANDLE")]
    pub(super) owner: Vec<String>,
    /// How results are written
    #[arg(short, long, global = true, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,
    /// Write the result to a file instead of stdout (.parquet is understood where a table is written)
    #[arg(short, long, global = true, value_name = "FILE")]
    pub(super) output: Option<std::path::PathBuf>,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub(super) color: Color,
    /// Say only what was asked for
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say more: skipped files, sources of evidence
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
}

impl Global {
    /// Whether the result goes to a file whose name ends in `.parquet`.
    pub(super) fn wants_parquet(&self) -> bool {
        self.output.as_ref().is_some_and(|path| path.extension().is_some_and(|ending| ending == "parquet"))
    }
}

/// A count of rows, from 1.
pub(super) fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("a whole number from 1".to_owned()),
        Ok(count) => Ok(count),
    }
}

/// How many contacts a month may have.
fn budget(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|count| (1..=100).contains(count)).ok_or_else(|| "a whole number from 1 to 100".to_owned())
}

/// A horizon of the tie model in days: `90d`, `90` or `12w`, within 7 to 180 days.
fn horizon_days(text: &str) -> Result<i32, String> {
    let (digits, unit_days) = match text.strip_suffix('w') {
        Some(weeks) => (weeks, 7),
        None => (text.strip_suffix('d').unwrap_or(text), 1),
    };
    match digits.parse::<i32>().ok().and_then(|count| count.checked_mul(unit_days)) {
        Some(days @ 7..=180) => Ok(days),
        _ => Err("7 to 180 days, for example 90d or 12w".to_owned()),
    }
}

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For reading
    Table,
    /// One JSON document
    Json,
    /// RFC 4180 with a header
    Csv,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Try it on the sample world: import, report, charts
    #[command(after_help = "Examples:\n  acquaint demo\n  acquaint demo --out /tmp/report")]
    Demo {
        /// Where the report goes
        #[arg(long, value_name = "DIR", default_value = "notebooks-output")]
        out: std::path::PathBuf,
    },
    /// Make a workspace
    #[command(
        after_help = "Examples:\n  acquaint init --me ann@example.org\n  acquaint -w ~/network init --me ann@example.org --me +15550100"
    )]
    Init {
        /// One of your own addresses; may be repeated
        #[arg(long, value_name = "HANDLE")]
        me: Vec<String>,
        /// Your name
        #[arg(long)]
        name: Option<String>,
    },
    /// Read files, folders and zip archives
    #[command(
        after_help = "Examples:\n  acquaint import ~/Downloads/Complete_LinkedInDataExport.zip\n  acquaint import mail/ contacts.vcf calendar.ics\n  acquaint import calls.csv --map source=caller,target=callee,time=when\n  acquaint import --list"
    )]
    Import(Import),
    /// What came from where, with its coverage in time; take one import back
    #[command(
        after_help = "One call of `import` is one import, whatever files it read.\n\nExamples:\n  acquaint imports\n  acquaint imports --gap 14 -f json\n  acquaint imports undo 3"
    )]
    Imports(Imports),
    /// Remove a person from every byte of the workspace; it cannot be undone
    #[command(
        after_help = "Importing the same files again does not bring the person back: a keyed hash of their handles keeps them out.\nTo leave somebody out and keep the data: acquaint ignore PERSON\n\nExamples:\n  acquaint forget \"Ann Example\"\n  acquaint forget ann@example.org --yes\n  acquaint forget --list"
    )]
    Forget(Forget),
    /// Record an interaction by hand
    #[command(
        after_help = "Examples:\n  acquaint log \"Coffee at the fair\" --with ann@example.org --channel coffee --venue \"Spring fair\"\n  acquaint log \"Sent her the paper\" --with Ann --on 2026-10-02 --gave"
    )]
    Log(Log),
    /// List people, or search them by name, handle, company
    People {
        /// Part of a name, handle, company, title, place or tag
        query: Option<String>,
        /// Show at most this many
        #[arg(long, value_parser = at_least_one)]
        limit: Option<usize>,
    },
    /// Everything known of one person, with evidence
    Person {
        /// A name, any handle, or a unique part of a name
        person: String,
    },
    /// Two handles are one person
    Same { a: String, b: String },
    /// Two handles are two people, whatever else says
    Different { a: String, b: String },
    /// Who may be one person under two handles: proposals with reasons, to accept or refuse
    #[command(
        after_help = "Examples:\n  acquaint dedupe\n  acquaint dedupe --review\n  acquaint dedupe --accept 1c9e02ab 77d0f3e1 --refuse 04b1aa90\n  acquaint dedupe --undo"
    )]
    Dedupe(super::cmd::DedupeArguments),
    /// Somebody is no contact (a robot, a list, a shop)
    Ignore {
        person: String,
        /// Take it back
        #[arg(long)]
        undo: bool,
    },
    /// Give a person tags, or take them away
    #[command(
        after_help = "Examples:\n  acquaint tag \"Ann Example\" mentor \"spring fair\"\n  acquaint tag ann@example.org mentor --remove"
    )]
    Tag {
        person: String,
        #[arg(required = true, value_name = "TAG")]
        tags: Vec<String>,
        /// Take them away, imported ones too
        #[arg(long)]
        remove: bool,
    },
    /// Say what you know or wish of a person: cadence, company, title, location, sector, interests, goals
    #[command(
        after_help = "PERSON may be `me`, or `tag:NAME` for everybody with a tag. An empty value takes a word back.\n\nExamples:\n  acquaint set ann@example.org cadence=monthly\n  acquaint set tag:mentor cadence=30d..90d\n  acquaint set \"Bob Example\" cadence=never\n  acquaint set me goals=\"energy storage, logistics\""
    )]
    Set {
        person: String,
        #[arg(required = true, value_name = "KEY=VALUE")]
        values: Vec<String>,
    },
    /// Your ties, or a person's, or every tie
    #[command(
        after_help = "Examples:\n  acquaint ties --limit 20\n  acquaint ties --band dormant\n  acquaint ties --all -f csv -o ties.csv\n  acquaint ties --person ann@example.org\n  acquaint ties build --input legs.parquet --output ties.parquet"
    )]
    Ties(Ties),
    /// A tie as a dated ledger: what made it, what it is worth today, when it fades
    #[command(
        after_help = "Examples:\n  acquaint explain \"Ann Example\"\n  acquaint explain ann@example.org --since 2026-09-01"
    )]
    Explain {
        person: String,
        /// The other end [default: you]
        #[arg(long, value_name = "PERSON")]
        with: Option<String>,
        /// What changed since the end of this day [default: 30 days before]
        #[arg(long, value_name = "DAY")]
        since: Option<String>,
    },
    /// Ties about to be lost
    Fading {
        /// Look this many days ahead [default: the workspace's, else 30]
        #[arg(long, value_name = "DAYS")]
        within: Option<u32>,
        /// Only ties into other circles, and who would be out of reach without them
        #[arg(long)]
        bridges: bool,
        #[arg(long, value_parser = at_least_one)]
        limit: Option<usize>,
    },
    /// Ties that were strong, worth reviving
    Dormant {
        #[arg(long, value_parser = at_least_one)]
        limit: Option<usize>,
    },
    /// Weak ties that open new ground, and why
    WeakTies {
        #[arg(long, value_parser = at_least_one)]
        limit: Option<usize>,
    },
    /// Where you meet people, and what became of them
    Venues {
        #[arg(long, value_parser = at_least_one)]
        limit: Option<usize>,
    },
    /// Who can introduce you
    #[command(
        after_help = "Examples:\n  acquaint path \"Ann Example\"\n  acquaint path --company \"Example Corp\" --k 3\n  acquaint path \"Ann Example\" --request\n  acquaint path bob@example.org --from ann@example.org --max-hops 2 -f json"
    )]
    Path(PathArguments),
    /// Introductions you could give: two people who should know each other
    Introduce {
        #[arg(long, value_parser = at_least_one)]
        limit: Option<usize>,
    },
    /// The network in figures
    #[command(
        after_help = "Examples:\n  acquaint network\n  acquaint network --people -f csv -o people.csv\n  acquaint network --bridges"
    )]
    Network(Network),
    /// Whom to reach out to this month, why, and whom to let go
    #[command(
        after_help = "Examples:\n  acquaint plan\n  acquaint plan --month 2026-11 --budget 6 --ics plan.ics\n  acquaint plan --markdown plan.md"
    )]
    Plan(PlanArguments),
    /// The monthly network health report
    #[command(
        after_help = "Examples:\n  acquaint report\n  acquaint report --month 2026-09 --out ~/reports/2026-09\n  acquaint report --compare 2026-06"
    )]
    Report {
        /// The month [default: the as-of day's]
        #[arg(long, value_name = "YYYY-MM")]
        month: Option<String>,
        /// An earlier month to compare with: what rose and fell, who is new, lost and back
        #[arg(long, value_name = "YYYY-MM")]
        compare: Option<String>,
        /// Where it goes
        #[arg(long, value_name = "DIR")]
        out: Option<std::path::PathBuf>,
    },
    /// One chart
    #[command(
        after_help = "Examples:\n  acquaint chart --list\n  acquaint chart strength-overlap --out ties.svg\n  acquaint chart paths --to \"Ann Example\" --out paths.png"
    )]
    Chart {
        /// Which one
        #[arg(required_unless_present = "list")]
        kind: Option<String>,
        /// The picture, .svg or .png
        #[arg(long, value_name = "FILE")]
        out: Option<std::path::PathBuf>,
        /// Whom the introduction paths lead to (chart paths)
        #[arg(long, value_name = "PERSON")]
        to: Option<String>,
        /// Name the charts
        #[arg(long)]
        list: bool,
    },
    /// Backtest the tie model on your own past, and calibrate it
    #[command(
        after_help = "Examples:\n  acquaint evaluate\n  acquaint evaluate --horizon 30d --dry-run\n  acquaint evaluate --all --folds 5 -f json\n  acquaint config set calibration off"
    )]
    Evaluate(Evaluate),
    /// The network for other programs: people, ties and their figures
    #[command(
        after_help = "Examples:\n  acquaint export graphml -o network.graphml\n  acquaint export csv -o ties.csv --people people.csv\n  acquaint export dot | sfdp -Tsvg > network.svg\n  acquaint export legs -o legs.parquet"
    )]
    Export(Export),
    /// Check the whole workspace
    Verify,
    /// Show or change settings
    #[command(
        after_help = "Examples:\n  acquaint config\n  acquaint config set me ann@example.org ann@example.net\n  acquaint config set timezone Europe/Berlin"
    )]
    Config {
        #[command(subcommand)]
        action: Option<ConfigAction>,
    },
    /// Shell completions
    Completions { shell: clap_complete::Shell },
    /// The manual page
    Man,
    /// Reads foreign Parquet in a process of its own.
    #[command(name = "parquet-as-csv", hide = true)]
    ParquetAsCsv { file: std::path::PathBuf },
    /// The same, for an import.
    #[command(name = "parquet-as-columns", hide = true)]
    ParquetAsColumns { file: std::path::PathBuf },
    /// Reads a foreign database of messages in a process of its own.
    #[command(name = "messages-as-json", hide = true)]
    MessagesAsJson { file: std::path::PathBuf },
}

#[derive(Debug, Subcommand)]
pub(super) enum ConfigAction {
    /// Show one setting
    Get { key: String },
    /// Change one setting; `me` takes several handles
    Set {
        key: String,
        #[arg(required = true)]
        values: Vec<String>,
    },
}

#[derive(Debug, Args)]
pub(super) struct Log {
    /// What happened, in a few words (not kept)
    pub(super) text: String,
    /// With whom; may be repeated
    #[arg(long, required = true, value_name = "PERSON")]
    pub(super) with: Vec<String>,
    /// When [default: today]
    #[arg(long, value_name = "DATE")]
    pub(super) on: Option<String>,
    /// How: call, coffee, meeting …
    #[arg(long, default_value = "note")]
    pub(super) channel: String,
    /// Where people met
    #[arg(long)]
    pub(super) venue: Option<String>,
    /// You gave something
    #[arg(long, conflicts_with = "asked")]
    pub(super) gave: bool,
    /// You asked for something
    #[arg(long)]
    pub(super) asked: bool,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Ties {
    #[command(subcommand)]
    pub(super) action: Option<TiesAction>,
    /// The ties of this person [default: you]
    #[arg(long, conflicts_with = "all")]
    pub(super) person: Option<String>,
    /// Every tie in the data
    #[arg(long)]
    pub(super) all: bool,
    /// Only this band: strong, weak, faint, dormant, declared
    #[arg(long)]
    pub(super) band: Option<String>,
    /// Show at most this many
    #[arg(long, value_parser = at_least_one)]
    pub(super) limit: Option<usize>,
}

#[derive(Debug, Args)]
pub(super) struct PlanArguments {
    /// The month [default: that of the day after the as-of day]; one that is over is planned as of the day before it began
    #[arg(long, value_name = "YYYY-MM")]
    pub(super) month: Option<String>,
    /// How many people to contact, 1 to 100 [default: the workspace's `suggestions`, else 10]
    #[arg(long, value_name = "N", value_parser = budget)]
    pub(super) budget: Option<usize>,
    /// Also write the plan as an iCalendar file
    #[arg(long, value_name = "FILE")]
    pub(super) ics: Option<std::path::PathBuf>,
    /// Also write the plan as a Markdown checklist
    #[arg(long, value_name = "FILE")]
    pub(super) markdown: Option<std::path::PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Evaluate {
    /// How far ahead is predicted, 7 to 180 days: 90d, 12w
    #[arg(long, default_value = "90d", value_parser = horizon_days, value_name = "DAYS")]
    pub(super) horizon: i32,
    /// How many cut-offs
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=100), value_name = "N")]
    pub(super) folds: u64,
    /// Every tie in the data, not only yours; changes nothing in the workspace when it is known who you are
    #[arg(long)]
    pub(super) all: bool,
    /// Say what was found and change nothing
    #[arg(long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct PathArguments {
    /// A name, any handle, or a unique part of a name
    #[arg(required_unless_present_any = ["company", "title", "topic"])]
    pub(super) target: Option<String>,
    /// Anybody at this company
    #[arg(long)]
    pub(super) company: Option<String>,
    /// Anybody with this title
    #[arg(long)]
    pub(super) title: Option<String>,
    /// Anybody with this tag, title or company
    #[arg(long)]
    pub(super) topic: Option<String>,
    /// Who asks [default: you]
    #[arg(long, value_name = "PERSON")]
    pub(super) from: Option<String>,
    /// How many paths
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=1000))]
    pub(super) k: u64,
    /// Most hops
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=6))]
    pub(super) max_hops: u64,
    /// Also use ties that were only declared (a connection, a card) or inferred (one employer), labelled as such
    #[arg(long)]
    pub(super) allow_inferred: bool,
    /// Print only the text that asks for the introduction of path N
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "1", value_parser = clap::value_parser!(u64).range(1..=1000))]
    pub(super) request: Option<u64>,
}

#[derive(Debug, Args)]
pub(super) struct Network {
    /// One row per person
    #[arg(long)]
    pub(super) people: bool,
    /// One row per tie whose ends have no contact in common, the longest way around first
    #[arg(long, conflicts_with = "people")]
    pub(super) bridges: bool,
    /// Structural measures ignore tie strength
    #[arg(long)]
    pub(super) unweighted: bool,
    /// Every tie counts, however faded
    #[arg(long)]
    pub(super) all_ties: bool,
}
