//! Reads back what a page shows, as a viewer that copies text does: through the fonts' own tables of what each glyph
//! means and how wide it is. It knows the PDF this crate writes and no other.

use std::collections::BTreeMap;
use std::io::Read as _;

/// One stroke of text: characters that follow each other on one line. In points from the top left.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shown {
    /// What would be copied.
    pub(crate) text: String,
    /// Where it starts.
    pub(crate) x: f32,
    /// Its baseline.
    pub(crate) y: f32,
    /// Its size.
    pub(crate) size: f32,
    /// Where it ends, blanks at the end left out.
    pub(crate) end: f32,
}

/// A file taken apart.
pub(crate) struct Reader<'a> {
    objects: BTreeMap<usize, &'a [u8]>,
}

#[derive(Default)]
struct Font {
    meanings: BTreeMap<u16, String>,
    widths: BTreeMap<u16, f32>,
}

/// What a content stream is made of.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f32),
    Bytes(Vec<u8>),
    Word(String),
}

impl<'a> Reader<'a> {
    /// Finds every object by the table at the file's end.
    pub(crate) fn open(bytes: &'a [u8]) -> Self {
        let starts = after(bytes, b"startxref\n");
        let table = &bytes[number(starts) as usize..];
        let offsets: Vec<usize> = lossy(table)
            .lines()
            .take_while(|line| !line.starts_with("trailer"))
            .filter(|line| line.ends_with('n'))
            .map(|line| line[..10].parse().unwrap())
            .collect();
        let object = |at: &usize| (number(&bytes[*at..]) as usize, &bytes[*at..]);
        Self {
            objects: offsets.iter().map(object).collect(),
        }
    }

    /// How many pages there are.
    pub(crate) fn pages(&self) -> usize {
        self.objects
            .keys()
            .filter(|id| self.dictionary(**id).contains("/Type/Page/"))
            .count()
    }

    /// The page's width and height.
    pub(crate) fn size(&self) -> (f32, f32) {
        let page = self.page();
        let sides: Vec<f32> = numbers(page.split_once("/MediaBox[").unwrap().1);
        (sides[2], sides[3])
    }

    /// Everything outside streams: the document's information, its structure, its fonts' names.
    pub(crate) fn dictionaries(&self) -> String {
        self.objects.keys().map(|id| self.dictionary(*id)).collect()
    }

    /// What the one page shows, in the order of the file.
    pub(crate) fn shown(&self) -> Vec<Shown> {
        self.shown_on(0)
    }

    /// What a page shows, counted from 0.
    pub(crate) fn shown_on(&self, number: usize) -> Vec<Shown> {
        let ids = self.objects.keys().copied();
        let mut pages = ids.filter(|id| self.dictionary(*id).contains("/Type/Page/"));
        let page = self.dictionary(pages.nth(number).unwrap());
        let content = self.stream(reference(&page, "/Contents "));
        let fonts = self.fonts(&page);
        let (mut size, mut at, mut font) = (0.0, (0.0, 0.0), None);
        let mut shown = Vec::new();
        let mut operands = Vec::new();
        for token in tokens(&content) {
            let Token::Word(word) = &token else {
                operands.push(token);
                continue;
            };
            let figures: Vec<f32> = operands.iter().filter_map(figure).collect();
            match word.as_str() {
                "Tf" => size = figures[0],
                "Tm" => at = (figures[4], figures[5]),
                "Tj" | "TJ" => shown.push(stroke(&operands, font.unwrap(), size, at)),
                name if name.starts_with("/f") => font = Some(&fonts[&name[1..]]),
                _ => {}
            }
            operands.clear();
        }
        shown
    }

    fn page(&self) -> String {
        let mut ids = self.objects.keys();
        let id = ids.find(|id| self.dictionary(**id).contains("/Type/Page/")).unwrap();
        self.dictionary(*id)
    }

    fn fonts(&self, page: &str) -> BTreeMap<String, Font> {
        let resources = if page.contains("/Font<<") {
            page.to_owned()
        } else {
            self.dictionary(reference(page, "/Resources "))
        };
        let named = resources
            .split_once("/Font<<")
            .unwrap()
            .1
            .split_once(">>")
            .unwrap()
            .0
            .to_owned();
        let mut fonts = BTreeMap::new();
        for entry in named.split('/').filter(|entry| !entry.is_empty()) {
            let (name, id) = entry.split_once(' ').unwrap();
            fonts.insert(name.to_owned(), self.font(number(id.as_bytes()) as usize));
        }
        fonts
    }

