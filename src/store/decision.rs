//! The user's word on identity: it always wins.

use std::collections::BTreeSet;

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
    /// The stable word in the catalog and in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Ignore => "ignore",
        }
    }

    fn of_word(word: &str) -> Self {
        match word {
            "same" => Self::Same,
            "different" => Self::Different,
            _ => Self::Ignore,
        }
    }

    /// The decision on a pair that this one ends.
    fn opposite(self) -> Option<Self> {
        match self {
            Self::Same => Some(Self::Different),
            Self::Different => Some(Self::Same),
            Self::Ignore => None,
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

impl DecisionOrigin {
    /// The stable word in the catalog and in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Dedupe => "dedupe",
        }
    }
}

/// A decision as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedDecision {
    /// Its place in the order of all decisions, from 1; a number is never given twice while later ones stand.
    pub sequence: u64,
    /// How it came about.
    pub origin: DecisionOrigin,
    /// Whether it holds: a later word on the same pair stands over it.
    pub stands: bool,
    /// What was decided.
    pub decision: Decision,
}

impl Workspace {
    /// Records a decision of the user's own accord; of `same` and `different` on a pair the later one holds. Returns whether anything
    /// changed.
    pub fn decide(&mut self, decision: &Decision) -> Result<bool, StoreError> {
        Ok(self.decide_all(std::slice::from_ref(decision), DecisionOrigin::User)? > 0)
    }

    /// Records decisions in their order, in one commit. Those that hold already are passed over. Returns how many were recorded.
    pub fn decide_all(&mut self, decisions: &[Decision], origin: DecisionOrigin) -> Result<usize, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        check_seal(&transaction)?;
        let mut standing: BTreeSet<Decision> = self::decisions(&transaction)?.into_iter().collect();
        let mut recorded = 0;
        for decision in decisions {
            if !standing.insert(decision.clone()) {
                continue;
            }
            if let Some(kind) = decision.kind.opposite() {
                standing.remove(&Decision { kind, ..decision.clone() });
            }
            transaction.execute(
                "INSERT INTO decisions (kind, a, b, origin) VALUES (?, ?, ?, ?)",
                params![decision.kind.as_str(), decision.a.as_str(), decision.b.as_str(), origin.as_str()],
            )?;
            recorded += 1;
        }
        if recorded > 0 {
            seal(&transaction)?;
            transaction.commit()?;
        }
        Ok(recorded)
    }

    /// All decisions in the order they were made, also those that a later one stands over.
    pub fn recorded_decisions(&self) -> Result<Vec<RecordedDecision>, StoreError> {
        recorded(&self.connection)
    }

    /// Takes one decision back, as if it had not been made: an earlier word on the same pair holds again, and a `same` taken back is no
    /// `different`. Returns what was taken back, or nothing when there is no such decision.
    pub fn take_back(&mut self, sequence: u64) -> Result<Option<RecordedDecision>, StoreError> {
        Ok(self.take_back_where(|all| all.into_iter().filter(|one| one.sequence == sequence).collect())?.pop())
    }

    /// Takes the last decisions back, at most `count`, of one origin where one is named. Returns them, the latest first.
    pub fn take_back_last(&mut self, count: usize, origin: Option<DecisionOrigin>) -> Result<Vec<RecordedDecision>, StoreError> {
        self.take_back_where(|all| {
            all.into_iter().rev().filter(|one| origin.is_none_or(|origin| one.origin == origin)).take(count).collect()
        })
    }

    fn take_back_where(
        &mut self,
        choose: impl FnOnce(Vec<RecordedDecision>) -> Vec<RecordedDecision>,
    ) -> Result<Vec<RecordedDecision>, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        check_seal(&transaction)?;
        let chosen = choose(recorded(&transaction)?);
        for one in &chosen {
            transaction.execute("DELETE FROM decisions WHERE sequence = ?", [one.sequence as i64])?;
        }
        if !chosen.is_empty() {
            seal(&transaction)?;
            transaction.commit()?;
        }
        Ok(chosen)
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
            transaction.execute("INSERT INTO me VALUES (?, 'user', 0, 0) ON CONFLICT DO NOTHING", [handle.as_str()])?;
            if let Some(name) = name {
                transaction.execute("INSERT OR IGNORE INTO handles (handle) VALUES (?)", [handle.as_str()])?;
                transaction.execute(
                    "INSERT OR REPLACE INTO names SELECT id, ?, 0, 0, 0 FROM handles WHERE handle = ?",
                    [name, handle.as_str()],
                )?;
            }
        }
        seal(&transaction)?;
        transaction.commit()?;
        Ok(())
    }
}

