//! Calibrations of the tie model, kept by the day of their evaluation. What is in them is not the store's business.

use rusqlite::{OptionalExtension, TransactionBehavior};

use super::seal::{check_seal, seal};
use super::{StoreError, Workspace};

/// What keys of calibrations begin with; the day follows.
const PREFIX: &str = "calibration:";

impl Workspace {
    /// Keeps a calibration under its day (`2026-10-31`), in place of an earlier one of the same day. Returns whether anything changed.
    pub fn record_calibration(&mut self, day: &str, text: &str) -> Result<bool, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Sealing what was changed by somebody else would make it look sound.
        check_seal(&transaction)?;
        let key = format!("{PREFIX}{day}");
        let kept: Option<String> =
            transaction.query_row("SELECT value FROM meta WHERE key = ?", [&key], |row| row.get(0)).optional()?;
        if kept.as_deref() == Some(text) {
            return Ok(false);
        }
        transaction.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key.as_str(), text])?;
        seal(&transaction)?;
        transaction.commit()?;
        Ok(true)
    }

    /// The calibrations of a day and of all days before it, the newest first.
    pub fn calibrations_until(&self, day: &str) -> Result<Vec<String>, StoreError> {
        let mut statement =
            self.connection.prepare("SELECT value FROM meta WHERE key >= ?1 AND key <= ?1 || ?2 ORDER BY key DESC")?;
        let rows = statement.query_map([PREFIX, day], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_sees_the_calibrations_until_it_and_no_later_one() {
        let folder = tempfile::tempdir().unwrap();
        let mut workspace = Workspace::create(&folder.path().join("w")).unwrap();
        assert!(workspace.calibrations_until("2026-10-31").unwrap().is_empty());
        for (day, text) in [("2026-10-31", "b"), ("2025-01-31", "a"), ("2026-11-30", "c"), ("2026-10-31", "d")] {
            assert!(workspace.record_calibration(day, text).unwrap());
        }
        let generation = workspace.generation().unwrap();
        assert!(!workspace.record_calibration("2026-10-31", "d").unwrap());
        assert_eq!(workspace.generation().unwrap(), generation, "what is kept already is not written again");
        assert_eq!(workspace.calibrations_until("2026-10-31").unwrap(), ["d", "a"]);
        assert_eq!(workspace.calibrations_until("2026-10-30").unwrap(), ["a"]);
        assert_eq!(workspace.calibrations_until("2030-01-01").unwrap(), ["c", "d", "a"]);
        assert!(workspace.people().is_ok(), "the seal holds");
    }
}
