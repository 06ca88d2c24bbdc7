//! The committed header says what the sources say.

use std::path::Path;

#[test]
fn the_header_is_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(root.join("cbindgen.toml")).expect("cbindgen.toml is readable");
    let mut header = Vec::new();
    cbindgen::Builder::new()
        .with_config(config)
        .with_src(root.join("src/status.rs"))
        .with_src(root.join("src/lib.rs"))
        .generate()
        .expect("the sources can be read")
        .write(&mut header);
    let header = String::from_utf8(header).expect("a header is text");

    let path = root.join("include/graph_mfa.h");
    if std::env::var_os("GRAPH_MFA_BLESS").is_some() {
        std::fs::write(&path, &header).expect("the header is writable");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == header,
        "{} does not fit the sources; write it again with\n    GRAPH_MFA_BLESS=1 cargo test -p graph-mfa-native header",
        path.display()
    );
}
