//! The messages of one chat, one after the other.

use std::collections::HashMap;
use std::io::Read;

use jiff::civil::{DateTime, Time};

use super::header::{self, Header, Shape};
use super::order::day_of;
use super::ordinal::Ordinals;
use super::{sender, sentence};
use crate::import::chat::post;
use crate::import::mail::lines::Lines;
use crate::import::{Chat, DateOrder, ImportError, ReadOptions, Reason, Record, Reject, Sink};
use crate::io::{Utf8Reader, decode_record};
use crate::model::{Audience, Channel, DAY_MICROS, Handle, InteractionId, Location, Me, Observation, Party};

const SECOND_MICROS: i64 = 1_000_000;
/// Senders that are remembered; a chat has at most some thousand members.
const MOST_SENDERS: usize = 4096;
/// Receivers in the lists that are kept to be used again, about.
const KEPT_PARTIES: usize = 1 << 16;

/// The message whose lines are being read.
#[derive(Default)]
struct Open {
    location: Option<Location>,
    date: [u16; 3],
    second_of_day: Option<u32>,
    /// What stands behind the header, and the lines that follow.
    body: String,
    is_too_long: bool,
}

/// Reads a file of which `chat` is known.
pub(super) fn read(
    input: &mut dyn Read,
    chat: &Chat,
    order: DateOrder,
    options: &ReadOptions,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    let mut input = Utf8Reader::new(input)?;
    let mut lines = Lines::new(&mut input);
    let mut reader = Reader::new(chat, order, options);
    let mut open = Open::default();
    let mut shape: Option<Shape> = None;
    let mut records = 0;
    loop {
        let line_number = lines.number() + 1;
        let Some(line) = lines.next(options.limits.max_record_bytes)? else { break };
        let text = decode_record(line.bytes);
        let begins = header::may_begin(line.bytes).then(|| header::parse(&text)).flatten();
        match begins.filter(|header| *shape.get_or_insert(header.shape) == header.shape) {
            Some(header) => {
                finish(&mut open, &mut reader, sink)?;
                records += 1;
                open.begin(&header, Location { record: records, line: Some(line_number) });
                open.is_too_long = line.cut;
            }
            None if open.location.is_some() => open.go_on(&text, line.cut, options),
            None if records == 0 && !text.trim_matches(|c: char| c.is_whitespace() || header::is_mark(c)).is_empty() => {
                // The file begins within a message: what it was, nobody knows.
                records += 1;
                let location = Location { record: records, line: Some(line_number) };
                sink(Err(Reject { location, reason: Reason::Truncated }))?;
            }
            None => {}
        }
    }
    finish(&mut open, &mut reader, sink)
}

fn finish(open: &mut Open, reader: &mut Reader<'_>, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let Some(location) = open.location.take() else { return Ok(()) };
    sink(match reader.observe(open) {
        Ok(observations) => Ok(Record { location, observations }),
        Err(reason) => Err(Reject { location, reason }),
    })
}

impl Open {
    fn begin(&mut self, header: &Header<'_>, location: Location) {
        self.location = Some(location);
        (self.date, self.second_of_day) = (header.date, header.second_of_day);
        self.body.clear();
        self.body.push_str(header.rest);
    }

    fn go_on(&mut self, text: &str, cut: bool, options: &ReadOptions) {
        if cut || self.body.len() + text.len() >= options.limits.max_record_bytes {
            self.is_too_long = true;
            self.body.clear();
        } else if !self.is_too_long {
            self.body.push('\n');
            self.body.push_str(text);
        }
    }
}

/// What is carried from message to message.
struct Reader<'a> {
    chat: &'a Chat,
    order: DateOrder,
    options: &'a ReadOptions,
    /// Places in `parties`, by the sender as written.
    senders: HashMap<String, Option<usize>>,
    parties: Vec<Party>,
    /// Who wrote last when, the latest of each; within a day of the last message.
    active: Vec<(usize, i64)>,
    /// To whom each one's last message went, as places in `parties`.
    audiences: HashMap<usize, (Vec<usize>, Audience)>,
    /// Those a message goes to.
    near: Vec<usize>,
    /// In a chat of two: to the other, and to the owner.
    pair: Option<(Audience, Audience)>,
    ordinals: Ordinals,
    /// The last minute and its instant, because most messages share it with the one before.
    last_minute: Option<([u16; 3], u32, i64)>,
    owner_said: bool,
}

impl<'a> Reader<'a> {
    fn new(chat: &'a Chat, order: DateOrder, options: &'a ReadOptions) -> Self {
        Self {
            chat,
            order,
            options,
            senders: HashMap::new(),
            parties: Vec::new(),
            active: Vec::new(),
            audiences: HashMap::new(),
            near: Vec::new(),
            pair: chat.pair.as_ref().map(|(other, owner)| (vec![other.clone()].into(), vec![owner.clone()].into())),
            ordinals: Ordinals::default(),
            last_minute: None,
            owner_said: false,
        }
    }

