import { loadBundle } from '../ground/loadBundle.ts';
import type * as BodyCipher from './bodyCipher.ts';

/**
 * Loads the AWS Encryption SDK, which has a bundle of its own: few users need it, and loading it would slow down
 * everyone.
 * @param bundle absolute path of dist/bodyEncryption.js
 */
export function loadBodyCipher(bundle: string): typeof BodyCipher {
  return loadBundle(bundle) as typeof BodyCipher;
}
