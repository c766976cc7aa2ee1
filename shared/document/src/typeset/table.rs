//! A table over several pages: every cell is set into its column first, so that whoever lays pages out knows how high each
//! row is and how many pages there will be. To a screen reader it is one table; the heads repeated on later pages and
//! the lines at the foot of a page are no part of it.

use krilla::geom::Point;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, TableHeaderScope, Tag, TagGroup};

use super::page::{ASCENT, Column, Page, Pdf};
use super::paragraph::{Set, Style};

/// Between two columns, in points.
const GUTTER: f32 = 8.0;

/// One column: its head, and how wide it is in points.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    pub(crate) label: &'static str,
    pub(crate) width: f32,
}

/// A table under way.
pub(crate) struct Table<'a> {
    heads: &'a [Head],
    style: Style,
    group: TagGroup,
}

/// A row that knows how high it is.
pub(crate) struct Row {
    cells: Vec<Set>,
    height: f32,
}

impl Row {
    /// How high it is, in points.
    pub(crate) fn height(&self) -> f32 {
        self.height
    }
}

impl<'a> Table<'a> {
    /// A table with these columns, its cells in that style.
    pub(crate) fn new(heads: &'a [Head], style: Style) -> Self {
        Self {
            heads,
            style,
            group: TagGroup::new(Tag::Table),
        }
    }

    /// Sets a row, a cell for each column.
    pub(crate) fn row<'c>(&self, pdf: &Pdf, cells: impl IntoIterator<Item = &'c str>) -> Row {
        let cells: Vec<Set> = cells
            .into_iter()
            .zip(self.heads)
            .map(|(text, head)| pdf.set(text, &self.style, head.width - GUTTER))
            .collect();
        let high = |set: &Set| set.lines.len() as f32 * set.size * self.style.leading;
        let height = cells
            .iter()
            .map(high)
            .fold(self.style.size * self.style.leading, f32::max);
        Row { cells, height }
    }

    /// Ends it.
    pub(crate) fn finish(self, pdf: &mut Pdf) {
        pdf.tag(self.group);
    }
}

impl Page<'_> {
    /// The heads of the columns; `again`: they stood on a page before.
    pub(crate) fn heads(&mut self, column: &mut Column, table: &mut Table<'_>, style: &Style, again: bool) {
        let mut row = TagGroup::new(Tag::TR);
        let mut x = column.x;
        for head in table.heads {
            let at = Point::from_xy(x, column.y + ASCENT * style.size);
            if again {
                self.apart(at, style, head.label, ArtifactType::PaginationOther);
            } else {
                let mut cell = TagGroup::new(Tag::TH(TableHeaderScope::Column));
                cell.push(self.line(at, style, style.size, head.label));
                row.push(cell);
            }
            x += head.width;
        }
        if !again {
            table.group.push(row);
        }
        column.y += style.size * style.leading;
    }

    /// A row, at the top of what is left of the column.
    pub(crate) fn row(&mut self, column: &mut Column, table: &mut Table<'_>, row: &Row) {
        let mut group = TagGroup::new(Tag::TR);
        let mut x = column.x;
        for (set, head) in row.cells.iter().zip(table.heads) {
            let mut cell = TagGroup::new(Tag::TD);
            let mut y = column.y;
            for line in &set.lines {
                let at = Point::from_xy(x, y + ASCENT * set.size);
                cell.push(self.line(at, &table.style, set.size, line));
                y += set.size * table.style.leading;
            }
            group.push(cell);
            x += head.width;
        }
        table.group.push(group);
        column.y += row.height;
    }

    /// A line at the foot of a page: the left words, and the right ones that end where the column does.
    pub(crate) fn foot(&mut self, column: &Column, style: &Style, left: &str, right: &str) {
        let y = column.y + ASCENT * style.size;
        let set = self.set(left, &style.within(1, style.size), column.width * 0.75);
        for line in &set.lines {
            self.apart(Point::from_xy(column.x, y), style, line, ArtifactType::Footer);
        }
        let width = self.width(right, style);
        let at = Point::from_xy(column.x + column.width - width, y);
        self.apart(at, style, right, ArtifactType::PageNumber);
    }

    /// Words that are no part of what is read aloud.
    fn apart(&mut self, at: Point, style: &Style, line: &str, kind: ArtifactType) {
        self.tagged(
            ContentTag::Artifact(Artifact::with_kind(kind)),
            at,
            style,
            style.size,
            line,
        );
    }
}
