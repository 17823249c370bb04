//! A person removed from every byte of the workspace.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use rusqlite::{Connection, TransactionBehavior, params};

use super::catalog::segments;
use super::forgotten::{Forgotten, KEY, is_left, key_of_name};
use super::leg::{Key, NOBODY, StoredLeg};
use super::publish::{Published, empty_cache, remove_orphans};
use super::rewrite::{Spoken, replace_segments, sweep};
use super::seal::{check_seal, seal};
use super::sorter::Sorter;
use super::witness::{self, WitnessEntry};
use super::writer::SegmentWriter;
use super::{StoreError, Workspace, segment};
use crate::model::Handle;

/// Says that a killed `forget` has bytes left to remove.
const UNFINISHED: &str = "forget-unfinished";

/// What forgetting somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ForgetSummary {
    /// Interactions that went away.
    pub interactions: usize,
    /// Interactions of others that stay without the person.
    pub shared: usize,
    /// Cards and connections that went away.
    pub declarations: usize,
}

/// An interaction: the moment and the identity.
type Id = (i64, u128);

impl Workspace {
    /// Removes a person by all their handles and names from the segments, the witnesses and the catalog, so that no byte of them is left
    /// but a keyed hash of each handle and name, which keeps them out when the same files are imported again. Others in the same
    /// interactions stay. It cannot be undone.
    ///
    /// # Errors
    /// When the workspace cannot be written; it is then as before. A kill leaves it as before or after; what is then left in files that
    /// are no longer part of the workspace is removed by the next command that opens it.
    ///
    /// # Complexity
    /// O(n) in the legs kept and witnessed; one segment in memory at a time.
    pub fn forget(&mut self, handles: &[Handle], names: &[String]) -> Result<ForgetSummary, StoreError> {
        let root = self.root().to_owned();
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        check_seal(&transaction)?;
        remove_orphans(&root, &transaction)?;
        transaction.execute("INSERT OR IGNORE INTO meta VALUES (?, lower(hex(randomblob(32))))", [KEY])?;
        transaction.execute("INSERT OR REPLACE INTO meta VALUES (?, '1')", [UNFINISHED])?;
        let mut forgotten = Forgotten::read(&transaction)?;
        remember(&transaction, &mut forgotten, handles, names)?;
        let going = Going::of(&transaction, handles, &forgotten)?;
        let mut published = Published::default();
        let mut summary = ForgetSummary::default();
        let spoken = rewrite_legs(&root, &transaction, &going, &mut published, &mut summary)?;
        let seen = witness::names(&root, &transaction)?;
        let kept: Vec<_> =
            seen.into_iter().filter(|seen| !going.numbers.contains(&seen.handle) && !forgotten.hides(&seen.name)).collect();
        transaction.execute("DELETE FROM witnesses WHERE kind = 'names'", [])?;
        witness::insert(
            &transaction,
            &witness::write_names(&root, witness::in_order(kept), &mut published)?.into_iter().collect::<Vec<_>>(),
        )?;
        summary.declarations = remove_rows(&transaction, &going, handles, &forgotten)?;
        redact_texts(&transaction, handles, &forgotten)?;
        sweep(&transaction, &spoken)?;
        // Read again, a file gives other counts than before.
        transaction.execute("UPDATE imports SET cutoff_micros = ?, settled = 0 WHERE reading IS NOT NULL", [i64::MIN])?;
        seal(&transaction)?;
        published.may_be_in_use = true;
        transaction.commit()?;
        self.finish_forgetting()?;
        Ok(summary)
    }

    /// How many people were forgotten, and by how many handles.
    pub fn forgotten(&self) -> Result<(u64, u64), StoreError> {
        let counts = self.connection.query_row(
            "SELECT count(DISTINCT person), coalesce(sum(kind = 'handle'), 0) FROM forgotten",
            [],
            |row| Ok((row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)? as u64)),
        )?;
        Ok(counts)
    }

    /// Removes what a forgotten person left in files that are no longer part of the workspace, and in free space of the catalog.
    pub(super) fn finish_forgetting(&mut self) -> Result<(), StoreError> {
        let due = "SELECT count(*) FROM meta WHERE key = ?";
        if self.connection.query_row(due, [UNFINISHED], |row| row.get::<_, i64>(0))? == 0 {
            return Ok(());
        }
        let root = self.root().to_owned();
        // Another writer's new files are no leftovers: only who writes may tidy up.
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        check_seal(&transaction)?;
        remove_orphans(&root, &transaction)?;
        empty_cache(&root)?;
        drop(transaction);
        self.connection.execute_batch("VACUUM")?;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        check_seal(&transaction)?;
        transaction.execute("DELETE FROM meta WHERE key = ?", [UNFINISHED])?;
        seal(&transaction)?;
        Ok(transaction.commit()?)
    }
}

