//! A document and its pages: text, lists, rules and frames put at a place in points from the top left, each said to a
//! screen reader for what it is (tagged PDF). Metadata is a title and a language, no date and no random id.

use krilla::color::luma;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, Tag, TagGroup, TagKind, TagTree,
};
use krilla::{Document, SerializeSettings};
use std::num::NonZeroU16;
use zeroize::Zeroizing;

use super::font::Fonts;
use super::paragraph::{Set, Style, set};
use crate::error::DocumentError;

/// From the top of a line to its baseline, in sizes: where DejaVu's accents end.
pub(super) const ASCENT: f32 = 0.93;

/// A document under way.
pub(crate) struct Pdf {
    document: Document,
    fonts: Fonts,
    tags: TagTree,
}

impl Pdf {
    /// Begins one, in English.
    ///
    /// # Errors
    /// Where a font cannot be read.
    pub(crate) fn new(title: &str) -> Result<Self, DocumentError> {
        let mut document = Document::new_with(SerializeSettings {
            xmp_metadata: false,
            ..SerializeSettings::default()
        });
        let title = domain::contact::visible(title);
        document.set_metadata(Metadata::new().title(title).language("en".to_owned()));
        Ok(Self {
            document,
            fonts: Fonts::load()?,
            tags: TagTree::new(),
        })
    }

    /// Adds a page so many points wide and high.
    ///
    /// # Errors
    /// Where that is no size for a page.
    pub(crate) fn page(
        &mut self,
        width: f32,
        height: f32,
        fill: impl FnOnce(&mut Page<'_>),
    ) -> Result<(), DocumentError> {
        let size = PageSettings::from_wh(width, height);
        let size = size.ok_or_else(|| DocumentError::Pdf(format!("no page is {width} by {height} points")))?;
        let mut page = self.document.start_page_with(size);
        fill(&mut Page {
            surface: page.surface(),
            fonts: &self.fonts,
            tags: &mut self.tags,
        });
        page.finish();
        Ok(())
    }

    /// A text in the lines it will be drawn in.
    pub(super) fn set(&self, text: &str, style: &Style, width: f32) -> Set {
        set(text, style, width, self.fonts.face(style.face))
    }

    /// How high a text will be, in points.
    pub(crate) fn height(&self, text: &str, style: &Style, width: f32) -> f32 {
        let set = self.set(text, style, width);
        set.lines.len() as f32 * set.size * style.leading
    }

    /// Says what stands on the pages, behind what they said themselves.
    pub(super) fn tag(&mut self, group: TagGroup) {
        self.tags.push(group);
    }

    /// The bytes of the file, wiped when dropped; what was set on the way to them is not.
    ///
    /// # Errors
    /// Where no PDF comes of it.
    pub(crate) fn finish(mut self) -> Result<Zeroizing<Vec<u8>>, DocumentError> {
        self.document.set_tag_tree(self.tags);
        let bytes = self.document.finish();
        bytes
            .map(Zeroizing::new)
            .map_err(|error| DocumentError::Pdf(error.to_string()))
    }
}

/// What a text is, for whoever does not see how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The one heading of the page.
    Title,
    /// A heading inside it.
    Heading,
    /// Everything else.
    Paragraph,
}

impl Role {
    fn tag(self) -> TagKind {
        match self {
            Role::Title => Tag::Hn(NonZeroU16::MIN, None).into(),
            Role::Heading => Tag::Hn(NonZeroU16::MIN.saturating_add(1), None).into(),
            Role::Paragraph => Tag::P.into(),
        }
    }
}

/// A strip of the page that fills from the top. In points.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Its left edge.
    pub(crate) x: f32,
    /// Where the next thing goes.
    pub(crate) y: f32,
    /// How wide it is.
    pub(crate) width: f32,
}

impl Column {
    /// Leaves so much room.
    pub(crate) fn skip(&mut self, points: f32) {
        self.y += points;
    }

    /// The same, that much further down.
    pub(crate) fn lowered(self, points: f32) -> Self {
        Self {
            y: self.y + points,
            ..self
        }
    }

    /// The same place, that much from the left.
    pub(crate) fn indented(self, points: f32) -> Self {
        Self {
            x: self.x + points,
            width: self.width - points,
            ..self
        }
    }

    /// Two of one width side by side, so far apart.
    pub(crate) fn halves(self, gap: f32) -> (Self, Self) {
        let width = (self.width - gap) / 2.0;
        (
            Self { width, ..self },
            Self {
                width,
                ..self.indented(width + gap)
            },
        )
    }
}

/// A page being filled.
pub(crate) struct Page<'p> {
    surface: Surface<'p>,
    fonts: &'p Fonts,
    tags: &'p mut TagTree,
}

