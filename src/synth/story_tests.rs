//! The stories hold: a small computation of the tie model of its own, on what was generated.

use std::collections::{BTreeMap, BTreeSet};

use super::cast::{BEST, BRIDGE, FADING, INTRODUCED, INTRODUCER, MENTOR, ONE_SIDED, SECOND, TARGET, VENUE};
use super::civil::DAY;
use super::people::{Community, EGO};
use super::world::{MailKind, Reply, World, last_day};
use super::{SAMPLE_SEED, STORIES, sample_world, world_of};

/// A contact: day, who acted on whom, weight, and whether nobody initiated.
struct Contact {
    day: i64,
    from: usize,
    to: usize,
    weight: f64,
    mutual: bool,
}

fn contacts(world: &World) -> Vec<Contact> {
    let share = |others: usize| (8.0 / others.max(1) as f64).sqrt().min(1.0);
    let mut all = Vec::new();
    for (_, mail) in world.sent() {
        if matches!(mail.kind, MailKind::Personal | MailKind::BlindCopy) {
            let others = mail.to.len() + mail.cc.len();
            for &to in mail.to.iter().chain(&mail.cc) {
                all.push(Contact { day: mail.at.div_euclid(DAY), from: mail.from, to, weight: share(others), mutual: false });
            }
        }
    }
    for meeting in world.meetings.iter().filter(|meeting| !meeting.cancelled && !meeting.all_day) {
        if meeting.attendees.contains(&(EGO, Reply::Declined)) {
            continue;
        }
        let present: Vec<usize> =
            meeting.attendees.iter().filter(|(_, reply)| *reply != Reply::Declined).map(|(p, _)| *p).collect();
        for start in meeting.starts() {
            for (place, &from) in present.iter().enumerate() {
                for &to in present.iter().skip(place + 1) {
                    all.push(Contact { day: start.div_euclid(DAY), from, to, weight: share(present.len() - 1), mutual: true });
                }
            }
        }
    }
    for message in world.messages.iter().filter(|message| !message.draft) {
        let Some(from) = message.from else { continue };
        for to in message.to.iter().copied().flatten() {
            all.push(Contact { day: message.at.div_euclid(DAY), from, to, weight: 1.0, mutual: false });
        }
    }
    for encounter in &world.encounters {
        let day = encounter.at.div_euclid(DAY);
        all.push(Contact { day, from: encounter.source, to: encounter.target, weight: 1.0, mutual: false });
    }
    all.retain(|contact| contact.day <= last_day());
    all
}

/// Momentum, silence in days, and what is derived from them.
#[derive(Debug, Clone, Copy)]
struct Tie {
    momentum: f64,
    silence: i64,
    out: usize,
    back: usize,
}

impl Tie {
    fn of<'a>(contacts: impl Iterator<Item = &'a Contact>, from: usize) -> Self {
        let mut days: BTreeMap<i64, (f64, bool, bool)> = BTreeMap::new();
        for contact in contacts {
            let day = days.entry(contact.day).or_insert((0.0, false, false));
            day.0 = day.0.max(contact.weight);
            day.1 |= contact.from == from || contact.mutual;
            day.2 |= contact.from != from || contact.mutual;
        }
        let last = days.keys().last().copied().unwrap_or(i64::MIN / 2);
        let momentum = days.iter().map(|(day, (weight, ..))| weight * (-((last - day) as f64) / 180.0).exp2()).sum();
        let (out, back) = (days.values().filter(|d| d.1).count(), days.values().filter(|d| d.2).count());
        Self { momentum, silence: last_day() - last, out, back }
    }

    fn chance(&self, days: f64) -> f64 {
        if self.momentum <= 0.0 {
            return 0.0;
        }
        let (s, q) = (self.momentum.ln(), (1.0 + self.silence as f64 / 7.0).ln());
        let logit = -0.80 + 1.25 * s - 0.60 * q - 0.25 * q * s.max(0.0) + (days / 30.0).ln();
        1.0 / (1.0 + (-logit).exp())
    }

    fn fades_in(&self) -> i64 {
        let s = self.momentum.ln();
        let r = 7.0 * (((-0.80 + 3.0_f64.ln() + 1.25 * s) / (0.60 + 0.25 * s.max(0.0))).exp() - 1.0);
        r.ceil() as i64 - self.silence
    }

    fn reciprocity(&self) -> f64 {
        2.0 * self.out.min(self.back) as f64 / (self.out + self.back).max(1) as f64
    }
}

