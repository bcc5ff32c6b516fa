// The browser's clock, as the modules that are tested with another one take it.

export const browserTime = {
  set: (callback, ms) => setTimeout(callback, ms),
  clear: (id) => clearTimeout(id),
  now: () => performance.now(),
};
