//! Wall-clock times of calendars and the instants they mean.

use std::collections::BTreeMap;

use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz;
use calcard::icalendar::timezone::TzResolver;
use calcard::icalendar::{ICalendarComponentType, ICalendarEntry, ICalendarProperty, ICalendarValue};
use calcard::{Entry, Parser};
use chrono::{DateTime, Datelike, Days, FixedOffset, MappedLocalTime, NaiveDateTime, TimeDelta, TimeZone, Timelike};

/// Where a wall clock hangs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// At a fixed distance from UTC.
    Fixed(FixedOffset),
    /// In a zone of the database.
    Named(Tz),
    /// Nowhere in particular: in the zone of the import.
    Floating,
}

/// A wall-clock time as a property gives it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    /// What the clock shows; noon where only a day is given.
    pub(super) wall: NaiveDateTime,
    /// Where the clock hangs.
    pub(super) place: Place,
    /// A time of day was given.
    pub(super) timed: bool,
}

/// The zones a calendar's times may name.
pub(super) struct Zones<'a> {
    resolver: Option<TzResolver<String>>,
    /// Standard offsets of zones that no database knows, from their own `VTIMEZONE`.
    private: BTreeMap<String, FixedOffset>,
    floating: &'a jiff::tz::TimeZone,
}

impl<'a> Zones<'a> {
    /// Reads the `VTIMEZONE` components of a calendar.
    pub(super) fn of(components: &[String], floating: &'a jiff::tz::TimeZone) -> Self {
        let mut zones = Self { resolver: None, private: BTreeMap::new(), floating };
        if components.is_empty() {
            return zones;
        }
        let text = format!("BEGIN:VCALENDAR\n{}\nEND:VCALENDAR\n", components.join("\n"));
        let Entry::ICalendar(parsed) = Parser::new(&text).entry() else { return zones };
        for zone in parsed.timezones() {
            let Some(ICalendarValue::Text(name)) = zone.property(&ICalendarProperty::Tzid).and_then(|entry| entry.values.first())
            else {
                continue;
            };
            let offset = zone
                .component_ids
                .iter()
                .filter_map(|id| parsed.component_by_id(*id))
                .filter(|rules| rules.component_type == ICalendarComponentType::Standard)
                .find_map(|rules| rules.property(&ICalendarProperty::Tzoffsetto)?.values.first().and_then(offset_of));
            if let Some(offset) = offset {
                zones.private.insert(name.clone(), offset);
            }
        }
        zones.resolver = Some(parsed.build_owned_tz_resolver());
        zones
    }

    fn place(&self, name: Option<&str>) -> Place {
        let Some(name) = name else { return Place::Floating };
        let known = match &self.resolver {
            Some(resolver) => resolver.resolve(name),
            None => name.parse().ok(),
        };
        match known {
            Some(Tz::Fixed(offset)) => Place::Fixed(offset),
            Some(Tz::Tz(zone)) => Place::Named(Tz::Tz(zone)),
            Some(Tz::Floating) | None => self.private.get(name).map_or(Place::Floating, |offset| Place::Fixed(*offset)),
        }
    }

    /// The moment of a value in the zone its property names; `None` when it is no date.
    pub(super) fn moment(&self, value: &PartialDateTime, entry: &ICalendarEntry) -> Option<Moment> {
        let found = value.to_date_time()?;
        if !value.has_time() {
            return Some(Moment { wall: found.date_time.date().and_hms_opt(12, 0, 0)?, place: Place::Floating, timed: false });
        }
        let place = found.offset.map_or_else(|| self.place(entry.tz_id()), Place::Fixed);
        Some(Moment { wall: found.date_time, place, timed: true })
    }

    /// The instant in microseconds since 1970; of two the first, and after a gap the time that would have been.
    pub(super) fn micros(&self, wall: NaiveDateTime, place: Place) -> Option<i64> {
        match place {
            Place::Fixed(offset) => {
                let east = TimeDelta::seconds(offset.local_minus_utc().into());
                Some(wall.checked_sub_signed(east)?.and_utc().timestamp_micros())
            }
            Place::Named(zone) => match zone.from_local_datetime(&wall) {
                MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => Some(at.timestamp_micros()),
                MappedLocalTime::None => {
                    let before = zone.from_local_datetime(&wall.checked_sub_signed(TimeDelta::hours(3))?).earliest()?;
                    Some(before.timestamp_micros() + 3 * 3_600_000_000)
                }
            },
            Place::Floating => {
                let civil = jiff::civil::DateTime::new(
                    i16::try_from(wall.year()).ok()?,
                    i8::try_from(wall.month()).ok()?,
                    i8::try_from(wall.day()).ok()?,
                    i8::try_from(wall.hour()).ok()?,
                    i8::try_from(wall.minute()).ok()?,
                    i8::try_from(wall.second()).ok()?,
                    0,
                );
                Some(civil.ok()?.to_zoned(self.floating.clone()).ok()?.timestamp().as_microsecond())
            }
        }
    }

    /// The instant of a moment.
    pub(super) fn micros_of(&self, moment: Moment) -> Option<i64> {
        self.micros(moment.wall, moment.place)
    }

    /// What a clock at `place` shows at an instant.
    pub(super) fn wall(&self, at_micros: i64, place: Place) -> Option<NaiveDateTime> {
        let utc = DateTime::from_timestamp_micros(at_micros)?;
        match place {
            Place::Fixed(offset) => Some(utc.with_timezone(&offset).naive_local()),
            Place::Named(zone) => Some(utc.with_timezone(&zone).naive_local()),
            Place::Floating => {
                let at = jiff::Timestamp::from_microsecond(at_micros).ok()?;
                let east = self.floating.to_offset(at).seconds();
                utc.naive_utc().checked_add_signed(TimeDelta::seconds(east.into()))
            }
        }
    }

    /// A wall-clock time that is certainly after `at_micros` everywhere, for ending an expansion.
    pub(super) fn day_after(at_micros: i64) -> Option<NaiveDateTime> {
        DateTime::from_timestamp_micros(at_micros)?.naive_utc().checked_add_days(Days::new(1))
    }
}

fn offset_of(value: &ICalendarValue) -> Option<FixedOffset> {
    let ICalendarValue::PartialDateTime(value) = value else { return None };
    let east = i32::from(value.tz_hour?) * 3600 + i32::from(value.tz_minute.unwrap_or(0)) * 60;
    FixedOffset::east_opt(if value.tz_minus { -east } else { east })
}

/// A wall-clock time as calendars write it.
pub(super) fn partial(wall: NaiveDateTime) -> Option<PartialDateTime> {
    Some(PartialDateTime {
        year: Some(u16::try_from(wall.year()).ok()?),
        month: Some(u8::try_from(wall.month()).ok()?),
        day: Some(u8::try_from(wall.day()).ok()?),
        hour: Some(u8::try_from(wall.hour()).ok()?),
        minute: Some(u8::try_from(wall.minute()).ok()?),
        second: Some(u8::try_from(wall.second()).ok()?),
        tz_hour: None,
        tz_minute: None,
        tz_minus: false,
    })
}
