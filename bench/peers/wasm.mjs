// The lab's kernels without the lab, and the scalar program, in WebAssembly of their own.

/** Instantiates a build of bench/kernels. */
export async function instantiate(url) {
  return (await WebAssembly.instantiateStreaming(fetch(url))).instance.exports;
}

/** A run of `workload`; `prefix` chooses the lanes ('') or the scalar program ('scalar_'). */
export function kernel(exports, workload, prefix) {
  const { n, depth, width, tanh, numbers } = workload;
  const start = exports.input(numbers.length);
  new Float64Array(exports.memory.buffer, start, numbers.length).set(numbers);
  const task = exports.task(n, depth, width, tanh);
  return {
    restart: () => exports[`${prefix}restart`](task),
    steps: (count) => exports[`${prefix}steps`](task, count),
    risk: () => exports[`${prefix}risk`](task),
    /** The pixels of the field, in the module's memory. */
    field() {
      const at = exports[`${prefix}field`](task);
      return new Uint8ClampedArray(exports.memory.buffer, at, 4 * 256 * 256);
    },
  };
}
