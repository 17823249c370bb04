//! What can go wrong with a workspace.

use std::path::PathBuf;

use crate::io::PathError;

/// An error of the workspace.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no workspace.
    #[error("no workspace at `{}`", path.display())]
    NoWorkspace {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A folder with other things in it cannot become a workspace.
    #[error("`{}` is not empty and not a workspace", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// A workspace is there already.
    #[error("`{}` is a workspace already", path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// Another process is writing.
    #[error("another process is writing to the workspace")]
    Busy,
    /// The workspace was written by a newer version.
    #[error("the workspace has format {found}; this version knows up to {known}")]
    Newer {
        /// The format found.
        found: i64,
        /// The newest known.
        known: i64,
    },
    /// An older version wrote the workspace, and it cannot be brought up to date where it is.
    #[error("the workspace at `{}` has format {found}, and cannot be written to make it format {known}", path.display())]
    OlderAndReadOnly {
        /// The folder.
        path: PathBuf,
        /// The format found.
        found: i64,
        /// Today's.
        known: i64,
    },
    /// A file of the workspace is not what the catalog says.
    #[error("the workspace is damaged: `{file}` {problem}")]
    Damaged {
        /// The file, within the workspace.
        file: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The user stopped it before the commit.
    #[error("interrupted")]
    Interrupted,
    /// No import has this number.
    #[error("there is no import {number}")]
    NoImport {
        /// The number asked for.
        number: u32,
    },
    /// The import was taken back before.
    #[error("import {number} was taken back already")]
    TakenBack {
        /// The number asked for.
        number: u32,
    },
    /// An older version made the import, and kept too little to take it back exactly.
    #[error("import {number} was made by an older version, which did not keep what other imports hold as well")]
    NotUndoable {
        /// The number asked for.
        number: u32,
    },
    /// A file operation failed.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The catalog refused a statement.
    #[error("the catalog cannot be used")]
    Catalog(#[source] rusqlite::Error),
    /// Parquet could not be written.
    #[error("segment `{name}` cannot be written")]
    Segment {
        /// The segment.
        name: String,
        /// Why.
        source: polars::error::PolarsError,
    },
    /// The disk refused temporary data.
    #[error("temporary data cannot be kept")]
    Spill(#[source] std::io::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                Self::Damaged { file: "catalog.db".into(), problem: format!("is not a sound SQLite database ({error})") }
            }
            _ => Self::Catalog(error),
        }
    }
}
