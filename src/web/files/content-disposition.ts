// The header that names a download: no file name, however hostile, may end the header or choose how the browser treats the file.

/**
 * `attachment` with a plain name for old clients and the exact one in UTF-8 (RFC 6266, RFC 8187). Quotes, backslashes, control
 * characters and everything beyond ASCII are replaced in the plain one.
 */
export function contentDisposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%;]/gu, '_');
  const exact = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
