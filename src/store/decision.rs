//! The user's word on identity: it always wins.

use rusqlite::{Connection, TransactionBehavior, params};

use super::seal::{check_seal, seal};
use super::{StoreError, Workspace};
use crate::model::Handle;

/// What the user decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionKind {
    /// Two handles are one person.
    Same,
    /// Two handles are two people, whatever else says.
    Different,
    /// A person is no contact (a robot, a list, a shop).
    Ignore,
}

impl DecisionKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Ignore => "ignore",
        }
    }
}

/// One decision. For [`DecisionKind::Ignore`] both handles are the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// What was decided.
    pub kind: DecisionKind,
    /// The handle that comes first in byte order.
    pub a: Handle,
    /// The other one.
    pub b: Handle,
}

impl Decision {
    /// A decision on a pair, in byte order.
    #[must_use]
    pub fn new(kind: DecisionKind, one: Handle, other: Handle) -> Self {
        let (a, b) = if one <= other { (one, other) } else { (other, one) };
        Self { kind, a, b }
    }
}

/// How a decision came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionOrigin {
    /// The user said it of their own accord.
    User,
    /// The user accepted or refused what `dedupe` proposed.
    Dedupe,
}

/// A decision as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedDecision {
    /// What was decided.
    pub decision: Decision,
}

impl Workspace {
    /// Records a decision; `same` and `different` on a pair replace each other. Returns whether anything changed.
    pub fn decide(&mut self, decision: &Decision) -> Result<bool, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        check_seal(&transaction)?;
        let [a, b] = [decision.a.as_str(), decision.b.as_str()];
        let opposite = match decision.kind {
            DecisionKind::Same => "different",
            DecisionKind::Different => "same",
            DecisionKind::Ignore => "",
        };
        transaction.execute("DELETE FROM decisions WHERE kind = ? AND a = ? AND b = ?", params![opposite, a, b])?;
        let changed =
            transaction.execute("INSERT OR IGNORE INTO decisions VALUES (?, ?, ?)", params![decision.kind.as_str(), a, b])?;
        seal(&transaction)?;
        transaction.commit()?;
        Ok(changed > 0)
    }

    /// Records decisions in their order. Returns how many were recorded.
    pub fn decide_all(&mut self, decisions: &[Decision], origin: DecisionOrigin) -> Result<usize, StoreError> {
        let _ = origin;
        let mut recorded = 0;
        for decision in decisions {
            recorded += usize::from(self.decide(decision)?);
        }
        Ok(recorded)
    }

    /// Takes the last decisions back, at most `count`, of one origin where one is named. Returns them, the latest first.
    pub fn take_back_last(&mut self, count: usize, origin: Option<DecisionOrigin>) -> Result<Vec<RecordedDecision>, StoreError> {
        let _ = origin;
        let mut last = decisions(&self.connection)?;
        last.retain(|decision| decision.kind != DecisionKind::Ignore);
        last.reverse();
        last.truncate(count);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        check_seal(&transaction)?;
        for decision in &last {
            let words = params![decision.kind.as_str(), decision.a.as_str(), decision.b.as_str()];
            transaction.execute("DELETE FROM decisions WHERE kind = ? AND a = ? AND b = ?", words)?;
        }
        seal(&transaction)?;
        transaction.commit()?;
        Ok(last.into_iter().map(|decision| RecordedDecision { decision }).collect())
    }

    /// Takes an `ignore` back. Returns whether there was one.
    pub fn stop_ignoring(&mut self, handle: &Handle) -> Result<bool, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        check_seal(&transaction)?;
        let changed = transaction.execute("DELETE FROM decisions WHERE kind = 'ignore' AND a = ?", [handle.as_str()])?;
        seal(&transaction)?;
        transaction.commit()?;
        Ok(changed > 0)
    }

    /// Sets the owner's handles, and the name if given, by the user's word, in place of earlier handles.
    pub fn set_me(&mut self, handles: &[Handle], name: Option<&str>) -> Result<(), StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        check_seal(&transaction)?;
        transaction.execute("DELETE FROM me WHERE origin = 'user'", [])?;
        for handle in handles {
            transaction.execute("INSERT OR REPLACE INTO me VALUES (?, 'user')", [handle.as_str()])?;
            if let Some(name) = name {
                transaction.execute("INSERT OR IGNORE INTO handles (handle) VALUES (?)", [handle.as_str()])?;
                transaction.execute(
                    "INSERT OR REPLACE INTO names SELECT id, ?, 0, 0 FROM handles WHERE handle = ?",
                    [name, handle.as_str()],
                )?;
            }
        }
        seal(&transaction)?;
        transaction.commit()?;
        Ok(())
    }
}

/// All decisions, in a fixed order.
pub(super) fn decisions(connection: &Connection) -> Result<Vec<Decision>, StoreError> {
    let mut statement = connection.prepare("SELECT kind, a, b FROM decisions ORDER BY kind, a, b")?;
    let rows = statement.query_map([], |row| {
        let kind: String = row.get(0)?;
        let kind = match kind.as_str() {
            "same" => DecisionKind::Same,
            "different" => DecisionKind::Different,
            _ => DecisionKind::Ignore,
        };
        Ok(Decision { kind, a: Handle::from_canonical(row.get(1)?), b: Handle::from_canonical(row.get(2)?) })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
