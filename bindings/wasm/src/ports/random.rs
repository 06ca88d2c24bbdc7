//! Randomness from `crypto.getRandomValues`.

use graph_mfa::platform::{NoRandomness, Rng};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(bytes: &mut [u8]) -> Result<JsValue, JsValue>;
}

/// The host's Web Crypto.
pub(crate) struct WebCrypto;

impl Rng for WebCrypto {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        get_random_values(bytes).map(|_| ()).map_err(|_| NoRandomness)
    }
}
