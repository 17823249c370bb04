//! `acquaint.toml`: settings of a workspace, meant to be edited.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::CliError;
use crate::io::fs;
use crate::ties::Parameters;

const FILE: &str = "acquaint.toml";
const KEYS: [&str; 9] = [
    "timezone",
    "fading_within_days",
    "suggestions",
    "cooldown_days",
    "calibration",
    "hygiene.bulk",
    "hygiene.one_way",
    "hygiene.large_groups",
    "hygiene.repeated_meetings",
];

/// Others in an interaction up to which it counts fully, where large groups are to count as small ones.
const ANY_GROUP: f64 = 1e9;

/// What becomes of records and people that a rule of hygiene speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) enum Rule {
    /// The rule holds.
    #[default]
    #[serde(rename = "leave out")]
    LeaveOut,
    /// They count like all others.
    #[serde(rename = "count")]
    Count,
}

impl Rule {
    fn as_str(self) -> &'static str {
        match self {
            Self::LeaveOut => "leave out",
            Self::Count => "count",
        }
    }

    fn parse(key: &str, value: &str) -> Result<Self, CliError> {
        [Self::LeaveOut, Self::Count]
            .into_iter()
            .find(|rule| rule.as_str() == value.replace(['-', '_'], " "))
            .ok_or_else(|| CliError::config(format!("{key} is `{value}`, not `leave out` or `count`")))
    }
}

/// What counts as contact, and who as a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Hygiene {
    /// Mass mail, and what machines send.
    pub(super) bulk: Rule,
    /// People of whom only one side ever acted, without a card.
    pub(super) one_way: Rule,
    /// The part of a large group's weight that its size takes.
    pub(super) large_groups: Rule,
    /// The second and every further copy of one meeting.
    pub(super) repeated_meetings: Rule,
}

impl Hygiene {
    /// The model's constants with these rules.
    pub(super) fn rules(self) -> Parameters {
        let counts = |rule| rule == Rule::Count;
        let published = Parameters::default();
        Parameters {
            full_group: if counts(self.large_groups) { ANY_GROUP } else { published.full_group },
            count_bulk: counts(self.bulk),
            count_one_way: counts(self.one_way),
            count_repeats: counts(self.repeated_meetings),
            ..published
        }
    }

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands the field over by reference")]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Whether the tie model uses what `evaluate` found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum UseCalibration {
    /// The newest calibration until the as-of day, where there is one.
    #[default]
    Auto,
    /// The published constants.
    Off,
}

impl UseCalibration {
    fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Off => "off",
        }
    }
}

/// The settings of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Settings {
    /// IANA zone for days and months; the system's when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) timezone: Option<String>,
    /// How far `fading` looks ahead, in days, 1 to 365.
    pub(super) fading_within_days: u32,
    /// How many people `plan` and the report propose to contact in a month, 1 to 100.
    pub(super) suggestions: u32,
    /// Days after a contact within which `plan` proposes nobody again, 0 to 365.
    pub(super) cooldown_days: u32,
    /// Whether strengths rest on what `evaluate` found, `auto` or `off`.
    pub(super) calibration: UseCalibration,
    /// What counts as contact, and who as a contact.
    #[serde(skip_serializing_if = "Hygiene::is_default")]
    pub(super) hygiene: Hygiene,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timezone: None,
            fading_within_days: 30,
            suggestions: 10,
            cooldown_days: 14,
            calibration: UseCalibration::Auto,
            hygiene: Hygiene::default(),
        }
    }
}

impl Settings {
    /// Reads the settings; defaults when there is no file.
    pub(super) fn read(root: &Path) -> Result<Self, CliError> {
        let Some(text) = fs::read_text_if_exists(&root.join(FILE))? else { return Ok(Self::default()) };
        let settings: Self = toml::from_str(&text).map_err(|error| {
            let known = KEYS.join(", ");
            CliError::config(format!("`{FILE}` cannot be used: {}", error.to_string().trim_end()))
                .hint(format!("the settings are: {known}"))
        })?;
        settings.checked()
    }

