//! What happens among several: circles, the weekly team meeting, meetings across communities.

use super::civil::{DAY, day, from_berlin};
use super::everyday::{later, meeting_start, working_hour};
use super::people::EGO;
use super::phrases::{MEETING_PLACES, MEETINGS, SUBJECTS};
use super::random::Random;
use super::world::{Meeting, Reply, Series, World, first_day, last_day};

/// A day of the two years: one in four in the first, the others in the second.
pub(super) fn some_day(random: &mut Random) -> i64 {
    if random.chance(25) { first_day() + random.between(0, 360) } else { last_day() - random.between(3, 364) }
}

/// A working hour of some day.
pub(super) fn some_hour(random: &mut Random) -> i64 {
    let at_day = some_day(random);
    working_hour(random, at_day)
}

/// A thread or a meeting of some members of a circle and the owner.
pub(super) fn group_event(world: &mut World, random: &mut Random, circle: &[usize]) {
    let at_day = some_day(random);
    let count = 2 + random.below(4);
    let members = random.sample(circle, count);
    if random.chance(45) {
        let start = meeting_start(random, at_day);
        meet(world, random, start, &members);
        return;
    }
    let Some((&writer, rest)) = members.split_first() else { return };
    let at = working_hour(random, at_day);
    let subject = random.word(SUBJECTS);
    let first = if random.chance(30) {
        world.write_copied(at, EGO, &[writer], rest, subject)
    } else {
        world.write_copied(at, writer, &[EGO], rest, subject)
    };
    let mut at = at;
    let mut place = first;
    for _ in 0..random.below(3) {
        at = later(random, at);
        let speakers: Vec<usize> = members.iter().copied().chain([EGO]).collect();
        if let Some(&speaker) = random.pick(&speakers) {
            place = world.answer(at, speaker, place, true);
        }
    }
}

/// A meeting of the owner and others; some do not come, and one in four has a room.
fn meet(world: &mut World, random: &mut Random, start: i64, others: &[usize]) {
    let mut people: Vec<usize> = others.to_vec();
    people.insert(random.below(2), EGO);
    let mut meeting = Meeting::of(start, 30 + 30 * random.between(0, 2), &people, random.word(MEETINGS));
    for (person, reply) in &mut meeting.attendees {
        if *person != EGO && *person != meeting.organizer && others.len() > 2 {
            *reply = match random.below(10) {
                0 => Reply::Declined,
                1 => Reply::Tentative,
                2 => Reply::Silent,
                _ => Reply::Accepted,
            };
        }
    }
    meeting.place = random.word(MEETING_PLACES);
    meeting.room = random.chance(25);
    meeting.cancelled = random.chance(4);
    world.meetings.push(meeting);
}

/// The owner's team every Tuesday: one series until summer 2025, then another with holidays, a moved and a cancelled week.
pub(super) fn team_meeting(world: &mut World) {
    let Some(team) = world.circles.first().cloned() else { return };
    let people: Vec<usize> = [EGO].into_iter().chain(team).collect();
    let local = |year, month, date, minutes: i64| from_berlin(day(year, month, date) * DAY + minutes * 60);
    let older = Meeting {
        series: Some(Series {
            every_weeks: 1,
            until: Some(local(2025, 7, 29, 600)),
            except: vec![local(2024, 12, 24, 570), local(2024, 12, 31, 570)],
            ..Series::default()
        }),
        room: true,
        place: "Room Aurora",
        ..Meeting::of(local(2024, 11, 5, 570), 30, &people, "Team meeting")
    };
    let current = Meeting {
        series: Some(Series {
            every_weeks: 1,
            until: None,
            except: vec![local(2025, 12, 23, 600), local(2025, 12, 30, 600), local(2026, 5, 26, 600)],
            moved: vec![(local(2026, 3, 3, 600), local(2026, 3, 4, 840))],
            cancelled: vec![local(2026, 8, 4, 600)],
        }),
        room: true,
        place: "Room Aurora",
        ..Meeting::of(local(2025, 9, 2, 600), 45, &people, "Team meeting: data partnerships")
    };
    world.meetings.extend([older, current]);
}

/// A few meetings where two communities sit at one table, and events that are no meetings of people.
pub(super) fn mixed_meetings(world: &mut World, random: &mut Random) {
    let circles = world.circles.clone();
    for _ in 0..12 {
        let (Some(one), Some(other)) = (random.pick(&circles), random.pick(&circles)) else { continue };
        let mut guests = random.sample(one, 2);
        guests.extend(random.sample(other, 2));
        guests.sort_unstable();
        guests.dedup();
        let at_day = some_day(random);
        let start = meeting_start(random, at_day);
        meet(world, random, start, &guests);
    }
    for (year, month, date, title) in
        [(2025, 4, 18, "Public holiday"), (2025, 8, 11, "Holiday in Bodø"), (2026, 2, 16, "Focus day"), (2026, 7, 20, "Holiday")]
    {
        let start = day(year, month, date) * DAY;
        world.meetings.push(Meeting { all_day: true, attendees: Vec::new(), ..Meeting::of(start, 1_440, &[EGO], title) });
    }
    let dentist = from_berlin(day(2026, 9, 14) * DAY + 8 * 3_600);
    world.meetings.push(Meeting { attendees: Vec::new(), ..Meeting::of(dentist, 30, &[EGO], "Dentist") });
    if let Some(circle) = circles.last() {
        let people: Vec<usize> = circle.iter().copied().chain([EGO]).collect();
        let mut declined = Meeting::of(from_berlin(day(2026, 6, 17) * DAY + 18 * 3_600), 120, &people, "Alumni evening");
        for (person, reply) in &mut declined.attendees {
            *reply = if *person == EGO { Reply::Declined } else { Reply::Accepted };
        }
        world.meetings.push(declined);
    }
}
