//! Arguments of `export`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(in crate::cli) struct Export {
    /// The format
    #[arg(value_enum, ignore_case = true, value_name = "FORMAT")]
    pub(in crate::cli) kind: ExportFormat,
    /// Also write the people, a row each, to this file (csv and parquet, whose result is the ties)
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) people: Option<PathBuf>,
}

/// A format that graph tools read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExportFormat {
    /// For networkx, igraph, Cytoscape, yEd
    Graphml,
    /// For Gephi
    Gexf,
    /// For Graphviz
    Dot,
    /// JSON for networkx and D3
    Json,
    /// A row per tie; the people with --people
    Csv,
    /// As csv, for pandas, Polars, Spark
    Parquet,
    /// Parquet with every interaction, a row per sender and receiver, for `ties build`
    Legs,
}

impl ExportFormat {
    /// What the names of its files end with, the usual one first.
    pub(in crate::cli) fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Graphml => &["graphml"],
            Self::Gexf => &["gexf"],
            Self::Dot => &["dot", "gv"],
            Self::Json => &["json"],
            Self::Csv => &["csv"],
            Self::Parquet => &["parquet"],
            // Its files are Parquet, and are looked at apart.
            Self::Legs => &[],
        }
    }

    /// Whether people and ties are rows of two tables.
    pub(in crate::cli) fn is_table(self) -> bool {
        matches!(self, Self::Csv | Self::Parquet)
    }
}
