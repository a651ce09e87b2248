// Labs that outlive the program that computes them. This is added to the end of bindgen's script.
//
// A trap, a panic or an exception that crosses the program leaves its memory in an unknown state. Whatever the browser
// calls therefore goes through `guarded`: the first such error ends the instance, a new one is made of the same
// module, and every lab of the page is mounted again from what its `KeptLab` has kept of it. A lab that fails
// twice within a minute stops and says so.

/** Two faults of one lab within so many milliseconds stop it. */
const A_MINUTE = 60_000;

/** Every mounted lab by its host element. Held for as long as the page: a lab that is dropped stops. */
export const labs = new Map();

/** Counts instances: what belongs to an earlier one is never called again. */
let instance = 0;
/** Ends the listeners of the present instance. */
let ties = new AbortController();
/** The observers of the present instance. */
const observers = new Set();
/** How many calls into the program are under way, and the lab that the outermost is for. */
let depth = 0;
let running = null;
/** What the present instance died of, and the words of its panic. */
let fault = null;
let panicked = '';
let healing = false;

/** What the browser calls, so that an error in it is caught. It belongs to the lab during whose call it was made. */
function guarded(entry) {
  const [born, lab] = [instance, running];
  return (...args) => (born === instance ? call(lab, () => entry(...args)) : undefined);
}

/** Calls into the program on behalf of a lab. */
function call(lab, work) {
  // Nothing more is asked of an instance that has failed, while calls that led to it are still under way.
  if (fault) return undefined;
  const outer = running;
  [running, depth] = [lab, depth + 1];
  try {
    return work();
  } catch (error) {
    fault ??= { error, lab };
    return undefined;
  } finally {
    [running, depth] = [outer, depth - 1];
    if (fault && depth === 0) heal();
  }
}

/** Replaces an instance that has failed, and mounts its labs again: from the start if that fails as well. */
function heal() {
  if (healing) return;
  healing = true;
  while (fault) {
    const { error, lab: culprit } = fault;
    const why = panicked || `${error?.name ?? 'Error'}: ${error?.message ?? error}`;
    console.error(`The Importance Weighting Lab had a fault. ${why}`, error);
    const able = renew();
    if (!able || culprit?.failsAgain()) culprit?.stop(why, able);
    const others = [...labs.values()].filter((lab) => !lab.isStopped);
    // All is measured before anything changes, or the page would be laid out once for each.
    for (const lab of others) lab.look();
    for (const lab of others) {
      if (fault) break;
      if (able) lab.again();
      else lab.stop(why, able);
    }
  }
  healing = false;
}

/** Ends the present instance and makes a new one of the same module; returns whether the browser allows that. */
function renew() {
  instance += 1;
  ties.abort();
  ties = new AbortController();
  for (const observer of observers) observer.disconnect();
  observers.clear();
  [fault, panicked] = [null, ''];
  try {
    __wbg_reset_state();
    return true;
  } catch (refusal) {
    console.error(refusal);
    return false;
  }
}

/** A mounted lab, and what is kept of it outside of the program's memory. */
class KeptLab {
  #host;
  #query;
  #ownLink;
  #inner = null;
  #faults = [];
  #names = ['', '', '', ''];
  #runs = [];
  #records = [];
  #seen = null;
  /** The host's own least height, while another is set. */
  #minHeight = null;
  isStopped = false;
  link;
  own = new Float64Array();
  time = new Float64Array();

  constructor(host, query, ownLink) {
    [this.#host, this.#query, this.#ownLink] = [host, query, ownLink];
  }

  /** Mounts it; an error that is no fault of the program is the caller's. */
  mount() {
    let refused = null;
    call(this, () => {
      try {
        this.#inner = new MountedLab(this.#host, this.#query, this.#ownLink, this);
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) throw error;
        refused = error;
      }
    });
    if (refused) throw refused;
  }

