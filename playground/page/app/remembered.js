/** Small things that the browser keeps for the page: for ever (language, dismissed hints) or for this tab (who is looking, what was read). */

export function recall(name, otherwise) {
  return read(() => localStorage, name, otherwise);
}

export function remember(name, value) {
  write(() => localStorage, name, value);
}

export function recallInTab(name, otherwise) {
  return read(() => sessionStorage, name, otherwise);
}

export function rememberInTab(name, value) {
  write(() => sessionStorage, name, value);
}

function read(store, name, otherwise) {
  try {
    return JSON.parse(store().getItem(`kefu.${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

// A browser may forbid storage (private windows, full disk): the page then works without memory.
function write(store, name, value) {
  try {
    store().setItem(`kefu.${name}`, JSON.stringify(value));
  } catch {
    return;
  }
}
