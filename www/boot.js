// Loads the lab once and mounts it into every element marked `data-iw-lab`.
//
// The attribute's value is the lab's settings, as in a link without its '#'; where it is empty, the settings are
// those of the page's own link. The WebAssembly comes in parts: the first one now, the others when they are first
// called for, when the page is first touched, or when it has stood for a minute, so that what is called for is there
// without a wait. What is called all the same before it is there is fetched on the spot.

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

const PARTS = ['hands', 'theory', 'own_data'];
const MINUTE = 60_000;

const hosts = [...document.querySelectorAll('[data-iw-lab]')];

async function start() {
  // Ask for the WebAssembly before its script has arrived.
  const wasm = fetch(new URL('page.wasm', import.meta.url));
  const { default: init, mount, fetchMissingBy } = await import('./page.js');
  const first = await init({ module_or_path: wasm });
  const parts = new Parts(first);
  const fetchPart = (name) => parts.fetch(name);
  fetchMissingBy((at) => parts.fetchNow(PARTS[at]));
  for (const host of hosts) {
    // A host without settings of its own follows the page's link and keeps it up to date.
    const own = !host.dataset.iwLab;
    const query = own ? location.hash.slice(1) : host.dataset.iwLab;
    if (query) await Promise.all([fetchPart('hands'), query.includes('points=') && fetchPart('own_data')]);
    labs.set(host, mount(host, query, own, fetchPart));
  }
  const fetchAll = () => PARTS.forEach((name) => fetchPart(name).catch(() => {}));
  for (const touch of ['pointermove', 'pointerdown', 'keydown', 'focusin']) addEventListener(touch, fetchAll, { once: true });
  setTimeout(fetchAll, MINUTE);
}

/** The other parts of the WebAssembly. */
class Parts {
  #imports;
  #linked = new Set();
  #promises = new Map();

  /** They import by name what the first part exports, and functions by their places in the function table. */
  constructor(first) {
    this.#imports = { first: new Proxy({}, { get: (_, key) => first[key] ?? first.$t0.get(key) }) };
  }

  /** Fetches a part, once; again only after a failure. */
  fetch(name) {
    if (!this.#promises.has(name)) {
      const promise = this.#fetch(name);
      this.#promises.set(name, promise);
      promise.catch(() => this.#promises.delete(name));
    }
    return this.#promises.get(name);
  }

  async #fetch(name) {
    const answer = await fetch(address(name));
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    this.#link(name, await WebAssembly.compile(await answer.arrayBuffer()));
  }

  /** Fetches a part while everything waits: nothing that is expected gets here before `fetch` was called. */
  fetchNow(name) {
    const request = new XMLHttpRequest();
    request.open('GET', address(name), false);
    // A request that is waited for gives no bytes, but a text of one character for each.
    request.overrideMimeType('text/plain; charset=x-user-defined');
    try {
      request.send();
      if (request.status !== 200) throw new Error(`${request.responseURL}: ${request.status}`);
    } catch (error) {
      say(NOT_LOADED);
      throw error;
    }
    this.#link(name, new WebAssembly.Module(Uint8Array.from(request.responseText, (byte) => byte.charCodeAt(0))));
    this.#promises.set(name, Promise.resolve());
  }

  #link(name, module) {
    if (this.#linked.has(name)) return;
    this.#linked.add(name);
    new WebAssembly.Instance(module, this.#imports);
  }
}

/** Where a part of the WebAssembly lies. */
function address(name) {
  return new URL(`${name}.wasm`, import.meta.url);
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
