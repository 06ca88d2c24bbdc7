//! Bytes to UTF-8: files come with and without a byte order mark, and in UTF-16 from Excel and Windows PowerShell.

/// A byte that no UTF-8 has: it stands where UTF-16 was broken, so that whoever uses the text notices.
const BROKEN: u8 = 0xff;

/// Turns pieces of a file into UTF-8. What is neither UTF-8 nor UTF-16 passes unchanged.
pub(super) struct Decoder {
    form: Form,
}

enum Form {
    /// What was seen so far: less than a byte order mark.
    Beginning(Vec<u8>),
    Utf8,
    Utf16(Utf16),
}

struct Utf16 {
    big_endian: bool,
    /// The first byte of a unit.
    half: Option<u8>,
    /// The first unit of a pair.
    high: Option<u16>,
}

impl Decoder {
    pub(super) const fn new() -> Self {
        Self {
            form: Form::Beginning(Vec::new()),
        }
    }

    pub(super) fn feed(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        match &mut self.form {
            Form::Utf8 => out.extend_from_slice(bytes),
            Form::Utf16(utf16) => utf16.feed(bytes, out),
            Form::Beginning(_) => {
                let mut head = self.head();
                head.extend_from_slice(bytes);
                if head.len() < 3 {
                    self.form = Form::Beginning(head);
                } else {
                    self.begin(&head, out);
                }
            }
        }
    }

    pub(super) fn finish(&mut self, out: &mut Vec<u8>) {
        let head = self.head();
        if !head.is_empty() {
            self.begin(&head, out);
        }
        if let Form::Utf16(utf16) = &mut self.form {
            utf16.finish(out);
        }
    }

    fn head(&mut self) -> Vec<u8> {
        match &mut self.form {
            Form::Beginning(head) => std::mem::take(head),
            _ => Vec::new(),
        }
    }

    fn begin(&mut self, head: &[u8], out: &mut Vec<u8>) {
        let utf16 = |big_endian| {
            Form::Utf16(Utf16 {
                big_endian,
                half: None,
                high: None,
            })
        };
        let (form, mark) = match head {
            [0xef, 0xbb, 0xbf, ..] => (Form::Utf8, 3),
            [0xff, 0xfe, ..] => (utf16(false), 2),
            [0xfe, 0xff, ..] => (utf16(true), 2),
            // Headers and JSON begin in ASCII, which has a zero in every unit of UTF-16.
            [1..=0x7f, 0, ..] => (utf16(false), 0),
            [0, 1..=0x7f, ..] => (utf16(true), 0),
            _ => (Form::Utf8, 0),
        };
        self.form = form;
        self.feed(&head[mark..], out);
    }
}

impl Utf16 {
    fn feed(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        for &byte in bytes {
            let Some(first) = self.half.take() else {
                self.half = Some(byte);
                continue;
            };
            let unit = if self.big_endian {
                u16::from_be_bytes([first, byte])
            } else {
                u16::from_le_bytes([first, byte])
            };
            self.unit(unit, out);
        }
    }

    fn unit(&mut self, unit: u16, out: &mut Vec<u8>) {
        if matches!(unit, 0xd800..=0xdbff) {
            if self.high.replace(unit).is_some() {
                out.push(BROKEN);
            }
            return;
        }
        let units = [self.high.take().unwrap_or(unit), unit];
        let whole = if units[0] == unit { &units[1..] } else { &units[..] };
        for decoded in char::decode_utf16(whole.iter().copied()) {
            match decoded {
                Ok(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                Err(_) => out.push(BROKEN),
            }
        }
    }

    fn finish(&mut self, out: &mut Vec<u8>) {
        if self.high.take().is_some() || self.half.take().is_some() {
            out.push(BROKEN);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Decodes in pieces of that length.
    fn decoded(bytes: &[u8], piece: usize) -> Vec<u8> {
        let (mut decoder, mut out) = (Decoder::new(), Vec::new());
        for piece in bytes.chunks(piece) {
            decoder.feed(piece, &mut out);
        }
        decoder.finish(&mut out);
        out
    }

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    proptest! {
        #[test]
        fn every_form_is_the_same_text(text in "[a-z\\[\\{\"][^\\x00]\\PC{0,40}", piece in 1_usize..9) {
            for (mark, bytes) in [
                (&b""[..], text.as_bytes().to_vec()),
                (b"\xef\xbb\xbf", text.as_bytes().to_vec()),
                (b"\xff\xfe", utf16(&text, u16::to_le_bytes)),
                (b"\xfe\xff", utf16(&text, u16::to_be_bytes)),
            ] {
                let file = [mark, &bytes].concat();
                prop_assert_eq!(decoded(&file, piece), text.as_bytes());
            }
        }

        #[test]
        fn pieces_do_not_matter(bytes in prop::collection::vec(any::<u8>(), 0..60), piece in 1_usize..9) {
            prop_assert_eq!(decoded(&bytes, piece), decoded(&bytes, 100));
        }
    }

    #[test]
    fn utf16_is_told_without_its_mark() {
        assert_eq!(decoded(&utf16("UPN", u16::to_le_bytes), 4), b"UPN");
        assert_eq!(decoded(&utf16("UPN", u16::to_be_bytes), 4), b"UPN");
    }

    #[test]
    fn what_is_broken_stays_broken() {
        for units in [
            &[0x61, 0xd800][..],
            &[0x61, 0xd800, 0x62],
            &[0x61, 0xdc00],
            &[0x61, 0xd800, 0xd800, 0xdc00],
        ] {
            let bytes: Vec<u8> = units.iter().flat_map(|unit: &u16| unit.to_le_bytes()).collect();
            let text = decoded(&[b"\xff\xfe", &bytes[..]].concat(), 3);
            assert!(std::str::from_utf8(&text).is_err(), "{units:x?} {text:x?}");
        }
        assert_eq!(decoded(b"\xff\xfea\0b", 2), b"a\xff");
    }
}
