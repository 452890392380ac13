import { succeed } from '../../engine/base/result.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';

export function createEncryptionHandlers({
  rotateMasterKey,
}: ControlServices): HandlersOf<'rotateMasterKey'> {
  return {
    rotateMasterKey: ({ masterKey }) =>
      succeed({ isEncrypted: rotateMasterKey(Buffer.from(masterKey, 'base64')) }),
  };
}
