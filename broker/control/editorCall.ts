import { randomUUID } from 'node:crypto';
import type { ActionName } from '../api/actions.ts';
import type { ApiCall } from '../calls/apiCall.ts';
import type { Caller } from '../engine/base/caller.ts';
import { countChunks } from '../engine/rules/messageSize.ts';
import { EDITOR_CONSUMER_ID } from '../trace/consumers.ts';
import type { ControlServices } from './services.ts';

/** What only the editor does: no program can call it. */
type EditorAction = 'AdvanceClock' | 'UndoAdvance' | 'ResetClock' | 'UndoPurge' | 'UndoEdit';

/** The caller of what a user does in the editor. */
export function createEditorCaller({ info }: ControlServices, action: ActionName | EditorAction): Caller {
  const { region, account } = info();
  return {
    consumerId: EDITOR_CONSUMER_ID,
    accessKeyId: EDITOR_CONSUMER_ID,
    account,
    region,
    userAgent: 'Queueside',
    requestId: randomUUID(),
    action,
  };
}

/** A finished call of the editor, as billing counts it: it would have cost the same from a program. */
export function describeEditorCall(
  caller: Caller,
  queueArn: string,
  payloadBytes: number,
  messageCount: number,
): ApiCall {
  return {
    action: caller.action,
    queueArn,
    caller,
    payloadBytes,
    billedRequests: countChunks(payloadBytes),
    messageCount,
    durationMs: 0,
  };
}
