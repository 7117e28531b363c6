// The nonce under which this answer's policy allows styles that components make; a page without one can make none.

declare global {
  // Read by get-nonce, which the scroll lock of dialogs uses.
  var __webpack_nonce__: string | undefined;
}

const found = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '';
globalThis.__webpack_nonce__ = found;

export function styleNonce(): string {
  return found;
}
