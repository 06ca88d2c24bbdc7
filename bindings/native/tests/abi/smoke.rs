//! A host in C, `tests/smoke.c`, compiled with the C compiler of this machine and linked against the library.
//! Only where that compiler is called `cc`, which is everywhere but on Windows.

use crate::library::library;
use crate::tenant::{NORA, Tenant};
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn a_host_in_c_gets_its_work_done() {
    let tenant = Tenant::new();
    let program = compile_smoke();
    let status = Command::new(program)
        .arg(tenant.config("clientSecret"))
        .arg(tenant.startup().connection.client_secret)
        .arg(NORA)
        .status()
        .expect("the program starts");
    assert!(status.success(), "the host in C failed: {status}");
    assert_eq!(tenant.methods_of_nora(), 0);
}

fn compile_smoke() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let library = library();
    let folder = library.parent().expect("a library is in a folder");
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("smoke");
    let compiled = Command::new("cc")
        .args(["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I"])
        .arg(root.join("include"))
        .arg(root.join("tests/smoke.c"))
        .arg("-o")
        .arg(&program)
        .arg(&library)
        .arg(format!("-Wl,-rpath,{}", folder.display()))
        .status()
        .expect("this test needs a C compiler named `cc` on the path: install gcc or clang");
    assert!(compiled.success(), "smoke.c does not compile: {compiled}");
    program
}
