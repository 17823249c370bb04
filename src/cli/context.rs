//! What a command works in: the workspace, the as-of day, the world.

use std::path::PathBuf;

use etcetera::AppStrategy;
use jiff::tz::TimeZone;

use super::args::Global;
use super::clock;
use super::config::{Settings, UseCalibration};
use super::error::{CliError, say};
use crate::identity::{Everybody, Find, find, similar_names};
use crate::model::{AsOf, Handle};
use crate::network::Network;
use crate::pipeline::{World, load};
use crate::render::text::Untrusted;
use crate::report::adjusted_odds;
use crate::store::Workspace;
use crate::ties::{Calibration, Parameters};

/// The workspace folder: named, or the platform's.
pub(super) fn root(global: &Global) -> Result<PathBuf, CliError> {
    if let Some(root) = &global.workspace {
        if crate::io::fs::is_remote(&root.to_string_lossy()) {
            return Err(CliError::usage(format!("`{}` is not a folder on this machine", root.display())));
        }
        return Ok(root.clone());
    }
    let arguments =
        etcetera::AppStrategyArgs { top_level_domain: "org".into(), author: "acquaint".into(), app_name: "acquaint".into() };
    let strategy = etcetera::choose_app_strategy(arguments)
        .map_err(|_| CliError::config("there is no home folder").hint("name the workspace: -w DIR"))?;
    Ok(strategy.data_dir())
}

/// The zone of days and months: asked for, the workspace's, or the system's.
pub(super) fn zone(global: &Global, settings: &Settings) -> Result<TimeZone, CliError> {
    match global.tz.as_ref().or(settings.timezone.as_ref()) {
        Some(name) => clock::zone(name),
        None => Ok(clock::system_zone()),
    }
}

/// The as-of day: asked for, or now. A day that is still to come is refused.
pub(super) fn as_of(global: &Global, settings: &Settings) -> Result<AsOf, CliError> {
    let zone = zone(global, settings)?;
    let now = clock::now()?;
    let Some(text) = &global.as_of else { return Ok(AsOf::instant(now, &zone)) };
    let as_of = AsOf::parse(text, &zone).map_err(|error| {
        CliError::usage(error.to_string()).hint("for example --as-of 2026-10-31, or --as-of 2026-10-31T18:00:00Z")
    })?;
    let today = now.to_zoned(zone).date();
    if as_of.day() > today {
        return Err(CliError::usage(format!("{} is still to come (today is {today})", as_of.day()))
            .hint("nothing is known of the future: leave --as-of out, or name a day until today"));
    }
    Ok(as_of)
}

/// An opened workspace with its settings.
pub(super) struct Context {
    pub(super) workspace: Workspace,
    pub(super) settings: Settings,
    pub(super) as_of: AsOf,
    owner: Vec<String>,
    quiet: bool,
}

impl Context {
    /// Opens the workspace that the options name.
    pub(super) fn open(global: &Global) -> Result<Self, CliError> {
        let root = root(global)?;
        let workspace = Workspace::open(&root)?;
        let settings = Settings::read(&root)?;
        let as_of = as_of(global, &settings)?;
        Ok(Self { workspace, settings, as_of, owner: global.owner.clone(), quiet: global.quiet })
    }

    /// Reads everything up to the as-of day. An empty workspace is no world to ask about. Says so when the model is calibrated.
    pub(super) fn world(&self) -> Result<World, CliError> {
        let mut world = self.uncalibrated_world()?;
        let parameters = self.model(&world)?;
        if let (Some(note), false) = (adjusted_odds(&parameters), self.quiet) {
            say(&format!("note: {note}; undo: acquaint config set calibration off"));
        }
        // Contact-days do not rest on what is calibrated: only what follows from them does.
        world.parameters = parameters;
        Ok(world)
    }

