//! One import: everything it brings becomes part of the workspace in one commit, or nothing does.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use rusqlite::{Transaction, TransactionBehavior, params};

use super::StoreError;
use super::catalog::{SegmentEntry, Workspace, segments};
use super::leg::{NOBODY, StoredLeg};
use super::publish::{Published, remove_orphans, write_fresh_legs};
use super::seal::{check_seal, seal};
use super::sorter::Sorter;
use crate::model::{Declaration, Handle, Interaction, InteractionId, Item, Location, Me, Observation, Party, Reason, Shape};

/// How often a reason was given, and where first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// How many records.
    pub count: u64,
    /// The first of them.
    pub first: Location,
}

/// What became of one file's records: `seen = accepted + duplicate + rejected`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceSummary {
    /// The file, as the user named it (an entry of a zip file after `!`).
    pub path: String,
    /// The importer's name.
    pub format: String,
    /// Records read.
    pub seen: u64,
    /// Records that brought something new.
    pub accepted: u64,
    /// Records that were known already.
    pub duplicate: u64,
    /// Records not taken.
    pub rejected: u64,
    /// Different people in the records.
    pub people_seen: u64,
    /// Why records were rejected.
    pub reasons: BTreeMap<Reason, Count>,
    /// Records that a rule of hygiene touched, by the rule's word; also of records that were known already.
    pub hygiene: BTreeMap<&'static str, u64>,
    /// The earliest and latest interaction, in microseconds since 1970-01-01 UTC.
    pub span_micros: Option<(i64, i64)>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportSummary {
    /// One entry per file, in the order they were read.
    pub sources: Vec<SourceSummary>,
    /// Whether the workspace was changed.
    pub committed: bool,
}

/// Names seen with a handle: name, rank (0 user, 1 card, 2 written by the person, 3 by others), first use.
type Names = Vec<(String, i64, i64)>;

/// The rank of a name that the person wrote, and of one that others wrote of them.
const OWN_RANK: i64 = 2;
const OTHERS_RANK: i64 = 3;

/// The state of one file while it is read.
struct Source {
    summary: SourceSummary,
    people: HashSet<u32>,
    /// Whether record i brought something new.
    fresh: Vec<bool>,
}

/// An import in progress. Dropped without [`Session::finish`], it leaves nothing.
pub struct Session<'w> {
    transaction: Transaction<'w>,
    root: PathBuf,
    as_of: String,
    first_import: u32,
    handles: HashMap<String, u32>,
    known_handles: usize,
    new_handles: Vec<String>,
    labels: HashMap<String, u32>,
    new_labels: Vec<String>,
    names: HashMap<u32, Names>,
    declarations: Vec<(usize, u64, Declaration)>,
    me: Vec<(usize, u64, Me)>,
    owner: Vec<Handle>,
    sorter: Sorter,
    sources: Vec<Source>,
}

impl Workspace {
    /// Begins an import. Other writers wait, readers go on. What a killed import left behind is removed.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process is writing.
    pub fn begin(&mut self, as_of: &str) -> Result<Session<'_>, StoreError> {
        let root = self.root().to_owned();
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        check_seal(&transaction)?;
        remove_orphans(&root, &segments(&transaction)?)?;
        let first_import: u32 = transaction.query_row("SELECT coalesce(max(id), 0) + 1 FROM imports", [], |row| row.get(0))?;
        let handles = numbered(&transaction, "SELECT handle, id FROM handles")?;
        let labels = numbered(&transaction, "SELECT text, id FROM labels")?;
        Ok(Session {
            sorter: Sorter::new(root.join("cache").join("import")),
            root,
            as_of: as_of.to_owned(),
            first_import,
            known_handles: handles.len(),
            handles,
            new_handles: Vec::new(),
            labels,
            new_labels: Vec::new(),
            names: HashMap::new(),
            declarations: Vec::new(),
            me: Vec::new(),
            owner: Vec::new(),
            sources: Vec::new(),
            transaction,
        })
    }
}