impl Page<'_> {
    /// A text as wide as the column, which then goes on under it.
    pub(crate) fn text(&mut self, column: &mut Column, role: Role, style: &Style, text: &str) {
        let mut group = TagGroup::new(role.tag());
        self.block(column, style, text, &mut group);
        self.tags.push(group);
    }

    /// A fact and what it is about, side by side: `label` takes so many points.
    pub(crate) fn fact(&mut self, column: &mut Column, label: (&str, &Style, f32), value: (&str, &Style)) {
        let mut group = TagGroup::new(Tag::P);
        let (label, label_style, room) = label;
        let (value, value_style) = value;
        let mut right = column.indented(room);
        let mut left = Column { width: room, ..*column };
        // On one baseline, whatever size the value came out in.
        let size = self.set(value, value_style, right.width).size;
        left.y += (size - label_style.size) * ASCENT;
        self.block(&mut left, label_style, label, &mut group);
        self.block(&mut right, value_style, value, &mut group);
        column.y = left.y.max(right.y);
        self.tags.push(group);
    }

    /// A list: each item has a mark, the texts stand so many points to the right of it.
    pub(crate) fn list(&mut self, column: &mut Column, style: &Style, indent: f32, gap: f32, items: &[(&str, &str)]) {
        let mut list = TagGroup::new(Tag::L(ListNumbering::None));
        for (mark, text) in items {
            let mut body = TagGroup::new(Tag::LBody);
            self.block(&mut column.clone(), style, mark, &mut body);
            let mut right = column.indented(indent);
            self.block(&mut right, style, text, &mut body);
            column.y = right.y + gap;
            list.push(TagGroup::with_children(Tag::LI, vec![body.into()]));
        }
        self.tags.push(list);
    }

    /// Short texts that are read as one, each in the middle of its own column.
    pub(crate) fn centred(&mut self, texts: &[(Column, &Style, &str)]) {
        let mut group = TagGroup::new(Tag::P);
        for (column, style, text) in texts {
            let set = self.set(text, &style.within(1, style.least), column.width);
            for line in &set.lines {
                let width = self.fonts.face(style.face).width(line) * set.size;
                let at = Point::from_xy(column.x + (column.width - width) / 2.0, column.y + ASCENT * set.size);
                group.push(self.line(at, style, set.size, line));
            }
        }
        self.tags.push(group);
    }

    /// Characters of one width far apart on one line, each in the middle of its own strip `step` points wide, a blank
    /// `blank` wide.
    pub(crate) fn spread(&mut self, left: f32, baseline: f32, style: &Style, text: &str, step: f32, blank: f32) {
        let typeface = self.fonts.face(style.face);
        let mut glyphs = typeface.glyphs(text, 0, false);
        let width = glyphs.first().map_or(0.0, |glyph| glyph.x_advance) * style.size;
        for (glyph, c) in glyphs.iter_mut().zip(text.chars()) {
            glyph.x_advance = if c == ' ' { blank } else { step } / style.size;
        }
        let identifier = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        self.ink(style.shade);
        let at = Point::from_xy(left + (step - width) / 2.0, baseline);
        self.surface
            .draw_glyphs(at, &glyphs, typeface.embedded(), text, style.size, false);
        self.surface.end_tagged();
        let mut group = TagGroup::new(Tag::P);
        group.push(identifier);
        self.tags.push(group);
    }

    /// A line across the column, so thick.
    pub(crate) fn rule(&mut self, column: &Column, thickness: f32, shade: u8) {
        let mut path = PathBuilder::new();
        path.move_to(column.x, column.y);
        path.line_to(column.x + column.width, column.y);
        self.stroke(path.finish(), thickness, shade);
    }

    /// A broken line across the column, to cut along.
    pub(crate) fn cut(&mut self, column: &Column, shade: u8) {
        const DASH: f32 = 4.0;
        let mut path = PathBuilder::new();
        let mut x = column.x;
        while x < column.x + column.width {
            path.move_to(x, column.y);
            path.line_to((x + DASH).min(column.x + column.width), column.y);
            x += 2.0 * DASH;
        }
        self.stroke(path.finish(), 0.6, shade);
    }

    /// A frame as wide as the column and so high, its line so thick; the column stays where it is.
    pub(crate) fn frame(&mut self, column: &Column, height: f32, thickness: f32, shade: u8) {
        let mut path = PathBuilder::new();
        if let Some(rect) = Rect::from_xywh(column.x, column.y, column.width, height) {
            path.push_rect(rect);
        }
        self.stroke(path.finish(), thickness, shade);
    }

    pub(super) fn set(&self, text: &str, style: &Style, width: f32) -> Set {
        set(text, style, width, self.fonts.face(style.face))
    }

    /// How wide one line is, in points.
    pub(super) fn width(&self, line: &str, style: &Style) -> f32 {
        self.fonts.face(style.face).width(line) * style.size
    }

    fn block(&mut self, column: &mut Column, style: &Style, text: &str, group: &mut TagGroup) {
        let set = self.set(text, style, column.width);
        for line in &set.lines {
            let at = Point::from_xy(column.x, column.y + ASCENT * set.size);
            group.push(self.line(at, style, set.size, line));
            column.y += set.size * style.leading;
        }
    }

    /// Draws one line of a block.
    pub(super) fn line(&mut self, at: Point, style: &Style, size: f32, line: &str) -> Identifier {
        self.tagged(ContentTag::Span(SpanTag::empty()), at, style, size, line)
    }

    /// Draws one line; the blank after it keeps its last word apart from the next line's first when it is read aloud.
    pub(super) fn tagged(
        &mut self,
        tag: ContentTag<'_>,
        at: Point,
        style: &Style,
        size: f32,
        line: &str,
    ) -> Identifier {
        let typeface = self.fonts.face(style.face);
        let line = format!("{line} ");
        let identifier = self.surface.start_tagged(tag);
        self.ink(style.shade);
        let mut x = at.x;
        for glyphs in typeface.runs(&line) {
            let start = Point::from_xy(x, at.y);
            self.surface
                .draw_glyphs(start, &glyphs, typeface.embedded(), &line, size, false);
            x += glyphs.iter().map(|glyph| glyph.x_advance).sum::<f32>() * size;
        }
        self.surface.end_tagged();
        identifier
    }

    fn ink(&mut self, shade: u8) {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill {
            paint: luma::Color::new(shade).into(),
            ..Fill::default()
        }));
    }

    fn stroke(&mut self, path: Option<Path>, thickness: f32, shade: u8) {
        let Some(path) = path else { return };
        let tag = ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout));
        self.surface.start_tagged(tag);
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke {
            paint: luma::Color::new(shade).into(),
            width: thickness,
            ..Stroke::default()
        }));
        self.surface.draw_path(&path);
        self.surface.end_tagged();
    }
}
