//! Network to numbers: one measure a file.