struct Sample {
    world: World,
    contacts: Vec<Contact>,
}

impl Sample {
    fn load() -> Self {
        let world = world_of(SAMPLE_SEED);
        let contacts = contacts(&world);
        Self { world, contacts }
    }

    fn tie(&self, one: usize, other: usize) -> Tie {
        let between = |c: &&Contact| (c.from, c.to) == (one, other) || (c.from, c.to) == (other, one);
        Tie::of(self.contacts.iter().filter(between), one)
    }

    fn owners(&self, email: &str) -> Tie {
        self.tie(EGO, self.world.by_email(email))
    }

    fn alters(&self) -> Vec<usize> {
        (1..self.world.people.len()).filter(|&place| self.world.people[place].is_alter()).collect()
    }
}

#[test]
fn the_strong_tie_is_alive_and_fades_within_weeks() {
    let tie = Sample::load().owners(FADING);
    assert!(tie.momentum > 11.0 && (42..=92).contains(&tie.silence), "{tie:?}");
    assert!(tie.chance(90.0) >= 0.5 && (7..=30).contains(&tie.fades_in()), "{tie:?} {}", tie.fades_in());
    assert!(tie.reciprocity() > 0.9);
}

#[test]
fn the_mentor_is_dormant_and_was_strong() {
    let tie = Sample::load().owners(MENTOR);
    assert!(tie.momentum >= 5.0 && (270..=365).contains(&tie.silence), "{tie:?}");
    assert!(tie.chance(90.0) < 0.5 && tie.reciprocity() > 0.7, "{tie:?}");
}

#[test]
fn the_bridge_is_weak_alive_and_the_only_way() {
    let sample = Sample::load();
    let tie = sample.owners(BRIDGE);
    assert!(tie.chance(90.0) >= 0.5 && tie.chance(30.0) < 0.6 && tie.momentum < 5.0, "{tie:?}");
    let bridge = sample.world.by_email(BRIDGE);
    let coast: Vec<usize> =
        sample.alters().into_iter().filter(|&p| sample.world.people[p].community == Community::Estuary).collect();
    assert_eq!(coast.len(), 21);
    for &member in coast.iter().filter(|&&member| member != bridge) {
        let strangers = sample.contacts.iter().filter(|c| c.from == member || c.to == member);
        assert!(strangers.flat_map(|c| [c.from, c.to]).all(|person| coast.contains(&person)), "{member}");
        let seen = coast.iter().filter(|&&other| other != member && sample.tie(member, other).chance(90.0) >= 0.1).count();
        assert!(seen >= 3, "{member} is seen with {seen}");
    }
}

#[test]
fn the_one_sided_tie_has_no_answer() {
    let sample = Sample::load();
    let tie = sample.owners(ONE_SIDED);
    assert!(tie.out >= 5 && tie.back == 0, "{tie:?}");
    let silent = sample.world.by_email(ONE_SIDED);
    assert!(sample.world.mails.iter().any(|mail| mail.from == silent && mail.kind == MailKind::AutoReply));
}

#[test]
fn of_twelve_met_at_the_conference_five_were_followed_up() {
    let sample = Sample::load();
    let met: Vec<(usize, i64)> =
        sample.world.encounters.iter().filter(|e| e.venue == VENUE).map(|e| (e.target, e.at.div_euclid(DAY))).collect();
    assert_eq!(met.iter().map(|m| m.0).collect::<BTreeSet<_>>().len(), 12);
    let acts = |from: usize, to: usize, after: i64| {
        sample
            .contacts
            .iter()
            .filter(|c| (c.from, c.to, c.mutual) == (from, to, false) && c.day > after)
            .map(|c| c.day - after)
            .min()
    };
    let followed: Vec<usize> = met.iter().filter(|m| acts(EGO, m.0, m.1).is_some_and(|gap| gap <= 7)).map(|m| m.0).collect();
    let answered = met.iter().filter(|m| acts(m.0, EGO, m.1).is_some()).count();
    assert_eq!((followed.len(), answered), (5, 3));
    for &(person, day) in &met {
        let between = |c: &&Contact| (c.from == EGO && c.to == person) || (c.to == EGO && c.from == person);
        let days: Vec<i64> = sample.contacts.iter().filter(between).map(|c| c.day).collect();
        assert_eq!(days.iter().min(), Some(&day));
        assert!(followed.contains(&person) || days.iter().all(|d| *d == day));
    }
}

