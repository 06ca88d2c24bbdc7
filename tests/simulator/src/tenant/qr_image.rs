//! QR codes as pictures that a phone can read.

use qrcodegen::{QrCode, QrCodeEcc};

/// Quiet modules around the code.
const MARGIN: i32 = 4;

/// The text as a picture in SVG; empty for a text that is too long for any code.
pub(crate) fn draw(text: &str) -> String {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Low) else {
        return String::new();
    };
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            path.push_str(&format!("M{},{}h1v1h-1z", x + MARGIN, y + MARGIN));
        }
    }
    let side = code.size() + 2 * MARGIN;
    format!(
        "<svg version=\"1.1\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\"{path}\"/></svg>"
    )
}
