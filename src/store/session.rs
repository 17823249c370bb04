//! One import: everything it brings becomes part of the workspace in one commit, or nothing does.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rusqlite::{Transaction, TransactionBehavior};

use super::aggregate::Taken;
use super::audiences::Audiences;
use super::batch::{KnownReading, known_readings};
use super::catalog::Workspace;
use super::forgotten::Forgotten;
use super::leg::{NOBODY, StoredLeg};
use super::names::Names;
use super::publish::remove_orphans;
use super::seal::check_seal;
use super::sorter::Sorter;
use super::spool::Spool;
use super::texts::Texts;
use super::{StoreError, hygiene};
use crate::model::{
    Audience, Card, Declaration, DeclarationKind, Handle, Interaction, Item, Location, Me, Observation, Party, Reason, Shape,
};

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

/// What an import is made of, and whose.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// The as-of day, for people.
    pub as_of: &'a str,
    /// The as-of moment, in microseconds since 1970-01-01 UTC.
    pub cutoff_micros: i64,
    /// Files and folders as the user named them.
    pub paths: &'a [String],
    /// Whose data it is, by the user's word; empty where it is the ego's.
    pub owner: &'a [Handle],
    /// The owner is not the ego: who they are says nothing of who the user is.
    pub colleague: bool,
}

/// Hashes the texts and numbers of an import, several for each record.
pub(super) type Hasher = foldhash::fast::RandomState;

/// The rank of a name that the person wrote, and of one that others wrote of them.
const OWN_RANK: u8 = 2;
const OTHERS_RANK: u8 = 3;

/// How a file was read, so that it is known when it comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HowRead {
    pub(super) hash: [u8; 32],
    pub(super) bytes: u64,
    pub(super) follows_as_of: bool,
}

/// Which records of a file brought something new: a bit for each.
#[derive(Default)]
pub(super) struct Fresh(Vec<u64>);

impl Fresh {
    /// Marks a record, counted from 1.
    pub(super) fn mark(&mut self, record: u64) {
        let (place, bit) = ((record - 1) as usize / 64, (record - 1) % 64);
        if self.0.len() <= place {
            self.0.resize(place + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(place) {
            *bits |= 1 << bit;
        }
    }

    /// How many are marked.
    pub(super) fn count(&self) -> u64 {
        self.0.iter().map(|bits| u64::from(bits.count_ones())).sum()
    }
}

/// The state of one file while it is read.
pub(super) struct Source {
    pub(super) summary: SourceSummary,
    pub(super) fresh: Fresh,
    pub(super) reading: Option<HowRead>,
    /// The import that holds the same content, which need not be kept twice.
    pub(super) held: Option<u32>,
}

/// An import in progress. Dropped without [`Session::finish`], it leaves nothing.
pub struct Session<'w> {
    pub(super) transaction: Transaction<'w>,
    pub(super) root: PathBuf,
    pub(super) as_of: String,
    pub(super) cutoff_micros: i64,
    pub(super) paths: String,
    pub(super) first_import: u32,
    pub(super) handles: Texts,
    pub(super) next_handle: u32,
    /// The first number of those that are new.
    pub(super) first_handle: u32,
    pub(super) labels: Texts,
    pub(super) next_label: u32,
    pub(super) first_label: u32,
    pub(super) names: Names,
    pub(super) declarations: Spool,
    /// Ties computed elsewhere that are not written yet.
    pub(super) aggregates: Vec<Taken>,
    pub(super) me: Vec<(usize, u64, Me)>,
    pub(super) owner: Vec<Handle>,
    pub(super) colleague: bool,
    pub(super) known: Vec<KnownReading>,
    pub(super) forgotten: Forgotten,
    pub(super) stop: Arc<AtomicBool>,
    /// The import that saw each handle number last, from 1; 0 for none.
    seen_by: Vec<u32>,
    /// Receivers of the interaction being taken.
    targets: Vec<u32>,
    audiences: Audiences,
    pub(super) sorter: Sorter,
    pub(super) sources: Vec<Source>,
}

impl Workspace {
    /// Begins an import. Other writers wait, readers go on. What a killed import left behind is removed.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process is writing.
    pub fn begin(&mut self, terms: &Terms<'_>) -> Result<Session<'_>, StoreError> {
        let root = self.root().to_owned();
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        check_seal(&transaction)?;
        remove_orphans(&root, &transaction)?;
        let first_import: u32 = transaction.query_row(
            "SELECT max((SELECT coalesce(max(id), 0) FROM imports), (SELECT coalesce(max(place), 0) FROM holdings)) + 1",
            [],
            |row| row.get(0),
        )?;
        let handles = numbered(&transaction, "SELECT handle, id FROM handles")?;
        let labels = numbered(&transaction, "SELECT text, id FROM labels")?;
        let next = |texts: &Texts| texts.greatest() + 1;
        let declarations = Spool::new(root.join("cache").join("import"));
        Ok(Session {
            seen_by: Vec::new(),
            targets: Vec::new(),
            audiences: Audiences::default(),
            sorter: Sorter::new(root.join("cache").join("import")),
            root,
            as_of: terms.as_of.to_owned(),
            cutoff_micros: terms.cutoff_micros,
            paths: terms.paths.join("\n"),
            first_import,
            first_handle: next(&handles),
            next_handle: next(&handles),
            handles,
            first_label: next(&labels),
            next_label: next(&labels),
            labels,
            names: Names::default(),
            declarations,
            aggregates: Vec::new(),
            me: Vec::new(),
            owner: terms.owner.to_vec(),
            colleague: terms.colleague,
            known: known_readings(&transaction)?,
            forgotten: Forgotten::read(&transaction)?,
            stop: Arc::default(),
            sources: Vec::new(),
            transaction,
        })
    }
}

impl Session<'_> {
    /// Ends the import early, without a change, when the flag becomes true before the commit.
    pub fn stop_when(&mut self, stop: Arc<AtomicBool>) {
        self.stop = stop;
    }

