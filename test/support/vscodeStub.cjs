// In place of VS Code where code of the extension is read and not run: whatever it names at its start is there, and may be
// called, constructed and extended. Texts stay as they are.
const stub = new Proxy(function stub() {}, {
  get: (target, name) => (name === 'prototype' || name === Symbol.toPrimitive ? target[name] : stub),
  apply: () => stub,
});
/** Tests may put functions of their own on it. */
const window = Object.setPrototypeOf({}, new Proxy({}, { get: () => stub }));
const l10n = { t: (text) => text };
/** A window without a folder, which nobody has trusted. */
const workspace = { isTrusted: false, workspaceFolders: undefined };

// As the prototype, because bundles copy what a module has of its own.
module.exports = Object.setPrototypeOf({ l10n, window, workspace }, new Proxy({}, { get: () => stub }));
