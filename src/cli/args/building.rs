//! Arguments of `ties build`.

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum TiesAction {
    /// Compute ties from a table of interactions, on this machine or on a cluster; --output names a folder that does not exist yet
    #[command(
        after_help = "The result becomes part of a workspace by: acquaint import --from tie-states OUTPUT\n--owner HANDLE names whose network it is, as the handle stands in the legs.\n\nExamples:\n  acquaint export legs -o legs.parquet\n  acquaint ties build --input legs.parquet --output ties.parquet --owner ann@example.org\n  acquaint ties build --engine spark --remote sc://cluster.example.org:15002 --input s3a://data/legs --output s3a://data/ties\n  acquaint ties build --emit-sql > ties.sql"
    )]
    Build(Build),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Build {
    /// Who computes
    #[arg(long, value_enum, default_value_t = Engine::Local)]
    pub(in crate::cli) engine: Engine,
    /// The legs: a Parquet file or a folder of them; of a cluster, a place that its workers can read, as --output one that they can write
    #[arg(long, value_name = "URI", required_unless_present = "emit_sql")]
    pub(in crate::cli) input: Option<String>,
    /// The cluster, by its Spark Connect address: `sc://HOST:PORT/;use_ssl=true`
    #[arg(long, value_name = "ADDRESS", required_if_eq("engine", "spark"))]
    pub(in crate::cli) remote: Option<String>,
    /// A file that holds the cluster's token [default: the variable `ACQUAINT_SPARK_TOKEN`]
    #[arg(long, value_name = "FILE", requires = "remote")]
    pub(in crate::cli) token_file: Option<std::path::PathBuf>,
    /// Print the SQL that computes the ties, and run nothing
    #[arg(long, conflicts_with_all = ["input", "remote"])]
    pub(in crate::cli) emit_sql: bool,
}

/// Who computes ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Engine {
    /// This machine
    Local,
    /// A Spark cluster
    Spark,
}
