
// A lab that was freed says so in a sentence, and may be freed again.
for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(Lab.prototype))) {
    if (name === 'constructor' || name === 'free' || name.startsWith('__')) continue;
    const whileThere = (inner) => inner && function (...given) {
        if (!this.__wbg_ptr) throw new Error('This lab was freed: build another one with new Lab(link).');
        return inner.apply(this, given);
    };
    for (const part of ['value', 'get', 'set']) {
        if (property[part]) property[part] = whileThere(property[part]);
    }
    Object.defineProperty(Lab.prototype, name, property);
}
const freeLab = Lab.prototype.free;
Lab.prototype.free = function () {
    if (!this.__wbg_ptr) return;
    try {
        freeLab.call(this);
    } catch {
        // A fault has left the lab in use: its memory goes with the module's.
    }
};
if (Symbol.dispose) Lab.prototype[Symbol.dispose] = Lab.prototype.free;
