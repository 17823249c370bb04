//! Seeded worlds: people, communities and a year of exports in real formats.

pub mod classic;