    /// The model: by the newest calibration of this ego that the as-of day may know of, where the setting allows it. The published
    /// constants with `--owner`: what was found of one person's ties says nothing of another's.
    pub(super) fn model(&self, world: &World) -> Result<Parameters, CliError> {
        if self.settings.calibration == UseCalibration::Off || self.has_other_owner() {
            return Ok(self.settings.hygiene.rules());
        }
        let handles = world.people.ego.map_or(&[][..], |ego| &world.people.people[ego as usize].handles);
        let cutoff_micros = self.as_of.cutoff_micros();
        for text in self.workspace.calibrations_until(cutoff_micros)? {
            let kept: Calibration = serde_json::from_str(&text).map_err(|_| {
                CliError::damaged("a calibration in the catalog cannot be read")
                    .hint("use the published constants: acquaint config set calibration off")
            })?;
            // One that today's rules would not have accepted is passed over.
            if let (true, true, Some(parameters)) =
                (kept.cutoff_micros <= cutoff_micros, kept.is_of(handles.iter().map(Handle::as_str)), kept.parameters())
            {
                return Ok(parameters.counting_as(&self.settings.hygiene.rules()));
            }
        }
        Ok(self.settings.hygiene.rules())
    }

    /// Whether somebody else is taken for the owner, for this call.
    pub(super) fn has_other_owner(&self) -> bool {
        !self.owner.is_empty()
    }

    /// The world with the published constants, whatever an evaluation found.
    pub(super) fn uncalibrated_world(&self) -> Result<World, CliError> {
        let mut world = load(&self.workspace, &self.as_of, self.settings.hygiene.rules())?;
        if world.imports.is_empty() {
            return Err(CliError::no_answer("the workspace is empty")
                .hint("import something: acquaint import PATH (formats: acquaint import --list)"));
        }
        if let Some(owner) = self.owner.first() {
            let owner = person(&world.people.people, owner)?;
            world.set_ego(owner)?;
        }
        Ok(world)
    }

    /// The world and its network, with the ego known.
    pub(super) fn with_ego(&self) -> Result<(World, Network, u32), CliError> {
        let world = self.world()?;
        let network = world.network(&self.as_of);
        let ego = self.ego(&world)?;
        Ok((world, network, ego))
    }

    /// The ego; says so when it is a guess.
    pub(super) fn ego(&self, world: &World) -> Result<u32, CliError> {
        let Some(ego) = world.people.ego else {
            return Err(CliError::config("it is not known who you are in this data")
                .hint("say it once: acquaint config set me YOU@EXAMPLE.ORG")
                .hint("or for this call: --owner HANDLE (search: acquaint people NAME)"));
        };
        if world.ego_guessed && !self.quiet {
            let person = &world.people.people[ego as usize];
            say(&format!(
                "note: taking you for {} ({}), who takes part in most of the data; confirm: acquaint config set me {}",
                Untrusted::new(person.label()).terminal(),
                Untrusted::new(person.handle()).terminal(),
                Untrusted::new(person.handles.first().map_or("", Handle::as_str)).terminal(),
            ));
        }
        Ok(ego)
    }
}

/// People with a similar name who are proposed when nobody has the name typed.
const MOST_PROPOSED: usize = 3;

/// Finds one person; an ambiguous name lists the candidates.
pub(super) fn person(people: &Everybody, query: &str) -> Result<u32, CliError> {
    let shown = Untrusted::new(query).terminal();
    match find(people, query) {
        Find::One(index) => Ok(index as u32),
        Find::Nobody => {
            let mut error = CliError::no_answer(format!("nobody is known as `{shown}`"));
            for index in similar_names(people, query, MOST_PROPOSED) {
                let similar = &people[index];
                let name = Untrusted::new(similar.label()).terminal();
                error = error.hint(format!("did you mean {name} ({})?", Untrusted::new(similar.handle()).terminal()));
            }
            Err(error.hint("search: acquaint people PART-OF-A-NAME"))
        }
        Find::Many(found) => {
            let mut error = CliError::usage(format!("`{shown}` could be {} people", found.len()));
            for index in found.iter().take(10) {
                let person = &people[*index];
                let name = Untrusted::new(person.label()).terminal();
                error = error.hint(format!("{} ({name})", Untrusted::new(person.handle()).terminal()));
            }
            if found.len() > 10 {
                error = error.hint(format!("… and {} more: acquaint people `{shown}`", found.len() - 10));
            }
            Err(error)
        }
    }
}
