//! Named files by the host: Node has a disk, and whoever has none gives what the lines of a journal go to.

use super::ask::{text, try_method};
use crate::convert::error_message;
use graph_mfa::platform::{BoxFuture, Store, StoreFault};
use js_sys::{Function, Reflect, Uint8Array};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast as _, JsValue};

/// Asks an object of the shape of the TypeScript interface `Store`.
pub(crate) struct HostStore(SendWrapper<JsValue>);

impl HostStore {
    pub(crate) fn new(store: JsValue) -> Self {
        Self(SendWrapper::new(store))
    }

    /// Calls a method that answers nothing.
    fn tell<'a>(
        &'a self,
        method: &'static str,
        name: &'a str,
        argument: Option<JsValue>,
    ) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(SendWrapper::new(async move {
            let arguments: Vec<JsValue> = [JsValue::from(name)].into_iter().chain(argument).collect();
            try_method(&self.0, method, &arguments).await.map_err(fault)?;
            Ok(())
        }))
    }

    async fn bytes(&self, name: &str, offset: u64, most: usize) -> Result<Vec<u8>, StoreFault> {
        let arguments = [name.into(), number(offset), number(most as u64)];
        let read = try_method(&self.0, "read", &arguments).await.map_err(fault)?;
        read.dyn_into::<Uint8Array>()
            .map(|bytes| bytes.to_vec())
            .map_err(|_| StoreFault::Other("what was read is no Uint8Array".to_owned()))
    }
}

impl Store for HostStore {
    fn read<'a>(
        &'a self,
        name: &'a str,
        offset: u64,
        most: usize,
    ) -> BoxFuture<'a, Result<Vec<u8>, StoreFault>> {
        Box::pin(SendWrapper::new(self.bytes(name, offset, most)))
    }

    fn create<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        self.tell("create", name, Some(Uint8Array::from(bytes).into()))
    }

    fn append<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        self.tell("append", name, Some(Uint8Array::from(bytes).into()))
    }

    fn replace<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        self.tell("replace", name, Some(Uint8Array::from(bytes).into()))
    }

    fn cut<'a>(&'a self, name: &'a str, length: u64) -> BoxFuture<'a, Result<(), StoreFault>> {
        self.tell("cut", name, Some(number(length)))
    }

    fn remove<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<(), StoreFault>> {
        self.tell("remove", name, None)
    }

    fn owner(&self) -> String {
        let owner = Reflect::get(&self.0, &"owner".into()).ok();
        let owner = owner.and_then(|owner| owner.dyn_into::<Function>().ok());
        let told = owner.and_then(|owner| owner.call0(&self.0).ok());
        told.and_then(|told| told.as_string()).unwrap_or_default()
    }
}

/// JavaScript counts exactly as far as any file reaches.
fn number(value: u64) -> JsValue {
    JsValue::from_f64(value as f64)
}

/// What was thrown: Node's codes say what a caller can do something about.
fn fault(thrown: JsValue) -> StoreFault {
    match text(&thrown, "code").as_deref() {
        Some("ENOENT") => StoreFault::Missing,
        Some("EEXIST") => StoreFault::Exists,
        _ => StoreFault::Other(error_message(&thrown)),
    }
}