/// All decisions that hold, in a fixed order.
pub(super) fn decisions(connection: &Connection) -> Result<Vec<Decision>, StoreError> {
    let mut standing: Vec<Decision> =
        recorded(connection)?.into_iter().filter(|one| one.stands).map(|one| one.decision).collect();
    standing.sort();
    Ok(standing)
}

fn recorded(connection: &Connection) -> Result<Vec<RecordedDecision>, StoreError> {
    let mut statement = connection.prepare("SELECT sequence, kind, a, b, origin FROM decisions ORDER BY sequence")?;
    let rows = statement.query_map([], |row| {
        let (kind, origin): (String, String) = (row.get(1)?, row.get(4)?);
        let [a, b] = [row.get(2)?, row.get(3)?].map(Handle::from_canonical);
        Ok(RecordedDecision {
            sequence: row.get::<_, i64>(0)? as u64,
            origin: if origin == "dedupe" { DecisionOrigin::Dedupe } else { DecisionOrigin::User },
            stands: true,
            decision: Decision { kind: DecisionKind::of_word(&kind), a, b },
        })
    })?;
    let mut all = rows.collect::<Result<Vec<RecordedDecision>, _>>()?;
    // Who is ignored is another question than who is whom.
    let mut spoken: BTreeSet<(bool, Handle, Handle)> = BTreeSet::new();
    for one in all.iter_mut().rev() {
        let Decision { kind, a, b } = &one.decision;
        one.stands = spoken.insert((*kind == DecisionKind::Ignore, a.clone(), b.clone()));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(kind: DecisionKind) -> Decision {
        Decision::new(kind, Handle::email("ann@example.org").unwrap(), Handle::email("bob@example.org").unwrap())
    }

    #[test]
    fn decisions_are_taken_back_in_order_and_leave_what_stood_before_them() {
        let folder = tempfile::tempdir().unwrap();
        let mut workspace = Workspace::create(&folder.path().join("w")).unwrap();
        let standing = |workspace: &Workspace| {
            workspace.people().unwrap().decisions.iter().map(|decision| decision.kind).collect::<Vec<_>>()
        };
        assert_eq!(workspace.decide_all(&[pair(DecisionKind::Same)], DecisionOrigin::Dedupe).unwrap(), 1);
        assert!(!workspace.decide(&pair(DecisionKind::Same)).unwrap(), "it holds already");
        assert_eq!(workspace.take_back_last(5, Some(DecisionOrigin::User)).unwrap(), []);
        assert_eq!(workspace.take_back_last(5, Some(DecisionOrigin::Dedupe)).unwrap().len(), 1);
        assert_eq!(standing(&workspace), [], "a `same` taken back is no `different`");
        for kind in [DecisionKind::Same, DecisionKind::Different, DecisionKind::Same] {
            assert!(workspace.decide(&pair(kind)).unwrap());
        }
        assert_eq!(standing(&workspace), [DecisionKind::Same]);
        let stands: Vec<bool> = workspace.recorded_decisions().unwrap().iter().map(|one| one.stands).collect();
        assert_eq!(stands, [false, false, true]);
        assert_eq!(workspace.take_back(3).unwrap().map(|one| one.sequence), Some(3));
        assert_eq!(workspace.take_back(3).unwrap(), None);
        assert_eq!(standing(&workspace), [DecisionKind::Different]);
        let ann = Handle::email("ann@example.org").unwrap();
        workspace.decide(&Decision::new(DecisionKind::Ignore, ann.clone(), ann.clone())).unwrap();
        assert_eq!(standing(&workspace), [DecisionKind::Different, DecisionKind::Ignore]);
        assert!(workspace.stop_ignoring(&ann).unwrap());
        assert_eq!(standing(&workspace), [DecisionKind::Different]);
    }
}
