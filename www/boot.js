// Loads the lab once and mounts it into every element marked `data-iw-lab`; says why where it cannot.
//
// The attribute's value is the lab's settings, as in a link without its '#'; where it is empty, the settings are
// those of the page's own link. It need not be a module, so that it can also speak where modules are refused: in a file
// opened from a disk, and in a frame without an origin. What cannot be loaded is told in place of each lab, and by an
// `error` event at its element; should the lab still arrive, it takes the place of what was said.
(() => {
  /** Milliseconds without a byte after which the page says so. */
  const PATIENCE = 9000;

  /** A module of one function that counts bits in the lanes of a 128-bit vector. */
  const SIMD_PROBE = new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
  ]);

  const WORDS = {
    simd:
      'This browser cannot run the lab: it needs WebAssembly with 128-bit vectors. ' +
      'Chrome and Edge have them since version 91, Firefox since 89, Safari since 16.4.',
    file:
      'The lab cannot run from a file that is opened from a disk: browsers load its program from a server only. ' +
      'Put the folder on any web server and open its address.',
    sandbox:
      'The lab cannot run in this frame: its sandbox takes away the address of the page, and with it the right to ' +
      'load the program. Whoever made the page can add allow-same-origin to the frame.',
    policy:
      'The lab cannot run on this page: a content security policy forbids it. Whoever made the page can allow ' +
      "'self' and 'wasm-unsafe-eval' for scripts, and 'self' for connections.",
    missing: (name) => `The lab could not be loaded: the server has no file ${name}. Whoever made the page can put it there.`,
    refused: (name, status) => `The lab could not be loaded: the server answered ${status} for ${name}. Load this page again later.`,
    offline: 'The lab could not be loaded: this device is offline. Connect it, then load this page again.',
    cut: 'The lab could not be loaded: the connection broke off. Load this page again.',
    silent: 'The lab could not be loaded yet: the server does not answer. The page goes on waiting.',
    truncated: 'The lab could not be loaded: a part of its program is missing. Load this page again.',
    corrupt: 'The lab could not be loaded: its program is damaged. Load this page again.',
    memory: 'The lab could not start: the browser has no memory left for it. Close other tabs, then load this page again.',
    version: 'A new version of the lab is out: load this page again.',
    unknown: (error) => `The lab could not start. Load this page again. What the browser said: ${error?.message ?? error}`,
  };

  // As a module it has no element of its own.
  const base = (document.currentScript ?? document.querySelector('script[src$="boot.js"]')).src;
  const at = (name) => new URL(`../${name}`, base);
  const hosts = [...document.querySelectorAll('[data-iw-lab]')];
  const load = { last: performance.now(), answer: null, arrived: 0, ended: false, blocked: false, said: false };

  /** Puts a sentence where each lab would be. */
  function say(sentence) {
    load.said = true;
    for (const host of hosts) {
      const message = document.createElement('p');
      message.setAttribute('role', 'alert');
      message.textContent = sentence;
      (host.shadowRoot ?? host).replaceChildren(message);
      host.dispatchEvent(new ErrorEvent('error', { message: sentence }));
    }
  }

  /** The program as it arrives: notes that it does, and how much of it. */
  function watched(response) {
    load.answer = response;
    load.last = performance.now();
    if (!response.ok) throw new Error(`${response.status}`);
    if (!response.body || !globalThis.TransformStream) {
      load.arrived = NaN;
      return response;
    }
    const counter = new TransformStream({
      transform(chunk, out) {
        load.arrived += chunk.byteLength;
        load.last = performance.now();
        out.enqueue(chunk);
      },
      flush() {
        load.ended = true;
      },
    });
    const { status, headers } = response;
    return new Response(response.body.pipeThrough(counter), { status, headers });
  }

  async function start() {
    // Ask for the program before its script has arrived.
    const program = fetch(at('iw_lab_bg.wasm')).then(watched);
    program.catch(() => {});
    const lab = await import(at('iw_lab.js'));
    load.last = performance.now();
    load.bytes = lab.BUILD?.bytes;
    await lab.default({ module_or_path: program });
    if (!lab.isOneBuild()) throw Object.assign(new Error('two builds'), { name: 'LinkError' });
    for (const host of hosts) {
      // A host without settings of its own follows the page's link and keeps it up to date.
      const own = !host.dataset.iwLab;
      const query = own ? location.hash.slice(1) : host.dataset.iwLab;
      lab.mount(host, query, own);
    }
  }

  /** Whether a file is on the server; a sentence if not. */
  async function probe(name) {
    try {
      const { ok, status } = await fetch(at(name), { cache: 'no-store' });
      if (ok) return null;
      return status === 404 ? WORDS.missing(name) : WORDS.refused(name, status);
    } catch {
      return navigator.onLine ? WORDS.cut : WORDS.offline;
    }
  }

  /** Why the lab did not start. */
  async function why(error) {
    const text = String(error?.message);
    if (location.protocol === 'file:') return WORDS.file;
    if (load.blocked || error?.name === 'EvalError' || /polic|CSP|unsafe-eval/i.test(text)) return WORDS.policy;
    if (globalThis.origin === 'null') return WORDS.sandbox;
    if (error?.name === 'LinkError') return WORDS.version;
    // Before what the browser says: to one of them a program that is cut short is a lack of memory.
    if (load.ended && load.arrived < load.bytes) return WORDS.truncated;
    if (/memory/i.test(text)) return WORDS.memory;
    if (error?.name === 'CompileError' || error instanceof SyntaxError) return WORDS.corrupt;
    if (load.answer && !load.answer.ok) {
      const { status } = load.answer;
      return status === 404 ? WORDS.missing('iw_lab_bg.wasm') : WORDS.refused('iw_lab_bg.wasm', status);
    }
    if (error instanceof TypeError) {
      const told = (await probe('iw_lab.js')) ?? (await probe('iw_lab_bg.wasm'));
      if (told) return told;
      return load.arrived > 0 || !load.answer ? WORDS.cut : WORDS.version;
    }
    return WORDS.unknown(error);
  }

  document.addEventListener('securitypolicyviolation', () => {
    load.blocked = true;
  });
  if (!globalThis.WebAssembly?.validate(SIMD_PROBE)) return say(WORDS.simd);
  const watch = setInterval(() => {
    if (performance.now() - load.last < PATIENCE) return;
    clearInterval(watch);
    say(WORDS.silent);
  }, 250);
  return start()
    .catch(async (error) => {
      say(await why(error));
      console.error(error);
    })
    .finally(() => clearInterval(watch));
})();