    fn font(&self, id: usize) -> Font {
        let mut font = Font::default();
        let composite = self.dictionary(id);
        let meanings = self.stream(reference(&composite, "/ToUnicode "));
        for line in lossy(&meanings).lines().filter(|line| line.starts_with('<')) {
            let hex: Vec<&str> = line.split(['<', '>']).filter(|part| !part.trim().is_empty()).collect();
            let units: Vec<u16> = hex[1]
                .as_bytes()
                .chunks(4)
                .map(|four| hexadecimal(&lossy(four)))
                .collect();
            font.meanings
                .insert(hexadecimal(hex[0]), String::from_utf16(&units).unwrap());
        }
        let simple = self.dictionary(reference(&composite, "/DescendantFonts["));
        for run in numbers(simple.split_once("/W[").unwrap().1).chunks_exact(3) {
            for glyph in run[0] as u16..=run[1] as u16 {
                font.widths.insert(glyph, run[2] / 1000.0);
            }
        }
        font
    }

    /// An object as far as its stream, if it has one.
    fn dictionary(&self, id: usize) -> String {
        let object = self.objects[&id];
        // The end first: what is no stream must not be searched for one to the end of the file.
        let object = &object[..position(object, b"endobj").unwrap()];
        let end = position(object, b"stream\n").unwrap_or(object.len());
        lossy(&object[..end])
    }

    fn stream(&self, id: usize) -> Vec<u8> {
        let dictionary = self.dictionary(id);
        assert!(dictionary.contains("/FlateDecode"), "{dictionary}");
        let length = number(dictionary.split_once("/Length ").unwrap().1.as_bytes()) as usize;
        let packed = &after(self.objects[&id], b"stream\n")[..length];
        let mut plain = Vec::new();
        flate2::read::ZlibDecoder::new(packed).read_to_end(&mut plain).unwrap();
        plain
    }
}

fn stroke(operands: &[Token], font: &Font, size: f32, at: (f32, f32)) -> Shown {
    let (mut text, mut x, mut end) = (String::new(), at.0, at.0);
    for operand in operands {
        match operand {
            Token::Number(back) => x -= back / 1000.0 * size,
            Token::Bytes(bytes) => {
                for glyph in bytes.chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]])) {
                    let meaning = &font.meanings[&glyph];
                    text.push_str(meaning);
                    x += font.widths.get(&glyph).unwrap_or(&0.0) * size;
                    end = if meaning == " " { end } else { x };
                }
            }
            Token::Word(_) => {}
        }
    }
    let (x, y) = at;
    Shown { text, x, y, size, end }
}

fn figure(token: &Token) -> Option<f32> {
    match token {
        Token::Number(number) => Some(*number),
        Token::Bytes(_) | Token::Word(_) => None,
    }
}

fn tokens(content: &[u8]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = content;
    while let Some((first, others)) = rest.split_first() {
        match first {
            b'(' => {
                let (bytes, after) = string(others);
                tokens.push(Token::Bytes(bytes));
                rest = after;
            }
            b'[' | b']' | b' ' | b'\n' | b'<' | b'>' => rest = others,
            _ => {
                let end = others
                    .iter()
                    .position(|b| b" \n[]()<>/".contains(b))
                    .unwrap_or(others.len());
                let word = lossy(&rest[..=end]);
                tokens.push(word.parse().map_or(Token::Word(word), Token::Number));
                rest = &rest[end + 1..];
            }
        }
    }
    tokens
}

/// A string in round brackets: its bytes, and what follows it.
fn string(mut rest: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut bytes = Vec::new();
    let mut depth = 0;
    loop {
        let b = rest[0];
        rest = &rest[1..];
        match b {
            b')' if depth == 0 => return (bytes, rest),
            b'\\' => {
                let digits = rest.iter().take(3).take_while(|b| (b'0'..=b'7').contains(b)).count();
                if digits > 0 {
                    bytes.push(u8::from_str_radix(&lossy(&rest[..digits]), 8).unwrap());
                    rest = &rest[digits..];
                } else {
                    let plain = [(b'n', b'\n'), (b'r', b'\r'), (b't', b'\t'), (b'b', 8), (b'f', 12)];
                    bytes.push(
                        plain
                            .iter()
                            .find(|(name, _)| *name == rest[0])
                            .map_or(rest[0], |(_, b)| *b),
                    );
                    rest = &rest[1..];
                }
            }
            other => {
                depth += i32::from(other == b'(') - i32::from(other == b')');
                bytes.push(other);
            }
        }
    }
}

fn reference(dictionary: &str, key: &str) -> usize {
    let at = dictionary
        .split_once(key)
        .unwrap_or_else(|| panic!("no {key} in {dictionary}"))
        .1;
    number(at.as_bytes()) as usize
}

fn number(bytes: &[u8]) -> f32 {
    let digits: Vec<u8> = bytes.iter().copied().take_while(u8::is_ascii_digit).collect();
    lossy(&digits).parse().unwrap()
}

/// The numbers up to the array's end.
fn numbers(array: &str) -> Vec<f32> {
    let inside = array.split_once(']').unwrap().0;
    inside.split(' ').map(|number| number.parse().unwrap()).collect()
}

fn hexadecimal(digits: &str) -> u16 {
    u16::from_str_radix(digits, 16).unwrap()
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn after<'a>(bytes: &'a [u8], wanted: &[u8]) -> &'a [u8] {
    &bytes[position(bytes, wanted).unwrap() + wanted.len()..]
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
