import {
  type FunctionInfo,
  functionsChanged,
  type FunctionsResult,
  listFunctions,
} from '../../broker/protocol/functions.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import { DeclaredStore } from '../processes/declaredStore.ts';
import type { FunctionSource } from './functionSource.ts';

/** The functions of the broker. */
export class FunctionStore extends DeclaredStore<FunctionInfo, FunctionsResult> implements FunctionSource {
  constructor(session: BrokerClient, emitter: EventSource<void>) {
    super(session, emitter, {
      list: listFunctions,
      changed: functionsChanged,
      read: ({ functions }) => functions,
    });
  }

  get functions(): readonly FunctionInfo[] {
    return this.items;
  }
}
