//! The bounds on what an import may cost; each breach has its own reject reason.

/// Bounds that keep memory and time in hand whatever a file holds. Tested at limit − 1, limit and limit + 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Longest line, header block, CSV record or calendar component, in bytes.
    pub max_record_bytes: usize,
    /// Longest vCard without its photo and key data, in bytes.
    pub max_card_bytes: usize,
    /// Most recipients or attendees of one interaction.
    pub max_parties: usize,
    /// Most fields of one CSV record.
    pub max_fields: usize,
    /// Most properties of one card.
    pub max_properties: usize,
    /// Most occurrences of one recurring event.
    pub max_occurrences_per_event: usize,
    /// Most occurrences of one file.
    pub max_occurrences_per_file: usize,
    /// Longest name or organisation, in characters.
    pub max_name_chars: usize,
    /// The earliest plausible moment, in microseconds since 1970-01-01 UTC.
    pub earliest_micros: i64,
    /// The latest plausible moment: the as-of day and one more, in microseconds since 1970-01-01 UTC.
    pub latest_micros: i64,
    /// Most entries of one zip file.
    pub max_zip_entries: usize,
    /// Most bytes of one unpacked zip entry.
    pub max_zip_entry_bytes: u64,
    /// Most bytes of all unpacked entries of one zip file.
    pub max_zip_total_bytes: u64,
    /// Highest unpacked-to-packed ratio of an entry larger than 10 MiB.
    pub max_zip_ratio: u64,
}

/// 1971-01-01T00:00:00Z in microseconds.
const EARLIEST_MICROS: i64 = 31_536_000_000_000;
const DAY_MICROS: i64 = 86_400_000_000;

impl Limits {
    /// Whether a moment, in microseconds since 1970-01-01 UTC, lies within the plausible years; both bounds do.
    #[must_use]
    pub fn is_plausible(&self, at_micros: i64) -> bool {
        (self.earliest_micros..=self.latest_micros).contains(&at_micros)
    }

    /// The documented defaults, for an import made as of an instant.
    #[must_use]
    pub fn as_of_micros(cutoff_micros: i64) -> Self {
        Self {
            max_record_bytes: 1 << 20,
            max_card_bytes: 256 << 10,
            max_parties: 500,
            max_fields: 512,
            max_properties: 4096,
            max_occurrences_per_event: 3660,
            max_occurrences_per_file: 1_000_000,
            max_name_chars: 256,
            earliest_micros: EARLIEST_MICROS,
            latest_micros: cutoff_micros.saturating_add(DAY_MICROS),
            max_zip_entries: 10_000,
            max_zip_entry_bytes: 4 << 30,
            max_zip_total_bytes: 16 << 30,
            max_zip_ratio: 200,
        }
    }
}
