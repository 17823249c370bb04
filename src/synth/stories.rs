//! The stories of the sample: the interactions that make each finding of [`STORIES`](super::STORIES) true.

use super::cast::{BEST, BRIDGE, CONFERENCE_PEOPLE, FADING, INTRODUCED, INTRODUCER, MENTOR, ONE_SIDED, SECOND, TARGET, VENUE};
use super::civil::{DAY, day, from_berlin, workday};
use super::everyday::{Habit, correspond, later, meeting_start, working_hour};
use super::hearsay::absence_note;
use super::people::{Community, EGO};
use super::phrases::SUBJECTS;
use super::random::Random;
use super::world::{Encounter, MailKind, Meeting, Series, World, first_day, last_day};

/// The calendar that the nature protectors share with the owner.
pub(super) const ESTUARY_CALENDAR: usize = 1;
/// The calendar of a pilot project at the target's firm.
pub(super) const PILOT_CALENDAR: usize = 2;

/// Adds every story.
pub(super) fn tell(world: &mut World, seed: u64) {
    let mut random = Random::stream(seed, "stories");
    fading(world, &mut random);
    mentor(world, &mut random);
    bridge(world, &mut random);
    one_sided(world, &mut random);
    conference(world, &mut random);
    introduction(world, &mut random);
    target(world, &mut random);
}

/// A mail and its answer, on the day itself unless `next_day`.
fn exchange(world: &mut World, random: &mut Random, at_day: i64, pair: (usize, usize), next_day: bool) -> usize {
    let asked_at = from_berlin(workday(at_day) * DAY + random.between(9 * 3_600, 12 * 3_600));
    let asked = world.write(asked_at, pair.0, &[pair.1], random.word(SUBJECTS));
    let answered_at = if next_day { later(random, asked_at + 72_000) } else { asked_at + random.between(1_200, 18_000) };
    world.answer(answered_at, pair.1, asked, false)
}

fn one_to_one(world: &mut World, random: &mut Random, at_day: i64, other: usize, title: &str) {
    let start = meeting_start(random, at_day);
    world.meetings.push(Meeting { place: "Video call", ..Meeting::of(start, 45, &[EGO, other], title) });
}

fn fading(world: &mut World, random: &mut Random) {
    let friend = world.by_email(FADING);
    let mut at_day = day(2026, 3, 24);
    let mut turn = 0;
    while at_day < day(2026, 8, 4) {
        let pair = if turn % 2 == 0 { (EGO, friend) } else { (friend, EGO) };
        exchange(world, random, at_day, pair, false);
        if turn % 4 == 1 {
            one_to_one(world, random, at_day, friend, "Forecast exchange: monthly review");
        }
        at_day += random.between(7, 10);
        turn += 1;
    }
    exchange(world, random, day(2026, 8, 4), (EGO, friend), false);
}

fn mentor(world: &mut World, random: &mut Random) {
    let mentor = world.by_email(MENTOR);
    let mut at_day = first_day() + 4;
    let mut turn = 0;
    while at_day <= day(2026, 1, 19) {
        let pair = if turn % 2 == 0 { (mentor, EGO) } else { (EGO, mentor) };
        exchange(world, random, at_day, pair, turn % 3 == 0);
        if turn % 5 == 2 {
            one_to_one(world, random, at_day + 2, mentor, "Conversation");
        }
        at_day += random.between(14, 20);
        turn += 1;
    }
}

fn bridge(world: &mut World, random: &mut Random) {
    let bridge = world.by_email(BRIDGE);
    let members: Vec<usize> = (1..world.people.len())
        .filter(|&place| place != bridge && world.people.get(place).is_some_and(|p| p.community == Community::Estuary))
        .collect();
    let kick_off = working_hour(random, day(2025, 2, 11));
    let (first, rest) = members.split_at(members.len().min(2));
    let copied: Vec<usize> = [EGO].into_iter().chain(rest.iter().copied().take(8)).collect();
    world.write_copied(kick_off, bridge, first, &copied, "Estuary monitoring: kick-off");
    for (year, month, date, owner_asks) in [
        (2025, 3, 4, true),
        (2025, 6, 11, false),
        (2025, 9, 2, true),
        (2025, 12, 3, false),
        (2026, 3, 10, true),
        (2026, 6, 16, true),
        (2026, 9, 8, false),
        (2026, 10, 14, true),
    ] {
        let pair = if owner_asks { (EGO, bridge) } else { (bridge, EGO) };
        exchange(world, random, day(year, month, date), pair, false);
    }
    let mut at_day = day(2025, 9, 10);
    let mut turn = 0;
    while at_day < day(2026, 10, 28) {
        let count = 3 + random.below(4);
        let mut people = random.sample(&members, count);
        if turn % 3 != 2 {
            people.insert(0, bridge);
        }
        let start = meeting_start(random, at_day);
        let title = random.word(&["Transect planning", "Sediment data", "Bird counts", "Harbour consultation", "Field day"]);
        world.meetings.push(Meeting { calendar: ESTUARY_CALENDAR, ..Meeting::of(start, 60, &people, title) });
        if turn % 6 == 4 {
            let others: Vec<usize> = people.iter().copied().filter(|&person| person != bridge).collect();
            let (to, cc) = others.split_at(1);
            let place = world.write_copied(start + 5_400, bridge, to, cc, "Minutes");
            world.mark(place, MailKind::BlindCopy);
        }
        at_day += random.between(9, 14);
        turn += 1;
    }
}

