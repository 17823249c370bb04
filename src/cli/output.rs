//! Where results go: stdout or a file, which is replaced only when all of it is there.

use std::io::{Result as IoResult, Write};
use std::path::Path;

use super::error::CliError;
use crate::io::fs;

/// Writes a result to stdout, or atomically to a file.
pub(super) fn write(output: Option<&Path>, bytes: &[u8]) -> Result<(), CliError> {
    write_by(output, |out| out.write_all(bytes))
}

/// As [`write`], piece by piece.
pub(super) fn write_by(output: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> IoResult<()>) -> Result<(), CliError> {
    if let Some(path) = output {
        return Ok(fs::write_atomically_by(path, write)?);
    }
    let mut stdout = std::io::stdout().lock();
    write(&mut stdout)?;
    Ok(stdout.flush()?)
}

/// Writes a JSON document with a final newline.
pub(super) fn write_json(output: Option<&Path>, document: &serde_json::Value) -> Result<(), CliError> {
    let mut text = serde_json::to_vec_pretty(document).map_err(|error| CliError::internal(error.to_string()))?;
    text.push(b'\n');
    write(output, &text)
}
