//! Which of a date's numbers is the day: told by the file as a whole.

use crate::import::DateOrder;

use super::header::{Header, Year};

/// The service began in 2009; no message is older.
const FIRST_YEAR: i32 = 2009;
const LAST_YEAR: i32 = 2100;
/// So many dates that only one order can have settle it.
const SETTLED: u64 = 3;

const ORDERS: [DateOrder; 3] = [DateOrder::DayMonthYear, DateOrder::MonthDayYear, DateOrder::YearMonthDay];

/// The day of a date, as days since 1970-01-01, and its parts; `None` when there is no such day.
pub(super) fn day_of(date: [u16; 3], order: DateOrder) -> Option<(i16, i8, i8)> {
    let [first, second, third] = date;
    let (year, month, day) = match order {
        DateOrder::DayMonthYear => (third, second, first),
        DateOrder::MonthDayYear => (third, first, second),
        DateOrder::YearMonthDay => (first, second, third),
    };
    let year = i16::try_from(if year < 100 { 2000 + year } else { year }).ok()?;
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    jiff::civil::Date::new(year, month, day).ok().map(|_| (year, month, day))
}

/// A number that grows with the days; months have 31 of them, for differences that need not be exact.
fn ordinal((year, month, day): (i16, i8, i8)) -> i64 {
    i64::from(year) * 372 + i64::from(month) * 31 + i64::from(day)
}

/// What the dates of a file say about their order, gathered line by line.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    last: Option<[u16; 3]>,
    /// The date of the first header, as it stands.
    first: Option<[u16; 3]>,
    year: Option<Year>,
    separator: Option<char>,
    is_french: bool,
    /// Some date is another day when the month stands first.
    differs: bool,
    /// Dates, without repeats one after the other.
    dates: u64,
    /// Dates that an order cannot have.
    impossible: [u64; 3],
    last_day: [Option<i64>; 3],
    /// Days gone back from one message to the next, in all.
    back_days: [i64; 3],
}

impl Evidence {
    /// Takes the date of one message.
    pub(super) fn take(&mut self, header: &Header<'_>) {
        if self.last == Some(header.date) {
            return;
        }
        self.last = Some(header.date);
        self.first.get_or_insert(header.date);
        self.year.get_or_insert(header.shape.year);
        self.separator.get_or_insert(header.shape.separator);
        self.is_french |= header.french;
        self.differs |= header.date[0] != header.date[1];
        let days = ORDERS.map(|order| {
            day_of(header.date, order).filter(|day| (FIRST_YEAR..=LAST_YEAR).contains(&i32::from(day.0))).map(ordinal)
        });
        if days == [None; 3] {
            // No day in any order tells nothing of the order.
            return;
        }
        self.dates += 1;
        for (at, day) in days.into_iter().enumerate() {
            match day {
                None => self.impossible[at] += 1,
                Some(day) => {
                    if let Some(before) = self.last_day[at] {
                        self.back_days[at] = self.back_days[at].saturating_add((before - day).max(0));
                    }
                    self.last_day[at] = Some(day);
                }
            }
        }
    }

    /// Whether more lines could hardly change the answer.
    pub(super) fn is_settled(&self) -> bool {
        let [day_first, month_first, _] = self.impossible;
        self.year == Some(Year::First)
            || (self.decided().is_some() && day_first.min(month_first) == 0 && day_first.max(month_first) >= SETTLED)
    }

    /// The order, when the dates tell it: a number over 12 is no month; time hardly ever goes back; and what only one order is written
    /// with: a year of four digits in front, points, the French `à`. Dates that are the same either way tell none and need none.
    pub(super) fn decided(&self) -> Option<DateOrder> {
        if self.year == Some(Year::First) {
            return Some(DateOrder::YearMonthDay);
        }
        let [day_first, month_first, year_first] = self.impossible;
        match (day_first, month_first) {
            (0, 0) => {}
            (0, _) => return Some(DateOrder::DayMonthYear),
            (_, 0) => return Some(DateOrder::MonthDayYear),
            _ if year_first == 0 && self.year == Some(Year::Short) && day_first > 1 && day_first * 5 >= self.dates => {
                return Some(DateOrder::YearMonthDay);
            }
            // Quoted lines look like messages now and then: the order of most dates is the file's.
            _ if day_first * 3 <= month_first => return Some(DateOrder::DayMonthYear),
            _ if month_first * 3 <= day_first => return Some(DateOrder::MonthDayYear),
            _ => return None,
        }
        if self.is_french || self.separator == Some('.') || !self.differs {
            return Some(DateOrder::DayMonthYear);
        }
        let [day_first, month_first, _] = self.back_days;
        if day_first.saturating_mul(4) < month_first {
            return Some(DateOrder::DayMonthYear);
        }
        (month_first.saturating_mul(4) < day_first).then_some(DateOrder::MonthDayYear)
    }

    /// The first date, as it stands, for saying what could not be told.
    pub(super) fn example(&self) -> String {
        let separator = self.separator.unwrap_or('/');
        self.first.map_or_else(String::new, |[first, second, third]| format!("{first}{separator}{second}{separator}{third:02}"))
    }
}