    /// Files that were read before.
    #[must_use]
    pub fn known(&self) -> Vec<KnownReading> {
        self.known.clone()
    }

    /// Begins the next file.
    pub fn begin_source(&mut self, path: &str, format: &str) {
        self.names.begin(self.sources.len());
        self.audiences = Audiences::default();
        let path = self.forgotten.redacted(path);
        let summary = SourceSummary { path, format: format.to_owned(), ..SourceSummary::default() };
        self.sources.push(Source { summary, fresh: Fresh::default(), reading: None, held: None });
    }

    /// The file begun last was read to its end: a hash of its content and of the way it was read, its length, and whether a later as-of
    /// day may bring more.
    pub fn end_source(&mut self, hash: [u8; 32], bytes: u64, follows_as_of: bool) {
        if let Some(source) = self.sources.last_mut() {
            source.reading = Some(HowRead { hash, bytes, follows_as_of });
        }
    }

    /// A file that is known, and was not read again: all its records are counted as before, none is new.
    pub fn recall(&mut self, path: &str, known: &KnownReading) {
        self.begin_source(path, &known.tally.format.clone());
        if let Some(source) = self.sources.last_mut() {
            let path = std::mem::take(&mut source.summary.path);
            source.summary = SourceSummary { path, ..known.tally.clone() };
            source.summary.duplicate = known.tally.seen - known.tally.rejected;
            source.summary.accepted = 0;
            source.held = Some(known.import);
        }
    }

    /// Takes one record of the file begun last.
    pub fn take(&mut self, item: Item) -> Result<(), StoreError> {
        let index = self.sources.len() - 1;
        let Some(source) = self.sources.get_mut(index) else { return Ok(()) };
        source.summary.seen += 1;
        let ordinal = source.summary.seen;
        let (reason, location) = match item {
            Err(reject) => (reject.reason, reject.location),
            Ok(record) => {
                for observation in &record.observations {
                    if let Some(rule) = hygiene::rule_of(observation) {
                        *source.summary.hygiene.entry(rule).or_default() += 1;
                    }
                }
                let (said, location) = (record.observations.len(), record.location);
                let mut kept = 0;
                for observation in record.observations {
                    let Some(observation) = self.forgotten.without(observation, &self.handles) else { continue };
                    kept += 1;
                    match observation {
                        Observation::LeftOut(_) => {}
                        Observation::Interaction(interaction) => self.take_interaction(index, ordinal, &interaction)?,
                        Observation::Declaration(declaration) => self.take_declaration(index, ordinal, declaration)?,
                        Observation::Aggregate(tie) => self.take_aggregate(index, ordinal, location, &tie)?,
                        Observation::Me(me) if self.colleague => {
                            let card = Card { handles: me.handles, name: me.name, ..Card::default() };
                            let kind = DeclarationKind::Attributes;
                            self.take_declaration(index, ordinal, Declaration { kind, at_micros: None, card, detail: None })?;
                        }
                        Observation::Me(me) => {
                            for handle in &me.handles {
                                let number = self.number(handle);
                                self.see(index, number, me.name.as_deref(), 1, i64::MIN);
                            }
                            self.me.push((index, ordinal, me));
                        }
                    }
                }
                if kept > 0 || said == 0 {
                    return Ok(());
                }
                (Reason::Forgotten, location)
            }
        };
        if let Some(source) = self.sources.get_mut(index) {
            source.summary.rejected += 1;
            let count = source.summary.reasons.entry(reason).or_insert(Count { count: 0, first: location });
            count.count += 1;
        }
        Ok(())
    }