/// Keeps the keyed hashes of handles and names.
fn remember(connection: &Connection, forgotten: &mut Forgotten, handles: &[Handle], names: &[String]) -> Result<(), StoreError> {
    let person: i64 = connection.query_row("SELECT coalesce(max(person), 0) + 1 FROM forgotten", [], |row| row.get(0))?;
    let handles = handles.iter().map(|handle| (handle.as_str().to_owned(), "handle"));
    let names = names.iter().filter_map(|name| key_of_name(name)).map(|key| (key, "name"));
    for (text, kind) in handles.chain(names) {
        let hash = forgotten.insert(&text);
        connection.execute("INSERT OR IGNORE INTO forgotten VALUES (?, ?, ?)", params![hash, person, kind])?;
    }
    Ok(())
}

/// What goes: handle numbers, and labels that name the person.
struct Going {
    numbers: HashSet<u32>,
    /// Labels that are said otherwise: the number of the label that takes the place.
    labels: BTreeMap<u32, u32>,
}

impl Going {
    fn of(connection: &Connection, handles: &[Handle], forgotten: &Forgotten) -> Result<Self, StoreError> {
        let mut numbers = HashSet::new();
        let mut statement = connection.prepare("SELECT id FROM handles WHERE handle = ?")?;
        for handle in handles {
            numbers.extend(statement.query_map([handle.as_str()], |row| row.get::<_, u32>(0))?.collect::<Result<Vec<_>, _>>()?);
        }
        let mut labels = BTreeMap::new();
        let mut statement = connection.prepare("SELECT id, text FROM labels ORDER BY id")?;
        let all = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<(u32, String)>, _>>()?;
        let mut next = all.iter().map(|label| label.0).max().unwrap_or(0) + 1;
        for (id, text) in &all {
            let Some(said) = redacted(text, handles, forgotten) else { continue };
            connection.execute("INSERT OR IGNORE INTO labels VALUES (?, ?)", params![next, said])?;
            next += 1;
            labels.insert(*id, connection.query_row("SELECT id FROM labels WHERE text = ?", [said], |row| row.get(0))?);
        }
        Ok(Self { numbers, labels })
    }

    fn touches(&self, leg: &StoredLeg) -> bool {
        self.has(leg.source)
            || self.has(leg.target)
            || [leg.channel, leg.venue].iter().any(|label| self.labels.contains_key(label))
    }

    fn has(&self, number: u32) -> bool {
        self.numbers.contains(&number)
    }

    /// A leg without the person: nothing where it was to them.
    fn without(&self, leg: &StoredLeg) -> Option<StoredLeg> {
        let label = |label: u32| self.labels.get(&label).copied().unwrap_or(label);
        let source = if self.has(leg.source) { NOBODY } else { leg.source };
        let leg = StoredLeg { source, channel: label(leg.channel), venue: label(leg.venue), ..*leg };
        (!self.has(leg.target) && (leg.source != NOBODY || leg.target != NOBODY)).then_some(leg)
    }
}

/// What is left of each interaction the person took part in.
#[derive(Default)]
struct Left {
    sender: bool,
    receivers: BTreeSet<u32>,
    person: bool,
    stays: bool,
}

/// Writes segments and witnessed legs anew without the person.
fn rewrite_legs(
    root: &Path,
    connection: &Connection,
    going: &Going,
    published: &mut Published,
    summary: &mut ForgetSummary,
) -> Result<Spoken, StoreError> {
    let folder = root.join("interactions");
    let entries = segments(connection)?;
    let read = |index: usize| -> Result<Vec<StoredLeg>, StoreError> {
        let Some(entry) = entries.get(index) else { return Ok(Vec::new()) };
        let bytes = segment::checked_bytes(&folder.join(&entry.name), &entry.name, entry.length, &entry.hash)?;
        segment::decode_whole(&bytes, &entry.name)
    };
    let mut affected: BTreeMap<Id, Left> = BTreeMap::new();
    let mut meet = |leg: &StoredLeg| {
        if going.touches(leg) {
            affected.entry((leg.at_micros, leg.id)).or_default();
        }
    };
    for index in 0..entries.len() {
        read(index)?.iter().for_each(&mut meet);
    }
    witness::each_leg(root, connection, |leg| {
        meet(&leg);
        Ok(())
    })?;
    for index in 0..entries.len() {
        for leg in read(index)? {
            let Some(left) = affected.get_mut(&(leg.at_micros, leg.id)) else { continue };
            left.person |= going.has(leg.source) || going.has(leg.target);
            if let Some(leg) = going.without(&leg) {
                left.sender |= leg.source != NOBODY;
                left.receivers.extend((leg.target != NOBODY).then_some(leg.target));
                left.stays = !left.person || is_left(leg.shape, left.sender, left.receivers.len());
            }
        }
    }
    for left in affected.values_mut() {
        left.stays |= !left.person;
        summary.interactions += usize::from(left.person && !left.stays);
        summary.shared += usize::from(left.person && left.stays);
    }
    let mut spoken = Spoken::default();
    let mut writer = SegmentWriter::new(folder.clone());
    let mut sorter = Sorter::new(root.join("cache").join("again"));
    let mut replaced = Vec::new();
    let mut pull = |leg: &StoredLeg| -> Result<bool, StoreError> {
        let Some(left) = affected.get(&(leg.at_micros, leg.id)) else { return Ok(false) };
        if let Some(leg) = going.without(leg).filter(|_| left.stays) {
            sorter.push(leg)?;
        }
        Ok(true)
    };
    for (index, entry) in entries.iter().enumerate() {
        let legs = read(index)?;
        let mut rest = Vec::with_capacity(legs.len());
        for leg in &legs {
            if !pull(leg)? {
                rest.push(*leg);
            }
        }
        for leg in &rest {
            spoken.of(leg);
        }
        if rest.len() < legs.len() {
            replaced.push(entry.name.clone());
            rest.iter().try_for_each(|leg| writer.push(leg))?;
            writer.end_segment()?;
        }
    }
    let mut again = SegmentWriter::new(root.join(witness::FOLDER));
    witness::each_leg(root, connection, |leg| {
        if pull(&leg)? {
            return Ok(());
        }
        spoken.of(&leg);
        again.push(&leg)
    })?;
    again.end_segment()?;
    let mut last: Option<(Key, u32)> = None;
    sorter.drain(|leg| {
        let key = leg.key();
        let known = last.filter(|(last_key, _)| *last_key == key);
        last = Some((key, leg.import));
        spoken.of(&leg);
        match known {
            None => writer.push(&leg),
            Some((_, import)) if import == leg.import => Ok(()),
            Some(_) => again.push(&leg),
        }
    })?;
    let written = writer.finish(published)?;
    let witnessed: Vec<WitnessEntry> = again.finish(published)?.into_iter().map(WitnessEntry::of_legs).collect();
    replace_segments(connection, &replaced, &written)?;
    connection.execute("DELETE FROM witnesses WHERE kind = 'legs'", [])?;
    witness::insert(connection, &witnessed)?;
    Ok(spoken)
}