fn one_sided(world: &mut World, random: &mut Random) {
    let silent = world.by_email(ONE_SIDED);
    let mut place = world.write(working_hour(random, day(2026, 2, 3)), EGO, &[silent], "Data partnership");
    for (month, date) in [(3, 4), (4, 9), (5, 20), (6, 25), (8, 18), (10, 6)] {
        let at = working_hour(random, day(2026, month, date));
        place = world.answer(at, EGO, place, false);
        if month == 8 {
            absence_note(world, place);
        }
    }
}

fn conference(world: &mut World, random: &mut Random) {
    let first = world.by_email(SECOND) + 1;
    let met: Vec<usize> = (first..first + CONFERENCE_PEOPLE).collect();
    let conference_day = day(2026, 10, 8);
    let clock = |hours: i64, minutes: i64| from_berlin(conference_day * DAY + hours * 3_600 + minutes * 60);
    world.meetings.push(Meeting {
        all_day: true,
        attendees: Vec::new(),
        place: "Open Statistics Days\\, Gent\\, Belgium",
        ..Meeting::of(conference_day * DAY, 1_440, &[EGO], VENUE)
    });
    for (hours, range, title) in [(12, 0..4, "Lunch table at the conference"), (19, 4..9, "Conference dinner")] {
        let people: Vec<usize> = [EGO].into_iter().chain(met.get(range).unwrap_or_default().iter().copied()).collect();
        world.meetings.push(Meeting { place: "Gent", ..Meeting::of(clock(hours, 30), 90, &people, title) });
    }
    for (number, &person) in met.iter().enumerate() {
        let at = clock(10, 0) + number as i64 * 2_700;
        let channel = "conference";
        world.encounters.push(Encounter { at, day_only: false, source: EGO, target: person, channel, venue: VENUE, give: "" });
    }
    for (number, date) in [(1, 9), (3, 12), (5, 13), (8, 14), (10, 14)] {
        let Some(&person) = met.get(number) else { continue };
        let at = from_berlin(day(2026, 10, date) * DAY + 10 * 3_600 + random.between(0, 9_000));
        let place = world.write(at, EGO, &[person], "Good to meet you in Gent");
        if matches!(number, 1 | 5 | 8) {
            world.answer(later(random, at), person, place, false);
        }
    }
}

fn introduction(world: &mut World, random: &mut Random) {
    let (introducer, introduced) = (world.by_email(INTRODUCER), world.by_email(INTRODUCED));
    let habit =
        Habit { gap_days: 24, first: first_day() + 5, last: last_day() - 2, owner_starts: 50, answers: 95, meets_days: 90 };
    correspond(world, random, introducer, &habit, &[]);
    let at = from_berlin(day(2026, 5, 11) * DAY + 9 * 3_600 + 420);
    let letter = world.write(at, introducer, &[EGO, introduced], "Introduction: Mira Solberg and Amara Okafor");
    let thanks = world.answer(at + 6_300, EGO, letter, true);
    let reply = world.answer(at + 90_000, introduced, thanks, false);
    world.answer(at + 97_000, EGO, reply, false);
    let mut at_day = day(2026, 5, 21);
    let mut turn = 0;
    while at_day < last_day() - 2 {
        let pair = if turn % 2 == 0 { (EGO, introduced) } else { (introduced, EGO) };
        exchange(world, random, at_day, pair, turn % 3 == 1);
        if turn % 4 == 1 {
            one_to_one(world, random, at_day + 3, introduced, "Health data pilot");
        }
        at_day += random.between(9, 14);
        turn += 1;
    }
}

fn target(world: &mut World, random: &mut Random) {
    let (target, best, second) = (world.by_email(TARGET), world.by_email(BEST), world.by_email(SECOND));
    let habit =
        Habit { gap_days: 11, first: first_day() + 10, last: last_day() - 3, owner_starts: 45, answers: 95, meets_days: 60 };
    correspond(world, random, best, &habit, &[]);
    for (year, month, date) in
        [(2025, 1, 14), (2025, 4, 9), (2025, 7, 8), (2025, 10, 14), (2026, 1, 13), (2026, 4, 14), (2026, 7, 7), (2026, 9, 22)]
    {
        let pair = if month % 2 == 0 { (EGO, second) } else { (second, EGO) };
        exchange(world, random, day(year, month, date), pair, month == 7);
    }
    let colleagues: Vec<usize> = (1..world.people.len())
        .filter(|&place| world.people.get(place).is_some_and(|p| p.company == "Castellan Logistics" && place != target))
        .collect();
    let start = from_berlin(day(2026, 2, 10) * DAY + 14 * 3_600);
    let regular: Vec<usize> = [best, target].into_iter().chain(colleagues.first().copied()).collect();
    world.meetings.push(Meeting {
        calendar: PILOT_CALENDAR,
        series: Some(Series { every_weeks: 2, ..Series::default() }),
        ..Meeting::of(start, 45, &regular, "Standards pilot")
    });
    for (month, date) in [(4, 21), (6, 18), (9, 3)] {
        let people: Vec<usize> = [target, second].into_iter().chain(colleagues.iter().skip(1).copied()).collect();
        let start = from_berlin(day(2026, month, date) * DAY + 10 * 3_600);
        world.meetings.push(Meeting { calendar: PILOT_CALENDAR, ..Meeting::of(start, 60, &people, "Network planning workshop") });
    }
    let at = from_berlin(day(2026, 9, 17) * DAY + 15 * 3_600);
    let venue = "Freight Data Forum";
    world.encounters.push(Encounter { at, day_only: true, source: best, target, channel: "panel", venue, give: "" });
}
