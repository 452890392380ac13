/** The messages between the extension host and the form of an alarm. Plain data only, so that it survives `postMessage`. */
import type { ActionTarget, AlarmForm } from '../broker/protocol/alarms.ts';
import type { QueueKind } from '../broker/protocol/queue.ts';
import type { BrokerView, RequestFailure } from './protocol.ts';

/** An alarm as it was read. */
export interface ReadAlarm {
  /** Absent: the alarm has more to it than the form, such as an expression. */
  readonly form?: AlarmForm;
  readonly exists: boolean;
  /** What actions can be. */
  readonly targets: readonly ActionTarget[];
}

/** What the page is about, and all that it needs to know. */
export interface AlarmStart {
  readonly broker: BrokerView;
  /** Of the queue whose metric the alarm watches; the page keeps it, so that it can be restored. */
  readonly queueArn: string;
  /** Absent while the queue is not known. */
  readonly queueKind?: QueueKind;
  /** Of the alarm; the page keeps it, too. Absent: one to create. */
  readonly name?: string;
  /** Names that other alarms of the queue's account and region have. */
  readonly takenNames: readonly string[];
  /** Absent: it cannot be read now. */
  readonly alarm?: ReadAlarm;
}

export type SaveOutcome =
  | { readonly ok: true; readonly name: string; readonly form: AlarmForm }
  | { readonly ok: false; readonly failure: RequestFailure };

export type HostToAlarmForm =
  /** Also when alarms have changed. */
  | (AlarmStart & { readonly type: 'initialize' })
  | { readonly type: 'brokerChanged'; readonly broker: BrokerView }
  | { readonly type: 'saved'; readonly requestId: number; readonly outcome: SaveOutcome };

export type AlarmFormToHost =
  | { readonly type: 'ready' }
  | { readonly type: 'startBroker' }
  | { readonly type: 'showLog' }
  /** Shows where an alarm is declared that the form cannot show. */
  | { readonly type: 'openDefinition' }
  /** Closes the form. */
  | { readonly type: 'close' }
  | {
      readonly type: 'save';
      readonly requestId: number;
      readonly name: string;
      readonly form: AlarmForm;
    };
