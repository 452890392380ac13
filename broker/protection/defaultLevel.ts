import { isLoopbackName } from '../addresses/loopback.ts';
import type { ProtectionLevel } from './protectionLevel.ts';

/** Words in the name of a profile or a connection by which people mark what others depend on. */
const PRODUCTION_WORDS: ReadonlySet<string> = new Set(['prod', 'prd', 'production', 'live']);

/**
 * The level of a connection whose level no user has chosen yet.
 * @param endpoint its URL
 * @param names of the connection and its profile, as far as they are known
 */
export function chooseDefaultLevel(endpoint: string, names: readonly string[]): ProtectionLevel {
  if (names.some(soundsLikeProduction)) return 'readOnly';
  return isLoopbackName(new URL(endpoint).hostname) ? 'open' : 'confirm';
}

/** `orders-prod`, `ProdAdmin`, `live_eu` and `acme.production2`, and neither `product` nor `delivery`. */
export function soundsLikeProduction(name: string): boolean {
  const words =
    name
      .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[a-z]+/g) ?? [];
  return words.some((word) => PRODUCTION_WORDS.has(word));
}