  get query() {
    return call(this, () => this.#inner?.query) ?? this.link ?? this.#query;
  }

  get step() {
    return call(this, () => this.#inner?.step) ?? this.#runs.at(-1)?.[0] ?? 0;
  }

  free() {
    if (labs.get(this.#host) === this) labs.delete(this.#host);
    const inner = this.#inner;
    this.#inner = null;
    if (inner) call(this, () => inner.free());
    else this.#host.shadowRoot?.replaceChildren();
  }

  /** What the program hands over, and takes back: see `src/web/app/keeping.rs`. */
  keepLink(query) {
    this.link = query;
  }

  keepOwn(numbers, ...names) {
    [this.own, this.#names] = [numbers.slice(), names];
  }

  keepNothingElse() {
    [this.#runs, this.#records] = [[], []];
  }

  keepTime(numbers) {
    this.time = numbers.slice();
  }

  keepRun(run, numbers) {
    const kept = this.#runs[run];
    if (kept?.length === numbers.length) kept.set(numbers);
    else this.#runs[run] = numbers.slice();
  }

  keepRecord(numbers) {
    this.#records.push(numbers.slice());
  }

  dropRecords() {
    this.#records = [];
  }

  name(at) {
    return this.#names[at];
  }

  run(at) {
    return this.#runs[at];
  }

  record(at) {
    return this.#records[at];
  }

  /** Fails on purpose, in the middle of a message, as 'trap', 'panic' or 'overflow': tests of healing call this. */
  fail(how) {
    call(this, () => this.#inner.fail(how));
  }

  /** Notes a fault; returns whether there was another within a minute. */
  failsAgain() {
    const now = performance.now();
    this.#faults = this.#faults.filter((at) => now - at < A_MINUTE);
    this.#faults.push(now);
    return this.#faults.length > 1;
  }

  /** Notes its height, and what its reader is about to do. */
  look() {
    this.#seen = { height: this.#host.offsetHeight, begun: underWay(this.#host.shadowRoot) };
  }

  /** Mounts it again, with what its reader was about to do. */
  again() {
    const root = this.#host.shadowRoot;
    const { height, begun } = this.#seen;
    // The page around keeps its place until the lab has its height again.
    this.#minHeight ??= this.#host.style.minHeight;
    this.#host.style.minHeight = `${height}px`;
    this.#inner = null;
    try {
      this.mount();
    } catch (refusal) {
      this.stop(String(refusal), true);
    }
    if (begun.pasted) call(this, () => this.#inner?.reopen(begun.pasted));
    afterLayout(() => {
      this.#host.style.minHeight = this.#minHeight ?? this.#host.style.minHeight;
      this.#minHeight = null;
      takeUp(root, begun);
    });
  }

  /** Says that it has stopped, and offers a way on. */
  stop(why, able) {
    this.isStopped = true;
    this.#inner = null;
    const root = this.#host.shadowRoot;
    if (!root) return;
    const told = document.createElement('div');
    told.className = 'lab stopped';
    const [p, again, copy] = ['p', 'button', 'button'].map((tag) => document.createElement(tag));
    p.setAttribute('role', 'alert');
    const reason = able ? 'it had a fault twice within a minute' : 'it had a fault, and this browser cannot start it again';
    p.textContent = `The lab has stopped: ${reason}. What it said: ${why}`;
    again.textContent = 'Try again';
    again.onclick = () => {
      [this.#faults, this.isStopped] = [[], false];
      this.mount();
    };
    copy.textContent = 'Copy the link';
    copy.onclick = async () => {
      const address = `${location.href.split('#')[0]}#${this.link ?? this.#query}`;
      try {
        await navigator.clipboard.writeText(address);
        copy.textContent = 'Link copied';
      } catch {
        // A browser may refuse the clipboard: then the link stands there to be copied by hand.
        const field = document.createElement('input');
        [field.value, field.readOnly] = [address, true];
        field.setAttribute('aria-label', 'The link');
        copy.replaceWith(field);
        field.select();
      }
    };
    for (const button of [again, copy]) button.className = 'plain';
    told.append(p, again, copy);
    root.replaceChildren(told);
    this.#host.dispatchEvent(new ErrorEvent('error', { message: why }));
  }
}

const REACHED = 'button, input, select, textarea, summary, [tabindex]';

/** What a reader was about to do: rows in the open dialog, the element with the focus and its text, open groups. */
function underWay(root) {
  const pasted = root?.querySelector('dialog[open] textarea')?.value ?? '';
  const focused = root?.activeElement;
  const at = focused ? [...root.querySelectorAll(REACHED)].indexOf(focused) : -1;
  const text = focused?.matches('input[type="text"]') ? focused.value : null;
  const open = [...(root?.querySelectorAll('details') ?? [])].map((group) => group.open);
  return { pasted, at, text, open };
}

/** Two frames on the page has been laid out anew. */
const afterLayout = (work) => requestAnimationFrame(() => requestAnimationFrame(work));

function takeUp(root, { pasted, at, text, open }) {
  [...(root?.querySelectorAll('details') ?? [])].forEach((group, of) => (group.open = open[of] ?? group.open));
  const element = at < 0 || pasted ? null : root.querySelectorAll(REACHED)[at];
  element?.focus({ preventScroll: true });
  if (text !== null && element?.matches('input[type="text"]')) element.value = text;
}

/** Whether this script and the module that it has loaded were built together. */
export function isOneBuild() {
  try {
    return buildId() === BUILD.id;
  } catch {
    // A module of another build need not have what this script calls.
    return false;
  }
}

/** Mounts a lab into `host`. */
export function mount(host, query, ownLink = false) {
  if (!isOneBuild()) throw new Error('A new version of the lab is out: load this page again.');
  const lab = new KeptLab(host, query, ownLink);
  lab.mount();
  labs.set(host, lab);
  return lab;
}

/** Such an event does not bubble: it is caught on its way down to one of many canvases. */
const isCaught = (kind) => kind === 'contextrestored';

/** Listens until it is told not to, or until the instance ends. */
function listenTo(target, kind, entry) {
  const guard = guarded(entry);
  target.addEventListener(kind, guard, { signal: ties.signal, capture: isCaught(kind) });
  return guard;
}

function stopListening(target, kind, guard) {
  target.removeEventListener(kind, guard, isCaught(kind));
}

/** Watches an element until it is told not to, or until the instance ends. */
function watch(element, kind, entry) {
  const observer = new globalThis[kind](guarded(entry));
  observer.observe(element);
  observers.add(observer);
  return observer;
}

function unwatch(observer) {
  observer.disconnect();
  observers.delete(observer);
}

let sheet = null;

/** The style sheet of every lab, read once. */
function labSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(labStyle());
  }
  return sheet;
}

/** Keeps the words of a panic for whoever reports it. */
function keepPanic(words) {
  panicked ||= words;
}
