//! What happened in the sample world, before it becomes files: mails, meetings, messages and encounters.

use super::civil::{DAY, day};
use super::people::{EGO, Person};

/// The first day of the data, 2024-11-01.
pub(super) fn first_day() -> i64 {
    day(2024, 11, 1)
}

/// The as-of day, 2026-10-31: the last day of the data.
pub(super) fn last_day() -> i64 {
    day(2026, 10, 31)
}

/// What kind of mail it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MailKind {
    /// From one person to others.
    Personal,
    /// Between others, the owner being copied blindly.
    BlindCopy,
    /// An absence note.
    AutoReply,
    /// A post on the mailing list.
    List,
    /// A newsletter.
    Newsletter,
    /// A notice of a machine.
    Notice,
    /// Unasked advertising.
    Spam,
    /// A chat event, which old archives keep among the mails.
    Chat,
}

/// A mail.
#[derive(Debug, Clone)]
pub(super) struct Mail {
    /// Seconds since 1970-01-01 UTC.
    pub(super) at: i64,
    pub(super) from: usize,
    pub(super) to: Vec<usize>,
    pub(super) cc: Vec<usize>,
    pub(super) subject: String,
    /// The mail it answers.
    pub(super) parent: Option<usize>,
    /// The first mail of its thread; its own place when it is the first.
    pub(super) thread: usize,
    pub(super) kind: MailKind,
}

/// An attendee's answer to an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reply {
    Accepted,
    Declined,
    Tentative,
    Silent,
}

/// The weeks of a recurring meeting.
#[derive(Debug, Clone, Default)]
pub(super) struct Series {
    /// Weeks between two occurrences.
    pub(super) every_weeks: i64,
    /// The last instant of the rule; `None` runs on.
    pub(super) until: Option<i64>,
    /// Occurrences struck out.
    pub(super) except: Vec<i64>,
    /// Occurrences moved: from, to.
    pub(super) moved: Vec<(i64, i64)>,
    /// Occurrences cancelled by an exception of their own.
    pub(super) cancelled: Vec<i64>,
}

/// A calendar event.
#[derive(Debug, Clone)]
pub(super) struct Meeting {
    /// Seconds since 1970-01-01 UTC.
    pub(super) start: i64,
    pub(super) minutes: i64,
    pub(super) organizer: usize,
    /// Everybody invited, the organizer too where the calendar lists them.
    pub(super) attendees: Vec<(usize, Reply)>,
    pub(super) title: String,
    pub(super) place: &'static str,
    /// A room is invited too.
    pub(super) room: bool,
    /// A whole day, without clock time.
    pub(super) all_day: bool,
    pub(super) cancelled: bool,
    pub(super) series: Option<Series>,
    /// Which calendar holds it: 0 the owner's own, else one shared with the owner.
    pub(super) calendar: usize,
}

impl Meeting {
    /// A meeting of people who all accepted.
    pub(super) fn of(start: i64, minutes: i64, people: &[usize], title: &str) -> Self {
        Self {
            start,
            minutes,
            organizer: people.first().copied().unwrap_or(EGO),
            attendees: people.iter().map(|&person| (person, Reply::Accepted)).collect(),
            title: title.into(),
            place: "",
            room: false,
            all_day: false,
            cancelled: false,
            series: None,
            calendar: 0,
        }
    }

    /// Every start up to the end of the as-of day, exceptions applied.
    #[cfg(test)]
    pub(super) fn starts(&self) -> Vec<i64> {
        use super::civil::{from_berlin, to_berlin};
        let Some(series) = &self.series else { return vec![self.start] };
        let mut starts = Vec::new();
        let mut local = to_berlin(self.start);
        while local < (last_day() + 1) * DAY {
            let at = from_berlin(local);
            if series.until.is_some_and(|until| at > until) {
                break;
            }
            let moved = series.moved.iter().find(|(from, _)| *from == at).map(|(_, to)| *to);
            if !series.except.contains(&at) && !series.cancelled.contains(&at) {
                starts.push(moved.unwrap_or(at));
            }
            local += series.every_weeks * 7 * DAY;
        }
        starts
    }
}