    fn observe(&mut self, open: &Open) -> Result<Vec<Observation>, Reason> {
        if open.is_too_long {
            return Err(Reason::TooLong);
        }
        let title = self.chat.title.as_deref();
        let (sender, text) = sender::split(&open.body, title).ok_or(Reason::NotPeople)?;
        // In a group, sentences of the service bear its title.
        let titled = self.chat.pair.is_none() && title.is_some_and(|title| sentence::without_marks(sender) == title);
        if sentence::is_of_service(sender, text) || (titled && text.starts_with(header::is_mark)) {
            return Err(Reason::NotPeople);
        }
        let second_of_day = open.second_of_day.ok_or(Reason::BadDate)?;
        let at_micros = self.instant(open.date, second_of_day).ok_or(Reason::BadDate)?;
        let limits = &self.options.limits;
        if !limits.is_plausible(at_micros) {
            return Err(Reason::ImplausibleDate);
        }
        let place = self.place_of(sender).ok_or(Reason::NotPeople)?;
        let from = self.parties.get(place).cloned().ok_or(Reason::NotPeople)?;
        let id = self.identity(open, &from.handle, text);
        let to = self.recipients(place, &from, at_micros)?;
        let mut observations = vec![post(id, at_micros, Channel::WHATSAPP, from, to)];
        if let Some((_, owner)) = &self.chat.pair
            && !std::mem::replace(&mut self.owner_said, true)
        {
            observations.push(Observation::Me(Me { handles: vec![owner.handle.clone()], name: owner.name.clone() }));
        }
        Ok(observations)
    }

    /// Where a sender is among the parties; two spellings of one are one.
    fn place_of(&mut self, sender: &str) -> Option<usize> {
        if let Some(known) = self.senders.get(sender) {
            return *known;
        }
        if self.senders.len() >= MOST_SENDERS {
            self.forget_the_silent();
        }
        let party = sender::party(sender, self.options.limits.max_name_chars);
        let place = party.map(|party| {
            self.parties.iter().position(|known| *known == party).unwrap_or_else(|| {
                self.parties.push(party);
                self.parties.len() - 1
            })
        });
        self.senders.insert(sender.to_owned(), place);
        place
    }

    /// Keeps those only who wrote within the day.
    fn forget_the_silent(&mut self) {
        self.senders.clear();
        self.audiences.clear();
        let parties = std::mem::take(&mut self.parties);
        for (place, _) in &mut self.active {
            self.parties.extend(parties.get(*place).cloned());
            *place = self.parties.len() - 1;
        }
    }

    /// The instant of a local time. A time that the clocks were put forward over is the one an hour later, as phones have it.
    fn instant(&mut self, date: [u16; 3], second_of_day: u32) -> Option<i64> {
        let (minute, second) = (second_of_day / 60, i64::from(second_of_day % 60));
        if let Some((last_date, last_minute, micros)) = self.last_minute
            && (last_date, last_minute) == (date, minute)
        {
            return Some(micros + second * SECOND_MICROS);
        }
        let (year, month, day) = day_of(date, self.order)?;
        let time = Time::new(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0).ok()?;
        let civil = DateTime::from_parts(jiff::civil::Date::new(year, month, day).ok()?, time);
        let micros = self.options.zone.to_ambiguous_timestamp(civil).compatible().ok()?.as_microsecond();
        self.last_minute = Some((date, minute, micros));
        Some(micros + second * SECOND_MICROS)
    }

    /// When by the phone's clock, who, what: the same in any export of the chat, whatever its file is called and from whichever message
    /// it starts. Pictures count as such, because exports without them do not name them.
    fn identity(&mut self, open: &Open, from: &Handle, text: &str) -> InteractionId {
        let (year, month, day) = day_of(open.date, self.order).unwrap_or_default();
        let when = (i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(day)) * 100_000
            + i64::from(open.second_of_day.unwrap_or_default());
        let said = if sentence::is_media(text) { "" } else { sentence::without_marks(text) };
        let parts: [&[u8]; 4] = [b"whatsapp-message", &when.to_le_bytes(), from.as_str().as_bytes(), said.as_bytes()];
        let id = InteractionId::of(&parts);
        match self.ordinals.next(id.0) {
            0 => id,
            ordinal => InteractionId::of(&[b"whatsapp-message", &id.0.to_le_bytes(), &ordinal.to_le_bytes()]),
        }
    }

    /// In a chat of two the other one. In a group those who wrote within the day before: the file does not say who was a member, a
    /// silent member is no company, and this way the answer is the same wherever an export of the group begins or ends.
    fn recipients(&mut self, sender: usize, from: &Party, at_micros: i64) -> Result<Audience, Reason> {
        if let (Some((other, owner)), Some((to_other, to_owner))) = (&self.chat.pair, &self.pair) {
            if from.handle == owner.handle {
                return Ok(to_other.clone());
            }
            if from.handle == other.handle {
                return Ok(to_owner.clone());
            }
        }
        self.active.retain(|(_, last)| at_micros - last <= DAY_MICROS);
        let near = |last: i64| (at_micros - last).abs() <= DAY_MICROS;
        let others = self.active.iter().filter(|(place, last)| near(*last) && *place != sender);
        let mut to = std::mem::take(&mut self.near);
        to.clear();
        to.extend(others.map(|(place, _)| *place));
        let has_room = self.active.len() <= self.options.limits.max_parties;
        match self.active.iter_mut().find(|(place, _)| *place == sender) {
            Some((_, last)) => *last = at_micros,
            None if has_room => self.active.push((sender, at_micros)),
            None => {}
        }
        let audience = match to.len() {
            0 => Err(Reason::NoOtherParticipant),
            count if count > self.options.limits.max_parties => Err(Reason::TooMany),
            _ => Ok(self.audience(sender, &to)),
        };
        self.near = to;
        audience
    }

    /// The list of these people: the one that the sender's last message went to, where they are the same.
    fn audience(&mut self, sender: usize, to: &[usize]) -> Audience {
        if let Some((places, audience)) = self.audiences.get(&sender)
            && places == to
        {
            return audience.clone();
        }
        let parties: Vec<Party> = to.iter().filter_map(|place| self.parties.get(*place).cloned()).collect();
        let audience = Audience::from(parties);
        // Lists of large groups that changed day by day are not all kept.
        if self.audiences.len() * to.len() > KEPT_PARTIES {
            self.audiences.clear();
        }
        self.audiences.insert(sender, (to.to_vec(), audience.clone()));
        audience
    }
}
