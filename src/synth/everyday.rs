//! Everyday traffic: who writes to whom, how often, in which small groups.

use super::civil::{DAY, civil, from_berlin, to_berlin, workday};
use super::groups::{group_event, mixed_meetings, team_meeting};
use super::people::{Community, EGO};
use super::phrases::{MEETING_PLACES, MEETINGS, SUBJECTS};
use super::random::Random;
use super::world::{Meeting, World, first_day, last_day};

/// How two people keep in touch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habit {
    /// Mean days between two threads; in the first of the two years the gap is doubled.
    pub(super) gap_days: i64,
    pub(super) first: i64,
    pub(super) last: i64,
    /// Percent of threads that the owner starts.
    pub(super) owner_starts: usize,
    /// Percent of first mails that are answered.
    pub(super) answers: usize,
    /// Days between two meetings of the two; 0 for none.
    pub(super) meets_days: i64,
}

/// A working hour of the day, or of the next working day.
pub(super) fn working_hour(random: &mut Random, day: i64) -> i64 {
    from_berlin(workday(day) * DAY + random.between(8 * 3_600, 18 * 3_600 - 1))
}

/// A while later, at an hour when people write.
pub(super) fn later(random: &mut Random, at: i64) -> i64 {
    let at = at + if random.chance(65) { random.between(900, 14_400) } else { random.between(14_400, 130_000) };
    let local = to_berlin(at);
    if (7..21).contains(&civil(local).hour) && workday(local.div_euclid(DAY)) == local.div_euclid(DAY) {
        return at;
    }
    let next = if civil(local).hour < 7 { local.div_euclid(DAY) } else { local.div_euclid(DAY) + 1 };
    from_berlin(workday(next) * DAY + random.between(8 * 3_600, 11 * 3_600))
}

/// Writes the threads and meetings of two people.
pub(super) fn correspond(world: &mut World, random: &mut Random, person: usize, habit: &Habit, circle: &[usize]) {
    let pace = |at_day: i64, gap: i64| if at_day < first_day() + 365 { gap * 2 } else { gap };
    let mut at_day = habit.first + random.between(0, habit.gap_days);
    while at_day <= habit.last {
        thread(world, random, person, at_day, habit, circle);
        let gap = pace(at_day, habit.gap_days);
        at_day += random.between(gap / 2, gap * 3 / 2).max(1);
    }
    if habit.meets_days == 0 {
        return;
    }
    let mut at_day = habit.first + random.between(0, habit.meets_days);
    while workday(at_day) <= habit.last {
        let start = meeting_start(random, at_day);
        let pair = if random.chance(50) { [EGO, person] } else { [person, EGO] };
        world
            .meetings
            .push(Meeting { place: random.word(MEETING_PLACES), ..Meeting::of(start, 45, &pair, random.word(MEETINGS)) });
        let gap = pace(at_day, habit.meets_days);
        at_day += random.between(gap * 3 / 4, gap * 5 / 4).max(1);
    }
}

fn thread(world: &mut World, random: &mut Random, person: usize, at_day: i64, habit: &Habit, circle: &[usize]) {
    let (mut writer, mut reader) = if random.chance(habit.owner_starts) { (EGO, person) } else { (person, EGO) };
    let others: Vec<usize> = circle.iter().copied().filter(|&other| other != person && other != EGO).collect();
    let copies = if random.chance(14) { 1 + random.below(2) } else { 0 };
    let cc = random.sample(&others, copies);
    let mut at = working_hour(random, at_day);
    let mut place = world.write_copied(at, writer, &[reader], &cc, random.word(SUBJECTS));
    for turn in 0..3 {
        let answered = if turn == 0 { habit.answers } else { 30 };
        if !random.chance(answered) {
            break;
        }
        (writer, reader) = (reader, writer);
        at = later(random, at);
        if at.div_euclid(DAY) > habit.last {
            break;
        }
        place = world.answer(at, writer, place, !cc.is_empty());
    }
}

/// A half hour between nine and five on a working day.
pub(super) fn meeting_start(random: &mut Random, at_day: i64) -> i64 {
    from_berlin(workday(at_day) * DAY + random.between(18, 34) * 1_800)
}

/// How many people of a community the owner is close to, in regular and in occasional touch with; the others are rare.
struct Shares {
    community: Community,
    /// Threads and meetings of each circle in the two years.
    circle_events: usize,
    close: usize,
    regular: usize,
    occasional: usize,
}

const SHARES: [Shares; 4] = [
    Shares { community: Community::Employer, circle_events: 9, close: 0, regular: 11, occasional: 13 },
    Shares { community: Community::Former, circle_events: 4, close: 1, regular: 6, occasional: 13 },
    Shares { community: Community::Association, circle_events: 5, close: 1, regular: 5, occasional: 9 },
    Shares { community: Community::University, circle_events: 4, close: 1, regular: 4, occasional: 10 },
];

/// Everything that is not a story.
pub(super) fn live(world: &mut World, seed: u64) {
    let mut random = Random::stream(seed, "everyday");
    for shares in &SHARES {
        let members: Vec<usize> = (1..world.people.len())
            .filter(|&person| world.people.get(person).is_some_and(|p| p.community == shares.community && !p.reserved))
            .collect();
        let circles: Vec<Vec<usize>> = members.chunks(6).map(<[usize]>::to_vec).collect();
        let team = if shares.community == Community::Employer { 6 } else { 0 };
        let mut ranks: Vec<usize> = (0..members.len().saturating_sub(team)).collect();
        random.shuffle(&mut ranks);
        for (number, person) in members.iter().copied().enumerate() {
            let circle = circles.get(number / 6).cloned().unwrap_or_default();
            let rank = number.checked_sub(team).and_then(|behind| ranks.get(behind)).copied();
            if let Some(habit) = habit(&mut random, rank, shares) {
                correspond(world, &mut random, person, &habit, &circle);
            }
        }
        for circle in &circles {
            for _ in 0..shares.circle_events {
                group_event(world, &mut random, circle);
            }
        }
        world.circles.extend(circles);
    }
    team_meeting(world);
    mixed_meetings(world, &mut random);
}

/// The habit of a rank; `None` is the owner's own team. One in four ties has ended; of the rare ones, half never wrote at all.
fn habit(random: &mut Random, rank: Option<usize>, shares: &Shares) -> Option<Habit> {
    let (gap_days, meets_days) = match rank {
        None => (19, 0),
        Some(rank) if rank < shares.close => (12, 45),
        Some(rank) if rank < shares.close + shares.regular => (38, if random.chance(40) { 120 } else { 0 }),
        Some(rank) if rank < shares.close + shares.regular + shares.occasional => (118, 0),
        Some(_) if random.chance(50) => (330, 0),
        Some(_) => return None,
    };
    let ended = rank.is_some() && random.chance(25);
    let last = if ended { last_day() - random.between(70, 500) } else { last_day() - 1 };
    let owner_starts = [25, 50, 50, 70].get(random.below(4)).copied().unwrap_or(50);
    let answers = if random.chance(15) { 35 } else { 85 };
    Some(Habit { gap_days, first: first_day() + 1, last, owner_starts, answers, meets_days })
}