/// A message on the professional network.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) at: i64,
    pub(super) conversation: usize,
    /// `None`: an account deleted since.
    pub(super) from: Option<usize>,
    pub(super) to: Vec<Option<usize>>,
    pub(super) draft: bool,
}

/// An encounter kept by hand.
#[derive(Debug, Clone)]
pub(super) struct Encounter {
    pub(super) at: i64,
    /// Only the day is known.
    pub(super) day_only: bool,
    pub(super) source: usize,
    pub(super) target: usize,
    pub(super) channel: &'static str,
    pub(super) venue: &'static str,
    pub(super) give: &'static str,
}

/// The sample world.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) people: Vec<Person>,
    pub(super) mails: Vec<Mail>,
    pub(super) meetings: Vec<Meeting>,
    pub(super) messages: Vec<Message>,
    pub(super) encounters: Vec<Encounter>,
    /// Small groups whose members know each other, by community.
    pub(super) circles: Vec<Vec<usize>>,
}

impl World {
    /// People without a past.
    pub(super) fn of(people: Vec<Person>) -> Self {
        Self {
            people,
            mails: Vec::new(),
            meetings: Vec::new(),
            messages: Vec::new(),
            encounters: Vec::new(),
            circles: Vec::new(),
        }
    }

    /// The person of an address; the owner when there is none.
    pub(super) fn by_email(&self, email: &str) -> usize {
        self.people.iter().position(|person| person.email == email).unwrap_or(EGO)
    }

    /// The place of a machine, counted from the first.
    pub(super) fn machine(&self, number: usize) -> usize {
        self.people.iter().position(|person| person.community == super::people::Community::Machine).unwrap_or(EGO) + number
    }

    /// Writes a mail and returns its place, which later mails may answer.
    pub(super) fn write(&mut self, at: i64, from: usize, to: &[usize], subject: &str) -> usize {
        let place = self.mails.len();
        self.mails.push(Mail {
            at,
            from,
            to: to.to_vec(),
            cc: Vec::new(),
            subject: subject.into(),
            parent: None,
            thread: place,
            kind: MailKind::Personal,
        });
        place
    }

    /// Writes a mail with copies.
    pub(super) fn write_copied(&mut self, at: i64, from: usize, to: &[usize], cc: &[usize], subject: &str) -> usize {
        let place = self.write(at, from, to, subject);
        if let Some(mail) = self.mails.get_mut(place) {
            mail.cc = cc.to_vec();
        }
        place
    }

    /// Answers a mail: to its sender, with everybody else in copy when `all` is set. An answer to one's own mail goes to its
    /// receivers again.
    pub(super) fn answer(&mut self, at: i64, from: usize, parent: usize, all: bool) -> usize {
        let place = self.mails.len();
        let Some(asked) = self.mails.get(parent).cloned() else { return place };
        let to = if asked.from == from { asked.to.clone() } else { vec![asked.from] };
        let others = asked.to.iter().chain(&asked.cc).copied().filter(|person| *person != from && !to.contains(person));
        let cc = if all { others.collect() } else { Vec::new() };
        let subject = if asked.subject.starts_with("Re: ") { asked.subject } else { format!("Re: {}", asked.subject) };
        self.mails.push(Mail { at, from, to, cc, subject, parent: Some(parent), thread: asked.thread, kind: asked.kind });
        place
    }

    /// Changes the kind of a mail.
    pub(super) fn mark(&mut self, place: usize, kind: MailKind) {
        if let Some(mail) = self.mails.get_mut(place) {
            mail.kind = kind;
        }
    }

    /// The mails inside the two years, oldest first, with their places.
    pub(super) fn sent(&self) -> Vec<(usize, &Mail)> {
        let window = first_day() * DAY..(last_day() + 1) * DAY - 2 * 3_600;
        let mut sent: Vec<(usize, &Mail)> = self.mails.iter().enumerate().filter(|(_, mail)| window.contains(&mail.at)).collect();
        sent.sort_by_key(|(place, mail)| (mail.at, *place));
        sent
    }
}
