// Loads the lab once and mounts it into every element marked `data-iw-lab`.
//
// The attribute's value is the lab's settings, as in a link without its '#'; where it is empty, the settings are
// those of the page's own link.

/** The mounted labs by their host element. Held for as long as the page: a lab that is let go of stops. */
export const labs = new Map();

/** A module of one function that counts bits in the lanes of a 128-bit vector. */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

const NO_SIMD =
  'This browser cannot run the lab: it needs WebAssembly with 128-bit vectors. ' +
  'Chrome and Edge have them since version 91, Firefox since 89, Safari since 16.4.';

const NOT_LOADED = 'The lab could not be loaded. Check the connection, then load this page again.';

const hosts = [...document.querySelectorAll('[data-iw-lab]')];

async function start() {
  // Ask for the WebAssembly before its script has arrived.
  const wasm = fetch(new URL('../iw_lab_bg.wasm', import.meta.url));
  const { default: init, mount } = await import('../iw_lab.js');
  await init({ module_or_path: wasm });
  for (const host of hosts) {
    // A host without settings of its own follows the page's link and keeps it up to date.
    const own = !host.dataset.iwLab;
    const query = own ? location.hash.slice(1) : host.dataset.iwLab;
    labs.set(host, mount(host, query, own));
  }
}

/** Puts a sentence where each lab would be. */
function say(sentence) {
  for (const host of hosts) {
    const message = document.createElement('p');
    message.setAttribute('role', 'alert');
    message.textContent = sentence;
    (host.shadowRoot ?? host).replaceChildren(message);
  }
}

if (globalThis.WebAssembly?.validate(SIMD_PROBE)) {
  try {
    await start();
  } catch (error) {
    say(NOT_LOADED);
    console.error(error);
  }
} else {
  say(NO_SIMD);
}
