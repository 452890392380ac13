import type { Capabilities } from '../connections/capabilities.ts';

type Receive = Capabilities['receive'];

/** What receives is in a late bundle: only a page asks for it. @param load gets it, once */
export function receiveLater(load: () => { readonly capability: Receive }): Receive {
  let loaded: Receive | undefined;
  const get = (): Receive => (loaded ??= load().capability);
  return {
    messages: (...call) => get().messages(...call),
    delete: (...call) => get().delete(...call),
    changeVisibility: (...call) => get().changeVisibility(...call),
  };
}