/// Removes the rows about the person. Returns how many cards and connections there were.
fn remove_rows(connection: &Connection, going: &Going, handles: &[Handle], forgotten: &Forgotten) -> Result<usize, StoreError> {
    for handle in handles.iter().map(Handle::as_str) {
        connection.execute("DELETE FROM me WHERE handle = ?", [handle])?;
        connection.execute("DELETE FROM decisions WHERE a = ?1 OR b = ?1", [handle])?;
        connection.execute("DELETE FROM profile WHERE subject = ?", [handle])?;
        connection
            .execute("DELETE FROM meta WHERE key LIKE 'calibration:%' AND (instr(key, ?1) OR instr(value, ?1))", [handle])?;
    }
    let gone: BTreeSet<&str> = handles.iter().map(Handle::as_str).collect();
    let mut statement = connection.prepare("SELECT id, handles FROM declarations")?;
    let all = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<(Vec<u8>, String)>, _>>()?;
    let mut removed = 0;
    for (id, of) in all {
        if of.split('\n').any(|handle| gone.contains(handle)) {
            connection.execute("DELETE FROM declared WHERE id = ?", [&id])?;
            removed += connection.execute("DELETE FROM declarations WHERE id = ?", [&id])?;
        }
    }
    for number in &going.numbers {
        connection.execute("DELETE FROM tie_states WHERE low = ?1 OR high = ?1", [number])?;
        connection.execute("DELETE FROM names WHERE handle = ?", [number])?;
        connection.execute("DELETE FROM handles WHERE id = ?", [number])?;
    }
    let mut statement = connection.prepare("SELECT DISTINCT name FROM names")?;
    let names = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    for name in names.iter().filter(|name| forgotten.hides(name)) {
        connection.execute("DELETE FROM names WHERE name = ?", [name])?;
    }
    for label in going.labels.keys() {
        connection.execute("DELETE FROM labels WHERE id = ?", [label])?;
    }
    Ok(removed)
}

/// Takes the person's names and handles out of texts about others: paths, cards, what the user said.
fn redact_texts(connection: &Connection, handles: &[Handle], forgotten: &Forgotten) -> Result<(), StoreError> {
    let places = [
        ("imports", "path"),
        ("holdings", "path"),
        ("batches", "paths"),
        ("batches", "owner"),
        ("profile", "value"),
        ("declarations", "company"),
        ("declarations", "title"),
        ("declarations", "location"),
        ("declarations", "tags"),
        ("declarations", "detail"),
    ];
    for (table, column) in places {
        let mut statement = connection.prepare(&format!("SELECT DISTINCT {column} FROM {table} WHERE {column} <> ''"))?;
        let texts = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        for text in texts {
            if let Some(said) = redacted(&text, handles, forgotten) {
                let update = format!("UPDATE OR REPLACE {table} SET {column} = ? WHERE {column} = ?");
                connection.execute(&update, [said, text])?;
            }
        }
    }
    Ok(())
}

/// A text without the person's names and handles; nothing where it has none of them.
fn redacted(text: &str, handles: &[Handle], forgotten: &Forgotten) -> Option<String> {
    let mut said = forgotten.redacted(text);
    for handle in handles {
        let value = handle.value();
        // A short key of a table, such as `7`, stands in many texts.
        if value.chars().count() >= 6 {
            let (low, value) = (said.to_lowercase(), value.to_lowercase());
            if low.contains(&value) {
                said = low.replace(&value, "(forgotten)");
            }
        }
    }
    (said != text).then_some(said)
}