impl Session<'_> {
    /// Begins the next file.
    pub fn begin_source(&mut self, path: &str, format: &str) {
        let summary = SourceSummary { path: path.to_owned(), format: format.to_owned(), ..SourceSummary::default() };
        self.sources.push(Source { summary, people: HashSet::new(), fresh: Vec::new() });
    }

    /// Takes one record of the file begun last.
    pub fn take(&mut self, item: Item) -> Result<(), StoreError> {
        let index = self.sources.len() - 1;
        let Some(source) = self.sources.get_mut(index) else { return Ok(()) };
        source.summary.seen += 1;
        source.fresh.push(false);
        let ordinal = source.summary.seen;
        match item {
            Err(reject) => {
                source.summary.rejected += 1;
                let count = source.summary.reasons.entry(reject.reason).or_insert(Count { count: 0, first: reject.location });
                count.count += 1;
            }
            Ok(record) => {
                for observation in &record.observations {
                    if let Some(rule) = hygiene_rule(observation) {
                        *source.summary.hygiene.entry(rule).or_default() += 1;
                    }
                }
                for observation in record.observations {
                    match observation {
                        Observation::LeftOut(_) => {}
                        Observation::Interaction(interaction) => self.take_interaction(index, ordinal, &interaction)?,
                        Observation::Declaration(declaration) => self.take_declaration(index, ordinal, declaration),
                        Observation::Me(me) => {
                            for handle in &me.handles {
                                let number = self.number(handle);
                                self.see(index, number, me.name.as_deref(), 1, i64::MIN);
                            }
                            self.me.push((index, ordinal, me));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// How many records were rejected so far.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.sources.iter().map(|source| source.summary.rejected).sum()
    }

    /// Says who owns the data, by the user's word; added to what was said before.
    pub fn set_owner(&mut self, handles: &[Handle]) {
        for handle in handles {
            self.number(handle);
            self.owner.push(handle.clone());
        }
    }

    fn take_interaction(&mut self, index: usize, record: u64, interaction: &Interaction) -> Result<(), StoreError> {
        let at_micros = interaction.at_micros;
        let span = self.sources.get_mut(index).map(|source| &mut source.summary.span_micros);
        if let Some(span) = span {
            *span = Some(span.map_or((at_micros, at_micros), |(first, last)| (first.min(at_micros), last.max(at_micros))));
        }
        let channel = self.label(interaction.channel.as_str());
        let venue = interaction.venue.as_deref().map_or(0, |venue| self.label(venue));
        let from = interaction.from.as_ref().map_or(NOBODY, |party| self.party(index, party, OWN_RANK, at_micros));
        let mut leg = StoredLeg {
            at_micros,
            id: interaction.id.0,
            source: from,
            target: NOBODY,
            channel,
            venue,
            shape: interaction.shape,
            stance: interaction.stance,
            weight: interaction.weight,
            import: self.first_import + index as u32,
            record,
        };
        if interaction.shape == Shape::Gathering {
            leg.source = NOBODY;
            if from != NOBODY {
                self.sorter.push(StoredLeg { target: from, ..leg })?;
            }
        } else if interaction.to.is_empty() {
            return self.sorter.push(leg);
        }
        for party in &interaction.to {
            leg.target = self.party(index, party, OTHERS_RANK, at_micros);
            self.sorter.push(leg)?;
        }
        Ok(())
    }

    fn take_declaration(&mut self, index: usize, record: u64, declaration: Declaration) {
        for (place, handle) in declaration.card.handles.iter().enumerate() {
            let number = self.number(handle);
            let at_micros = declaration.at_micros.unwrap_or(i64::MIN);
            if place == 0 {
                self.see(index, number, declaration.card.name.as_deref(), 1, at_micros);
            } else {
                self.name(number, declaration.card.name.as_deref(), 1, at_micros);
            }
        }
        self.declarations.push((index, record, declaration));
    }

    fn party(&mut self, index: usize, party: &Party, rank: i64, at_micros: i64) -> u32 {
        let number = self.number(&party.handle);
        self.see(index, number, party.name.as_deref(), rank, at_micros);
        number
    }

    fn see(&mut self, index: usize, number: u32, name: Option<&str>, rank: i64, at_micros: i64) {
        if let Some(source) = self.sources.get_mut(index) {
            source.people.insert(number);
        }
        self.name(number, name, rank, at_micros);
    }

    fn name(&mut self, number: u32, name: Option<&str>, rank: i64, at_micros: i64) {
        let Some(name) = name else { return };
        let names = self.names.entry(number).or_default();
        match names.iter_mut().find(|entry| entry.0 == name && entry.1 == rank) {
            Some(entry) => entry.2 = entry.2.min(at_micros),
            None => names.push((name.to_owned(), rank, at_micros)),
        }
    }

    fn number(&mut self, handle: &Handle) -> u32 {
        intern(&mut self.handles, &mut self.new_handles, handle.as_str())
    }

    fn label(&mut self, text: &str) -> u32 {
        intern(&mut self.labels, &mut self.new_labels, text)
    }

    /// Makes the import part of the workspace: all of it, in one commit. Nothing changes when nothing is new, or when
    /// `keep` is false (a dry run).
    ///
    /// # Errors
    /// When the disk or the catalog refuses; the workspace is then as before.
    pub fn finish(mut self, keep: bool) -> Result<ImportSummary, StoreError> {
        let mut published = Published::default();
        let sorter = std::mem::replace(&mut self.sorter, Sorter::new(PathBuf::new()));
        let entries = write_fresh_legs(&self.root, &self.transaction, sorter, keep, &mut published, |leg| {
            mark(&mut self.sources, (leg.import - self.first_import) as usize, leg.record);
        })?;
        self.write_declarations()?;
        self.write_me()?;
        let mut summary = ImportSummary::default();
        for source in &mut self.sources {
            source.summary.people_seen = source.people.len() as u64;
            source.summary.accepted = source.fresh.iter().filter(|fresh| **fresh).count() as u64;
            source.summary.duplicate = source.summary.seen - source.summary.accepted - source.summary.rejected;
            summary.sources.push(source.summary.clone());
        }
        let owner_changed = self.write_owner()?;
        if keep && (owner_changed || summary.sources.iter().any(|source| source.accepted > 0)) {
            self.write_catalog(&summary.sources, &entries)?;
            self.transaction.commit()?;
            published.committed = true;
            summary.committed = true;
        }
        Ok(summary)
    }

    fn write_declarations(&mut self) -> Result<(), StoreError> {
        let mut statement = self.transaction.prepare("INSERT OR IGNORE INTO declarations VALUES (?,?,?,?,?,?,?,?,?,?,?)")?;
        for (index, record, declaration) in &self.declarations {
            let card = &declaration.card;
            let handles = card.handles.iter().map(Handle::as_str).collect::<Vec<_>>().join("\n");
            let tags = card.tags.join("\n");
            let at = declaration.at_micros.map_or_else(String::new, |at| at.to_string());
            let optional = [&card.name, &card.company, &card.title, &card.location, &declaration.detail];
            let mut parts: Vec<&[u8]> =
                vec![b"declaration", declaration.kind.as_str().as_bytes(), handles.as_bytes(), tags.as_bytes(), at.as_bytes()];
            parts.extend(optional.iter().map(|text| text.as_deref().unwrap_or_default().as_bytes()));
            let changed = statement.execute(params![
                InteractionId::of(&parts).0.to_be_bytes(),
                declaration.kind.as_str(),
                declaration.at_micros,
                self.first_import + *index as u32,
                handles,
                card.name,
                card.company,
                card.title,
                card.location,
                tags,
                declaration.detail
            ])?;
            if changed > 0 {
                mark(&mut self.sources, *index, *record);
            }
        }
        Ok(())
    }

    fn write_me(&mut self) -> Result<(), StoreError> {
        let mut statement = self
            .transaction
            .prepare("INSERT INTO me SELECT ?1, 'profile', ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM me WHERE handle = ?1)")?;
        for (index, record, me) in &self.me {
            for handle in &me.handles {
                if statement.execute(params![handle.as_str(), self.first_import + *index as u32, *record as i64])? > 0 {
                    mark(&mut self.sources, *index, *record);
                }
            }
        }
        Ok(())
    }

    /// Writes the owner as the user named it. Returns whether that was new.
    fn write_owner(&self) -> Result<bool, StoreError> {
        let mut changed = 0;
        for handle in &self.owner {
            changed += self.transaction.execute(
                "INSERT INTO me SELECT ?1, 'user', 0, 0 WHERE NOT EXISTS (SELECT 1 FROM me WHERE handle = ?1 AND origin = 'user')",
                [handle.as_str()],
            )?;
        }
        Ok(changed > 0)
    }

    fn write_catalog(&self, sources: &[SourceSummary], entries: &[SegmentEntry]) -> Result<(), StoreError> {
        let transaction = &self.transaction;
        let mut insert = transaction.prepare("INSERT INTO handles VALUES (?, ?)")?;
        for (offset, handle) in self.new_handles.iter().enumerate() {
            insert.execute(params![(self.known_handles + offset + 1) as i64, handle])?;
        }
        let mut insert = transaction.prepare("INSERT INTO labels VALUES (?, ?)")?;
        let known_labels = self.labels.len() - self.new_labels.len();
        for (offset, label) in self.new_labels.iter().enumerate() {
            insert.execute(params![(known_labels + offset + 1) as i64, label])?;
        }
        let mut insert = transaction.prepare(
            "INSERT INTO names VALUES (?, ?, ?, ?, NULL) ON CONFLICT (handle, name, rank) DO UPDATE SET
             first_micros = min(first_micros, excluded.first_micros)",
        )?;
        let sorted: BTreeMap<_, _> = self.names.iter().collect();
        for (handle, names) in sorted {
            for (name, rank, first_micros) in names {
                insert.execute(params![handle, name, rank, first_micros])?;
            }
        }
        let mut insert = transaction.prepare("INSERT INTO imports VALUES (?,?,?,?,?,?,?,?,?,?,?,0,NULL,0,0)")?;
        let mut insert_reason = transaction.prepare("INSERT INTO reasons VALUES (?,?,?,?,?)")?;
        for (import, source) in (self.first_import..).zip(sources).filter(|(_, source)| source.accepted > 0) {
            let [seen, accepted, duplicate, rejected, people] =
                [source.seen, source.accepted, source.duplicate, source.rejected, source.people_seen].map(|n| n as i64);
            let (first, last) = source.span_micros.unzip();
            insert.execute(params![
                import,
                source.path,
                source.format,
                seen,
                accepted,
                duplicate,
                rejected,
                people,
                first,
                last,
                self.as_of
            ])?;
            for (reason, count) in &source.reasons {
                let Location { record, line } = count.first;
                let [count, record] = [count.count, record].map(|n| n as i64);
                insert_reason.execute(params![import, reason.as_str(), count, record, line.map(|line| line as i64)])?;
            }
        }
        let mut insert = transaction.prepare("INSERT OR REPLACE INTO segments VALUES (?,?,?,?,?,?)")?;
        for entry in entries {
            let [length, rows] = [entry.length, entry.rows].map(|n| n as i64);
            insert.execute(params![entry.name, length, entry.hash, rows, entry.first_micros, entry.last_micros])?;
        }
        seal(transaction)?;
        Ok(())
    }
}

/// Others in an interaction beyond which its weight is shared, see `ties`.
const LARGE_GROUP: usize = 8;

/// The word of the rule by which an observation is no contact of two people, or a lesser one.
fn hygiene_rule(observation: &Observation) -> Option<&'static str> {
    match observation {
        Observation::LeftOut(what) => Some(what.as_str()),
        Observation::Interaction(interaction) if interaction.shape == Shape::Bulk => Some("bulk"),
        Observation::Interaction(interaction) if interaction.to.len() > LARGE_GROUP => Some("large_groups"),
        _ => None,
    }
}

fn mark(sources: &mut [Source], index: usize, record: u64) {
    if let Some(fresh) = sources.get_mut(index).and_then(|source| source.fresh.get_mut(record as usize - 1)) {
        *fresh = true;
    }
}

fn numbered(transaction: &Transaction<'_>, query: &str) -> Result<HashMap<String, u32>, StoreError> {
    let mut statement = transaction.prepare(query)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The number of a text, given out from 1 upward; 0 stands for nothing.
fn intern(numbers: &mut HashMap<String, u32>, fresh: &mut Vec<String>, text: &str) -> u32 {
    if let Some(number) = numbers.get(text) {
        return *number;
    }
    let number = numbers.len() as u32 + 1;
    numbers.insert(text.to_owned(), number);
    fresh.push(text.to_owned());
    number
}
