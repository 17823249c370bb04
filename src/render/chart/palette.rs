//! Colours that colour-blind readers tell apart (Okabe and Ito, 2008), and the greys around them.

/// Red, green, blue.
pub(super) type Color = (u8, u8, u8);

pub(super) const WHITE: Color = (0xff, 0xff, 0xff);
pub(super) const INK: Color = (0x1f, 0x23, 0x28);
pub(super) const MUTED: Color = (0x5b, 0x63, 0x6d);
pub(super) const AXIS: Color = (0x9a, 0xa2, 0xab);
pub(super) const GRID: Color = (0xe7, 0xe9, 0xec);
pub(super) const TIE: Color = (0xc3, 0xc9, 0xd1);
pub(super) const PANEL: Color = (0xf5, 0xf6, 0xf8);
pub(super) const BLUE: Color = (0x00, 0x72, 0xb2);

/// Colours of series and communities, strongest contrast first; the yellow of the original palette is too pale on white.
const SERIES: [Color; 6] =
    [BLUE, (0xd5, 0x5e, 0x00), (0x00, 0x9e, 0x73), (0xb0, 0x4f, 0x8a), (0xd8, 0x93, 0x00), (0x2f, 0x9b, 0xdb)];

/// How many communities get a colour and a mark of their own.
pub(super) const SLOTS: usize = SERIES.len();

/// The colour of a series or community; what has no slot of its own is grey.
pub(super) fn series(slot: usize) -> Color {
    SERIES.get(slot).copied().unwrap_or(MUTED)
}

/// A colour mixed with white, so that nothing needs to be transparent: 1 is the colour, 0 is white.
pub(super) fn tint(color: Color, share: f64) -> Color {
    let mix = |channel: u8| (255.0 - (255.0 - f64::from(channel)) * share.clamp(0.0, 1.0)).round() as u8;
    (mix(color.0), mix(color.1), mix(color.2))
}
