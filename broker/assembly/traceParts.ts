import { PagedContents } from '../contents/pagedContents.ts';
import { messageIdOf, messageNumberOf } from '../engine/base/identity.ts';
import type { Engine } from '../engine/engine.ts';
import type { ConsumerRegistry } from '../trace/consumers.ts';
import { TraceRecorder } from '../trace/recorder.ts';
import type { TraceNames } from '../trace/traceEvent.ts';

export function createNames({ identityKey }: Engine, consumers: ConsumerRegistry): TraceNames {
  return {
    messageId: (number) => messageIdOf(identityKey, number),
    consumer: (caller) => consumers.describe(caller),
  };
}

export function createRecorder({ identityKey, ports }: Engine, names: TraceNames): TraceRecorder {
  return new TraceRecorder({
    ...names,
    now: () => ports.clock.now(),
    messageNumber: (messageId) => messageNumberOf(identityKey, messageId),
    remembered: new PagedContents(),
  });
}
