//! Calibrations of the tie model, kept by the cut-off of their evaluation. What is in them is not the store's business.

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::seal::{check_seal, seal};
use super::{StoreError, Workspace};

/// What keys of calibrations begin with; the cut-off follows, in microseconds since 1970-01-01 UTC, then a blank and whose it is.
const PREFIX: &str = "calibration:";

impl Workspace {
    /// Keeps a calibration under its cut-off and whose it is (a handle, or nothing), in place of an earlier one with the same. Returns
    /// whether anything changed.
    pub fn record_calibration(&mut self, cutoff_micros: i64, ego: &str, text: &str) -> Result<bool, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Sealing what was changed by somebody else would make it look sound.
        check_seal(&transaction)?;
        let key = format!("{PREFIX}{cutoff_micros} {ego}");
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

    /// The calibrations with this cut-off and with earlier ones, the newest first. Where there are any, the catalog's seal is checked.
    ///
    /// # Errors
    /// When the catalog is damaged or cannot be read.
    pub fn calibrations_until(&self, cutoff_micros: i64) -> Result<Vec<String>, StoreError> {
        // By number: as text, a cut-off before 1970 or in another digit would be out of order.
        let snapshot = self.connection.unchecked_transaction()?;
        let mut statement = snapshot.prepare(
            "SELECT value, CAST(substr(key, length(?1) + 1) AS INTEGER) AS cutoff FROM meta \
             WHERE substr(key, 1, length(?1)) = ?1 AND cutoff <= ?2 ORDER BY cutoff DESC, key DESC",
        )?;
        let rows = statement.query_map(params![PREFIX, cutoff_micros], |row| row.get(0))?;
        let texts: Vec<String> = rows.collect::<Result<_, _>>()?;
        if !texts.is_empty() {
            check_seal(&snapshot)?;
        }
        Ok(texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An hour of the same day.
    const HOUR: i64 = 3_600_000_000;

    #[test]
    fn a_moment_sees_the_calibrations_until_it_and_no_later_one() {
        let folder = tempfile::tempdir().unwrap();
        let mut workspace = Workspace::create(&folder.path().join("w")).unwrap();
        assert!(workspace.calibrations_until(i64::MAX).unwrap().is_empty());
        for (cutoff, text) in [(20 * HOUR, "b"), (9 * HOUR, "a"), (100 * HOUR, "c"), (-5 * HOUR, "z"), (20 * HOUR, "d")] {
            assert!(workspace.record_calibration(cutoff, "", text).unwrap());
        }
        let generation = workspace.generation().unwrap();
        assert!(!workspace.record_calibration(20 * HOUR, "", "d").unwrap());
        assert_eq!(workspace.generation().unwrap(), generation, "what is kept already is not written again");
        assert_eq!(workspace.calibrations_until(20 * HOUR).unwrap(), ["d", "a", "z"]);
        assert_eq!(workspace.calibrations_until(20 * HOUR - 1).unwrap(), ["a", "z"], "an earlier hour keeps its own");
        assert_eq!(workspace.calibrations_until(0).unwrap(), ["z"]);
        assert!(workspace.calibrations_until(i64::MIN).unwrap().is_empty());
        assert_eq!(workspace.calibrations_until(i64::MAX).unwrap(), ["c", "d", "a", "z"]);
        assert!(workspace.record_calibration(20 * HOUR, "mailto:ann@example.org", "e").unwrap());
        assert!(workspace.calibrations_until(20 * HOUR).unwrap().contains(&"d".to_owned()), "one ego's stands beside another's");
        assert!(workspace.people().is_ok(), "the seal holds");
    }
}
