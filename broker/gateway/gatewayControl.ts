import * as l10n from '@vscode/l10n';
import { notFound } from '../control/channel/answer.ts';
import type { HoldRegistry } from '../control/holds.ts';
import { createConsumerHandlers } from '../control/handlers/broker.ts';
import { createFaultHandlers } from '../control/handlers/faults.ts';
import { createFindingHandlers } from '../control/handlers/findings.ts';
import { createTraceHandlers } from '../control/handlers/trace.ts';
import type { HandlersFor } from '../control/handlers/handler.ts';
import type { ControlServices } from '../control/services.ts';
import { fail, succeed } from '../engine/base/result.ts';
import type { FaultableQueues } from '../faults/registry.ts';
import type { ProtectionLevel } from '../protection/protectionLevel.ts';
import { FAULTS, isFaultOn } from '../protocol/faults.ts';
import type { GatewayInfo } from '../protocol/gateway.ts';
import { type InFlightPorts, listInFlight } from './inFlight.ts';
import type { GATEWAY_METHODS } from './methods.ts';
import type { ProgramGate } from './programGate.ts';
import type { Questions } from './questions.ts';

/** What the handlers of a gateway work on. */
export interface GatewayServices
  extends Pick<
    ControlServices,
    'consumers' | 'admitSession' | 'recorder' | 'schedule' | 'stop' | 'faults' | 'findings'
  > {
  /** The queues of the endpoint, for faults. */
  readonly engine: FaultableQueues;
  readonly gate: ProgramGate;
  readonly questions: Questions;
  readonly holds: HoldRegistry;
  readonly inFlight: InFlightPorts;
  readonly info: () => GatewayInfo;
  readonly setLevel: (level: ProtectionLevel) => void;
}

/** What only an engine can do: messages of the endpoint are visible when it says so. */
const ABSENT_FAULTS = ['delay', 'miss'] as const;

/** How long the answer to a stop has to leave before the gateway closes its connections, ms. */
const FAREWELL_MS = 20;

export function createGatewayHandlers(services: GatewayServices): HandlersFor<typeof GATEWAY_METHODS> {
  const { gate, holds, questions, info, setLevel, schedule, stop } = services;
  const faultHandlers = createFaultHandlers(services);
  const { registerConsumer } = createConsumerHandlers({ ...services, seesProcesses: false });
  return {
    registerConsumer,
    ...createTraceHandlers(services),
    listInFlight: ({ consumerId, limit }) =>
      succeed({ messages: listInFlight(services.inFlight, consumerId, limit) }),
    getSentMessage: ({ messageId }) => {
      const send = services.recorder.findSend(messageId);
      return send === undefined ? notFound(l10n.t('There is no message {0}.', messageId)) : succeed(send);
    },
    ...createFindingHandlers(services),
    ...faultHandlers,
    setFaults: (params, session) => {
      const kind = ABSENT_FAULTS.find((each) => isFaultOn(params.faults, each));
      if (kind === undefined) return faultHandlers.setFaults(params, session);
      const member = FAULTS[kind].switch;
      return fail('InvalidParameterValue', l10n.t('A gateway cannot have {0}.', member), `faults.${member}`);
    },
    holdClock: ({ consumerId, processIds }, session) =>
      succeed({ heldCount: holds.place(session, consumerId, processIds) }),
    releaseClock: ({ consumerId }, session) => succeed({ releasedCount: holds.lift(session, consumerId) }),
    getGateway: () => succeed(info()),
    stopGateway: () => {
      schedule(FAREWELL_MS, stop);
      return succeed(null);
    },
    setGatewayLevel: ({ level }) => {
      setLevel(level);
      return succeed(null);
    },
    agreeToLaunch: ({ accessKeyId, queues, effects }) => {
      gate.agree(accessKeyId, queues, effects);
      return succeed(null);
    },
    listQuestions: () => succeed({ questions: questions.list() }),
    answerQuestion: ({ questionId, answer, text = '' }) =>
      questions.answer(questionId, answer === 'yes' ? { kind: 'yes', text } : { kind: answer })
        ? succeed(null)
        : notFound(l10n.t('The question {0} was answered already, or is too old.', questionId)),
  };
}
