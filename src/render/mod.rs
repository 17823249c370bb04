//! Sections to bytes. Imported text reaches a sink only through an escaper.
