/**
 * The security headers of every response: its type is what it says, it is no page, nothing in
 * it may run or load, and no page may show it or take it in. A browser that got an answer all the same can do nothing
 * with it. Raw header pairs: name, value, name, value, …
 */
export const CLOSED_ANSWER_HEADERS: readonly string[] = [
  'X-Content-Type-Options',
  'nosniff',
  'Content-Security-Policy',
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  'Cross-Origin-Resource-Policy',
  'same-origin',
];
