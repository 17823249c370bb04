//! `ties build --engine spark`.

use crate::cli::args::Build;
use crate::cli::error::CliError;
use crate::pipeline::Built;
use crate::ties::PortableQuery;

/// Says that the client is not part of this program, and how to get one that has it.
#[cfg(not(feature = "distributed"))]
pub(super) fn build(_: &Build, _: (&str, &str), _: &PortableQuery<'_>) -> Result<Built, CliError> {
    Err(CliError::usage("this acquaint was built without the client of Spark clusters")
        .hint("build it with the client: cargo install --path . --features distributed")
        .hint("or run the SQL yourself, in any session that has the legs as a table: acquaint ties build --emit-sql"))
}