    fn checked(self) -> Result<Self, CliError> {
        if let Some(zone) = &self.timezone {
            super::clock::zone(zone)?;
        }
        if !(1..=365).contains(&self.fading_within_days) {
            return Err(CliError::config(format!("fading_within_days is {}, not 1 to 365", self.fading_within_days)));
        }
        if !(1..=100).contains(&self.suggestions) {
            return Err(CliError::config(format!("suggestions is {}, not 1 to 100", self.suggestions)));
        }
        if self.cooldown_days > 365 {
            return Err(CliError::config(format!("cooldown_days is {}, not 0 to 365", self.cooldown_days)));
        }
        Ok(self)
    }

    /// Settings of a new workspace. The zone is pinned: times that name none must not move when the machine travels.
    pub(super) fn begin(root: &Path, zone: Option<&str>) -> Result<(), CliError> {
        Self::default().set(root, "timezone", zone.unwrap_or("UTC"))
    }

    /// Whether a workspace has settings of its own.
    pub(super) fn are_kept(root: &Path) -> bool {
        root.join(FILE).exists()
    }

    /// All settings as (key, value).
    pub(super) fn list(&self) -> Vec<(&'static str, String)> {
        let [timezone, fading, suggestions, cooldown, calibration, bulk, one_way, large_groups, repeated] = KEYS;
        vec![
            (timezone, self.timezone.clone().unwrap_or_else(|| "(the system's)".to_owned())),
            (fading, self.fading_within_days.to_string()),
            (suggestions, self.suggestions.to_string()),
            (cooldown, self.cooldown_days.to_string()),
            (calibration, self.calibration.as_str().to_owned()),
            (bulk, self.hygiene.bulk.as_str().to_owned()),
            (one_way, self.hygiene.one_way.as_str().to_owned()),
            (large_groups, self.hygiene.large_groups.as_str().to_owned()),
            (repeated, self.hygiene.repeated_meetings.as_str().to_owned()),
        ]
    }

    /// Changes one setting and writes the file.
    pub(super) fn set(mut self, root: &Path, key: &str, value: &str) -> Result<(), CliError> {
        let number = || value.parse().map_err(|_| CliError::config(format!("`{value}` is no whole number")));
        match key {
            "timezone" => self.timezone = Some(value.to_owned()),
            "fading_within_days" => self.fading_within_days = number()?,
            "suggestions" => self.suggestions = number()?,
            "cooldown_days" => self.cooldown_days = number()?,
            "hygiene.bulk" => self.hygiene.bulk = Rule::parse(key, value)?,
            "hygiene.one_way" => self.hygiene.one_way = Rule::parse(key, value)?,
            "hygiene.large_groups" => self.hygiene.large_groups = Rule::parse(key, value)?,
            "hygiene.repeated_meetings" => self.hygiene.repeated_meetings = Rule::parse(key, value)?,
            "calibration" => {
                self.calibration = match value {
                    "auto" => UseCalibration::Auto,
                    "off" => UseCalibration::Off,
                    _ => return Err(CliError::config(format!("calibration is `{value}`, not `auto` or `off`"))),
                }
            }
            _ => return Err(unknown(key)),
        }
        let text = toml::to_string(&self.checked()?).map_err(|error| CliError::internal(error.to_string()))?;
        Ok(fs::write_atomically(&root.join(FILE), text.as_bytes())?)
    }
}

/// The error for a setting that does not exist, with the nearest one that does.
pub(super) fn unknown(key: &str) -> CliError {
    let near = KEYS.iter().chain(&["me"]).find(|known| known.starts_with(&key.chars().take(3).collect::<String>()));
    let error = CliError::config(format!("there is no setting `{key}`"));
    match near {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None => error.hint(format!("the settings are: me, {}", KEYS.join(", "))),
    }
}
