//! The fonts that come with the program (DejaVu, see `data/licences`): which glyph a character has, how wide it is, and
//! in which order the glyphs of a line stand.

use dejavu::{sans, sans_mono};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};
use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation;

use crate::error::DocumentError;

/// What a font is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    /// Running text.
    Plain,
    /// Headings and what has to be found at a glance.
    Strong,
    /// Codes: every letter as wide as every other, zero with a dot, one with a foot.
    Code,
}

/// All of them, read.
pub(crate) struct Fonts {
    plain: Typeface,
    strong: Typeface,
    code: Typeface,
}

impl Fonts {
    /// Reads them out of the program.
    ///
    /// # Errors
    /// Where one cannot be read.
    pub(crate) fn load() -> Result<Self, DocumentError> {
        Ok(Self {
            plain: Typeface::read(sans::regular()).ok_or(DocumentError::Font)?,
            strong: Typeface::read(sans::bold()).ok_or(DocumentError::Font)?,
            code: Typeface::read(sans_mono::bold()).ok_or(DocumentError::Font)?,
        })
    }

    /// The one for that.
    pub(crate) fn face(&self, face: Face) -> &Typeface {
        match face {
            Face::Plain => &self.plain,
            Face::Strong => &self.strong,
            Face::Code => &self.code,
        }
    }
}

/// One font: what is embedded, and what is measured by.
pub(crate) struct Typeface {
    font: Font,
    characters: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
}

impl Typeface {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let measured = FontRef::new(bytes).ok()?;
        let read = Self {
            font: Font::new(bytes.into(), 0)?,
            characters: measured.charmap(),
            metrics: measured.glyph_metrics(Size::unscaled(), LocationRef::default()),
        };
        read.glyph(char::REPLACEMENT_CHARACTER).is_some().then_some(read)
    }

    /// What the PDF embeds, as a subset.
    pub(crate) fn embedded(&self) -> Font {
        self.font.clone()
    }

    /// The text with every character this font has no glyph for as `�`, so that what is seen is what is copied.
    pub(crate) fn drawable(&self, text: &str) -> String {
        let known = |c| {
            if self.glyph(c).is_some() {
                c
            } else {
                char::REPLACEMENT_CHARACTER
            }
        };
        text.chars().map(known).collect()
    }

    /// How wide a text is at a size of one point.
    pub(crate) fn width(&self, text: &str) -> f32 {
        text.chars().map(|c| self.advance(c)).sum()
    }

    /// The glyphs of one line from left to right, as the directions of its characters want it (Unicode annex 9, a line
    /// in English), in runs of one direction each.
    pub(crate) fn runs(&self, line: &str) -> Vec<Vec<KrillaGlyph>> {
        let directions = BidiInfo::new(line, Some(Level::ltr()));
        let Some(paragraph) = directions.paragraphs.first() else {
            return Vec::new();
        };
        let (levels, runs) = directions.visual_runs(paragraph, paragraph.range.clone());
        runs.into_iter()
            .map(|run| {
                let start = run.start;
                let leftwards = levels.get(start).is_some_and(Level::is_rtl);
                let mut clusters: Vec<_> = line[run].grapheme_indices(true).collect();
                if leftwards {
                    clusters.reverse();
                }
                clusters
                    .into_iter()
                    .flat_map(|(at, cluster)| self.glyphs(cluster, start + at, leftwards))
                    .collect()
            })
            .collect()
    }

    /// One glyph a character; `offset` is where the text begins in the line, in bytes.
    pub(crate) fn glyphs(&self, text: &str, offset: usize, leftwards: bool) -> Vec<KrillaGlyph> {
        text.char_indices()
            .map(|(at, c)| {
                let range = offset + at..offset + at + c.len_utf8();
                let c = if leftwards { mirrored(c) } else { c };
                let id = self.glyph(c).map_or(0, skrifa::GlyphId::to_u32);
                KrillaGlyph::new(GlyphId::new(id), self.advance(c), 0.0, 0.0, 0.0, range, None)
            })
            .collect()
    }

    fn glyph(&self, c: char) -> Option<skrifa::GlyphId> {
        self.characters.map(c)
    }

    fn advance(&self, c: char) -> f32 {
        let units = self.glyph(c).and_then(|glyph| self.metrics.advance_width(glyph));
        units.unwrap_or(0.0) / self.font.units_per_em()
    }
}

/// The bracket as it looks where text runs leftwards (Unicode annex 9, rule L4).
fn mirrored(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        other => other,
    }
}
