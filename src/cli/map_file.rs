//! A map file: which column of any CSV, or which path of any JSON, is what. The user writes it once.

use std::path::Path;

use serde_json::{Map, Value};

use super::error::CliError;
use crate::import::table::{PeopleTable, Table, is_records_path, is_time_format};
use crate::import::{Importer, TableOptions, TimeUnit};
use crate::io::fs;
use crate::render::text::Untrusted;

const KEYS: [&str; 9] = ["kind", "records", "zone", "time_format", "time_unit", "undirected", "columns", "constants", "lists"];
/// How many letters a word may differ by from the one that is proposed instead.
const NEAR: usize = 3;

/// What a map file says.
#[derive(Debug)]
pub(super) struct MapFile {
    /// The importer to read with.
    pub(super) format: &'static str,
    /// The columns.
    pub(super) table: TableOptions,
    /// The zone of times that name none.
    pub(super) zone: Option<String>,
}

impl MapFile {
    /// Reads a map file, in TOML, or in JSON when it begins with a brace.
    pub(super) fn read(path: &Path) -> Result<Self, CliError> {
        let Some(text) = fs::read_text_if_exists(path)? else {
            return Err(CliError::usage(format!("`{}` does not exist", path.display())));
        };
        Reader { file: path.display().to_string() }.parse(&text)
    }
}

struct Reader {
    file: String,
}

impl Reader {
    fn error(&self, problem: &str) -> CliError {
        CliError::usage(format!("the map file `{}` cannot be used: {problem}", self.file))
    }

    fn parse(&self, text: &str) -> Result<MapFile, CliError> {
        let text = text.trim_start_matches('\u{feff}');
        let whole: Map<String, Value> = if text.trim_start().starts_with('{') {
            serde_json::from_str(text).map_err(|error| self.error(&error.to_string()))?
        } else {
            toml::from_str(text).map_err(|error| self.error(error.to_string().trim_end()))?
        };
        for key in whole.keys() {
            self.known(key, &KEYS, "key")?;
        }
        let kind = self.text(&whole, "kind")?.unwrap_or("interactions");
        self.known(kind, &["interactions", "people"], "kind")?;
        let (format, fields) =
            if kind == "people" { (PeopleTable.name(), PeopleTable::FIELDS) } else { (Table.name(), Table::FIELDS) };
        let table = TableOptions {
            map: self.pairs(&whole, "columns", fields)?,
            constants: self.pairs(&whole, "constants", fields)?,
            lists: self.pairs(&whole, "lists", fields)?,
            undirected: match whole.get("undirected") {
                None => false,
                Some(Value::Bool(undirected)) => *undirected,
                Some(_) => return Err(self.error("`undirected` is neither true nor false")),
            },
            time_unit: self.time_unit(&whole)?,
            time_format: self.checked(&whole, "time_format", "times cannot be read in", is_time_format)?,
            records: self.checked(&whole, "records", "where the records are is no path like `messages[]`:", is_records_path)?,
        };
        if table.map.is_empty() {
            return Err(self.error("it names no columns").hint("for example: [columns] source = \"From\""));
        }
        Ok(MapFile { format, table, zone: self.text(&whole, "zone")?.map(str::to_owned) })
    }

    /// Refuses a word that is none of the known ones, with the nearest of them.
    fn known(&self, word: &str, known: &[&str], what: &str) -> Result<(), CliError> {
        if known.contains(&word) {
            return Ok(());
        }
        let shown = Untrusted::new(word).terminal();
        let nearest = known.iter().map(|one| (strsim::damerau_levenshtein(word, one), *one)).min();
        let error = self.error(&format!("there is no {what} `{shown}`"));
        Err(match nearest {
            Some((distance, near)) if distance <= NEAR && distance < near.len() => error.hint(format!("did you mean `{near}`?")),
            _ => error.hint(format!("it may be: {}", known.join(", "))),
        })
    }

    fn text<'m>(&self, map: &'m Map<String, Value>, key: &str) -> Result<Option<&'m str>, CliError> {
        match map.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.error(&format!("`{key}` is no text"))),
        }
    }

    fn checked(
        &self,
        map: &Map<String, Value>,
        key: &str,
        problem: &str,
        is_sound: fn(&str) -> bool,
    ) -> Result<Option<String>, CliError> {
        match self.text(map, key)? {
            None => Ok(None),
            Some(text) if is_sound(text) => Ok(Some(text.to_owned())),
            Some(text) => Err(self.error(&format!("{problem} `{}` (`{key}`)", Untrusted::new(text).terminal()))),
        }
    }

    fn time_unit(&self, map: &Map<String, Value>) -> Result<Option<TimeUnit>, CliError> {
        let Some(unit) = self.text(map, "time_unit")? else { return Ok(None) };
        self.known(unit, &["s", "ms", "us"], "unit of time")?;
        Ok(Some(match unit {
            "s" => TimeUnit::Seconds,
            "ms" => TimeUnit::Milliseconds,
            _ => TimeUnit::Microseconds,
        }))
    }

    /// A section of fields and texts.
    fn pairs(&self, map: &Map<String, Value>, section: &str, fields: &[&str]) -> Result<Vec<(String, String)>, CliError> {
        let pairs = match map.get(section) {
            None => return Ok(Vec::new()),
            Some(Value::Object(pairs)) => pairs,
            Some(_) => return Err(self.error(&format!("`{section}` is no section of fields"))),
        };
        let mut found = Vec::new();
        for (field, value) in pairs {
            self.known(field, fields, "field")?;
            match value {
                Value::String(text) => found.push((field.clone(), text.clone())),
                Value::Number(number) => found.push((field.clone(), number.to_string())),
                _ => return Err(self.error(&format!("`{field}` in [{section}] is no text"))),
            }
        }
        Ok(found)
    }
}