    /// How many records were rejected so far.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.sources.iter().map(|source| source.summary.rejected).sum()
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
        let leg = StoredLeg {
            at_micros,
            id: interaction.id.0,
            source: from,
            target: NOBODY,
            channel,
            venue,
            shape: interaction.shape,
            stance: interaction.stance,
            weight: interaction.weight,
            import: self.import_of(index),
            record,
        };
        let mut targets = std::mem::take(&mut self.targets);
        self.receivers(index, &interaction.to, at_micros, &mut targets);
        let source = if interaction.shape == Shape::Gathering {
            targets.extend((from != NOBODY).then_some(from));
            NOBODY
        } else {
            from
        };
        if targets.is_empty() && interaction.shape != Shape::Gathering {
            targets.push(NOBODY);
        }
        let pushed = self.sorter.push_all(StoredLeg { source, ..leg }, &mut targets);
        self.targets = targets;
        pushed
    }

    /// The numbers of an interaction's receivers. Of a list that came before in the same file nothing new is learnt, but for an earlier use.
    fn receivers(&mut self, index: usize, audience: &Audience, at_micros: i64, targets: &mut Vec<u32>) {
        targets.clear();
        if let Some(known) = self.audiences.find(audience, at_micros) {
            return targets.extend_from_slice(known);
        }
        for party in audience {
            targets.push(self.party(index, party, OTHERS_RANK, at_micros));
        }
        self.audiences.keep(audience, at_micros, targets);
    }

    fn take_declaration(&mut self, index: usize, record: u64, declaration: Declaration) -> Result<(), StoreError> {
        for (place, handle) in declaration.card.handles.iter().enumerate() {
            let number = self.number(handle);
            let at_micros = declaration.at_micros.unwrap_or(i64::MIN);
            if place == 0 {
                self.see(index, number, declaration.card.name.as_deref(), 1, at_micros);
            } else {
                self.name(number, declaration.card.name.as_deref(), 1, at_micros);
            }
        }
        self.declarations.push((index, record, declaration))
    }

    fn party(&mut self, index: usize, party: &Party, rank: u8, at_micros: i64) -> u32 {
        let number = self.number(&party.handle);
        self.see(index, number, party.name.as_deref(), rank, at_micros);
        number
    }

    pub(super) fn see(&mut self, index: usize, number: u32, name: Option<&str>, rank: u8, at_micros: i64) {
        let (place, import) = (number as usize, self.import_of(index));
        if self.seen_by.len() <= place {
            self.seen_by.resize(place + 1, 0);
        }
        // One file is read after the other.
        if let (Some(seen_by), Some(source)) = (self.seen_by.get_mut(place), self.sources.get_mut(index)) {
            source.summary.people_seen += u64::from(std::mem::replace(seen_by, import) != import);
        }
        self.name(number, name, rank, at_micros);
    }

    fn name(&mut self, number: u32, name: Option<&str>, rank: u8, at_micros: i64) {
        if let Some(name) = name.filter(|name| !self.forgotten.hides(name)) {
            self.names.see(number, name, rank, at_micros);
        }
    }

    pub(super) fn number(&mut self, handle: &Handle) -> u32 {
        self.handles.number(handle.as_str(), &mut self.next_handle)
    }

    fn label(&mut self, text: &str) -> u32 {
        self.labels.number(text, &mut self.next_label)
    }
}

fn numbered(transaction: &Transaction<'_>, query: &str) -> Result<Texts, StoreError> {
    let mut statement = transaction.prepare(query)?;
    let (mut rows, mut texts) = (statement.query([])?, Texts::default());
    while let Some(row) = rows.next()? {
        texts.insert(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?, row.get(1)?);
    }
    Ok(texts)
}