#[test]
fn the_introduction_became_a_tie() {
    let sample = Sample::load();
    let (introducer, introduced) = (sample.world.by_email(INTRODUCER), sample.world.by_email(INTRODUCED));
    let (_, letter) = *sample
        .world
        .sent()
        .iter()
        .find(|(_, mail)| mail.from == introducer && mail.to == [EGO, introduced])
        .expect("the letter of introduction");
    let first = sample.contacts.iter().filter(|c| c.to == introduced || c.from == introduced).map(|c| c.day).min();
    assert_eq!(first, Some(letter.at.div_euclid(DAY)));
    let tie = sample.tie(EGO, introduced);
    assert!(tie.chance(90.0) > 0.7 && tie.reciprocity() > 0.6, "{tie:?}");
}

#[test]
fn the_target_is_reached_by_two_introducers_one_better() {
    let sample = Sample::load();
    let target = sample.world.by_email(TARGET);
    let (best, second) = (sample.world.by_email(BEST), sample.world.by_email(SECOND));
    assert!(sample.tie(EGO, target).momentum <= 0.0);
    let route = |by: usize| sample.tie(EGO, by).chance(90.0) * sample.tie(by, target).chance(90.0);
    assert!(route(best) > 0.6 && (0.2..0.6).contains(&route(second)), "{} {}", route(best), route(second));
    let others = sample.alters().into_iter().filter(|&by| by != best && by != second && by != target);
    assert!(others.into_iter().all(|by| route(by) < 0.05));
}

#[test]
fn bulk_mail_is_marked_and_most_alters_are_seen_together() {
    let sample = Sample::load();
    let human = |person: usize| sample.world.people[person].community != Community::Machine;
    assert!(sample.contacts.iter().all(|contact| human(contact.from) && human(contact.to)));
    let alters = sample.alters();
    assert!((150..=190).contains(&alters.len()), "{}", alters.len());
    let seen =
        |person: usize| sample.contacts.iter().any(|c| (c.from == person && c.to != EGO) || (c.to == person && c.from != EGO));
    let together = alters.iter().filter(|&&person| seen(person)).count();
    assert!(together * 100 >= alters.len() * 60, "{together} of {}", alters.len());
    let alive = alters.iter().filter(|&&person| sample.tie(EGO, person).chance(90.0) >= 0.5).count();
    assert!((20..=110).contains(&alive), "{alive}");
}

#[test]
fn every_story_names_a_person_of_the_sample() {
    let sample = Sample::load();
    for story in STORIES {
        let email = story.handle.strip_prefix("mailto:").expect("an address");
        let person = sample.world.people.iter().find(|person| person.email == email).expect(story.handle);
        assert_eq!(person.display(), story.name);
    }
    let emails: BTreeSet<&str> = sample.world.people.iter().map(|person| person.email.as_str()).collect();
    assert_eq!(emails.len(), sample.world.people.len());
}

#[test]
fn files_are_small_reserved_and_the_same_each_time() {
    let files = sample_world(SAMPLE_SEED);
    assert_eq!(files, sample_world(SAMPLE_SEED));
    let mail = files.iter().find(|file| file.path.starts_with("mail/")).expect("a mailbox");
    assert!(mail.bytes.len() < 2_500_000, "{}", mail.bytes.len());
    let count = mail.bytes.windows(7).filter(|window| window == b"\r\nFrom ").count() + 1;
    assert!((1_500..=2_500).contains(&count), "{count}");
    for file in &files {
        let text = String::from_utf8_lossy(&file.bytes).replace("\r\n ", "");
        let bytes = text.as_bytes();
        for (at, _) in text.match_indices('@') {
            let domain: String = bytes[at + 1..]
                .iter()
                .map(|&b| char::from(b))
                .take_while(|c| c.is_ascii_alphanumeric() || "-.".contains(*c))
                .collect();
            let reserved = domain.ends_with(".example") || domain == "xxx" || domain.ends_with("example.org");
            assert!(reserved, "{}: {domain:?}", file.path);
        }
    }
}
